"""Meetings, what they decide, and their papers."""

from .after import ActionPoint, MinutesComment
from .deciding import BodyAnswer, Dissent, Question, Ratification, Recommendation, Vote
from .meetings import AgendaItem, Attendance, Meeting, MinutesText
from .packs import Pack, PackCopy, PackOpened, PackPart, Undertaking
from .polls import DatePoll, PollAnswer, PollDate

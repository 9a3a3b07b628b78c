"""Meetings, what they decide, and their papers."""

from .deciding import Dissent, Question, Ratification, Recommendation, Vote
from .meetings import AgendaItem, Attendance, Meeting, MinutesText
from .packs import Pack, PackCopy, PackOpened, PackPart, Undertaking

__all__ = [
    "AgendaItem",
    "Attendance",
    "Dissent",
    "Meeting",
    "MinutesText",
    "Pack",
    "PackCopy",
    "PackOpened",
    "PackPart",
    "Question",
    "Ratification",
    "Recommendation",
    "Undertaking",
    "Vote",
]

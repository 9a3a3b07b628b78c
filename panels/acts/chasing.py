"""Questions in writing and dates offered: whoever has not answered is reminded, and when the time is up the chair and
the secretariat hear how it stands (RED-8, RED-2)."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from config.filters import listing
from deadlines.queries import calendar_of
from partnerships.queries import all_partnerships
from partnerships.scope import current_partnership, tenant
from procedures.model import Reminders

from ..models import DatePoll, Question
from ..queries.polls import meeting_of, polls_asked, silent_on
from ..queries.reading import in_charge_of
from ..queries.room import procedure_at, room_of
from ..queries.writing import open_in_writing, silent_agencies, silent_people
from .correspondence import write_in_writing
from .letters import write_to
from .polls import LETTER, values_of_poll

AGAIN, TIME_IS_UP, CHOOSE = "answer-in-writing-again", "time-to-answer-is-up", "time-to-choose-a-date"


def remind_to_answer(*, at: dt.datetime) -> int:
    """On the days of the text's reminders each person who owes an answer gets one e-mail: of a question in writing
    whoever is of a silent agency, of dates offered whoever has not said which suit them. When the time is up the chair
    and the secretariat get one. How many were asked for; run again, late or twice it sends nothing again.
    """
    asked = sum(_remind(question, at) for question in open_in_writing())
    return asked + sum(_remind_of_dates(poll, at) for poll in polls_asked())


def remind_everywhere(*, at: dt.datetime) -> int:
    """The same for every partnership."""
    told = 0
    for partnership in all_partnerships():
        with tenant(partnership):
            told += remind_to_answer(at=at)
    return told


def _remind(question: Question, at: dt.datetime) -> int:
    meeting = question.item.meeting
    assert meeting.answers_by is not None
    if at > meeting.answers_by:
        return _say_time_is_up(question, at)
    last, put = timezone.localdate(meeting.answers_by), timezone.localdate(question.put_at)
    day = _reminder_day(last, put, procedure_at(meeting).reminders, at)
    if day is None:
        return 0
    key = f"correspondence-again:{question.pk}:{day:%Y%m%d}"
    return write_in_writing(question, AGAIN, silent_people(question, at=at), key=key, at=at)


def _reminder_day(last: dt.date, asked: dt.date, rule: Reminders, at: dt.datetime) -> dt.date | None:
    """The newest day for a reminder that has come, where it was asked before that day; else None. `last`: the last day
    for an answer.
    """
    calendar = calendar_of(current_partnership())
    days = [calendar.before(last, n) for n in rule.before if n > 0]
    if rule.on_day:
        days.append(last)
    return max((day for day in days if asked < day <= timezone.localdate(at)), default=None)


def _say_time_is_up(question: Question, at: dt.datetime) -> int:
    """How it stands, by agency: no word of what anybody answered."""
    meeting = question.item.meeting
    silent = [member.title for member in silent_agencies(question, at=at)]
    quorum = room_of(meeting, question.case).quorum(at)
    words = f"No answer came from {listing(silent)}." if silent else "Every agency has answered."
    key = f"time-is-up:{question.pk}:{meeting.answers_by:%Y%m%d%H%M}"
    people = in_charge_of(meeting, at=at)
    return write_in_writing(question, TIME_IS_UP, people, key=key, at=at, missing=f"{words} {quorum.verdict}")


def _remind_of_dates(poll: DatePoll, at: dt.datetime) -> int:
    """The same letter once more to whoever has not answered; after the last day the office hears that it can choose."""
    meeting, silent = meeting_of(poll), silent_on(poll, at=at)
    if timezone.localdate(at) > poll.answers_by:
        names = [one.agency.title if one.agency else one.user.name for one in silent]
        words = f"No answer came from {listing(list(dict.fromkeys(names)))}." if names else "Everybody has answered."
        more, key = {**values_of_poll(poll), "missing": words}, f"dates-up:{poll.pk}"
        return write_to(meeting, CHOOSE, in_charge_of(meeting, at=at), key=key, at=at, more=more)
    day = _reminder_day(poll.answers_by, timezone.localdate(poll.asked_at), procedure_at(meeting).reminders, at)
    if day is None:
        return 0
    key, more = f"dates-again:{poll.pk}:{day:%Y%m%d}", values_of_poll(poll)
    return write_to(meeting, LETTER, silent, key=key, at=at, more=more, first_words="A reminder: ")

"""Questions in writing: whoever has not answered is reminded, and at the end its chair hears how it stands (RED-8)."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from config.filters import listing
from deadlines.queries import calendar_of
from partnerships.queries import all_partnerships
from partnerships.scope import current_partnership, tenant
from procedures.model import Reminders

from ..models import Question
from ..queries.reading import in_charge_of
from ..queries.room import procedure_at, room_of
from ..queries.writing import open_in_writing, silent_agencies, silent_people
from .correspondence import write_in_writing

AGAIN, TIME_IS_UP = "answer-in-writing-again", "time-to-answer-is-up"


def remind_to_answer(*, at: dt.datetime) -> int:
    """On the days of the text's reminders each person whose agency is silent gets one e-mail; when the time is up the
    chair and the secretariat get one. How many were asked for; run again, late or twice it sends nothing again.
    """
    return sum(_remind(question, at) for question in open_in_writing())


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
    day = _reminder_day(question, procedure_at(meeting).reminders, at)
    if day is None:
        return 0
    key = f"correspondence-again:{question.pk}:{day:%Y%m%d}"
    return write_in_writing(question, AGAIN, silent_people(question, at=at), key=key, at=at)


def _reminder_day(question: Question, rule: Reminders, at: dt.datetime) -> dt.date | None:
    """The newest day for a reminder that has come, where the question was put before that day; else None."""
    last = timezone.localdate(question.item.meeting.answers_by)
    calendar = calendar_of(current_partnership())
    days = [calendar.before(last, n) for n in rule.before if n > 0]
    if rule.on_day:
        days.append(last)
    today, put = timezone.localdate(at), timezone.localdate(question.put_at)
    return max((day for day in days if put < day <= today), default=None)


def _say_time_is_up(question: Question, at: dt.datetime) -> int:
    """How it stands, by agency: no word of what anybody answered."""
    meeting = question.item.meeting
    silent = [member.title for member in silent_agencies(question, at=at)]
    quorum = room_of(meeting, question.case).quorum(at)
    words = f"No answer came from {listing(silent)}." if silent else "Every agency has answered."
    key = f"time-is-up:{question.pk}:{meeting.answers_by:%Y%m%d%H%M}"
    people = in_charge_of(meeting, at=at)
    return write_in_writing(question, TIME_IS_UP, people, key=key, at=at, missing=f"{words} {quorum.verdict}")

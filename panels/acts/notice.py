"""The notice a body's members have to be given, and what is odd about a day that somebody wants to meet on."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from config.filters import date_long, date_weekday
from deadlines.queries import calendar_of
from deadlines.rules import evaluate
from partnerships.scope import current_partnership
from procedures.model import Body
from procedures.sentences import say


def called_late(body: Body, day: dt.date, kind: str, at: dt.datetime) -> str:
    """Why the notice is too short, in a sentence; empty when it is not. Calls of the leads are meant to be sudden.

    A meeting that is entered afterwards, because it was held already, is not called late.
    """
    today = timezone.localdate(at)
    if body.notice is None or kind != "meeting" or day <= today:
        return ""
    last = evaluate(body.notice, {"meeting": day}, calendar_of(current_partnership())).due_on
    if last is None or today <= last:
        return ""
    return (
        f"The {body.title} is called by {say(body.notice)}: for {date_long(day)} the last day was {date_long(last)}. "
        "Choose a later day, or say why it cannot wait."
    )


def held_already(day: dt.date, at: dt.datetime) -> str:
    """Why a day asks for a reason because it has passed, in a sentence; empty when it has not (C-51)."""
    if day >= timezone.localdate(at):
        return ""
    return (
        f"{date_weekday(day)} has passed. Choose a later day, or, if the meeting was held then, say why it is only "
        "entered now."
    )


def warnings_about(day: dt.date) -> list[str]:
    """What somebody should know of a day before a meeting is fixed on it: that it is no working day."""
    calendar = calendar_of(current_partnership())
    if calendar.is_working(day):
        return []
    why = calendar.reason(day)
    named = "" if why in date_weekday(day) else f" ({why})"
    return [f"{date_weekday(day)} is not a working day{named}."]

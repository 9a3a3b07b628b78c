"""Quality checks worked out from dates (DAR-12). Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from deadlines.calendar import WorkingCalendar, london_date
from deadlines.rules import evaluate
from procedures.model import Check
from procedures.sentences import starts_of

YES, NO, UNKNOWN = "Yes", "No", "Not known yet"


@dataclass(frozen=True)
class Checked:
    """One check: its question, the answer, and the dates that it rests on."""

    text: str
    answer: str
    why: str
    see: str = ""
    assumed: bool = False


def starts_named(checks: Sequence[Check]) -> tuple[str, ...]:
    """Every date that the checks need, by its words."""
    found = [words for check in checks for words in (check.done, *(starts_of(check.within) if check.within else ()))]
    return tuple(dict.fromkeys(found))


def checked(
    checks: Sequence[Check], dates: Mapping[str, dt.datetime], calendar: WorkingCalendar, said: Callable[[dt.date], str]
) -> list[Checked]:
    """Each check answered. `dates`: words -> when it happened, what has not happened left out; `said`: a day in
    words."""
    return [_one(check, dates, calendar, said) for check in checks]


def _one(check: Check, dates, calendar: WorkingCalendar, said) -> Checked:
    done = dates.get(check.done)
    due = evaluate(check.within, dates, calendar).due_on if check.within else None
    why = [f"{words.capitalize()}: {said(london_date(dates[words]))}" for words in starts_named([check])
           if words in dates]  # fmt: skip
    missing = [words for words in starts_named([check]) if words not in dates]
    if due is not None:
        why.append(f"Last day in time: {said(due)}")
    if missing:
        why.append(f"No date yet: {', '.join(missing)}")
    answer = UNKNOWN if done is None or due is None else (YES if london_date(done) <= due else NO)
    return Checked(check.text, answer, ". ".join(why) + ("." if why else ""), check.see, check.assumed)

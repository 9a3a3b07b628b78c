"""What a date for a meeting means for the deadlines of a case, on plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

IN_TIME, AFTER_TARGET, TOO_LATE = "in time", "after the target", "after the limit"


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A deadline that runs already: its last day and, where there is one, the day wished for."""

    title: str
    due_on: dt.date
    target_on: dt.date | None = None
    ends_with: frozenset[str] = frozenset()  # acts


@dataclass(frozen=True, kw_only=True)
class Follows:
    """What a meeting on that day would make due, and when."""

    title: str
    due_on: dt.date
    ends_with: frozenset[str] = frozenset()  # acts


@dataclass(frozen=True, kw_only=True)
class Window:
    """A date against one running deadline. `spare`: working days between the last step and it, minus when too late."""

    bound: Bound
    verdict: str
    spare: int


def window(
    day: dt.date, follows: Sequence[Follows], bounds: Sequence[Bound], left: Callable[[dt.date, dt.date], int]
) -> tuple[Window, ...]:
    """How a meeting on `day`, with what follows from it, stands to each running deadline, the tightest first.

    `left`: working days after one day up to another, minus when that is past. A deadline is measured from the last day
    of what follows and ends with the same act ("report by the 17th"), else from the day of the meeting itself.
    """
    found = []
    for bound in bounds:
        last = max([day, *(one.due_on for one in follows if one.ends_with & bound.ends_with)])
        found.append(Window(bound=bound, verdict=_verdict(last, bound), spare=left(last, bound.due_on)))
    return tuple(sorted(found, key=lambda one: (one.bound.due_on, one.bound.title)))


def _verdict(last: dt.date, bound: Bound) -> str:
    if last > bound.due_on:
        return TOO_LATE
    if bound.target_on is not None and last > bound.target_on:
        return AFTER_TARGET
    return IN_TIME

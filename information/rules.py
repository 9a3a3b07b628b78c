"""Dates known in part, the order of a chronology, its gaps. Pure: plain values in and out."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row of a chronology as pages and papers show it."""

    id: int
    on: dt.date
    precision: str
    time: dt.time | None
    agency_id: int
    agency: str
    event: str
    source: str = ""
    who: str = ""
    outcome: str = ""
    seen: str = ""
    comment: str = ""
    by: str = ""

    @property
    def date_text(self) -> str:
        """2024, 2024-03 or 2024-03-12: what the `part_date` filter reads."""
        return part_text(self.on, self.precision)


@dataclass(frozen=True)
class Gap:
    """A stretch without an entry, after the entry with this index."""

    after: int
    begins: dt.date
    ends: dt.date
    months: int


def part_text(on: dt.date, precision: str) -> str:
    return on.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]


def last_day(on: dt.date, precision: str) -> dt.date:
    """The last day it may have been, for a date known in part."""
    if precision == "year":
        return dt.date(on.year, 12, 31)
    if precision == "month":
        return dt.date(on.year, on.month, monthrange(on.year, on.month)[1])
    return on


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """By time; a date known in part stands before the days it may be, a day without a time before its hours."""
    rank = {"year": 0, "month": 1, "day": 2}
    return sorted(entries, key=lambda e: (e.on, rank[e.precision], e.time or dt.time.min, e.agency.lower(), e.id))


def whole_months(begins: dt.date, ends: dt.date) -> int:
    """How many full calendar months lie between two days."""
    months = (ends.year - begins.year) * 12 + ends.month - begins.month
    full = ends.day >= min(begins.day, monthrange(ends.year, ends.month)[1])
    return months if full else months - 1


def gaps(entries: Sequence[Entry], months: int) -> list[Gap]:
    """Stretches of at least so many months in which no agency has an entry; `entries` in order. None for 0.

    A date known in part may have been any day of its month or year, so no gap is claimed inside it.
    """
    if months <= 0:
        return []
    found = []
    reached = None
    for index, entry in enumerate(entries):
        if reached is not None and entry.on > reached:
            empty = whole_months(reached, entry.on)
            if empty >= months:
                found.append(Gap(index - 1, reached, entry.on, empty))
        end = last_day(entry.on, entry.precision)
        reached = end if reached is None else max(reached, end)
    return found

"""How long things took: middle, worst, late by how much. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from deadlines.calendar import WorkingCalendar


@dataclass(frozen=True, kw_only=True)
class Due:
    """Deadlines of one clock and agency that share their dates. `ended_on` is None while they are open."""

    clock: str
    title: str
    agency: str
    due_on: dt.date
    ended_on: dt.date | None
    number: int = 1


@dataclass(frozen=True)
class Kept:
    """How deadlines were kept. `late_by`: working days of each that was met late, `over_by` of each still open."""

    in_time: int = 0
    late_by: tuple[int, ...] = ()
    over_by: tuple[int, ...] = ()
    running: int = 0

    @property
    def late(self) -> int:
        return len(self.late_by)

    @property
    def over(self) -> int:
        return len(self.over_by)

    @property
    def counted(self) -> int:
        """Those of which it can be said whether they were kept."""
        return self.in_time + self.late + self.over

    @property
    def share(self) -> int | None:
        """Of a hundred, how many were met in time."""
        return round(100 * self.in_time / self.counted) if self.counted else None

    @property
    def middle(self) -> float | None:
        late = (*self.late_by, *self.over_by)
        return float(median(late)) if late else None

    @property
    def worst(self) -> int | None:
        return max((*self.late_by, *self.over_by), default=None)


def days_late(due_on: dt.date, ended_on: dt.date, calendar: WorkingCalendar) -> int:
    """Working days past the due day; 0 in time. Late on a weekend day is late by one at least."""
    return 0 if ended_on <= due_on else max(calendar.working_days_in(due_on, ended_on), 1)


def kept(rows: Iterable[Due], *, today: dt.date, calendar: WorkingCalendar) -> Kept:
    """What became of some deadlines. An open one whose day has not come is running and says nothing yet."""
    in_time = running = 0
    late: list[int] = []
    over: list[int] = []
    for row in rows:
        days = days_late(row.due_on, row.ended_on or today, calendar)
        if row.ended_on is None:
            over += [days] * row.number if days else []
            running += 0 if days else row.number
        elif days:
            late += [days] * row.number
        else:
            in_time += row.number
    return Kept(in_time, tuple(sorted(late)), tuple(sorted(over)), running)

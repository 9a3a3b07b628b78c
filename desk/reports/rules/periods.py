"""The time a report speaks of: a year of the partnership, or any two dates. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from deadlines.calendar import MONTHS, short_date

EARLIEST = dt.date(1990, 1, 1)


@dataclass(frozen=True)
class Period:
    """Both days count."""

    since: dt.date
    until: dt.date

    @property
    def words(self) -> str:
        return f"{short_date(self.since)} to {short_date(self.until)}"


def month_called(name: str) -> int:
    """“April” is 4."""
    return MONTHS.index(name) + 1


def year_from(start: int, begins: int) -> Period:
    """The reporting year that begins in the month `begins` of the year `start`."""
    return Period(dt.date(start, begins, 1), dt.date(start + 1, begins, 1) - dt.timedelta(days=1))


def start_of_year(day: dt.date, begins: int) -> int:
    """In which calendar year the reporting year of a day began."""
    return day.year if day.month >= begins else day.year - 1


def year_title(start: int, begins: int) -> str:
    """“2026–27”, or “2026” where years begin in January."""
    return str(start) if begins == 1 else f"{start}–{(start + 1) % 100:02}"


def months_of(period: Period) -> list[tuple[int, int]]:
    """(year, month) of each month that the period touches, in order."""
    first, last = (day.year * 12 + day.month - 1 for day in (period.since, period.until))
    return [(number // 12, number % 12 + 1) for number in range(first, last + 1)]

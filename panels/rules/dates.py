"""When a series of meetings falls."""

from __future__ import annotations

import datetime as dt


def monthly(first: dt.date, count: int, *, every: int = 1) -> list[dt.date]:
    """The same weekday of the month as `first`, e.g. each second Tuesday; a fifth one means the last of
    the month.

    RED-2. `every` is the number of months between two meetings.
    """
    nth = (first.day - 1) // 7
    days = []
    for index in range(count):
        month = first.month - 1 + index * every
        days.append(_nth_weekday(first.year + month // 12, month % 12 + 1, first.weekday(), nth))
    return days


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date:
    start = dt.date(year, month, 1)
    day = start + dt.timedelta(days=(weekday - start.weekday()) % 7 + 7 * nth)
    return day if day.month == month else day - dt.timedelta(days=7)

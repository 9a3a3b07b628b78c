"""Dates as people type them in a table: whole or known in part. Pure."""

from __future__ import annotations

import datetime as dt
import re

from config.dateparts import MONTH_NUMBERS, PartDate

EARLIEST = dt.date(1900, 1, 1)
LONGEST = 60  # of a day and a time as anybody types them; patterns over more than that may take for ever
MIDNIGHT_OF_EXCEL = re.compile(r" 00:00(:00)?$", re.ASCII)
NUMBERS = re.compile(r"^(?:(\d{1,2})[/.\-\s])?(?:(\d{1,2})[/.\-\s])?(\d{4})$", re.ASCII)
SHORT = re.compile(r"^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{2})$", re.ASCII)
ISO = re.compile(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$", re.ASCII)
WORDS = re.compile(r"^(?:(\d{1,2})(?:st|nd|rd|th)?[\s\-]+)?([A-Za-z]{3,9})\.?,?[\s\-]+(\d{4}|\d{2})$", re.ASCII)


class Unreadable(ValueError):
    """What is wrong with one cell."""


def read_part_date(text: str, *, today: dt.date, short_years: bool = False) -> PartDate:
    """12/03/2024, 12 March 2024, 2024-03-12, March 2024, 03/2024 or 2024; Unreadable for all else.

    `short_years`: 12/03/24 and 12-Mar-24 as well, as the latest such year that is not in the future.
    """
    text = short_cell(text)
    typed = MIDNIGHT_OF_EXCEL.sub("", text)
    if not typed:
        raise Unreadable("The date is missing")
    day, month, year = _numbers(typed, today if short_years else None)
    try:
        found = PartDate(year, month or None, day or None)
        first = first_day(found)
    except ValueError:
        raise Unreadable(f"“{shortened(text)}” is not a real date") from None
    if first < EARLIEST or first > today:
        raise Unreadable(f"“{shortened(text)}” is {'in the future' if first > today else 'before 1900'}")
    return found


def short_cell(text: str) -> str:
    """A cell that can hold a day or a time, its runs of space made one; Unreadable when it is far too long for that.

    Every pattern below (and every other over such a cell) sees only what passed here.
    """
    typed = " ".join(text.split())
    if len(typed) > LONGEST:
        raise Unreadable(f"“{shortened(typed)}” is far too long for a date or time: at most {LONGEST} characters")
    return typed


def _numbers(typed: str, today: dt.date | None) -> tuple[int, int, int]:
    """(day, month, year), 0 where not known; `today`: years of two figures are understood."""
    if found := ISO.match(typed):
        year, month, day = found.groups()
        return _given(day), _given(month), int(year)
    if found := NUMBERS.match(typed):
        first, second, year = found.groups()
        day, month = (first, second) if second else (None, first)
        return _given(day), _given(month), int(year)
    if (found := SHORT.match(typed)) and today is not None:
        return _given(found[1]), _given(found[2]), _whole_year(found[3], today)
    if (found := WORDS.match(typed)) and (month := MONTH_NUMBERS.get(found[2].lower())) is not None:
        # “March 24” may be a day of some year, so a year of two figures needs its day.
        if len(found[3]) == 4 or (today is not None and found[1]):
            return _given(found[1]), month, _whole_year(found[3], today)
    if re.search(r"[/.\-\s]\d{2}$", typed):
        raise Unreadable(f"“{shortened(typed)}” must have a year of 4 numbers, like 12/03/2024")
    raise Unreadable(f"“{shortened(typed)}” is not a date, like 12/03/2024, March 2024 or 2024")


def _whole_year(year: str, today: dt.date | None) -> int:
    """24 is 2024; a year that would lie in the future is of the century before."""
    if len(year) == 4 or today is None:
        return int(year)
    century = today.year - today.year % 100
    return century + int(year) - (100 if century + int(year) > today.year else 0)


def _given(part: str | None) -> int:
    """A part of a date as a number; 0 when it is not there. A typed 0 is no month or day."""
    if part is None:
        return 0
    return int(part) or 99


def first_day(when: PartDate) -> dt.date:
    return dt.date(when.year, when.month or 1, when.day or 1)


def precision_of(when: PartDate) -> str:
    return "day" if when.day else "month" if when.month else "year"


def shortened(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"

"""Rows of a chronology pasted from a spreadsheet: eight columns, tab separated. Pure.

Columns: date, time, event, source, who was involved, outcome, seen and heard, comment. Only date and event must be
there. Every line that cannot be read is said, with its number and why; then nothing is taken over, so that what was
pasted can be put right where it stands.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO

from config.dateparts import MONTH_NUMBERS, PartDate, read_time

COLUMNS = ("date", "time", "event", "source", "who was involved", "outcome", "seen and heard", "comment")
EARLIEST = dt.date(1900, 1, 1)
LONGEST = {"source": 200}
LONGEST_TEXT = 20_000
MOST_ROWS = 1_000
MIDNIGHT_OF_EXCEL = re.compile(r"\s+00:00(:00)?$", re.ASCII)
NUMBERS = re.compile(r"^(?:(\d{1,2})[/.\-\s])?(?:(\d{1,2})[/.\-\s])?(\d{4})$", re.ASCII)
ISO = re.compile(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$", re.ASCII)
WORDS = re.compile(r"^(?:(\d{1,2})(?:st|nd|rd|th)?[\s\-]+)?([A-Za-z]{3,9})\.?,?[\s\-]+(\d{4})$", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class PastedRow:
    on: dt.date
    precision: str
    time: dt.time | None
    event: str
    source: str = ""
    who: str = ""
    outcome: str = ""
    seen: str = ""
    comment: str = ""


@dataclass(frozen=True)
class BadLine:
    """A line that cannot be read: its number as pasted, and what is wrong in plain words."""

    number: int
    what: str


class Unreadable(ValueError):
    """What is wrong with one cell."""


def read_pasted(text: str, *, today: dt.date) -> tuple[list[PastedRow], list[BadLine]]:
    """(rows, bad lines). Empty lines and a line of headings are passed over."""
    rows: list[PastedRow] = []
    bad: list[BadLine] = []
    for number, cells in _lines(text):
        if not any(cells) or (not rows and not bad and _is_heading(cells)):
            continue
        try:
            rows.append(_row(cells, today))
        except Unreadable as wrong:
            bad.append(BadLine(number, str(wrong)))
    if len(rows) > MOST_ROWS:
        return [], [BadLine(MOST_ROWS + 1, f"At most {MOST_ROWS:,} rows can be pasted at once")]
    return rows, bad


def _lines(text: str) -> Iterable[tuple[int, list[str]]]:
    """Numbered lines as cells. A spreadsheet puts a cell of several lines into quotation marks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(StringIO(text), delimiter="\t")
    found, before = [], 0
    try:
        for cells in reader:
            found.append((before + 1, cells))
            before = reader.line_num
    except csv.Error:
        return _split(text)
    # A lone quotation mark swallows the tabs and lines after it: then it was only a quotation mark.
    if any("\t" in cell for _, cells in found for cell in cells):
        return _split(text)
    return [(number, [cell.strip() for cell in cells]) for number, cells in found]


def _split(text: str) -> list[tuple[int, list[str]]]:
    return [(n, [cell.strip() for cell in line.split("\t")]) for n, line in enumerate(text.split("\n"), 1)]


def _is_heading(cells: list[str]) -> bool:
    return cells[0].lower().startswith(("date", "when"))


def _row(cells: list[str], today: dt.date) -> PastedRow:
    if len(cells) == 1:
        raise Unreadable("Only one column was found. Copy the cells from the spreadsheet, with the date first")
    if any(cells[len(COLUMNS) :]):
        raise Unreadable(f"There are {len(cells)} columns; at most {len(COLUMNS)} are expected")
    date, time, event, *rest = [*cells, *[""] * len(COLUMNS)][: len(COLUMNS)]
    when = read_part_date(date, today=today)
    clock = _time(time, when)
    if not event:
        raise Unreadable("The third column, what happened, is empty")
    texts = dict(zip(("event", "source", "who", "outcome", "seen", "comment"), (event, *rest), strict=True))
    for name, value in texts.items():
        most = LONGEST.get(name, LONGEST_TEXT)
        if len(value) > most:
            raise Unreadable(f"“{shortened(value)}” is too long: {len(value):,} characters, at most {most:,}")
    return PastedRow(on=first_day(when), precision=precision_of(when), time=clock, **texts)


def _time(text: str, when: PartDate) -> dt.time | None:
    if not text:
        return None
    clock = read_time(re.sub(r"^(\d{1,2}:\d{2}):\d{2}$", r"\1", text))
    if clock is None:
        raise Unreadable(f"“{shortened(text)}” is not a time, like 14:30 or 2:30pm")
    if when.day is None:
        raise Unreadable("A time of day needs a whole date")
    return clock


def read_part_date(text: str, *, today: dt.date) -> PartDate:
    """12/03/2024, 12 March 2024, 2024-03-12, March 2024, 03/2024 or 2024; Unreadable for all else."""
    typed = MIDNIGHT_OF_EXCEL.sub("", text.strip())
    if not typed:
        raise Unreadable("The first column, the date, is empty")
    day, month, year = _numbers(typed)
    try:
        found = PartDate(year, month or None, day or None)
        first = first_day(found)
    except ValueError:
        raise Unreadable(f"“{shortened(text)}” is not a real date") from None
    if first < EARLIEST or first > today:
        raise Unreadable(f"“{shortened(text)}” is {'in the future' if first > today else 'before 1900'}")
    return found


def _numbers(typed: str) -> tuple[int, int, int]:
    """(day, month, year), 0 where not known."""
    if found := ISO.match(typed):
        year, month, day = found.groups()
        return _given(day), _given(month), int(year)
    if found := NUMBERS.match(typed):
        first, second, year = found.groups()
        day, month = (first, second) if second else (None, first)
        return _given(day), _given(month), int(year)
    if found := WORDS.match(typed):
        month = MONTH_NUMBERS.get(found[2].lower())
        if month is not None:
            return _given(found[1]), month, int(found[3])
    if re.search(r"[/.\-\s]\d{2}$", typed):
        raise Unreadable(f"“{shortened(typed)}” must have a year of 4 numbers, like 12/03/2024")
    raise Unreadable(f"“{shortened(typed)}” is not a date, like 12/03/2024, March 2024 or 2024")


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

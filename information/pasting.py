"""Rows of a chronology from a table: pasted from a spreadsheet, or read from a file in the agency's own format. Pure.

Columns are known by their headings, in any order; without headings they stand in the order of `COLUMNS`. Only the
date and what happened must be there. Every cell that cannot be read is said, by row and column; then nothing is taken
over, so that what was pasted can be put right where it stands.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from config.dateparts import PartDate, read_time

from .columns import COLUMNS, EXPECTED, HEADINGS, heading_of, known_headings, meaning_of
from .dates import Unreadable, first_day, precision_of, read_part_date, short_cell, shortened
from .rules import part_text

LONGEST = {"source": 200}
LONGEST_TEXT = 20_000
MOST_ROWS = 1_000
HEADINGS_WITHIN = 15  # a form's own head may stand above the table
BOTH = re.compile(r"^(.*?)(?:,|\bat\b)? (\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)$", re.I)
Lines = Sequence[tuple[int, list[str]]]


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

    @property
    def text(self) -> str:
        """2024, 2024-03 or 2024-03-12."""
        return part_text(self.on, self.precision)


@dataclass(frozen=True)
class BadLine:
    """A cell or row that cannot be read: its row as pasted, the column's heading, and what is wrong in plain words."""

    number: int
    what: str
    column: str = ""

    @property
    def where(self) -> str:
        return f"Row {self.number}, {self.column}" if self.column else f"Row {self.number}"


def read_pasted(text: str, *, today: dt.date) -> tuple[list[PastedRow], list[BadLine]]:
    """(rows, bad lines) of text copied from a spreadsheet."""
    return read_table(list(_lines(text)), today=today)


def read_table(lines: Lines, *, today: dt.date) -> tuple[list[PastedRow], list[BadLine]]:
    """(rows, bad lines) of numbered lines of cells. Empty lines and lines of headings are passed over."""
    rows: list[PastedRow] = []
    start, columns, bad = _layout(lines)
    for number, cells in lines[start:] if not bad else ():
        if not any(cells) or known_headings(cells) is not None:
            continue
        row, wrong = _row(number, cells, columns, today, headed=start > 0)
        bad += wrong
        rows += [row] if row else []
    if len(rows) > MOST_ROWS:
        return [], [BadLine(MOST_ROWS + 1, f"At most {MOST_ROWS:,} rows can be added at once")]
    return rows, bad


def _layout(lines: Lines) -> tuple[int, list[str], list[BadLine]]:
    """(where the entries begin, what each column is, what is wrong with the headings)."""
    for index, (number, cells) in enumerate(lines[:HEADINGS_WITHIN]):
        columns = known_headings(cells)
        if columns is not None:
            return index + 1, columns, _wrong_headings(number, cells, columns, lines[index + 1 :])
    for number, cells in lines[:HEADINGS_WITHIN]:
        if len(cells) > 1 and meaning_of(cells[0]) in ("date", "both"):
            what = f"No heading says in which column it stands what happened. Call it “{HEADINGS['event']}”"
            return 0, [], [BadLine(number, what)]
    return 0, list(COLUMNS), []


def _wrong_headings(number: int, cells: Sequence[str], columns: Sequence[str], below: Lines) -> list[BadLine]:
    found = []
    for place, (heading, column) in enumerate(zip(cells, columns, strict=True)):
        filled = any(place < len(row) and row[place] for _, row in below)
        if column == "?" and filled:
            name = f"“{shortened(heading)}”" if heading else f"Column {place + 1}"
            what = f"{name} is a heading I do not know. Call it one of: {EXPECTED}; or leave the column out"
            found.append(BadLine(number, what))
        elif column not in ("?", "-") and columns.index(column) < place:
            found.append(BadLine(number, f"Two columns are headed as “{heading_of(column)}”. Join them, or rename one"))
    return found


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


def as_text(lines: Lines) -> str:
    """A table as it would be pasted, so that it can be put right on the page."""
    out = StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(cells for _, cells in lines if any(cells))
    return out.getvalue()


# --- One row -------------------------------------------------------------------------------------------------------


def _row(
    number: int, cells: Sequence[str], columns: Sequence[str], today: dt.date, *, headed: bool
) -> tuple[PastedRow | None, list[BadLine]]:
    if len(cells) == 1 and not headed:
        what = "Only one column was found. Copy the cells from the spreadsheet, with the date first"
        return None, [BadLine(number, what)]
    if any(cells[len(columns) :]):
        return None, [BadLine(number, f"There are {len(cells)} columns; {len(columns)} are expected")]
    given = {column: cell for column, cell in zip(columns, cells, strict=False) if column not in ("?", "-")}
    bad: list[BadLine] = []
    if both := given.pop("both", ""):
        given |= _read(bad, number, "both", lambda: _taken_apart(both)) or {}
        if bad:
            return None, bad
    when = _read(bad, number, "date", lambda: read_part_date(given.get("date", ""), today=today, short_years=True))
    clock = _read(bad, number, "time", lambda: _time(given.get("time", ""), when))
    texts = {name: given.get(name, "") for name in ("event", "source", "who", "outcome", "seen", "comment")}
    for name, value in texts.items():
        _read(bad, number, name, lambda name=name, value=value: _text(name, value))
    if bad or when is None:
        return None, bad
    return PastedRow(on=first_day(when), precision=precision_of(when), time=clock, **texts), []


def _read(bad: list[BadLine], number: int, column: str, read):
    try:
        return read()
    except Unreadable as wrong:
        bad.append(BadLine(number, str(wrong), heading_of(column)))
        return None


def _taken_apart(both: str) -> dict[str, str]:
    """Date and time in one cell: 12/03/2024 14:30."""
    both = short_cell(both)
    found = BOTH.match(both)
    return {"date": found[1], "time": found[2]} if found and found[1] else {"date": both}


def _text(name: str, value: str) -> None:
    if name == "event" and not value:
        raise Unreadable("This cell is empty")
    most = LONGEST.get(name, LONGEST_TEXT)
    if len(value) > most:
        raise Unreadable(f"“{shortened(value)}” is too long: {len(value):,} characters, at most {most:,}")


def _time(text: str, when: PartDate | None) -> dt.time | None:
    text = short_cell(text)
    if not text:
        return None
    clock = read_time(re.sub(r"^(\d{1,2}:\d{2}):\d{2}$", r"\1", text))
    if clock is None:
        raise Unreadable(f"“{shortened(text)}” is not a time, like 14:30 or 2:30pm")
    if when is not None and when.day is None:
        raise Unreadable("A time of day needs a whole date")
    return clock

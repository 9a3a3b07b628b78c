"""A spreadsheet as lines of cells, and where its headings are. Pure: bytes in, words out."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from documents.reading import NotReadable
from documents.unpacking import Meter
from documents.workbooks import sheets_in

from .columns import MOST_COLUMNS, Heading, guess_one

MOST_ROWS = 20_000
MOST_SEEN = 50_000  # rows of a sheet that are looked at, empty ones counted
MOST_TEXT = 40_000_000
MOST_BYTES = 60 * 1024 * 1024
MOST_MARKS = 3_000_000
LOOKED_AT = 25  # rows at the head of a sheet among which its headings are looked for
LONGEST_CELL = 5_000
Lines = list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Sheet:
    """The head of a sheet: which row has the headings, and the first rows below them."""

    name: str
    heading_row: int
    headings: tuple[Heading, ...]
    examples: tuple[tuple[str, ...], ...]
    score: int

    @property
    def listed(self) -> list[list[str]]:
        """[letter, heading, first value below it] of each column."""
        return [[each.letter, each.title or "No heading", self._example(each.place)] for each in self.headings]

    def _example(self, place: int) -> str:
        return next((row[place][:60] for row in self.examples if place < len(row) and row[place]), "")


def sheets_of(name: str, content: bytes) -> list[Sheet]:
    """The head of each sheet that holds a table, the likeliest log first. NotReadable says why there is none."""
    found = [head_of(title, list(islice(lines, LOOKED_AT + 5))) for title, lines in _each_sheet(name, content)]
    known = sorted((sheet for sheet in found if sheet is not None), key=lambda sheet: -sheet.score)
    if not known:
        raise NotReadable(f"No table with headings was found in “{name}”.")
    return known


def rows_of(name: str, content: bytes, sheet: str, heading_row: int) -> Lines:
    """The rows below the headings of a sheet, blank ones left out. NotReadable when there are too many."""
    for title, lines in _each_sheet(name, content):
        if title == sheet:
            found = [(number, cells) for number, cells in islice(lines, MOST_ROWS + LOOKED_AT) if number > heading_row]
            if len(found) > MOST_ROWS:
                raise NotReadable(f"The sheet has more than {MOST_ROWS:,} rows. Split the file.")
            return found
    raise NotReadable(f"There is no sheet “{sheet}” in the file.")


def head_of(title: str, lines: Lines, heading_row: int = 0) -> Sheet | None:
    """The headings of a sheet: of the given row, else of the row with the most headings that we know."""
    scored = [(_score(cells), -number) for number, cells in lines[:LOOKED_AT]]
    if not lines:
        return None
    best = max(scored)
    if heading_row == 0:
        wide = [number for number, cells in lines[:LOOKED_AT] if sum(map(bool, cells)) > 1]
        if best[0] == 0 and not wide:
            return None
        heading_row = -best[1] if best[0] else wide[0]
    place = next((at for at, (number, _) in enumerate(lines) if number == heading_row), None)
    if place is None:
        return None
    above = lines[place - 1][1] if place and lines[place - 1][0] == heading_row - 1 else []
    headings = _headings(lines[place][1], above)
    examples = tuple(tuple(cells) for _, cells in lines[place + 1 : place + 4])
    return Sheet(title, heading_row, headings, examples, sum(bool(guess_one(each)) for each in headings))


def head_at(name: str, content: bytes, sheet: str, heading_row: int) -> Sheet:
    """The head of one sheet with its headings in one row. NotReadable when nothing stands there."""
    for title, lines in _each_sheet(name, content):
        if title == sheet:
            found = head_of(title, list(islice(lines, heading_row + 5)), heading_row)
            if found is not None and found.headings:
                return found
    raise NotReadable(f"Row {heading_row} of the sheet “{sheet}” is empty.")


def _score(cells: Sequence[str]) -> int:
    return len({name for place, words in enumerate(cells) if (name := guess_one(Heading(place, words)))})


def _headings(cells: Sequence[str], above: Sequence[str]) -> tuple[Heading, ...]:
    """A merged cell above keeps its words in its first column: it spans those to its right until the next one. One
    that would span them all is the title of the table."""
    spanning, found = "", []
    over_them = [place for place, words in enumerate(above) if words]
    first = next((place for place, words in enumerate(cells) if words), 0)
    title = len(over_them) == 1 and over_them[0] <= first
    spans = 0 < len(over_them) < sum(map(bool, cells)) and not title
    for place, words in enumerate(cells):
        if spans and place < len(above) and above[place]:
            spanning = above[place]
        if words or (spans and spanning):
            over = " ".join(spanning.split())[:80] if spans else ""
            found.append(Heading(place, " ".join(words.split())[:120], over))
    return tuple(found)


def _each_sheet(name: str, content: bytes) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    """(name, its lines that hold something) of each sheet; a CSV file is one sheet."""
    try:
        if name.lower().endswith(".xlsx"):
            yield from _of_excel(name, content)
        else:
            yield "Table", _filled(name, enumerate(_of_csv(content), start=1))
    except NotReadable:
        raise
    except Exception as error:  # whatever a library stumbles over in a broken file is the same to us
        raise NotReadable(f"“{name}” cannot be read. Save it again as .xlsx or .csv.") from error


def _of_excel(name: str, content: bytes) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    meter = Meter(_too_much(name), most_bytes=MOST_BYTES, most_marks=MOST_MARKS)
    for title, rows in sheets_in(content, meter, most_columns=MOST_COLUMNS, most_text=MOST_TEXT):
        yield title, _filled(name, rows)


def _too_much(name: str) -> str:
    return f"“{name}” has more than {MOST_ROWS:,} rows, or far more text than a log. Split the file."


def _filled(name: str, rows) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something; NotReadable when empty ones go on and on."""
    for seen, (number, row) in enumerate(rows):
        if seen >= MOST_SEEN:
            raise NotReadable(_too_much(name))
        cells = [cell_of(value) for value in row[:MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def cell_of(value) -> str:
    """A cell as somebody would type it: days are values of their own in Excel, and NUL is no letter."""
    if value is None:
        return ""
    if isinstance(value, (dt.datetime, dt.date)):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\x00", "").strip()[:LONGEST_CELL]


def _of_csv(content: bytes) -> Iterator[list[str]]:
    text = _text(content)
    first = text.partition("\n")[0]
    return csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))


def _text(content: bytes) -> str:
    """CSV comes in whatever encoding the program of the day writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")

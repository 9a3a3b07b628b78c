"""An agency's own chronology from its file: an Excel or CSV table, or the tables of a Word document, as lines of cells.

Only words come out. What cannot be read is said in one sentence; the file itself is kept all the same (BEX-15).
"""

from __future__ import annotations

import csv
import datetime as dt
from io import StringIO

from documents.reading import NotReadable, read_word
from documents.unpacking import Meter
from documents.workbooks import Rows, sheets_in

from .columns import known_headings
from .pasting import HEADINGS_WITHIN

READABLE = ("xlsx", "csv", "docx", "txt")
MOST_LINES = 2_000
MOST_CELLS = 40
MOST_SEEN = 20_000  # rows looked at, empty ones counted
MOST_TEXT = 3_000_000
MOST_BYTES = 20 * 1024 * 1024
MOST_MARKS = 1_000_000  # 2,000 rows of 40 cells have 320,000
Lines = list[tuple[int, list[str]]]


def lines_of(name: str, content: bytes) -> Lines:
    """The table of a file that passed `documents.files.check_upload`; NotReadable says why there is none."""
    ending = name.rpartition(".")[2].lower()
    if ending not in READABLE:
        raise NotReadable(f"“{name}” is no table that can be read. Entries can be read from Excel, CSV and Word files.")
    try:
        lines = {"xlsx": _of_excel, "docx": _of_word}.get(ending, _of_csv)(name, content)
    except NotReadable:
        raise
    except Exception as error:  # whatever a library stumbles over in a broken file is the same to us
        raise NotReadable(f"“{name}” cannot be read. Save it again, or copy its rows and paste them.") from error
    lines = [
        (number, [cell.strip() for cell in cells]) for number, cells in lines if any(cell.strip() for cell in cells)
    ]
    if not lines:
        raise NotReadable(f"No table was found in “{name}”.")
    if len(lines) > MOST_LINES:
        raise NotReadable(_too_much(name))
    if sum(len(cell) for _, cells in lines for cell in cells) > MOST_TEXT:
        raise NotReadable(f"“{name}” holds far more text than a chronology does. Split it, or keep only the file.")
    return lines


def _too_much(name: str) -> str:
    return f"“{name}” has more than {MOST_LINES:,} rows. Split it, or keep only the file."


def _of_excel(name: str, content: bytes) -> Lines:
    """The sheet that has headings of a chronology, else the first that holds anything."""
    meter = Meter(_too_much(name), most_bytes=MOST_BYTES, most_marks=MOST_MARKS)
    book = sheets_in(content, meter, most_columns=MOST_CELLS, most_text=MOST_TEXT)
    filled = [lines for lines in (_of_sheet(name, rows) for _, rows in book) if lines]
    headed = (one for one in filled if any(known_headings(cells) for _, cells in one[:HEADINGS_WITHIN]))
    return next(headed, filled[0] if filled else [])


def _of_sheet(name: str, rows: Rows) -> Lines:
    """Its rows that hold something; one too many tells that there are more. Empty rows without end are refused."""
    found: Lines = []
    for seen, (number, row) in enumerate(rows):
        cells = [_cell(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found.append((number, cells))
        if len(found) > MOST_LINES:
            break
        if seen >= MOST_SEEN:
            raise NotReadable(_too_much(name))
    return found


def _cell(value) -> str:
    """A cell as somebody would type it: days and times are values of their own in Excel."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y}" if value.time() == dt.time.min else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _of_csv(name: str, content: bytes) -> Lines:
    text = _text(content)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    found, before = [], 0
    for cells in reader:
        found.append((before + 1, cells))
        before = reader.line_num
        if len(found) > MOST_LINES:
            break
    return found


def _text(content: bytes) -> str:
    """CSV comes in whatever encoding the program of the day writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _of_word(name: str, content: bytes) -> Lines:
    """The rows of its tables, numbered as one table."""
    rows = [list(line.cells) for line in read_word(name, content) if line.is_row]
    return list(enumerate(rows, start=1))

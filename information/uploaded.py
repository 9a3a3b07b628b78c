"""An agency's own chronology from its file: an Excel or CSV table, or the tables of a Word document, as lines of cells.

Only words come out. What cannot be read is said in one sentence; the file itself is kept all the same (BEX-15).
"""

from __future__ import annotations

import csv
import datetime as dt
from io import BytesIO, StringIO

from documents.reading import NotReadable, read_word

from .columns import known_headings
from .pasting import HEADINGS_WITHIN

READABLE = ("xlsx", "csv", "docx", "txt")
MOST_LINES = 2_000
MOST_CELLS = 40
Lines = list[tuple[int, list[str]]]


def lines_of(name: str, content: bytes) -> Lines:
    """The table of a file that passed `documents.files.check_upload`; NotReadable says why there is none."""
    ending = name.rpartition(".")[2].lower()
    if ending not in READABLE:
        raise NotReadable(f"“{name}” is no table that can be read. Entries can be read from Excel, CSV and Word files.")
    try:
        lines = {"xlsx": _of_excel, "docx": _of_word}.get(ending, _of_csv)(name, content)
    except Exception as error:  # whatever a library stumbles over in a broken file is the same to us
        raise NotReadable(f"“{name}” cannot be read. Save it again, or copy its rows and paste them.") from error
    lines = [
        (number, [cell.strip() for cell in cells]) for number, cells in lines if any(cell.strip() for cell in cells)
    ]
    if not lines:
        raise NotReadable(f"No table was found in “{name}”.")
    if len(lines) > MOST_LINES:
        raise NotReadable(f"“{name}” has more than {MOST_LINES:,} rows. Split it, or keep only the file.")
    return lines


def _of_excel(name: str, content: bytes) -> Lines:
    """The sheet that has headings of a chronology, else the first that holds anything."""
    from openpyxl import load_workbook  # takes a third of a second to import

    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    try:
        sheets = [_of_sheet(sheet) for sheet in book.worksheets]
    finally:
        book.close()
    filled = [lines for lines in sheets if lines]
    headed = (one for one in filled if any(known_headings(cells) for _, cells in one[:HEADINGS_WITHIN]))
    return next(headed, filled[0] if filled else [])


def _of_sheet(sheet) -> Lines:
    found: Lines = []
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_CELLS), start=1):
        cells = [_cell(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found.append((number, cells))
        if len(found) > MOST_LINES:
            break
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

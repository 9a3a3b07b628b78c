"""Word and Excel files as plain blocks that paper can show: headings, paragraphs, tables. Nothing in them runs.

What does not read as text (pictures, drawings, comments) is left out, and the sheet says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from .papers import OfficeBlock

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFFICE = (WORD, EXCEL)
MOST_BLOCKS, MOST_ROWS, MOST_COLUMNS = 3_000, 1_500, 24
CUT = "The file goes on. The rest is on the case’s own page."
LEFT_OUT = "Shown as plain text and tables, without pictures and comments. The file itself is on the case’s own page."


def blocks_of(content_type: str, content: bytes) -> tuple[OfficeBlock, ...]:
    """The readable content, cut where it is very long. Raises whatever the readers raise for a broken file."""
    read = _word if content_type == WORD else _excel
    found: list[OfficeBlock] = []
    for block in read(content):
        if len(found) == MOST_BLOCKS:
            found.append(OfficeBlock(kind="note", text=CUT))
            break
        found.append(block)
    return tuple(found)


def _word(content: bytes) -> Iterator[OfficeBlock]:
    """Paragraphs and tables in the order of the document."""
    from docx import Document
    from docx.table import Table

    for part in Document(BytesIO(content)).iter_inner_content():
        if isinstance(part, Table):
            rows = [tuple(_cell(cell.text) for cell in row.cells[:MOST_COLUMNS]) for row in part.rows[:MOST_ROWS]]
            yield from _table(rows, cut=len(part.rows) > MOST_ROWS)
        elif part.text.strip():
            style = (part.style.name or "") if part.style is not None else ""
            yield OfficeBlock(
                kind="heading" if style.startswith(("Heading", "Title")) else "text", text=_clean(part.text)
            )


def _excel(content: bytes) -> Iterator[OfficeBlock]:
    """Each sheet with something in it, under its name; values as they were stored last, never formulas."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            rows, cut = [], False
            for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
                if len(rows) == MOST_ROWS:
                    cut = True
                    break
                if any(value not in (None, "") for value in row):
                    rows.append(tuple(_cell(value) for value in row))
            if rows:
                yield OfficeBlock(kind="heading", text=_clean(sheet.title))
                yield from _table(rows, cut=cut)
    finally:
        book.close()


def _table(rows: list[tuple[str, ...]], *, cut: bool) -> Iterator[OfficeBlock]:
    """Without the columns that are empty all the way down."""
    width = max((len(row) for row in rows), default=0)
    kept = [n for n in range(width) if any(n < len(row) and row[n] for row in rows)]
    if kept:
        yield OfficeBlock(kind="table", rows=tuple(tuple(row[n] if n < len(row) else "" for n in kept) for row in rows))
    if cut:
        yield OfficeBlock(kind="note", text=CUT)


def _cell(value: object) -> str:
    import datetime as dt

    from config.filters import date_long

    if value is None:
        return ""
    if isinstance(value, dt.datetime) and (value.hour, value.minute) == (0, 0):
        return date_long(value.date())
    if isinstance(value, dt.datetime):
        return f"{date_long(value.date())}, {value:%H:%M}"
    if isinstance(value, dt.date):
        return date_long(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _clean(str(value))


def _clean(text: str) -> str:
    """Printable signs only: a control character can break the maker of the PDF."""
    return "".join(sign for sign in text if sign in "\n\t" or sign.isprintable()).strip()[:8_000]

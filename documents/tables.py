"""Tables that leave as CSV or XLSX, harmless in a spreadsheet whatever people typed into them.

A cell of text that begins like a formula gets an apostrophe in CSV, and is written as text in XLSX (ASVS 1.2.10).
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO, StringIO

from django.http import HttpResponse

from .filenames import attachment

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as Latin-1
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(value):
    """A value as CSV may carry it: numbers stay numbers, text that begins like a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return value
    text = NOT_IN_XML.sub("", str(value))
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text


def csv_response(name: str, header: Iterable[str], rows: Iterable[Iterable]) -> HttpResponse:
    """A CSV to download: UTF-8 with byte order mark, one row a line, every formula made harmless."""
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow([harmless(one) for one in header])
    writer.writerows([harmless(one) for one in row] for row in rows)
    return attachment(out.getvalue().encode(), f"{name}.csv", "text/csv; charset=utf-8")


def xlsx_response(name: str, header: Iterable[str], rows: Iterable[Iterable]) -> HttpResponse:
    """The same as an Excel workbook, written row by row so that a long log needs little memory."""
    # openpyxl takes a third of a second to import, and most processes never write a workbook.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    _fill(book.create_sheet("Table"), header, rows)
    out = BytesIO()
    book.save(out)
    return attachment(out.getvalue(), f"{name}.xlsx", XLSX)


SHEET_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
LONGEST_NAME = 31  # Excel's own limit
LEAVES_OPEN = frozenset("a an and at by for from in of on or that the to what which who with".split())


@dataclass(frozen=True)
class Named:
    """What a sheet is called, if it has a short name, and the whole title of its table."""

    short: str
    title: str = ""


def workbook_response(name: str, sheets: Iterable[tuple[Named, Iterable, Iterable[Iterable]]]) -> HttpResponse:
    """Several tables as the sheets of one workbook: (name, header, rows). The first says what the workbook is; after it
    comes a list of the others by their whole titles, for the name of a sheet is short."""
    from openpyxl import Workbook

    named = list(sheets)
    called = names_of_sheets([each for each, *_ in named])
    if len(named) > 2:
        listed = [(sheet, each.title or each.short) for sheet, (each, *_) in zip(called, named, strict=True)][1:]
        named.insert(1, (Named(CONTENTS), ("Sheet", "Table"), listed))
        called.insert(1, CONTENTS)
    book = Workbook(write_only=True)
    for sheet, (_, header, rows) in zip(called, named, strict=True):
        _fill(book.create_sheet(sheet), header, rows)
    out = BytesIO()
    book.save(out)
    return attachment(out.getvalue(), f"{name}.xlsx", XLSX)


CONTENTS = "Contents"


def names_of_sheets(named: Iterable[Named]) -> list[str]:
    """A name for each, all different in Excel's eyes: the short one, else the title, up to a whole word."""
    used, found = {CONTENTS.casefold()}, []
    for each in named:
        wanted = [_up_to_a_word(words) for words in (each.short, each.title) if words.strip()] or ["Table"]
        name = next((words for words in wanted if words.casefold() not in used), "")
        number = 1
        while not name or name.casefold() in used:
            number += 1
            name = f"{_up_to_a_word(wanted[-1], LONGEST_NAME - 3)} {number}"
        used.add(name.casefold())
        found.append(name)
    return found


def _up_to_a_word(text: str, longest: int = LONGEST_NAME) -> str:
    """The text, or as many of its words as fit, without a last one that leaves it hanging."""
    plain = " ".join(SHEET_NAME.sub(" ", text).split())
    if len(plain) <= longest:
        return plain or "Table"
    words = plain[: longest + 1].split(" ")[:-1]
    while len(words) > 1 and words[-1].casefold() in LEAVES_OPEN:
        words.pop()
    return " ".join(words).rstrip(",;.–-") or plain[:longest]


def _fill(sheet, header: Iterable, rows: Iterable[Iterable]) -> None:
    """The heading in bold, which stays in sight, and the rows."""
    from openpyxl.styles import Font

    sheet.freeze_panes = "A2"
    top = [_cell(sheet, one) for one in header]
    for cell in top:
        cell.font = Font(bold=True)
    sheet.append(top)
    for row in rows:
        sheet.append([_cell(sheet, one) for one in row])


def _cell(sheet, value):
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        # A workbook knows no time zones: the London wall clock is what people mean.
        from config.filters import local

        value = local(value).replace(tzinfo=None)
    if value is None or isinstance(value, (int, float, dt.date)):
        return WriteOnlyCell(sheet, value=value)
    cell = WriteOnlyCell(sheet, value="")
    cell.value = NOT_IN_XML.sub("", str(value))[:32767]
    cell.data_type = "s"  # openpyxl would make a live formula of “=…”
    return cell

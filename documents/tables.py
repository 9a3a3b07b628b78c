"""Tables that leave as CSV or XLSX, harmless in a spreadsheet whatever people typed into them.

A cell of text that begins like a formula gets an apostrophe in CSV, and is written as text in XLSX (ASVS 1.2.10).
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable
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
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Table")
    sheet.freeze_panes = "A2"
    top = [_cell(sheet, one) for one in header]
    for cell in top:
        cell.font = Font(bold=True)
    sheet.append(top)
    for row in rows:
        sheet.append([_cell(sheet, one) for one in row])
    out = BytesIO()
    book.save(out)
    return attachment(out.getvalue(), f"{name}.xlsx", XLSX)


SHEET_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


def workbook_response(name: str, sheets: Iterable[tuple[str, Iterable, Iterable[Iterable]]]) -> HttpResponse:
    """Several tables as the sheets of one workbook: (name, header, rows). Names are cut and made different."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book, used = Workbook(write_only=True), set()
    for title, header, rows in sheets:
        plain = SHEET_NAME.sub(" ", title).strip()[:28] or "Table"
        name_of_sheet, number = plain, 1
        while name_of_sheet.casefold() in used:
            number += 1
            name_of_sheet = f"{plain} {number}"
        used.add(name_of_sheet.casefold())
        sheet = book.create_sheet(name_of_sheet)
        sheet.freeze_panes = "A2"
        top = [_cell(sheet, one) for one in header]
        for cell in top:
            cell.font = Font(bold=True)
        sheet.append(top)
        for row in rows:
            sheet.append([_cell(sheet, one) for one in row])
    out = BytesIO()
    book.save(out)
    return attachment(out.getvalue(), f"{name}.xlsx", XLSX)


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

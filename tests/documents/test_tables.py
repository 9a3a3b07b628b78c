"""Tables are harmless in a spreadsheet (ASVS 1.2.10)."""

import csv
import datetime as dt
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from documents.tables import csv_response, harmless, xlsx_response
from tests.factories import london

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("http://x","y")', "＝1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_begins_like_a_formula_gets_an_apostrophe(text):
    assert harmless(text) == "'" + text


def test_numbers_names_and_nothing_stay():
    assert [harmless(one) for one in (-5, 1.5, None, True, "O'Brien", "a=b")] == [-5, 1.5, "", "yes", "O'Brien", "a=b"]


def test_a_csv_opens_as_utf_8_with_everything_in_its_column():
    response = csv_response("log", ["Reference", "Name"], [["NOR-1", 'Zoë, "Z"\nB'], ["NOR-2", "=cmd|' /C calc'!A0"]])
    text = response.content.decode("utf-8-sig")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(StringIO(text))) == [
        ["Reference", "Name"],
        ["NOR-1", 'Zoë, "Z"\nB'],
        ["NOR-2", "'=cmd|' /C calc'!A0"],
    ]
    assert response["Content-Disposition"] == 'attachment; filename="log.csv"'


def test_a_workbook_has_no_formula_whatever_was_typed():
    rows = [[text, 5, dt.date(2026, 5, 5), london(2026, 7, 1, 9), "bell\x07"] for text in HOSTILE]
    book = load_workbook(BytesIO(xlsx_response("log", ["=head", "n", "day", "at", "odd"], rows).content))
    cells = [[(cell.data_type, cell.value) for cell in row] for row in book.active.iter_rows()]
    assert {kind for row in cells for kind, _ in row} == {"s", "n", "d"}
    assert cells[1] == [
        ("s", "=1+1"),
        ("n", 5),
        ("d", dt.datetime(2026, 5, 5)),
        ("d", dt.datetime(2026, 7, 1, 9)),
        ("s", "bell"),
    ]

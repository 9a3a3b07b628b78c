"""Tables are harmless in a spreadsheet (ASVS 1.2.10)."""

import csv
import datetime as dt
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from documents.tables import Named, csv_response, harmless, names_of_sheets, workbook_response, xlsx_response
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


def test_the_sheets_of_a_workbook_have_short_names_of_whole_words_and_a_list_of_their_titles():
    """Excel allows 31 letters: the short name, else as many whole words as fit; never two that are the same."""
    cut = "What became of the referrals, by kind of case"
    named = [Named("About"), Named("Referrals", "Referrals received, by month"), Named("", cut),
             Named("referrals", "Referrals: who/what [1]"), Named("", cut), Named("", "x" * 40)]  # fmt: skip
    assert names_of_sheets(named) == [
        "About", "Referrals", "What became of the referrals", "Referrals who what 1", "What became of the referrals 2",
        "x" * 31]  # fmt: skip
    sheets = [(each, ["Head"], [["cell"]]) for each in named]
    book = load_workbook(BytesIO(workbook_response("report", sheets[:3]).content))
    assert book.sheetnames == ["About", "Contents", "Referrals", "What became of the referrals"]
    listed = [("Referrals", "Referrals received, by month"), ("What became of the referrals", cut)]
    assert list(book["Contents"].values) == [("Sheet", "Table"), *listed]
    assert load_workbook(BytesIO(workbook_response("report", sheets[:2]).content)).sheetnames == ["About", "Referrals"]

"""Reading a past log: headings as people write them, dates as text, every problem by row and column (RED-12, C-28)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import Workbook

from documents.reading import NotReadable
from documents.workbooks import UNWORKED
from referrals.importing import columns, sheets
from referrals.importing.checking import Known, check, kinds_by_words

D = dt.date
KNOWN = Known(
    today=D(2026, 9, 1), kinds={"adult": "adult", "child": "child"}, boroughs={}, agencies={"police": 7},
    reviews={"safeguarding adult review": ("sar", True), "no review": ("no-review", False)}, taken=frozenset({"OLD/9"}),
)  # fmt: skip
MAPPING = {"old_reference": "A", "received_on": "B", "kind": "C", "name": "D", "born_on": "E", "outcome": "F",
           "decided_on": "G", "review": "H", "referred_by": "I", "themes": "J"}  # fmt: skip
GOOD = ["RP/19/1", "12/03/2019", "Adult", "Ada Mary Grey", "2.3.1950", "No review", "1 May 2019", "", "Police",
        "Neglect; Self-neglect"]  # fmt: skip


def row(**changed) -> list[str]:
    cells = list(GOOD)
    for letter, value in changed.items():
        cells[columns.number_of(letter)] = value
    return cells


def test_letters_of_columns_go_both_ways():
    assert [columns.letter(n) for n in (0, 25, 26, 59)] == ["A", "Z", "AA", "BH"]
    assert [columns.number_of(letters) for letters in ("A", "Z", "AA", "BH")] == [0, 25, 26, 59]


def test_a_right_row_is_a_past_case():
    found = check([(4, GOOD)], MAPPING, KNOWN)
    assert (found.problems, len(found.cases)) == ([], 1)
    past = found.cases[0]
    assert (past.row, past.old_reference, past.received_on, past.kind, past.agency) == (
        4, "RP/19/1", D(2019, 3, 12), "adult", 7,
    )  # fmt: skip
    assert (past.first_name, past.last_name, past.born_on, past.decided_on) == (
        "Ada Mary", "Grey", D(1950, 3, 2), D(2019, 5, 1),
    )  # fmt: skip
    assert (past.review, past.outcome, past.themes, past.over_on) == (
        False, "No review", ("Neglect", "Self-neglect"), D(2019, 5, 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("43536", D(2019, 3, 12)),  # Excel's own number of the day, left unformatted
        ("12-Mar-19", D(2019, 3, 12)),
        ("12.3.19", D(2019, 3, 12)),
        ("2019-03-12", D(2019, 3, 12)),
        ("12th March 2019", D(2019, 3, 12)),
    ],
)
def test_dates_as_people_type_them(said, day):
    assert check([(2, row(B=said))], MAPPING, KNOWN).cases[0].received_on == day


@pytest.mark.parametrize(
    ("cells", "letter", "says"),
    [
        (row(A=""), "A", "The old reference is missing"),
        (row(A="OLD/9"), "A", "“OLD/9” was imported before"),
        (row(B=""), "B", "The date received is missing"),
        (
            row(B=UNWORKED),
            "B",
            "Date received is a formula without a result. Save the file in Excel, then upload it again",
        ),
        (row(B="March 2019"), "B", "“March 2019” must be a whole date, like 12/03/2024"),
        (row(B="31/02/2019"), "B", "“31/02/2019” is not a real date"),
        (row(B="tbc"), "B", "“tbc” is not a date, like 12/03/2024, March 2024 or 2024"),
        (row(B="12/03/1985", G="", E=""), "B", "The date received is before 1990"),
        (row(B="12/03/2027"), "B", "“12/03/2027” is in the future"),
        (row(C="Cat"), "C", "“Cat” is none of our kinds of case"),
        (row(C=""), "C", "The kind of case is missing"),
        (row(G="1/3/2019"), "G", "“1/3/2019” is before the day the referral was received"),
        (row(E="2.3.2020", G=""), "B", "“12/03/2019” is before the date of birth"),
        (row(F="x" * 301), "F", "Outcome has 301 characters; at most 300 are kept"),
    ],
)
def test_each_problem_is_said_by_row_and_column(cells, letter, says):
    found = check([(7, cells)], MAPPING, KNOWN)
    assert [(p.row, p.letter, p.says) for p in found.problems] == [(7, letter, says)]
    assert found.cases == []


def test_a_reference_twice_in_the_file_is_told_and_rows_at_the_foot_are_left_out():
    found = check([(2, GOOD), (3, GOOD), (5, ["", "", "Total", "2"])], MAPPING, KNOWN)
    assert [p.says for p in found.problems] == ["“RP/19/1” stands in row 2 already"]
    assert (len(found.cases), found.left_out) == (1, [5])


@pytest.mark.parametrize(
    ("said", "outcome", "review"),
    [("Yes", "", True), ("N", "", False), ("No further action", "", False), ("Thematic review", "", True),
     ("", "Safeguarding Adult Review", True), ("", "Something else", False), ("No review", "", False)],
)  # fmt: skip
def test_whether_there_was_a_review(said, outcome, review):
    assert check([(2, row(H=said, F=outcome))], MAPPING, KNOWN).cases[0].review is review


def test_what_holds_for_all_rows_and_boroughs():
    whole = replace(KNOWN, kind="child", boroughs={"north": 3}, borough=3)
    past = check([(2, row(C=""))], MAPPING, whole).cases[0]
    assert (past.kind, past.borough) == ("child", 3)
    without = replace(KNOWN, boroughs={"north": 3})
    assert [p.says for p in check([(2, GOOD)], MAPPING, without).problems] == ["The borough is missing"]


def test_kinds_may_be_called_by_the_usual_words():
    kinds = [SimpleNamespace(name="adult", title="Adults", test="adult"),
             SimpleNamespace(name="homicide", title="Domestic homicide", test="domestic homicide")]  # fmt: skip
    assert kinds_by_words(kinds)["dhr"] == "homicide"
    assert kinds_by_words(kinds)["sar"] == "adult"


def a_workbook() -> bytes:
    """As one finds them: a title, headings in two rows with merged cells, odd words, a second sheet."""
    book = Workbook()
    book.active.title = "Read me"
    book.active.append(["How to use this log"])
    sheet = book.create_sheet("Log 2015-2025")
    sheet.append(["Referral log of the partnership"])
    sheet.append([])
    sheet.append(["", "", "Subject", "", "Referrer", ""])
    sheet.merge_cells("C3:D3")
    sheet.append(["Ref. No.", "Date Rec'd (dd/mm/yy) *", "Surname", "D.O.B", "Name", "Agency"])
    sheet.append(["RP/19/1", dt.datetime(2019, 3, 12), "Grey", "2/3/50", "R. Rose", "Police"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_headings_are_found_and_guessed_in_an_excel_file_as_one_finds_them():
    head = sheets.sheets_of("log.xlsx", a_workbook())[0]
    assert (head.name, head.heading_row) == ("Log 2015-2025", 4)
    assert [each.title for each in head.headings][2:] == ["Subject: Surname", "Subject: D.O.B", "Referrer: Name",
                                                          "Referrer: Agency"]  # fmt: skip
    assert columns.guess(head.headings, {}) == {
        "old_reference": "A", "received_on": "B", "last_name": "C", "born_on": "D", "referrer_name": "E",
        "referred_by": "F",
    }  # fmt: skip
    assert sheets.rows_of("log.xlsx", a_workbook(), head.name, 4) == [
        (5, ["RP/19/1", "12/03/2019", "Grey", "2/3/50", "R. Rose", "Police"])
    ]


def test_the_title_of_a_table_is_no_heading_and_a_heading_may_say_whose():
    content = (
        b"Safeguarding referrals log,,,\nRef no.,Date received,Child's surname,Patient DOB\nA1,1/2/2019,Grey,2/3/50\n"
    )
    head = sheets.sheets_of("log.csv", content)[0]
    assert [each.title for each in head.headings] == ["Ref no.", "Date received", "Child's surname", "Patient DOB"]
    assert columns.guess(head.headings, {}) == {
        "old_reference": "A", "received_on": "B", "last_name": "C", "born_on": "D",
    }  # fmt: skip


def test_what_was_chosen_the_last_time_goes_before_what_we_know():
    headings = [columns.Heading(0, "Ref"), columns.Heading(1, "Our code")]
    assert columns.guess(headings, {"old_reference": "our code"}) == {"old_reference": "B"}


def test_csv_with_semicolons_and_old_letters_is_read():
    content = "Reference;Date received;Outcome\nA1;1/2/2019;Café\n".encode("cp1252")
    head = sheets.sheets_of("log.csv", content)[0]
    assert sheets.rows_of("log.csv", content, head.name, head.heading_row) == [(2, ["A1", "1/2/2019", "Café"])]


@pytest.mark.parametrize("content", [b"\n\n", b"PK\x03\x04nonsense"])
def test_what_is_no_table_is_said(content):
    with pytest.raises(NotReadable):
        sheets.sheets_of("log.xlsx" if content.startswith(b"PK") else "log.csv", content)

"""Dates known in part, order, gaps, and rows pasted from a spreadsheet."""

import datetime as dt

import pytest

from information.columns import EXPECTED
from information.dates import read_part_date
from information.pasting import MOST_ROWS, BadLine, PastedRow, read_pasted
from information.returns import form_to_ask
from information.rules import Entry, Gap, gaps, in_order, last_day, part_text, whole_months
from procedures.reader import read
from tests.procedures import guide

TODAY = dt.date(2026, 9, 1)


def entry(on, precision="day", time=None, agency="Police", id=1):
    return Entry(id=id, on=on, precision=precision, time=time, agency_id=1, agency=agency, event="x")


@pytest.mark.parametrize(
    ("precision", "text", "last"),
    [
        ("day", "2024-02-03", dt.date(2024, 2, 3)),
        ("month", "2024-02", dt.date(2024, 2, 29)),
        ("year", "2024", dt.date(2024, 12, 31)),
    ],
)
def test_a_date_known_in_part(precision, text, last):
    on = dt.date(2024, 2, 3) if precision == "day" else dt.date(2024, 2 if precision == "month" else 1, 1)
    assert (part_text(on, precision), last_day(on, precision)) == (text, last)


def test_a_year_stands_before_its_months_and_a_day_before_its_hours():
    first = dt.date(2024, 1, 1)
    wanted = [
        entry(first, "year"), entry(first, "month"), entry(first), entry(first, time=dt.time(9)),
        entry(first, time=dt.time(9), agency="Probation"), entry(dt.date(2024, 1, 2)),
    ]  # fmt: skip
    assert in_order(reversed(wanted)) == wanted


@pytest.mark.parametrize(
    ("begins", "ends", "months"),
    [
        ((2024, 1, 31), (2024, 2, 29), 1),
        ((2024, 1, 15), (2024, 2, 14), 0),
        ((2024, 1, 15), (2024, 2, 15), 1),
        ((2023, 11, 30), (2024, 11, 30), 12),
    ],
)
def test_whole_months(begins, ends, months):
    assert whole_months(dt.date(*begins), dt.date(*ends)) == months


def test_gaps_are_shown_from_the_length_asked_for():
    rows = [entry(dt.date(2024, 1, 10)), entry(dt.date(2024, 3, 10)), entry(dt.date(2024, 7, 1))]
    assert gaps(rows, 3) == [Gap(1, dt.date(2024, 3, 10), dt.date(2024, 7, 1), 3)]
    assert [gap.months for gap in gaps(rows, 2)] == [2, 3]
    assert gaps(rows, 0) == []


def test_no_gap_is_claimed_inside_a_year_that_is_all_one_knows():
    rows = [entry(dt.date(2023, 1, 1), "year"), entry(dt.date(2023, 2, 1)), entry(dt.date(2023, 12, 1))]
    assert gaps(rows, 3) == []


@pytest.mark.parametrize(
    ("text", "on", "precision"),
    [
        ("12/03/2024", (2024, 3, 12), "day"),
        ("12.3.2024", (2024, 3, 12), "day"),
        ("2024-03-12", (2024, 3, 12), "day"),
        ("12 March 2024", (2024, 3, 12), "day"),
        ("3rd Mar 2024", (2024, 3, 3), "day"),
        ("12/03/2024 00:00", (2024, 3, 12), "day"),
        ("03/2024", (2024, 3, 1), "month"),
        ("Sept 2023", (2023, 9, 1), "month"),
        ("2024-03", (2024, 3, 1), "month"),
        ("2024", (2024, 1, 1), "year"),
        ("12/03/24", (2024, 3, 12), "day"),
        ("12-Mar-24", (2024, 3, 12), "day"),
        ("12/03/45", (1945, 3, 12), "day"),
    ],
)
def test_dates_as_people_write_them(text, on, precision):
    rows, bad = read_pasted(f"{text}\t\tVisit", today=TODAY)
    assert (bad, [(row.on, row.precision) for row in rows]) == ([], [(dt.date(*on), precision)])


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("31/02/2024\t\tx", "“31/02/2024” is not a real date"),
        ("0/2024\t\tx", "“0/2024” is not a real date"),
        ("13/2024\t\tx", "“13/2024” is not a real date"),
        ("3/24\t\tx", "“3/24” must have a year of 4 numbers, like 12/03/2024"),
        ("March 24\t\tx", "“March 24” must have a year of 4 numbers, like 12/03/2024"),
        ("soon\t\tx", "“soon” is not a date, like 12/03/2024, March 2024 or 2024"),
        ("02/09/2026\t\tx", "“02/09/2026” is in the future"),
        ("1899\t\tx", "“1899” is before 1900"),
        ("\t\tx", "The date is missing"),
        ("2024\t\t", "What happened: This cell is empty"),
        ("2024\t9pm\tx", "Time: A time of day needs a whole date"),
        ("1/1/2024\t25:00\tx", "Time: “25:00” is not a time, like 14:30 or 2:30pm"),
        ("just words", "Row: Only one column was found. Copy the cells from the spreadsheet, with the date first"),
        ("2024\t\tx\t\t\t\t\t\tninth", "Row: There are 9 columns; 8 are expected"),
        ("2024\t\tx\t" + "s" * 201, f"Record it comes from: “{'s' * 39}…” is too long: 201 characters, at most 200"),
        ("٣/٣/٢٠٢٤\t\tx", "“٣/٣/٢٠٢٤” is not a date, like 12/03/2024, March 2024 or 2024"),
    ],
)
def test_what_is_wrong_with_a_cell_is_said_with_row_and_column(line, what):
    named = what.startswith(("Record it", "Time:", "What happened:", "Row:"))
    column, _, sentence = what.partition(": ") if named else ("Date", "", what)
    wanted = BadLine(2, sentence, "" if column == "Row" else column)
    assert read_pasted("1/1/2024\t\tgood\n" + line, today=TODAY)[1] == [wanted]


def test_columns_stand_in_any_order_by_their_headings():
    """At least date or date and time, what happened, source and people; our own agency's name is passed over."""
    text = (
        "Agency\tSignificant Event\tWho was involved?\tDate/Time\tWhose records (Source)?\tChild seen/views sought\n"
        "Us\tVisit\tPC Oak\t12/03/24 14:30\tNiche\tNot seen\n"
        "Us\tCall\t\tMarch 2024\t\t\n"
    )
    assert read_pasted(text, today=TODAY) == (
        [
            PastedRow(
                on=dt.date(2024, 3, 12), precision="day", time=dt.time(14, 30), event="Visit", source="Niche",
                who="PC Oak", seen="Not seen",
            ),
            PastedRow(on=dt.date(2024, 3, 1), precision="month", time=None, event="Call"),
        ],
        [],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("Date\tWhat happened\tMood\n2024\tx\tcalm", BadLine(1, f"“Mood” is a heading I do not know. Call it one of: "
         f"{EXPECTED}; or leave the column out")),
        ("Date\tEvent\tIncident\n2024\tx\ty", BadLine(1, "Two columns are headed as “What happened”. Join them, or "
         "rename one")),
        ("Date\tSource\n2024\tx", BadLine(1, "No heading says in which column it stands what happened. Call it “What "
         "happened”")),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_headings_is_said(text, bad):
    assert read_pasted(text, today=TODAY) == ([], [bad])


def test_a_short_row_under_headings_lacks_its_cells():
    assert read_pasted("Date\tWhat happened\n2024", today=TODAY)[1] == [
        BadLine(2, "This cell is empty", "What happened")
    ]  # fmt: skip


def test_every_cell_of_a_row_that_is_wrong_is_said():
    assert read_pasted("soon\t25:00\t", today=TODAY)[1] == [
        BadLine(1, "“soon” is not a date, like 12/03/2024, March 2024 or 2024", "Date"),
        BadLine(1, "“25:00” is not a time, like 14:30 or 2:30pm", "Time"),
        BadLine(1, "This cell is empty", "What happened"),
    ]


def test_headings_empty_lines_and_cells_of_several_lines():
    text = "Date\tTime\tEvent\tSource\tPeople\tOutcome\tSeen\tComment\r\n\r\n"
    text += '12/03/2024\t14:30:00\t"Visit.\r\nNo answer."\tRio\tPC Oak\tCard\tNo\tLate'
    text += "\r\n2023\t\tx"
    rows, bad = read_pasted(text, today=TODAY)
    assert bad == []
    assert rows == [
        PastedRow(
            on=dt.date(2024, 3, 12), precision="day", time=dt.time(14, 30), event="Visit.\nNo answer.", source="Rio",
            who="PC Oak", outcome="Card", seen="No", comment="Late",
        ),
        PastedRow(on=dt.date(2023, 1, 1), precision="year", time=None, event="x"),
    ]  # fmt: skip


def test_line_numbers_count_the_lines_of_a_long_cell():
    assert read_pasted('1/1/2024\t\t"a\nb"\nbad\t\tx', today=TODAY)[1][0].number == 3


def test_a_lone_quotation_mark_swallows_nothing():
    rows, bad = read_pasted('1/1/2024\t\t"I am fine\n2/1/2024\t\tx', today=TODAY)
    assert (bad, [row.event for row in rows]) == ([], ['"I am fine', "x"])


def test_too_many_rows_are_refused_at_once():
    assert read_pasted("2024\t\tx\n" * (MOST_ROWS + 1), today=TODAY) == (
        [], [BadLine(MOST_ROWS + 1, "At most 1,000 rows can be added at once")],
    )  # fmt: skip


def test_a_date_alone_may_be_read_too():
    assert str(read_part_date("March 1984", today=TODAY)) == "1984-03"


LONG = "a" + " " * 60_000 + "b"
FAR = "is far too long for a date or time: at most 60 characters"


@pytest.mark.parametrize(
    ("headings", "line", "wanted"),
    [
        ("Date\tWhat happened", f"{LONG}\tx", "Date: “a b” is not a date, like 12/03/2024, March 2024 or 2024"),
        ("Date\tWhat happened", f"{'1 ' * 40}\tx", f"Date: “{'1 ' * 19}1…” {FAR}"),
        ("Date and time\tWhat happened", f"{'1 ' * 40}\tx", f"Date and time: “{'1 ' * 19}1…” {FAR}"),
        ("Date\tTime\tWhat happened", f"2024\t{'1' * 61}\tx", f"Time: “{'1' * 39}…” {FAR}"),
    ],
)
def test_a_date_or_time_is_short_before_any_pattern_sees_it(headings, line, wanted):
    rows, (bad,) = read_pasted(f"{headings}\n{line}", today=TODAY)
    assert (rows, f"{bad.column}: {bad.what}") == ([], wanted)


def test_space_within_a_date_and_time_counts_once():
    rows, bad = read_pasted("Date and time\tWhat happened\n12/03/2024   at  14:30\tx", today=TODAY)
    assert (bad, [(row.text, row.time) for row in rows]) == ([], [("2024-03-12", dt.time(14, 30))])


def test_red_7_a_step_without_a_form_leaves_it_to_the_only_one_of_the_text():
    """docs/new-partnership.md §11: one form with use = "return" is what agencies fill in, whichever step sends it."""
    procedure = read(guide.RIVERBANK, guide.BASE)
    pathway = procedure.pathways[0].name
    (form,) = [each.name for each in procedure.forms if each.use == "return"]
    steps = [step for step in procedure.steps_for("submit_return", pathway) if step.track == "case"]
    assert ([step.form for step in steps], form_to_ask(procedure, pathway, "case")) == ([""], form)
    assert form_to_ask(procedure, pathway, "elsewhere") == form

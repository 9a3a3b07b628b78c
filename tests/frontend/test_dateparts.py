"""Dates in three boxes: what is accepted, what is said, what stays in the boxes."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.dateparts import DateTimeFields, DayMonthYearField, PartDate, PartDateField, read_time
from config.govforms import GovForm

TODAY = date(2026, 11, 21)


class DatesForm(GovForm):
    born = DayMonthYearField(label="Date of birth", when="past")
    meeting = DayMonthYearField(label="Meeting", when="future", required=False)
    moved = PartDateField(label="Date of the move", required=False)
    rang = DateTimeFields(label="Time of the call", required=False)


def dates(**typed):
    data = {"born-day": "1", "born-month": "2", "born-year": "1984"} | {
        key.replace("_", "-"): value for key, value in typed.items()
    }
    return DatesForm(data, today=TODAY)


def born(day, month, year):
    return dates(born_day=day, born_month=month, born_year=year)


def said(form, name):
    return [str(message) for message in form.errors.get(name, [])]


@pytest.mark.parametrize(
    ("typed", "message", "parts"),
    [
        (("", "", ""), "Enter date of birth", ("day", "month", "year")),
        (("", "2", "1984"), "Date of birth must include a day", ("day",)),
        (("", "2", ""), "Date of birth must include a day and year", ("day", "year")),
        (("31", "2", "2020"), "Date of birth must be a real date", ("day", "month", "year")),
        (("29", "2", "2023"), "Date of birth must be a real date", ("day", "month", "year")),
        (("1", "13", "2020"), "Date of birth must be a real date", ("month",)),
        (("x", "3", "2020"), "Date of birth must be a real date", ("day",)),
        (("1", "3", "84"), "Date of birth must have a year of 4 numbers, like 1984", ("year",)),
        (("1", "3", "1899"), "Date of birth must be 1 January 1900 or later", ("year",)),
        (("22", "11", "2026"), "Date of birth must be today or in the past", ("day", "month", "year")),
        (("²", "3", "2020"), "Date of birth must be a real date", ("day",)),
        (("-1", "3", "2020"), "Date of birth must be a real date", ("day",)),
        (("9" * 9000, "3", "2020"), "Date of birth must be a real date", ("day", "month", "year")),
    ],
)
def test_wrong_dates(typed, message, parts):
    form = born(*typed)
    assert said(form, "born") == [message]
    assert form.errors.as_data()["born"][0].params["parts"] == parts
    assert form["born"].value() == dict(zip(("day", "month", "year"), typed, strict=True))


@pytest.mark.parametrize("month", ["3", "03", "March", "mar", "MAR"])
def test_months_may_be_words(month):
    form = born("9", month, "1984")
    assert form.is_valid()
    assert form.cleaned_data["born"] == date(1984, 3, 9)


def test_today_is_neither_past_nor_future():
    assert born("21", "11", "2026").is_valid()
    assert dates(meeting_day="21", meeting_month="11", meeting_year="2026").is_valid()
    late = dates(meeting_day="20", meeting_month="11", meeting_year="2026")
    assert said(late, "meeting") == ["Meeting must be today or in the future"]


def test_a_form_with_such_dates_needs_to_know_today():
    with pytest.raises(TypeError, match="today"):
        DatesForm({"born-day": "1", "born-month": "2", "born-year": "1984"}).is_valid()


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (("", "", "1984"), PartDate(1984)),
        (("", "3", "1984"), PartDate(1984, 3)),
        (("9", "3", "1984"), PartDate(1984, 3, 9)),
        (("", "", ""), None),
    ],
)
def test_part_known_dates(typed, value):
    form = dates(moved_day=typed[0], moved_month=typed[1], moved_year=typed[2])
    assert form.is_valid()
    assert form.cleaned_data["moved"] == value


def test_a_day_without_its_month_is_not_part_known():
    form = dates(moved_day="9", moved_year="1984")
    assert said(form, "moved") == ["Date of the move must include a month"]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2089, 12, 31)), st.integers(1, 3))
def test_part_dates_survive_being_stored(day, known):
    value = PartDate(*(day.year, day.month, day.day)[:known])
    assert PartDate.parse(str(value)) == value


def rang(day, month, year, time):
    return dates(rang_day=day, rang_month=month, rang_year=year, rang_time=time)


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        (("1", "7", "2026", "2:30pm"), datetime(2026, 7, 1, 13, 30, tzinfo=UTC)),
        (("1", "1", "2026", "14:30"), datetime(2026, 1, 1, 14, 30, tzinfo=UTC)),
        (("25", "10", "2026", "1:30am"), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first of the two
    ],
)
def test_times_are_london_times(typed, instant):
    form = rang(*typed)
    assert form.is_valid()
    assert form.cleaned_data["rang"].astimezone(UTC) == instant


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("1", "7", "2026", ""), "Time of the call must include a time"),
        (("1", "7", "2026", "25:00"), "Time of the call must have a real time, like 2:30pm or 14:30"),
        (("1", "7", "2026", "13pm"), "Time of the call must have a real time, like 2:30pm or 14:30"),
        (("29", "3", "2026", "1:30"), "Time of the call cannot be in the hour that the clocks skipped"),
    ],
)
def test_wrong_times(typed, message):
    assert said(rang(*typed), "rang") == [message]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("2pm", "14:00"), ("2.05 PM", "14:05"), ("12am", "00:00"), ("12pm", "12:00"), ("noon", "12:00"),
     ("midnight", "00:00"), ("9:00", "09:00"), ("9 p.m.", "21:00")],
)  # fmt: skip
def test_how_people_write_times(text, shown):
    assert read_time(text).strftime("%H:%M") == shown


@given(st.text())
def test_any_text_is_a_time_or_nothing(text):
    found = read_time(text)
    assert found is None or 0 <= found.hour < 24


@given(st.text(max_size=6), st.text(max_size=12), st.text(max_size=6))
def test_any_text_in_the_boxes_is_a_date_or_an_error(day, month, year):
    form = born(day, month, year)
    assert form.is_valid() != bool(form.errors)


def test_what_is_known_already_stands_in_the_boxes():
    form = DatesForm(
        initial={"born": date(1984, 2, 1), "moved": "1990-05", "rang": datetime(2026, 7, 1, 13, 30, tzinfo=UTC)},
        today=TODAY,
    )
    boxes = {name: form.fields[name].widget.typed(form[name].value()) for name in ("born", "moved", "rang")}
    assert boxes == {
        "born": {"day": "1", "month": "2", "year": "1984"},
        "moved": {"day": "", "month": "5", "year": "1990"},
        "rang": {"day": "1", "month": "7", "year": "2026", "time": "2:30pm"},
    }

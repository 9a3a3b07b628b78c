"""Which days count, and how they are counted: every probe of PERFORMANCE §1.2 and every edge."""

from __future__ import annotations

import datetime as dt

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.calendar import (
    CalendarError,
    WorkingCalendar,
    add_months,
    bank_holidays,
    cached_calendar,
    calendar_for,
    due_instant,
    england,
    london_date,
    long_date,
)

D = dt.date.fromisoformat
ENGLAND = england()
OFFICIAL = holidays.country_holidays("GB", subdiv="ENG", years=range(1895, 2095))

PROBES = [
    ("2026-11-21", 1, "2026-11-23"),  # Saturday
    ("2026-11-22", 5, "2026-11-27"),  # Sunday
    ("2026-08-31", 1, "2026-09-01"),  # on the summer bank holiday
    ("2022-09-16", 1, "2022-09-20"),  # state funeral on Monday 19
    ("2022-09-19", 1, "2022-09-20"),
    ("2023-05-05", 1, "2023-05-09"),  # coronation on Monday 8
    ("2020-05-07", 1, "2020-05-11"),  # early May moved to VE day, Friday 8
    ("2020-05-01", 1, "2020-05-04"),  # so Monday 4 was a normal day
    ("2022-05-27", 4, "2022-06-06"),  # jubilee: spring holiday moved to Thursday 2 and Friday 3 June
    ("2022-05-27", 1, "2022-05-30"),  # so Monday 30 May was a normal day
    ("2026-12-24", 1, "2026-12-29"),  # Boxing Day's substitute on Monday 28
    ("2021-12-24", 1, "2021-12-29"),  # both substitutes, Monday 27 and Tuesday 28
    ("2027-12-24", 1, "2027-12-29"),
    ("2022-12-23", 1, "2022-12-28"),  # Christmas Day on Sunday: substitute on Tuesday 27
    ("2021-12-31", 1, "2022-01-04"),  # New Year's Day on Saturday
    ("2026-04-02", 1, "2026-04-07"),  # Good Friday and Easter Monday
    ("2024-02-28", 2, "2024-03-01"),  # leap day is a Thursday
    ("2026-03-27", 1, "2026-03-30"),  # clocks go forward on Sunday 29
    ("2026-10-23", 1, "2026-10-26"),  # clocks go back on Sunday 25
    ("2026-12-23", 5, "2027-01-04"),
]


@pytest.mark.parametrize(("start", "amount", "due"), PROBES)
def test_day_one_is_the_first_working_day_strictly_after(start, amount, due):
    assert ENGLAND.after(D(start), amount) == D(due)


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        ("2026-11-21", 1, "2026-11-20"),  # back from a Saturday: Friday
        ("2026-11-23", 1, "2026-11-20"),
        ("2026-09-01", 1, "2026-08-28"),
        ("2026-08-31", 1, "2026-08-28"),
        ("2027-01-04", 5, "2026-12-23"),
        ("2026-04-07", 1, "2026-04-02"),
        ("2026-06-08", 7, "2026-05-28"),  # C-20: 7 working days before publication
    ],
)
def test_counting_back_is_symmetric(start, amount, due):
    assert ENGLAND.before(D(start), amount) == D(due)


@pytest.mark.parametrize(
    ("start", "amount", "after", "before"),
    [
        ("2026-11-23", 1, "2026-11-23", "2026-11-23"),  # a working day is day 1 itself
        ("2026-11-23", 5, "2026-11-27", "2026-11-17"),
        ("2026-11-21", 1, "2026-11-23", "2026-11-20"),  # Saturday: the next (previous) working day is day 1
        ("2026-08-31", 2, "2026-09-02", "2026-08-27"),  # bank holiday
        ("2026-12-26", 1, "2026-12-29", "2026-12-24"),
    ],
)
def test_the_start_itself_may_count_as_day_one(start, amount, after, before):
    assert ENGLAND.after(D(start), amount, True) == D(after)
    assert ENGLAND.before(D(start), amount, True) == D(before)


@pytest.mark.parametrize("start", ["2026-11-20", "2026-11-21", "2026-12-25"])
def test_nothing_counted_is_the_start_itself_working_or_not(start):
    assert ENGLAND.after(D(start), 0) == ENGLAND.before(D(start), 0) == D(start)


def test_every_year_has_exactly_the_official_bank_holidays():
    assert set(bank_holidays()) == set(OFFICIAL)
    assert [d for d in sorted(bank_holidays()) if d.year == 2026] == [
        D("2026-01-01"),
        D("2026-04-03"),
        D("2026-04-06"),
        D("2026-05-04"),
        D("2026-05-25"),
        D("2026-08-31"),
        D("2026-12-25"),
        D("2026-12-26"),
        D("2026-12-28"),
    ]


def test_each_closed_day_says_why():
    assert [ENGLAND.reason(D(day)) for day in ("2026-11-21", "2026-11-22", "2026-11-23", "2026-12-28")] == [
        "Saturday",
        "Sunday",
        "",
        "bank holiday: Boxing Day (substitute day)",
    ]


known_days = st.dates(D("1991-01-01"), D("2086-12-31"))


@given(known_days, st.integers(1, 300), st.booleans())
def test_counting_forwards_agrees_with_a_day_by_day_loop(start, amount, same_day):
    day = start if same_day else start + dt.timedelta(1)
    left = amount
    while True:
        if day.weekday() < 5 and day not in OFFICIAL:
            left -= 1
        if not left:
            break
        day += dt.timedelta(1)
    assert ENGLAND.after(start, amount, same_day) == day


@given(known_days, st.integers(1, 200), st.booleans())
def test_counting_back_agrees_with_a_day_by_day_loop(start, amount, same_day):
    day = start if same_day else start - dt.timedelta(1)
    left = amount
    while True:
        if day.weekday() < 5 and day not in OFFICIAL:
            left -= 1
        if not left:
            break
        day -= dt.timedelta(1)
    assert ENGLAND.before(start, amount, same_day) == day


@given(known_days, st.integers(1, 60))
def test_counting_agrees_with_the_library(start, amount):
    # The library's own function counts from a working day, so it is asked from the last one up to the start.
    last = start
    while last.weekday() > 4 or last in OFFICIAL:
        last -= dt.timedelta(1)
    assert ENGLAND.after(start, amount) == OFFICIAL.get_nth_working_day(last, amount)


@given(known_days, st.integers(1, 200))
def test_back_and_forth_from_a_working_day_comes_home(start, amount):
    home = ENGLAND.after(start, 1)
    assert ENGLAND.before(ENGLAND.after(home, amount), amount) == home


@given(known_days, known_days)
def test_working_days_between_two_days_agree_with_a_loop(one, other):
    first, last = sorted((one, other))
    last = min(last, first + dt.timedelta(400))
    days = [first + dt.timedelta(n) for n in range(1, (last - first).days + 1)]
    working = sum(1 for day in days if ENGLAND.is_working(day))
    assert ENGLAND.working_days_in(first, last) == working
    assert ENGLAND.working_days_in(last, first) == -working


def test_closure_days_count_like_bank_holidays():
    closed = calendar_for(closures=((D("2026-12-24"), "closure day: offices shut"), (D("2026-11-21"), "x")))
    assert closed.after(D("2026-12-23"), 1) == D("2026-12-29")
    assert closed.reason(D("2026-12-24")) == "closure day: offices shut"
    assert closed.reason(D("2026-11-21")) == "Saturday"
    assert ENGLAND.after(D("2026-12-23"), 1) == D("2026-12-24")


def test_a_bank_holiday_taken_away_is_a_working_day_but_a_weekend_stays_one():
    opened = calendar_for(openings=(D("2026-08-31"), D("2026-12-26"), D("2026-11-21")))
    assert opened.after(D("2026-08-28"), 1) == D("2026-08-31")
    assert not opened.is_working(D("2026-12-26"))
    assert not opened.is_working(D("2026-11-21"))
    both = calendar_for(closures=((D("2026-08-31"), "closure day: move"),), openings=(D("2026-08-31"),))
    assert both.reason(D("2026-08-31")) == "closure day: move"


def test_a_changed_calendar_equals_one_built_from_the_same_days():
    changed = calendar_for(closures=((D("2026-10-05"), "closed"),), openings=(D("2026-05-04"),))
    days = bank_holidays() | {D("2026-10-05"): "closed"}
    del days[D("2026-05-04")]
    built = WorkingCalendar(days)
    start = D("2026-01-01")
    assert [changed.after(start, n) for n in range(1, 400)] == [built.after(start, n) for n in range(1, 400)]


def test_each_country_has_its_own_days():
    assert calendar_for("GB", "SCT").after(D("2026-11-27"), 1) == D("2026-12-01")  # St Andrew's Day
    assert calendar_for("GB", "ENG").after(D("2026-11-27"), 1) == D("2026-11-30")
    assert calendar_for("FR", "").after(D("2026-07-13"), 1) == D("2026-07-15")
    for country, subdivision in (("XX", "ENG"), ("GB", "Yorkshire"), ("", "")):
        with pytest.raises(CalendarError):
            calendar_for(country, subdivision)


def test_one_table_is_kept_for_each_version_of_the_days():
    built = []

    def build():
        built.append(1)
        return calendar_for()

    first = cached_calendar(("test", 1), build)
    assert cached_calendar(("test", 1), build) is first
    assert len(built) == 1
    cached_calendar(("test", 2), build)
    assert len(built) == 2
    assert calendar_for() is calendar_for()


@pytest.mark.parametrize(
    ("start", "amount"),
    [
        (dt.date.min, 1),
        (dt.date.max, 1),
        (D("1894-12-31"), 1),
        (D("2094-12-31"), 1),
        (D("2026-01-01"), 100_000),
        (D("2026-01-01"), 10**30),
        (D("1894-12-31"), 0),
        (D("2026-01-01"), -1),
    ],
)
def test_outside_the_known_years_and_below_zero_are_refused_in_words(start, amount):
    with pytest.raises(CalendarError):
        ENGLAND.after(start, amount)
    with pytest.raises(CalendarError):
        ENGLAND.before(dt.date.fromordinal(dt.date.max.toordinal() + 1 - start.toordinal()), amount)


def test_the_refusal_says_which_years_are_known():
    with pytest.raises(CalendarError) as refused:
        ENGLAND.after(dt.date.max, 1)
    assert str(refused.value) == (
        "Working days are known from Tuesday 1 January 1895 to Friday 31 December 2094; this would fall outside."
    )


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-05-31", 1, "2026-06-30"),
        ("2026-02-28", 1, "2026-03-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-02-29", -12, "2023-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
    ],
)
def test_months_keep_the_day_number_or_take_the_last_day(start, months, due):
    assert add_months(D(start), months) == D(due)


@pytest.mark.parametrize("months", [12 * 8000, -12 * 2027, 10**40])
def test_months_beyond_the_calendar_are_refused(months):
    with pytest.raises(CalendarError):
        add_months(D("2026-01-31"), months)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-07-01T23:30:00+00:00", "2026-07-02"),
        ("2026-07-01T22:59:59+00:00", "2026-07-01"),
        ("2026-12-01T23:30:00+00:00", "2026-12-01"),
        ("2026-07-01T00:30:00+02:00", "2026-06-30"),
        ("2026-07-01T20:30:00-05:00", "2026-07-02"),
        ("2026-03-29T00:59:59+00:00", "2026-03-29"),
        ("2026-10-24T23:30:00+00:00", "2026-10-25"),
        ("2026-10-25T23:30:00+00:00", "2026-10-25"),
    ],
)
def test_an_instant_is_on_its_london_day(instant, day):
    assert london_date(dt.datetime.fromisoformat(instant)) == D(day)


@pytest.mark.parametrize("instant", ["2026-07-01T23:30:00", "0001-01-01T00:00:00+14:00"])
def test_an_instant_without_offset_or_before_all_years_is_refused(instant):
    with pytest.raises(CalendarError):
        london_date(dt.datetime.fromisoformat(instant))


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        ("2026-07-02", "2026-07-02T22:59:59+00:00"),
        ("2026-12-02", "2026-12-02T23:59:59+00:00"),
        ("2026-03-28", "2026-03-28T23:59:59+00:00"),
        ("2026-03-29", "2026-03-29T22:59:59+00:00"),
        ("2026-10-24", "2026-10-24T22:59:59+00:00"),
        ("2026-10-25", "2026-10-25T23:59:59+00:00"),
        ("9999-12-31", "9999-12-31T23:59:59+00:00"),
    ],
)
def test_due_means_the_last_second_of_the_london_day(day, instant):
    assert due_instant(D(day)).isoformat() == instant


def test_dates_are_said_in_full():
    assert long_date(D("2026-11-30")) == "Monday 30 November 2026"

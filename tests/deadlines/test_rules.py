"""Clock sentences answered: each form, what is missing, what is counted and what is passed over."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.calendar import CalendarError, calendar_for, england
from deadlines.explaining import as_plain, explain
from deadlines.rounds import Occurrence, of_its_track
from deadlines.rules import due_on, evaluate, working_days_left
from procedures.model import Clock
from procedures.sentences import Period, Start, Unit, parse_sentence

D = dt.date.fromisoformat
ENGLAND = england()


def due(text, *, calendar=ENGLAND, meetings=None, limits=None, **starts):
    named = {name.replace("_", " "): when for name, when in starts.items()}
    return evaluate(parse_sentence(text), named, calendar, meetings=meetings, limits=limits)


def due_day(text, **known):
    return due(text, **known).due_on


def test_working_days_list_each_day_counted_and_each_passed_over():
    found = due("5 working days after incident", incident=D("2026-12-23"))
    assert found.due_on == D("2027-01-04")
    assert found.start_on == D("2026-12-23")
    assert found.counted == tuple(map(D, ("2026-12-24", "2026-12-29", "2026-12-30", "2026-12-31", "2027-01-04")))
    assert found.skipped == (
        (D("2026-12-25"), "bank holiday: Christmas Day"),
        (D("2026-12-26"), "Saturday"),
        (D("2026-12-27"), "Sunday"),
        (D("2026-12-28"), "bank holiday: Boxing Day (substitute day)"),
        (D("2027-01-01"), "bank holiday: New Year's Day"),
        (D("2027-01-02"), "Saturday"),
        (D("2027-01-03"), "Sunday"),
    )
    assert (found.missing, found.provisional) == ((), False)


def test_the_start_is_an_instant_on_its_london_day():
    late = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)
    assert due_day("1 working day after incident", incident=late) == D("2026-07-03")


def test_a_weekend_start_is_not_itself_passed_over_unless_it_counts_as_day_one():
    after = due("1 working day after incident", incident=D("2026-11-21"))
    assert (after.counted, after.skipped) == ((D("2026-11-23"),), ((D("2026-11-22"), "Sunday"),))
    same = due("1 working day after incident, incident counting as day 1", incident=D("2026-11-21"))
    assert (same.counted, same.skipped) == (
        (D("2026-11-23"),),
        ((D("2026-11-21"), "Saturday"), (D("2026-11-22"), "Sunday")),
    )


def test_counting_back_lists_the_days_backwards():
    found = due("3 working days before planned publication", planned_publication=D("2026-11-24"))
    assert found.counted == (D("2026-11-23"), D("2026-11-20"), D("2026-11-19"))
    assert found.skipped == ((D("2026-11-22"), "Sunday"), (D("2026-11-21"), "Saturday"))


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        ("1 calendar month after x", "2026-01-31", "2026-02-28"),
        ("6 calendar months after x", "2026-08-31", "2027-02-28"),
        ("6 calendar months before x", "2026-08-31", "2026-02-28"),
        ("1 year after x", "2024-02-29", "2025-02-28"),
        ("4 years after x", "2024-02-29", "2028-02-29"),
        ("2 weeks after x", "2026-11-21", "2026-12-05"),  # a Saturday: not moved
        ("2 weeks before x", "2026-11-21", "2026-11-07"),
        ("28 days after x", "2026-11-27", "2026-12-25"),
        ("5 days before x", "2026-11-27", "2026-11-22"),
        ("5 days after x, x counting as day 1", "2026-11-27", "2026-12-01"),
        ("5 days before x, x counting as day 1", "2026-11-27", "2026-11-23"),
        ("1 day after x, x counting as day 1", "2026-11-27", "2026-11-27"),
        ("5 clear days after x", "2026-11-02", "2026-11-08"),
        ("5 clear days before x", "2026-11-10", "2026-11-04"),
        ("1 calendar month after x, moved to the next working day", "2026-10-21", "2026-11-23"),
        ("1 calendar month after x, moved to the previous working day", "2026-10-21", "2026-11-20"),
        ("1 calendar month after x, moved to the next working day", "2026-10-23", "2026-11-23"),
        ("2 working days after 1 calendar month after x", "2026-10-21", "2026-11-24"),
        ("the day of x", "2026-11-21", "2026-11-21"),
    ],
)
def test_every_unit_and_move(rule, start, expected):
    assert due_day(rule, x=D(start)) == D(expected)


def test_moving_says_which_days_were_no_working_days():
    found = due("2 days after x, moved to the next working day", x=D("2026-12-23"))
    assert found.due_on == D("2026-12-29")
    assert [day.day for day, _ in found.skipped] == [25, 26, 27, 28]


def test_what_has_not_happened_is_named_and_gives_no_date():
    found = due("5 working days after authority aware")
    assert (found.due_on, found.missing, found.counted) == (None, ("authority aware",), ())


def test_of_several_occurrences_the_first_starts_the_clock():
    assert due_day("1 day after x", x=[None, D("2026-11-05"), D("2026-11-02")]) == D("2026-11-03")
    assert due_day("1 day after x", x=[]) is None


BEX_26 = (
    "the earlier of 3 working days after meeting held and 13 working days after referral received, "
    "referral received counting as day 1"
)


def test_the_earlier_of_two_gives_the_earlier():
    early = due(BEX_26, meeting_held=D("2026-11-05"), referral_received=D("2026-11-02"))
    assert (early.due_on, early.start_on) == (D("2026-11-10"), D("2026-11-05"))
    late = due(BEX_26, meeting_held=D("2026-11-17"), referral_received=D("2026-11-02"))
    assert (late.due_on, late.start_on, len(late.counted)) == (D("2026-11-18"), D("2026-11-02"), 13)


def test_the_earlier_of_two_with_one_missing_is_provisional():
    found = due(BEX_26, referral_received=D("2026-11-02"))
    assert (found.due_on, found.provisional, found.missing) == (D("2026-11-18"), True, ("meeting held",))


def test_the_later_of_two_waits_for_both():
    rule = "5 working days after the later of incident and authority aware"
    waiting = due(rule, incident=D("2026-11-02"))
    assert (waiting.due_on, waiting.missing) == (None, ("authority aware",))
    found = due(rule, incident=D("2026-11-02"), authority_aware=D("2026-11-06"))
    assert (found.due_on, found.missing) == (D("2026-11-13"), ())


RETURNS = "2 working days after the last of return submitted"


def test_the_last_of_several_waits_for_all():
    days = [D("2026-11-03"), None, D("2026-11-05")]
    assert due(RETURNS, return_submitted=days).missing == ("return submitted",)
    days[1] = D("2026-11-04")
    assert due_day(RETURNS, return_submitted=days) == D("2026-11-09")
    assert due(RETURNS, return_submitted=[]).missing == ("return submitted",)


@pytest.mark.parametrize(
    ("days", "limits", "expected", "provisional"),
    [
        (["2026-11-03", None], "2026-11-16", "2026-11-18", True),  # outstanding: the limit counts
        (["2026-11-03", "2026-11-05"], "2026-11-16", "2026-11-09", False),  # all in early
        (["2026-11-03", "2026-11-20"], "2026-11-16", "2026-11-18", False),  # one came after the limit
        ([None, None], ["2026-11-16", "2026-11-17"], "2026-11-19", True),  # each its own limit
        (["2026-11-03", "2026-11-17"], ["2026-11-16", "2026-11-30"], "2026-11-19", False),
        ([], "2026-11-16", "2026-11-18", True),
        (["2026-11-03", "2026-11-05"], None, "2026-11-09", False),
    ],
)
def test_the_last_of_several_or_its_limit(days, limits, expected, provisional):
    limits = [D(day) for day in limits] if isinstance(limits, list) else limits and D(limits)
    found = due(
        f"{RETURNS} or its limit",
        return_submitted=[day and D(day) for day in days],
        limits={"return submitted": limits},
    )
    assert (found.due_on, found.provisional) == (D(expected), provisional)


def test_without_a_limit_an_outstanding_return_is_waited_for():
    found = due(f"{RETURNS} or its limit", return_submitted=[None])
    assert (found.due_on, found.missing) == (None, ("return submitted", "limit of return submitted"))


MEETINGS = {"one panel": [D("2026-11-12"), D("2026-12-10"), D("2026-11-02")]}


def test_the_next_meeting_is_on_a_later_day_than_the_start():
    rule = "the next meeting of One Panel after criteria answered"
    assert due_day(rule, criteria_answered=D("2026-11-02"), meetings=MEETINGS) == D("2026-11-12")
    assert due_day(rule, criteria_answered=D("2026-11-12"), meetings=MEETINGS) == D("2026-12-10")


def test_before_the_next_meeting_is_the_day_before_unless_moved_or_counted():
    start = {"x": D("2026-11-05"), "meetings": {"one panel": [D("2026-11-09")]}}  # a Monday
    before = "before the next meeting of one-panel after x"
    assert due_day(before, **start) == D("2026-11-08")
    assert due_day(f"{before}, moved to the previous working day", **start) == D("2026-11-06")
    assert due_day("2 working days before the next meeting of one-panel after x", **start) == D("2026-11-05")


def test_a_meeting_that_is_not_arranged_yet_is_missing():
    found = due("before the next meeting of One Panel after x", x=D("2026-12-10"), meetings=MEETINGS)
    assert (found.due_on, found.missing) == (None, ("next meeting of one panel",))
    assert due("the next meeting of One Panel after x", meetings=MEETINGS).missing == ("x",)


def test_not_before_is_a_floor():
    rule = "3 working days after meeting held, not before 6 working days after referral received"
    early = due(rule, meeting_held=D("2026-11-03"), referral_received=D("2026-11-02"))
    assert (early.due_on, early.start_on) == (D("2026-11-10"), D("2026-11-02"))
    later = due(rule, meeting_held=D("2026-11-12"), referral_received=D("2026-11-02"))
    assert later.due_on == D("2026-11-17")
    unknown = due(rule, meeting_held=D("2026-11-12"))
    assert (unknown.due_on, unknown.provisional, unknown.missing) == (
        D("2026-11-17"),
        True,
        ("referral received",),
    )


def test_a_closure_day_is_passed_over_with_its_reason():
    closed = calendar_for(closures=((D("2026-11-24"), "closure day: office move"),))
    found = due("2 working days after x", x=D("2026-11-23"), calendar=closed)
    assert found.due_on == D("2026-11-26")
    assert found.skipped == ((D("2026-11-24"), "closure day: office move"),)


@pytest.mark.parametrize(
    ("rule", "start"),
    [
        ("10000 working days after x", "2080-01-01"),
        ("1 working day after x", "1066-10-14"),
        ("10000 years after x", "2026-01-01"),
        ("10000 weeks before x", "0150-01-01"),
        ("1 day after x, moved to the next working day", "2300-01-01"),
    ],
)
def test_days_beyond_every_calendar_are_refused(rule, start):
    with pytest.raises(CalendarError):
        due(rule, x=D(start))


units = st.sampled_from(Unit)


@given(st.dates(D("2000-01-01"), D("2060-12-31")), st.integers(0, 300), units, st.booleans(), st.booleans())
def test_the_fast_date_and_the_explained_one_are_the_same(day, amount, unit, before, same_day):
    same_day = same_day and unit in (Unit.WORKING_DAYS, Unit.DAYS) and amount > 0
    found = evaluate(Period(amount, unit, Start("x"), before, same_day), {"x": day}, ENGLAND)
    assert found.due_on == due_on(day, amount, ENGLAND, unit, before=before, same_day=same_day)
    assert len(found.counted) == amount
    if amount and unit is not Unit.CLEAR_DAYS:
        assert found.counted[-1] == found.due_on
    if unit is Unit.WORKING_DAYS and amount:
        first = day if same_day else day + dt.timedelta(-1 if before else 1)
        passed = sorted([*found.counted, *(skipped for skipped, _ in found.skipped)], reverse=before)
        step = -1 if before else 1
        days = range(first.toordinal(), found.due_on.toordinal() + step, step)
        assert passed == [dt.date.fromordinal(number) for number in days]


@pytest.mark.parametrize("unit", Unit)
def test_a_negative_amount_is_refused_and_zero_is_the_start(unit):
    with pytest.raises(CalendarError):
        due_on(D("2026-11-21"), -1, ENGLAND, unit)
    nothing = due_on(D("2026-11-21"), 0, ENGLAND, unit)
    assert nothing == D("2026-11-22" if unit is Unit.CLEAR_DAYS else "2026-11-21")


@pytest.mark.parametrize("unit", [Unit.WEEKS, Unit.CALENDAR_MONTHS, Unit.YEARS, Unit.CLEAR_DAYS])
def test_only_working_days_and_days_can_count_the_start_as_day_one(unit):
    with pytest.raises(CalendarError):
        due_on(D("2026-11-21"), 1, ENGLAND, unit, same_day=True)


@pytest.mark.parametrize(
    ("today", "limit", "left"),
    [
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-19", "2026-11-20", 1),
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-20", "2026-11-21", 0),  # tomorrow, a Saturday
        ("2026-11-21", "2026-11-20", -1),  # late, though no working day has passed
        ("2026-11-23", "2026-11-20", -1),
        ("2026-11-24", "2026-11-20", -2),
        ("2026-12-23", "2027-01-04", 5),
    ],
)
def test_working_days_left(today, limit, left):
    assert working_days_left(D(today), D(limit), ENGLAND) == left


def test_a_due_date_explains_itself():
    found = due("3 working days after information requested", information_requested=D("2026-08-27"))
    assert explain(found, clause="appendix A", version="1.5") == [
        "Start: information requested, Thursday 27 August 2026.",
        "Day 1: Friday 28 August 2026.",
        "Not counted: Saturday 29 August 2026.",
        "Not counted: Sunday 30 August 2026.",
        "Not counted: Monday 31 August 2026 (bank holiday: Late Summer Bank Holiday).",
        "Day 2: Tuesday 1 September 2026.",
        "Day 3: Wednesday 2 September 2026.",
        "Due by the end of Wednesday 2 September 2026.",
        "Rule: 3 working days after information requested.",
        "Clause: appendix A.",
        "Procedure version: 1.5.",
    ]


def test_a_choice_explains_both_sides():
    assert explain(due(BEX_26, referral_received=D("2026-11-02")))[:5] == [
        "The earlier of:",
        "– 3 working days after meeting held: not known yet (meeting held).",
        "– 13 working days after referral received, referral received counting as day 1: Wednesday 18 November 2026.",
        "What counts is 13 working days after referral received, referral received counting as day 1.",
        "Start: referral received, Monday 2 November 2026.",
    ]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (
            "2 working days before the next meeting of One Panel after x",
            [
                "Start: x, Thursday 5 November 2026.",
                "Next meeting of One Panel: Thursday 12 November 2026.",
                "That is Thursday 12 November 2026; from there:",
                "Day 1: Wednesday 11 November 2026.",
                "Day 2: Tuesday 10 November 2026.",
                "Due by the end of Tuesday 10 November 2026.",
            ],
        ),
        (
            "2 days after x, moved to the next working day",
            [
                "Start: x, Thursday 5 November 2026.",
                "Day 1: Friday 6 November 2026.",
                "Day 2: Saturday 7 November 2026.",
                "No working day: Saturday 7 November 2026.",
                "No working day: Sunday 8 November 2026.",
                "Moved to the next working day: 9 November 2026.",
                "Due by the end of Monday 9 November 2026.",
            ],
        ),
        (
            "1 calendar month after x, not before 2 weeks after y",
            [
                "Start: x, Thursday 5 November 2026.",
                "Month 1: Saturday 5 December 2026.",
                "Not before 2 weeks after y, which is not known yet.",
                "Due by the end of Saturday 5 December 2026.",
                "Provisional, because it may change with: y.",
            ],
        ),
        (
            "before the next meeting of One Panel after x",
            [
                "Start: x, Thursday 5 November 2026.",
                "Next meeting of One Panel: Thursday 12 November 2026.",
                "Before it: Wednesday 11 November 2026.",
                "Due by the end of Wednesday 11 November 2026.",
            ],
        ),
        ("1 week after the last of y", ["No date yet. Still to be known: y."]),
    ],
)
def test_other_forms_explain_themselves(rule, told):
    found = due(rule, x=D("2026-11-05"), meetings=MEETINGS)
    assert explain(found) == [*told, f"Rule: {rule}."]


def test_plain_values_hold_everything_a_row_keeps():
    plain = as_plain(due("1 working day after x", x=D("2026-07-03")), clause="§4", version="2")
    explanation = plain.pop("explanation")
    assert plain == {
        "due": "2026-07-06",
        "due_instant": "2026-07-06T22:59:59Z",
        "start": "2026-07-03",
        "counted": ["2026-07-06"],
        "skipped": [
            {"date": "2026-07-04", "reason": "Saturday"},
            {"date": "2026-07-05", "reason": "Sunday"},
        ],
        "rule": "1 working day after x",
        "clause": "§4",
        "version": "2",
        "missing": [],
        "provisional": False,
    }
    assert len(explanation) == 8


def test_one_due_date_costs_at_most_ten_times_a_bare_binary_search():
    closed = calendar_for(closures=((D("2026-12-24"), "closure day: offices shut"),))
    start = D("2026-01-01")
    ordinals = [closed.after(start, n).toordinal() for n in range(1, 2000)]
    days = [start + dt.timedelta(n % 1000) for n in range(20_000)]
    numbers = [day.toordinal() for day in days]

    def bare():
        for number in numbers:
            ordinals[bisect_right(ordinals, number) + 14]

    def ours():
        for day in days:
            due_on(day, 15, closed)

    assert _best(ours) <= 10 * _best(bare)


def _best(work) -> float:
    def once():
        begun = perf_counter()
        work()
        return perf_counter() - begun

    return min(once() for _ in range(5))


def test_asking_on_one_track_starts_no_clock_of_another():
    """C-19: an agency asked again for a review gets that clock and not the screening's."""
    limit = parse_sentence("10 working days after information requested")
    clock = Clock(name="screening", title="", limit=limit, for_each="agency", stops=("submit_return",), track="adult")
    made = {"at": dt.datetime(2026, 9, 1, tzinfo=dt.UTC), "about": "agency:1"}
    mine = Occurrence(name="request_information", track="adult", **made)
    other = Occurrence(name="request_information", track="review", **made)
    answer = Occurrence(name="submit_return", track="review", **made)
    elsewhere = Occurrence(name="request_information", track="notification", **made)
    rows = [mine, other, answer, elsewhere]
    assert of_its_track(clock, rows, {"adult", "review"}) == [mine, answer, elsewhere]
    assert of_its_track(clock, rows, {"review"}) == rows

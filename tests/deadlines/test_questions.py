"""Questions about due dates: plain rules, clocks with their facts, and what is wrong with a question."""

from __future__ import annotations

import datetime as dt

import pytest

from deadlines.calendar import calendar_for, england
from deadlines.questions import QuestionError, Sources, answer, read_when
from procedures.model import Clock, Procedure
from procedures.sentences import parse_sentence

D = dt.date.fromisoformat


def clock(name, *, limit="", target="", ids=()):
    return Clock(
        name=name,
        title=name.replace("-", " ").capitalize(),
        see="§4",
        ids=ids,
        limit=parse_sentence(limit) if limit else None,
        target=parse_sentence(target) if target else None,
    )


CLOCKS = (
    clock("scoping-return", limit="10 working days after information requested", ids=("ANY-1",)),
    clock(
        "agency-information",
        target="3 working days after information requested",
        limit="5 working days after information requested",
        ids=("ANY-2",),
    ),
    clock(
        "briefing",
        limit="the earlier of 3 working days after meeting held and 13 working days after referral received, "
        "referral received counting as day 1",
        ids=("ANY-3",),
    ),
    clock(
        "review-meeting",
        target="10 working days after national panel acknowledged, "
        "not before 7 working days after national panel acknowledged",
        limit="15 working days after notification sent",
        ids=("ANY-4", "ANY-5"),
    ),
    clock("collate", limit="before the next meeting of One Panel after information requested", ids=("ANY-5",)),
    clock("meeting-only-wished", target="2 weeks after referral received"),
    clock("all-in", limit="2 working days after the last of return submitted or its limit"),
    clock("empty"),
)


def procedure_of(slug):
    if slug != "anytown":
        raise QuestionError(f"There is no partnership “{slug}”.")
    return Procedure(
        slug="anytown",
        partnership_title="Anytown",
        short_title="Anytown",
        code="ANY",
        country="GB",
        subdivision="ENG",
        second_factor="required",
        version="2.0",
        version_title="2.0",
        in_force_from=None,
        superseded_by="",
        review_by=None,
        source="",
        clocks=CLOCKS,
    )


def calendar_of(slug):
    if not slug:
        return england()
    procedure_of(slug)
    return calendar_for(closures=((D("2026-11-24"), "closure day: office move"),))


SOURCES = Sources(procedure_of, calendar_of)


def ask(**question):
    return answer({name.rstrip("_"): value for name, value in question.items()}, SOURCES)


def ask_clock(name, **question):
    return ask(clock=name, partnership="anytown", **question)


@pytest.mark.parametrize(
    ("question", "due", "instant"),
    [
        ({"from_": "2026-11-21", "amount": 1}, "2026-11-23", "2026-11-23T23:59:59Z"),
        ({"from_": "2026-07-01T23:30:00Z", "amount": "1"}, "2026-07-03", "2026-07-03T22:59:59Z"),
        ({"from_": "2026-07-01T23:30:00+01:00", "amount": 1}, "2026-07-02", "2026-07-02T22:59:59Z"),
        ({"from_": "2026-11-21", "amount": 1, "day_one": "same"}, "2026-11-23", "2026-11-23T23:59:59Z"),
        ({"from_": "2026-11-20", "amount": 1, "day_one": "same"}, "2026-11-20", "2026-11-20T23:59:59Z"),
        ({"from_": "2026-11-21", "amount": 1, "direction": "before"}, "2026-11-20", "2026-11-20T23:59:59Z"),
        (
            {"from_": "2026-01-31", "amount": 1, "unit": "calendar_months"},
            "2026-02-28",
            "2026-02-28T23:59:59Z",
        ),
        ({"from_": "2024-02-29", "amount": 1, "unit": "years"}, "2025-02-28", "2025-02-28T23:59:59Z"),
        ({"from_": "2026-11-21", "amount": 2, "unit": "weeks"}, "2026-12-05", "2026-12-05T23:59:59Z"),
        ({"from_": "2026-10-24", "amount": 0, "unit": "days"}, "2026-10-24", "2026-10-24T22:59:59Z"),
        (
            {"from_": "2026-11-23", "amount": 1, "partnership": "anytown"},
            "2026-11-25",
            "2026-11-25T23:59:59Z",
        ),
        (
            {"from_": "2026-11-23", "amount": 1, "clock": None, "fact": None},
            "2026-11-24",
            "2026-11-24T23:59:59Z",
        ),
    ],
)
def test_plain_rules(question, due, instant):
    found = ask(**question)
    assert (found["due"], found["due_instant"]) == (due, instant)


@pytest.mark.parametrize(
    ("name", "given", "due", "target"),
    [
        ("scoping-return", {"from_": "2026-11-02"}, "2026-11-16", None),
        ("Scoping Return", {"from_": "2026-11-02"}, "2026-11-16", None),
        ("any-1", {"from_": "2026-11-02"}, "2026-11-16", None),
        ("scoping_return", {"fact": ["information-requested=2026-11-02"]}, "2026-11-16", None),
        ("scoping-return", {"facts": {"information_requested": "2026-11-02"}}, "2026-11-16", None),
        ("agency-information", {"from_": "2026-11-02"}, "2026-11-09", "2026-11-05"),
        (
            "briefing",
            {"from_": "2026-11-05", "fact": ["Referral Received=2026-11-02T09:00:00Z"]},
            "2026-11-10",
            None,
        ),
        ("briefing", {"from_": "2026-11-02", "fact": "meeting held=2026-12-01"}, "2026-11-18", None),
        (
            "review-meeting",
            {"from_": "2026-11-02", "fact": ["national panel acknowledged=2026-11-04"]},
            "2026-11-23",
            "2026-11-18",
        ),
        (
            "collate",
            {"from_": "2026-11-02", "fact": ["next meeting of One Panel=2026-11-12"]},
            "2026-11-11",
            None,
        ),
        ("collate", {"from_": "2026-11-02", "fact": ["one-panel=2026-11-12"]}, "2026-11-11", None),
        ("meeting-only-wished", {"from_": "2026-11-02"}, "2026-11-16", "2026-11-16"),
        (
            "all-in",
            {
                "facts": {
                    "return submitted": ["2026-11-03", "2026-11-30"],
                    "limit of return submitted": "2026-11-16",
                }
            },
            "2026-11-18",
            None,
        ),
    ],
)
def test_clocks_by_name_or_id_with_their_facts(name, given, due, target):
    found = ask_clock(name, **given)
    assert (found["due"], found.get("target")) == (due, target)


def test_a_clock_says_its_title_clause_version_and_closure_days():
    found = ask_clock("scoping-return", from_="2026-11-18")
    assert {key: found[key] for key in ("clock", "title", "ids", "clause", "version", "rule", "due")} == {
        "clock": "scoping-return",
        "title": "Scoping return",
        "ids": ["ANY-1"],
        "clause": "§4",
        "version": "2.0",
        "rule": "10 working days after information requested",
        "due": "2026-12-03",
    }
    assert {"date": "2026-11-24", "reason": "closure day: office move"} in found["skipped"]


WRONG = [
    ({}, "Say what to count: an amount, or a clock and its partnership."),
    ({"amount": 5}, "Say from when: “from” is missing."),
    (
        {"from_": "2026-01-01", "amount": -5},
        "The amount cannot be negative; to count backwards give direction “before”.",
    ),
    ({"from_": "2026-01-01", "amount": 10_001}, "The amount can be at most 10,000."),
    ({"from_": "2026-01-01", "amount": "9" * 5000}, "The amount can be at most 10,000."),
    ({"from_": "2026-01-01", "amount": 1.5}, "The amount is a whole number, not “1.5”."),
    ({"from_": "2026-01-01", "amount": True}, "The amount is a whole number, not “True”."),
    ({"from_": "2026-01-01", "amount": "five"}, "The amount is a whole number, not “five”."),
    ({"from_": "2026-01-01", "amount": "٣"}, "The amount is a whole number, not “٣”."),
    (
        {"from_": "2026-01-01", "amount": 1, "unit": "fortnights"},
        "unit: “fortnights” is not one of working_days, calendar_months, weeks, days, clear_days, years.",
    ),
    (
        {"from_": "2026-01-01", "amount": 1, "direction": "sideways"},
        "direction: “sideways” is not one of after, before.",
    ),
    ({"from_": "2026-01-01", "amount": 1, "day_one": "x"}, "day_one: “x” is not one of next, same."),
    (
        {"from_": "2026-01-01", "amount": 1, "unit": "weeks", "day_one": "same"},
        "The start can count as day 1 of working days or days, not of weeks.",
    ),
    (
        {"from_": "2026-02-30", "amount": 1},
        "from: “2026-02-30” is neither a date such as 2026-11-30 nor an instant such as 2026-11-30T23:30:00Z.",
    ),
    (
        {"from_": "2026-07-01T23:30:00", "amount": 1},
        "from: “2026-07-01T23:30:00” needs its offset from UTC, or Z, to be an instant.",
    ),
    (
        {"from_": "9999-12-31", "amount": 1},
        "Working days are known from Tuesday 1 January 1895 to Friday 31 December 2094; this would fall outside.",
    ),
    ({"from_": "9999-12-31", "amount": 1, "unit": "days"}, "That day lies outside the years 1 to 9999."),
    (
        {"from_": "2026-01-01", "amount": 1, "partnership": "elsewhere"},
        "There is no partnership “elsewhere”.",
    ),
    (
        {"from_": "2026-01-01", "amount": 1, "fact": ["x=2026-01-01"]},
        "Facts go with a clock; a plain rule has only its start.",
    ),
    (
        {"from_": "2026-01-01", "amount": 1, "unity": "days"},
        "“unity” is not one of from, amount, unit, direction, day_one, clock, partnership, fact, facts.",
    ),
    ({"clock": "scoping-return"}, "A clock belongs to a partnership: “partnership” is missing."),
    (
        {"clock": "scoping-return", "partnership": "anytown", "amount": 3},
        "A clock has its own rule, so “amount” cannot be given with it.",
    ),
    (
        {"clock": "scoping-return", "partnership": "anytown"},
        "The clock “scoping-return” needs to know when: information requested. Give each as a fact, NAME=WHEN.",
    ),
    (
        {"clock": "briefing", "partnership": "anytown", "from_": "2026-11-05"},
        "The clock “briefing” needs to know when: referral received. Give each as a fact, NAME=WHEN.",
    ),
    (
        {"clock": "collate", "partnership": "anytown", "from_": "2026-11-05"},
        "The clock “collate” needs to know when: next meeting of one panel. Give each as a fact, NAME=WHEN.",
    ),
    (
        {"clock": "ANY-5", "partnership": "anytown", "from_": "2026-11-05"},
        "“ANY-5” covers several clocks: review-meeting, collate.",
    ),
    (
        {"clock": "scoping", "partnership": "anytown", "from_": "2026-11-05"},
        "anytown has no clock “scoping”. Its clocks: scoping-return, agency-information, briefing, "
        "review-meeting, collate, meeting-only-wished, all-in, empty.",
    ),
    (
        {"clock": "empty", "partnership": "anytown", "from_": "2026-11-05"},
        "The clock “empty” has neither a limit nor a target.",
    ),
    (
        {"clock": "briefing", "partnership": "anytown", "fact": ["meeting held"]},
        "A fact is written NAME=WHEN, not “meeting held”.",
    ),
    (
        {"clock": "briefing", "partnership": "anytown", "facts": {"meeting held": "soon"}},
        "fact meeting held: “soon” is neither a date such as 2026-11-30 nor an instant such as 2026-11-30T23:30:00Z.",
    ),
]


@pytest.mark.parametrize(("question", "said"), WRONG)
def test_what_is_wrong_is_said_in_one_sentence(question, said):
    with pytest.raises(QuestionError) as refused:
        ask(**question)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "20260701",
        "2026-W27-3",
        "2026-7-1",
        "01/07/2026",
        "2026-07-01T25:00:00Z",
        "2026-07-01T23:30:60Z",
        "2026-07-01 23:30 Europe/London",
        "2026-07-01T23:30:00+25:00",
        "-001-01-01",
        "0000-01-01",
        "10000-01-01",
        "2026-07-01TZ",
        "2026-07-01\x00",
        "٢٠٢٦-٠٧-٠١",
        20260701,
        None,
    ],
)
def test_what_is_neither_date_nor_instant_is_refused(text):
    with pytest.raises(QuestionError):
        read_when(text, "from")


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-07-01", D("2026-07-01")),
        (" 2026-07-01 ", D("2026-07-01")),
        ("2026-07-01T23:30:00z", dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)),
        ("2026-07-01 23:30+00:00", dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)),
        ("2026-07-01T23:30:00.250+0000", dt.datetime(2026, 7, 1, 23, 30, 0, 250_000, tzinfo=dt.UTC)),
    ],
)
def test_dates_and_instants_are_read(text, when):
    assert read_when(text, "from") == when


def _asked(clock, partnership, **told):
    from deadlines.calendar import england
    from deadlines.questions import Sources, answer
    from procedures import library

    sources = Sources(lambda slug: library.shipped(slug)[-1], lambda slug: england())
    return answer({"clock": clock, "partnership": partnership, **told}, sources)


def test_a_referral_is_submitted_and_received_at_one_moment_unless_both_are_told():
    """BEX-24: limit 10 working days after receipt, not before grid day 6; Christmas between."""
    assert _asked("BEX-24", "bexley", **{"from": "2026-12-22"})["due"] == "2027-01-08"
    told = _asked("BEX-24", "bexley", fact=["referral received=2026-12-22", "referral submitted=2026-12-22"])
    assert told["due"] == "2027-01-08"


def test_a_fact_may_be_named_by_a_part_of_its_name():
    """DAR-26 runs from the national panel's acknowledgement; BEX-26 from the meeting and the submission."""
    assert _asked("DAR-26", "darlington", fact="acknowledged=2026-03-02")["due"] == "2026-03-23"
    told = _asked("BEX-26", "bexley", fact=["meeting=2026-09-15", "submitted=2026-09-01"])
    assert told["due"] == "2026-09-17"

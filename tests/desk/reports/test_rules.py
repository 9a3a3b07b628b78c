"""Periods, lateness, groups and ends, on plain values."""

from __future__ import annotations

import datetime as dt

import pytest

from deadlines.calendar import england
from desk.reports.rules import groups
from desk.reports.rules.ends import ENDED, OPEN, PANEL, REVIEW, CaseFacts, end_of, how_far, ongoing
from desk.reports.rules.periods import Period, months_of, start_of_year, year_from, year_title
from desk.reports.rules.spread import Due, Kept, days_late, kept

D = dt.date
REVIEWS = frozenset({"sar"})


def facts(**changed) -> CaseFacts:
    values = {
        "id": 1, "reference": "RED-2026-0001", "pathway": "adult", "borough": "", "referred_by": "Police",
        "received_on": D(2026, 5, 1), "stage_title": "Scoping", "closed_on": None, "merged_into": "",
        "review_type": "", "review_title": "", "decided_on": None, "outcome": "", "to_panel": False,
        "withdrawn": False, "redirected": False, "concluded_on": None, "imported": None, "listed": True,
    }  # fmt: skip
    return CaseFacts(**{**values, **changed})


def test_a_financial_year_runs_from_april_to_march():
    assert year_from(2026, 4) == Period(D(2026, 4, 1), D(2027, 3, 31))
    assert (start_of_year(D(2027, 3, 31), 4), start_of_year(D(2027, 4, 1), 4)) == (2026, 2027)
    assert (year_title(2026, 4), year_title(1999, 4), year_title(2026, 1)) == ("2026–27", "1999–00", "2026")
    assert months_of(Period(D(2026, 11, 30), D(2027, 2, 1))) == [(2026, 11), (2026, 12), (2027, 1), (2027, 2)]


@pytest.mark.parametrize(
    ("due", "ended", "late"),
    [
        (D(2026, 5, 1), D(2026, 5, 1), 0),  # a Friday, on the day
        (D(2026, 5, 1), D(2026, 5, 2), 1),  # the Saturday after
        (D(2026, 5, 1), D(2026, 5, 5), 1),  # Monday 4 May 2026 is a bank holiday
        (D(2026, 5, 1), D(2026, 5, 8), 4),
    ],
)
def test_lateness_is_counted_in_working_days(due, ended, late):
    assert days_late(due, ended, england()) == late


def test_how_deadlines_were_kept_counts_what_it_can_say_something_of():
    """BHR-8: met, late, open and late; running ones say nothing yet."""
    row = {"clock": "c", "title": "C", "agency": ""}
    rows = [
        Due(**row, due_on=D(2026, 5, 1), ended_on=D(2026, 4, 30), number=3),
        Due(**row, due_on=D(2026, 5, 1), ended_on=D(2026, 5, 5)),
        Due(**row, due_on=D(2026, 5, 1), ended_on=None, number=2),
        Due(**row, due_on=D(2026, 6, 1), ended_on=None),
    ]
    found = kept(rows, today=D(2026, 5, 8), calendar=england())
    assert found == Kept(3, (1,), (4, 4), 1)
    assert (found.counted, found.share, found.middle, found.worst) == (6, 50, 4.0, 4)
    assert kept([], today=D(2026, 5, 8), calendar=england()).share is None


@pytest.mark.parametrize(
    ("changed", "far", "end"),
    [
        ({}, OPEN, "Open: Scoping"),
        ({"to_panel": True}, PANEL, "Open: Scoping"),
        ({"withdrawn": True}, ENDED, "Withdrawn by the referrer"),
        ({"redirected": True}, ENDED, "Passed on to another body"),
        ({"merged_into": "RED-2026-0002", "closed_on": D(2026, 5, 2)}, ENDED, "Merged into RED-2026-0002"),
        ({"review_type": "sar", "review_title": "A review", "to_panel": True}, REVIEW, "A review"),
        ({"review_type": "no-review", "review_title": "Advice", "to_panel": True}, PANEL, "No review: Advice"),
        ({"closed_on": D(2026, 5, 2), "outcome": "Not met"}, ENDED, "Closed: Not met"),
        ({"imported": {"review": True, "outcome": "SAR done"}, "closed_on": D(2020, 1, 1)}, REVIEW, "SAR done"),
        ({"imported": {"panel": True, "outcome": "NFA"}, "closed_on": D(2020, 1, 1)}, PANEL, "NFA"),
    ],
)
def test_each_referral_has_one_end_in_the_log(changed, far, end):
    """RED-12: every referral, also those that go nowhere."""
    one = facts(**changed)
    assert (how_far(one, REVIEWS), end_of(one, REVIEWS)) == (far, end)


def test_a_review_is_ongoing_from_its_decision_to_its_end():
    """C-48: closed when published, embargoed or signed off."""
    one = facts(review_type="sar", decided_on=D(2026, 6, 1), concluded_on=D(2026, 9, 1))
    assert [ongoing(one, REVIEWS, day) for day in (D(2026, 5, 31), D(2026, 6, 1), D(2026, 8, 31), D(2026, 9, 1))] == [
        False, True, True, False,
    ]  # fmt: skip


def test_people_fall_into_broad_groups():
    """RED-11."""
    on = D(2026, 5, 1)
    assert [groups.age_band(day, on) for day in (None, D(2026, 4, 1), D(2008, 5, 2), D(2008, 5, 1), D(1930, 1, 1))] == [
        "Not known", "Under 1", "16 and 17", "18 to 24", "85 and over",
    ]  # fmt: skip
    assert [groups.sex_of(text) for text in ("F", "male", "", "Non-binary", "not known")] == [
        "Female", "Male", "Not known", "Another answer", "Not known",
    ]  # fmt: skip
    assert [groups.ethnic_group(text) for text in ("White British", "Indian", "Mixed: White and Asian", "Black African",
                                                   "N/K", "Kurdish")] == [
        "White", "Asian or Asian British", "Mixed or multiple ethnic groups",
        "Black, Black British, Caribbean or African", "Not known", "Another ethnic group",
    ]  # fmt: skip
    assert [groups.disability_of(text) for text in ("No", "Autism", "", "Not known")] == [
        "No disability recorded", "Disability recorded", "Not known", "Not known",
    ]  # fmt: skip
    places = (("Havering", "", ""), ("", "North", ""), ("", "", "1 A St, ig1 4bx"), ("", "", "1 A St"))
    assert [groups.area_of(*place) for place in places] == ["Havering", "North", "IG1", "Not known"]


def test_what_is_said_of_a_difference_is_careful():
    assert groups.said_of("Female", 3, 9, 10, 40) == "Female: too few to tell."
    assert "Chance alone may explain" in groups.said_of("Female", 8, 20, 15, 40)
    assert "no proof of bias" in groups.said_of("Female", 18, 20, 22, 40)
    assert groups.chance_of(3, 4, 1, 4) == pytest.approx(0.4857, abs=0.001)  # Fisher's tea


def test_ages_of_children_and_of_adults_are_looked_at_in_bands_of_their_own():
    """RED-11: the bands are the same whoever was referred."""
    bands = ("Under 1", "16 and 17", "18 to 24", "25 to 44", "85 and over", groups.UNKNOWN)
    assert [groups.in_cases_of_children(band) for band in bands] == [
        "Under 1", "16 and 17", "18 to 24", "25 and over", "25 and over", groups.UNKNOWN,
    ]  # fmt: skip
    assert [groups.in_cases_of_adults(band) for band in bands] == [
        "Under 18", "Under 18", "18 to 24", "25 to 44", "85 and over", groups.UNKNOWN,
    ]  # fmt: skip

"""What is odd about a referral is said and never refused: ages at the incident, parents younger than their child."""

from __future__ import annotations

import pytest

from cases.sheets.oddities import oddities
from tests.procedures.reading import procedure

DARLINGTON = procedure("darlington/dsp1.4.toml").find("forms", "notifiable-incident")
REDBRIDGE = procedure("redbridge/1.5.toml").find("forms", "one-panel-referral")


def darlington(born_on, parent_born_on):
    return {
        "reporting": {"incident-on": "2026-08-20"},
        "child": {"first-name": "Ada", "last-name": "Grey", "born-on": born_on},
        "parents": [
            {"_row": "1", "parent-first-name": "Bea", "parent-last-name": "Grey", "parent-born-on": parent_born_on},
        ],
    }


@pytest.mark.parametrize(
    ("born_on", "said"),
    [
        ("2008-08-21", []),
        ("2008-08-20", ["By the date of birth, 20 August 2008, they were 18 years old at the incident. This kind of "
                        "case is about people under 18. Check both dates."]),
    ],
)  # fmt: skip
def test_a_child_who_was_grown_up_at_the_incident(born_on, said):
    assert oddities(DARLINGTON, darlington(born_on, "1980-01-01"), subject="child") == said


def test_an_adult_who_was_a_child():
    answers = {"context": {"incident-on": "2026-08-20"}, "subject": {"born-on": "2010"}}
    assert oddities(REDBRIDGE, answers, subject="adult") == [
        "By the date of birth, 2010, they were 15 years old at the incident. This kind of case is about adults. "
        "Check both dates."
    ]
    assert oddities(REDBRIDGE, answers, subject="either") == []


def test_a_parent_younger_than_the_child():
    assert oddities(DARLINGTON, darlington("2017-05-04", "2017-05-04"), subject="child") == [
        "Bea Grey, born 4 May 2017, would be younger than the child, born 4 May 2017. Check both dates."
    ]
    assert oddities(DARLINGTON, darlington("2017-05-04", "2017-05-03"), subject="child") == []


@pytest.mark.parametrize(("relationship", "lines"), [("Mother", 1), ("Step-father", 1), ("Grandmother", 0), ("", 0)])
def test_who_is_a_parent_by_what_they_are_to_the_child(relationship, lines):
    person = {"_row": "1", "relevant-name": "Bea", "relevant-born-on": "2019", "relevant-relationship": relationship}
    answers = {"subject": {"born-on": "2017-05-04"}, "relevant-people": [person]}
    assert len(oddities(REDBRIDGE, answers, subject="child")) == lines

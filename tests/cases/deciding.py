"""Scenes for the tests of recorded acts: partnerships, their people, a case where a decision waits."""

from __future__ import annotations

import datetime as dt

from cases import acts
from cases.acts import PersonValues
from cases.models import Case
from partnerships.actors import Actor
from tests import factories as make

LATER = make.NOW + dt.timedelta(hours=2)
BEA = PersonValues(
    kind="subject", first_name="Bea", last_name="Brown", born_on=dt.date(2019, 5, 4), died_on=dt.date(2026, 8, 28)
)
# The answers of Darlington's test that lead to "met": a child died in the area.
DARLINGTON_MET = {"child": "yes", "abuse": "yes", "harmed": "yes", "in-area": "yes"}


def given(**answers) -> dict:
    """Answers to the questions of a recorded act: `why_not` is the question act-why-not."""
    return {"recorded": {f"act-{name.replace('_', '-')}": value for name, value in answers.items()}}


def darlingtons_people() -> dict[str, Actor]:
    """The three partners, the scrutineer, the office, the director."""
    return {
        "office": make.an_actor("Oona Office", "secretariat"),
        "council": make.an_actor("Cora Council", "statutory-partner", agency="council"),
        "ccg": make.an_actor("Hana Health", "statutory-partner", agency="ccg"),
        "police": make.an_actor("Pat Police", "statutory-partner", agency="police"),
        "scrutineer": make.an_actor("Sid Scrutineer", "scrutineer"),
        "ld": make.an_actor("Lena Learning", "ld-chair"),
        "director": make.an_actor("Dora Director", "director", agency="council"),
    }


def before_the_partners(people: dict[str, Actor], *, answers=DARLINGTON_MET) -> Case:
    """A serious incident with Darlington's partners, the test answered."""
    office = people["office"]
    case = make.a_case(office, pathway="serious-incident", people=(BEA,))
    acts.inform_partners(case=case, answers=given(how="here"), actor=office, at=LATER)
    acts.answer_criteria(
        case=case, aid="child-test", answers=answers, remarks={}, reasons="As reported.", actor=office, at=LATER
    )
    return case


SEATS = ["statutory-partner.council", "statutory-partner.ccg", "statutory-partner.police", "scrutineer"]


def decision(outcome: str, *, unexpected="yes", left="yes", took_part=SEATS, **more) -> dict:
    """What Darlington's partners answer when they decide."""
    return {
        **given(outcome=outcome, reasons="Neglect is suspected.", took_part=list(took_part), **more),
        "threshold-decision": {"unexpected-death": unexpected, "learning-left": left},
    }

"""Cases that wait for a notice: partnerships, their people, a child who died or was harmed."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from cases.acts import PersonValues, answer_criteria, open_case
from cases.models import Case
from cases.spine import acting
from documents.files import CheckedFile
from partnerships.actors import Actor
from partnerships.models import Borough
from tests import factories as make

MORNING = make.london(2026, 9, 1)  # a Tuesday
MET = {"child": "yes", "abuse": "yes", "died": "yes", "harmed": "yes", "in-area": "yes"}
PAPER = CheckedFile("proof.pdf", "application/pdf", b"%PDF-proof")
PROOF = [("recorded", "", "act-proof", [PAPER])]


def hours(number: float) -> dt.datetime:
    return MORNING + dt.timedelta(hours=number)


def days(number: int) -> dt.datetime:
    return MORNING + dt.timedelta(days=number)


def a_child(status: str = "", *, born=dt.date(2019, 5, 4), died=dt.date(2026, 8, 28)) -> PersonValues:
    details = {"legal_status": status} if status else {}
    return PersonValues(
        kind="subject", first_name="Bea", last_name="Brown", born_on=born, died_on=died, details=details
    )


def somebody(*roles: str) -> Actor:
    kinds = {role.kind for role in make.the_procedure().roles if role.name in roles}
    return Actor(label=f"Somebody ({', '.join(roles)})", roles=frozenset(roles), kinds=frozenset(kinds))


def said(**answers) -> dict:
    """Answers to our own questions: `sent_by` is the question act-sent-by."""
    return {"recorded": {f"act-{name.replace('_', '-')}": value for name, value in answers.items()}}


SENT = said(sent_by="Lee Authority", authority="The council", reference="CSI-77")


def done(case: Case, act: str, role: str, *, at: dt.datetime, track: str = "", outcome: str = "", **data) -> None:
    """An act of another room, by its bare entry on the record."""
    with acting(act, case=case, actor=somebody(role), at=at, track=track, reason="As agreed.") as doing:
        doing.record(summary=act, answer=outcome, data=data)


def a_case(pathway: str, *, status: str = "", borough: str = "", **more) -> Case:
    """A child's case received in the morning, the authority aware the day before, the child test met."""
    office = somebody("secretariat")
    case = open_case(
        procedure_version=make.the_version(), pathway=pathway, received_at=MORNING, actor=office, at=MORNING,
        borough=Borough.objects.get(slug=borough) if borough else None, referrer_name="Rosa Referrer",
        referrer_email="rosa@hospital.example", people=(a_child(status, **more),), why="Found at home.",
        facts={"incident": make.london(2026, 8, 28), "authority_aware": make.london(2026, 8, 31)},
    )  # fmt: skip
    return case


def met(case: Case, aid: str, role: str = "secretariat", answers=MET, at: dt.datetime | None = None) -> None:
    names = {question.name for question in make.the_procedure().find("aids", aid).questions}
    answer_criteria(
        case=case, aid=aid, answers={name: value for name, value in answers.items() if name in names}, remarks={},
        reasons="As reported.", actor=somebody(role), at=at or hours(1),
    )  # fmt: skip


def bexley_opened() -> Case:
    """A serious incident in Bexley: rapid review and notification are open."""
    case = a_case("serious-incident")
    met(case, "child-test")
    done(case, "acknowledge_referral", "secretariat", at=hours(1))
    done(case, "decide_threshold", "key-partner", at=hours(2), outcome="met")
    return case


def darlington_opened() -> Case:
    case = a_case("serious-incident")
    done(case, "inform_partners", "secretariat", at=hours(1))
    met(case, "child-test")
    done(case, "decide_threshold", "statutory-partner", at=hours(2), outcome="met")
    return case


def full(form, **more) -> dict:
    """Every question of a form answered, those named by `more` as it says."""
    values: dict = {}
    for section in form.sections:
        for field in section.fields:
            values.setdefault(section.name, {})[field.name] = more.get(field.name.replace("-", "_"), _answer(field))
    return values


def _answer(field):
    if field.kind == "date":
        return "2026-08-31"
    if field.kind == "yes/no":
        return "yes"
    return field.choices[0].value if field.choices else "Some words."


def people_of_bexley() -> SimpleNamespace:
    return SimpleNamespace(
        office=make.an_actor("Oona Office", "secretariat"),
        authority=make.an_actor("Lee Authority", "local-authority", agency="council"),
        partner=make.an_actor("Kay Keypartner", "key-partner", agency="police"),
    )

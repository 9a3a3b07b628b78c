"""What somebody who answers recommendations has before them: the question on one page, and all that wait for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cases.models import Case
from cases.queries import procedure_of, visible_cases
from deadlines.models import Deadline
from partnerships.actors import Actor
from partnerships.scope import current_partnership

from ..models import BodyAnswer, Recommendation
from .governance import Advice, advice_of, advises, body_asked, open_dissents
from .papers import returns_of, tests_of
from .room import without_texts
from .together import rule_for


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a ratifier reads: who is asked, by when, on what facts."""

    case: Case
    advice: Advice
    says: str
    by: list[str]
    on_behalf_of: str
    due: Deadline | None
    criteria: list
    returns: list
    answers: tuple[str, ...]


def what_is_asked(case: Case, made: Recommendation) -> Asked:
    """One page for somebody who signs in twice a month: the question, the facts, the dissent, the deadline."""
    procedure = procedure_of(case)
    rule = rule_for(procedure, made.body, case.pathway)
    names = {role.name: role.title for role in procedure.roles}
    bodies = {body.name: body.title for body in procedure.bodies}
    clocks = [clock.name for clock in procedure.clocks if "ratify_recommendation" in clock.stops]
    return Asked(
        case=case,
        advice=advice_of(made),
        says=advises(made),
        by=[names.get(role, role) for role in rule.by] if rule else [],
        on_behalf_of=bodies.get(rule.on_behalf_of, "") if rule else "",
        due=Deadline.objects.filter(partnership=case.partnership_id, case=case, clock__in=clocks, state="open")
        .order_by("due_on")
        .first(),
        criteria=[test for test in tests_of(case) if test.answers],
        returns=returns_of(case),
        answers=rule.answers if rule else (),
    )


@dataclass(frozen=True, kw_only=True)
class ToAnswer:
    made: Recommendation
    reference: str
    act: str
    due_on: dt.date | None
    dissent: bool


def recommendations_to_answer(actor: Actor) -> list[ToAnswer]:
    """Recommendations and escalations that wait for this person, the earliest due first."""
    rows = (
        Recommendation.objects.filter(
            partnership=current_partnership(), state__in=["open", "escalated"], case__in=visible_cases(actor)
        )
        .select_related("case__procedure", "case__borough")
        .defer(*without_texts("case__procedure"))
        .order_by("recommended_at", "id")[:100]
    )
    found = []
    for made in rows:
        act = "ratify_recommendation" if made.state == Recommendation.State.OPEN else "decide_escalation"
        if not _is_theirs(made, act, actor) or _has_answered(made.case, actor):
            continue
        due = Deadline.objects.filter(partnership=made.partnership_id, case=made.case_id, state="open")
        names = [c.name for c in procedure_of(made.case).clocks if act in c.stops]
        due_on = due.filter(clock__in=names).order_by("due_on").values_list("due_on", flat=True).first()
        dissent = bool(open_dissents(made.case))
        found.append(ToAnswer(made=made, reference=made.case.reference, act=act, due_on=due_on, dissent=dissent))
    return sorted(found, key=lambda row: (row.due_on or dt.date.max, row.reference))


def _is_theirs(made: Recommendation, act: str, actor: Actor) -> bool:
    procedure = procedure_of(made.case)
    steps = procedure.steps_for(act, made.case.pathway)
    return any(not procedure.who_may_act_as(name).isdisjoint(actor.roles) for step in steps for name in step.by)


def _has_answered(case: Case, actor: Actor) -> bool:
    """Whether this person's agency has given its own answer for a body that answers one by one, and need not do so
    again: a tie waits for all of them."""
    rows = BodyAnswer.objects.filter(
        partnership=case.partnership_id, case=case, settled_at=None, agency_id=actor.agency_id, entered_by=""
    )
    if actor.agency_id is None or not rows.exists():
        return False
    stands = body_asked(case, actor)
    return stands is None or not stands.tied

"""A review is ordered by the body responsible, on a decision that stands (RED-10, BEX-4, C-34)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.crypto import get_random_string

from cases.asking import outside_copies
from cases.models import Case, Decision
from cases.spine import Doing, acting
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Body, Methodology, Procedure, ReviewType

from .. import rules
from ..models import Review
from ..queries.deciding import decision_to_commission, duties_met, tests_of

# Without letters that are taken for one another; no vowels, so no words.
LETTERS = "bcdfghjkmnpqrstvwxz23456789"


def commission_review(
    *, case: Case, focus: str, methodology: str, body: str = "", duties: Sequence[str] = (), lead: str = "",
    told: Sequence[str] = (), reason: str = "", actor: Actor, at: dt.datetime,
) -> Review:  # fmt: skip
    """Orders the review that was decided on: its type is the decision's, its focus and methodology may be worded anew.

    `body`: which body orders it, where the type does not say; `duties`: the statutory tests it serves (C-47), those
    met if none are given; `lead`: the one whose process leads, needed where it serves several and none was chosen
    before; `told`: outside bodies of the step's copies that were told already. Raises ActRefused.
    """
    with acting("commission_review", case=case, actor=actor, at=at, reason=reason) as doing:
        decision = decision_to_commission(doing.case)
        if decision is None:
            raise ActRefused("No decision of this case waits for a review to be ordered.")
        if at < decision.decided_at:
            raise ActRefused("It cannot have been ordered before it was decided.", about="happened_at")
        if not focus.strip():
            raise ActRefused("Say what the review looks at.", about="focus")
        kind = doing.procedure.find("review_types", decision.data["review_type"])
        served = _duties(doing, duties)
        said = {
            "kind": kind, "way": _way(doing.procedure, methodology), "body": _body(doing.procedure, kind, body),
            "served": served, "lead": _lead(doing.case, served, lead), "told": _told(doing, told), "focus": focus,
        }  # fmt: skip
        return _keep(doing, decision, said, reason)


def _keep(doing: Doing, decision: Decision, said: dict, reason: str) -> Review:
    case, kind, way, body = doing.case, said["kind"], said["way"], said["body"]
    here = Review.objects.filter(partnership=case.partnership_id, case=case)
    running = here.running().first()
    if running is not None:
        raise ActRefused(rules.one_at_a_time(running.review_type_title, running.reference))
    number = here.count() + 1
    data = {
        "review_type": kind.name, "methodology": way.name if way else "", "body": body.name, "focus": said["focus"],
        "decision": decision.pk, "duties": said["served"], "lead": said["lead"], "told": said["told"],
    }  # fmt: skip
    event = doing.record(summary=f"{body.title} commissioned a review: {kind.title}.", reason=reason, data=data)
    return Review.objects.create(
        partnership_id=case.partnership_id, case=case, number=number, key=get_random_string(8, LETTERS),
        reference=rules.reference_of(case.reference, number), review_type=kind.name, review_type_title=kind.title,
        methodology=way.name if way else "", methodology_title=way.title if way else "", focus=said["focus"],
        body=body.name, body_title=body.title, commissioned_at=doing.at, commissioned_by=doing.actor.label,
        decision=decision, recommendation_id=decision.data.get("recommendation"), lead_process=said["lead"],
        duties=said["served"], event=event,
    )  # fmt: skip


def _way(procedure: Procedure, name: str) -> Methodology | None:
    ways = {way.name: way for way in rules.ways_for(procedure)}
    if ways and name not in ways:
        raise ActRefused("Choose how the review is to be carried out.", about="methodology")
    return ways.get(name)


def _body(procedure: Procedure, kind: ReviewType, name: str) -> Body:
    """The body that the type names; a text that names none leaves the choice among its bodies."""
    bodies = {body.name: body for body in procedure.bodies}
    found = bodies.get(kind.commissioned_by or name)
    if found is None:
        raise ActRefused("Say which body commissions the review.", about="body")
    return found


def _duties(doing: Doing, given: Sequence[str]) -> list[str]:
    known = tests_of(doing.procedure)
    if not set(given) <= set(known):
        raise ActRefused("Choose among the duties shown.", about="duties")
    return [test for test in known if test in set(given)] or duties_met(doing.state, doing.procedure)


def _lead(case: Case, served: list[str], lead: str) -> str:
    """Which process leads: the one chosen for the case, the only one served, else the one said here."""
    chosen = case.lead_process if case.lead_process in served else ""
    found = chosen or (served[0] if len(served) == 1 else lead)
    if len(served) > 1 and found not in served:
        raise ActRefused("Several duties are met. Say which process leads.", about="lead")
    return found


def _told(doing: Doing, told: Sequence[str]) -> list[str]:
    possible = {body.name for body in outside_copies(doing.step, doing.procedure)}
    if not set(told) <= possible:
        raise ActRefused("Choose among the bodies shown.", about="told")
    return sorted(told)

"""What a review is ordered on: the decision that stands, the statutory tests that are met."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from cases.models import Case, Decision, Fact
from cases.queries import visible_cases
from cases.spine import may
from cases.state import CaseState
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures.model import Procedure
from procedures.vocabulary import FINAL_DECISIONS

from ..models import Review
from .running import reviewers_of
from .sight import running_review

MOST = 20  # more than anybody has waiting; the page of what is due lists them by name


def decision_to_commission(case: Case) -> Decision | None:
    """The newest final decision that stands, if it is for a review and none has been ordered on it."""
    rows = Decision.objects.filter(partnership=case.partnership_id, case=case, event__annulled_by=None)
    decision = rows.filter(kind__in=FINAL_DECISIONS).order_by("-id").first()
    if decision is None or not decision.data.get("review_type"):
        return None
    ordered = Review.objects.filter(partnership=case.partnership_id, decision=decision).standing()
    return None if ordered.exists() else decision


def waits_for_its_order(case: Case) -> bool | None:
    """A review was decided on and nobody has ordered it: that is what comes next on the case (RED-10)."""
    return decision_to_commission(case) is not None or None


def waits_for_a_reviewer(case: Case) -> bool | None:
    """Once somebody carries the running review out, nobody waits for another to be checked or appointed (C-22)."""
    review = running_review(case)
    return False if review is not None and reviewers_of(review) else None


def cases_to_commission(actor: Actor) -> list[Case]:
    """The cases on which this person is to order the review that was decided on, oldest decision first (RED-10)."""
    if actor.membership is None:
        return []
    here = {"partnership": current_partnership()}
    ordered = Review.objects.filter(**here, decision=OuterRef("pk")).standing()
    rows = Decision.objects.filter(
        Exists(Fact.objects.filter(**here, name="decision_to_review", event=OuterRef("event"))),
        **here, kind__in=FINAL_DECISIONS, event__annulled_by=None, case__closed_at=None, case__in=visible_cases(actor),
    ).exclude(Exists(ordered))  # fmt: skip
    cases = {row.case_id: row.case for row in rows.select_related("case__procedure", "case__borough").order_by("id")}
    return [case for case in list(cases.values())[:MOST] if _may_order(case, actor)]


def _may_order(case: Case, actor: Actor) -> bool:
    try:
        return may("commission_review", case=case, actor=actor).step is not None
    except ActRefused:
        return False


def tests_of(procedure: Procedure) -> list[str]:
    """The statutory tests of a text, in its order; a partnership's own test opens no statutory duty."""
    return list(dict.fromkeys(aid.test for aid in procedure.aids if aid.test != "other"))


def duties_met(state: CaseState, procedure: Procedure) -> list[str]:
    return [test for test in tests_of(procedure) if state.statutory.get(test)]

"""What a review is ordered on: the decision that stands, the statutory tests that are met."""

from __future__ import annotations

from cases.models import Case, Decision
from cases.state import CaseState
from procedures.model import Procedure
from procedures.vocabulary import FINAL_DECISIONS

from ..models import Review


def decision_to_commission(case: Case) -> Decision | None:
    """The newest final decision that stands, if it is for a review and none has been ordered on it."""
    rows = Decision.objects.filter(partnership=case.partnership_id, case=case, event__annulled_by=None)
    decision = rows.filter(kind__in=FINAL_DECISIONS).order_by("-id").first()
    if decision is None or not decision.data.get("review_type"):
        return None
    ordered = Review.objects.filter(partnership=case.partnership_id, decision=decision).standing()
    return None if ordered.exists() else decision


def tests_of(procedure: Procedure) -> list[str]:
    """The statutory tests of a text, in its order; a partnership's own test opens no statutory duty."""
    return list(dict.fromkeys(aid.test for aid in procedure.aids if aid.test != "other"))


def duties_met(state: CaseState, procedure: Procedure) -> list[str]:
    return [test for test in tests_of(procedure) if state.statutory.get(test)]

"""What was learnt: of a case, across the partnership's reviews, and asked for before (C-28)."""

from __future__ import annotations

from cases.models import Case, Event

from ..models import ReviewRecommendation


def of_case(case: Case) -> list[ReviewRecommendation]:
    """Recommendations and good practice by number; what was struck out of the record is left out."""
    rows = ReviewRecommendation.objects.filter(partnership=case.partnership_id, case=case, event__annulled_by=None)
    return list(rows.select_related("agency").order_by("-kind", "number"))


def recommendations_to_carry_out(case: Case) -> list[ReviewRecommendation]:
    """Those that actions can hang on: asked for, and not refused."""
    return [
        one for one in of_case(case)
        if one.kind == ReviewRecommendation.Kind.RECOMMENDATION and one.answer != "not-accepted"
    ]  # fmt: skip


def sharing_of(case: Case) -> list[Event]:
    """What was agreed on sharing the learning, newest first (RED-23)."""
    rows = Event.objects.filter(partnership=case.partnership_id, case=case, act="agree_actions", annulled_by=None)
    return list(rows.exclude(reason="").order_by("-id"))

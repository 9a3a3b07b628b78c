"""Who may see which review: whoever may see its case."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from cases.models import Case
from cases.queries import visible_cases
from partnerships.actors import Actor
from partnerships.models import Partnership

from ..models import Review


def visible_reviews(actor: Actor) -> QuerySet[Review]:
    """The reviews of the open partnership that somebody may open, newest first."""
    return Review.objects.filter(case__in=visible_cases(actor)).standing()


def review_of(partnership: Partnership, key: str, actor: Actor) -> Review:
    """The review of that key with its case, or Http404 in the same words whether it is not there or not theirs."""
    rows = visible_reviews(actor).filter(partnership=partnership, key=key)
    found = rows.select_related("case__procedure", "case__borough", "decision").first()
    if found is None:
        raise Http404
    found.case.partnership = partnership
    return found


def reviews_of_case(case: Case) -> list[Review]:
    """The reviews of a case that somebody may open already, newest first."""
    rows = list(Review.objects.filter(partnership=case.partnership_id, case=case).standing())
    for row in rows:
        row.case = case
    return rows


def running_review(case: Case) -> Review | None:
    return Review.objects.filter(partnership=case.partnership_id, case=case).running().first()

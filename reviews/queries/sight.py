"""Who may see which review: whoever may see its case, and the reviewer whom the review names (C-6, C-52)."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from cases.models import Case, Conflict
from cases.queries import visible_cases
from partnerships.actors import Actor
from partnerships.models import Partnership
from partnerships.scope import current_partnership
from procedures.model import Procedure

from ..models import Review, ReviewPermission


def visible_reviews(actor: Actor) -> QuerySet[Review]:
    """The reviews of the open partnership that somebody may open, newest first."""
    if actor.membership is None:
        return Review.objects.none()
    here = {"partnership": current_partnership()}
    named = _named(actor).filter(content_object=OuterRef("pk"))
    conflicted = Conflict.objects.filter(**here, case=OuterRef("case"), membership=actor.membership, withdrawn_at=None)
    rows = Review.objects.filter(**here).standing()
    return rows.filter(Q(case__in=visible_cases(actor)) | (Exists(named) & ~Exists(conflicted)))


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


def latest_review(case: Case) -> Review | None:
    """The one that runs, else the one ordered last."""
    return Review.objects.filter(partnership=case.partnership_id, case=case).standing().order_by("-id").first()


def sees_the_case(review: Review, actor: Actor) -> bool:
    """A reviewer may see the review without its case: then no page leads there."""
    return visible_cases(actor).filter(pk=review.case_id).exists()


def as_reviewer(review: Review, actor: Actor, procedure: Procedure) -> Actor:
    """The actor with what the text lets a reviewer do only where it is their review (C-6)."""
    if "reviewer" not in actor.kinds or carries_it_out(review, actor):
        return actor
    roles = frozenset(role.name for role in procedure.roles_of_kind("reviewer"))
    return replace(actor, roles=actor.roles - roles, kinds=actor.kinds - {"reviewer"})


def carries_it_out(review: Review, actor: Actor) -> bool:
    """Whether the review names this person as its reviewer."""
    return _named(actor).filter(content_object=review).exists()


def _named(actor: Actor) -> QuerySet[ReviewPermission]:
    rows = ReviewPermission.objects.filter(partnership=current_partnership(), permission__codename="view_review")
    return rows.filter(user_id=actor.user_id)

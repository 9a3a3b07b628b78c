"""The reviewers whom a review names: their sign-in opens it while they carry it out, and not a day longer (C-6, C-52).

That is from the first to the last day of the contract, while the appointment stands and the review runs. The permission
is django-guardian's; the acts that change one of these set it right at once, and the beat does when a day passes.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import Permission
from guardian.shortcuts import assign_perm, remove_perm

from config.filters import day_of
from partnerships.queries import each_partnership

from .models import Appointment, Review, ReviewPermission

ALLOWED = "reviews.view_review"


def settle_sight(review: Review, *, at: dt.datetime) -> None:
    """Names for one review exactly those who carry it out at a moment."""
    # Both ends of the exception exist before anything is looked up, so a missing permission row is loud.
    Permission.objects.get(codename="view_review", content_type__app_label="reviews")
    day, running = day_of(at), review.ended_at is None
    rows = Appointment.objects.filter(partnership=review.partnership_id, review=review).select_related(
        "reviewer__membership__user", "event"
    )
    may: dict = {}
    for row in rows:
        if row.reviewer.membership is not None:
            given_up = row.ended_at is not None or hasattr(row.event, "annulled_by")
            now = running and not given_up and row.contract_from <= day <= row.contract_to
            user = row.reviewer.membership.user
            may[user] = may.get(user, False) or now
    for user, allowed in may.items():
        (assign_perm if allowed else remove_perm)(ALLOWED, user, review)


def settle_all(at: dt.datetime) -> None:
    """Contracts begin and end with the days: of every partnership, the reviews that name somebody or may have to."""
    for partnership in each_partnership():
        named = ReviewPermission.objects.filter(partnership=partnership).values("content_object_id")
        begun = Appointment.objects.filter(partnership=partnership, review__ended_at=None, ended_at=None)
        known = Review.objects.filter(partnership=partnership)
        for review in known.filter(pk__in=named) | known.filter(pk__in=begun.values("review_id")):
            settle_sight(review, at=at)

"""What every page of a review shares: finding it, its identity bar, going back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from cases.queries import note_opened
from cases.web import case_header
from config.links import address
from config.pages import page

from ..models import Review
from ..queries import review_of, stage_of


def the_review(request, key: str, name: str) -> Review:
    """The review, or 404; keeps that this person looked at this page of its case today."""
    found = review_of(request.partnership, key, request.actor)
    note_opened(found.case, request.actor, name, request.at)
    return found


def review_page(request, review: Review, template: str, **context) -> HttpResponse:
    """A page of one review with its identity bar."""
    stage = stage_of(review)
    header = {
        **case_header(review.case, request),
        "reference": review.reference,
        "href": address("review", partnership=request.partnership.slug, review=review.key),
        "stage": {"text": stage.title, "colour": stage.colour},
    }
    return page(request, template, review=review, case=review.case, review_header=header, stage=stage, **context)


def to_review(request, review: Review, name: str = "review"):
    return redirect(name, partnership=request.partnership.slug, review=review.key)

"""A case brought to where a review is ordered: plain functions, time and people always given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cases.models import Case
from panels.acts import ratify_recommendation
from partnerships.actors import Actor
from reviews.acts import commission_review
from reviews.models import Review
from tests.factories import london
from tests.panels.scenes import NONE, SAR, ratifier, recommend_now, recommended, voted

DECIDED = london(2026, 9, 18, 11)
COMMISSIONED = london(2026, 9, 21, 9)
LATER = london(2026, 10, 5, 9)
FOCUS = "How agencies shared what they knew."


@dataclass
class Ordered:
    """A case with a final decision, and its review once it is commissioned."""

    case: Case
    secretary: Actor
    ratifier: Actor
    review: Review | None = None


def decided(review_type: str = SAR) -> Ordered:
    """One Panel recommended and the board's chair ratified."""
    scene = recommended() if review_type == SAR else voted(**dict.fromkeys(("nel_icb", "community_safety"), NONE))
    made = scene.recommendation or recommend_now(scene, review_type)
    who = ratifier()
    ratify_recommendation(recommendation=made, reasons="Agreed.", actor=who, at=DECIDED)
    scene.case.refresh_from_db()
    return Ordered(scene.case, scene.secretary, who)


def commissioned(at: dt.datetime = COMMISSIONED) -> Ordered:
    found = decided()
    found.review = commission_review(
        case=found.case, focus=FOCUS, methodology="reflective-learning", actor=found.ratifier, at=at
    )
    return found

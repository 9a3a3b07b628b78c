"""A commissioned review in each partnership, with one of everything that hangs on it."""

from __future__ import annotations

from panels import acts as panels
from reviews import acts as reviews

from .world import Side


def commissioned(side: Side, recommendation) -> None:
    """The review follows a recommendation that was ratified."""
    things, at = side.things, side.now
    panels.ratify_recommendation(
        recommendation=recommendation, reasons=f"Agreed for {side.surname()}.", actor=side.actor("rsab-chair"), at=at
    )
    things.review = reviews.commission_review(
        case=recommendation.case, focus=f"What was known of {side.surname()}.", methodology="reflective-learning",
        actor=side.actor("rsab-chair"), at=at,
    )  # fmt: skip

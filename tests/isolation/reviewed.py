"""A commissioned review in each partnership, with one of everything that hangs on it."""

from __future__ import annotations

import datetime as dt

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
    _carried_out(side)


def _carried_out(side: Side) -> None:
    """By somebody of the list, with a sign-in of their own; asked in writing."""
    things, at, secretary = side.things, side.now, side.actor("secretariat")
    things.reviewer = reviews.add_reviewer(
        name=f"Rena {side.surname()}", email=f"reviewer@{side.slug}.example", organisation=f"Of {side.slug.title()}",
        independent=True, experience="Ten reviews.", found_by="", actor=secretary, at=at,
    )  # fmt: skip
    things.reviewer = reviews.give_sign_in(
        reviewer=things.reviewer, procedure=side.procedure, actor=side.actor("administrator"), at=at
    )
    here = {"review": things.review, "reviewer": things.reviewer, "actor": secretary, "at": at}
    checks = {check.name: "no" if check.conflict else "yes" for check in side.procedure.reviewer_checks}
    reviews.check_reviewer(answers=checks, remarks={}, **here)
    things.appointment = reviews.appoint_reviewer(
        contract_from=at.date(), contract_to=at.date() + dt.timedelta(days=200), **here
    )
    things.asked = reviews.request_progress(
        review=things.review, asked=f"How far is it for {side.surname()}?", answer_by=at.date() + dt.timedelta(days=9),
        actor=secretary, at=at,
    )  # fmt: skip

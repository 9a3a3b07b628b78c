"""A commissioned review in each partnership, with one of everything that hangs on it."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.utils import timezone

from cases.spine import acting
from desk.demo.report_pdf import report_pdf
from documents.files import CheckedFile
from panels import acts as panels
from reviews import acts as reviews
from reviews.models import OutsideComment, PublishedReport

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
    reported(side)


def reported(side: Side) -> None:
    """A draft with a comment, and a report that was public: as the acts leave them."""
    things, office, at = side.things, side.actor("secretariat"), side.now
    review = things.review
    for act in ("check_reviewer", "appoint_reviewer"):
        with acting(act, case=review.case, actor=office, at=at) as doing:
            doing.record(summary="Done.")
    paper = CheckedFile("draft.pdf", "application/pdf", report_pdf("A draft", [f"About {side.surname()}."]))
    whose = {"recorded": {"act-whose": side.surname(), "act-text": f"About {side.surname()}.", "act-note": ""}}
    things.version = reviews.submit_draft(
        review=review, answers={"recorded": {"act-note": f"Of {side.surname()}."}},
        uploads=[("recorded", "", "act-file", [paper])], actor=office, at=at,
    )  # fmt: skip
    things.draft_comment = reviews.comment_on_draft(
        review=review, answers={"recorded": {k: v for k, v in whose["recorded"].items() if v}}, actor=office, at=at
    )
    with acting("add_note", case=review.case, actor=office, at=at) as doing:
        event = doing.record(summary="Noted.")
    things.outside_comment = OutsideComment.objects.create(
        partnership=side.partnership, review=review, body="ofsted", body_title="Ofsted", event=event,
        text=f"About {side.surname()}.", received_at=at,
    )  # fmt: skip
    content = report_pdf("A report", ["Nobody is named."])
    things.published = PublishedReport.objects.create(
        partnership=side.partnership, review=review, key=f"bcdf{side.slug[0]}xyz", kind="report", title="Adult B",
        review_type_title=review.review_type_title, summary="What was learnt.", reviewer="Rita Reviewer",
        published_on=timezone.localdate(at) - dt.timedelta(days=3), public_since=at, content=content,
        size=len(content), sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip

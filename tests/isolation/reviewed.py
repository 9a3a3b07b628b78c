"""A commissioned review in each partnership, with one of everything that hangs on it."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.test import Client
from django.utils import timezone

from cases.spine import acting
from desk.demo.report_pdf import report_pdf
from documents.files import CheckedFile
from information import acts as information
from information import drafts
from panels import acts as panels
from partnerships.models import Agency
from reviews import acts as reviews
from reviews import letters
from reviews.models import Evaluation, OutsideComment, PublishedReport
from reviews.rules.guests import Guest

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
    reported(side)


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
    side.clients["its reviewer"] = Client()
    side.clients["its reviewer"].force_login(things.reviewer.membership.user)
    here = {"review": things.review, "reviewer": things.reviewer, "actor": secretary, "at": at}
    checks = {check.name: "no" if check.conflict else "yes" for check in side.procedure.reviewer_checks}
    reviews.check_reviewer(answers=checks, remarks={}, **here)
    things.appointment = reviews.appoint_reviewer(
        contract_from=at.date(), contract_to=at.date() + dt.timedelta(days=200), **here
    )
    _reported(side)
    terms = {"scope": {"terms-questions": f"Of {side.surname()}?"},
             "parties": {"terms-agencies": "All.", "terms-family": "Asked."}}  # fmt: skip
    act = {"review": things.review, "actor": secretary, "at": at}
    reviews.set_terms(answers=terms, methodology="reflective-learning", **act)
    reviews.pause_review(reason=f"The trial of {side.surname()}.", **act)
    reviews.resume_review(reason="It is over.", **act)
    things.learning_event = reviews.convene_learning_event(
        review=things.review, title=f"Looking back at {side.slug.title()}", purpose="To learn.", place="Town hall",
        starts_at=at + dt.timedelta(days=20), guests=[Guest(f"Gus {side.surname()}", f"gus@{side.slug}.example")],
        actor=secretary, at=at,
    )  # fmt: skip
    Evaluation.objects.create(learning_event=things.learning_event, useful=4, change=f"For {side.surname()}.")
    things.token_of_invitation = letters.secret_address(things.learning_event.invitations.get(), at=at).split("/")[-2]
    things.asked = reviews.request_progress(
        review=things.review, asked=f"How far is it for {side.surname()}?", answer_by=at.date() + dt.timedelta(days=9),
        actor=secretary, at=at,
    )  # fmt: skip


def _reported(side: Side) -> None:
    """An agency has sent its report, and its lead has signed it."""
    things, at = side.things, side.now
    case, agency = things.review.case, Agency.objects.get(partnership=side.partnership, slug="east-area-police")
    for row in case.scoping_returns.filter(agency=agency):
        information.withdraw_request(
            scoping_return=row, reason="It reports to the review.", actor=side.actor("secretariat"), at=at
        )
    request = information.request_information(
        case=case, agencies=[agency], wording=f"Report on {side.surname()}.", track="review",
        actor=side.actor("secretariat"), at=at,
    )  # fmt: skip
    row, police = request.returns.get(), side.actor("agency-representative")
    answers = {
        "imr-author": {"imr-author": "Una, inspector", "imr-sources": "Records."},
        "imr-involvement": {"imr-summary": f"We knew {side.surname()}."},
        "imr-analysis": {"imr-why": "We were few."}, "imr-learning": {"imr-learnt": "To ask."},
    }  # fmt: skip
    for part, values in answers.items():
        drafts.save_part(scoping_return=row, part=part, values=values, seen=None, actor=police, at=at)
    drafts.save_row(
        scoping_return=row, values={"happened_on": at.date(), "event": f"Rang {side.surname()}."}, actor=police, at=at
    )
    row.refresh_from_db()
    drafts.ask_sign_off(scoping_return=row, actor=police, at=at)
    row.refresh_from_db()
    information.sign_off_return(scoping_return=row, actor=side.actor("agency-lead"), at=at)
    things.agency_report = row


def reported(side: Side) -> None:
    """A draft with a comment, and a report that was public: as the acts leave them."""
    things, office, at = side.things, side.actor("secretariat"), side.now
    review = things.review
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

"""The report's own page, and what is done about it up to its signing off."""

from __future__ import annotations

from django.http import Http404
from django.views.decorators.http import require_safe

from cases.queries import procedure_of
from cases.state import state_of
from partnerships.refusals import ActRefused

from .. import acts, asking, queries, rules
from .asked import acting_on, asked_page
from .common import review_page, the_review


@require_safe
def report_of_review(request, review):
    """Where the report is: versions, comments, signatures, publication, what is public."""
    found = the_review(request, review, "report_of_review")
    procedure = procedure_of(found.case)
    return review_page(
        request, found, "reviews/report_of_review.html", tab="report_of_review",
        page=queries.report_page(found, procedure, request.actor, at=request.at),
        state=state_of(found.case, version=procedure.version),
    )  # fmt: skip


@acting_on("submit_draft")
def submit_draft(request, review):
    """A draft is handed in."""
    return asked_page(
        request, review, "submit_draft", acts.submit_draft,
        lambda found: asking.draft(review, for_reviewer=queries.carries_it_out(review, request.actor), at=request.at),
        {"review": review}, button="Hand the draft in", done="The draft is handed in.",
        lead="It becomes a new version. Earlier versions stay as they were handed in.",
    )  # fmt: skip


def _number(version) -> int | None:
    return version.number if version is not None else None


@acting_on("comment_on_draft")
def comment_on_draft(request, review):
    """Comments of a body or agency on the newest version."""
    version = queries.latest_version(review)
    return asked_page(
        request, review, "comment_on_draft", acts.comment_on_draft, lambda found: asking.comment(review, request.at),
        {"review": review}, button="Put the comments on record", done="The comments are on record.",
        lead=f"On version {version.number} of the report." if version else "", version=_number(version),
        file=version,
    )  # fmt: skip


def answer_draft_comment(request, review, comment):
    """What became of a comment."""
    row = the_review(request, review, "answer_draft_comment")
    found = queries.comment_of(row, comment)
    if found is None or not queries.reads_drafts(row, request.actor):
        raise Http404
    return asked_page(
        request, row, "answer_draft_comment", acts.answer_draft_comment,
        lambda _: asking.comment_answer(row, request.at), {"comment": found}, heading="Answer a comment on the draft",
        button="Put the answer on record", done="The comment is answered.", beside=[(found.whose, found.text)],
    )  # fmt: skip


@acting_on("sign_off_report")
def sign_off_report(request, review):
    """The newest version is signed off, with the checklist of the text where it has one."""
    procedure = procedure_of(review.case)
    version = queries.latest_version(review)
    signed = queries.signed_by(version) if version else []

    def ask(found):
        if version is None:
            raise ActRefused("No draft has been handed in yet.")
        places = queries.places_of(found.step, review.case, procedure, at=request.at)
        done = [row.place for row in signed]
        after = [*done, *(place.key for place in queries.my_places(places, request.actor))]
        vacant = rules.vacant(places, after) if not rules.still(places, after) else []
        return asking.sign_off(review, found.step, procedure, checked=bool(signed), vacant=vacant, at=request.at)

    return asked_page(
        request, review, "sign_off_report", acts.sign_off_report, ask, {"review": review}, button="Sign it off",
        done="Your signature is on record.", beside=[(row.place_title, f"Signed off by {row.by}") for row in signed],
        lead=f"You sign off version {version.number} of the report." if version else "", version=_number(version),
        file=version, ends=queries.loose_ends(review, procedure, at=request.at),
    )  # fmt: skip

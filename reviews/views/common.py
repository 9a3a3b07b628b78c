"""What every page of a review shares: finding it, its identity bar, going back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from cases.queries import note_opened, procedure_of
from cases.rules import act_title
from cases.spine import may
from cases.web import case_header
from config.access import ACCESS, may_open
from config.links import address
from config.pages import page
from partnerships.refusals import ActRefused

from ..models import Review
from ..queries import as_reviewer, carries_it_out, reads_material, review_of, sees_the_case, stage_of, taken_down_of


def the_review(request, key: str, name: str) -> Review:
    """The review, or 404; keeps that this person looked at this page of its case today."""
    found = review_of(request.partnership, key, request.actor)
    note_opened(found.case, request.actor, name, request.at)
    return found


# The pages of a review in order: (URL name, words). Shown where the reader may open them.
TABS = (
    ("review", "Overview"),
    ("review_terms", "Terms"),
    ("review_people", "People"),
    ("review_reports", "Material"),
    ("report_of_review", "Report"),
    ("review_recommendations", "Your recommendations"),
    ("review_actions", "Learning and actions"),
)
# Who runs the review or carries it out reads these; to others they are closed.
INSIDE = {"review_people", "review_reports"}
# The reviewer's own, on the review that they carry out.
OWN = {"review_recommendations"}


def _tabs(request, review: Review, current: str) -> list[dict]:
    actor = request.actor
    inside, own = reads_material(review, actor), carries_it_out(review, actor)
    return [
        {"text": words, "current": name == current,
         "href": address(name, partnership=request.partnership.slug, review=review.key)}
        for name, words in TABS
        if may_open(ACCESS[name], actor.kinds) and (inside or name not in INSIDE) and (own or name not in OWN)
    ]  # fmt: skip


def review_page(request, review: Review, template: str, *, tab: str = "", **context) -> HttpResponse:
    """A page of one review with its identity bar and tabs. `tab`: the URL name of the tab it belongs to."""
    stage = stage_of(review)
    is_down = review.ended_at is not None and taken_down_of(review) is not None
    header = {
        **case_header(review.case, request),
        "reference": review.reference,
        "href": address("review", partnership=request.partnership.slug, review=review.key),
        "stage": {"text": f"{stage.title}, taken down", "colour": "red"}
        if is_down
        else {"text": stage.title, "colour": stage.colour},
    }
    case_seen = sees_the_case(review, request.actor)
    return page(request, template, review=review, case=review.case, review_header=header, stage=stage,
                review_navigation=_tabs(request, review, tab), case_seen=case_seen, **context)  # fmt: skip


def to_review(request, review: Review, name: str = "review"):
    return redirect(name, partnership=request.partnership.slug, review=review.key)


def allowed_or_why(review: Review, act: str, actor):
    """(what the engine allows, "") or (None, the sentence why not now): the same test as behind the button."""
    try:
        mine = as_reviewer(review, actor, procedure_of(review.case))
        return may(act, case=review.case, actor=mine), ""
    except ActRefused as refusal:
        return None, str(refusal)


def not_now(request, review: Review, heading: str, why: str) -> HttpResponse:
    return review_page(request, review, "reviews/not_now.html", heading=heading, why=why)


def act_page(
    request, review: Review, form, *, heading: str, button: str, template: str = "reviews/act.html", **context
) -> HttpResponse:
    """A page of one act on a review: its questions, what is sent, one button."""
    words = {"lead": "", "previews": (), "whole": None, "step": None, "outside": (), **context}
    return review_page(request, review, template, form=form, heading=heading, button=button, **words)


def act_view(act: str, ask):
    """A view of an act on a review: refused in words where it cannot be done now, else `ask` draws its page."""

    def view(request, review):
        found = the_review(request, review, act)
        allowed, why = allowed_or_why(found, act, request.actor)
        if allowed is None:
            heading = act_title(act, procedure_of(found.case), found.case.pathway)
            return not_now(request, found, heading, why)
        return ask(request, found, allowed)

    view.__name__, view.__doc__ = act, ask.__doc__
    return view

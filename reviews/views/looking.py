"""The list of reviews and the page of one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.entries import may_read
from cases.queries import possible_acts, procedure_of
from cases.state import state_of
from cases.web import case_page, open_page
from config.access import ACCESS, ONLY_REVIEWS, may_open
from config.links import address
from config.pages import page
from partnerships.queries import boroughs

from .. import forms, queries, rules
from .common import review_page, the_review

PAGE = 25


@require_safe
def reviews(request):
    """The tracker of reviews (RED-14, BHR-8): running ones, or those that ended; of one borough or all."""
    choices = [(str(borough.pk), borough.title) for borough in boroughs()]
    form = forms.TrackerFilter(request.GET or None, boroughs=choices)
    given = form.cleaned_data if request.GET and form.is_valid() else {}
    ended, borough = given.get("show") == "ended", given.get("borough")
    found = queries.chosen_reviews(request.actor, ended=ended, borough=borough)
    pages = Paginator(found.select_related("case__procedure", "case__borough"), PAGE)
    shown = pages.get_page(request.GET.get("page"))
    here = reverse("reviews", kwargs={"partnership": request.partnership.slug})
    query = f"show={'ended' if ended else 'running'}&borough={borough or ''}"
    return page(
        request, "reviews/reviews.html", rows=queries.tracker_rows(shown, at=request.at), form=form, ended=ended,
        may_list=may_open(ACCESS["reviewers"], request.actor.kinds), only_reviews=request.actor.kinds == ONLY_REVIEWS,
        shown=shown, here=here, page_href=lambda number: f"{here}?{query}&page={number}", has_boroughs=bool(choices),
        chosen=[{"text": dict(choices)[str(borough)], "href": f"{here}?show={'ended' if ended else 'running'}"}]
        if borough else [],
    )  # fmt: skip


@require_safe
def review(request, review):
    """One review: its way from the order to the last action, what comes next, what is due."""
    found = the_review(request, review, "review")
    procedure = procedure_of(found.case)
    kind = queries.type_of(found, procedure)
    state = state_of(found.case, version=procedure.version)
    acts = queries.acts_on(found, request.actor, state, at=request.at)
    deadlines = queries.deadlines_of(found, at=request.at)
    held = queries.held_back(found, procedure, deadlines, at=request.at)
    urls = {act.act: act.url for act in acts}
    if may_open(ACCESS[queries.LEARNING], request.actor.kinds):
        urls[queries.LEARNING] = address(queries.LEARNING, partnership=procedure.slug, review=found.key)
    down = queries.down_of(found, procedure, state, request.actor)
    way = queries.way_of(found, kind, procedure, state, due=deadlines, urls=urls, held=held, down=down)
    return review_page(
        request, found, "reviews/review.html", tab="review", kind=kind, way=way, acts=acts, deadlines=deadlines,
        held=held, down=down, discussed=queries.discussed_at(found, request.actor), delay=urls.get("report_delay", ""),
        next=next((each for each in way if each.status == queries.NOW), None),
        mine=next((each for each in way if each.mine), None), consequences=rules.consequences(kind, procedure),
        pauses=queries.pauses_of(found), lateness=queries.lateness_of(found, at=request.at),
        to_tell=queries.still_to_tell(found, state, at=request.at) if may_read(request.actor) else [],
        unanswered=_unanswered(found, request.actor), latest=queries.latest_of(found),
        duties=[queries.duty_words(test) for test in found.duties], no_duty=rules.why_statutory(kind),
        lead=queries.duty_words(found.lead_process) if found.lead_process else "",
    )  # fmt: skip


def _unanswered(review, actor) -> list:
    """Written questions that this person may answer and nobody has answered."""
    if not _answers(review, actor):
        return []
    return [row for row in queries.progress_of(review) if row.answered_at is None]


def _answers(review, actor) -> bool:
    return queries.carries_it_out(review, actor) or actor.holds("secretariat", "panel-chair")


@require_safe
def review_people(request, review):
    """Who carries it out, what they were asked in writing, what was agreed with family and practitioners."""
    found = the_review(request, review, "review_people")
    queries.refuse_readers(found, request.actor)
    actor, runs = request.actor, may_read(request.actor)
    acts = {act.act: act for act in queries.acts_on(found, actor)}
    wanted = ("check_reviewer", "appoint_reviewer", "request_progress")
    return review_page(
        request, found, "reviews/people.html", tab="review_people", appointments=queries.appointments_of(found),
        checks=queries.checks_of(found) if runs else None, progress=queries.progress_of(found),
        plan=queries.plan_of(found.case, at=request.at), acts=[acts[name] for name in wanted if name in acts],
        may_answer=_answers(found, actor),
        may_end=may_open(ACCESS["end_appointment"], actor.kinds), may_enter=runs,
        own={"record_contact": "review_contact", "record_involvement": "review_involvement"}
        if queries.carries_it_out(found, actor) else {},
    )  # fmt: skip


@require_safe
def case_reviews(request, reference):
    """The reviews of one case, and the order of one where it can be given now."""
    case = open_page(request, reference, "case_reviews")
    may = {act.act: act.title for act in possible_acts(case, request.actor)}
    rows = queries.tracker_rows(queries.reviews_of_case(case), at=request.at)
    return case_page(
        request, case, "reviews/case_reviews.html", name="case_reviews", rows=rows,
        may=may.get("commission_review", ""),
    )  # fmt: skip

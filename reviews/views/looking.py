"""The list of reviews and the page of one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.entries import may_read
from cases.queries import possible_acts, procedure_of
from cases.state import state_of
from cases.web import case_page, open_page
from config.access import ACCESS, may_open
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
    query = f"show={'ended' if ended else ''}&borough={borough or ''}"
    return page(
        request, "reviews/reviews.html", rows=queries.tracker_rows(shown, at=request.at), form=form, ended=ended,
        may_list=may_open(ACCESS["reviewers"], request.actor.kinds),
        shown=shown, here=here, page_href=lambda number: f"{here}?{query}&page={number}", has_boroughs=bool(choices),
        chosen=[{"text": dict(choices)[str(borough)], "href": f"{here}?show={'ended' if ended else ''}"}]
        if borough else [],
    )  # fmt: skip


@require_safe
def review(request, review):
    """One review: what was ordered, where it is, what is due, what comes next."""
    found = the_review(request, review, "review")
    procedure = procedure_of(found.case)
    kind = queries.type_of(found, procedure)
    state = state_of(found.case, version=procedure.version)
    return review_page(
        request, found, "reviews/review.html", kind=kind, consequences=rules.consequences(kind, procedure),
        **_inside(request, found, state), terms=queries.terms_of(found), pauses=queries.pauses_of(found),
        appointments=queries.appointments_of(found), lateness=queries.lateness_of(found, at=request.at),
        deadlines=queries.deadlines_of(found, at=request.at), acts=queries.acts_on(found, request.actor, state),
        latest=queries.latest_of(found), duties=[queries.duty_words(test) for test in found.duties],
        lead=queries.duty_words(found.lead_process) if found.lead_process else "",
    )  # fmt: skip


def _inside(request, review, state) -> dict:
    """What only those read who run the review, and the reviewer: checks, written questions, plan, who is to be told."""
    actor = request.actor
    runs, mine = may_read(actor), queries.carries_it_out(review, actor)
    inner = runs or mine
    return {
        "checks": queries.checks_of(review) if runs else None,
        "progress": queries.progress_of(review) if inner else None,
        "plan": queries.plan_of(review.case, at=request.at) if inner else [],
        "to_tell": queries.still_to_tell(review, state, at=request.at) if runs else [],
        "reads_material": inner,
        "reports": queries.reports_of(review) if inner else [],
        "learning_events": queries.learning_events_of(review) if inner else [],
        "may_convene": may_open(ACCESS["convene_learning_event"], actor.kinds),
        "may_answer": mine or actor.holds("secretariat", "panel-chair"),
        "may_end": may_open(ACCESS["end_appointment"], actor.kinds),
        "may_enter": runs,
    }


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

"""Action plans: of a case, an agency, everybody; somebody's own; what is an exception; as PDF and Excel."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cases.queries import procedure_of
from cases.spine import may
from cases.telling import preview
from cases.web import case_page, open_page
from config.filters import date_long
from config.pages import attempt, page
from documents.tables import xlsx_response
from partnerships.queries import agencies
from partnerships.refusals import ActRefused

from .. import acts
from ..acts.actions import Wanted
from ..forms import actions as forms
from ..models import Action
from ..queries import actions as queries
from ..queries import learning, papers
from ..queries.briefings import briefings_of
from .choosing import here, owner_of, owners_to_choose, title_of, today
from .common import review_page, the_review


@require_safe
def my_actions(request):
    """What this person has to do, then what others of the agency have (C-7)."""
    ended = request.GET.get("show") == "ended"
    own, others = queries.mine(request.actor, at=request.at, ended=ended)
    return page(request, "reviews/my_actions.html", own=own, others=others, ended=ended)


def _filter(request):
    return forms.PlanFilter(
        request.GET or None, agencies=queries.agencies_with_actions(request.actor), themes=request.procedure.themes
    )


def _chosen(form) -> queries.Chosen:
    """What does not hold narrows nothing."""
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return queries.Chosen(agency=data.get("agency"), state=data.get("state", ""), theme=data.get("theme", ""))


@require_safe
def action_plan(request):
    """Every action that somebody sees, what is late first; per agency by the filter."""
    form = _filter(request)
    rows = queries.plan(request.actor, _chosen(form), at=request.at)
    kept = {key: value for key, value in request.GET.items() if value and key in form.fields}
    return page(
        request, "reviews/action_plan.html", form=form, rows=rows, here=here(request, "action_plan"),
        query=urlencode(kept), chosen=_tags(form, kept, here(request, "action_plan")), figures=papers.figures(rows),
    )  # fmt: skip


def _tags(form, kept: dict, address: str) -> list[dict]:
    return [
        {"text": dict(form.fields[name].choices).get(int(value) if value.isdigit() else value, value),
         "href": f"{address}?{urlencode({k: v for k, v in kept.items() if k != name})}"}
        for name, value in kept.items()
    ]  # fmt: skip


@require_safe
def case_actions(request, reference):
    """The action plan of one case, with what its review recommended."""
    case = open_page(request, reference, "case_actions")
    rows = queries.of_case(case, request.actor, at=request.at)
    procedure = procedure_of(case)
    return case_page(
        request, case, "reviews/case_actions.html", name="case_actions", rows=rows, figures=papers.figures(rows),
        recommendations=learning.shown(learning.of_case(case)), theme=lambda name: title_of(procedure, name),
        offered=[each for each in ON_A_CASE if _may(each, case, request.actor)],
        sharing=learning.sharing_of(case), briefings=briefings_of(case),
    )  # fmt: skip


ON_A_CASE = ("create_action", "agree_actions", "record_recommendation", "record_good_practice", "brief_practitioners")


def _may(act: str, case, actor) -> bool:
    try:
        may(act, case=case, actor=actor)
    except ActRefused:
        return False
    return True


def create_action(request, reference):
    """Of a case, with or without a review."""
    case = open_page(request, reference, "create_action")
    known = learning.recommendations_to_carry_out(case)
    form = forms.CreateActionForm(
        request.POST or None, today=today(request), agencies=agencies(), people=owners_to_choose(),
        recommendations=known, initial={"origin": Action.Origin.ITSELF, "carries_out": _asked_for(request, known)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        one = next((each for each in known if each.pk == form.cleaned_data.get("carries_out")), None)
        made = attempt(form, acts.create_action, case=case, wanted=_wanted(form, recommendation=one),
                       actor=request.actor, at=form.at(request.at))  # fmt: skip
        if made is not None:
            messages.success(request, f"Action {made.number} is on the plan. Its owner has been told.")
            return redirect("case_actions", request.partnership.slug, case.reference)
    return case_page(
        request, case, "reviews/case_act.html", name="case_actions", form=form, heading="Create an action",
        lead="No report is needed for it: what can be put right now is put right now.", button="Create the action",
        previews=[], back=here(request, "case_actions", reference=case.reference), note=(
            "Whoever owns it is told by e-mail that there is something to do and by when. What it is stays here."),
    )  # fmt: skip


def _asked_for(request, known) -> int | None:
    text = request.GET.get("for", "")
    return next((one.pk for one in known if str(one.pk) == text), None)


def _wanted(form, **more) -> Wanted:
    data = form.cleaned_data
    agency, owner = owner_of(form)
    return Wanted(
        what=data["what"], agency=agency, owner=owner, owner_name=data["owner_name"], due_on=data["due_on"],
        measure=data["measure"], origin=data.get("origin", Action.Origin.LEARNING),
        origin_words=data.get("origin_words", ""), **more,
    )  # fmt: skip


def agree_actions(request, reference):
    """The body says who does what, and how the learning is shared (RED-23)."""
    case = open_page(request, reference, "agree_actions")
    try:
        may("agree_actions", case=case, actor=request.actor)
    except ActRefused as refusal:
        return case_page(request, case, "cases/not_now.html", name="case_actions", heading="Agree who does what",
                         why=str(refusal))  # fmt: skip
    rows = [row for row in queries.of_case(case, request.actor, at=request.at) if row.action.state != "dropped"]
    form = forms.AgreeForm(
        request.POST or None, rows=rows, today=today(request),
        initial={"actions": [row.action.pk for row in rows if row.action.agreed_at is None]},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        agreed = [row.action for row in rows if row.action.pk in data["actions"]]
        if attempt(form, acts.agree_actions, case=case, actions=agreed, body=data["body"], sharing=data["sharing"],
                   actor=request.actor, at=form.at(request.at)):  # fmt: skip
            messages.success(request, "The actions are agreed.")
            return redirect("case_actions", request.partnership.slug, case.reference)
    return case_page(
        request, case, "reviews/case_act.html", name="case_actions", form=form, heading="Agree who does what",
        lead="" if rows else "There is no action yet. Create them first.", button="Record what was agreed", note="",
        previews=preview(case, "agree_actions", request.actor, at=request.at),
        back=here(request, "case_actions", reference=case.reference),
    )  # fmt: skip


# Taken away


def _rows(request, reference: str):
    if reference:
        case = open_page(request, reference, "case_actions")
        return queries.of_case(case, request.actor, at=request.at), case
    return queries.plan(request.actor, _chosen(_filter(request)), at=request.at), None


@require_safe
def review_actions(request, review):
    """The action plan of one review: what led from its findings to something that is done."""
    found = the_review(request, review, "review_actions")
    rows = queries.of_review(found, request.actor, at=request.at)
    procedure = procedure_of(found.case)
    advice = [one for one in learning.of_case(found.case) if one.review_id == found.pk]
    return review_page(
        request, found, "reviews/review_actions.html", tab="review_actions", rows=rows, figures=papers.figures(rows),
        recommendations=learning.shown(advice), theme=lambda name: title_of(procedure, name),
        briefings=[one for one in briefings_of(found.case) if one.review_id == found.pk],
        offered=[each for each in ON_A_CASE if _may(each, found.case, request.actor)],
    )  # fmt: skip


@require_POST
def print_review_actions(request, review):
    found = the_review(request, review, "review_actions")
    rows = queries.of_review(found, request.actor, at=request.at)
    procedure = procedure_of(found.case)
    return _printed(
        request,
        papers.plan_paper(rows, procedure, at=request.at, demo=request.partnership.is_demo, case=found.case),
    )


@require_safe
def case_actions_xlsx(request, reference):
    rows, case = _rows(request, reference)
    return xlsx_response(f"{case.reference} action plan", papers.HEADER, papers.table(rows))


@require_safe
def action_plan_xlsx(request):
    """The list as it is narrowed now."""
    rows, _ = _rows(request, "")
    return xlsx_response(f"Action plan {today(request).isoformat()}", papers.HEADER, papers.table(rows))


@require_POST
def print_action_plan(request):
    rows, _ = _rows(request, "")
    paper = papers.plan_paper(rows, request.procedure, at=request.at, demo=request.partnership.is_demo)
    return _printed(request, paper)


@require_POST
def print_case_actions(request, reference):
    rows, case = _rows(request, reference)
    paper = papers.plan_paper(
        rows, procedure_of(case), at=request.at, demo=request.partnership.is_demo, case=case
    )  # fmt: skip
    return _printed(request, paper)


def _printed(request, paper):
    job = acts.print_plan(payload=asdict(paper), actor=request.actor, at=request.at)
    return redirect("print_job", request.partnership.slug, job.pk)


# The exception report


def _period(request):
    form = forms.PeriodForm(request.GET or None, today=today(request))
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    until = data.get("until") or today(request)
    return form, data.get("since") or until - dt.timedelta(days=365), until


@require_safe
def action_exceptions(request):
    """Late, given more time, given up, and why (DAR-10, DAR-11)."""
    form, since, until = _period(request)
    found = queries.exceptions(request.actor, since=since, until=until, at=request.at)
    return page(
        request, "reviews/exceptions.html", form=form, found=found, since=since, until=until,
        here=here(request, "action_exceptions"),
        query=urlencode({k: v for k, v in request.GET.items() if v}),
    )  # fmt: skip


@require_POST
def print_exceptions(request):
    _, since, until = _period(request)
    found = queries.exceptions(request.actor, since=since, until=until, at=request.at)
    paper = papers.exceptions_paper(
        found, request.procedure, since=date_long(since), until=date_long(until), at=request.at,
        demo=request.partnership.is_demo,
    )  # fmt: skip
    return _printed(request, paper)


@require_safe
def action_exceptions_xlsx(request):
    _, since, until = _period(request)
    found = queries.exceptions(request.actor, since=since, until=until, at=request.at)
    rows = [[words, *line] for name, words in papers.EXCEPTIONS.items() for line in papers.table(found[name])]
    return xlsx_response(f"Exceptions {today(request).isoformat()}", ("Exception", *papers.HEADER), rows)

"""Answering the statutory tests, and choosing which process leads."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from config.pages import attempt

from .. import acts, aids, queries
from ..forms import LeadForm, criteria_form
from ..state import state_of
from ..web import case_page, open_page


def answer_criteria(request, reference, aid=""):
    """One decision aid as guided questions, one after the other; without an aid, the list of them."""
    case = open_page(request, reference, "answer_criteria")
    if not aid:
        return redirect("case_criteria", request.partnership.slug, case.reference)
    procedure = queries.procedure_of(case)
    block = next((found for found in procedure.aids if found.name == aid), None)
    if block is None:
        raise Http404
    today = timezone.localdate(request.at)
    form = criteria_form(block, request.POST or None, initial=_so_far(case, aid), today=today)
    walked = _walked(block, form)
    if request.method == "POST" and "finish" in request.POST and form.is_valid():
        said = _said(block, form.cleaned_data)
        done = attempt(
            form, acts.answer_criteria, case=case, aid=aid, actor=request.actor, at=form.at(request.at), **said
        )
        if done:
            messages.success(request, f"{block.title}: {done.result_title}.")
            return redirect("case_criteria", request.partnership.slug, case.reference)
    elif request.method == "POST" and "finish" not in request.POST:
        form.hold()
        if walked.next and request.POST.get("next") == walked.next.name:  # the page asked it and got no answer
            form.add_error(walked.next.name, f"Select an answer to “{walked.next.text}”")
    return case_page(
        request,
        case,
        "cases/answer_criteria.html",
        name="case_criteria",
        aid=block,
        form=form,
        walked=walked,
        considered=aids.considered(block),
    )


def _said(block, given) -> dict:
    """The answers, remarks and reasons, as the act takes them."""
    return {
        "answers": {question.name: given[question.name] for question in block.questions},
        "remarks": {question.name: given[f"{question.name}-remark"] for question in block.questions},
        "reasons": given["reasons"],
    }


def _so_far(case, aid) -> dict:
    row = queries.criteria_of(case).get(aid)
    if row is None:
        return {}
    found = {"reasons": row.reasons}
    for name, given in row.answers.items():
        found[name], found[f"{name}-remark"] = given["answer"], given["remark"]
    return found


def _walked(block, form):
    """The questions to show: those answered on the way and the next one."""
    answers = {
        question.name: (form.data.get(question.name, "") if form.is_bound else form.initial.get(question.name, ""))
        for question in block.questions
    }
    try:
        return aids.walk(block, answers)
    except ValueError:
        return aids.walk(block, {})


def choose_lead_process(request, reference):
    case = open_page(request, reference, "choose_lead_process")
    procedure = queries.procedure_of(case)
    met = [test for test, is_met in state_of(case, version=procedure.version).statutory.items() if is_met]
    tests = [(aid.test, aid.title) for aid in procedure.aids if aid.test in met]
    form = LeadForm(request.POST or None, tests=tests, today=timezone.localdate(request.at))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, acts.choose_lead_process, case=case, test=data["test"], reasons=data["reasons"],
                   actor=request.actor, at=form.at(request.at)):  # fmt: skip
            return redirect("case_criteria", request.partnership.slug, case.reference)
    return case_page(
        request, case, "cases/act.html", name="case_criteria", form=form, heading="Which process leads?",
        lead="More than one statutory test is met, so one process has to take the lead.", button="Save", previews=[],
    )  # fmt: skip

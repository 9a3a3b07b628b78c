"""Disagreement with a recommendation, and its way up: recorded, passed on, answered by the chair (RED-5)."""

from __future__ import annotations

from django.contrib import messages

from cases.queries import body_of, procedure_of
from config.pages import attempt
from procedures.saying import chair_called

from .. import acts, forms
from ..queries import asked, governance
from .asking import shows_this, shows_what_was_advised
from .common import open_act, to_case
from .voting import case_act


def record_dissent(request, reference):
    case = open_act(request, reference, "record_dissent")
    made = governance.current_recommendation(case)
    form = forms.DissentForm(request.POST or None, initial={"seen": made.pk})
    if request.method == "POST" and shows_this(request, form, made) and form.is_valid():
        if attempt(form, acts.record_dissent, recommendation=made, rationale=form.cleaned_data["rationale"],
                   actor=request.actor, at=request.at):  # fmt: skip
            messages.success(request, "Your agency’s dissent is on the record. Its lead is told.")
            return to_case(request, case)
    return case_act(
        request, case, "record_dissent", form, "Record your agency’s dissent", button="Record the dissent",
        lead=governance.advises(made),
    )  # fmt: skip


def pass_on_dissent(request, reference):
    case = open_act(request, reference, "pass_on_dissent")
    waiting = governance.my_dissents(case, request.actor)
    chair = chair_called(procedure_of(case), waiting[0].recommendation.body if waiting else body_of(case))
    form = forms.PassOnForm(request.POST or None, initial={"seen": asked.how_it_was_advised(case)})
    if waiting and request.method == "POST" and shows_what_was_advised(request, form, case) and form.is_valid():
        if attempt(form, acts.pass_on_dissent, dissent=waiting[0], remarks=form.cleaned_data["remarks"],
                   actor=request.actor, at=request.at):  # fmt: skip
            messages.success(request, f"The dissent is with the {chair}.")
            return to_case(request, case)
    lead = f"{waiting[0].recorded_by} says: {waiting[0].rationale}" if waiting else "No dissent of your agency waits."
    return case_act(
        request, case, "pass_on_dissent", form, f"Take the dissent to the {chair}", button="Pass it on", lead=lead
    )


def reconvene(request, reference):
    return _chairs_answer(
        request, reference, acts.reconvene, "Have it looked at again", "Reconvene",
        "The recommendation is taken back and the case waits for another meeting.",
    )  # fmt: skip


def escalate(request, reference):
    return _chairs_answer(
        request, reference, acts.escalate, "Take the case to those who decide finally", "Escalate",
        "Their decision is final.",
    )  # fmt: skip


def _chairs_answer(request, reference, act, heading, button, lead):
    case = open_act(request, reference, act.__name__)
    form = forms.ReasonsForm(request.POST or None, initial={"seen": asked.how_it_was_advised(case)})
    if request.method == "POST" and shows_what_was_advised(request, form, case) and form.is_valid():
        if attempt(form, act, case=case, reasons=form.cleaned_data["reasons"], actor=request.actor, at=request.at):
            return to_case(request, case)
    return case_act(
        request, case, act.__name__, form, heading, button=button, lead=lead, template="panels/dissents.html",
        dissents=governance.open_dissents(case),
    )  # fmt: skip


def object_to_recommendation(request, reference):
    case = open_act(request, reference, "object_to_recommendation")
    made = governance.current_recommendation(case)
    form = forms.ReasonsForm(request.POST or None, initial={"seen": made.pk})
    if request.method == "POST" and shows_this(request, form, made) and form.is_valid():
        if attempt(form, acts.object_to_recommendation, recommendation=made, reasons=form.cleaned_data["reasons"],
                   actor=request.actor, at=request.at):  # fmt: skip
            messages.success(request, "Your objection is on the record.")
            return to_case(request, case)
    return case_act(
        request, case, "object_to_recommendation", form, "Object to the recommendation", button="Object",
        lead=governance.advises(made),
    )  # fmt: skip

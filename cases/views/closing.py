"""Telling the outcome, closing and reopening."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from config.pages import attempt

from .. import acts, forms, queries, telling
from ..letters import ask_for_decision_letter, decision_letter, reasons_of
from ..queries import find_case
from ..web import case_page, open_page


def tell_outcome(request, reference):
    """The decision letter is shown as it will leave; one button makes it, records it and tells the referrer."""
    case = open_page(request, reference, "tell_outcome")
    decision = queries.final_decision(case)
    form = forms.TellOutcomeForm(
        request.POST or None, today=timezone.localdate(request.at),
        initial={"how": "letter", "next_steps": queries.what_happens_next(case),
                 "reasons": reasons_of(case, decision) if decision else ""},
    )  # fmt: skip
    said = {name: form[name].value() or "" for name in ("reasons", "next_steps")}
    letter = decision_letter(case, decision, **said, actor=request.actor, at=request.at) if decision else None
    if request.method == "POST" and "preview" in request.POST:
        form.hold()
    elif request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(form, acts.tell_outcome, case=case, how=dict(form.fields["how"].choices)[data["how"]],
                       to_whom=case.referrer_name or "the referrer", actor=request.actor,
                       at=form.at(request.at))  # fmt: skip
        if done:
            if letter:
                ask_for_decision_letter(case, letter, event=done, actor=request.actor, at=request.at)
            messages.success(request, "The outcome is told. The letter is being made and will be on the record.")
            return redirect("case", request.partnership.slug, case.reference)
    return case_page(
        request, case, "cases/tell_outcome.html", name="case", form=form, letter=letter, decision=decision,
        previews=telling.preview(case, "tell_outcome", request.actor, at=request.at),
    )  # fmt: skip


def _close_or_reopen(request, reference, act, heading, button, lead, *, template="cases/act.html", **context):
    case = open_page(request, reference, act.__name__)
    form = forms.ReasonForm(request.POST or None, today=timezone.localdate(request.at))
    if request.method == "POST" and form.is_valid():
        if attempt(form, act, case=case, reasons=form.cleaned_data["reason"], actor=request.actor,
                   at=form.at(request.at)):  # fmt: skip
            return redirect("case", request.partnership.slug, case.reference)
    return case_page(
        request,
        case,
        template,
        name="case",
        form=form,
        heading=heading,
        button=button,
        lead=lead,
        previews=[],
        **context,
    )


def close_case(request, reference):
    """What ends with the case and what goes on is shown before it is closed."""
    return _close_or_reopen(
        request, reference, acts.close_case, "Close the case", "Close",
        "The case stays in the log and can be reopened.", template="cases/close_case.html",
        left=queries.left_open(find_case(reference, request.actor), at=request.at),
    )  # fmt: skip


def reopen_case(request, reference):
    return _close_or_reopen(
        request,
        reference,
        acts.reopen_case,
        "Reopen the case",
        "Reopen",
        "New information brings the case back to where it was.",
    )  # fmt: skip

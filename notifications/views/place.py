"""What the act pages of this room share: the questions on a page, the act, and a refusal beside what it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from cases import telling
from cases.asking import Asked, around_case
from cases.forms import HappenedForm
from cases.models import Case
from cases.queries import procedure_of
from cases.rules import act_title
from cases.sheets.summary import Names
from cases.sheets.whole import WholeForm
from cases.web import case_page
from config.links import address
from partnerships.refusals import ActRefused

TAB = "case_notifications"


def refused(request, case: Case, act: str, why: str) -> HttpResponse:
    heading = act_title(act, procedure_of(case), case.pathway)
    return case_page(request, case, "cases/not_now.html", name=TAB, heading=heading, why=why)


def names_of(case: Case, at: dt.datetime) -> Names:
    """The words for the agencies and people that answers name."""
    around = around_case(case, at)
    return Names(dict(around.agencies), dict(around.people), around.today)


def whole_of(request, asked: Asked) -> WholeForm:
    """The questions with what was posted, else with what is known already."""
    posted = request.POST if request.method == "POST" else None
    files = request.FILES if posted is not None else None
    return WholeForm(asked.form, around=asked.around, answers=asked.starting, data=posted, files=files)


def attempted(whole: WholeForm, form, act: Callable, values: dict):
    """The act, or its refusal beside the question that it is about; nothing typed is lost."""
    try:
        return act(**values)
    except ActRefused as refusal:
        home = next((each for each in (form, *whole.forms) if refusal.about in each.fields), form)
        home.add_error(refusal.about if refusal.about in home.fields else None, str(refusal))
        return None


def choose(request, case: Case, act: str, page: str, choices: list, nothing: str) -> HttpResponse:
    """Which notice an act is about; straight there when there is only one."""
    here = {"partnership": request.partnership.slug, "reference": case.reference}
    rows = [(choice, address(page, **here, **choice.to)) for choice in choices]
    if not rows:
        return refused(request, case, act, nothing)
    if len(rows) == 1:
        return redirect(rows[0][1])
    heading = act_title(act, procedure_of(case), case.pathway)
    return case_page(request, case, "notifications/choose.html", name=TAB, heading=heading, rows=rows)


def one_act(
    request,
    case: Case,
    asked: Asked,
    act: Callable,
    about: dict,
    *,
    heading: str,
    caption: str,
    button: str,
    done: str,
    lead: str = "",
) -> HttpResponse:
    """The page of one act: its questions, when it happened, what leaves, one button."""
    whole = whole_of(request, asked)
    form = HappenedForm(request.POST or None, today=timezone.localdate(request.at))
    if request.method == "POST" and (whole.more or whole.row_change):
        form.hold()
    elif request.method == "POST" and all([whole.is_right, form.is_valid()]):
        result = attempted(
            whole, form, act, {**about, "answers": whole.values, "uploads": whole.uploads, "actor": request.actor,
            "at": form.at(request.at)},
        )  # fmt: skip
        if result is not None:
            messages.success(request, done)
            return redirect(TAB, request.partnership.slug, case.reference)
    return case_page(
        request, case, "notifications/act.html", name=TAB, whole=whole, form=form, heading=heading,
        caption=caption, button=button, lead=lead,
        previews=telling.preview(case, act.__name__, request.actor, at=request.at),
    )  # fmt: skip

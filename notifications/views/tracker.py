"""The fields of the review tracker (C-48)."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from cases.web import case_page, open_page
from config.pages import attempt

from .. import acts, queries
from ..acts.tracker import FIELDS
from ..forms import TrackerForm
from .place import TAB


def record_tracker(request, reference):
    case = open_page(request, reference, "record_tracker")
    row = queries.tracker_of(case)
    initial = {name: getattr(row, name) for name in FIELDS} if row else {}
    initial["version"] = row.history.count() if row else 0
    if not initial.get("became_review") and queries.outcomes_of(case):
        initial["became_review"] = queries.became_review(case)
    if not initial.get("ended"):
        initial["ended"], initial["ended_on"] = queries.report_ended(case)
    form = TrackerForm(request.POST or None, initial=initial, today=timezone.localdate(request.at))
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in FIELDS}
        if attempt(form, acts.record_tracker, case=case, values=values, version=form.cleaned_data["version"],
                   actor=request.actor, at=request.at):  # fmt: skip
            messages.success(request, "The fields for the review tracker are kept.")
            return redirect(TAB, request.partnership.slug, case.reference)
    return case_page(
        request, case, "cases/act.html", name=TAB, form=form, heading="Fields for the review tracker", button="Save",
        lead="The national case review tracker counts a case as closed when its report is published, embargoed or "
             "signed off.", previews=[],
    )  # fmt: skip

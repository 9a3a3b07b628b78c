"""The chronology of a return: entries typed one by one. Rows from a table come in by `tabling`."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_POST

from config.pages import attempt
from partnerships.refusals import ActRefused

from .. import drafts, forms, queries
from .place import closed, closed_unless_typed, no_chronology, of_agency


@of_agency("return_chronology")
def return_chronology(request, opened):
    if away := no_chronology(opened) or closed(opened):
        return away
    return opened.page(
        request, "return_chronology", entries=queries.chronology_of(opened.row), own_files=opened.row.own_files,
    )  # fmt: skip


@of_agency("return_chronology")
def add_entry(request, opened):
    if away := closed_unless_typed(request, opened):
        return away
    form = forms.EntryForm(request.POST or None, today=timezone.localdate(request.at))
    if request.method == "POST" and form.is_valid():
        if attempt(form, drafts.save_row, scoping_return=opened.row, values=form.values, actor=opened.actor,
                   at=request.at):  # fmt: skip
            messages.success(request, "The entry is in the chronology.")
            return opened.go("add_entry" if "another" in request.POST else "return_chronology")
    return opened.page(request, "entry", form=form, entry=None, stored=[], heading="Add an entry")


@of_agency("return_chronology")
def change_entry(request, opened, row):
    entry = queries.chronology_row(opened.row, row)
    if away := closed_unless_typed(request, opened):
        return away
    form = forms.EntryForm(
        request.POST or None, today=timezone.localdate(request.at), initial=forms.EntryForm.initial_of(entry)
    )
    stored = None
    if request.method == "POST" and form.is_valid():
        try:
            drafts.save_row(
                scoping_return=opened.row, row=entry, values=form.values, version=form.cleaned_data["version"] or 0,
                actor=opened.actor, at=request.at,
            )  # fmt: skip
            return opened.go("return_chronology")
        except ActRefused as refusal:
            stored = _told(form, refusal)
    return opened.page(
        request, "entry", form=form, entry=entry, heading="Change an entry", stored=_differences(form, stored)
    )


@require_POST
@of_agency("return_chronology")
def remove_entry(request, opened, row):
    """Takes an entry out; pressing twice is no error."""
    try:
        drafts.remove_row(row=queries.chronology_row(opened.row, row), actor=opened.actor, at=request.at)
        messages.success(request, "The entry is removed.")
    except Http404:
        messages.info(request, "The entry was removed already.")
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    return opened.go("return_chronology")


def _told(form, refusal):
    """Puts the refusal on the form; after a change by somebody else, saving again takes the new version on."""
    form.add_error(None, str(refusal))
    if not isinstance(refusal, drafts.ChangedMeanwhile):
        return None
    form.data = form.data.copy()
    form.data["version"] = str(refusal.now.version)
    return refusal.now


def _differences(form, stored) -> list[tuple[str, str]]:
    """Label and stored text of each answer that somebody else left otherwise than it was typed here."""
    if stored is None:
        return []
    names = [name for name in form.fields if name != "version"]
    given = forms.EntryForm.initial_of(stored) if isinstance(form, forms.EntryForm) else vars(stored)
    shown = [(form.fields[name].label, given[name], form.cleaned_data.get(name)) for name in names]
    return [
        (label, getattr(there, "words", there) or "(empty)") for label, there, typed in shown if there != (typed or "")
    ]

"""The agency's side: what is asked, our account, our chronology, sending it, or "not known to us"."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.models import Case
from cases.queries import people_of, possible_acts
from cases.web import case_page, open_page
from config.filters import plural
from config.pages import attempt
from partnerships.refusals import ActRefused

from .. import acts, drafts, forms, lists, papers, queries
from ..acts.answering import missing_in
from ..models import ScopingReturn
from ..state import fingerprint

TAB = "case_information"


@dataclass(frozen=True)
class Opened:
    """The case and the return that a page is about."""

    case: Case
    row: ScopingReturn
    mine: bool

    @property
    def address(self) -> dict:
        return {"partnership": self.case.partnership.slug, "reference": self.case.reference,
                "scoping_return": self.row.pk}  # fmt: skip


def _open(request, reference, pk, name, *, write=True) -> Opened:
    case = open_page(request, reference, name)
    find = queries.find_writable if write else queries.find_return
    row = find(case, pk, request.actor)
    return Opened(case, row, queries.is_mine(row, request.actor))


def _to(name, opened: Opened, **more):
    return redirect(name, **opened.address, **more)


def _page(request, opened: Opened, template, **context):
    return case_page(
        request, opened.case, f"information/{template}.html", name=TAB, row=opened.row, address=opened.address,
        on_behalf=not opened.mine and request.actor.holds("secretariat"), **context,
    )  # fmt: skip


def to_my_return(request, reference):
    """What buttons and e-mails lead to: the return of the reader's own agency, else what there is to see."""
    case = open_page(request, reference, "agency_return")
    row = queries.own_return(case, request.actor)
    if row is None:
        return redirect(TAB, request.partnership.slug, case.reference)
    return redirect("agency_return", request.partnership.slug, case.reference, row.pk)


def agency_return(request, reference, scoping_return):
    """What is asked and what has been written; for those who may not write, what was sent."""
    opened = _open(request, reference, scoping_return, "agency_return", write=False)
    return _return_page(request, opened)


def _return_page(request, opened: Opened, *, not_known=None, status_form=None):
    row, actor = opened.row, request.actor
    lines = [line for asked in lists.information_of(opened.case, actor, at=request.at) for line in asked.rows]
    entries = queries.chronology_of(row)
    may_write = queries.may_write(row, actor)
    acts_now = {act.act for act in possible_acts(opened.case, actor)}
    if may_write and not_known is None:
        not_known = _happened(forms.NotKnownForm(today=timezone.localdate(request.at), prefix="not-known"), opened)
    return _page(
        request, opened, "agency_return", line=next((line for line in lines if line.id == row.pk), None),
        entries=entries, may_write=may_write, missing=missing_in(row) if may_write else [],
        empty=not (entries or row.involvement or row.analysis), form=not_known or forms.NotKnownForm(),
        people=people_of(opened.case), window=papers.window_text(row.request.window_from, row.request.window_to),
        may_sign_off=opened.mine and "sign_off_return" in acts_now and not row.is_open and not row.signed_off_at
        and row.state != ScopingReturn.State.WITHDRAWN,
        acts_now=acts_now, office=actor.holds(*queries.OFFICE),
    )  # fmt: skip


def _happened(form, opened: Opened):
    """Only the secretariat says when an answer came; an agency answers now."""
    if opened.mine:
        del form.fields["happened_at"]
    return form


def _closed(request, opened: Opened):
    """To the return's page when there is nothing left to write."""
    return None if queries.may_write(opened.row, request.actor) else _to("agency_return", opened)


def return_account(request, reference, scoping_return):
    """Our involvement and analysis, saved half done; who saves second sees what the first one wrote."""
    opened = _open(request, reference, scoping_return, "return_account")
    if request.method != "POST" and (away := _closed(request, opened)):
        return away
    row = opened.row
    initial = {name: getattr(row, name) for name in (*drafts.ACCOUNT, "version")}
    form = forms.AccountForm(request.POST or None, initial=initial)
    stored = None
    if request.method == "POST" and form.is_valid():
        try:
            drafts.save_account(
                scoping_return=row, values=form.cleaned_data, version=form.cleaned_data["version"],
                actor=request.actor, at=request.at,
            )  # fmt: skip
            messages.success(request, "Saved. You can come back to it at any time.")
            return _to("agency_return", opened)
        except ActRefused as refusal:
            stored = _told(form, refusal)
    return _page(request, opened, "return_account", form=form, stored=_differences(form, stored))


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


def return_chronology(request, reference, scoping_return):
    opened = _open(request, reference, scoping_return, "return_chronology")
    if away := _closed(request, opened):
        return away
    return _page(request, opened, "return_chronology", entries=queries.chronology_of(opened.row))


def add_entry(request, reference, scoping_return):
    opened = _open(request, reference, scoping_return, "return_chronology")
    if request.method != "POST" and (away := _closed(request, opened)):
        return away
    form = forms.EntryForm(request.POST or None, today=timezone.localdate(request.at))
    if request.method == "POST" and form.is_valid():
        if attempt(form, drafts.save_row, scoping_return=opened.row, values=form.values, actor=request.actor,
                   at=request.at):  # fmt: skip
            messages.success(request, "The entry is in the chronology.")
            return _to("add_entry" if "another" in request.POST else "return_chronology", opened)
    return _page(request, opened, "entry", form=form, entry=None, stored=[], heading="Add an entry")


def change_entry(request, reference, scoping_return, row):
    opened = _open(request, reference, scoping_return, "return_chronology")
    if request.method != "POST" and (away := _closed(request, opened)):
        return away
    entry = queries.chronology_row(opened.row, row)
    form = forms.EntryForm(
        request.POST or None, today=timezone.localdate(request.at), initial=forms.EntryForm.initial_of(entry)
    )
    stored = None
    if request.method == "POST" and form.is_valid():
        try:
            drafts.save_row(
                scoping_return=opened.row, row=entry, values=form.values, version=form.cleaned_data["version"] or 0,
                actor=request.actor, at=request.at,
            )  # fmt: skip
            return _to("return_chronology", opened)
        except ActRefused as refusal:
            stored = _told(form, refusal)
    return _page(
        request, opened, "entry", form=form, entry=entry, heading="Change an entry", stored=_differences(form, stored)
    )


@require_POST
def remove_entry(request, reference, scoping_return, row):
    """Takes an entry out; pressing twice is no error."""
    opened = _open(request, reference, scoping_return, "return_chronology")
    try:
        drafts.remove_row(row=queries.chronology_row(opened.row, row), actor=request.actor, at=request.at)
        messages.success(request, "The entry is removed.")
    except Http404:
        messages.info(request, "The entry was removed already.")
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    return _to("return_chronology", opened)


def paste_chronology(request, reference, scoping_return):
    """Rows copied from a spreadsheet: all or none, each line that cannot be read said with its number."""
    opened = _open(request, reference, scoping_return, "return_chronology")
    if request.method != "POST" and (away := _closed(request, opened)):
        return away
    form = forms.PasteForm(request.POST or None, today=timezone.localdate(request.at))
    if request.method == "POST" and form.is_valid():
        done = attempt(form, drafts.add_pasted, scoping_return=opened.row, rows=form.pasted, actor=request.actor,
                       at=request.at)  # fmt: skip
        if done:
            added, there = done
            again = f" {plural(there, 'was', 'were')} there already." if there else ""
            messages.success(request, f"{plural(added, 'entry', 'entries')} added.{again}")
            return _to("return_chronology", opened)
    return _page(request, opened, "paste_chronology", form=form)


def submit_return(request, reference, scoping_return):
    """Everything as others will read it, and one button that sends it."""
    opened = _open(request, reference, scoping_return, "submit_return")
    if away := _closed(request, opened):
        return away
    form = _happened(
        forms.SendForm(
            request.POST or None, today=timezone.localdate(request.at), initial={"seen": fingerprint(opened.row)}
        ),
        opened,
    )
    if request.method == "POST" and form.is_valid():
        at = form.at(request.at)
        if attempt(form, acts.submit_return, scoping_return=opened.row, seen=form.cleaned_data["seen"],
                   actor=request.actor, at=at):  # fmt: skip
            messages.success(request, "Thank you. What you wrote has been sent.")
            return _to("agency_return", opened)
        form.data = form.data.copy()
        form.data["seen"] = fingerprint(opened.row)
    return _page(
        request, opened, "submit_return", form=form, entries=queries.chronology_of(opened.row),
        missing=missing_in(opened.row),
    )  # fmt: skip


@require_POST
def return_not_known(request, reference, scoping_return):
    opened = _open(request, reference, scoping_return, "return_not_known")
    if away := _closed(request, opened):
        return away
    form = _happened(forms.NotKnownForm(request.POST, today=timezone.localdate(request.at), prefix="not-known"), opened)
    if form.is_valid() and attempt(
        form, acts.return_not_known, scoping_return=opened.row, records_searched=form.cleaned_data["records_searched"],
        actor=request.actor, at=form.at(request.at),
    ):  # fmt: skip
        messages.success(request, "Thank you. Your answer, “not known to us”, is complete.")
        return _to("agency_return", opened)
    return _return_page(request, opened, not_known=form)


@require_POST
def sign_off_return(request, reference, scoping_return):
    opened = _open(request, reference, scoping_return, "sign_off_return")
    try:
        acts.sign_off_return(scoping_return=opened.row, actor=request.actor, at=request.at)
        messages.success(request, "You have signed the return off.")
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    return _to("agency_return", opened)

"""The agency's side: what is asked, our account, our chronology, sending it, or "not known to us".

The same pages for people who signed in and for whoever came by a private link (`linked`): `Opened` gives the actor, the
return and the addresses.
"""

from __future__ import annotations

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.queries import people_of, possible_acts, procedure_of
from cases.web import open_page
from config.filters import listing, plural
from config.pages import attempt
from partnerships.refusals import ActRefused

from .. import acts, drafts, forms, lists, papers, queries
from ..models import ScopingReturn
from ..state import fingerprint
from .place import TAB, Opened


def of_agency(name, *, write=True):
    """A page of one return for somebody who is signed in: found, or 404, and noted that it was opened."""

    def wrap(body):
        @wraps(body)
        def view(request, reference, scoping_return, **more):
            case = open_page(request, reference, name)
            find = queries.find_writable if write else queries.find_return
            row = find(case, scoping_return, request.actor)
            return body(request, Opened(case, row, request.actor, queries.is_mine(row, request.actor)), **more)

        view.body = body
        return view

    return wrap


def to_my_return(request, reference):
    """What buttons and e-mails lead to: the return of the reader's own agency, else what there is to see."""
    case = open_page(request, reference, "agency_return")
    row = queries.own_return(case, request.actor)
    if row is None:
        return redirect(TAB, request.partnership.slug, case.reference)
    return redirect("agency_return", request.partnership.slug, case.reference, row.pk)


@of_agency("agency_return", write=False)
def agency_return(request, opened):
    """What is asked and what has been written; for those who may not write, what was sent."""
    return _return_page(request, opened)


def _return_page(request, opened: Opened, *, not_known=None):
    row, actor = opened.row, opened.actor
    lines = [line for asked in lists.information_of(opened.case, actor, at=request.at) for line in asked.rows]
    reads = queries.may_read(row, actor)
    entries = queries.chronology_of(row) if reads else []
    may_write = queries.may_write(row, actor)
    acts_now = {act.act for act in possible_acts(opened.case, actor)}
    if may_write and not_known is None:
        not_known = _happened(forms.NotKnownForm(today=timezone.localdate(request.at), prefix="not-known"), opened)
    signs = opened.mine and "sign_off_return" in acts_now
    return opened.page(
        request, "agency_return", line=next((line for line in lines if line.id == row.pk), None),
        entries=entries, may_write=may_write, reads=reads, missing=queries.missing_in(row) if may_write else [],
        empty=not (entries or row.answer or row.involvement or row.analysis), form=not_known or forms.NotKnownForm(),
        people=people_of(opened.case), window=papers.window_text(row.request.window_from, row.request.window_to),
        may_sign_off=signs and row.is_sent and not row.signed_off_at,
        waits_for_me=signs and row.state == ScopingReturn.State.AWAITING,
        signers=_signers(request, opened), writers=lists.writers_of(row), earlier=_earlier(row),
        acts_now=acts_now, office=actor.holds(*queries.OFFICE), link=lists.link_shown(row, at=request.at),
        holds_secretariat=actor.holds("secretariat"), may_send_link=lists.may_send_link(row, at=request.at),
    )  # fmt: skip


def _earlier(row) -> list:
    """(what the agency sent before, its entries) for a supplementary question."""
    return [(sent, queries.chronology_of(sent)) for sent in queries.earlier_of(row)]


def _signers(request, opened: Opened) -> list[str]:
    """Whose signature this answer needs before it is sent; none when the office answers for the agency."""
    if not opened.mine:
        return []
    on = timezone.localdate(request.at)
    return [lead.user.name for lead in queries.signers(opened.row, procedure_of(opened.case), on=on)]


def _happened(form, opened: Opened):
    """Only the secretariat says when an answer came; an agency answers now."""
    if opened.mine:
        del form.fields["happened_at"]
    return form


def _closed(opened: Opened):
    """To the return's page when there is nothing left to write, or an agency's own draft is not the reader's."""
    return None if queries.may_write(opened.row, opened.actor) else opened.go("agency_return")


def _closed_unless_typed(request, opened: Opened):
    """The same, except that what somebody typed is kept on their screen with the reason why it cannot be saved."""
    return None if request.method == "POST" and queries.may_read(opened.row, opened.actor) else _closed(opened)


@of_agency("return_account")
def return_account(request, opened):
    """Our involvement and analysis, saved half done; who saves second sees what the first one wrote. Of a
    supplementary question only the answer is asked, beneath what was sent before."""
    if away := _closed_unless_typed(request, opened):
        return away
    row = opened.row
    initial = {name: getattr(row, name) for name in (*drafts.account_of(row), "version")}
    form = forms.AccountForm(request.POST or None, initial=initial, names=drafts.account_of(row))
    stored = None
    if request.method == "POST" and form.is_valid():
        try:
            drafts.save_account(
                scoping_return=row, values=form.cleaned_data, version=form.cleaned_data["version"],
                actor=opened.actor, at=request.at,
            )  # fmt: skip
            messages.success(request, "Saved. You can come back to it at any time.")
            return opened.go("agency_return")
        except ActRefused as refusal:
            stored = _told(form, refusal)
    return opened.page(
        request, "return_account", form=form, stored=_differences(form, stored), writers=lists.writers_of(row),
        earlier=_earlier(row), asked=lists.return_form_of(row),
    )  # fmt: skip


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


@of_agency("return_chronology")
def return_chronology(request, opened):
    if away := _closed(opened):
        return away
    return opened.page(request, "return_chronology", entries=queries.chronology_of(opened.row))


@of_agency("return_chronology")
def add_entry(request, opened):
    if away := _closed_unless_typed(request, opened):
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
    if away := _closed_unless_typed(request, opened):
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


@of_agency("return_chronology")
def paste_chronology(request, opened):
    """Rows copied from a spreadsheet: all or none, each line that cannot be read said with its number."""
    if away := _closed_unless_typed(request, opened):
        return away
    form = forms.PasteForm(request.POST or None, today=timezone.localdate(request.at))
    if request.method == "POST" and form.is_valid():
        done = attempt(form, drafts.add_pasted, scoping_return=opened.row, rows=form.pasted, actor=opened.actor,
                       at=request.at)  # fmt: skip
        if done:
            added, there = done
            again = f" {plural(there, 'was', 'were')} there already." if there else ""
            messages.success(request, f"{plural(added, 'entry', 'entries')} added.{again}")
            return opened.go("return_chronology")
    return opened.page(request, "paste_chronology", form=form)


@of_agency("submit_return")
def submit_return(request, opened):
    """Everything as others will read it, and one button that sends it, or puts it before the agency's lead."""
    if away := _closed(opened):
        return away
    signers = _signers(request, opened)
    form = _happened(
        forms.SendForm(
            request.POST or None, today=timezone.localdate(request.at), initial={"seen": fingerprint(opened.row)}
        ),
        opened,
    )
    if request.method == "POST" and form.is_valid():
        act = drafts.ask_sign_off if signers else acts.submit_return
        done = attempt(
            form, act, scoping_return=opened.row, seen=form.cleaned_data["seen"], actor=opened.actor,
            at=request.at if signers else form.at(request.at),
        )  # fmt: skip
        if done:
            messages.success(request, _waits(signers) if signers else "Thank you. What you wrote has been sent.")
            return opened.go("agency_return")
        form.data = form.data.copy()
        form.data["seen"] = fingerprint(opened.row)
    return opened.page(
        request, "submit_return", form=form, entries=queries.chronology_of(opened.row),
        missing=queries.missing_in(opened.row), signers=signers, earlier=_earlier(opened.row),
    )  # fmt: skip


def _waits(signers) -> str:
    return f"It waits for the signature of {listing(signers, 'or')}, who is told. Until then only your agency reads it."


@require_POST
@of_agency("return_not_known")
def return_not_known(request, opened):
    if away := _closed(opened):
        return away
    form = _happened(forms.NotKnownForm(request.POST, today=timezone.localdate(request.at), prefix="not-known"), opened)
    signers = _signers(request, opened)
    if form.is_valid():
        searched = form.cleaned_data["records_searched"]
        common = {"scoping_return": opened.row, "records_searched": searched, "actor": opened.actor}
        if signers:
            done = attempt(form, drafts.ask_sign_off, not_known=True, at=request.at, **common)
        else:
            done = attempt(form, acts.return_not_known, at=form.at(request.at), **common)
        if done:
            thanks = "Thank you. Your answer, “not known to us”, is complete."
            messages.success(request, _waits(signers) if signers else thanks)
            return opened.go("agency_return")
    return _return_page(request, opened, not_known=form)


@require_POST
@of_agency("sign_off_return")
def sign_off_return(request, opened):
    try:
        acts.sign_off_return(scoping_return=opened.row, actor=opened.actor, at=request.at)
        messages.success(request, "You have signed the return off.")
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    return opened.go("agency_return")


@require_POST
@of_agency("agency_return")
def take_back_to_write(request, opened):
    """An answer that waits for the lead's signature is changed again."""
    try:
        drafts.take_back_to_write(scoping_return=opened.row, actor=opened.actor, at=request.at)
        messages.success(request, "You can change the answer again.")
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    return opened.go("agency_return")

"""The agency's side: what is asked and done so far, sending it, "not known to us", and the lead's signature.

The same pages for people who signed in and for whoever came by a private link (`linked`): `Opened` gives the actor, the
return and the addresses. The parts themselves are written in `writing`, `chronicling` and `tabling`.
"""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.asking import around_case
from cases.models import Case
from cases.queries import body_of, people_of, possible_acts, procedure_of
from cases.web import open_page
from config.filters import listing
from config.pages import attempt
from documents.acts import ask_for_print
from partnerships.refusals import ActRefused
from procedures.saying import chair_called, office

from .. import acts, drafts, forms, lists, papers, queries, returns
from ..models import ScopingReturn
from ..state import fingerprint
from .place import TAB, Opened, closed, earlier_of, of_agency


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
    may_write = queries.may_write(row, actor)
    acts_now = {act.act for act in possible_acts(opened.case, actor)}
    if may_write and not_known is None:
        not_known = _happened(forms.NotKnownForm(today=timezone.localdate(request.at), prefix="not-known"), opened)
    signs = opened.mine and "sign_off_return" in acts_now
    return opened.page(
        request, "agency_return", line=next((line for line in lines if line.id == row.pk), None),
        may_write=may_write, reads=reads, form=not_known or forms.NotKnownForm(),
        people=people_of(opened.case), window=papers.window_text(row.request.window_from, row.request.window_to),
        may_sign_off=signs and row.is_sent and not row.signed_off_at,
        waits_for_me=signs and row.state == ScopingReturn.State.AWAITING,
        signers=_signers(request, opened), acts_now=acts_now, office=actor.holds(*queries.OFFICE),
        link=lists.link_shown(row, at=request.at), holds_secretariat=actor.holds("secretariat"),
        may_send_link=lists.may_send_link(row, at=request.at), opened_again=queries.opened_again_why(row),
        **(_content(request, opened) if reads else _NOTHING), **(_to_do(request, opened) if may_write else {}),
    )  # fmt: skip


_NOTHING: dict = {"said": [], "entries": [], "own_files": [], "earlier": [], "empty": True}


def _content(request, opened: Opened) -> dict:
    """What stands in the return, as people read it."""
    row = opened.row
    return {
        "said": returns.in_plain_words(row),
        "entries": queries.chronology_of(row),
        "own_files": row.own_files,
        "earlier": earlier_of(row),
        "empty": returns.is_empty(row),
    }


def _to_do(request, opened: Opened) -> dict:
    """The parts of the form for whoever writes: what each still lacks, who wrote it last."""
    row = opened.row
    return {
        "form_asked": opened.form,
        "parts": returns.parts_of(row, opened.form, around_case(opened.case, request.at)),
        "own_will_do": returns.own_will_do(row, opened.form),
        "missing": returns.missing_in(row, at=request.at),
        "writers": lists.writers_of(row),
    }


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


@of_agency("submit_return")
def submit_return(request, opened):
    """Everything as others will read it, and one button that sends it, or puts it before the agency's lead."""
    if away := closed(opened):
        return away
    signers = _signers(request, opened)
    form = _happened(
        forms.SendForm(
            request.POST or None,
            today=timezone.localdate(request.at),
            initial={"seen": fingerprint(opened.row), "records_searched": opened.row.records_searched},
        ),
        opened,
    )
    if request.method == "POST" and form.is_valid():
        act = drafts.ask_sign_off if signers else acts.submit_return
        done = attempt(
            form, act, scoping_return=opened.row, seen=form.cleaned_data["seen"], actor=opened.actor,
            records_searched=form.cleaned_data["records_searched"],
            at=request.at if signers else form.at(request.at),
        )  # fmt: skip
        if done:
            messages.success(request, _waits(signers) if signers else "Thank you. What you wrote has been sent.")
            return opened.go("agency_return")
        form.data = form.data.copy()
        form.data["seen"] = fingerprint(opened.row)
    return opened.page(
        request, "submit_return", form=form, signers=signers,
        missing=returns.missing_in(opened.row, at=request.at), **_who_reads(opened.case), **_content(request, opened),
    )  # fmt: skip


def _who_reads(case: Case) -> dict:
    """Who of the partnership reads an answer once it is sent, by the names that they have there."""
    procedure, body = procedure_of(case), body_of(case)
    return {"office": office(procedure), "chair": chair_called(procedure, body) if body else ""}


def _waits(signers) -> str:
    return f"It waits for the signature of {listing(signers, 'or')}, who is told. Until then only your agency reads it."


@require_POST
@of_agency("return_not_known")
def return_not_known(request, opened):
    if away := closed(opened):
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
@of_agency("agency_return", write=False)
def print_return(request, opened):
    """The return on paper, for whoever may read it."""
    if not queries.may_read(opened.row, opened.actor):
        return opened.go("agency_return")
    kind = "return" if opened.row.is_sent else "return-draft"
    job = ask_for_print(
        kind="agency-return", about=f"{kind}:{opened.row.pk}", case=opened.case, actor=opened.actor, at=request.at,
        payload=papers.agency_return(opened.row, procedure_of(opened.case)),
    )  # fmt: skip
    return redirect("print_job", partnership=request.partnership.slug, job=job.pk)


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

"""The outcome record of a rapid review: written, put aside, sent."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from cases import telling
from cases.forms import HappenedForm
from cases.queries import procedure_of
from cases.sheets.whole import WholeForm
from cases.spine import may
from cases.web import case_page, open_page
from config.govforms import LongTextField
from documents.acts import ask_for_print
from partnerships.refusals import ActRefused

from .. import acts, asking, drafts, papers, queries
from .acting import _number
from .place import TAB, attempted, names_of, refused


def send_outcome(request, reference):
    """Everything that is required, the checks by the dates on record, what leaves; or put aside half-done."""
    case = open_page(request, reference, "send_outcome")
    procedure = procedure_of(case)
    notice = queries.incident_notice(case)
    try:
        allowed = may("send_outcome", case=case, actor=request.actor, notice=queries.incident_rule(case))
    except ActRefused as refusal:
        return refused(request, case, "send_outcome", str(refusal))
    form = asking.form_named(procedure, allowed.step.form if allowed.step else "")
    if form is None or notice is None:
        return refused(request, case, "send_outcome", "No outcome can be sent before the notification.")
    draft = queries.outcome_draft(case)
    posted = request.POST if request.method == "POST" else None
    aside = posted is not None and "aside" in posted
    asked = asking.filling("send_outcome", form, case, procedure, draft.answers if draft else {}, insist=not aside,
                           at=request.at)  # fmt: skip
    whole = WholeForm(asked.form, around=asked.around, answers=asked.starting, data=posted,
                      files=request.FILES if posted is not None else None)  # fmt: skip
    happened = _happened(allowed.remarks, None if aside else posted, request.at)
    version = _number(posted.get("version")) if posted is not None else draft.version if draft else 0
    if posted is not None:
        done = _done(request, case, form, whole, happened, version, aside=aside)
        if done is not None:
            return done
    return case_page(
        request, case, "notifications/outcome.html", name=TAB, whole=whole, form=happened, record=form, draft=draft,
        version=version, notice=notice, heading=allowed.step.title,
        checks=queries.checks_of(form, queries.state_of_case(case, procedure), sent_at=request.at),
        previews=telling.preview(case, "send_outcome", request.actor, at=request.at),
    )  # fmt: skip


def _printed(request, case, row, procedure):
    """The record as it now reads, as a PDF to send: it is kept first, and nothing is recorded as sent."""
    job = ask_for_print(
        kind="outcome-record", about=f"outcome-draft:{row.pk}", case=case, actor=request.actor, at=request.at,
        payload=papers.outcome_draft_paper(
            row, case, procedure, queries.incident_notice(case), names_of(case, request.at)
        ),
    )  # fmt: skip
    return redirect("print_job", request.partnership.slug, job.pk)


def _happened(remarks, posted, at) -> HappenedForm:
    fields = {}
    if remarks:
        hint = f"Normally first: {'; '.join(remarks)}."
        fields["reason"] = LongTextField(label="Why is it done all the same?", help_text=hint, rows=3, max_length=4000)
    return type("OutcomeSentForm", (HappenedForm,), fields)(posted, today=timezone.localdate(at))


def _done(request, case, form, whole, happened, version, *, aside):
    """Put aside, or sent; None when the page comes back."""
    if aside:
        return _put_aside(request, case, form, whole, version)
    if whole.more or whole.row_change:
        happened.hold()
        return None
    if not all([whole.is_right, happened.is_valid()]):
        return None
    sent = attempted(
        whole, happened, acts.send_outcome,
        {"case": case, "answers": whole.values, "version": version, "actor": request.actor,
         "reason": happened.cleaned_data.get("reason", ""), "at": happened.at(request.at)},
    )  # fmt: skip
    if sent is None:
        return None
    messages.success(request, "On the record: the outcome was sent. It is kept as it was, and its paper is being made.")
    return redirect("outcome_record", request.partnership.slug, case.reference, sent.pk)


def _put_aside(request, case, form, whole, version):
    """Kept half-done; with the other button a PDF of it as well. None when the page comes back."""
    kept = whole.is_right and attempted(
        whole, whole.forms[0], drafts.keep_outcome,
        {"case": case, "form": form.name, "answers": whole.values, "version": version, "actor": request.actor,
         "at": request.at},
    )  # fmt: skip
    if not kept:
        return None
    if request.POST.get("aside") == "print":
        return _printed(request, case, kept, procedure_of(case))
    messages.success(request, "The record is kept. Nothing has been sent.")
    return redirect(TAB, request.partnership.slug, case.reference)

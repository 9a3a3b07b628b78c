"""The office enters a referral for somebody who rang, wrote or came: drafts, the same pages, submitted to a case."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from config.filters import plural
from config.pages import attempt
from config.pages import page as show
from documents.files import check_upload

from .. import acts, forms, queries
from . import writing
from .place import in_office, posted, private


@private
def new_referral(request):
    """Who refers, how and when it came (C-51: yesterday at 16:10 counts from then), then the form itself."""
    offered = queries.pathways(request.procedure, public=False)
    if not offered:
        raise Http404
    form = forms.NewReferralForm(
        posted(request),
        pathways=offered,
        boroughs=queries.boroughs(),
        now=request.at,
        today=timezone.localdate(request.at),
    )
    if request.method == "POST" and form.is_valid():
        begun = attempt(
            form,
            acts.start_referral,
            procedure=request.procedure,
            key=form.cleaned_data["form_token"],
            referrer_name=form.cleaned_data["referrer_name"],
            referrer_email=form.cleaned_data["email"],
            received_at=form.cleaned_data["received_at"] or request.at,
            received_how=form.cleaned_data["received_how"],
            actor=request.actor,
            at=request.at,
            **form.chosen,
        )
        if begun is not None:
            return redirect("draft", request.partnership.slug, begun[0].pk)
    return show(request, "referrals/new.html", form=form)


@private
def receive_paper(request):
    """An e-mail or a filled Word form: kept, read as far as it can be, and opened as a draft to check."""
    offered = queries.pathways(request.procedure, public=False)
    if not offered:
        raise Http404
    form = forms.PaperForm(
        posted(request), request.FILES or None, pathways=offered, boroughs=queries.boroughs(), check=check_upload
    )
    if request.method == "POST" and form.is_valid():
        row = attempt(
            form, acts.receive_paper, procedure=request.procedure, checked=form.cleaned_data["file"],
            key=form.cleaned_data["form_token"], actor=request.actor, at=request.at, **form.chosen,
        )  # fmt: skip
        if row is not None:
            count = plural(len(row.arrived.get("filled", [])), "answer was", "answers were")
            messages.success(request, f"{count} filled in from {row.arrived['file']['name']}. Check each of them.")
            return redirect("draft", request.partnership.slug, row.pk)
    return show(
        request, "form_page.html", form=form, heading="Begin from an e-mail or a Word form",
        back=reverse("new_referral", args=[request.partnership.slug]), button="Read it",
        lead="The original is kept with the case. What can be read is filled in for you to check. Nothing is submitted "
        "by itself.",
    )  # fmt: skip


@private
def drafts(request):
    """What the office has begun and not yet submitted, the last saved first."""
    return show(request, "referrals/drafts.html", drafts=queries.office_drafts())


@private
def draft(request, referral):
    place = in_office(request, referral)
    row = place.referral
    if row.case is not None:
        return redirect("referral", place.slug, row.case.reference)
    if row.state != row.State.DRAFT:
        return redirect("drafts", place.slug)
    return writing.task_list(request, place)


@private
def draft_saved(request, referral):
    """After "save and come back later"."""
    place = in_office(request, referral)
    messages.success(request, "The draft is saved.")
    return redirect("drafts", place.slug)


@private
def draft_section(request, referral, page):
    return writing.section(request, in_office(request, referral), page)


@private
def draft_receipt(request, referral):
    """Putting right who refers and when and how it came, before it is submitted."""
    place = in_office(request, referral)
    row = place.referral
    if row.state != row.State.DRAFT:
        return redirect(place.tasks)
    form = forms.ReceiptForm(
        posted(request),
        now=request.at,
        today=timezone.localdate(request.at),
        initial={
            "referrer_name": row.referrer_name,
            "email": row.referrer_email,
            "received_how": row.received_how,
            "received_at": row.received_at,
        },
    )
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            acts.set_receipt,
            referral=row,
            received_at=form.cleaned_data["received_at"] or row.received_at,
            received_how=form.cleaned_data["received_how"],
            referrer_name=form.cleaned_data["referrer_name"],
            referrer_email=form.cleaned_data["email"],
            actor=request.actor,
            at=request.at,
        )
        if saved is not None:
            return redirect(place.tasks)
    return show(request, "form_page.html", form=form, heading="Who refers, and when it came", back=place.tasks)


@private
def draft_check(request, referral):
    """Check, submit; sent twice it opens the same case."""
    place = in_office(request, referral)
    row = place.referral
    if row.case is not None:
        return redirect("case", place.slug, row.case.reference)
    if row.state != row.State.DRAFT:
        return redirect("drafts", place.slug)
    form = forms.ConfirmForm(posted(request))
    form.fields["confirm"].label = "This is what the referrer told us, as far as I know."
    if request.method == "POST" and form.is_valid():
        case = attempt(form, acts.submit_referral, referral=row, actor=request.actor, at=request.at)
        if case is not None:
            messages.success(request, f"The referral is in the log as {case.reference}.")
            return redirect("case", place.slug, case.reference)
    return writing.checking(request, place, form)


@private
def discard_draft(request, referral):
    place = in_office(request, referral)
    form = forms.GovForm(posted(request))
    if request.method == "POST":
        if attempt(form, acts.discard_draft, referral=place.referral, actor=request.actor, at=request.at):
            messages.success(request, "The draft is given up.")
            return redirect("drafts", place.slug)
    return show(request, "referrals/discard.html", form=form, place=place, referral=place.referral)

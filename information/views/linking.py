"""The office and private links: sending one again with a new end or to somebody else, ending it."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from cases.queries import procedure_of
from cases.web import case_page, open_page
from config.filters import date_long
from config.pages import attempt

from .. import acts, forms, links, queries

TAB = "case_information"


def renew_link(request, reference, scoping_return):
    """To whom, and until when; every link sent before stops opening."""
    case = open_page(request, reference, "renew_link")
    row = queries.find_return(case, scoping_return, request.actor)
    known = links.contact_of(row.agency)
    begin = {"until": links.last_day(procedure_of(case), at=request.at)}
    if known is not None:
        begin |= {"name": known.name, "email": known.email}
    form = forms.LinkForm(request.POST or None, today=timezone.localdate(request.at), initial=begin)
    if request.method == "POST" and form.is_valid():
        link = attempt(form, acts.renew_link, scoping_return=row, actor=request.actor, at=request.at,
                       **form.cleaned_data)  # fmt: skip
        if link is not None:
            messages.success(
                request, f"A private link is on its way to {link.name}. It opens until {date_long(link.until)}."
            )
            return redirect("agency_return", request.partnership.slug, case.reference, row.pk)
    return _page(
        request, case, row, form, "Send a private link", button="Send the link",
        lead="It opens this one request and nothing else of the case. Links sent before stop opening.",
    )  # fmt: skip


def end_link(request, reference, scoping_return):
    """Stops the link at once, with a reason."""
    case = open_page(request, reference, "end_link")
    row = queries.find_return(case, scoping_return, request.actor)
    form = forms.EndLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.end_link, scoping_return=row, actor=request.actor, at=request.at, **form.cleaned_data):
            messages.success(request, "The link no longer opens.")
            return redirect("agency_return", request.partnership.slug, case.reference, row.pk)
    return _page(
        request, case, row, form, "End a private link", button="End the link",
        lead="Whoever has it can no longer open the request. What was written by it stays.",
    )  # fmt: skip


def _page(request, case, row, form, heading, **words):
    return case_page(
        request, case, "information/act.html", name=TAB, form=form, previews=[],
        heading=f"{heading}: {row.agency.title}", **words,
    )  # fmt: skip

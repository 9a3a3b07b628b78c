"""The first page after sign-in, the log, and the procedure as people read it."""

from __future__ import annotations

import logging
from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from cases.queries import conflicted_cases, procedure_of, visible_cases
from cases.web import case_page, open_page
from config.access import ONLY_REVIEWS
from config.pages import page
from deadlines.queries import due_for, late_for_anybody
from documents.tables import csv_response, xlsx_response

from . import listing, queries
from .case_procedure import roles_now, tracks_now, tracks_to_come
from .procedure_page import CONTENTS, describe

exports = logging.getLogger("safeguarding.exports")


def home(request):
    """What is due: for this person, and for those who oversee, what is late whoever it is for. A reviewer has only
    the reviews they carry out."""
    if request.actor.kinds == ONLY_REVIEWS:
        return redirect("reviews", request.partnership.slug)
    cases = visible_cases(request.actor)
    oversees = request.actor.holds("secretariat", "panel-chair")
    mine = due_for(request.actor, procedure=request.procedure, cases=cases, today=request.at,
                   kept_from=conflicted_cases(request.actor))  # fmt: skip
    late = late_for_anybody(procedure=request.procedure, cases=cases, today=request.at) if oversees else []
    known = {deadline.id for deadline in mine}
    return page(
        request,
        "desk/home.html",
        mine=mine,
        late=[deadline for deadline in late if deadline.id not in known],
        oversees=oversees,
        figures=queries.figures(request.actor, request.procedure) if oversees else [],
        roles=[role.title for role in request.procedure.roles if role.name in request.actor.roles],
        waiting=queries.waiting_for(request.actor, request.procedure, at=request.at),
        meetings=queries.next_meetings(request.actor, request.procedure, at=request.at),
    )


def _listed(request):
    form = listing.log_filter(request.GET or None, request.procedure)
    return form, listing.chosen_in(form)


def _page_number(request, pages: int) -> int:
    text = request.GET.get("page", "1")
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return min(max(wanted, 1), pages)


def log(request, name="log", heading="Referrals"):
    """Every referral and what became of it (RED-12, C-2): newest first, 25 a page."""
    form, chosen = _listed(request)
    ids = listing.ids_of(request.actor, chosen)
    total = len(ids)
    pages = max(1, -(-total // listing.PAGE))
    number = _page_number(request, pages)
    first = (number - 1) * listing.PAGE
    shown = ids[first : first + listing.PAGE]
    rows = listing.log_rows(shown, request.procedure, today=timezone.localdate(request.at))
    here = reverse(name, kwargs={"partnership": request.partnership.slug})
    kept = {key: value for key, value in request.GET.items() if value and key != "page"}
    return page(
        request,
        "desk/log.html",
        form=form,
        rows=rows,
        unknown=[form.fields[field].label for field in form.errors if field in form.fields],
        heading=heading,
        total=f"more than {listing.COUNTED:,}" if total > listing.COUNTED else f"{total:,}",
        first=first + 1,
        last=first + len(rows),
        number=number,
        pages=pages,
        page_href=lambda n: f"{here}?{urlencode({**kept, 'page': n})}",
        chosen=_chosen(form, kept, here),
        here=here,
        query=urlencode(kept),
        may_enter=request.actor.holds("secretariat"),
        may_export=request.actor.holds("secretariat", "panel-chair", "administrator"),
    )


def _chosen(form, kept, here) -> list[dict]:
    """The filters in force, each with the address without it."""
    found = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name) if form.is_bound and hasattr(form, "cleaned_data") else None
        if not value:
            continue
        words = dict(getattr(field, "choices", None) or []).get(str(value), str(value))
        rest = {key: text for key, text in kept.items() if key.split("-")[0].split("_day")[0] != name}
        rest = {key: text for key, text in rest.items() if not key.startswith(f"{name}_")}
        found.append({"text": f"{field.label}: {words}", "href": f"{here}?{urlencode(rest)}"})
    return found


def my_cases(request):
    """The cases that somebody's agency or office gives them to see."""
    return log(request, name="my_cases", heading="Cases")


def log_export(request, kind):
    """The log as it is filtered, as CSV or Excel; formulas are harmless, and who exported what is kept."""
    _, chosen = _listed(request)
    exports.info("log exported", extra={"user": request.user.pk, "partnership": request.partnership.slug, "kind": kind})
    respond = csv_response if kind == "csv" else xlsx_response
    name = f"referrals-{request.partnership.slug}.{kind}"
    today = timezone.localdate(request.at)
    return respond(
        name, listing.EXPORT_HEADER, listing.export_rows(request.actor, chosen, request.procedure, today=today)
    )


def our_procedure(request):
    """How this partnership works, drawn from the very text that the engine obeys."""
    procedure = request.procedure
    return page(
        request, "desk/our_procedure.html", procedure=procedure, sections=describe(procedure), contents=CONTENTS
    )


def case_procedure(request, reference: str):
    """One case on its procedure: where it is, what was done, what comes next and by when, who may do what."""
    case = open_page(request, reference, "case_procedure")
    return case_page(
        request,
        case,
        "desk/case_procedure.html",
        name="case_procedure",
        procedure=procedure_of(case),
        tracks=tracks_now(case, request.actor, at=request.at),
        to_come=tracks_to_come(case),
        roles=roles_now(case),
    )

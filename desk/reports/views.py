"""Reports for boards: the list of them, each as a page, a PDF and a workbook."""

from __future__ import annotations

import logging
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cases.queries.annual import annual_reports
from config.filters import day_of
from config.links import address
from config.pages import page
from documents.acts import ask_for_print
from documents.tables import workbook_response
from partnerships.queries import boroughs

from .asked import Asked
from .forms import PeriodForm, YearForm
from .made import KINDS, Kind
from .made.annual import title_of
from .papers import paper_of, sheets_of
from .rules.periods import month_called, start_of_year
from .shape import words

exports = logging.getLogger("safeguarding.exports")
SHOWN = 4  # annual reports on the list
PAGE = 100  # rows of a table on one page


@require_safe
def reports(request):
    """Every report there is, the annual ones of the last years, and what of them is final."""
    begins, today = month_called(request.procedure.reporting.year_begins), day_of(request.at)
    latest, known = start_of_year(today, begins), {row.year: row for row in annual_reports()}
    years = [(year, title_of(year, begins), known.get(year)) for year in range(latest, latest - SHOWN, -1)]
    return page(request, "desk/reports/reports.html", kinds=list(KINDS.values()), years=years)


def _kind(report: str) -> Kind:
    if report not in KINDS:
        raise Http404
    return KINDS[report]


def asked_by(request, kind: Kind) -> tuple[Asked, PeriodForm | YearForm]:
    """What is asked for in the address, and the form that says so."""
    begins, today = month_called(request.procedure.reporting.year_begins), day_of(request.at)
    data = request.GET if request.GET else None
    places: list = []
    if kind.years:
        form: PeriodForm | YearForm = YearForm(data, today=today, begins=begins)
    else:
        own = request.actor.borough_ids
        places = [each for each in boroughs() if own is None or each.pk in own]
        form = PeriodForm(data, today=today, begins=begins, boroughs=[(str(b.pk), b.title) for b in places])
        if kind.now:
            for name in ("period", "since", "until"):
                del form.fields[name]
    period, title = form.chosen()
    wanted = form.cleaned_data.get("borough") if form.is_bound and form.is_valid() else ""
    borough = next(((each.pk, each.title) for each in places if str(each.pk) == wanted), None)
    asked = Asked(
        actor=request.actor, procedure=request.procedure, period=period, at=request.at, title=title, borough=borough
    )
    return asked, form


@require_safe
def report(request, report: str):
    """One report as a page; long tables a hundred rows at a time."""
    kind = _kind(report)
    asked, form = asked_by(request, kind)
    kept = {key: value for key, value in request.GET.items() if value and key != "page"}
    here = address("report", partnership=request.partnership.slug, report=kind.name)
    number = request.GET.get("page", "1")
    return page(
        request,
        "desk/reports/report.html",
        kind=kind,
        report=kind.make(asked),
        words=words,
        form=form,
        here=here,
        query=urlencode(kept),
        number=int(number) if number.isascii() and number.isdigit() and 0 < int(number[:5]) < 10_000 else 1,
        page_size=PAGE,
        page_href=lambda n: f"{here}?{urlencode({**kept, 'page': n})}",
    )


@require_safe
def report_xlsx(request, report: str):
    """The same as a workbook, with every row; who took it is kept."""
    kind = _kind(report)
    asked, _ = asked_by(request, kind)
    who = {"user": request.user.pk, "partnership": request.partnership.slug, "kind": kind.name}
    exports.info("report exported", extra=who)
    made = kind.make(asked)
    return workbook_response(
        f"{kind.name}-{request.partnership.slug}", sheets_of(made, request.partnership, request.at)
    )


@require_POST
def print_report(request, report: str):
    """Asks the worker for the PDF."""
    kind = _kind(report)
    asked, _ = asked_by(request, kind)
    job = ask_for_print(
        kind="board-report", about=f"report:{kind.name}", actor=request.actor, at=request.at,
        payload=paper_of(kind.make(asked), request.partnership, request.at),
    )  # fmt: skip
    return redirect("print_job", partnership=request.partnership.slug, job=job.pk)

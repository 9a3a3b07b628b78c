"""The annual report: a draft drawn anew each time with the board's own words, then kept as printed (RED-11, DAR-11)."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cases import acts
from cases.acts.annual import LONGEST
from cases.queries.annual import annual_report_of
from cases.reading import attempt_read
from config.filters import date_long, day_of
from config.links import address
from config.pages import page
from documents.acts import ask_for_print
from documents.payloads import from_payload
from documents.tables import workbook_response
from documents.wordings import blocks_of, paragraphs_of

from ..asked import Asked
from ..forms import YEARS, FinalForm, NarrativeForm
from ..made import annual
from ..papers import sheets_of_paper
from ..rules.periods import month_called, start_of_year, year_from, year_title

exports = logging.getLogger("safeguarding.exports")


def _asked(request, year: int) -> Asked:
    """The year as a question; one that is too long ago, or still to come, has no report."""
    begins, today = month_called(request.procedure.reporting.year_begins), day_of(request.at)
    latest = start_of_year(today, begins)
    if not latest - 2 * YEARS < year <= latest:
        raise Http404
    return Asked(
        actor=request.actor, procedure=request.procedure, period=year_from(year, begins), at=request.at,
        title=year_title(year, begins),
    )  # fmt: skip


def _draft(request, asked: Asked, row):
    """The report with the words as they stand, and its paper."""
    report = annual.make(asked, row.narrative if row else {})
    state = f"Draft of {date_long(request.at)}"
    return report, annual.paper_of_year(report, asked, request.partnership, state=state)


@require_safe
def annual_report(request, year: int):
    """As a draft, or as it was made final."""
    asked, row = _asked(request, year), annual_report_of(year)
    final = row is not None and row.final_at is not None
    paper = from_payload("annual-report", row.paper) if final else _draft(request, asked, row)[1]
    writer = request.actor.holds(*acts.WRITERS)
    return page(
        request, "desk/reports/annual_report.html", asked=asked, row=row, final=final, paper=paper,
        may_write=writer and not final, places_read=row.places_read if row is not None and writer else {},
        over=asked.period.until < asked.today, blocks_of=lambda text: blocks_of(paragraphs_of(text)),
    )  # fmt: skip


def write_annual_report(request, year: int):
    """The board's own words, section by section."""
    asked, row = _asked(request, year), annual_report_of(year)
    initial = {**(row.narrative if row else {}), "version": row.version if row else 0}
    form = NarrativeForm(request.POST or None, sections=annual.NARRATIVE, longest=LONGEST, initial=initial)
    back = address("annual_report", partnership=request.partnership.slug, year=year)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        version = given.pop("version")
        if attempt_read(request, form, acts.write_annual_report, year=year, narrative=given, version=version,
                        actor=request.actor, at=request.at):  # fmt: skip
            messages.success(request, "Your words are kept.")
            return redirect(back)
    return page(
        request, "form_page.html", form=form, heading="Your own words", caption=annual.title_of(year, asked.begins),
        lead="They stand between the figures. Name nobody: the report is read widely. An empty line begins a new "
             "paragraph, “## ” a heading, “- ” a point of a list.", back=back, button="Save",
    )  # fmt: skip


def report_annually(request, year: int):
    """Makes it final: kept as printed, whatever changes later."""
    asked, row = _asked(request, year), annual_report_of(year)
    title = annual.title_of(year, asked.begins)
    back = address("annual_report", partnership=request.partnership.slug, year=year)
    if row is not None and row.final_at is not None:
        return redirect(back)
    if why := acts.not_over(year, request.procedure, request.at):
        messages.warning(request, why)
        return redirect(back)
    form = FinalForm(request.POST or None, initial={"version": row.version if row else 0})
    if request.method == "POST" and form.is_valid():
        report = annual.make(asked, row.narrative if row else {})
        state = f"Final, {date_long(request.at)}, {request.actor.label}"
        paper = annual.paper_of_year(report, asked, request.partnership, state=state)
        given = {"year": year, "title": title, "paper": paper, "version": form.cleaned_data["version"]}
        if attempt_read(request, form, acts.report_annually, procedure=request.procedure, actor=request.actor,
                        at=request.at, **given):  # fmt: skip
            messages.success(request, "The report is final. Its PDF is being made.")
            return redirect(back)
    return page(
        request, "form_page.html", form=form, heading="Make the report final", caption=title, back=back,
        button="Make it final", lead=_lead(request),
    )  # fmt: skip


def _lead(request) -> str:
    titles = {body.name: body.title for body in request.procedure.bodies}
    to = [titles[name] for name in request.procedure.reporting.to if name in titles]
    sent = f" This service sends nothing: give the PDF to {', '.join(to)} yourself." if to else ""
    return f"Figures and words are kept as they are now, and nothing of them changes afterwards.{sent}"


@require_safe
def annual_report_xlsx(request, year: int):
    """Its tables as a workbook: of a draft as they are now, of a final one as kept. Who took it is logged."""
    asked, row = _asked(request, year), annual_report_of(year)
    final = row is not None and row.final_at is not None
    paper = from_payload("annual-report", row.paper) if final else _draft(request, asked, row)[1]
    who = {"user": request.user.pk, "partnership": request.partnership.slug, "kind": "annual-report"}
    exports.info("report exported", extra=who)
    name = f"annual-report-{request.partnership.slug}-{asked.title}"
    return workbook_response(name, sheets_of_paper(paper, request.partnership))


@require_POST
def print_annual_report(request, year: int):
    """A draft as PDF; of a final report the paper that was kept."""
    asked, row = _asked(request, year), annual_report_of(year)
    if row is not None and row.job_id is not None:
        return redirect("annual_report", partnership=request.partnership.slug, year=year)
    _, paper = _draft(request, asked, row)
    job = ask_for_print(
        kind="annual-report", about=f"annual-report:{year}", payload=paper, actor=request.actor, at=request.at
    )
    return redirect("print_job", partnership=request.partnership.slug, job=job.pk)

"""The report of a year: the board's own words, kept until it is made final (RED-11, DAR-11, C-46)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from config.filters import date_long, day_of
from deadlines.calendar import LONDON, MONTHS
from deadlines.own_dates import end_own_dates
from documents.acts import ask_for_print
from documents.papers import AnnualReport as Paper
from documents.payloads import to_payload
from partnerships.actors import Actor
from partnerships.acts import record_administration
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures.model import Procedure

from ..identifying import Found, in_words, mark
from ..models import AnnualReport
from .naming import refuse_anybody

# The sections for the board's own words, and what a refusal calls them.
NARRATIVE = {
    "foreword": "in the foreword", "reviews": "in what the reviews taught us",
    "findings": "in what was done, and what was not", "fairness": "in what you make of the look for bias",
    "ahead": "in the year ahead",
}  # fmt: skip
GOES = "the boards"
WRITERS = ("secretariat", "panel-chair", "administrator")
LONGEST = 10_000


def write_annual_report(
    *, year: int, narrative: Mapping[str, str], version: int, read: str = "", actor: Actor, at: dt.datetime
) -> AnnualReport:
    """Keeps the board's own words. `version`: as it was when the page was made, 0 where there was none; raises
    ActRefused when somebody else saved meanwhile, the report is final, or the words name somebody of a case. `read`:
    the mark of places that may point to somebody and were read (C-21, RED-11)."""
    if not actor.holds(*WRITERS):
        raise ActRefused("Your role does not include this.")
    with transaction.atomic():
        row = _locked(year)
        if row is not None and row.final_at is not None:
            raise ActRefused("The report of this year is final.")
        if (row.version if row else 0) != version:
            raise ActRefused("Somebody else saved this report since you opened the page. Look at what is there now.")
        row = row or AnnualReport(partnership=current_partnership(), year=year, version=0)
        row.narrative = {name: narrative.get(name, "").strip()[:LONGEST] for name in NARRATIVE}
        found = refuse_anybody(_worded(row), since=_since(year), read=(read,), goes=GOES)
        row.places_read = _kept(found, actor, at)
        row.version, row.saved_at, row.saved_by = row.version + 1, at, actor.label
        row.save()
        return row


def report_annually(
    *, year: int, title: str, paper: Paper, version: int, procedure: Procedure, read: str = "", actor: Actor,
    at: dt.datetime,
) -> AnnualReport:  # fmt: skip
    """Makes the report of a year final: kept as printed, with the clock of the text that asks for it ended.

    By whoever that clock names or who stands in; where the text has none, by the chair, the secretariat or the
    administrator. Raises ActRefused, also before the year is over: its figures would be of a part of it, for good.
    Names are looked for once more, for people may have come onto a case since it was written; what was read and found
    to identify nobody then, or now (`read`: the mark of these places), stays.
    """
    with transaction.atomic():
        row = _locked(year)
        if row is not None and row.final_at is not None:
            return row
        if row is None or not row.narrative.get("foreword"):
            raise ActRefused("Write at least the foreword first.")
        if row.version != version:
            raise ActRefused("Somebody else saved this report since you opened the page. Look at what is there now.")
        _may(procedure, actor)
        if too_early := not_over(year, procedure, at):
            raise ActRefused(too_early)
        before = (row.places_read or {}).get("mark", "")
        found = refuse_anybody(_worded(row), elsewhere=_printed(paper), since=_since(year), read=(read, before),
                               goes=GOES)  # fmt: skip
        row.places_read = row.places_read if found and mark(found) == before else _kept(found, actor, at)
        row.paper, row.final_at, row.final_by = to_payload("annual-report", paper), at, actor.label
        row.job = ask_for_print(kind="annual-report", about=f"annual-report:{year}", payload=paper, actor=actor, at=at)
        row.save()
        end_own_dates(act="report_annually", at=at)
        record_administration(act="report_annually", actor=actor, at=at, summary=f"Made final: {title}.")
        return row


def not_over(year: int, procedure: Procedure, at: dt.datetime) -> str:
    """Why the report of a year cannot be final yet; empty: it can."""
    last = end_of_year(year, procedure)
    if day_of(at) > last:
        return ""
    return f"The year is not over: it can be made final from the day after {date_long(last)}."


def _worded(row: AnnualReport) -> list[tuple[str, str, str]]:
    return [(where, row.narrative.get(name, ""), name) for name, where in NARRATIVE.items()]


def _printed(paper: Paper) -> list[tuple[str, str]]:
    """What stands in its tables and was written about single cases: each was looked through for its own case."""
    return [(f"in the table “{table.caption}”", "\n".join("\n".join(row) for row in table.rows))
            for part in paper.parts for table in part.tables if table.numbers.count("t") > 1]  # fmt: skip


def _since(year: int) -> dt.datetime:
    """Before any reporting year that begins in this year does."""
    return dt.datetime(year, 1, 1, tzinfo=LONDON)


def _kept(found: list[Found], actor: Actor, at: dt.datetime) -> dict:
    """What the report keeps of places that were read, by whom and when."""
    if not found:
        return {}
    return {"mark": mark(found), "places": in_words(found), "by": actor.label, "at": at.isoformat()}


def end_of_year(year: int, procedure: Procedure) -> dt.date:
    """The last day of the reporting year that begins in a calendar year."""
    begins = MONTHS.index(procedure.reporting.year_begins) + 1
    return dt.date(year + 1, begins, 1) - dt.timedelta(days=1)


def _may(procedure: Procedure, actor: Actor) -> None:
    named = {clock.who for clock in procedure.clocks if "report_annually" in clock.stops and clock.who}
    allowed = frozenset().union(*(procedure.who_may_act_as(role) for role in named)) if named else frozenset()
    if named and actor.roles.isdisjoint(allowed) and not actor.holds("administrator"):
        titles = " or ".join(procedure.find("roles", role).title for role in sorted(named))
        raise ActRefused(f"The report is made final by the {titles}.")
    if not named and not actor.holds(*WRITERS):
        raise ActRefused("Your role does not include this.")


def _locked(year: int) -> AnnualReport | None:
    rows = AnnualReport.objects.select_for_update(of=("self",)).filter(partnership=current_partnership(), year=year)
    return rows.first()

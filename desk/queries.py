"""Lists across the rooms, reading only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from cases.models import Case
from cases.queries import visible_cases
from cases.web import stage_colour
from deadlines.queries import calendar_of
from deadlines.rules import working_days_left
from documents.queries import messages_to_deal_with
from information.lists import my_requests
from panels.queries.governance import recommendations_to_answer
from panels.queries.lists import MeetingRow, meeting_rows, waiting_cases
from partnerships.queries import agencies, boroughs
from partnerships.scope import current_partnership
from procedures.model import Procedure

from .forms import LogFilter

LONDON = ZoneInfo("Europe/London")
PAGE = 25
COUNTED = 1_000  # beyond this the log says "more than 1,000": counting is what a long list costs


@dataclass(frozen=True)
class LogRow:
    """One case as the log shows it."""

    reference: str
    subject: str
    kind: str
    referred_by: str
    borough: str
    received_at: dt.datetime
    stage: str
    colour: str
    restricted: bool
    due_title: str
    due_on: dt.date | None
    due_left: int | None
    closed_at: dt.datetime | None


def log_filter(data, procedure: Procedure) -> LogFilter:
    """The filter form with the choices of this partnership."""
    stages = {stage.name: stage.title for track in procedure.tracks for stage in track.stages}
    return LogFilter(
        data,
        stages=sorted(stages.items(), key=lambda pair: pair[1]),
        pathways=[(pathway.name, pathway.title) for pathway in procedure.pathways],
        agencies=[(str(agency.pk), agency.title) for agency in agencies()],
        boroughs=[(str(borough.pk), borough.title) for borough in boroughs()],
    )


def logged_cases(actor, form: LogFilter) -> QuerySet[Case]:
    """Every case of the log that this person may see, narrowed by the filter, newest first."""
    cases = visible_cases(actor)
    form.is_valid()
    chosen = form.cleaned_data
    exact = {"stage": "stage", "pathway": "pathway", "agency": "referring_agency_id", "borough": "borough_id"}
    for name, column in exact.items():
        if chosen.get(name):
            cases = cases.filter(**{column: chosen[name]})
    if chosen.get("received_from"):
        cases = cases.filter(received_at__gte=_midnight(chosen["received_from"]))
    if chosen.get("received_to"):
        cases = cases.filter(received_at__lt=_midnight(chosen["received_to"] + dt.timedelta(days=1)))
    if chosen.get("open"):
        cases = cases.filter(closed_at__isnull=chosen["open"] == "yes")
    words = " ".join((chosen.get("q") or "").split()[:12])
    if words:
        cases = cases.filter(search=SearchQuery(words, search_type="websearch", config="simple"))
    return cases.newest_first()


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=LONDON)


def ids_of(cases: QuerySet[Case], most: int | None = COUNTED + 1) -> list[int]:
    """The numbers of the listed cases in order, as many as the log counts: one query gives the count and each page."""
    return list(cases.values_list("pk", flat=True)[:most])


class _Listed(NamedTuple):
    """A case with its first running deadline, as the database gives it."""

    reference: str
    pathway: str
    referrer_name: str
    agency: str | None
    borough: str | None
    received_at: dt.datetime
    stage: str
    stage_title: str
    restricted: bool
    closed_at: dt.datetime | None
    subjects: str | None
    due_title: str | None
    due_on: dt.date | None


_LOG = """
SELECT c.reference, c.pathway, c.referrer_name, a.title, b.title, c.received_at, c.stage, c.stage_title, c.restricted,
  c.closed_at,
  (SELECT string_agg(coalesce(nullif(trim(p.first_name || ' ' || p.last_name), ''), 'Name not known'), ', '
                     ORDER BY p.id)
     FROM cases_person p
    WHERE p.partnership_id = %(partnership)s AND p.case_id = c.id AND p.kind = 'subject' AND NOT p.removed),
  due.title, due.due_on
FROM cases_case c
LEFT JOIN partnerships_agency a ON a.id = c.referring_agency_id
LEFT JOIN partnerships_borough b ON b.id = c.borough_id
LEFT JOIN LATERAL (
  SELECT d.title, d.due_on FROM deadlines_deadline d
   WHERE d.partnership_id = %(partnership)s AND d.case_id = c.id AND d.state = 'open' AND NOT d.permanence
   ORDER BY d.due_on, d.id LIMIT 1) due ON true
WHERE c.partnership_id = %(partnership)s AND c.id = ANY(%(ids)s)
ORDER BY c.received_at DESC, c.id DESC
"""


def log_rows(ids: list[int], procedure: Procedure, *, today: dt.date) -> list[LogRow]:
    """The rows for some cases that `ids_of` gave: two queries whatever their number."""
    with connection.cursor() as cursor:
        cursor.execute(_LOG, {"partnership": current_partnership().pk, "ids": ids})
        found = [_Listed(*row) for row in cursor.fetchall()]
    calendar = calendar_of(current_partnership())
    kinds = {pathway.name: pathway.title for pathway in procedure.pathways}
    return [
        LogRow(
            reference=case.reference,
            subject=case.subjects or "Not named",
            kind=kinds.get(case.pathway, case.pathway),
            referred_by=case.agency or case.referrer_name,
            borough=case.borough or "",
            received_at=case.received_at,
            stage=case.stage_title,
            colour=stage_colour(case),
            restricted=case.restricted,
            due_title=case.due_title or "",
            due_on=case.due_on,
            due_left=None if case.due_on is None else working_days_left(today, case.due_on, calendar),
            closed_at=case.closed_at,
        )
        for case in found
    ]


EXPORT_HEADER = (
    "Reference", "Subject", "Kind of case", "Referred by", "Borough", "Received", "Stage", "Next due", "Due on",
    "Closed",
)  # fmt: skip


def export_rows(cases, procedure: Procedure, *, today: dt.date):
    """The whole log as plain rows, a thousand cases at a time."""
    ids = ids_of(cases, None)
    for start in range(0, len(ids), 1000):
        for row in log_rows(ids[start : start + 1000], procedure, today=today):
            yield (
                row.reference, row.subject, row.kind, row.referred_by, row.borough,
                row.received_at.astimezone(LONDON).strftime("%d/%m/%Y %H:%M"), row.stage, row.due_title,
                row.due_on.strftime("%d/%m/%Y") if row.due_on else "",
                row.closed_at.astimezone(LONDON).strftime("%d/%m/%Y") if row.closed_at else "",
            )  # fmt: skip


def figures(actor, procedure: Procedure) -> list[tuple[str, str, int]]:
    """(stage, words, number) of the open cases at each early stage, for the head of the secretariat's page."""
    from django.db.models import Count

    titles = {stage.name: stage.title for track in procedure.tracks for stage in track.stages}
    rows = visible_cases(actor).filter(closed_at=None).order_by().values("stage").annotate(number=Count("pk"))
    order = list(titles)
    found = [(row["stage"], titles.get(row["stage"], row["stage"]), row["number"]) for row in rows]
    return sorted(found, key=lambda row: order.index(row[0]) if row[0] in order else 99)


@dataclass(frozen=True)
class Waiting:
    """Something that waits for this person without a date of its own, or before its date: words and where it is."""

    text: str
    href: str


def waiting_for(actor, procedure: Procedure, *, at: dt.datetime) -> list[Waiting]:
    """Messages that came back, requests to the agency, recommendations to answer, cases without a meeting."""
    here = {"partnership": procedure.slug}
    found = []

    def add(number: int, one: str, many: str, name: str) -> None:
        if number:
            found.append(Waiting(one if number == 1 else many.format(number), reverse(name, kwargs=here)))

    if actor.holds("secretariat", "administrator"):
        add(messages_to_deal_with(actor).count(), "A message came back or could not be sent",
            "{} messages came back or could not be sent", "messages")  # fmt: skip
    if actor.holds("secretariat"):
        add(len(waiting_cases(actor)), "A case waits for a meeting", "{} cases wait for a meeting", "waiting_cases")
    if actor.holds("member", "agency-lead"):
        add(sum(each.open for each in my_requests(actor, at=at)), "Your agency is asked for information on a case",
            "Your agency is asked for information on {} cases", "my_requests")  # fmt: skip
    if actor.holds("ratifier", "statutory-partner"):
        add(len(recommendations_to_answer(actor)), "A recommendation waits for your answer",
            "{} recommendations wait for your answer", "recommendations")  # fmt: skip
    return found


def next_meetings(actor, procedure: Procedure, *, at: dt.datetime) -> list[MeetingRow]:
    """The meetings to come of the bodies this person sits on or runs, soonest first, at most three."""
    kinds = ("secretariat", "panel-chair", "member", "agency-lead", "statutory-partner")
    return meeting_rows(actor, procedure, past=False, at=at)[:3] if actor.holds(*kinds) else []

"""The log: every case that somebody may see, narrowed, counted, a page of it, all of it as a file (RED-12, C-2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import QuerySet

from cases.models import Case
from cases.queries import shape_of, stand_in, values_of, visible_cases
from cases.web import stage_colour
from deadlines.queries import calendar_of
from deadlines.rules import working_days_left
from notifications.tracking import NOT_TRACKED, TRACKER_HEADER, tracker_rows
from partnerships.prepared import number, prepared, text
from partnerships.queries import boroughs, member_agencies
from partnerships.scope import current_partnership
from procedures.model import Procedure

from .forms import LogFilter
from .stages import stage_choices

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
    return LogFilter(
        data,
        stages=sorted(stage_choices(procedure), key=lambda pair: pair[1]),
        pathways=[(pathway.name, pathway.title) for pathway in procedure.pathways],
        agencies=[(str(agency.pk), agency.title) for agency in member_agencies()],
        boroughs=[(str(borough.pk), borough.title) for borough in boroughs()],
    )


@dataclass(frozen=True)
class Chosen:
    """What the log is narrowed to: plain values, empty where nothing was chosen."""

    stage: str = ""
    track: str = ""  # of the stage, where two tracks have a stage of one name and other words
    pathway: str = ""
    agency: int | None = None
    borough: int | None = None
    since: dt.datetime | None = None
    before: dt.datetime | None = None
    open: str = ""  # "", yes, no
    words: str = ""

    @property
    def shape(self) -> tuple[str, ...]:
        """What decides how the query is built; everything else is a value."""
        return (*(name for name in STAND_INS if getattr(self, name)), self.open)


STAND_INS = {
    "stage": text(2), "track": text(5), "pathway": text(3), "agency": number(4), "borough": number(5), "words": text(4),
    "since": dt.datetime(1901, 1, 1, tzinfo=dt.UTC), "before": dt.datetime(1901, 1, 2, tzinfo=dt.UTC),
}  # fmt: skip


def chosen_in(form: LogFilter) -> Chosen:
    """What the filter form says; what is not valid there narrows nothing."""
    if not form.is_bound:
        return Chosen()
    form.is_valid()
    given = form.cleaned_data
    since, until = given.get("received_from"), given.get("received_to")
    return Chosen(
        stage=(given.get("stage") or "").rpartition(".")[2],
        track=(given.get("stage") or "").rpartition(".")[0],
        pathway=given.get("pathway") or "",
        agency=int(given["agency"]) if given.get("agency") else None,
        borough=int(given["borough"]) if given.get("borough") else None,
        since=_midnight(since) if since else None,
        before=_midnight(until + dt.timedelta(days=1)) if until else None,
        open=given.get("open") or "",
        words=" ".join((given.get("q") or "").split()[:12]),
    )


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=LONDON)


def narrowed(cases: QuerySet[Case], chosen: Chosen) -> QuerySet[Case]:
    """The cases that are left."""
    columns = {
        "stage": "stage", "track": "stage_track", "pathway": "pathway", "agency": "referring_agency_id",
        "borough": "borough_id", "since": "received_at__gte", "before": "received_at__lt",
    }  # fmt: skip
    wanted = {column: getattr(chosen, name) for name, column in columns.items() if getattr(chosen, name)}
    if chosen.open:
        wanted["closed_at__isnull"] = chosen.open == "yes"
    if chosen.words:
        wanted["search"] = SearchQuery(chosen.words, search_type="websearch", config="simple")
    return cases.filter(**wanted)


def _numbers(actor_shape: tuple, chosen_shape: tuple, most: int | None) -> QuerySet:
    *names, still_open = chosen_shape
    chosen = Chosen(open=still_open, **{name: STAND_INS[name] for name in names})
    return narrowed(visible_cases(stand_in(*actor_shape)), chosen).newest_first().values_list("pk")[:most]


def ids_of(actor, chosen: Chosen, most: int | None = COUNTED + 1) -> list[int]:
    """The numbers of every case that this person may see and that is left, newest first, as many as the log counts.

    One query gives both the count and what is on each page.
    """
    if actor.membership is None:
        return []
    values = values_of(actor) | {STAND_INS[name]: getattr(chosen, name) for name in chosen.shape[:-1]}
    return [row[0] for row in prepared(_numbers, shape_of(actor), chosen.shape, most).tuples(values)]


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
    "Closed", *TRACKER_HEADER,
)  # fmt: skip


def export_rows(actor, chosen: Chosen, procedure: Procedure, *, today: dt.date):
    """The whole log as plain rows, a thousand cases at a time."""
    ids = ids_of(actor, chosen, None)
    for start in range(0, len(ids), 1000):
        some = ids[start : start + 1000]
        tracked = tracker_rows(some)
        for row in log_rows(some, procedure, today=today):
            yield (
                row.reference, row.subject, row.kind, row.referred_by, row.borough,
                row.received_at.astimezone(LONDON).strftime("%d/%m/%Y %H:%M"), row.stage, row.due_title,
                row.due_on.strftime("%d/%m/%Y") if row.due_on else "",
                row.closed_at.astimezone(LONDON).strftime("%d/%m/%Y") if row.closed_at else "",
                *tracked.get(row.reference, NOT_TRACKED),
            )  # fmt: skip

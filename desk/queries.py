"""Lists across the rooms, reading only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet
from django.urls import reverse

from cases.models import Case, Person
from cases.queries import visible_cases
from cases.web import stage_colour
from deadlines.queries import calendar_of, next_due_of
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


def count_of(cases: QuerySet[Case]) -> int:
    """How many there are, up to one more than COUNTED."""
    return cases.order_by()[: COUNTED + 1].count()


def log_rows(cases, procedure: Procedure, *, today: dt.date) -> list[LogRow]:
    """The rows for some cases (a slice): three queries whatever their number."""
    found = list(cases.select_related("referring_agency", "borough"))
    ids = [case.pk for case in found]
    subjects: dict[int, list[str]] = {}
    people = Person.objects.filter(
        partnership=current_partnership(), case_id__in=ids, kind=Person.Kind.SUBJECT, removed=False
    )
    for person in people.order_by("id"):
        subjects.setdefault(person.case_id, []).append(person.full_name)
    calendar = calendar_of(current_partnership())
    due = {pk: (title, on, working_days_left(today, on, calendar)) for pk, (title, on) in next_due_of(ids).items()}
    kinds = {pathway.name: pathway.title for pathway in procedure.pathways}
    return [_row(case, subjects, due, kinds) for case in found]


def _row(case: Case, subjects, due, kinds) -> LogRow:
    title, on, left = due.get(case.pk, ("", None, None))
    return LogRow(
        reference=case.reference,
        subject=", ".join(subjects.get(case.pk, [])) or "Not named",
        kind=kinds.get(case.pathway, case.pathway),
        referred_by=case.referring_agency.title if case.referring_agency else case.referrer_name,
        borough=case.borough.title if case.borough else "",
        received_at=case.received_at,
        stage=case.stage_title,
        colour=stage_colour(case),
        restricted=case.restricted,
        due_title=title,
        due_on=on,
        due_left=left,
        closed_at=case.closed_at,
    )


EXPORT_HEADER = (
    "Reference", "Subject", "Kind of case", "Referred by", "Borough", "Received", "Stage", "Next due", "Due on",
    "Closed",
)  # fmt: skip


def export_rows(cases, procedure: Procedure, *, today: dt.date):
    """The whole log as plain rows, a thousand cases at a time."""
    start = 0
    while batch := log_rows(cases[start : start + 1000], procedure, today=today):
        for row in batch:
            yield (
                row.reference, row.subject, row.kind, row.referred_by, row.borough,
                row.received_at.astimezone(LONDON).strftime("%d/%m/%Y %H:%M"), row.stage, row.due_title,
                row.due_on.strftime("%d/%m/%Y") if row.due_on else "",
                row.closed_at.astimezone(LONDON).strftime("%d/%m/%Y") if row.closed_at else "",
            )  # fmt: skip
        start += 1000


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

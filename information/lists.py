"""Requests and returns as rows of tables: who owes an answer by when, and what my agency is asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from cases.chasing import Undated
from cases.models import Case
from cases.queries import procedure_of, visible_cases
from cases.state import CaseState
from deadlines.models import Deadline
from deadlines.queries import Shown, calendar_of, show, shown_of_case
from partnerships.actors import Actor
from partnerships.scope import current_partnership

from . import links, queries, sight
from .models import ScopingRequest, ScopingReturn

State = ScopingReturn.State
COLOURS = {
    "outstanding": "yellow", "draft": "yellow", "awaiting": "purple", "returned": "green", "not-known": "grey",
    "withdrawn": "grey",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ReturnLine:
    """One agency's answer, or what is missing, for a table."""

    id: int
    agency: str
    agency_id: int
    state: str
    label: str
    colour: str
    open: bool
    due: Shown | None
    returned_at: dt.datetime | None
    late: bool
    by: str
    entries: int
    signed_off: str
    supplement: bool
    readable: bool
    mine: bool


@dataclass(frozen=True, kw_only=True)
class RequestLines:
    """A request with the answers to it: those missing first, the most urgent on top."""

    request: ScopingRequest
    rows: list[ReturnLine]

    @property
    def wanted(self) -> int:
        return sum(row.state != State.WITHDRAWN for row in self.rows)

    @property
    def answered(self) -> int:
        return sum(row.state in (State.RETURNED, State.NOT_KNOWN) for row in self.rows)


def information_of(case: Case, actor: Actor, *, at: dt.datetime, state: CaseState | None = None) -> list[RequestLines]:
    """Every request on the case with the returns this person may know of, newest first."""
    procedure = procedure_of(case)
    seen = sight.sight_of(case, actor, state)
    clocks = {clock.name for clock in queries.return_clocks(procedure, case.pathway)}
    deadlines = [row for row in shown_of_case(case, today=at, procedure=procedure) if row.clock in clocks]
    by_request: dict[int, list[ReturnLine]] = {}
    for row in queries.returns_of(case):
        if seen.of(row.request.track) or sight.is_mine(row, actor):
            line = _line(row, actor, deadlines, seen)
            by_request.setdefault(row.request_id, []).append(line)
    return [
        RequestLines(request=request, rows=sorted(by_request[request.pk], key=_urgency))
        for request in queries.requests_of(case)
        if request.pk in by_request
    ]


def _line(row: ScopingReturn, actor: Actor, deadlines: list[Shown], seen: sight.Sight) -> ReturnLine:
    mine = [each for each in deadlines if each.agency_id == row.agency_id]
    running = next((each for each in mine if each.state == "open"), None)
    met = next((each for each in mine if each.ended_at and each.ended_at == row.returned_at), None)
    return ReturnLine(
        id=row.pk,
        agency=row.agency.title,
        agency_id=row.agency_id,
        state=row.state,
        label=label_of(row),
        colour=COLOURS[row.state],
        open=row.is_open,
        due=running if row.is_open else met,
        returned_at=row.returned_at if not row.is_open else None,
        late=bool(met and met.met_late),
        by=row.returned_by_label if not row.is_open else "",
        entries=row.entries,
        signed_off=row.signed_off_by_label,
        supplement=row.request.supplement,
        readable=sight.may_open(row, actor, seen),
        mine=sight.is_mine(row, actor),
    )


def label_of(row: ScopingReturn) -> str:
    """The state in words; a return opened again says so."""
    if row.state == State.DRAFT and row.returned_at is not None:
        return "Being changed"
    return row.get_state_display()


def _urgency(line: ReturnLine) -> tuple:
    far = dt.date.max
    due = line.due.due_on if line.due else far
    return (not line.open, line.state == State.WITHDRAWN, due if line.open else far, line.agency.lower())


@dataclass(frozen=True, kw_only=True)
class MyRequest:
    id: int
    reference: str
    open: bool
    label: str
    colour: str
    asked_at: dt.datetime
    returned_at: dt.datetime | None
    due: Shown | None
    supplement: bool


def my_requests(actor: Actor, *, at: dt.datetime) -> list[MyRequest]:
    """What the actor's agency is asked on the cases they may see: open ones by date, then those answered."""
    if actor.agency_id is None:
        return []
    partnership = current_partnership()
    rows = list(
        ScopingReturn.objects.standing()
        .filter(partnership=partnership, agency_id=actor.agency_id, case__in=visible_cases(actor))
        .exclude(state=State.WITHDRAWN)
        .select_related("case__procedure", "request")
        .defer("case__procedure__text", "case__procedure__base_text", "case__procedure__parsed")
        .order_by("-request_id")[:200]
    )
    due = _running(rows, actor.agency_id, today=timezone.localdate(at))
    found = [
        MyRequest(
            id=row.pk,
            reference=row.case.reference,
            open=row.is_open,
            label=label_of(row),
            colour=COLOURS[row.state],
            asked_at=row.request.asked_at,
            returned_at=None if row.is_open else row.returned_at,
            due=due.get(row.case_id) if row.is_open else None,
            supplement=row.request.supplement,
        )
        for row in rows
    ]
    return sorted(found, key=lambda r: (not r.open, r.due.due_on if r.due else dt.date.max))


def to_be_signed(actor: Actor) -> list[ScopingReturn]:
    """What of the actor's agency waits for the signature that they may give (DAR app. 3)."""
    if actor.agency_id is None:
        return []
    rows = ScopingReturn.objects.standing().filter(
        partnership=current_partnership(),
        agency_id=actor.agency_id,
        state=State.AWAITING,
        case__in=visible_cases(actor),
    )
    return [
        row
        for row in rows.select_related("case__procedure", "request", "agency").order_by("pk")
        if actor.roles & queries.sign_off_roles(procedure_of(row.case), row.case.pathway, row.request.track)
    ]


def _running(rows: list[ScopingReturn], agency_id: int, *, today: dt.date) -> dict[int, Shown]:
    """case id -> the running deadline of the agency's answer."""
    partnership = current_partnership()
    clocks = {
        row.case_id: {c.name for c in queries.return_clocks(procedure_of(row.case), row.case.pathway)} for row in rows
    }
    calendar = calendar_of(partnership)
    deadlines = Deadline.objects.filter(
        partnership=partnership, case__in=list(clocks), agency_id=agency_id, state="open"
    ).select_related("case", "agency")
    return {
        row.case_id: show(row, today=today, calendar=calendar)
        for row in deadlines
        if row.clock in clocks.get(row.case_id, ())
    }


@dataclass(frozen=True)
class Wrote:
    """Who wrote a part of an answer last."""

    by: str
    at: dt.datetime


def writers_of(row: ScopingReturn) -> dict[str, Wrote]:
    """Part of the answer -> who wrote it last: several people of an agency share one draft."""
    return {part: Wrote(by, dt.datetime.fromisoformat(at)) for part, (by, at) in row.writers.items()}


@dataclass(frozen=True)
class LinkShown:
    """The private link of a return for the office's eyes: never its address."""

    name: str
    email: str
    until: dt.date
    over: bool
    opened_at: dt.datetime | None


def link_shown(row: ScopingReturn, *, at: dt.datetime) -> LinkShown | None:
    found = links.link_of(row)
    if found is None:
        return None
    return LinkShown(found.name, found.email, found.until, found.until < timezone.localdate(at), found.opened_at)


def may_send_link(row: ScopingReturn, *, at: dt.datetime) -> bool:
    """Whether a private link is the way to this agency: the answer is owed and nobody there has an account."""
    on = timezone.localdate(at)
    return row.is_open and bool(links.without_account([row.agency], procedure_of(row.case), on=on))


def undated(cases) -> list[Undated]:
    """Answers owed whose text sets no time for them: they stand on the chasing page all the same."""
    partnership = current_partnership()
    rows = (
        ScopingReturn.objects.standing()
        .open()
        .filter(partnership=partnership, case__in=cases)
        .select_related("case", "agency", "request")
    )
    dated = set(
        Deadline.objects.open()
        .filter(partnership=partnership, case__in=cases)
        .exclude(agency=None)
        .values_list("case_id", "agency_id")
    )
    here = {"partnership": partnership.slug}
    return [
        Undated(
            who=row.agency.title, title="Information about its involvement", case=row.case, since=row.request.asked_at,
            href=reverse("agency_return", kwargs={**here, "reference": row.case.reference, "scoping_return": row.pk}),
        )
        for row in rows
        if (row.case_id, row.agency_id) not in dated
    ]  # fmt: skip

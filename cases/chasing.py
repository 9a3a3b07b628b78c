"""Who is outstanding, and who is written to about it: from deadline rows to people, up the ladder of the text.

Whatever is waited for has a deadline row (agencies' returns, a referrer's answers, first views, votes, answers to
escalations). The first reminders by hand go to whoever must act; when they bring nothing the deputy hears too, then
the agency's senior lead: after how many is said in the text's [chasing]. A few queries, however long the list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from config.links import address_if_any
from deadlines.models import Chase, Deadline, Reminder
from deadlines.queries import Shown, calendar_of, show
from partnerships.actors import Actor
from partnerships.models import Membership, RoleHolding
from partnerships.scope import current_partnership
from procedures.model import Procedure

from .models import AgencyAccess, Case, CasePermission, Conflict
from .queries import procedure_of, visible_cases

Rung = Chase.Rung
SOON = 5  # working days: what is due within them is reminded of with what is late
NOBODYS = frozenset({"", "system"})


@dataclass(frozen=True)
class Outside:
    """A named person without an account at an agency that was asked: the room that asked knows their address."""

    name: str
    email: str
    until: dt.date
    address: Callable[[dt.datetime], str]


# The rooms that ask agencies say through whom: function(cases) -> {(case id, agency id): Outside}.
OUTSIDE: list[Callable[[Sequence[Case]], dict[tuple[int, int], Outside]]] = []


@dataclass(frozen=True)
class Undated:
    """Something waited for without a day: the case's text has no clock for it. The page leads to it."""

    who: str
    title: str
    case: Case
    since: dt.datetime
    href: str


# The rooms that wait for something say what of it has no deadline: function(cases) -> what is waited for.
UNDATED: list[Callable[[Iterable], list[Undated]]] = []


@dataclass(frozen=True)
class Person:
    """Somebody who is written to."""

    name: str
    email: str
    user: object = None
    outside: Outside | None = None
    referrer: bool = False


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One thing that is waited for, with who would be written to now and who was before."""

    deadline: Deadline
    case: Case
    procedure: Procedure
    shown: Shown
    people: tuple[Person, ...]
    rung: str
    times: int
    last_on: dt.date | None
    last_to: str
    by_itself_on: dt.date | None
    today: bool

    @property
    def id(self) -> int:
        return self.deadline.pk

    @property
    def names(self) -> list[str]:
        return [person.name for person in self.people]

    @property
    def may_be_reminded(self) -> bool:
        return bool(self.people) and not self.today

    @property
    def is_pressing(self) -> bool:
        """Late, or due within a few working days."""
        return self.shown.left is not None and self.shown.left <= SOON


@dataclass
class _World:
    """Everything about the listed cases that says who may be written to, read once."""

    on: dt.date
    holdings: list[RoleHolding]
    conflicts: set[tuple[int, int]]
    named: set[tuple[int, int]]
    access: set[tuple[int, int]]
    outside: dict[tuple[int, int], Outside] = field(default_factory=dict)

    def people(self, case: Case, roles: Iterable[str], *, agency_id=None) -> list[Membership]:
        """Who holds one of the roles here, by name, without those kept from the case."""
        wanted, found = set(roles), {}
        for row in self.holdings:
            member = row.membership
            elsewhere = row.borough_id and case.borough_id and row.borough_id != case.borough_id
            if row.role not in wanted or elsewhere or (agency_id and member.agency_id != agency_id):
                continue
            kept_out = (case.pk, member.pk) in self.conflicts
            if not kept_out and (not case.restricted or (case.pk, member.user_id) in self.named):
                found[member.pk] = member
        return sorted(found.values(), key=lambda member: member.user.name)


def outstanding(actor: Actor, *, at: dt.datetime, case: Case | None = None) -> list[Owed]:
    """What is waited for on the cases this person sees (or on one of them), the longest overdue first. The office's
    own work is not chased: it stands on its first page."""
    here = current_partnership()
    cases = visible_cases(actor) if case is None else [case.pk]
    rows = Deadline.objects.open().filter(partnership=here, permanence=False, case__in=cases)
    found = [row for row in with_their_cases(rows).order_by("due_on", "id") if not _of_the_office(row)]
    return owed_of(found, at=at)


def with_their_cases(rows: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """Deadlines with what is read of their cases, in one query."""
    return rows.select_related("agency", "case__procedure", "case__borough").defer(
        "case__procedure__text", "case__procedure__base_text", "case__procedure__parsed"
    )


def owed_of(rows: Iterable[Deadline], *, at: dt.datetime) -> list[Owed]:
    """These deadlines with who would be written to now."""
    found = list(rows)
    listed = list({row.case_id: row.case for row in found}.values())
    world = _world(listed, on=timezone.localdate(at))
    chased, reminded = _chased(found), _by_itself(found)
    calendar = calendar_of(current_partnership())
    return [_owed(row, world, calendar, chased.get(row.pk, []), reminded.get(row.pk)) for row in found]


def undated(actor: Actor, *, case: Case | None = None) -> list[Undated]:
    """What is waited for on the same cases without any deadline, the oldest first."""
    cases = visible_cases(actor) if case is None else [case.pk]
    return sorted((row for ask in UNDATED for row in ask(cases)), key=lambda row: row.since)


def _of_the_office(row: Deadline) -> bool:
    if row.agency_id is not None:
        return False
    office = {role.name for role in procedure_of(row.case).roles_of_kind("secretariat", "administrator")}
    return row.role in office | NOBODYS


def _world(cases: Sequence[Case], *, on: dt.date) -> _World:
    here = {"partnership": current_partnership()}
    held = RoleHolding.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), **here, starts_on__lte=on)
    held = held.filter(membership__active=True, membership__user__is_active=True).select_related("membership__user")
    conflicts = Conflict.objects.filter(**here, case__in=cases, withdrawn_at=None)
    named = CasePermission.objects.filter(
        **here, content_object__in=cases, permission__codename="view_case", user__isnull=False
    )
    access = AgencyAccess.objects.filter(**here, case__in=cases)
    outside = {}
    for ask in OUTSIDE:
        outside |= ask(cases)
    return _World(
        on=on, holdings=list(held), conflicts=set(conflicts.values_list("case_id", "membership_id")),
        named=set(named.values_list("content_object_id", "user_id")),
        access=set(access.values_list("case_id", "agency_id")), outside=outside,
    )  # fmt: skip


def _chased(rows: Sequence[Deadline]) -> dict[int, list[Chase]]:
    found: dict[int, list[Chase]] = {}
    for chase in Chase.objects.filter(partnership=current_partnership(), deadline__in=rows).order_by("on"):
        found.setdefault(chase.deadline_id, []).append(chase)
    return found


def _by_itself(rows: Sequence[Deadline]) -> dict[int, dt.date]:
    """When the sweep reminded last."""
    sent = Reminder.objects.filter(partnership=current_partnership(), deadline__in=rows, copy=False)
    return dict(sent.values_list("deadline_id").annotate(last=Max("for_day")))


def _owed(row: Deadline, world: _World, calendar, chases: list[Chase], by_itself: dt.date | None) -> Owed:
    procedure = procedure_of(row.case)
    rung, people = _written_to(row, world, procedure, len(chases))
    last = chases[-1] if chases else None
    return Owed(
        deadline=row, case=row.case, procedure=procedure, people=people, rung=rung, times=len(chases),
        shown=show(row, today=world.on, calendar=calendar, procedure=procedure),
        last_on=last.on if last else None, last_to=last.to_label if last else "", by_itself_on=by_itself,
        today=last is not None and last.on == world.on,
    )  # fmt: skip


def _written_to(row: Deadline, world: _World, procedure: Procedure, times: int) -> tuple[str, tuple[Person, ...]]:
    """(the rung reached, who is written to on it): each rung adds to those below; an empty one is passed over."""
    if row.agency_id is None and row.role == "referrer":
        case = row.case
        return Rung.LEAD, (
            Person(case.referrer_name, case.referrer_email, referrer=True),
        ) if case.referrer_email else ()
    ladder = _ladder(row, world, procedure)
    if row.done_by and not ladder[0][1]:
        return Rung.LEAD, ()  # everybody has done their part: nobody stands in for it
    rules = procedure.chasing
    reached = {
        Rung.LEAD: True,
        Rung.DEPUTY: 0 < rules.deputy_after <= times,
        Rung.SENIOR: 0 < rules.senior_lead_after <= times,
    }
    rung, found = Rung.LEAD, {}
    for name, people in ladder:
        if reached[name] or not found:
            found |= {person.email: person for person in people}
            rung = name if people else rung
    return rung, tuple(found.values())


def _ladder(row: Deadline, world: _World, procedure: Procedure) -> list[tuple[str, list[Person]]]:
    senior = procedure.chasing.senior_lead or [role.name for role in procedure.roles_of_kind("agency-lead")]
    if row.agency_id is not None:
        lead, deputy = _members(procedure)
        outside = world.outside.get((row.case_id, row.agency_id))
        if outside is not None:
            return [(Rung.LEAD, [Person(outside.name, outside.email, outside=outside)])]
        agencies = {row.agency_id}
    else:
        lead = {row.role}
        deputy = procedure.who_may_act_as(row.role) - lead if row.role in _names(procedure) else frozenset()
        waited_for = [m for m in world.people(row.case, lead) if m.user_id not in row.done_by]
        agencies = {m.agency_id for m in waited_for if m.agency_id}
    seen = {(row.case_id, agency) for agency in agencies} & world.access or row.agency_id is None
    above = [m for agency in sorted(agencies) for m in world.people(row.case, senior, agency_id=agency)] if seen else []
    return [
        (Rung.LEAD, _persons(_still(row, world.people(row.case, lead, agency_id=row.agency_id)))),
        (Rung.DEPUTY, _persons(_still(row, world.people(row.case, deputy, agency_id=row.agency_id)))),
        (Rung.SENIOR, _persons(above)),
    ]


def _still(row: Deadline, members: list[Membership]) -> list[Membership]:
    """Without those who have done their part already."""
    return [member for member in members if member.user_id not in row.done_by]


def _names(procedure: Procedure) -> set[str]:
    return {role.name for role in procedure.roles}


def _members(procedure: Procedure) -> tuple[set[str], set[str]]:
    """(roles that answer for an agency, roles that only stand in for these)."""
    members = procedure.roles_of_kind("member")
    deputies = {name for role in members for name in role.stands_in}
    names = {role.name for role in members}
    return names - deputies or names, deputies


def _persons(members: Iterable[Membership]) -> list[Person]:
    return [Person(member.user.name, member.user.email, member.user) for member in members]


def page_of(owed: Owed) -> str:
    """The path where the thing is done: the page of an act that stops its clock, else the case."""
    here = {"partnership": owed.procedure.slug, "reference": owed.case.reference}
    clock = next((clock for clock in owed.procedure.clocks if clock.name == owed.deadline.clock), None)
    pages = (address_if_any(act, **here) for act in (clock.stops if clock else ()))
    return next((page for page in pages if page), "") or address_if_any("case", **here)

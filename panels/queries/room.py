"""Who is at a meeting, seen from one case, and how the body decides it: rows made into the values of the
rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.http import Http404
from django.utils import timezone

from cases.models import Case
from cases.queries import conflicted_membership_ids, procedure_of
from partnerships.actors import Actor
from partnerships.models import Agency, RoleHolding
from procedures import library
from procedures.model import Body, Procedure

from .. import rules
from ..models import Attendance, Meeting


@dataclass(frozen=True, kw_only=True)
class Room:
    """A meeting seen from one agenda item. `people`: everybody recorded, there or not; ask `here`."""

    meeting: Meeting
    procedure: Procedure
    body: Body
    members: tuple[rules.Member, ...]
    people: tuple[rules.Presence, ...]

    def here(self, at: dt.datetime) -> tuple[rules.Presence, ...]:
        return rules.here_at(self.people, at)

    def quorum(self, at: dt.datetime) -> rules.QuorumResult:
        """Whether the body may decide this item at that moment (C-12)."""
        return rules.quorum(
            self.body.quorum, self.here(at), self.members, titles=titles(self.procedure), in_writing=self.in_writing
        )

    @property
    def in_writing(self) -> bool:
        return self.meeting.kind == "correspondence"

    def silent(self, at: dt.datetime) -> tuple[rules.Member, ...]:
        """Of a question in writing: the member agencies that have not answered yet (RED-8)."""
        return self.electorate(at).absent

    def electorate(self, at: dt.datetime) -> rules.Electorate:
        return rules.electorate(self.here(at), self.members, invited_vote=self.body.invited_vote)

    def seats(self) -> list[list[str]]:
        """The agencies that may fill each named place, for rules that count places and not agencies."""
        return [self._agencies_of(names) for names in (*self.body.quorum.sectors, *self.body.quorum.seats)]

    def _agencies_of(self, names: tuple[str, ...]) -> list[str]:
        wanted = set(names)
        by_name = [m.slug for m in self.members if m.slug in wanted or m.sector in wanted]
        return list(dict.fromkeys([*by_name, *(p.agency for p in self.people if p.roles & wanted and p.agency)]))


def without_texts(*paths: str) -> tuple[str, ...]:
    """What a query leaves in the database of the procedure versions at `paths`: their texts, long and read once."""
    return tuple(f"{path}__{name}" for path in paths for name in ("text", "base_text", "parsed"))


def procedure_at(meeting: Meeting) -> Procedure:
    """The version the meeting was convened under."""
    return library.of_version(meeting.procedure)


def body_at(meeting: Meeting) -> Body:
    procedure = procedure_at(meeting)
    return _here(procedure.find("bodies", meeting.body), procedure, meeting)


def _here(body: Body, procedure: Procedure, meeting: Meeting) -> Body:
    """The body as it meets in the meeting’s borough, which stands in its title (BHR-12)."""
    if not meeting.borough_id:
        return body
    local = rules.of_borough(body, procedure.agencies, meeting.borough.slug)
    return replace(local, title=f"{body.title} ({meeting.borough.title})")


def governing(meeting: Meeting, case: Case | None) -> tuple[Procedure, Body]:
    """The rules for one item: those of the version pinned to the case where it knows the body (C-29)."""
    procedure = procedure_at(meeting)
    if case is not None:
        pinned = procedure_of(case)
        if any(body.name == meeting.body for body in pinned.bodies):
            procedure = pinned
    return procedure, _here(procedure.find("bodies", meeting.body), procedure, meeting)


def titles(procedure: Procedure) -> Mapping[str, str]:
    """The words for the names that a quorum uses."""
    blocks = (*procedure.roles, *procedure.agencies, *procedure.sectors)
    return {block.name: block.title for block in blocks}


def members_of(procedure: Procedure, body: Body) -> tuple[rules.Member, ...]:
    """The member agencies of a body, in the order of the text."""
    names = [agency.name for agency in procedure.agencies] if "*" in body.members else body.members
    by_name = {agency.name: agency for agency in procedure.agencies}
    found = [by_name[name] for name in names if name in by_name]
    return tuple(rules.Member(slug=a.name, title=a.title, sector=a.sector) for a in found)


def member_agencies(meeting: Meeting) -> list[Agency]:
    """The agencies behind the members of the meeting's body."""
    procedure = procedure_at(meeting)
    slugs = [m.slug for m in members_of(procedure, body_at(meeting))]
    return list(Agency.objects.filter(partnership=meeting.partnership_id, slug__in=slugs, active=True))


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Everybody recorded, those who came first; one row for each coming."""
    rows = Attendance.objects.filter(partnership=meeting.partnership_id, meeting=meeting)
    return list(rows.select_related("agency", "membership__user").order_by("arrived_at", "name", "id"))


def room_of(meeting: Meeting, case: Case | None = None, attendance: list[Attendance] | None = None) -> Room:
    """The room for an item: conflicts are those standing in its case now; no case, no conflicts."""
    procedure, body = governing(meeting, case)
    rows = attendance_of(meeting) if attendance is None else attendance
    conflicted = conflicted_membership_ids(case) if case is not None else set()
    sectors = {agency.name: agency.sector for agency in procedure.agencies}
    seats = _seat_roles(procedure, body)
    held = _roles_held(rows, seats, meeting) if seats else {}
    people = tuple(
        rules.Presence(
            person=row.pk,
            name=row.name,
            agency=row.agency.slug if row.agency else "",
            agency_title=row.agency.title if row.agency else "",
            sector=sectors.get(row.agency.slug, row.agency.sector) if row.agency else "",
            part=row.part,
            roles=held.get(row.membership_id, frozenset()),
            conflicted=row.membership_id in conflicted,
            arrived_at=row.arrived_at,
            left_at=row.left_at,
        )
        for row in rows
    )
    return Room(meeting=meeting, procedure=procedure, body=body, members=members_of(procedure, body), people=people)


def _seat_roles(procedure: Procedure, body: Body) -> dict[str, frozenset[str]]:
    """Roles named as seats -> the roles that fill them (a substitute stands in)."""
    known = {role.name for role in procedure.roles}
    named = {name for seat in body.quorum.seats for name in seat if name in known}
    return {name: procedure.who_may_act_as(name) for name in named}


def _roles_held(rows: list[Attendance], seats: Mapping[str, frozenset[str]], meeting: Meeting) -> dict:
    on = timezone.localdate(meeting.starts_at)
    held: dict[int, set[str]] = {}
    holdings = RoleHolding.objects.filter(
        partnership=meeting.partnership_id, membership__in=[r.membership_id for r in rows], starts_on__lte=on
    )
    for holding in holdings:
        if holding.ends_on is None or holding.ends_on >= on:
            held.setdefault(holding.membership_id, set()).add(holding.role)
    return {person: frozenset(seat for seat, fills in seats.items() if fills & roles) for person, roles in held.items()}


def actor_at(actor: Actor, meeting: Meeting) -> Actor:
    """The actor with what a named deputy may do at this meeting (C-26); anybody else unchanged."""
    if actor.membership is None or meeting.pk is None:
        return actor
    row = (
        Attendance.objects.filter(
            partnership=meeting.partnership_id, meeting=meeting, membership=actor.membership, left_at=None
        )
        .exclude(deputy_for="")
        .filter(part__in=rules.COUNTING)
        .first()
    )
    if row is None:
        return actor
    procedure = procedure_at(meeting)
    if row.part == Attendance.Part.CHAIR:
        gained = [procedure.find("roles", body_at(meeting).chair)]
    else:
        gained = list(procedure.roles_of_kind("member"))
    return replace(
        actor,
        label=f"{actor.label} (deputy for {row.deputy_for})"[:160],
        roles=actor.roles | {role.name for role in gained},
        kinds=actor.kinds | {role.kind for role in gained},
        agency_id=row.agency_id or actor.agency_id,
    )


def voter_at(actor: Actor, meeting: Meeting) -> Actor:
    """The actor as they vote: a chair who is there for an agency holds its vote like its other people.

    An agency votes while one of its people is there for it (C-11), and whoever chairs counts among them.
    """
    actor = actor_at(actor, meeting)
    if actor.membership is None:
        return actor
    row = Attendance.objects.filter(
        partnership=meeting.partnership_id,
        meeting=meeting,
        membership=actor.membership,
        part__in=rules.COUNTING,
        agency__isnull=False,
        arrived_at__isnull=False,
        left_at=None,
    ).first()
    if row is None or not chairs(actor, procedure_at(meeting), body_at(meeting)):
        return actor
    gained = list(procedure_at(meeting).roles_of_kind("member"))
    return replace(
        actor,
        roles=actor.roles | {role.name for role in gained},
        kinds=actor.kinds | {role.kind for role in gained},
        agency_id=row.agency_id,
    )


def who_sat(meeting: Meeting, case: Case) -> dict[str, list[str]]:
    """The agencies that sat on a case, and the members of the body that nobody came for, as the record keeps them.

    Whoever has a conflict of interest in the case did not sit on it.
    """
    conflicted = conflicted_membership_ids(case)
    rows = Attendance.objects.filter(
        partnership=meeting.partnership_id, meeting=meeting, part__in=rules.COUNTING, agency__isnull=False,
        arrived_at__isnull=False,
    ).select_related("agency")  # fmt: skip
    came = {row.agency.slug: row.agency.title for row in rows if row.membership_id not in conflicted}
    procedure, body = governing(meeting, case)
    lacking = [member.title for member in members_of(procedure, body) if member.slug not in came]
    return {"present": sorted(came.values()), "not_represented": lacking}


def role_titles(meeting: Meeting, people: Iterable[int | None]) -> dict[int, str]:
    """Membership -> what they are to the body on its day: representative, deputy, chair; others have no entry."""
    procedure, body, on = procedure_at(meeting), body_at(meeting), timezone.localdate(meeting.starts_at)
    titles = {role.name: role.title for role in procedure.roles_of_kind("member")}
    if body.chair:
        titles.update({name: procedure.find("roles", name).title for name in procedure.who_may_act_as(body.chair)})
    holdings = RoleHolding.objects.filter(
        partnership=meeting.partnership_id, membership__in=[pk for pk in people if pk], role__in=titles,
        starts_on__lte=on,
    ).order_by("id")  # fmt: skip
    found: dict[int, list[str]] = {}
    for holding in holdings:
        if holding.ends_on is None or holding.ends_on >= on:
            found.setdefault(holding.membership_id, []).append(titles[holding.role])
    return {person: ", ".join(dict.fromkeys(words)) for person, words in found.items()}


def chairs(actor: Actor, procedure: Procedure, body: Body) -> bool:
    """Whether somebody may act as the chair of this body."""
    return bool(body.chair) and not procedure.who_may_act_as(body.chair).isdisjoint(actor.roles)


def runs(actor: Actor, procedure: Procedure, body: Body) -> bool:
    """Whether somebody may run this body's meetings: its chair, or the secretariat."""
    return actor.holds("secretariat") or chairs(actor, procedure, body)


def runs_meeting(actor: Actor, meeting: Meeting) -> bool:
    return of_its_borough(actor, meeting) and runs(actor_at(actor, meeting), procedure_at(meeting), body_at(meeting))


def of_its_borough(actor: Actor, meeting: Meeting) -> bool:
    """Whether somebody's posts are for the borough of the meeting, or for all of them (BHR-12)."""
    return meeting.borough_id is None or actor.borough_ids is None or meeting.borough_id in actor.borough_ids


def find_attendance(meeting: Meeting, number: int) -> Attendance:
    """One row of a meeting's attendance, or Http404."""
    row = (
        Attendance.objects.filter(partnership=meeting.partnership_id, meeting=meeting, pk=number)
        .select_related("meeting__procedure", "membership__user", "agency")
        .defer(*without_texts("meeting__procedure"))
        .first()
    )
    if row is None:
        raise Http404
    return row

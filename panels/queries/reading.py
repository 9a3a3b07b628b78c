"""Who is to read the papers of a meeting, and who has opened them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Min
from django.utils import timezone

from partnerships.models import Membership
from partnerships.queries import holders, holders_of_kind

from ..models import Attendance, Meeting, Pack, PackOpened
from .room import body_at, members_of, procedure_at


def people_of(meeting: Meeting, *, at: dt.datetime) -> list[Membership]:
    """Whom a meeting's messages go to: the chair, and the representatives of every member agency."""
    procedure, body, on = procedure_at(meeting), body_at(meeting), timezone.localdate(at)
    chairs = holders(body.chair, procedure=procedure, on=on, borough=meeting.borough) if body.chair else []
    found = {m.pk: m for m in chairs}
    members = Membership.objects.active().filter(
        partnership=meeting.partnership_id, agency__slug__in=[m.slug for m in members_of(procedure, body)]
    )
    members = members.holding(*(role.name for role in procedure.roles_of_kind("member")), on=on)
    found.update({m.pk: m for m in members.select_related("user", "agency").order_by("user__name", "pk")})
    return list(found.values())


def in_charge_of(meeting: Meeting, *, at: dt.datetime) -> list[Membership]:
    """The chair of the meeting's body and the secretariat, each once."""
    procedure, body, on = procedure_at(meeting), body_at(meeting), timezone.localdate(at)
    people = {one.pk: one for one in holders_of_kind("secretariat", procedure=procedure, on=on)}
    if body.chair:
        people |= {one.pk: one for one in holders(body.chair, procedure=procedure, on=on, borough=meeting.borough)}
    return list(people.values())


def expected_readers(meeting: Meeting, *, at: dt.datetime) -> list[Membership]:
    """The people of a meeting and whoever else is expected at it by name: deputies, advisers."""
    found = {member.pk: member for member in people_of(meeting, at=at)}
    rows = Attendance.objects.filter(
        partnership=meeting.partnership_id, meeting=meeting, membership__active=True, left_at=None
    ).exclude(part=Attendance.Part.APOLOGIES)
    for row in rows.select_related("membership__user", "membership__agency").order_by("name"):
        found.setdefault(row.membership_id, row.membership)
    return list(found.values())


@dataclass(frozen=True, kw_only=True)
class Opening:
    """How often somebody opened one edition, and when first and last."""

    first: dt.datetime
    last: dt.datetime
    times: int


def openings_of(packs: list[Pack]) -> dict[tuple[int, int], Opening]:
    """(edition, membership) -> how it was opened; who never did is not in it."""
    rows = PackOpened.objects.filter(pack__in=packs).values("pack_id", "membership_id")
    rows = rows.annotate(first=Min("at"), last=Max("at"), times=Count("pk"))
    return {
        (row["pack_id"], row["membership_id"]): Opening(first=row["first"], last=row["last"], times=row["times"])
        for row in rows
    }


def unopened(pack: Pack, people: list[Membership]) -> list[Membership]:
    opened = {person for _, person in openings_of([pack])}
    return [person for person in people if person.pk not in opened]


@dataclass(frozen=True, kw_only=True)
class ReaderRow:
    """One reader and what they did with each edition, in the order of `packs`; None: not opened."""

    member: Membership
    opened: list[Opening | None]
    agreed: bool = True


def reader_rows(packs: list[Pack], people: list[Membership], undertaken: set[int] | None) -> list[ReaderRow]:
    """Readers by agency. `undertaken`: memberships that agreed to the agreement; None where the text has none."""
    found = openings_of(packs)
    rows = [
        ReaderRow(
            member=person,
            opened=[found.get((pack.pk, person.pk)) for pack in packs],
            agreed=undertaken is None or person.pk in undertaken,
        )
        for person in people
    ]
    return sorted(rows, key=lambda row: (row.member.agency.title if row.member.agency else "", row.member.user.name))

"""Who came, for which agency, from when to when; who sent apologies; who stands in for whom (C-26)."""

from __future__ import annotations

import datetime as dt

from partnerships.actors import Actor
from partnerships.models import Agency, Membership
from partnerships.refusals import ActRefused
from procedures.saying import office, whoever_runs

from ..models import Attendance, Meeting
from ..queries.room import actor_at, body_at, procedure_at, runs
from .guard import CORRESPONDENCE, State, holding, require_minutes_open

Part = Attendance.Part
RECORDABLE = (State.PLANNED, State.OPEN, State.CLOSED)  # what happened may be typed later (C-51)


def record_attendance(
    *,
    meeting: Meeting,
    membership: Membership | None = None,
    name: str = "",
    agency: Agency | None = None,
    part: str = Part.VOTING,
    deputy_for: str = "",
    actor: Actor,
    at: dt.datetime,
) -> Attendance:
    """Somebody arrives at `at`. A member of the partnership counts for their own agency; a guest for the
    one named.

    The chair and the secretariat record anybody; a person may say of themselves that they are here. Raises
    ActRefused when the person is here already, and for a part the person may not take.
    """
    _may_record(meeting, membership, part, deputy_for, actor)
    name, agency = _who(meeting, membership, name, agency)
    if part == Part.VOTING and agency is None:
        raise ActRefused("A voting member is there for an agency: say which.")
    if part == Part.CHAIR:
        deputy_for = deputy_for or _chairs_in_own_right(meeting, membership)
    with holding(meeting, *RECORDABLE) as locked:
        require_minutes_open(locked)
        row = _open_row(locked, membership, name, agency)
        if row is not None and row.arrived_at is not None:
            raise ActRefused(_already(row))
        if part == Part.CHAIR and _chair_now(locked) is not None:
            raise ActRefused(f"{_chair_now(locked).name} is in the chair. They have to leave it first.")
        row = row or Attendance(
            partnership_id=locked.partnership_id, meeting=locked, membership=membership, name=name, agency=agency
        )
        if row.pk is None or row.part == Part.APOLOGIES or not row.deputy_for:
            row.part, row.deputy_for = part, deputy_for
        row.arrived_at, row.recorded_by = at, actor.label
        row.save()
        return row


def record_leaving(*, attendance: Attendance, actor: Actor, at: dt.datetime) -> Attendance:
    """Somebody leaves at `at`; coming back is a new arrival. Votes cast before stand."""
    meeting = attendance.meeting
    _may_record(meeting, attendance.membership, attendance.part, "", actor)
    with holding(meeting, *RECORDABLE) as locked:
        require_minutes_open(locked)
        row = Attendance.objects.select_for_update().get(partnership=locked.partnership_id, pk=attendance.pk)
        if row.arrived_at is None:
            raise ActRefused(f"{row.name} has not been recorded as here.")
        if row.left_at is not None:
            raise ActRefused(f"{row.name} has left already.")
        if at < row.arrived_at:
            raise ActRefused(f"{row.name} cannot leave before arriving.")
        row.left_at, row.recorded_by = at, actor.label
        row.save()
        return row


def record_apologies(
    *,
    meeting: Meeting,
    membership: Membership | None = None,
    name: str = "",
    agency: Agency | None = None,
    actor: Actor,
    at: dt.datetime,
) -> Attendance:
    """Somebody will not come. They may still turn up: the arrival then takes the place of the apologies."""
    _may_record(meeting, membership, Part.APOLOGIES, "", actor)
    name, agency = _who(meeting, membership, name, agency)
    with holding(meeting, *RECORDABLE) as locked:
        require_minutes_open(locked)
        row = _open_row(locked, membership, name, agency)
        if row is not None and row.arrived_at is not None:
            raise ActRefused(_already(row))
        if row is not None and row.part == Part.APOLOGIES:
            raise ActRefused(f"Apologies of {row.name} are on record already.")
        row = row or Attendance(
            partnership_id=locked.partnership_id, meeting=locked, membership=membership, name=name, agency=agency
        )
        row.part, row.deputy_for, row.recorded_by = Part.APOLOGIES, "", actor.label
        row.save()
        return row


def name_deputy(
    *,
    meeting: Meeting,
    stands_in_for: Membership,
    deputy: Membership,
    actor: Actor,
    at: dt.datetime,
) -> Attendance:
    """Names who comes in somebody's place: the member's apologies, and the deputy expected for the same
    agency.

    A member names a deputy from their own agency; the chair and the secretariat may name anybody. Somebody
    who stands in for the chair takes the chair's part. Raises ActRefused for a person already there.
    """
    mine = actor.membership is not None and actor.membership.pk == stands_in_for.pk
    body, procedure = body_at(meeting), procedure_at(meeting)
    if not runs(actor, procedure, body):
        if not mine:
            raise ActRefused("You can name a deputy only for yourself.")
        if deputy.agency_id != stands_in_for.agency_id:
            raise ActRefused(f"Your deputy has to come from your agency. Otherwise ask the {office(procedure)}.")
    if deputy.pk == stands_in_for.pk:
        raise ActRefused("Nobody can be their own deputy.")
    for_chair = any(
        r.role in procedure.who_may_act_as(body.chair) for r in stands_in_for.roles.filter(ends_on=None)
    ) if body.chair else False  # fmt: skip
    with holding(meeting, State.PLANNED, State.OPEN) as locked:
        absent = _open_row(locked, stands_in_for, stands_in_for.user.name, stands_in_for.agency)
        if absent is not None and absent.arrived_at is not None:
            raise ActRefused(_already(absent))
        absent = absent or Attendance(
            partnership_id=locked.partnership_id, meeting=locked, membership=stands_in_for,
            name=stands_in_for.user.name, agency=stands_in_for.agency,
        )  # fmt: skip
        absent.part, absent.recorded_by = Part.APOLOGIES, actor.label
        absent.save()
        return _expected(locked, deputy, stands_in_for, for_chair=for_chair, recorded_by=actor.label)


def _expected(meeting: Meeting, deputy: Membership, stands_in_for: Membership, *, for_chair, recorded_by):
    row = _open_row(meeting, deputy, deputy.user.name, deputy.agency)
    if row is not None and row.arrived_at is not None:
        raise ActRefused(_already(row))
    row = row or Attendance(partnership_id=meeting.partnership_id, meeting=meeting, membership=deputy)
    row.name, row.agency = deputy.user.name, stands_in_for.agency or deputy.agency
    row.part = Part.CHAIR if for_chair else Part.VOTING
    if row.part == Part.VOTING and row.agency is None:
        raise ActRefused("A deputy votes for an agency, and neither of them belongs to one.")
    row.deputy_for, row.recorded_by = stands_in_for.user.name, recorded_by
    row.save()
    return row


def _may_record(meeting: Meeting, membership, part: str, deputy_for: str, actor: Actor) -> None:
    procedure, body = procedure_at(meeting), body_at(meeting)
    if runs(actor_at(actor, meeting), procedure, body):
        return
    mine = membership is not None and actor.membership is not None and actor.membership.pk == membership.pk
    if not mine:
        raise ActRefused(f"Only the {whoever_runs(procedure, body.name)} records who is here.")
    if part not in {Part.VOTING, Part.APOLOGIES} or deputy_for:
        raise ActRefused(f"Ask the {whoever_runs(procedure, body.name)} to record this part.")
    if part == Part.VOTING and not actor_at(actor, meeting).holds("member"):
        raise ActRefused(f"You do not vote for an agency here. Ask the {office(procedure)} to record you.")


def _who(meeting: Meeting, membership, name: str, agency) -> tuple[str, Agency | None]:
    if membership is not None:
        return membership.user.name, membership.agency
    if not name.strip():
        raise ActRefused("Say who it is.")
    return " ".join(name.split())[:160], agency


def _chairs_in_own_right(meeting: Meeting, membership) -> str:
    """Empty for whoever holds the chair's role; the chair's title for anybody else, who then deputises."""
    procedure, body = procedure_at(meeting), body_at(meeting)
    fills = procedure.who_may_act_as(body.chair) if body.chair else frozenset()
    if membership is not None and membership.roles.filter(role__in=fills, ends_on=None).exists():
        return ""
    return procedure.find("roles", body.chair).title if body.chair else "the chair"


def _open_row(meeting: Meeting, membership, name: str, agency) -> Attendance | None:
    rows = Attendance.objects.select_for_update(of=("self",)).filter(
        partnership=meeting.partnership_id, meeting=meeting, left_at=None
    )
    if membership is not None:
        return rows.filter(membership=membership).first()
    return rows.filter(membership=None, name__iexact=name, agency=agency).first()


def _chair_now(meeting: Meeting) -> Attendance | None:
    return Attendance.objects.filter(
        partnership=meeting.partnership_id, meeting=meeting, part=Part.CHAIR, left_at=None, arrived_at__isnull=False
    ).first()


def _already(row: Attendance) -> str:
    from config.filters import time_short

    place = f" for {row.agency.title}" if row.agency else ""
    return f"{row.name} is already recorded as here{place} since {time_short(row.arrived_at)}."


def here_in_writing(meeting: Meeting, actor: Actor, at: dt.datetime) -> None:
    """Whoever answers in writing is there for their agency from then on; at a meeting this changes nothing."""
    if meeting.kind != CORRESPONDENCE or actor.membership is None:
        return
    actor = actor_at(actor, meeting)
    Attendance.objects.get_or_create(
        partnership_id=meeting.partnership_id,
        meeting=meeting,
        membership=actor.membership,
        left_at=None,
        defaults={
            "name": actor.membership.user.name,
            "agency_id": actor.agency_id,
            "part": Attendance.Part.VOTING,
            "arrived_at": at,
            "recorded_by": actor.label,
        },
    )


def told_in_writing(meeting: Meeting, agency: Agency, name: str, membership, actor: Actor, at: dt.datetime) -> None:
    """Somebody answered a question in writing by telephone or letter: from then on they count as having answered."""
    if meeting.kind != CORRESPONDENCE:
        return
    there = Attendance.objects.filter(
        partnership=meeting.partnership_id, meeting=meeting, agency=agency, left_at=None, name__iexact=name
    )
    if not there.exists():
        Attendance.objects.create(
            partnership_id=meeting.partnership_id, meeting=meeting, membership=membership, name=name, agency=agency,
            part=Attendance.Part.VOTING, arrived_at=at, recorded_by=actor.label,
        )  # fmt: skip

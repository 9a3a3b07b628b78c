"""Will a meeting be quorate, as far as is known now: who is expected, less those who sent apologies (RED-3, C-12)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from cases.models import Case
from cases.queries import visible_cases
from partnerships.actors import Actor
from partnerships.queries import holders

from ..models import AgendaItem, Attendance, Meeting
from .reading import people_of
from .room import actor_at, attendance_of, body_at, procedure_at, room_of

Part = Attendance.Part


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What the quorum will lack: for the meeting as a whole, else for single cases whose members have conflicts."""

    missing: tuple[str, ...]
    cases: tuple[tuple[Case, tuple[str, ...]], ...] = ()

    @property
    def at_risk(self) -> bool:
        return bool(self.missing or self.cases)


def forecast(meeting: Meeting, *, at: dt.datetime) -> Forecast:
    """Everybody invited is taken to come who has not sent apologies; a deputy named comes in their place."""
    expected = _expected(meeting, at)
    missing = _missing(meeting, None, expected)
    if missing:
        return Forecast(missing=missing)
    items = AgendaItem.objects.filter(
        partnership=meeting.partnership_id, meeting=meeting, case__isnull=False, state=AgendaItem.State.LISTED
    ).select_related("case__procedure").order_by("position", "id")  # fmt: skip
    found = [(item.case, _missing(meeting, item.case, expected)) for item in items]
    return Forecast(missing=(), cases=tuple((case, words) for case, words in found if words))


def forecast_for(meeting: Meeting, actor: Actor, *, at: dt.datetime) -> Forecast:
    """The forecast as a reader may see it: not for the cases hidden from them (C-52)."""
    found = forecast(meeting, at=at)
    seen = visible_cases(actor_at(actor, meeting)).filter(pk__in=[case.pk for case, _ in found.cases])
    visible = set(seen.values_list("pk", flat=True)) if found.cases else set()
    return Forecast(missing=found.missing, cases=tuple(row for row in found.cases if row[0].pk in visible))


def _missing(meeting: Meeting, case: Case | None, expected: list[Attendance]) -> tuple[str, ...]:
    result = room_of(meeting, case, expected).quorum(meeting.starts_at)
    return tuple(slot.title for slot in result.slots if not slot.met)


def _expected(meeting: Meeting, at: dt.datetime) -> list[Attendance]:
    """The room as it would be: rows that are not stored, each person there from the start."""
    recorded = attendance_of(meeting)
    rows = [row for row in recorded if row.part in (Part.VOTING, Part.CHAIR) and row.left_at is None]
    known = {row.membership_id for row in recorded}
    chairs = _chairs(meeting)
    taken = any(row.part == Part.CHAIR for row in rows)
    for number, member in enumerate(people_of(meeting, at=at), start=1):
        if member.pk in known:
            continue
        in_chair = not taken and member.pk in chairs
        taken = taken or in_chair
        rows.append(
            Attendance(
                pk=-number, partnership_id=meeting.partnership_id, meeting=meeting, membership=member,
                name=member.user.name, agency=member.agency, part=Part.CHAIR if in_chair else Part.VOTING,
            )
        )  # fmt: skip
    for row in rows:
        row.arrived_at = meeting.starts_at
    return rows


def _chairs(meeting: Meeting) -> set[int]:
    procedure, body = procedure_at(meeting), body_at(meeting)
    if not body.chair:
        return set()
    return {one.pk for one in holders(body.chair, procedure=procedure, on=timezone.localdate(meeting.starts_at))}

"""Places at meetings still to come, as chair or deputy, go along when somebody hands over (C-26)."""

from __future__ import annotations

import datetime as dt

from config.filters import plural
from partnerships.actors import Actor
from partnerships.models import Membership
from partnerships.post import Handover
from partnerships.scope import current_partnership

from .models import Attendance, Meeting

Part = Attendance.Part


def _places(membership: Membership):
    """Where somebody is expected; who has sent apologies or was there is part of the record."""
    return Attendance.objects.filter(
        partnership=current_partnership(), membership=membership, meeting__state=Meeting.State.PLANNED,
        arrived_at=None, left_at=None, part__in=[Part.CHAIR, Part.VOTING, Part.ADVISER, Part.NOTES],
    )  # fmt: skip


def _sentences(count: int) -> list[str]:
    return [f"{plural(count, 'place', 'places')} at meetings to come"] if count else []


def held(membership: Membership) -> list[str]:
    return _sentences(_places(membership).count())


def move(membership: Membership, to: Membership, *, actor: Actor, at: dt.datetime) -> list[str]:
    """A meeting at which the other person is expected already keeps them once; a vote goes only within an agency."""
    there = set(
        Attendance.objects.filter(
            partnership=current_partnership(), membership=to, meeting__state=Meeting.State.PLANNED, left_at=None
        ).values_list("meeting_id", flat=True)
    )
    moved = 0
    for row in _places(membership).select_for_update():
        another = row.part == Part.VOTING and row.agency_id != to.agency_id
        if row.meeting_id in there or another:
            continue
        row.membership, row.name, row.recorded_by = to, to.user.name, actor.label
        row.save()
        moved += 1
    return _sentences(moved)


HANDOVER = Handover(held, move)

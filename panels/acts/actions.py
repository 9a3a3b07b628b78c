"""Action points: what a meeting asked somebody to do, and what became of it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from partnerships.actors import Actor
from partnerships.models import Agency
from partnerships.refusals import ActRefused
from procedures.saying import whoever_runs

from ..models import ActionPoint, AgendaItem
from ..queries.room import actor_at, body_at, procedure_at, runs
from .guard import State, holding, require_minutes_open, require_runs


def record_action(
    *, item: AgendaItem, text: str, agency: Agency | None = None, owner: str = "", due_on: dt.date | None = None,
    actor: Actor, at: dt.datetime,
) -> ActionPoint:  # fmt: skip
    """Keeps what was agreed on an item: what, whose (an agency, or a person by name), by which day (London).

    For the chair and the secretariat, from the opening of the meeting until its minutes are agreed. Raises
    ActRefused without words or an owner, and for a day before the meeting.
    """
    require_runs(item.meeting, actor)
    if not text.strip():
        raise ActRefused("Say what is to be done.", about="text")
    if agency is None and not owner.strip():
        raise ActRefused("Choose the agency that does it, or name a person.", about="agency")
    with holding(item.meeting, State.OPEN, State.CLOSED) as meeting:
        require_minutes_open(meeting)
        if due_on is not None and due_on < timezone.localdate(meeting.starts_at):
            raise ActRefused("The day is before the meeting.", about="due_on")
        return ActionPoint.objects.create(
            partnership_id=meeting.partnership_id, item=item, text=text.strip(), agency=agency, owner=owner.strip(),
            due_on=due_on, recorded_at=at, recorded_by=actor.label,
        )  # fmt: skip


def end_action(*, action: ActionPoint, state: str, outcome: str, actor: Actor, at: dt.datetime) -> ActionPoint:
    """What became of it: done, or no longer needed, with words either way.

    For the chair and the secretariat; "done" also for the agency that owns it. Raises ActRefused for anybody else, and
    when it was answered already.
    """
    if not may_end(action, actor):
        procedure = procedure_at(action.item.meeting)
        who = whoever_runs(procedure, action.item.meeting.body)
        raise ActRefused(f"Only the agency that owns the action, the {who} can do this.")
    if state == ActionPoint.State.DROPPED:
        require_runs(action.item.meeting, actor)
    if not outcome.strip():
        raise ActRefused("Say what was done, or why it is no longer needed.", about="outcome")
    with holding(action.item.meeting):
        locked = ActionPoint.objects.select_for_update(of=("self",)).get(
            partnership=action.partnership_id, pk=action.pk
        )
        if locked.state != ActionPoint.State.OPEN:
            raise ActRefused(f"This was answered before: {locked.get_state_display().lower()}.")
        locked.state, locked.outcome = ActionPoint.State(state), outcome.strip()
        locked.ended_at, locked.ended_by = at, actor.label
        locked.save()
        return locked


def may_end(action: ActionPoint, actor: Actor) -> bool:
    """Whoever runs the meetings of the body, and the people of the agency that owns it."""
    meeting = action.item.meeting
    owns = action.agency_id is not None and actor.agency_id == action.agency_id and actor.holds("member", "agency-lead")
    return owns or runs(actor_at(actor, meeting), procedure_at(meeting), body_at(meeting))

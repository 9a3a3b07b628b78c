"""What every act on a meeting begins with: the row locked, the person asked for, the version counted on.

An act on a case locks the case first and then its meeting; an act on a meeting that touches several cases
locks those first, by id. Everybody keeping to that order, nobody waits for each other for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F

from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.saying import chair_called, whoever_runs

from ..models import AgendaItem, Meeting, MinutesText
from ..queries.room import actor_at, body_at, chairs, of_its_borough, procedure_at, runs, without_texts

State = Meeting.State
NOT_OVER = (State.PLANNED, State.OPEN)
CORRESPONDENCE = "correspondence"


def require_runs(meeting: Meeting, actor: Actor) -> None:
    """Only the body's chair or the secretariat go on from here."""
    procedure, body = procedure_at(meeting), body_at(meeting)
    if not of_its_borough(actor, meeting):
        raise ActRefused("This is a meeting of another borough.")
    if not runs(actor_at(actor, meeting), procedure, body):
        raise ActRefused(f"Only the {whoever_runs(procedure, body.name)} can do this.")


def require_chair(meeting: Meeting, actor: Actor) -> None:
    procedure, body = procedure_at(meeting), body_at(meeting)
    if not of_its_borough(actor, meeting):
        raise ActRefused("This is a meeting of another borough.")
    if not chairs(actor_at(actor, meeting), procedure, body):
        raise ActRefused(f"Only the {chair_called(procedure, body.name)} can do this.")


def require_state(meeting: Meeting, *states: str) -> None:
    """The sentence says what the meeting is, since the screen that offered the act may be old."""
    if meeting.state in states:
        return
    raise ActRefused(
        {
            State.PLANNED: "The meeting has not been opened.",
            State.OPEN: "The meeting is in session.",
            State.CLOSED: "The meeting is over.",
            State.CANCELLED: "The meeting was cancelled.",
        }[State(meeting.state)]
    )


@contextmanager
def holding(meeting: Meeting, *states: str) -> Iterator[Meeting]:
    """The meeting's row, locked, in one of these states; every change counts its version on."""
    with transaction.atomic():
        locked = lock_meeting(meeting)
        if states:
            require_state(locked, *states)
        yield locked
        locked.version += 1
        locked.save()
    for name in ("state", "version", "opened_at", "closed_at", "cancelled_why", "papers_frozen_at", "current_id",
                 "starts_at", "place", "short_notice_why", "held_already_why"):  # fmt: skip
        setattr(meeting, name, getattr(locked, name))


def lock_meeting(meeting: Meeting) -> Meeting:
    return (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("procedure")
        .defer(*without_texts("procedure"))
        .get(partnership=meeting.partnership_id, pk=meeting.pk)
    )


def end_correspondence(meeting: Meeting, at) -> None:
    """A decision in writing is over once its one case is answered."""
    Meeting.objects.filter(
        partnership=meeting.partnership_id, pk=meeting.pk, kind=CORRESPONDENCE, state=State.OPEN
    ).update(state=State.CLOSED, closed_at=at, version=F("version") + 1)


def touch(meeting_id: int, partnership_id: int) -> None:
    """The pages that show this meeting should look again."""
    Meeting.objects.filter(partnership=partnership_id, pk=meeting_id).update(version=F("version") + 1)


def lock_item(item: AgendaItem) -> AgendaItem:
    return (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("meeting__procedure", "case__procedure")
        .defer(*without_texts("meeting__procedure", "case__procedure"))
        .get(partnership=item.partnership_id, pk=item.pk)
    )


def require_minutes_open(meeting: Meeting) -> None:
    """What agreed minutes say is not changed behind them."""
    if MinutesText.objects.filter(
        partnership=meeting.partnership_id, meeting=meeting, state=MinutesText.State.AGREED
    ).exists():
        raise ActRefused("The minutes of this meeting are agreed, so its record no longer changes.")

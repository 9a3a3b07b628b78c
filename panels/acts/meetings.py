"""A body meets: convened, opened, closed, called off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Case, Event
from cases.spine import acting
from deadlines.acts import set_meeting_day
from deadlines.moving import recalculate
from partnerships.actors import Actor
from partnerships.models import Borough
from partnerships.queries import boroughs
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures import library
from procedures.model import Body
from procedures.models import ProcedureVersion
from procedures.saying import whoever_runs

from .. import rules
from ..models import AgendaItem, Meeting, Question
from ..queries.lists import keeps_the_meeting
from ..queries.room import runs, who_sat, without_texts
from .agenda import meeting_words, put_off, put_standing_items
from .guard import NOT_OVER, State, holding, require_chair, require_runs, require_state
from .leaving import leave_agenda
from .letters import invite, say_cancelled
from .notice import called_late, held_already


def convene_meeting(
    *,
    procedure_version: ProcedureVersion,
    body: str,
    starts_at: dt.datetime,
    borough: Borough | None = None,
    place: str = "",
    kind: str = "meeting",
    invited: bool = True,
    short_notice_why: str = "",
    held_already_why: str = "",
    standing_items: Sequence[str] = (),
    actor: Actor,
    at: dt.datetime,
) -> Meeting:
    """Fixes a meeting of a body and invites its members by e-mail (`invited`). The chair or the secretariat.
    `borough`: where the body is one of several, each borough having its own; it is then needed (BHR-12).
    `standing_items`: what is on its agenda from the start, as the text gives it (`Body.standing_items`).

    Clocks that run to "the next meeting of" the body learn of the day. A day that has passed is of a meeting that was
    held and is only entered now (C-51): nobody is invited to it any more. Raises ActRefused for a kind of meeting the
    body does not hold, for a second meeting of the body at the same time (a form posted twice), for a day that has
    passed without saying why it is entered afterwards (`held_already_why`), and when its members would be called later
    than the text's notice without saying why (`short_notice_why`).
    """
    with transaction.atomic():
        meeting = _convened(
            procedure_version, body, starts_at, actor, at, borough=borough, place=place, kind=kind, invited=invited,
            short_notice_why=short_notice_why, held_already_why=held_already_why, standing_items=standing_items,
        )  # fmt: skip
        recalculate([timezone.localdate(starts_at)], at=at, body=body)
    return meeting


def _convened(
    procedure_version, body: str, starts_at: dt.datetime, actor: Actor, at: dt.datetime, *, borough, place, kind,
    invited, short_notice_why, held_already_why, standing_items,
) -> Meeting:  # fmt: skip
    procedure = library.of_version(procedure_version)
    block = procedure.find("bodies", body)
    if not runs(actor, procedure, block):
        raise ActRefused(f"Only the {whoever_runs(procedure, body)} can do this.")
    _require_way(block, kind, borough, actor)
    whys = _reasons(block, starts_at, kind, short_notice_why, held_already_why, at)
    with _one_at_a_time(block):
        meeting = _fix(
            body=body, procedure=procedure_version, kind=kind, starts_at=starts_at, place=place,
            borough=borough if block.per_borough else None, **whys,
        )  # fmt: skip
        put_standing_items(meeting, standing_items)
        if invited and not whys["held_already_why"]:
            invite(meeting, at=at)
    return meeting


def _reasons(block: Body, starts_at: dt.datetime, kind: str, short_notice_why, held_already_why, at) -> dict[str, str]:
    """The reasons that the day asks for, each empty when it asks for none; ActRefused without one that it does."""
    day, whys = timezone.localdate(starts_at), {"short_notice_why": "", "held_already_why": ""}
    for name, asked, said in (
        ("held_already_why", held_already(day, at), held_already_why.strip()),
        ("short_notice_why", called_late(block, day, kind, at), short_notice_why.strip()),
    ):
        if asked and not said:
            raise ActRefused(asked, about=name)
        whys[name] = said if asked else ""
    return whys


@contextmanager
def _one_at_a_time(block: Body) -> Iterator[None]:
    """All or nothing; a second meeting of the body at the same time is refused in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        if "one_meeting_at_a_time" not in str(clash):
            raise
        raise ActRefused(f"The {block.title} already meets then.") from clash


def _require_way(body: Body, kind: str, borough: Borough | None, actor: Actor) -> None:
    """The body meets in this way; each borough's own for its borough, called by somebody who has a post there."""
    if kind not in body.meeting_kinds:
        raise ActRefused(f"The {body.title} does not meet in this way.")
    if not body.per_borough or not boroughs():
        return
    if borough is None:
        raise ActRefused(f"Say which borough’s {body.title} meets.", about="borough")
    if actor.borough_ids is not None and borough.pk not in actor.borough_ids:
        raise ActRefused("Your role is for another borough.", about="borough")


def _fix(**values) -> Meeting:
    """The meeting and its day, for the clocks that run to it."""
    meeting = Meeting.objects.create(partnership=current_partnership(), **values)
    set_meeting_day(
        meeting_id=meeting.pk,
        body=meeting.body,
        on=timezone.localdate(meeting.starts_at),
        borough_id=meeting.borough_id,
    )
    return meeting


def convene_series(
    *,
    procedure_version: ProcedureVersion,
    body: str,
    first: dt.datetime,
    count: int,
    every: int = 1,
    borough: Borough | None = None,
    place: str = "",
    kind: str = "meeting",
    short_notice_why: str = "",
    held_already_why: str = "",
    standing_items: Sequence[str] = (),
    actor: Actor,
    at: dt.datetime,
) -> list[Meeting]:
    """Meetings on the same weekday of the month at the same time of day (RED-2); nobody is sent twelve
    invitations. The reasons are for those of them whose day asks for one.
    """
    start = timezone.localtime(first)
    days = rules.monthly(start.date(), count, every=every)
    with transaction.atomic():
        made = [
            _convened(
                procedure_version, body, dt.datetime.combine(day, start.time(), tzinfo=timezone.get_default_timezone()),
                actor, at, borough=borough, place=place, kind=kind, invited=False, short_notice_why=short_notice_why,
                held_already_why=held_already_why, standing_items=standing_items,
            )
            for day in days
        ]  # fmt: skip
        recalculate(days, at=at, body=body)
    return made


def cancel_meeting(*, meeting: Meeting, reason: str, actor: Actor, at: dt.datetime) -> Meeting:
    """Calls a meeting off. Only the chair, and only when what the text asks for holds (RED-2).

    Raises ActRefused naming the cases that stand in the way. Cases on its agenda go back to those that wait.
    """
    require_chair(meeting, actor)
    if not reason.strip():
        raise ActRefused("Say why the meeting is cancelled.")
    reasons = keeps_the_meeting(meeting, actor)
    if reasons:
        raise ActRefused(" ".join(["The meeting cannot be cancelled.", *reasons]))
    with transaction.atomic():
        # Every case whose deadlines hang on the day first, in one order, then those of them on its agenda.
        set_meeting_day(meeting_id=meeting.pk, body=meeting.body, on=None)
        recalculate([timezone.localdate(meeting.starts_at)], at=at, body=meeting.body)
        for item in _items(meeting).filter(state=AgendaItem.State.LISTED).order_by("case_id"):
            put_off(item, reason=f"The meeting was cancelled: {reason}", actor=replace(actor, membership=None), at=at)
        with holding(meeting, State.PLANNED) as locked:
            locked.state, locked.cancelled_why = State.CANCELLED, reason
            say_cancelled(locked, at=at)
    return meeting


def open_meeting(*, meeting: Meeting, actor: Actor, at: dt.datetime) -> Meeting:
    """The meeting begins; from now on questions can be put."""
    require_runs(meeting, actor)
    with holding(meeting, State.PLANNED) as locked:
        locked.state, locked.opened_at = State.OPEN, at
    return meeting


def take_item(*, item: AgendaItem, actor: Actor, at: dt.datetime) -> AgendaItem:
    """The meeting turns to an item: everybody's page shows it, and the quorum is asked for it."""
    require_runs(item.meeting, actor)
    with holding(item.meeting, State.OPEN) as locked:
        locked.current_id = item.pk
    return item


def close_meeting(*, meeting: Meeting, actor: Actor, at: dt.datetime) -> Meeting:
    """The meeting ends. Each case it dealt with records that the meeting was held, for clocks that run
    from it.

    Raises ActRefused while a vote is open or a case on the agenda is neither dealt with nor put off.
    """
    require_runs(meeting, actor)
    require_state(meeting, State.OPEN)
    if at < meeting.opened_at:
        raise ActRefused("The meeting cannot end before it began.")
    # To say that a meeting was held is not to take part in its cases: a conflict in one of them does not stop it.
    recorder = replace(actor, membership=None, kinds=actor.kinds | {"panel-chair"})
    with transaction.atomic():
        _end_discussions(meeting, at)
        for case in _cases_dealt_with(meeting):
            with acting("hold_meeting", case=case, actor=recorder, at=at, about=f"meeting:{meeting.pk}") as doing:
                doing.record(
                    summary=f"The {meeting_words(meeting)} was held.",
                    data={"meeting": meeting.pk, **who_sat(meeting, case)},
                )
                doing.state_fact("meeting_held", happened_at=meeting.opened_at, about=f"meeting:{meeting.pk}")
        with holding(meeting, State.OPEN) as locked:
            if Question.objects.filter(
                partnership=locked.partnership_id, item__meeting=locked, state=Question.State.OPEN
            ).exists():
                raise ActRefused("A vote is open. Close it or withdraw the question first.")
            left = _items(locked).filter(state=AgendaItem.State.LISTED, case__isnull=False).order_by("position")
            if left:
                names = ", ".join(item.case.reference for item in left)
                raise ActRefused(f"Still on the agenda: {names}. Deal with them or put them off first.")
            locked.state, locked.closed_at, locked.current = State.CLOSED, at, None
            open_rows = locked.attendance.filter(left_at=None).exclude(arrived_at=None).exclude(arrived_at__gt=at)
            for row in open_rows:
                row.left_at = at
                row.save()
    return meeting


def _items(meeting: Meeting):
    return (
        AgendaItem.objects.filter(partnership=meeting.partnership_id, meeting=meeting)
        .select_related("case__procedure", "meeting__procedure")
        .defer(*without_texts("case__procedure", "meeting__procedure"))
    )


def _end_discussions(meeting: Meeting, at: dt.datetime) -> None:
    """A case that was put on the agenda only to be discussed (a draft report: its stage does not move) is dealt with
    once something is recorded of the discussion."""
    listed = _items(meeting).filter(state=AgendaItem.State.LISTED, case__isnull=False).exclude(discussion="")
    for item in listed:
        put = Event.objects.filter(
            partnership=meeting.partnership_id, case=item.case_id, act="add_agenda_item", data__item=item.pk
        ).first()
        if put is not None and put.track and not put.to_stage:
            leave_agenda(item, AgendaItem.State.DONE, "Discussed", at=at)


def _cases_dealt_with(meeting: Meeting) -> list[Case]:
    """By id, so that two meetings closing at once lock cases in one order."""
    done = (AgendaItem.State.DONE, AgendaItem.State.DEFERRED)
    items = _items(meeting).filter(state__in=done).exclude(case=None).order_by("case_id")
    return [item.case for item in items if item.outcome]


__all__ = [
    "NOT_OVER",
    "cancel_meeting",
    "close_meeting",
    "convene_meeting",
    "convene_series",
    "open_meeting",
    "take_item",
]

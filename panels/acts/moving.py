"""A planned meeting gets another day, time or place: whoever was invited is told again, and what hangs on its day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.spine import acting
from config.filters import date_long, datetime_long
from deadlines.acts import set_meeting_day
from deadlines.moving import recalculate
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from ..models import AgendaItem, Meeting
from ..queries.room import body_at, without_texts
from .guard import State, holding, require_runs, require_state
from .letters import say_moved
from .notice import called_late


def move_meeting(
    *, meeting: Meeting, starts_at: dt.datetime, place: str, reason: str, actor: Actor, at: dt.datetime
) -> Meeting:
    """Changes when or where a planned meeting is. The chair or the secretariat; its members are told again.

    Each case on its agenda records the new day, so that clocks that run from the planned day move with it; clocks that
    run to the next meeting of the body are computed anew. `reason` also stands for calling members later than the
    text's notice. Raises ActRefused when nothing changes, for a day that has passed, for a meeting that has begun or
    was cancelled, and when the body meets then already.
    """
    require_runs(meeting, actor)
    require_state(meeting, State.PLANNED)
    if not reason.strip():
        raise ActRefused("Say why the meeting is moved.", about="reason")
    if starts_at == meeting.starts_at and place.strip() == meeting.place:
        raise ActRefused("This is when and where the meeting is planned already.")
    if timezone.localdate(starts_at) < timezone.localdate(at):
        raise ActRefused("A meeting cannot be moved to a day that has passed.", about="starts_at")
    try:
        with transaction.atomic():
            if timezone.localdate(starts_at) != timezone.localdate(meeting.starts_at):
                _move_the_days(meeting, starts_at, reason, actor, at)
            with holding(meeting, State.PLANNED) as locked:
                late = called_late(body_at(locked), timezone.localdate(starts_at), locked.kind, at)
                locked.starts_at, locked.place = starts_at, place.strip()
                locked.short_notice_why = reason.strip() if late else locked.short_notice_why
                number = locked.version
            meeting.starts_at, meeting.place = starts_at, place.strip()
            say_moved(meeting, number=number, at=at)
    except IntegrityError as clash:
        if "one_meeting_at_a_time" not in str(clash):
            raise
        raise ActRefused(f"The {body_at(meeting).title} already meets then.", about="starts_at") from clash
    return meeting


def _move_the_days(meeting: Meeting, starts_at: dt.datetime, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Cases before the meeting's row, as everywhere: first those whose deadlines hang on the day, then its own."""
    old, new = timezone.localdate(meeting.starts_at), timezone.localdate(starts_at)
    set_meeting_day(meeting_id=meeting.pk, body=meeting.body, on=new, borough_id=meeting.borough_id)
    recalculate([old, new], at=at, body=meeting.body)
    # To say when a meeting is takes no part in its cases: a conflict in one of them does not stop it.
    recorder = replace(actor, membership=None, borough_ids=None, kinds=actor.kinds | {"panel-chair"})
    rows = AgendaItem.objects.filter(
        partnership=meeting.partnership_id, meeting=meeting, state=AgendaItem.State.LISTED, case__isnull=False
    )
    rows = rows.select_related("case__procedure", "case__borough").defer(*without_texts("case__procedure"))
    about = f"meeting:{meeting.pk}"
    for item in rows.order_by("case_id"):
        with acting("state_fact", case=item.case, actor=recorder, at=at, about=about, standing=True) as doing:
            doing.record(
                summary=f"The {body_at(meeting).title} of {date_long(old)} was moved to {datetime_long(starts_at)}.",
                reason=reason,
                data={"meeting": meeting.pk, "item": item.pk},
            )
            doing.state_fact("meeting", happened_at=starts_at, about=about)

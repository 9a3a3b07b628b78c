"""The minutes: drafted from what was recorded, edited by the secretariat, agreed, then unchanged for ever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict

from config.filters import date_long
from documents.acts import ask_for_print
from documents.models import PrintJob
from documents.payloads import to_payload
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from ..models import AgendaItem, Meeting, MinutesComment, MinutesText
from ..queries.minutes import minutes_paper, opening_words
from .amending import draft_of
from .guard import State, holding, require_runs

SOMEBODY_ELSE = (
    "Somebody else changed the minutes since you opened the page, so nothing was stored. Your words are kept below, "
    "beside what they wrote; compare them, then store again."
)


def draft_minutes(*, meeting: Meeting, actor: Actor, at: dt.datetime) -> MinutesText:
    """Begins the minutes of a meeting that has been opened. Doing it twice gives the same draft."""
    require_runs(meeting, actor)
    with holding(meeting, State.OPEN, State.CLOSED) as locked:
        minutes, _ = MinutesText.objects.get_or_create(
            partnership_id=locked.partnership_id,
            meeting=locked,
            defaults={"text": opening_words(locked), "drafted_at": at},
        )
        return minutes


def edit_minutes(
    *,
    minutes: MinutesText,
    version: int,
    text: str,
    discussions: Mapping[int, str],
    actor: Actor,
    at: dt.datetime,
) -> MinutesText:
    """Stores the words of the minutes. `version`: the one the form was made from; `discussions`: item id -> words.

    Raises ActRefused when somebody else has stored words of them in between, here or on the page of an item, and once
    the minutes are agreed.
    """
    require_runs(minutes.meeting, actor)
    with holding(minutes.meeting) as meeting:
        locked = draft_of(minutes)
        if locked.version != version:
            raise ActRefused(SOMEBODY_ELSE)
        locked.text, locked.version = text, locked.version + 1
        locked.save()
        for item in AgendaItem.objects.select_for_update(of=("self",)).filter(
            partnership=meeting.partnership_id, meeting=meeting, pk__in=list(discussions)
        ):
            if item.discussion != discussions[item.pk]:
                item.discussion, item.version = discussions[item.pk], item.version + 1
                item.save()
        return locked


def agree_minutes(
    *, minutes: MinutesText, version: int, agreed_at: Meeting | None = None, actor: Actor, at: dt.datetime
) -> MinutesText:
    """The minutes are agreed and kept as they now read; nothing recorded later changes them.

    `agreed_at`: the later meeting of the body that agreed them; None when it was done between meetings. Raises
    ActRefused while an amendment that somebody asked for is not answered.
    """
    require_runs(minutes.meeting, actor)
    with holding(minutes.meeting, State.CLOSED) as meeting:
        locked = draft_of(minutes)
        if locked.version != version:
            raise ActRefused(SOMEBODY_ELSE)
        waiting = MinutesComment.objects.filter(
            partnership=meeting.partnership_id, minutes=locked, state=MinutesComment.State.OPEN
        ).exists()
        if waiting:
            raise ActRefused("Answer every amendment that was asked for first.")
        paper = minutes_paper(meeting, opening=locked.text, state=agreed_words(at, agreed_at))
        locked.state, locked.agreed_at, locked.agreed_meeting = MinutesText.State.AGREED, at, agreed_at
        locked.paper = to_payload("minutes", asdict(paper))
        locked.save()
        return locked


def agreed_words(at: dt.datetime, meeting: Meeting | None) -> str:
    """When and, where it was a meeting, at which one the minutes were agreed."""
    words = f"Agreed on {date_long(at)}"
    return f"{words}, at the meeting of {date_long(meeting.starts_at)}" if meeting else words


def print_minutes(*, minutes: MinutesText, actor: Actor, at: dt.datetime) -> PrintJob:
    """The minutes as a PDF: the draft as it reads now, or the agreed ones as they were agreed."""
    if minutes.state == MinutesText.State.AGREED:
        payload = minutes.paper
    else:
        payload = minutes_paper(minutes.meeting, opening=minutes.text, state="Draft")
    return ask_for_print(kind="minutes", about=f"meeting:{minutes.meeting_id}", payload=payload, actor=actor, at=at)

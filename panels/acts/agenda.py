"""What a meeting will deal with: cases that wait, and other business, in an order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Max

from cases.acts import give_agency_access
from cases.models import Case
from cases.queries import has_conflict
from cases.spine import acting, may
from information.queries import truths
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.vocabulary import THE_CASES

from ..models import AgendaItem, Meeting, MinutesText
from ..queries.room import body_at, member_agencies
from ..queries.waiting import needs_a_reason
from .guard import CORRESPONDENCE, NOT_OVER, holding, lock_item, lock_meeting, require_runs, require_state, touch
from .leaving import leave_agenda

Listed = AgendaItem.State
SAY_WHY = "Agencies have until after this meeting to answer. Say why the case goes there all the same."


def _place(meeting: Meeting) -> int:
    """Where the next item comes: at the end, but before what always closes the meeting; that moves on by one."""
    here = AgendaItem.objects.filter(partnership=meeting.partnership_id, meeting=meeting)
    closing = here.filter(standing="after", state=Listed.LISTED).order_by("position", "id").first()
    if closing is None:
        return (here.aggregate(last=Max("position"))["last"] or 0) + 1
    for item in here.select_for_update(of=("self",)).filter(position__gte=closing.position):
        item.position += 1
        item.save()
    return closing.position


def put_standing_items(meeting: Meeting, titles: Sequence[str]) -> None:
    """Puts what is on every agenda on this one: before the cases and after them, as the text has it."""
    where = "before"
    for position, title in enumerate(titles, start=1):
        if title == THE_CASES:
            where = "after"
            continue
        AgendaItem.objects.create(
            partnership_id=meeting.partnership_id, meeting=meeting, title=title, position=position, standing=where
        )


def meeting_words(meeting: Meeting) -> str:
    """ "One Panel of 8 September 2026", for the record."""
    from config.filters import date_long

    return f"{body_at(meeting).title} of {date_long(meeting.starts_at)}"


def add_agenda_item(
    *,
    meeting: Meeting,
    case: Case,
    minutes_planned: int | None = None,
    presenter: str = "",
    reason: str = "",
    actor: Actor,
    at: dt.datetime,
) -> AgendaItem:
    """Puts a waiting case on a meeting's agenda; from now on the body's agencies may open it (C-52).

    States the fact `meeting` (the planned day) for clocks. `reason`: why now, although the text would have something
    come first (agencies that have not answered yet). Raises ActRefused when the text does not allow
    it now, and when the meeting is over.
    """
    require_runs(meeting, actor)
    if meeting.borough_id is not None and meeting.borough_id != case.borough_id:
        raise ActRefused(f"This meeting is {meeting.borough.title}’s, and the case is of another borough.")
    about, known = f"meeting:{meeting.pk}", truths(case, at=at)
    with acting("add_agenda_item", case=case, actor=actor, at=at, about=about, truths=known, reason=reason) as doing:
        locked = lock_meeting(meeting)
        require_state(locked, *NOT_OVER)
        _require_room_for(doing.case, locked)
        if not reason.strip() and needs_a_reason(doing.case, locked):
            raise ActRefused(SAY_WHY, about="reason")
        item = _at_the_end(locked, case=doing.case, minutes_planned=minutes_planned, presenter=presenter)
        doing.record(
            summary=f"Put on the agenda of the {meeting_words(locked)}.",
            reason=reason,
            data={"meeting": locked.pk, "item": item.pk},
        )
        doing.state_fact("meeting", happened_at=locked.starts_at, about=f"meeting:{locked.pk}")
        for agency in member_agencies(locked):
            give_agency_access(
                case=doing.case, agency=agency, why=f"On the agenda of the {meeting_words(locked)}", at=at
            )
        touch(locked.pk, locked.partnership_id)
        return item


def _require_room_for(case: Case, meeting: Meeting) -> None:
    """The meeting can take the case, and no other has it."""
    if meeting.kind == CORRESPONDENCE:
        raise ActRefused("A question in writing is about its one case. Choose a meeting.")
    here = AgendaItem.objects.filter(partnership=meeting.partnership_id, meeting=meeting, case=case)
    if here.filter(state=Listed.DONE).exists():
        raise ActRefused("This meeting has dealt with the case already. Choose another meeting.")
    if _listed_somewhere(case):
        raise ActRefused("The case is on the agenda of a meeting already.")


def _at_the_end(meeting: Meeting, **values) -> AgendaItem:
    place = _place(meeting)
    return AgendaItem.objects.create(partnership_id=meeting.partnership_id, meeting=meeting, position=place, **values)


def _listed_somewhere(case: Case) -> bool:
    return AgendaItem.objects.filter(
        partnership=case.partnership_id, case=case, state=Listed.LISTED, meeting__state__in=NOT_OVER
    ).exists()


def add_other_item(
    *,
    meeting: Meeting,
    title: str,
    minutes_planned: int | None = None,
    presenter: str = "",
    actor: Actor,
    at: dt.datetime,
) -> AgendaItem:
    """An item that is no case: minutes of the last meeting, learning from elsewhere (C-32)."""
    require_runs(meeting, actor)
    if not title.strip():
        raise ActRefused("Say what the item is.")
    with holding(meeting, *NOT_OVER) as locked:
        return _at_the_end(locked, title=title, minutes_planned=minutes_planned, presenter=presenter)


def change_other_item(
    *, item: AgendaItem, title: str, minutes_planned: int | None = None, presenter: str = "", actor: Actor,
    at: dt.datetime,
) -> AgendaItem:  # fmt: skip
    """Other words, time or presenter for an item that is no case, a standing one included."""
    require_runs(item.meeting, actor)
    if item.case_id is not None:
        raise ActRefused("This item is a case.")
    if not title.strip():
        raise ActRefused("Say what the item is.", about="title")
    with holding(item.meeting, *NOT_OVER):
        locked = lock_item(item)
        if locked.state != Listed.LISTED:
            raise ActRefused(f"This item is no longer on the agenda: {locked.get_state_display().lower()}.")
        locked.title, locked.minutes_planned, locked.presenter = title.strip(), minutes_planned, presenter
        locked.version += 1
        locked.save()
        return locked


def remove_agenda_item(*, item: AgendaItem, reason: str, actor: Actor, at: dt.datetime) -> AgendaItem:
    """Takes an item off the agenda before the meeting; a case goes back to those that wait."""
    return _take_off("remove_agenda_item", item, Listed.REMOVED, reason=reason, actor=actor, at=at)


def defer_item(*, item: AgendaItem, reason: str, actor: Actor, at: dt.datetime) -> AgendaItem:
    """The meeting puts an item off; a case goes back to those that wait for another meeting."""
    return _take_off("defer_item", item, Listed.DEFERRED, reason=reason, actor=actor, at=at)


def put_off(item: AgendaItem, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Takes whatever is still listed off a meeting that does not take place, by the step the text has for it."""
    act = "defer_item"
    if item.case is not None:
        try:
            may(act, case=item.case, actor=actor)
        except ActRefused:
            act = "remove_agenda_item"
    _take_off(act, item, Listed.DEFERRED, reason=reason, actor=actor, at=at, asked=False)


def _take_off(act, item, state, *, reason, actor, at, asked=True) -> AgendaItem:
    if asked:
        require_runs(item.meeting, actor)
    if not reason.strip():
        raise ActRefused("Say why.")
    if item.case is None:
        with transaction.atomic():
            return _store_off(item, state, reason, at)
    with acting(act, case=item.case, actor=actor, at=at, about=f"meeting:{item.meeting_id}") as doing:
        words = "Taken off the agenda" if state == Listed.REMOVED else "Put off"
        stored = _store_off(item, state, reason, at)
        doing.record(
            summary=f"{words}: {meeting_words(item.meeting)}.",
            reason=reason,
            data={"meeting": item.meeting_id, "item": item.pk},
        )
    return stored


def _store_off(item: AgendaItem, state: str, reason: str, at: dt.datetime) -> AgendaItem:
    words = "Deferred: " if state == Listed.DEFERRED else "Taken off: "
    return leave_agenda(item, state, words + reason[:250], at=at)


def move_item(*, item: AgendaItem, up: bool, actor: Actor, at: dt.datetime) -> AgendaItem:
    """One place up or down among the items still listed; at the end of the list nothing changes."""
    require_runs(item.meeting, actor)
    with holding(item.meeting, *NOT_OVER) as locked:
        listed = list(
            AgendaItem.objects.select_for_update(of=("self",))
            .filter(partnership=locked.partnership_id, meeting=locked, state=Listed.LISTED)
            .order_by("position", "id")
        )
        place = next((index for index, one in enumerate(listed) if one.pk == item.pk), None)
        if place is None:
            raise ActRefused("This item is no longer on the agenda.")
        other = place + (-1 if up else 1)
        if 0 <= other < len(listed):
            listed[place], listed[other] = listed[other], listed[place]
            for position, one in enumerate(listed, start=1):
                if one.position != position:
                    one.position = position
                    one.save()
        return item


def recall_criteria(*, item: AgendaItem, actor: Actor, at: dt.datetime) -> AgendaItem:
    """The statutory tests were read out before the discussion (C-10); kept with who recorded it, chair or office."""
    require_runs(item.meeting, actor)
    _require_no_conflict(item, actor)
    with transaction.atomic():
        locked = lock_item(item)
        if locked.criteria_recalled_at is None:
            locked.criteria_recalled_at, locked.criteria_recalled_by = at, actor.label
            locked.save()
            touch(locked.meeting_id, locked.partnership_id)
        return locked


def record_discussion(*, item: AgendaItem, text: str, version: int, actor: Actor, at: dt.datetime) -> AgendaItem:
    """The minute of what was said. `version`: the one the form was made from; another means somebody was faster.

    These are words of the minutes: whoever has their page open learns of them before storing over them.
    """
    from .guard import require_minutes_open

    require_runs(item.meeting, actor)
    _require_no_conflict(item, actor)
    with holding(item.meeting) as meeting:
        require_minutes_open(meeting)
        locked = lock_item(item)
        if locked.version != version:
            raise ActRefused(
                "Somebody else changed this item since you opened the page, so nothing was stored. Your words are kept "
                "below, beside what is there now."
            )
        locked.discussion = text
        locked.version += 1
        locked.save()
        MinutesText.objects.filter(partnership=meeting.partnership_id, meeting=meeting).update(version=F("version") + 1)
        return locked


def _require_no_conflict(item: AgendaItem, actor: Actor) -> None:
    if item.case is not None and actor.membership is not None and has_conflict(item.case, actor.membership):
        raise ActRefused("You have a conflict of interest in this case.")

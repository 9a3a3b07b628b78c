"""How an item leaves the agenda: dealt with, put off or taken off. The one place where that is stored.

No question may stay open on an item that is over: nobody could close it any more, and the meeting could not end.
"""

from __future__ import annotations

import datetime as dt

from cases.models import Case
from partnerships.refusals import ActRefused

from ..models import AgendaItem, Question
from .guard import end_correspondence, lock_item, touch
from .questions import abandon

Listed = AgendaItem.State
VOTE_OPEN = "A vote is open on this item. Close it or withdraw the question first."
WORDS = 300


def still_listed(item: AgendaItem) -> AgendaItem:
    """The item, locked; ActRefused once it is dealt with, put off or taken off."""
    locked = lock_item(item)
    if locked.state != Listed.LISTED:
        raise ActRefused(f"This item is no longer on the agenda: {locked.get_state_display().lower()}.")
    return locked


def leave_agenda(item: AgendaItem, state: str, outcome: str, *, at: dt.datetime, withdrawn_why: str = "") -> AgendaItem:
    """The item leaves the agenda with what came of it. The case row is locked by the act that does it.

    Raises ActRefused while a vote is open on it; with `withdrawn_why` the question is withdrawn with that reason
    instead, for acts that break off a vote.
    """
    locked = still_listed(item)
    for question in Question.objects.select_for_update(of=("self",)).filter(
        partnership=locked.partnership_id, item=locked, state=Question.State.OPEN
    ):
        if not withdrawn_why:
            raise ActRefused(VOTE_OPEN)
        abandon(question, withdrawn_why, at)
    locked.state, locked.outcome = state, outcome if len(outcome) <= WORDS else outcome[: WORDS - 1] + "…"
    locked.version += 1
    locked.save()
    touch(locked.meeting_id, locked.partnership_id)
    return locked


def leave_every_agenda(case: Case, state: str, outcome: str, *, at: dt.datetime, withdrawn_why: str = "") -> None:
    """The same wherever the case is still listed; a question in writing about it is over."""
    rows = AgendaItem.objects.filter(partnership=case.partnership_id, case=case, state=Listed.LISTED)
    for item in rows.order_by("pk"):
        locked = leave_agenda(item, state, outcome, at=at, withdrawn_why=withdrawn_why)
        end_correspondence(locked.meeting, at)


def end_with_case(case: Case, at: dt.datetime) -> None:
    """The case is closed: it is taken off every agenda, and a question on it is withdrawn."""
    leave_every_agenda(
        case, Listed.REMOVED, "Taken off: the case was closed", at=at, withdrawn_why="The case was closed."
    )

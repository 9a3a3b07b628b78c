"""The end of an action: done with what shows it, or given up with the reason (DAR-11, C-46); and open again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from config.filters import date_long, plural
from deadlines.queries import calendar_of
from deadlines.rules import working_days_left
from documents.files import CheckedFile
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership

from ..holding import Held, holding, need
from ..models import Action, ActionEntry
from .progress import london_day


def complete_action(
    *, action: Action, text: str, proof: str, files: Sequence[CheckedFile] = (), actor: Actor, at: dt.datetime
) -> ActionEntry:
    """It is done: what was done, and what shows that it worked, measured by what the action said beforehand."""
    text = need(text, "Say what was done.", "text")
    proof = need(proof, "Say what shows that it worked.", "proof")
    with holding("complete_action", action=action, actor=actor, at=at) as held:
        held.keep(files)
        _end(held, Action.State.DONE, f"{text}\n\nWhat shows it: {proof}")
        calendar, day = calendar_of(current_partnership()), london_day(at)
        late = max(0, -working_days_left(day, held.action.due_on, calendar))
        when = f"done, {plural(late, 'working day')} late." if late else "done in time."
        return held.say(when, text=text, data={"proof": proof})


def drop_action(*, action: Action, reason: str, actor: Actor, at: dt.datetime) -> ActionEntry:
    """It is given up; the reason goes into the annual report (DAR-11, C-46)."""
    reason = need(reason, "Give the reason: it is reported to the boards.", "reason")
    with holding("drop_action", action=action, actor=actor, at=at) as held:
        _end(held, Action.State.DROPPED, reason)
        return held.say("given up.", text=reason)


def _end(held: Held, state: str, outcome: str) -> None:
    held.action.state, held.action.outcome, held.action.ended_at = state, outcome, held.at


def reopen_action(
    *, action: Action, reason: str, due_on: dt.date | None = None, actor: Actor, at: dt.datetime
) -> ActionEntry:
    """What had ended is to do again: by its old day, or by a later one. Its original day stays."""
    reason = need(reason, "Say why it is open again.", "reason")
    with holding("reopen_action", action=action, actor=actor, at=at, ended=True) as held:
        if due_on is not None and due_on < held.action.due_on:
            raise ActRefused("The day must not be before the one it had.", about="due_on")
        held.action.state, held.action.outcome, held.action.ended_at = Action.State.OPEN, "", None
        held.action.due_on = due_on or held.action.due_on
        return held.say(
            f"open again, to be done by {date_long(held.action.due_on)}.", text=reason,
            data={"due_on": held.action.due_on.isoformat()}, dates=True,
        )  # fmt: skip

"""While an action runs: what its owner reports, and more time asked for and given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from config.filters import date_long
from deadlines.calendar import LONDON
from documents.files import CheckedFile
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Procedure, Step

from ..holding import holding, need, owns
from ..models import Action, ActionEntry
from ..rules import actions as rules

HOW_FAR = {"not begun": "Not begun", "under way": "Under way", "nearly done": "Nearly done", "held up": "Held up"}


def report_progress(
    *, action: Action, how_far: str, text: str, barriers: str = "", files: Sequence[CheckedFile] = (), actor: Actor,
    at: dt.datetime,
) -> ActionEntry:  # fmt: skip
    """How far it is, with evidence, and what stands in the way (C-7, DAR-10). By the owner or the secretariat."""
    text = need(text, "Say what has been done.", "text")
    if how_far == "held up":
        need(barriers, "Say what stands in the way.", "barriers")
    with holding("report_progress", action=action, actor=actor, at=at) as held:
        held.keep(files)
        data = {"how_far": how_far, "barriers": barriers.strip()}
        return held.say(f"{HOW_FAR[how_far].lower()}.", text=text, data=data)


def ask_extension(*, action: Action, until: dt.date, reason: str, actor: Actor, at: dt.datetime) -> ActionEntry:
    """The owner asks for more time (C-7). Nothing changes until it is given; those who decide hear of it."""
    reason = need(reason, "Say why more time is needed.", "reason")
    with holding("ask_extension", action=action, actor=actor, at=at) as held:
        _check_day(held.action, until)
        mine = owns(held.action, actor)
        data = {"until": until.isoformat(), "roles": sorted(actor.roles) if mine else []}
        return held.say(f"more time asked for, until {date_long(until)}.", text=reason, data=data)


def extend_action(
    *, action: Action, until: dt.date, reason: str, asked_by: str = "", files: Sequence[CheckedFile] = (),
    actor: Actor, at: dt.datetime,
) -> ActionEntry:  # fmt: skip
    """It gets a later day, with the reason; the original day stays (DAR-10).

    Where the text says that somebody else must want it too (`jointly_with`), they have asked for it here themselves
    since it last got a day, or `asked_by` says who of them asked and how. Raises ActRefused.
    """
    reason = need(reason, "Give the reason: what is exceptional here.", "reason")
    with holding("extend_action", action=action, actor=actor, at=at) as held:
        _check_day(held.action, until)
        asked = asked_jointly(held.action, held.step)
        by = asked.by if asked is not None else asked_by.strip()
        who = joint_titles(held.step, held.procedure)
        if who and not by:
            raise ActRefused(
                f"More time is given only when the {who} of {held.action.agency.title} asks for it. Say who asked, and "
                "how.", about="asked_by",
            )  # fmt: skip
        held.keep(files)
        held.action.due_on = until
        data = {"due_on": until.isoformat(), "asked_by": by if who else asked_by.strip()}
        return held.say(f"more time, until {date_long(until)}.", text=reason, data=data, dates=True)


def decline_extension(*, action: Action, reason: str, actor: Actor, at: dt.datetime) -> ActionEntry:
    """More time that was asked for is not given; the owner is told, and reads why (DAR-10). Its day stays."""
    reason = need(reason, "Give the reason: the owner reads it.", "reason")
    with holding("decline_extension", action=action, actor=actor, at=at) as held:
        wanted = asked_for(held.action)
        if wanted is None:
            raise ActRefused("Nobody asks for more time for this action now.")
        until = date_long(dt.date.fromisoformat(wanted.data["until"]))
        return held.say(f"no more time was given; {until} was asked for.", text=reason, data={"asked": wanted.pk})


def _check_day(action: Action, until: dt.date) -> None:
    wrong = rules.why_no_more_time(until, rules.Dates(action.due_on, action.original_due_on))
    if wrong:
        raise ActRefused(wrong, about="until")


def joint_titles(step: Step | None, procedure: Procedure) -> str:
    """Who must want it too, in words; empty when nobody has to."""
    names = step.jointly_with if step is not None else ()
    return " and the ".join(procedure.find("roles", name).title for name in names)


def asked_jointly(action: Action, step: Step | None) -> ActionEntry | None:
    """The request of somebody whose word the text wants, made since the action last got a day."""
    names = set(step.jointly_with) if step is not None else set()
    return next((each for each in _requests(action) if names & set(each.data.get("roles", ()))), None)


def asked_for(action: Action) -> ActionEntry | None:
    """The newest request for more time that nobody has answered."""
    return next(iter(_requests(action)), None)


def _requests(action: Action) -> list[ActionEntry]:
    """Requests made since the action last got a day or was refused one, newest first."""
    rows = ActionEntry.objects.filter(partnership=action.partnership_id, action=action, event__annulled_by=None)
    last = rows.filter(act__in=("extend_action", "decline_extension")).order_by("-id").first()
    return list(rows.filter(act="ask_extension", pk__gt=last.pk if last else 0).order_by("-id"))


def london_day(at: dt.datetime) -> dt.date:
    return at.astimezone(LONDON).date()

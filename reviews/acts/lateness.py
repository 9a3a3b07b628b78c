"""A late action: asked why, answered, and told further up (DAR-10, DAR-30). The text says by whom and when."""

from __future__ import annotations

import datetime as dt

from config.filters import date_long, series
from deadlines.queries import calendar_of
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership

from ..holding import Held, holding, need, people_meant
from ..models import Action, ActionEntry
from ..queries.going_up import not_yet, roles_told, up_since
from ..rules import actions as rules
from .progress import london_day


def seek_explanation(*, action: Action, question: str, actor: Actor, at: dt.datetime) -> ActionEntry:
    """The owner of a late action is asked why. Raises ActRefused for one that is not late."""
    question = need(question, "Say what you want to know.", "question")
    with holding("seek_explanation", action=action, actor=actor, at=at) as held:
        _must_be_late(held)
        return held.say("an explanation was asked for.", text=question)


def explain_delay(
    *, action: Action, text: str, steps: str, expected_on: dt.date | None = None, actor: Actor, at: dt.datetime
) -> ActionEntry:
    """Why it is late, what is done about it, and when it will be done. This gives no more time by itself."""
    text = need(text, "Say why it is late.", "text")
    steps = need(steps, "Say what is done to complete it.", "steps")
    with holding("explain_delay", action=action, actor=actor, at=at) as held:
        _must_be_late(held)
        when = f", expected by {date_long(expected_on)}" if expected_on else ""
        data = {"steps": steps, "expected_on": expected_on.isoformat() if expected_on else ""}
        return held.say(f"an explanation was given{when}.", text=text, data=data)


def escalate_action(*, action: Action, question: str, reason: str = "", actor: Actor, at: dt.datetime) -> ActionEntry:
    """The head of the owner's agency is told of a late action, and asked what will be done (DAR-10).

    Before the day that the text's clock gives, a `reason` is needed. Raises ActRefused for one that is not late, and
    when nobody can be told.
    """
    return _up("escalate_action", action, question, reason, actor, at)


def escalate_action_further(
    *, action: Action, question: str, reason: str = "", actor: Actor, at: dt.datetime
) -> ActionEntry:
    """The chief officer of the owner's agency is told of an action still late; as `escalate_action`."""
    return _up("escalate_action_further", action, question, reason, actor, at)


def _up(act: str, action: Action, question: str, reason: str, actor: Actor, at: dt.datetime) -> ActionEntry:
    question = need(question, "Say what you want to know.", "question")
    with holding(act, action=action, actor=actor, at=at, reason=reason) as held:
        _must_be_late(held)
        _in_turn(held)
        rung = rung_of(held, act)
        if rules.too_early(rung, today=london_day(at)) and not reason.strip():
            raise ActRefused(
                f"This is due on {date_long(rung.on)}. Give the reason for doing it before.", about="reason"
            )
        told = told_by(held)
        return held.say(
            f"told to {series(told)}.", text="\n".join(part for part in (question, reason.strip()) if part),
            data={"told": told},
        )  # fmt: skip


def _in_turn(held: Held) -> None:
    """The text's order is kept, and no step of it is entered as done before the one below it (DAR-10)."""
    if early := not_yet(held.act, held.action, held.procedure):
        raise ActRefused(early)
    if any(held.at < entry.at for entry in up_since(held.action)):
        raise ActRefused("It cannot have gone further up before the step below was taken.", about="happened_at")


def rung_of(held: Held, act: str) -> rules.Rung | None:
    dates = rules.Dates(held.action.due_on, held.action.original_due_on)
    found = rules.rungs(held.procedure, dates, calendar_of(current_partnership()))
    return next((rung for rung in found if rung.act == act), None)


def told_by(held: Held) -> list[str]:
    """Who of the agency the text's letters of the act go to. Raises ActRefused when it would go to nobody."""
    words = roles_told(held.act, held.action, held.procedure)
    meant = people_meant(held.action, held.procedure, held.at)
    titles = {role.name: role.title for role in held.procedure.roles}
    found = [f"{one.name} ({titles.get(word, word)})" for word in words for one in meant.get(word, ())]
    if not found:
        who = " or ".join(titles.get(word, word) for word in words) or "anybody above the owner"
        raise ActRefused(
            f"{held.action.agency.title} has no {who} here, and no address. Ask the administrator to enter one."
        )
    return found


def _must_be_late(held: Held) -> None:
    if london_day(held.at) <= held.action.due_on:
        raise ActRefused(f"This action is not late: it is due on {date_long(held.action.due_on)}.")

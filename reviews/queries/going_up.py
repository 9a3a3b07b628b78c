"""A late action on its way up: which steps were taken, whose turn it is, and who is asked about it now (DAR-10)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from partnerships.actors import Actor
from partnerships.scope import current_partnership
from procedures.model import Procedure

from ..holding import OWNING, procedure_of, steps_of
from ..models import Action, ActionEntry
from ..rules import actions as rules

UP = tuple(rules.WAYS_UP)
ASKS = ("seek_explanation", *UP)
ANSWERS = ("explain_delay", "extend_action", "reopen_action")


def up_since(action: Action) -> list[ActionEntry]:
    """The ways up taken since it last got a day."""
    rows = ActionEntry.objects.filter(partnership=action.partnership_id, action=action, event__annulled_by=None)
    last = rows.filter(act__in=["extend_action", "reopen_action"]).order_by("-id").first()
    return list(rows.filter(act__in=UP, pk__gt=last.pk if last else 0))


def not_yet(act: str, action: Action, procedure: Procedure) -> str:
    """Why this way up is not taken now: the one below it comes first. Empty when its turn has come."""
    missing = rules.first_told(act, procedure, (entry.act for entry in up_since(action)))
    if not missing:
        return ""
    steps = steps_of(missing, action, procedure)
    return f"First: {(steps[0].title if steps else missing.replace('_', ' ')).rstrip('.')}."


def roles_told(act: str, action: Action, procedure: Procedure) -> list[str]:
    """The recipient words that the text gives the letters of a way up."""
    words = [word for told in procedure.told if told.act == act for word in told.who]
    return list(
        dict.fromkeys((*words, *(word for step in steps_of(act, action, procedure) for word in step.copies_to)))
    )


@dataclass(frozen=True)
class Asked:
    """A late action about which somebody is asked, and what."""

    action: Action
    words: str


def asked_about(actions, actor: Actor, *, at: dt.datetime) -> list[Asked]:
    """The late ones of `actions` that this person's agency has and about which they are asked, oldest day first.

    The owner where an explanation is sought; whoever the text tells of it further up. Nobody is asked any more once the
    agency has explained it or it has got another day. Two queries.
    """
    if actor.membership is None:
        return []
    theirs = Q(owner=actor.membership)
    if actor.agency_id is not None and actor.holds(*OWNING):
        theirs |= Q(agency_id=actor.agency_id)
    late = list(actions.filter(theirs, state=Action.State.OPEN, due_on__lt=timezone.localdate(at)))
    open_now: dict[int, dict[str, None]] = {}
    rows = ActionEntry.objects.filter(
        partnership=current_partnership(), action__in=[one.pk for one in late], act__in=(*ASKS, *ANSWERS),
        event__annulled_by=None,
    )  # fmt: skip
    for entry in rows.order_by("id") if late else ():
        acts = open_now.setdefault(entry.action_id, {})
        if entry.act in ANSWERS:
            acts.clear()
        else:
            acts[entry.act] = None
    found = ((one, _words(one, list(open_now.get(one.pk, ())), actor, at)) for one in late)
    return [Asked(one, words) for one, words in found if words]


def _words(action: Action, asked: list[str], actor: Actor, at: dt.datetime) -> str:
    ups = [act for act in asked if act in UP]
    procedure = procedure_of(action, at) if ups else None
    if procedure and any(not actor.roles.isdisjoint(roles_told(act, action, procedure)) for act in ups):
        return f"{action.label} of {action.agency.title} is late, and you are asked what will be done"
    owner = action.owner_id == actor.membership.pk if action.owner_id else actor.holds(*OWNING)
    return f"{action.label} is late, and you are asked why" if asked and owner else ""

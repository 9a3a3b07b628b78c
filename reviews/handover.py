"""Actions go along when somebody hands over, within their agency (C-7)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from config.filters import plural
from partnerships.actors import Actor
from partnerships.models import Membership
from partnerships.post import Handover
from partnerships.scope import current_partnership

from .acts.actions import change_owner
from .models import Action


def _open(membership: Membership):
    return Action.objects.filter(partnership=current_partnership(), owner=membership).open()


def held(membership: Membership) -> list[str]:
    count = _open(membership).count()
    return [plural(count, "action")] if count else []


def move(membership: Membership, to: Membership, *, actor: Actor, at: dt.datetime) -> list[str]:
    """To somebody of the same agency; to somebody of another one no action goes."""
    if membership.agency_id is None or membership.agency_id != to.agency_id:
        return []
    rows = list(_open(membership).select_related("case__procedure", "learning", "agency", "owner__user"))
    giving = replace(actor, kinds=actor.kinds | {"secretariat"})  # an administrator may hand over what a person holds
    for action in rows:
        change_owner(action=action, agency=action.agency, owner=to, reason="Handed over.", actor=giving, at=at)
    return [plural(len(rows), "action")] if rows else []


HANDOVER = Handover(held, move)

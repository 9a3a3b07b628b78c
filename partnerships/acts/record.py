"""The administration record: one entry for each act of an administrator, kept for ever (C-8)."""

from __future__ import annotations

import datetime as dt

from ..actors import Actor
from ..models import AdministrationEvent, Membership
from ..scope import current_partnership


def record_administration(
    *, act: str, actor: Actor, at: dt.datetime, summary: str, about: Membership | None = None, reason: str = ""
) -> AdministrationEvent:
    """Writes one entry in the caller's transaction. `act`: the name of the act's function."""
    return AdministrationEvent.objects.create(
        partnership=current_partnership(),
        act=act,
        at=at,
        actor_id=actor.user_id,
        actor_label=actor.label,
        about=about,
        about_label=about.user.name if about is not None else "",
        summary=summary[:300],
        reason=reason,
    )

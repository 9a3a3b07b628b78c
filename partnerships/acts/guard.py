"""What every act of an administrator asks first."""

from __future__ import annotations

import datetime as dt

from config.filters import LONDON

from ..actors import Actor
from ..refusals import ActRefused
from ..scope import current_partnership

ADMINISTRATORS = ("administrator",)


def require_administrator(actor: Actor) -> None:
    if not actor.holds(*ADMINISTRATORS) and "system" not in actor.roles:
        raise ActRefused("Only an administrator of this partnership can do this.")


def require_here(*rows) -> None:
    """A row of another partnership is refused whoever brings it (the tenant wall would show it to no query)."""
    if any(row is not None and row.partnership_id != current_partnership().pk for row in rows):
        raise ActRefused("This belongs to another partnership.")


def require_reason(reason: str) -> str:
    if not reason.strip():
        raise ActRefused("Say why, so that others know.")
    return reason.strip()


def london_day(at: dt.datetime) -> dt.date:
    return at.astimezone(LONDON).date()

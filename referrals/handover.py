"""Referrals that somebody is entering for others go along when they hand over."""

from __future__ import annotations

import datetime as dt

from config.filters import plural
from partnerships.actors import Actor
from partnerships.models import Membership
from partnerships.post import Handover
from partnerships.scope import current_partnership

from .models import Referral


def _drafts(membership: Membership):
    return Referral.objects.filter(partnership=current_partnership(), entered_by=membership).being_written()


def _sentences(count: int) -> list[str]:
    return [f"{plural(count, 'referral')} half entered"] if count else []


def held(membership: Membership) -> list[str]:
    return _sentences(_drafts(membership).count())


def move(membership: Membership, to: Membership, *, actor: Actor, at: dt.datetime) -> list[str]:
    rows = list(_drafts(membership).select_for_update())
    for row in rows:
        row.entered_by = to
        row.save()
    return _sentences(len(rows))


HANDOVER = Handover(held, move)

"""The private calendar address of a person: made, made anew, ended. No page shows it twice."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from partnerships.actors import Actor
from partnerships.links import make_link, revoke_links
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership

PURPOSE = "calendar"


def make_calendar_feed(*, actor: Actor, at: dt.datetime) -> str:
    """The secret part of a new address for this person's meetings; an earlier address ends. Kept only as a hash."""
    if actor.membership is None:
        raise ActRefused("Only members of the partnership have a calendar.")
    with transaction.atomic():
        end_calendar_feed(actor=actor, at=at)
        return make_link(PURPOSE, actor.membership.pk, partnership=current_partnership(), at=at)


def end_calendar_feed(*, actor: Actor, at: dt.datetime) -> int:
    """The address stops working at once; how many there were."""
    if actor.membership is None:
        return 0
    return revoke_links(PURPOSE, actor.membership.pk, partnership=current_partnership(), at=at)

"""Automatic reminders to those who answer by a private link: a school without an account, a referrer (C-16, C-30).

The sweep of `deadlines` writes to people who sign in. Whoever does not is known to this room: they hear on the same
occasions, in the same letters as when they are reminded by hand, each e-mail with a private link of its own. It ends
with the deadline (answered, withdrawn), with the link, and rests on a day on which somebody reminded them by hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from deadlines import plans
from deadlines.digests import EARLIEST
from deadlines.models import Deadline
from deadlines.queries import calendar_of
from documents.models import OutboxMessage
from partnerships.models import Partnership
from partnerships.queries import all_partnerships
from partnerships.scope import current_partnership, tenant
from procedures import library
from procedures.model import Procedure

from . import chasing
from .acts.chasing import write_to
from .chasing import Owed, Person


def remind_everywhere(at: dt.datetime) -> int:
    """The reminders that are due now in every partnership; safe to repeat. Returns how many e-mails are new."""
    return sum(_remind_in(partnership, at) for partnership in all_partnerships())


def _remind_in(partnership: Partnership, at: dt.datetime) -> int:
    with tenant(partnership):
        try:
            procedure = library.in_force(partnership.slug, on=timezone.localdate(at))
        except library.NoProcedure:
            return 0
        return remind_outside(procedure, at=at)


@transaction.atomic
def remind_outside(procedure: Procedure, *, at: dt.datetime) -> int:
    """The same in the open partnership. An occasion of a deadline is one e-mail to one address, however often this
    runs; nothing is written to an address whose link has passed its last day."""
    due = _due(procedure, at)
    wanted = [
        (f"outside:{owed.id}:{due[owed.id]}:{person.email.lower()}", owed, person)
        for owed in chasing.owed_of(_rows(due), at=at)
        for person in _outside(owed, timezone.localdate(at))
    ]
    written = set(
        OutboxMessage.objects.filter(
            partnership=current_partnership(), key__in=[key[:160] for key, _, _ in wanted]
        ).values_list("key", flat=True)
    )
    fresh = [(key, owed, person) for key, owed, person in wanted if key[:160] not in written]
    for key, owed, person in fresh:
        write_to(person, [owed], key=key, at=at, not_before=_not_before(at))
    return len(fresh)


def _due(procedure: Procedure, at: dt.datetime) -> dict[int, str]:
    """Open deadlines of agencies and of referrers that are reminded of today -> the occasion."""
    here, today = current_partnership(), timezone.localdate(at)
    open_rows = Deadline.objects.open().filter(partnership=here, permanence=False, case__isnull=False)
    open_rows = open_rows.filter(Q(agency__isnull=False) | Q(role="referrer"))
    found: dict[int, str] = {}
    for each in plans.occasions(today, procedure.reminders, calendar_of(here)):
        # A referrer is not written to day after day: once it is late, the office hears of it and rings.
        rows = open_rows.exclude(role="referrer") if each.late else open_rows
        rows = rows.filter(due_on__range=(each.due_from, each.due_to)).values_list("pk", "due_on")
        found |= {pk: f"{each.name} {due_on}" for pk, due_on in rows}
    return found


def _rows(due: Iterable[int]) -> Sequence[Deadline]:
    rows = Deadline.objects.filter(partnership=current_partnership(), pk__in=list(due))
    return chasing.with_their_cases(rows).order_by("due_on", "id")


def _outside(owed: Owed, today: dt.date) -> list[Person]:
    """Who of those that owe it has no account; nobody on a day on which they were reminded by hand."""
    if owed.today:
        return []
    links = [person for person in owed.people if person.outside and person.outside.until >= today]
    return links + [person for person in owed.people if person.referrer]


def _not_before(at: dt.datetime) -> dt.datetime | None:
    earliest = timezone.localtime(at).replace(hour=EARLIEST.hour, minute=0, second=0, microsecond=0)
    return earliest if earliest > at else None

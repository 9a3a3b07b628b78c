"""Rapid reviews: which were concluded in a period, and whether they were in time."""

from __future__ import annotations

from notifications.models import Notice, Outcome
from partnerships.scope import current_partnership
from procedures.notices import INCIDENT

from ..rules.periods import Period
from .cases import instants


def outcomes_of(period: Period) -> dict[int, list]:
    """case -> the yes/no checks of the rapid review whose outcome left in a period (DAR-12). One query."""
    since, before = instants(period)
    rows = Outcome.objects.filter(partnership=current_partnership(), sent_at__gte=since, sent_at__lt=before)
    return dict(reversed(list(rows.sent().values_list("case_id", "checks"))))


def incidents_notified(period: Period) -> set[int]:
    """The cases whose serious incident was notified in a period and not withdrawn. One query."""
    since, before = instants(period)
    rows = Notice.objects.filter(
        partnership=current_partnership(), kind=INCIDENT, sent_at__gte=since, sent_at__lt=before
    )
    return set(rows.standing().values_list("case_id", flat=True))

"""Days before a meeting: its chair and secretariat hear that the quorum will fail, and which place nobody fills."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.utils import timezone

from config.filters import listing
from deadlines.queries import calendar_of
from partnerships.queries import all_partnerships, holders, holders_of_kind
from partnerships.scope import current_partnership, tenant

from ..models import Meeting
from ..queries.forecast import Forecast, forecast
from ..queries.room import body_at, procedure_at, without_texts
from .guard import CORRESPONDENCE
from .letters import write_to

LETTER, WORKING_DAYS_BEFORE = "quorum-at-risk", 5


def warn_of_quorum(*, at: dt.datetime) -> int:
    """For each meeting of the next five working days whose quorum would fail as things stand: one e-mail to its chair
    and the secretariat, and another one only when something else is missing. How many e-mails were asked for.
    """
    today = timezone.localdate(at)
    last = calendar_of(current_partnership()).after(today, WORKING_DAYS_BEFORE)
    coming = Meeting.objects.filter(
        partnership=current_partnership(), state=Meeting.State.PLANNED, starts_at__gt=at, starts_at__date__lte=last
    ).exclude(kind=CORRESPONDENCE)  # fmt: skip
    coming = coming.select_related("procedure").defer(*without_texts("procedure"))
    return sum(_warn(meeting, today, at) for meeting in coming.order_by("starts_at"))


def warn_everywhere(*, at: dt.datetime) -> int:
    """The same for every partnership."""
    told = 0
    for partnership in all_partnerships():
        with tenant(partnership):
            told += warn_of_quorum(at=at)
    return told


def _warn(meeting: Meeting, today: dt.date, at: dt.datetime) -> int:
    seen = forecast(meeting, at=at)
    if not seen.at_risk:
        return 0
    procedure, body = procedure_at(meeting), body_at(meeting)
    people = {one.pk: one for one in holders_of_kind("secretariat", procedure=procedure, on=today)}
    if body.chair:
        people |= {one.pk: one for one in holders(body.chair, procedure=procedure, on=today)}
    words = missing_words(seen)
    key = f"quorum:{meeting.pk}:{hashlib.sha256(words.encode()).hexdigest()[:12]}"
    return write_to(meeting, LETTER, list(people.values()), key=key, at=at, more={"missing": words})


def missing_words(seen: Forecast) -> str:
    """What nobody fills, for the whole meeting or case by case (by reference: no personal details, C-30)."""
    if seen.missing:
        return listing(seen.missing)
    return "; ".join(f"{case.reference}: {listing(words)}" for case, words in seen.cases)

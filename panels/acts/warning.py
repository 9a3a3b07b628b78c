"""Days before a meeting: its chair and secretariat hear that the quorum will fail, and which place nobody fills."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.utils import timezone

from config.filters import listing
from deadlines.queries import calendar_of
from partnerships.queries import all_partnerships
from partnerships.scope import current_partnership, tenant

from ..models import Meeting
from ..queries.forecast import Forecast, forecast
from ..queries.reading import in_charge_of
from ..queries.room import without_texts
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
    return sum(_warn(meeting, at) for meeting in coming.order_by("starts_at"))


def warn_everywhere(*, at: dt.datetime) -> int:
    """The same for every partnership."""
    told = 0
    for partnership in all_partnerships():
        with tenant(partnership):
            told += warn_of_quorum(at=at)
    return told


def _warn(meeting: Meeting, at: dt.datetime) -> int:
    seen = forecast(meeting, at=at)
    if not seen.at_risk:
        return 0
    words = missing_words(seen)
    key = f"quorum:{meeting.pk}:{hashlib.sha256(words.encode()).hexdigest()[:12]}"
    return write_to(meeting, LETTER, in_charge_of(meeting, at=at), key=key, at=at, more={"missing": words})


def missing_words(seen: Forecast) -> str:
    """What nobody fills, for the whole meeting or case by case (by reference: no personal details, C-30)."""
    if seen.missing:
        return listing(seen.missing)
    return "; ".join(f"{case.reference}: {listing(words)}" for case, words in seen.cases)

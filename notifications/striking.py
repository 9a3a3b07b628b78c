"""When an entry is struck out of the record, what stands by it no longer counts.

Outcome records and replies are left out by their entry alone; a notice carries its state itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from cases.models import Case, Event
from partnerships.refusals import ActRefused

from .models import Notice, Reply


def _row(case: Case, event: Event) -> Notice | None:
    return Notice.objects.filter(partnership=case.partnership_id, case=case, pk=event.data.get("row")).first()


def not_sent(case: Case, event: Event, at: dt.datetime) -> None:
    """What followed must be struck out first; the sheet stays as it was prepared."""
    row = _row(case, event)
    if row is None:
        return
    if row.acknowledged_at or row.withdrawn_at or row.replies.filter(event__annulled_by=None).exists():
        raise ActRefused("This notice was acknowledged, answered or withdrawn since. Strike out that entry first.")
    row.sent_at, row.sent_by, row.authority, row.reference = None, "", "", ""
    row.save()


def not_acknowledged(case: Case, event: Event, at: dt.datetime) -> None:
    row = _row(case, event)
    if row is not None:
        row.acknowledged_at = None
        row.save()


def not_withdrawn(case: Case, event: Event, at: dt.datetime) -> None:
    row = _row(case, event)
    if row is None:
        return
    again = Notice.objects.filter(partnership=case.partnership_id, case=case, notice=row.notice, body=row.body)
    if again.standing().exists():
        raise ActRefused("Another notice was made since. It must be taken back first.")
    row.withdrawn_at, row.withdrawn_why = None, ""
    row.save()


def not_answered(case: Case, event: Event, at: dt.datetime) -> None:
    rows = Reply.objects.filter(partnership=case.partnership_id, case=case, pk=event.data.get("row"))
    rows.update(answered_at=None, answered_by="", our_answer="")


UNDO: dict[str, Callable[[Case, Event, dt.datetime], None]] = {
    "record_notification": not_sent,
    "record_acknowledgement": not_acknowledged,
    "withdraw_notification": not_withdrawn,
    "answer_reply": not_answered,
}

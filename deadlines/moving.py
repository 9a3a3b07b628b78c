"""What a change of the days moves: open deadlines computed anew, and their owners told once (DESIGN.md §3, C-16).

This room comes before cases, so `cases` registers how its clocks are computed, in its AppConfig.ready().
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models.functions import Coalesce, Greatest, TruncDate

from partnerships.scope import current_partnership
from procedures import library
from procedures.models import ProcedureVersion

from . import plans
from .calendar import LONDON, london_date
from .models import Deadline, Reminder
from .recipients import DROP, DUE, REMIND, find_recipients

Recompute = Callable[..., None]
_recompute: list[Recompute] = []

MOVED = DUE.format(late="false", occasion="'recomputed-' || d.due_on", source="") + "AND d.id = ANY(%s)"


@dataclass(frozen=True)
class Moved:
    """What a change of the days does: how many open deadlines move, which kinds, how many people hear of it."""

    total: int
    kinds: tuple[tuple[str, int], ...]
    told: int


def register_recompute(recompute: Recompute) -> None:
    """`recompute(case_ids, at, body)` brings the deadlines of these cases in step with the calendar, and of those
    whose clocks run to a meeting of `body`: those still open."""
    _recompute[:] = [recompute]


def recalculate(days: Iterable[dt.date], *, at: dt.datetime, body: str = "") -> Moved:
    """Computes anew whatever a change of these days can reach; tells the owners of what moved. In a transaction.

    A deadline that is over by the first of the days cannot have counted it, so its case is left alone. `body`: the
    days are meetings of this body, so cases that have no deadline yet because they wait for one are reached, too.
    """
    before = _within_reach(min(days))
    for recompute in _recompute:
        recompute(sorted({case_id for case_id, *_ in before.values() if case_id is not None}), at=at, body=body)
    rows = Deadline.objects.filter(partnership=current_partnership(), pk__in=before).open()
    after = {row.pk: row for row in rows}
    moved = [row for pk, row in after.items() if before[pk][1:] != (row.due_on, row.target_on)]
    kinds = Counter(row.title for row in moved)
    told = _tell_owners([row.pk for row in moved], at) if moved else 0
    return Moved(len(moved), tuple(sorted(kinds.items())), told)


def _within_reach(first: dt.date) -> dict[int, tuple]:
    latest = Greatest("due_on", Coalesce("target_on", "due_on"), TruncDate("started_at", tzinfo=LONDON))
    rows = Deadline.objects.filter(partnership=current_partnership()).open().annotate(latest=latest)
    rows = rows.filter(latest__gte=first).values_list("pk", "case_id", "due_on", "target_on")
    return {pk: tuple(rest) for pk, *rest in rows}


def _tell_owners(ids: list[int], at: dt.datetime) -> int:
    """A reminder for each owner of what moved; the next sweep puts it into their digest. Returns to how many people."""
    partnership = current_partnership()
    editions = ProcedureVersion.objects.filter(partnership=partnership).exclude(state="draft").order_by("id")
    who = plans.who_is_told(library.of_version(row) for row in editions)
    with connection.cursor() as cursor:
        cursor.execute(MOVED, [ids])
        find_recipients(cursor, {partnership.pk: tuple(who)}, london_date(at))
        cursor.execute(REMIND, {"today": london_date(at), "at": at})
        cursor.execute(DROP)
    made = Reminder.objects.filter(partnership=partnership, deadline__in=ids, queued_at=at)
    return made.filter(occasion__startswith="recomputed-").values("recipient").distinct().count()


def would_move(act, **kwargs) -> Moved:
    """What an act on the days would move: it is done, looked at, and undone."""
    with transaction.atomic():
        moved = act(**kwargs)
        transaction.set_rollback(True)
    return moved

"""One sweep over a million deadlines, beside the bare INSERT … SELECT … ON CONFLICT DO NOTHING (PERFORMANCE §2).

The floor writes one row for each deadline in reach, to one and the same person, through the same door and into the
same table. The sweep also finds out who must act and who gets a copy, minds conflicts and restricted cases, and
writes the digests into the outbox; the two are timed apart and together.
"""

from __future__ import annotations

import datetime as dt
from statistics import median
from time import perf_counter

from . import Row
from .data import Size

BARE = """
INSERT INTO deadlines_reminder (partnership_id, deadline_id, occasion, recipient_id, copy, for_day, queued_at)
SELECT partnership_id, id, 'bare', %s, false, %s, %s FROM deadlines_deadline
WHERE state = 'open' AND NOT permanence AND due_on <= %s
ON CONFLICT DO NOTHING
"""
REMINDERS = ("CREATE TEMPORARY TABLE sweep_due", "INSERT INTO deadlines_reminder", "sweep_due")


class Watch:
    """Adds up what the database took for the statements that find and write reminders."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self, execute, sql, params, many, context):
        begun = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if any(words in sql for words in REMINDERS):
                self.seconds += perf_counter() - begun


def run(superuser: str, size: Size, at: dt.datetime, runs: int = 5) -> list[Row]:
    """The rows of the table: the first sweep of a process, then warm ones and their re-runs, medians of `runs`."""
    from deadlines.sweep import sweep

    _empty(superuser)
    begun = perf_counter()
    sweep(at)
    cold = perf_counter() - begun
    bare, again, whole, statements, whole_again = [], [], [], [], []
    for _ in range(runs):
        _empty(superuser)
        first, second, rows = _bare(at)
        assert rows == size.in_reach, f"the floor wrote {rows} rows, not {size.in_reach}"
        bare.append(first)
        again.append(second)
        _empty(superuser)
        result, seconds, of_them = _swept(at)
        repeated, seconds_again, _ = _swept(at)
        whole.append(seconds)
        statements.append(of_them)
        whole_again.append(seconds_again)
    said = f"{result.due:,} deadlines in reach: {result.queued:,} reminders, {result.messages:,} e-mails"
    return [
        _row("the sweep's statements, first run", statements, bare),
        _row(f"the whole sweep, first run ({said})", whole, bare),
        _row("the whole sweep, re-run", whole_again, again),
        Row("reminders and e-mails that a re-run adds", repeated.queued + repeated.messages, "rows", None, "0",
            repeated.queued + repeated.messages == 0 and result.due == size.in_reach),
        Row(f"first sweep of a new worker, {size.partnerships} texts read", cold, "s", None, "for comparison", True),
    ]  # fmt: skip


def _row(what: str, figures: list[float], floors: list[float]) -> Row:
    figure, floor = median(figures), median(floors)
    return Row(what, figure, "s", floor, "at most 3x", figure <= 3 * floor)


def _bare(at: dt.datetime) -> tuple[float, float, int]:
    """Seconds of the first run, seconds of the re-run, rows that the first one wrote."""
    from django.db import connection

    from partnerships.models import User
    from partnerships.scope import sweep_door

    from .data import _working_day_after

    values = [User.objects.values_list("pk", flat=True).first(), at.date(), at, _working_day_after(at.date(), 2)]
    times, rows = [], []
    for _ in range(2):
        begun = perf_counter()
        with sweep_door(), connection.cursor() as cursor:
            cursor.execute(BARE, values)
            rows.append(cursor.rowcount)
        times.append(perf_counter() - begun)
    assert rows[1] == 0
    return times[0], times[1], rows[0]


def _swept(at: dt.datetime):
    from django.db import connection

    from deadlines.sweep import sweep

    watch = Watch()
    with connection.execute_wrapper(watch):
        begun = perf_counter()
        result = sweep(at)
        seconds = perf_counter() - begun
    return result, seconds, watch.seconds


def _empty(superuser: str) -> None:
    """As before any sweep: no reminder, no digest."""
    import psycopg

    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("TRUNCATE deadlines_reminder, documents_outboxmessage CASCADE")

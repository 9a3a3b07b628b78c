"""One sweep over a million deadlines, beside the bare INSERT … SELECT … ON CONFLICT DO NOTHING (PERFORMANCE §2).

The floor writes one row for each deadline in reach, to one and the same person, through the same door and into the
same table. The sweep also finds out who must act and who gets a copy of what is late, and minds conflicts and
restricted cases. Its reminders are timed alone, as the floor's are, and then with the e-mails that carry them.
Each figure is the best of some runs: what other work on the machine takes away is not what is asked.
"""

from __future__ import annotations

import datetime as dt
from time import perf_counter

from . import Row
from .data import Size, working_day_after

BARE = """
INSERT INTO deadlines_reminder (partnership_id, deadline_id, occasion, recipient_id, copy, for_day, queued_at)
SELECT partnership_id, id, 'bare', %s, false, %s, %s FROM deadlines_deadline
WHERE state = 'open' AND NOT permanence AND due_on <= %s
ON CONFLICT DO NOTHING
"""


def run(superuser: str, size: Size, at: dt.datetime, runs: int = 5) -> list[Row]:
    """The rows of the table: the first sweep of a process, then warm ones and their re-runs."""
    from deadlines.sweep import sweep

    _empty(superuser)
    cold = _seconds(lambda: sweep(at))
    bare, bare_again, reminders, whole, whole_again = [], [], [], [], []
    for _ in range(runs):
        _empty(superuser)
        first, second = _bare(at, size.in_reach)
        bare.append(first)
        bare_again.append(second)
        _empty(superuser)
        reminders.append(_seconds(lambda: _reminders_alone(at)))
        _empty(superuser)
        begun = perf_counter()
        result = sweep(at)
        whole.append(perf_counter() - begun)
        begun = perf_counter()
        repeated = sweep(at)
        whole_again.append(perf_counter() - begun)
    said = f"{result.queued:,} reminders for {result.due:,} deadlines"
    added = repeated.queued + repeated.messages
    alone, floor = min(reminders), min(bare)
    compared = "for comparison"
    return [
        Row(f"the sweep: {said}", alone, "s", floor, "at most 3x", alone <= 3 * floor),
        Row(f"… and their {result.messages:,} e-mails written", min(whole), "s", floor, compared, True),
        Row("the sweep again", min(whole_again), "s", min(bare_again), compared, True),
        Row("what the sweep again adds", added, "rows", None, "0", added == 0 and result.due == size.in_reach),
        Row(f"first sweep of a new worker, {size.partnerships} texts read", cold, "s", None, compared, True),
    ]


def _seconds(work) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def _reminders_alone(at: dt.datetime) -> None:
    """All that the sweep does but the e-mails, in one transaction."""
    from django.db import connection

    from deadlines import recipients, sweep
    from partnerships.scope import sweep_door

    places = sweep._places()
    with sweep_door(), connection.cursor() as cursor:
        cursor.execute(sweep.FIND, {"occasions": sweep._occasions(places, at.date())})
        recipients.find_recipients(cursor, {place.partnership.pk: place.who for place in places}, at.date())
        cursor.execute(recipients.REMIND, {"today": at.date(), "at": at})
        cursor.execute(recipients.DROP)


def _bare(at: dt.datetime, wanted: int) -> tuple[float, float]:
    """Seconds of the first run and of the re-run, which adds nothing."""
    from django.db import connection

    from partnerships.models import User
    from partnerships.scope import sweep_door

    values = [User.objects.values_list("pk", flat=True).first(), at.date(), at, working_day_after(at.date(), 2)]
    times, rows = [], []
    for _ in range(2):
        begun = perf_counter()
        with sweep_door(), connection.cursor() as cursor:
            cursor.execute(BARE, values)
            rows.append(cursor.rowcount)
        times.append(perf_counter() - begun)
    assert rows == [wanted, 0], f"the floor wrote {rows}"
    return times[0], times[1]


def _empty(superuser: str) -> None:
    """As before any sweep: no reminder, no digest."""
    import psycopg

    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("TRUNCATE deadlines_reminder, documents_outboxmessage CASCADE")

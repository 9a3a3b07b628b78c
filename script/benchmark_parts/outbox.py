"""5,000 messages claimed and marked in batches, beside the bare statements that do the same (PERFORMANCE §2).

Makes a partnership of its own in the database it is given and takes its messages away again.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from time import perf_counter

from . import Row

MESSAGES, BATCH = 5_000, 200
AT = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)
SLUG = "benchmark-outbox"
CLAIM = """
UPDATE documents_outboxmessage SET state = 'sending', claim = 1 WHERE id IN (
  SELECT id FROM documents_outboxmessage WHERE state = 'queued' ORDER BY queued_at, id LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING id, to_email, subject, body
"""
MARK = "UPDATE documents_outboxmessage SET state = 'sent', claim = NULL, sent_at = %s WHERE id = ANY(%s)"


class Nowhere:
    """A mail backend that takes everything and keeps nothing: what is left is the database's work."""

    once = True

    def __init__(self, *args, **kwargs):
        """Takes what Django gives every backend."""

    def open(self) -> None:
        """Nothing to open."""

    def close(self) -> None:
        """Nothing to close."""

    def send_messages(self, messages) -> int:
        return len(messages)


def run() -> list[Row]:
    """The rows of the table: claim and mark, a second run that finds nothing, and all of it with real e-mails."""
    from django.test.utils import override_settings

    partnership = _partnership()
    try:
        with override_settings(EMAIL_BACKEND=f"{__name__}.Nowhere"):
            floor = _timed(partnership, _bare)
            ours = _timed(partnership, _relay)
            again = _seconds(_relay)
        with (
            tempfile.TemporaryDirectory() as folder,
            override_settings(EMAIL_BACKEND="documents.mailbox.MailboxBackend", EMAIL_FILE_PATH=folder),
        ):
            whole = _timed(partnership, _relay)
    finally:
        _empty(partnership)
    aim = "at most 10x the bare statements, at most 1 s"
    return [
        Row("5,000 messages claimed and marked", ours, "s", floor, aim, ours <= 1),
        Row("the relay again, nothing waiting", again, "s", None, "at most 0.05 s", again <= 0.05),
        Row("5,000 e-mails composed and written", whole, "s", None, "for comparison", True),
    ]


def _partnership():
    from partnerships.models import Partnership

    values = {"title": "Benchmark", "short_title": "Benchmark", "code": "BMKOUT"}
    return Partnership.objects.get_or_create(slug=SLUG, defaults=values)[0]


def _fill(partnership) -> None:
    from documents.models import OutboxMessage
    from partnerships.scope import tenant

    _empty(partnership)
    with tenant(partnership):
        OutboxMessage.objects.bulk_create(
            [
                OutboxMessage(
                    partnership=partnership,
                    key=f"benchmark:{number}",
                    kind="reminder",
                    to_email=f"person{number}@agency.example",
                    to_name="A Person",
                    subject="2 things are due",
                    body="Two things are due by 3 June 2026.\n\nPlease sign in to see them.\n" * 4,
                    queued_at=AT,
                )
                for number in range(MESSAGES)
            ],
            batch_size=1000,
        )


def _empty(partnership) -> None:
    from documents.models import OutboxMessage
    from partnerships.scope import tenant

    with tenant(partnership):
        OutboxMessage.objects.filter(partnership=partnership).delete()


def _relay() -> None:
    from documents.relay import relay

    relay(AT, batch=BATCH, seconds=600)


def _bare() -> None:
    """The two statements and nothing else, through the same door."""
    from django.db import connection

    from partnerships.scope import sweep_door

    while True:
        with sweep_door(), connection.cursor() as cursor:
            cursor.execute(CLAIM, [BATCH])
            ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return
        with sweep_door(), connection.cursor() as cursor:
            cursor.execute(MARK, [AT, ids])


def _timed(partnership, work) -> float:
    """Seconds for all messages; every one of them must have left."""
    from documents.models import OutboxMessage
    from partnerships.scope import tenant

    _fill(partnership)
    seconds = _seconds(work)
    with tenant(partnership):
        left = OutboxMessage.objects.filter(partnership=partnership).exclude(state="sent").count()
    assert left == 0, f"{left} of {MESSAGES} messages did not leave"
    return seconds


def _seconds(work) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun

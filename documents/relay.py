"""The mail relay: claims waiting messages in batches, hands them to the mail server, marks what became of them.

How "each sent once" is kept, though the worker is killed anywhere and two relays run at once:

1. Claim: one short transaction takes up to BATCH waiting rows (FOR UPDATE SKIP LOCKED), across partnerships through
   the sweep door, and marks them SENDING under a claim number. Before it, the relay takes a database lock on that
   number, which lives exactly as long as its connection.
2. Send: outside any transaction, in the order of the claim. Each row is marked before the next one is handed over
   (a mailbox of files, where a repeat changes nothing, is marked a batch at a time).
3. Recover: a claim whose lock is free belongs to a relay that died. Its rows wait again.

So what can go wrong is one thing: killed after the mail server took a message and before the row said so, a
window of about a millisecond for one message of each relay killed. That message is sent again with the SAME
Message-ID (kept in the row), which mail systems use to drop a second copy; losing a statutory reminder would be
worse.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formataddr
from smtplib import SMTPDataError, SMTPRecipientsRefused

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.db.models import F, Q

from partnerships.models import Partnership
from partnerships.scope import sweep_door

from .letters import framed
from .models import OutboxMessage
from .trouble import tell_of_trouble

log = logging.getLogger("safeguarding.documents")
State = OutboxMessage.State
BATCH = 200
MOST_ATTEMPTS = 8
LOCK_SPACE = 7217  # first half of the advisory lock's key; the claim number is the second
MINUTES_TO_WAIT = (1, 2, 5, 15, 60, 180, 360)
FIELDS = ("id", "uid", "partnership_id", "to_email", "to_name", "subject", "body", "attempts", "kind")


def message_id_of(message: OutboxMessage) -> str:
    """The Message-ID of a row: always the same, and not to be guessed, so that nobody can forge a bounce."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{message.uid}@{domain}>"


@dataclass
class Run:
    """One run of the relay: what it sends with, and what has become of the messages so far."""

    at: dt.datetime
    clock: Callable[[], dt.datetime]
    transport: object
    stop_at: float  # monotonic seconds: a task has a time limit, and a message is never cut in two
    senders: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    counts: Counter = field(default_factory=Counter)
    trouble: list[OutboxMessage] = field(default_factory=list)

    @property
    def time_is_up(self) -> bool:
        return time.monotonic() > self.stop_at


def relay(at: dt.datetime, *, batch: int = BATCH, clock=None, seconds: float = 150) -> Counter:
    """Send everything that waits. Returns counts: sent, later, failed, bounced, recovered.

    `at` decides what is due; `clock` gives the instant a message left (default: `at`). Safe to run twice at once.
    """
    run = Run(at, clock or (lambda: at), get_connection(), time.monotonic() + seconds)
    run.counts["recovered"] = recover()
    try:
        going_on = True
        while going_on and not run.time_is_up:
            with _claim_lock() as claim:
                rows = claim_batch(claim, at, batch)
                run.senders = _senders() if rows else {}
                going_on = bool(rows) and _send_batch(rows, run)
    finally:
        _forget_connection(run.transport)
    tell_of_trouble(run.trouble, at)
    return run.counts


@contextmanager
def _claim_lock() -> Iterator[int]:
    """A new claim number and its lock, which the database lets go when this process ends, however it ends."""
    claim = secrets.randbelow(2**31 - 1) + 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_SPACE, claim])
    try:
        yield claim
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, claim])


def claim_batch(claim: int, at: dt.datetime, batch: int) -> list[OutboxMessage]:
    """Take up to `batch` messages that are due, oldest first; nobody else can take them now."""
    due = Q(not_before=None) | Q(not_before__lte=at)
    ready = Q(try_after=None) | Q(try_after__lte=at)
    with sweep_door():
        waiting = OutboxMessage.objects.filter(due, ready, state=State.QUEUED).order_by("queued_at", "id")
        rows = list(waiting.only(*FIELDS).select_for_update(skip_locked=True, of=("self",))[:batch])
        OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.SENDING, claim=claim)
    for row in rows:
        row.claim = claim
    return rows


def recover() -> int:
    """Give back what relays that died had claimed; returns how many messages wait again."""
    with sweep_door():
        open_claims = OutboxMessage.objects.filter(state=State.SENDING).values_list("claim", flat=True)
        free = [claim for claim in set(open_claims) if _lock_is_free(claim)]
        if not free:
            return 0
        return OutboxMessage.objects.filter(state=State.SENDING, claim__in=free).update(state=State.QUEUED, claim=None)


def _lock_is_free(claim: int) -> bool:
    """True when the relay of this claim is gone; the lock is then ours until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_SPACE, claim])
        return cursor.fetchone()[0]


def _senders() -> dict[int, tuple[str, str, str]]:
    """Partnership -> (From, Reply-To, title). Read outside the door, which shows no partnerships."""
    address = settings.DEFAULT_FROM_EMAIL
    rows = Partnership.objects.values_list("pk", "title", "contact_email")
    return {pk: (formataddr((title, address)), contact, title) for pk, title, contact in rows}


def _send_batch(rows: list[OutboxMessage], run: Run) -> bool:
    """Hand over the rows of one claim in order. False: the mail server is away, or the time is up."""
    together = getattr(run.transport, "once", False)
    done: list[OutboxMessage] = []
    for place, row in enumerate(rows):
        away = _why_away(run.transport)
        if away or run.time_is_up:
            _mark_sent(done, run)
            _put_back(rows[place:], away, run)
            return False
        outcome, error = _hand_over(row, run)
        if outcome != "sent":
            _mark_troubled(row, outcome, error, run)
            continue
        done.append(row)
        if not together:
            _mark_sent(done, run)
            done = []
    _mark_sent(done, run)
    return True


def _why_away(transport) -> str:
    """Opens the connection when there is none; why the mail server cannot be reached, or nothing."""
    try:
        transport.open()
    except OSError as error:  # SMTPException is one
        _forget_connection(transport)
        return f"The mail server does not answer: {error}"
    return ""


def _hand_over(row: OutboxMessage, run: Run) -> tuple[str, str]:
    """("sent" | "later" | "failed" | "bounced", why). No exception of one message passes this line."""
    try:
        _compose(row, run).send()
    except SoftTimeLimitExceeded:
        raise
    except SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        return ("bounced" if code >= 500 else "later"), f"{code} {_words(text)}"
    except SMTPDataError as error:
        return ("failed" if error.smtp_code >= 500 else "later"), f"{error.smtp_code} {_words(error.smtp_error)}"
    except OSError as error:
        # Hung up, timed out, refuses our sender: this message has lost an attempt, the next one opens anew.
        _forget_connection(run.transport)
        return "later", f"The mail server did not take it: {error}"
    except Exception as error:
        # Whatever is wrong with one record (a header that cannot be one, an odd character) stays with that record.
        log.warning("message %s cannot be sent: %s", row.pk, type(error).__name__)
        return "failed", f"This message cannot be sent as it is: {type(error).__name__}"
    return "sent", ""


def _compose(row: OutboxMessage, run: Run) -> EmailMessage:
    sender, reply_to, title = run.senders[row.partnership_id]
    return EmailMessage(
        subject=row.subject,
        body=framed(row.body, title),
        from_email=sender,
        to=[formataddr((row.to_name, row.to_email)) if row.to_name else row.to_email],
        reply_to=[reply_to] if reply_to else None,
        headers={"Message-ID": message_id_of(row), "Auto-Submitted": "auto-generated"},
        connection=run.transport,
    )


def _forget_connection(transport) -> None:
    """A connection that broke is not used again; closing it must not raise either."""
    with suppress(Exception):
        transport.close()
    if hasattr(transport, "connection"):
        transport.connection = None


def _words(text) -> str:
    return text.decode(errors="replace") if isinstance(text, bytes) else str(text)


def _still_ours(rows: list[OutboxMessage]):
    """The rows as long as our claim on them stands: whoever lost the database lost the claim too."""
    return OutboxMessage.objects.filter(pk__in=[row.pk for row in rows], claim=rows[0].claim, state=State.SENDING)


def _mark_sent(rows: list[OutboxMessage], run: Run) -> None:
    if not rows:
        return
    with sweep_door():
        _still_ours(rows).update(
            state=State.SENT,
            claim=None,
            sent_at=run.clock(),
            attempts=F("attempts") + 1,
            last_error="",
            try_after=None,
        )
    run.counts["sent"] += len(rows)


def _mark_troubled(row: OutboxMessage, outcome: str, error: str, run: Run) -> None:
    """One message could not be handed over: later, given up, or its address was refused for good."""
    attempts = row.attempts + 1
    if outcome == "later" and attempts >= MOST_ATTEMPTS:
        outcome = "failed"
    minutes = MINUTES_TO_WAIT[min(attempts, len(MINUTES_TO_WAIT)) - 1]
    with sweep_door():
        _still_ours([row]).update(
            state={"later": State.QUEUED, "failed": State.FAILED, "bounced": State.BOUNCED}[outcome],
            claim=None,
            attempts=attempts,
            last_error=error[:200],
            try_after=run.at + dt.timedelta(minutes=minutes) if outcome == "later" else None,
        )
    run.counts[outcome] += 1
    if outcome != "later":
        run.trouble.append(row)


def _put_back(rows: list[OutboxMessage], away: str, run: Run) -> None:
    """These were not tried: they wait a minute for a mail server that is away, and lose no attempt by it."""
    changes = {"last_error": away[:200], "try_after": run.at + dt.timedelta(minutes=1)} if away else {}
    with sweep_door():
        _still_ours(rows).update(state=State.QUEUED, claim=None, **changes)
    run.counts["later"] += len(rows)

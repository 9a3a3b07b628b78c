"""Telling the worker after commit that there is something to do.

Only a nudge: the rows are the truth and a tick finds what was not nudged, so an unreachable Redis delays a message
by seconds and never turns a saved act into an error page (RELIABILITY.md B.1).
"""

from __future__ import annotations

import logging
from functools import partial

from django.db import connection, transaction
from kombu.exceptions import OperationalError

# Papers take seconds each: a stack of them must not hold up the e-mails. In Redis the highest number comes last.
AFTER_LETTERS = 9
log = logging.getLogger("safeguarding.documents")


def nudge_relay() -> None:
    """After commit, ask for one relay run, however many messages the transaction queued."""
    if any(one is _relay_now for _, one, *_ in connection.run_on_commit):
        return
    transaction.on_commit(_relay_now, robust=True)


def nudge_print(job) -> None:
    """After commit, ask for one paper to be made."""
    transaction.on_commit(partial(_print_now, job.partnership_id, job.pk), robust=True)


def _relay_now() -> None:
    from .tasks import relay

    _send(relay)


def _print_now(partnership_id: int, job_id: int) -> None:
    from .tasks import print_job

    _send(print_job, partnership_id, job_id, priority=AFTER_LETTERS)


def _send(task, *arguments, **options) -> None:
    try:
        task.apply_async(arguments, **options)
    except (OperationalError, OSError):
        log.warning("the queue did not answer; the next tick does %s", task.name)

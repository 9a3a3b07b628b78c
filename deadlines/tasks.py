"""The worker's part. The rows are the truth: a task may run 0, 1 or 3 times, and nothing is scheduled ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from celery import shared_task
from django.utils import timezone

from .own_dates import keep_everywhere
from .sweep import sweep as sweep_now

# Who has no account cannot be found by this room: those that know them write to them after each sweep.
AFTER_SWEEP: list[Callable[[dt.datetime], int]] = []


@shared_task(ignore_result=True)
def sweep() -> None:
    """Every few minutes: make the reminders that are due now."""
    now = timezone.now()
    sweep_now(now)
    for write in AFTER_SWEEP:
        write(now)


@shared_task(ignore_result=True)
def keep_own_dates() -> None:
    """Every hour: the dates of the procedures themselves, so that a text that came into force has its own."""
    keep_everywhere(at=timezone.now())

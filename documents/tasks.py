"""The worker's part: one call each. Every task may run 0, 1 or 3 times; the rows are the truth."""

from __future__ import annotations

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from . import printing
from .nudges import AFTER_LETTERS
from .relay import relay as relay_now


@shared_task(ignore_result=True)
def relay() -> None:
    """Send what waits in the outbox: every few seconds by beat, and after each act that queued a message."""
    relay_now(timezone.now(), clock=timezone.now)


@shared_task(ignore_result=True, soft_time_limit=100, time_limit=130)
def print_job(partnership_id: int, job_id: int) -> None:
    """Make one paper."""
    try:
        printing.make(partnership_id, job_id, clock=timezone.now)
    except SoftTimeLimitExceeded:
        printing.give_up(partnership_id, job_id)
    except printing.NotYet:
        return  # another worker makes one of its sheets; the tick asks again


@shared_task(ignore_result=True)
def print_waiting() -> None:
    """Ask again for the papers whose worker died or was never reached."""
    for partnership_id, job_id in printing.waiting_jobs(timezone.now()):
        print_job.apply_async((partnership_id, job_id), priority=AFTER_LETTERS)

"""The worker's part. The rows are the truth: a task may run 0, 1 or 3 times, and nothing is scheduled ahead."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .own_dates import keep_everywhere
from .sweep import sweep as sweep_now


@shared_task(ignore_result=True)
def sweep() -> None:
    """Every few minutes: make the reminders that are due now."""
    sweep_now(timezone.now())


@shared_task(ignore_result=True)
def keep_own_dates() -> None:
    """Every hour: the dates of the procedures themselves, so that a text that came into force has its own."""
    keep_everywhere(at=timezone.now())

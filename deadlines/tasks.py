"""The worker's part. The rows are the truth: a task may run 0, 1 or 3 times, and nothing is scheduled ahead."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .sweep import sweep as sweep_now


@shared_task(ignore_result=True)
def sweep() -> None:
    """Every few minutes: make the reminders that are due now."""
    sweep_now(timezone.now())

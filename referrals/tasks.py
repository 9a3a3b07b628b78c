"""The worker's part: one call each. Every task may run 0, 1 or 3 times; the rows are the truth."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .importing import running


@shared_task(ignore_result=True)
def work_on_import(partnership_id: int, pk: int) -> None:
    """Check one past log, or import it."""
    running.work(partnership_id, pk, clock=timezone.now)


@shared_task(ignore_result=True)
def imports_waiting() -> None:
    """Ask again for the imports whose worker died or was never reached."""
    for partnership_id, pk in running.waiting(timezone.now()):
        work_on_import.apply_async((partnership_id, pk))

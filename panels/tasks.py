"""The worker's part: what meetings need said before anybody asks. A task may run 0, 1 or 3 times."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .acts.chasing import remind_everywhere
from .acts.warning import warn_everywhere


@shared_task(ignore_result=True)
def warn_of_quorum() -> None:
    """Every hour: the meetings of the next days whose quorum would fail."""
    warn_everywhere(at=timezone.now())


@shared_task(ignore_result=True)
def remind_to_answer() -> None:
    """Every quarter of an hour: what somebody has not answered (in writing, which dates suit), and what is up."""
    remind_everywhere(at=timezone.now())

"""The worker's part: what meetings need said before anybody asks. A task may run 0, 1 or 3 times."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .acts.warning import warn_everywhere


@shared_task(ignore_result=True)
def warn_of_quorum() -> None:
    """Every hour: the meetings of the next days whose quorum would fail."""
    warn_everywhere(at=timezone.now())

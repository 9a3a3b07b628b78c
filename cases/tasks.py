"""The worker's part: removing cases whose disposal was confirmed. A task may run 0, 1 or 3 times."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from . import disposal


@shared_task(ignore_result=True)
def carry_out_disposal(partnership_id: int, disposal_id: int) -> None:
    """One case."""
    disposal.carry_out(partnership_id, disposal_id, at=timezone.now())


@shared_task(ignore_result=True)
def carry_out_disposals() -> None:
    """Those whose worker died or was never reached."""
    for partnership_id, disposal_id in disposal.confirmed():
        carry_out_disposal.apply_async((partnership_id, disposal_id))

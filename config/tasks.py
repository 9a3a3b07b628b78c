"""A sign of life, so that a stopped beat or worker is noticed (`/readyz`)."""

from __future__ import annotations

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

HEARTBEAT = "heartbeat"


@shared_task(ignore_result=True)
def heartbeat() -> None:
    """Beat sent this and a worker ran it: both are alive."""
    cache.set(HEARTBEAT, timezone.now().isoformat(), timeout=None)

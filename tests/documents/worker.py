"""Running a test's step with the worker's own database role, as Celery and the commands do."""

from __future__ import annotations

from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from config import addresses


@contextmanager
def as_worker():
    """Inside, this process (its threads too) connects as safeguarding_worker. Only for transactional tests."""
    wanted = addresses.database_settings(addresses.database_url("worker", settings.VAR))
    before = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    role, settings.DATABASE_ROLE = settings.DATABASE_ROLE, "worker"
    connection.close()
    connection.settings_dict.update({name: wanted[name] for name in before})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        settings.DATABASE_ROLE = role

"""One beat, even when two are started: the schedule is sent only while holding a lock in the database."""

from __future__ import annotations

import logging

from celery.beat import PersistentScheduler
from django.db import DatabaseError, connection

LOCK = 7_260_101  # any fixed number; advisory locks of this service begin with 7260
log = logging.getLogger("beat")


class SingleScheduler(PersistentScheduler):
    """Celery's own scheduler behind a PostgreSQL advisory lock.

    The lock belongs to the database session: it is gone when this process or the connection dies, and a
    second beat then takes over. While another holds it, or the database is away, nothing is sent.
    """

    RETRY_SECONDS = 5
    held = False

    def tick(self, *args, **kwargs):
        """Send what is due, if we are the one; return the seconds until the next look."""
        try:
            if not self._is_ours():
                return self.RETRY_SECONDS
        except DatabaseError:
            connection.close()
            self.held = False
            return self.RETRY_SECONDS
        return min(super().tick(*args, **kwargs), self.RETRY_SECONDS)

    def _is_ours(self) -> bool:
        with connection.cursor() as cursor:
            if self.held:
                cursor.execute("SELECT 1")
                return True
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            self.held = cursor.fetchone()[0]
        log.info("schedule is ours" if self.held else "another beat is running")
        return self.held

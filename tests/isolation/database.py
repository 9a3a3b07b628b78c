"""Working as one of the service's own database roles, which are bound by the policies and by the grants."""

from __future__ import annotations

from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from config import addresses


@contextmanager
def working_as(role: str, elsewhere: str = ""):
    """Inside, this process signs in to the database as the service does: "web" (gunicorn) or "worker".

    `elsewhere`: the address of another database than that of the tests.
    """
    wanted = addresses.database_settings(elsewhere or addresses.database_url(role, settings.VAR))
    names = ("NAME", "USER", "PASSWORD") if elsewhere else ("USER", "PASSWORD")
    before = {name: connection.settings_dict[name] for name in names}
    earlier, settings.DATABASE_ROLE = settings.DATABASE_ROLE, role
    connection.close()
    connection.settings_dict.update({name: wanted[name] for name in before})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        settings.DATABASE_ROLE = earlier

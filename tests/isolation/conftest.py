"""The two partnerships are built once, committed; each test works as the web role and is undone afterwards."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config import addresses

from .world import build


@contextmanager
def working_as(role: str):
    """Inside, this process signs in to the database as the service does: "web" (gunicorn) or "worker"."""
    wanted = addresses.database_settings(addresses.database_url(role, settings.VAR))
    before = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    earlier, settings.DATABASE_ROLE = settings.DATABASE_ROLE, role
    connection.close()
    connection.settings_dict.update({name: wanted[name] for name in before})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        settings.DATABASE_ROLE = earlier


@pytest.fixture(scope="package")
def _world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        try:
            with working_as("worker"):
                world = build()
            with working_as("web"):
                yield world
        finally:
            # The owner alone may empty tables. What the tests of other rooms find is an empty database.
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def world(_world, db):
    """(ours, theirs); whatever the test does is undone."""
    return _world


@pytest.fixture
def ours(world):
    return world[0]


@pytest.fixture
def theirs(world):
    return world[1]

"""The two partnerships are built once, committed; each test works as the web role and is undone afterwards."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from .database import working_as
from .world import build


@pytest.fixture(scope="package")
def _world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        assert connection.settings_dict["NAME"].startswith("test_")
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

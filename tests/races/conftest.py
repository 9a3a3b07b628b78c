"""A partnership whose rows other connections see; everything works as the worker role, threads too."""

from __future__ import annotations

import pytest

from tests.factories import a_partnership
from tests.isolation.database import working_as


@pytest.fixture
def committed(transactional_db):
    with working_as("worker"):
        yield a_partnership()

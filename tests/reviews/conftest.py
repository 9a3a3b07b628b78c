import pytest

from partnerships.scope import tenant
from tests.factories import a_partnership


@pytest.fixture
def darlington(db):
    """Darlington's procedure in force: late actions go up in two steps (DAR-10)."""
    partnership = a_partnership("darlington", "dsp1.4.toml")
    with tenant(partnership):
        yield partnership


@pytest.fixture
def redbridge(db):
    """Redbridge's procedure in force and its partnership open."""
    partnership = a_partnership()
    with tenant(partnership):
        yield partnership

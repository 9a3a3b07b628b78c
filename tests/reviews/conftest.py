import pytest

from partnerships.scope import tenant
from tests.factories import a_partnership


@pytest.fixture
def redbridge(db):
    """Redbridge's procedure in force and its partnership open."""
    partnership = a_partnership()
    with tenant(partnership):
        yield partnership

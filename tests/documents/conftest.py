import pytest

from partnerships.scope import tenant
from tests.factories import a_partnership


@pytest.fixture
def redbridge(db):
    partnership = a_partnership()
    with tenant(partnership):
        yield partnership


@pytest.fixture
def committed(transactional_db):
    """A partnership whose rows other connections see; each step opens its tenant itself."""
    return a_partnership()

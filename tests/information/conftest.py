import pytest

from partnerships.scope import tenant
from tests.factories import a_partnership


@pytest.fixture
def redbridge(db):
    partnership = a_partnership()
    with tenant(partnership):
        yield partnership

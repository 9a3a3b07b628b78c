"""Rows of one partnership, on a day soon after those that the forms of these tests give."""

import pytest

from partnerships.scope import tenant
from tests.factories import a_partnership, london


@pytest.fixture(autouse=True)
def autumn(time_machine):
    """The forms' dates stand in the tests; a referral of last year or of a later one is refused where it is typed."""
    time_machine.move_to(london(2026, 11, 17, 10), tick=True)


@pytest.fixture
def redbridge(db):
    partnership = a_partnership()
    with tenant(partnership):
        yield partnership

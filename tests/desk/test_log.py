"""The log as a page."""

from __future__ import annotations

import pytest
from django.test import Client

from partnerships.scope import tenant
from tests.factories import a_case, a_member, a_partnership, acting_as


@pytest.fixture
def redbridge(db):
    with tenant(a_partnership()) as partnership:
        yield partnership


def test_a_filter_that_does_not_exist_is_said_to_be_unused(redbridge):
    """C-2: an old bookmark never shows all cases as if they were those it names."""
    office = a_member("Sam Secretary", "secretariat")
    case = a_case(acting_as(office))
    client = Client()
    client.force_login(office.user)
    page = client.get("/redbridge/log/?stage=outcome-told").content.decode()
    assert ("Not used, because there is no such choice: Stage." in page, case.reference in page) == (True, True)
    assert "Not used" not in client.get("/redbridge/log/?stage=received").content.decode()

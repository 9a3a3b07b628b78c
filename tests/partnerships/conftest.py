import pytest
from django.test import Client

from partnerships.scope import tenant
from tests.factories import a_partnership

from .people import People, settle


@pytest.fixture
def redbridge(db):
    """Redbridge's procedure in force, its partnership not open: pages open it themselves."""
    return a_partnership()


@pytest.fixture
def darlington(db):
    """Another partnership, for what must not leak."""
    return a_partnership("darlington", "dsp1.4.toml")


@pytest.fixture
def people(redbridge) -> People:
    with tenant(redbridge):
        return settle()


@pytest.fixture
def as_person():
    """A function that gives a browser in which a person is signed in."""

    def signed_in(membership) -> Client:
        client = Client()
        client.force_login(membership.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in

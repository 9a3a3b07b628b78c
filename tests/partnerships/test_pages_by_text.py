"""Whoever the procedure text gives an act may open its page, and nobody else whom the access table leaves out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from config.access import ACCESS
from partnerships.scope import tenant
from procedures import library
from tests.factories import a_member, a_partnership

pytestmark = pytest.mark.django_db


def asked(slug: str, name: str, person) -> int:
    """The answer at the address of an act on a case that is not there: 404 for whoever may open such a page."""
    client = Client()
    client.force_login(person.user)
    return client.get(reverse(name, kwargs={"partnership": slug, "reference": "DAR-2020-9999"})).status_code


def test_the_authority_that_tells_the_referrer_may_open_the_page():
    """DAR-25: the step names the local authority first, its five-day clock is theirs."""
    partnership = a_partnership("darlington", "dsp1.4.toml")
    with tenant(partnership):
        lead = a_member("Lena Lead", "local-authority", agency="council")
        other = a_member("Max Member", "agency-representative", agency="council")
    assert asked("darlington", "tell_outcome", lead) == 404
    assert asked("darlington", "tell_outcome", other) == 403


@pytest.mark.parametrize("path", library.shipped_files(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_act_that_a_text_gives_somebody_has_a_page(path):
    """But the referral, which has its own pages without an account."""
    procedure = library.from_file(path)
    assert {step.act for step in procedure.steps} - set(ACCESS) == {"submit_referral"}
    for step in procedure.steps:
        assert procedure.roles_for(step.act) >= set(step.by), step.act

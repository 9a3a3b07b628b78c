"""An agency where nobody can sign in is never asked to."""

from __future__ import annotations

import pytest

from cases.telling import Recipient, without_account
from partnerships.scope import tenant
from tests.factories import a_member, a_partnership, an_agency, the_procedure


@pytest.fixture
def bexley(db):
    with tenant(a_partnership("bexley", "2019.toml")) as partnership:
        yield partnership


# BEX-15, RED-1
def test_a_letter_behind_sign_in_is_replaced_for_whoever_has_no_account(bexley):
    procedure, agency = the_procedure(), an_agency("icb")
    letters = {letter.name: letter for letter in procedure.letters}
    outcome, other = letters["outcome-for-agencies"], letters["withdrawn-request"]
    nobody = Recipient("The ICB", "icb@health.example", None, "agencies asked", agency)
    somebody = Recipient("Ines Lead", "ines@health.example", a_member("Ines Lead").user, "agencies asked", agency)
    found = [
        without_account(letter, procedure, one, "agencies asked").name
        for letter, one in ((outcome, nobody), (outcome, somebody), (other, nobody))
    ]
    assert found == ["news-without-account", "outcome-for-agencies", "withdrawn-request"]
    assert all("{link}" not in text for text in letters["news-without-account"].paragraphs)

"""Nobody hears of a case that they may not see, by a conflict or a restriction; their deputy does (BEX-8, C-3)."""

import pytest

from cases import acts, telling
from documents.acts import queue_message
from documents.models import OutboxMessage
from tests import factories as make

LEFT = "has a conflict of interest in this case"


@pytest.fixture
def bexley(db):
    from partnerships.scope import tenant

    with tenant(make.a_partnership("bexley", "2019.toml")) as found:
        yield found


@pytest.fixture
def told(bexley):
    """Zoe of the police has declared a conflict of interest; Bea stands in for her, Dan for another agency."""
    people = {
        "zoe": make.an_actor("Zoe Rowan", "key-partner", agency="police"),
        "bea": make.an_actor("Bea Birch", "key-partner-deputy", agency="police"),
        "ida": make.an_actor("Ida Icb", "key-partner", agency="icb"),
        "dan": make.an_actor("Dan Icb", "key-partner-deputy", agency="icb"),
        "office": make.an_actor("Oona Office", "secretariat"),
    }
    case = make.a_case(people["office"], pathway="serious-incident")
    zoe = people["zoe"]
    acts.declare_conflict(case=case, membership=zoe.membership, reason="A cousin.", actor=zoe, at=make.NOW)
    return case, people


def names(word, case):
    return [one.name for one in telling.recipients(word, case, make.the_procedure(), at=make.NOW)]


def test_bex_8_the_deputy_hears_in_the_place_of_whoever_has_a_conflict(told):
    case, people = told
    assert names("key-partner", case) == ["Ida Icb", "Bea Birch"]
    previews = telling.preview(case, "inform_partners", people["office"], at=make.NOW)
    kept = [(each.to, each.left_out) for each in previews if each.left_out]
    assert (kept, [each.to.partition(" <")[0] for each in previews if not each.left_out]) == (
        [("Zoe Rowan", LEFT)], ["Ida Icb", "Bea Birch"],
    )  # fmt: skip
    acts.restrict_case(case=case, restricted=True, reason="Staff.", actor=people["office"], at=make.NOW)
    assert (names("key-partner", case), names("secretariat", case)) == ([], ["Oona Office"])


def test_c_3_no_room_can_write_to_them_about_the_case(told):
    case, people = told
    letter = {"kind": "copy", "to_name": "X", "case": case, "subject": "A copy", "body": "Here.", "at": make.NOW}
    for key, who in (("a", "zoe"), ("b", "bea")):
        user = people[who].membership.user
        queue_message(key=key, to_email=user.email, to_user=user, **letter)
    assert list(OutboxMessage.objects.filter(kind="copy").values_list("key", flat=True)) == ["b"]

"""What somebody may do is asked at each request: a change of permission takes effect at once (ASVS 8.3.2, 7.4)."""

from __future__ import annotations

import pytest
from django.db import transaction

from cases.acts import declare_conflict, restrict_case
from partnerships.acts import end_membership, end_role
from partnerships.models import User
from partnerships.scope import tenant

LOG, CASE_PAGES = "/redbridge/log/", ("", "record/", "people/", "add-note/")


@pytest.fixture
def leaver(ours):
    """A second secretary who has just opened the log."""
    client = ours.clients["leaver"]
    assert client.get(LOG).status_code == 200
    return client


def test_who_left_is_out_at_the_next_request(ours, leaver):
    with tenant(ours.partnership):
        end_membership(membership=ours.people["leaver"], reason="Left.", actor=ours.actor("administrator"), at=ours.now)
    assert leaver.get(LOG).status_code in {302, 404}
    assert leaver.post("/redbridge/referrals/new/").status_code in {302, 404}


def test_who_holds_the_role_no_more_is_refused_at_the_next_request(ours, leaver):
    with tenant(ours.partnership):
        holding = ours.people["leaver"].roles.get()
        end_role(holding=holding, actor=ours.actor("administrator"), at=ours.now)
    assert leaver.get(LOG).status_code == 403


def test_a_closed_account_opens_nothing(ours, leaver):
    User.objects.filter(pk=ours.people["leaver"].user_id).update(is_active=False)
    response = leaver.get(LOG)
    assert (response.status_code, response["Location"][:15]) == (302, "/account/login/")


def test_a_conflict_declared_a_moment_ago_closes_the_open_case(ours, leaver):
    case = ours.cases["scoping"]
    paths = [f"/redbridge/cases/{case.reference}/{page}" for page in CASE_PAGES]
    assert [leaver.get(path).status_code for path in paths] == [200] * 4
    with tenant(ours.partnership):
        declare_conflict(
            case=case,
            membership=ours.people["leaver"],
            reason="A cousin.",
            actor=ours.actor("secretariat"),
            at=ours.now,
        )
    assert [leaver.get(path).status_code for path in paths] == [404] * 4
    assert leaver.post(paths[3], {"kind": "note", "text": "Words"}).status_code == 404


def test_a_case_restricted_a_moment_ago_is_closed_to_the_others(ours, leaver):
    case = ours.cases["waiting"]
    path = f"/redbridge/cases/{case.reference}/"
    assert leaver.get(path).status_code == 200
    with tenant(ours.partnership), transaction.atomic():
        restrict_case(case=case, restricted=True, reason="A relative.", actor=ours.actor("secretariat"), at=ours.now)
    assert leaver.get(path).status_code == 404


def test_signing_out_ends_the_session(ours, leaver):
    leaver.post("/account/logout/")
    assert leaver.get(LOG).status_code == 302

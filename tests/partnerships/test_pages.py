"""The pages of administration: who may open them, and what they show (C-8)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from partnerships.scope import tenant

from .people import heading

KINDS = ("administrator", "secretary", "chair", "representative")
ADMINISTRATION = {
    "people": "People",
    "invite_person": "Invite a person",
    "person": "Rita Rep",
    "change_person": "Change a person",
    "give_role": "Give a role",
    "end_role": "End a role",
    "end_membership": "End the membership",
    "invite_again": "Invite again",
    "release_lock_out": "Release the lock-out",
    "reset_second_factor": "Reset the second step",
    "require_second_factor": "Signing in",
    "administration_record": "Administration record",
    "change_agency": "Change an agency",
    "add_closure_day": "Add closure days",
    "add_bank_holiday": "Add a bank holiday",
    "count_as_working_day": "Count as a working day",
}
OFFICE = {
    "roles_held": "Who holds which role",
    "agencies": "Agencies",
    "invite_agency_to_partnership": "Add an agency to invite",
}
EVERYBODY = {"working_days": "Working days of 2026"}
ABOUT_A_PERSON = (
    "person", "change_person", "give_role", "end_role", "end_membership", "invite_again", "release_lock_out",
    "reset_second_factor",
)  # fmt: skip


def address(name: str, partnership, membership) -> str:
    kwargs = {"partnership": partnership.slug}
    if name in ABOUT_A_PERSON:
        kwargs["person"] = membership.pk
    if name == "end_role":
        with tenant(membership.partnership):
            kwargs["holding"] = membership.roles.get().pk
    if name == "change_agency":
        kwargs["agency"] = "east-area-police"
    if name == "count_as_working_day":
        kwargs["day"] = "2026-12-25"
    path = reverse(name, kwargs=kwargs)
    return f"{path}?year=2026" if name == "working_days" else path


@pytest.mark.parametrize("who", KINDS)
def test_each_role_opens_the_pages_it_is_given(who, redbridge, people, as_person):
    client = as_person(getattr(people, who))
    seen = {}
    for name in ADMINISTRATION | OFFICE | EVERYBODY:
        response = client.get(address(name, redbridge, people.representative))
        seen[name] = heading(response) if response.status_code == 200 else response.status_code
    mine = {
        "administrator": ADMINISTRATION | OFFICE | EVERYBODY,
        "secretary": OFFICE | EVERYBODY,
    }.get(who, EVERYBODY)
    assert seen == {name: mine.get(name, 403) for name in seen}


def test_who_is_not_signed_in_is_asked_to(redbridge, people, client):
    for name in ADMINISTRATION | OFFICE | EVERYBODY:
        path = address(name, redbridge, people.representative)
        response = client.get(path)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login")), name


def test_the_people_page_costs_the_same_with_more_people(redbridge, people, as_person, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.factories import a_member

    client = as_person(people.administrator)
    path = address("people", redbridge, None)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    with tenant(redbridge):
        for number in range(5):
            a_member(f"More People{number}", "agency-representative", agency="east-area-police")
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)


def test_people_are_found_by_words_and_role(redbridge, people, as_person):
    from partnerships.administration import people_found

    with tenant(redbridge):
        assert [row.user.name for row in people_found(words="rep")] == ["Rita Rep"]
        assert [row.user.name for row in people_found(words="example chris")] == ["Chris Chair"]
        assert [row.user.name for row in people_found(role="administrator")] == ["Ada Admin", "Bo Backup"]
        assert [row.user.name for row in people_found(left=True)] == []
    response = as_person(people.administrator).get(f"{address('people', redbridge, None)}?words=rita&role=&page=7")
    assert ("Rita Rep" in response.content.decode(), "Chris Chair" in response.content.decode()) == (True, False)


def test_a_page_about_somebody_of_another_partnership_is_not_there(redbridge, darlington, people, as_person):
    from tests.factories import a_member

    with tenant(darlington):
        stranger = a_member("Dana Elsewhere", "administrator")
    client = as_person(people.administrator)
    for name in ABOUT_A_PERSON:
        path = address(name, redbridge, stranger)
        assert (name, client.get(path).status_code) == (name, 404)
        if name != "person":
            assert (name, client.post(path, {"reason": "x"}).status_code) == (name, 404)
    for name in ADMINISTRATION | OFFICE | EVERYBODY:
        if name not in ABOUT_A_PERSON:
            assert client.get(address(name, darlington, stranger)).status_code == 404, name

"""The pages of one case, by role, through the web."""

import re

import pytest
from django.urls import reverse

from tests.factories import PASSWORD, a_case, a_member, acting_as

PAGES = ("case", "case_people", "case_record", "case_deadlines", "case_criteria")
ACTS = ("add_note", "add_person", "link_case", "merge_case", "restrict_case", "declare_conflict", "choose_lead_process")


@pytest.fixture
def case(redbridge):
    return a_case(acting_as(a_member("Sam Secretary", "secretariat")))


def address(name, case, **more):
    return reverse(name, kwargs={"partnership": "redbridge", "reference": case.reference, **more})


def sign_in(client, email):
    assert client.login(username=email, password=PASSWORD)


@pytest.mark.parametrize("name", [*PAGES, *ACTS])
def test_the_secretariat_opens_every_page(client, case, name):
    client.force_login(_user("sam.secretary"))
    assert client.get(address(name, case)).status_code == 200


def _user(name):
    from partnerships.models import User

    return User.objects.get(email=f"{name}@redbridge.example")


def test_a_member_not_asked_gets_the_same_404_as_for_a_missing_case(client, case):
    client.force_login(a_member("Pat Police", "agency-representative", agency="east-area-police").user)
    hidden = client.get(address("case", case))
    missing = client.get("/redbridge/cases/RED-2026-9999/")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert _without_tokens(hidden) == _without_tokens(missing)


def _without_tokens(response):
    return re.sub(rb'(csrfmiddlewaretoken|page_token)" value="[\w-]+"', b"", response.content)


def test_a_visitor_is_sent_to_sign_in(client, case):
    response = client.get(address("case", case))
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/?next=/redbridge/cases/")


def test_home_and_log_and_procedure(client, case):
    client.force_login(_user("sam.secretary"))
    for name in ("home", "log", "our_procedure", "log_csv", "log_xlsx"):
        response = client.get(reverse(name, kwargs={"partnership": "redbridge"}))
        assert response.status_code == 200, name


def test_nobody_is_chosen_beforehand_to_be_shut_out_for_a_conflict(client, case):
    """C-25: the office chooses whom it is about; who came to say so of themselves is chosen."""
    client.force_login(_user("sam.secretary"))
    a_member("Aled Damson", "agency-representative", agency="nel-icb")
    url = address("declare_conflict", case)

    def chosen(page):
        return re.findall(r'<option value="([^"]*)"[^>]*selected', page.content.decode())

    assert chosen(client.get(url)) == [""]
    assert "Select who" in client.post(url, {"membership": "", "reason": "A cousin."}).content.decode()
    mine = str(_user("sam.secretary").memberships.get().pk)
    assert chosen(client.get(url + "?who=me")) == [mine]

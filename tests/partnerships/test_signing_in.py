"""Signing in: second steps, lock-outs, passwords, and addresses that lead nowhere else (C-8, issue §2)."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.urls import reverse

from partnerships.actors import SYSTEM
from partnerships.acts import add_member, require_second_factor, set_up_partnership
from partnerships.models import AdministrationEvent, Partnership, User
from partnerships.scope import tenant
from tests.factories import NOW, PASSWORD, SYSTEM_ADMIN, the_procedure

from .people import errors, heading, letters, recorded
from .test_administration import page

LOGIN = "/account/login/"


def sign_in(client, membership, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": membership.user.email, "password": password, **more})


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def set_up_second_step(user) -> None:
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


@pytest.fixture
def office(redbridge, people, as_person):
    return as_person(people.administrator)


# The second step


def test_a_partnership_that_requires_it_opens_no_page_before_it_is_set_up(redbridge, people, as_person):
    with tenant(redbridge):
        require_second_factor(required=True, reason="Policy", actor=people.admin, at=NOW)
    client = as_person(people.secretary)
    for name in ("home", "log", "roles_held"):
        response = client.get(page(name, redbridge))
        assert (response.status_code, response["Location"]) == (302, reverse("mfa_activate_totp"))
    set_up_second_step(people.secretary.user)
    assert client.get(page("home", redbridge)).status_code == 200


def test_recovery_codes_alone_are_no_second_step(redbridge, people, as_person):
    from partnerships.sign_ins import with_second_factor

    RecoveryCodes.activate(people.secretary.user)
    assert with_second_factor([people.secretary.user_id]) == set()


def test_the_administrator_switches_the_rule(redbridge, people, office):
    path = page("require_second_factor", redbridge)
    assert errors(office.post(path, {"required": "yes", "reason": ""})) == ["Enter an answer to “Why?”"]
    office.post(path, {"required": "yes", "reason": "The board asks for it"})
    assert Partnership.objects.get(pk=redbridge.pk).second_factor_required
    assert office.get(path)["Location"] == reverse("mfa_activate_totp")
    with tenant(redbridge):
        last = AdministrationEvent.objects.latest("id")
    assert (last.act, last.summary, last.reason) == (
        "require_second_factor", "A second step is required from everybody.", "The board asks for it",
    )  # fmt: skip


def test_a_newer_procedure_leaves_the_rule_as_the_administrator_set_it(redbridge, people):
    with tenant(redbridge):
        procedure = the_procedure()
        assert procedure.second_factor == "required"
        set_up_partnership(procedure=procedure, actor=SYSTEM, at=NOW)
    assert Partnership.objects.get(pk=redbridge.pk).second_factor_required is False


def test_a_new_partnership_begins_as_its_text_says(db):
    from procedures import reader

    procedure = reader.read(*reader.texts_of(reader.TEXTS / "bexley" / "2019.toml"))
    assert set_up_partnership(procedure=procedure, actor=SYSTEM, at=NOW).second_factor_required


def test_a_lost_telephone_is_reset_with_a_reason_and_the_person_is_told(redbridge, people, office):
    set_up_second_step(people.chair.user)
    path = page("reset_second_factor", redbridge, person=people.chair.pk)
    assert errors(office.post(path, {"reason": " "})) == ["Enter an answer to “Why?”"]
    office.post(path, {"reason": "Lost telephone; rang her on the known number"})
    assert Authenticator.objects.filter(user=people.chair.user).count() == 0
    with tenant(redbridge):
        assert recorded()[-1] == ("reset_second_factor", "Ada Admin", "Chris Chair")
        (letter,) = letters("second-step")
    assert letter.to_email == people.chair.user.email
    assert errors(office.post(path, {"reason": "Again"})) == ["This person has no second step to reset."]


def test_every_partnership_of_the_person_hears_of_a_reset(redbridge, darlington, people, office):
    with tenant(darlington):
        add_member(email=people.chair.user.email, name="x", actor=SYSTEM_ADMIN, at=NOW)
    set_up_second_step(people.chair.user)
    office.post(page("reset_second_factor", redbridge, person=people.chair.pk), {"reason": "Lost telephone"})
    with tenant(darlington):
        last = AdministrationEvent.objects.latest("id")
    assert (last.act, last.actor_label, last.about_label, last.reason) == (
        "reset_second_factor", "An administrator of Redbridge One Panel", "Chris Chair", "",
    )  # fmt: skip


def test_another_partnership_does_not_change_how_somebody_signs_in(redbridge, darlington, people, office):
    with tenant(darlington):
        chair = add_member(email="dora@darlington.example", name="Dora", actor=SYSTEM_ADMIN, at=NOW)
    set_up_second_step(chair.user)
    with tenant(redbridge):
        here = add_member(email=chair.user.email, name="x", actor=SYSTEM_ADMIN, at=NOW)
    for act, given in (("reset_second_factor", {"reason": "Lost"}), ("release_lock_out", {})):
        (said,) = errors(office.post(page(act, redbridge, person=here.pk), given))
        assert said.startswith("This person signed in for another partnership first.")
    assert Authenticator.objects.filter(user=chair.user).exists()


def test_nobody_resets_their_own_second_step_here(redbridge, people, office):
    set_up_second_step(people.administrator.user)
    response = office.post(page("reset_second_factor", redbridge, person=people.administrator.pk), {"reason": "Mine"})
    assert errors(response) == ["Change your own second step on your account page, or ask another administrator."]


# Lock-outs


def test_eight_wrong_passwords_lock_show_our_page_and_can_be_released(redbridge, people, office):
    guest = Client()
    answers = [sign_in(guest, people.chair, f"wrong {guess}") for guess in range(8)]
    assert [answer.status_code for answer in answers] == [200] * 7 + [429]
    assert heading(answers[-1]) == "Too many attempts"
    assert (sign_in(guest, people.chair).status_code, signed_in(guest)) == (429, False)
    shown = office.get(page("people", redbridge)).content.decode()
    assert len(re.findall("Locked out", shown)) == 1
    office.post(page("release_lock_out", redbridge, person=people.chair.pk))
    sign_in(guest, people.chair)
    assert signed_in(guest)
    with tenant(redbridge):
        assert recorded()[-1] == ("release_lock_out", "Ada Admin", "Chris Chair")


def test_who_is_not_locked_out_is_not_released(redbridge, people, office):
    response = office.post(page("release_lock_out", redbridge, person=people.chair.pk))
    assert errors(response) == ["This person is not locked out."]


def test_guesses_for_many_accounts_from_one_place_are_slowed_down(redbridge, people):
    guest = Client()
    tries = [sign_in(guest, people.chair if n % 2 else people.secretary, f"wrong {n}") for n in range(11)]
    assert errors(tries[-1]) == ["There were too many wrong attempts. Wait 5 minutes and try again"]


def test_wrong_passwords_of_who_confirms_that_it_is_them_lock_only_them(redbridge, people):
    from axes.models import AccessAttempt

    client = Client()
    sign_in(client, people.chair)
    client.post(reverse("account_reauthenticate"), {"password": "wrong"})
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == [people.chair.user.email]


# Passwords, sign-up, enumeration


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_signs_up(method, db, client):
    data = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    response = getattr(client, method)("/account/signup/", data)
    assert heading(response) == "Accounts are made by invitation"
    assert User.objects.count() == 0


@pytest.mark.parametrize("path", ["/account/confirm-email/", "/account/confirm-email/abc:def/", "/account/email/"])
def test_pages_that_make_no_sense_with_invitations_lead_on(path, db, client):
    assert client.get(path).status_code == 302


def test_asking_for_a_password_says_the_same_whoever_asks(redbridge, people, client):
    answers = {}
    for email in (people.chair.user.email, "nobody@example.org"):
        answer = client.post(reverse("account_reset_password"), {"email": email})
        page_after = client.get(answer["Location"])
        answers[email] = (answer.status_code, answer["Location"], heading(page_after))
    assert len(set(answers.values())) == 1
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([people.chair.user.email], "Choose a new password"), (["nobody@example.org"], "No account for this address"),
    ]  # fmt: skip


def test_a_wrong_password_and_an_unknown_address_say_the_same(redbridge, people, client):
    known = sign_in(client, people.chair, "wrong")
    unknown = client.post(LOGIN, {"login": "nobody@example.org", "password": "wrong"})
    assert errors(known) == errors(unknown)


def test_a_new_password_is_a_good_one(redbridge, people, client):
    client.post(reverse("account_reset_password"), {"email": people.chair.user.email})
    link = re.search(r"(/account/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(link)["Location"]
    weak = client.post(form, {"password1": "chris.chair1", "password2": "chris.chair1"})
    assert len(errors(weak)) == 1
    client.post(form, {"password1": "seven quiet otters", "password2": "seven quiet otters"})
    sign_in(client, people.chair, "seven quiet otters")
    assert signed_in(client)


# Sessions and addresses


def test_signing_out_ends_the_session(redbridge, people, client):
    sign_in(client, people.secretary)
    cookie = client.cookies["sessionid"].value
    assert client.get(page("home", redbridge)).status_code == 200
    client.post(reverse("account_logout"))
    client.cookies["sessionid"] = cookie
    assert client.get(page("home", redbridge)).status_code == 302


def test_a_closed_account_ends_its_session(redbridge, people, client):
    sign_in(client, people.secretary)
    User.objects.filter(pk=people.secretary.user_id).update(is_active=False)
    assert client.get(page("home", redbridge)).status_code == 302


@pytest.mark.parametrize(
    "where",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example"],
)
def test_signing_in_leads_to_our_own_addresses_only(where, redbridge, people, client):
    response = sign_in(client, people.secretary, next=where)
    assert response["Location"] == f"/{redbridge.slug}/"


def test_signing_in_leads_to_where_one_was_going(redbridge, people, client):
    response = client.get(page("log", redbridge) + "?words=x")
    assert response["Location"] == f"{LOGIN}?next=/redbridge/log/%3Fwords%3Dx"
    response = sign_in(client, people.secretary, next=page("log", redbridge))
    assert response["Location"] == page("log", redbridge)


def test_a_person_of_several_partnerships_goes_from_one_to_the_other(redbridge, darlington, people, client):
    with tenant(darlington):
        add_member(email=people.secretary.user.email, name="x", actor=SYSTEM_ADMIN, at=NOW)
    assert sign_in(client, people.secretary)["Location"] == "/"
    account = client.get(reverse("account_settings")).content.decode()
    links = re.findall(r'href="(/(?:redbridge|darlington|bexley|bhr)/)"', account)
    assert links == ["/darlington/", "/redbridge/"]
    assert [client.get(link).status_code for link in links] == [200, 200]

"""Public, account and error pages: they are there, say what they should, and run nothing inline."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

from partnerships.models import User

pytestmark = pytest.mark.django_db

PUBLIC = {
    "/help/": "Help",
    "/accessibility/": "Accessibility statement",
    "/privacy/": "Privacy",
    "/cookies/": "Cookies",
    "/account/login/": "Sign in",
    "/account/password/reset/": "Reset your password",
    "/account/password/reset/done/": "Look at your e-mail",
    "/account/inactive/": "This account is closed",
}
OWN = {
    "/account/settings/": "Your account",
    "/account/logout/": "Sign out",
    "/account/password/change/": "Change your password",
    "/account/2fa/": "Second step when signing in",
    "/account/2fa/totp/activate/": "Set up an authenticator app",
    "/account/2fa/webauthn/": "Security keys",
    "/account/2fa/webauthn/add/": "Add a security key",
    "/account/reauthenticate/": "Confirm that it is you",
}


def heading(response):
    return re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", response.content.decode(), re.S)[1]


def title(response):
    return re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)[1]


@pytest.fixture
def person():
    return User.objects.create_user("sam@example.org", "three odd words", name="Sam Alder")


@pytest.fixture
def signed_in(person):
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": "three odd words"})
    client.post("/account/reauthenticate/", {"password": "three odd words"})
    return client


@pytest.mark.parametrize(("path", "words"), PUBLIC.items())
def test_public_pages(client, path, words):
    response = client.get(path)
    assert (response.status_code, heading(response)) == (200, words)


@pytest.mark.parametrize(("path", "words"), OWN.items())
def test_pages_of_ones_own_account(signed_in, path, words):
    response = signed_in.get(path)
    assert (response.status_code, heading(response)) == (200, words)


@pytest.mark.parametrize("path", ["/account/settings/", "/account/2fa/"])
def test_they_are_ones_own(client, path):
    assert client.get(path).status_code == 302


def test_a_wrong_password_is_said_at_the_top(client, person):
    response = client.post("/account/login/", {"login": person.email, "password": "wrong"})
    assert title(response) == "Error: Sign in – Safeguarding case reviews"
    assert "There is a problem" in response.content.decode()


def test_pages_of_the_second_step(signed_in, person):
    TOTP.activate(person, "A" * 32)
    RecoveryCodes.activate(person)
    codes = signed_in.get("/account/2fa/recovery-codes/")
    assert (codes.status_code, heading(codes)) == (200, "Recovery codes")
    unused = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    shown = re.search(r'app-codes">(.*?)</ul>', codes.content.decode(), re.S)[1]
    assert re.findall(r"<li>(.*?)</li>", shown) == unused
    downloaded = signed_in.get("/account/2fa/recovery-codes/download/")
    assert downloaded.content.decode().split() == unused
    pages = {
        "/account/2fa/": "Second step when signing in",
        "/account/2fa/totp/deactivate/": "Remove the authenticator app?",
        "/account/2fa/recovery-codes/generate/": "Make new recovery codes",
        "/account/2fa/reauthenticate/": "Confirm that it is you",
    }
    assert {path: heading(signed_in.get(path)) for path in pages} == pages


def test_signing_in_asks_for_the_code(client, person):
    TOTP.activate(person, "A" * 32)
    response = client.post("/account/login/", {"login": person.email, "password": "three odd words"}, follow=True)
    assert heading(response) == "Enter your code"


def test_the_reset_mail_is_plain_and_leads_to_a_page(client, person, mailoutbox):
    client.post("/account/password/reset/", {"email": person.email})
    (mail,) = mailoutbox
    assert mail.subject == "Choose a new password"
    assert "&#" not in mail.body
    link = re.search(r"https?://[^/]+(/\S+)", mail.body)[1]
    assert heading(client.get(link, follow=True)) == "Choose a new password"
    assert heading(client.get(link[:-3] + "xx/", follow=True)) == "This link no longer works"


def test_too_many_wrong_passwords_lock_the_account(client, person):
    for _ in range(9):
        cache.clear()  # the limit for each minute, which would ask to wait first
        response = client.post("/account/login/", {"login": person.email, "password": "wrong"})
    assert (response.status_code, heading(response)) == (429, "Too many attempts")


def test_error_pages(person):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    missing = client.get("/nobody/cases/")
    assert (missing.status_code, heading(missing)) == (404, "Page not found")
    stale = client.post("/account/login/", {"login": person.email})
    assert (stale.status_code, heading(stale)) == (403, "This page was open too long")


def test_the_page_of_last_resort_needs_nothing(rf):
    from config.errors import failed

    response = failed(rf.get("/"))
    assert (response.status_code, heading(response)) == (500, "Sorry, something went wrong")


@pytest.mark.parametrize("path", [*PUBLIC, *OWN])
def test_nothing_is_inline(signed_in, path):
    html = signed_in.get(path).content.decode()
    data = r'<script[^>]*type="application/json"[^>]*>.*?</script>'
    rest = re.sub(data, "", html, flags=re.S)
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", rest) == []

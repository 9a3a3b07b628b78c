"""Passwords that are hard to guess, and a lock after too many guesses (C-1)."""

from __future__ import annotations

import importlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

PASSWORD = "four quite odd words"


@pytest.fixture
def account(django_user_model):
    return django_user_model.objects.create_user("chair@example.org", PASSWORD, name="Chris Chair")


@pytest.fixture
def other_account(django_user_model):
    return django_user_model.objects.create_user("other@example.org", PASSWORD, name="Olu Other")


def sign_in(client, email: str, password: str):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.django_db
def test_the_right_password_opens_the_door(client, account):
    sign_in(client, account.email, PASSWORD)
    assert signed_in(client)


@pytest.mark.django_db
def test_eight_wrong_guesses_lock_the_account_and_no_other(client, account, other_account):
    from axes.models import AccessAttempt
    from django.core.cache import cache

    for guess in range(8):
        sign_in(client, account.email, f"wrong guess {guess}")
        cache.clear()  # leaves the lock in the database alone to answer, without the limits kept in the cache
    assert list(AccessAttempt.objects.values_list("username", "failures_since_start")) == [(account.email, 8)]
    assert sign_in(client, account.email, PASSWORD).status_code == 429
    assert not signed_in(client)
    sign_in(client, other_account.email, PASSWORD)
    assert signed_in(client)


@pytest.mark.django_db
def test_the_address_in_capitals_is_the_same_account_to_the_lock(client, account):
    from django.core.cache import cache

    for guess in range(8):
        sign_in(client, account.email.upper() if guess % 2 else account.email, f"wrong guess {guess}")
        cache.clear()
    assert sign_in(client, account.email, PASSWORD).status_code == 429


@pytest.mark.parametrize("bad", ["eleven lett", "password1234", "chris.chair@example"])
def test_short_common_and_personal_passwords_are_refused(bad, django_user_model):
    person = django_user_model(email="chris.chair@example.org", name="Chris Chair")
    with pytest.raises(ValidationError):
        validate_password(bad, person)


def test_a_long_password_of_words_is_good_enough(django_user_model):
    validate_password(PASSWORD, django_user_model(email="a@example.org", name="A"))


def test_passwords_are_kept_as_argon2_hashes():
    settings = importlib.import_module("config.settings")
    assert settings.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"

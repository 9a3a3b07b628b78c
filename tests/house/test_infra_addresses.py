"""Addresses of services are read the same way whoever gives them."""

from pathlib import Path

import pytest

from config import addresses


def test_database_address_with_socket_folder_and_escaped_password():
    settings = addresses.database_settings("postgresql://anna:p%40ss@/cases?host=%2Frun%2Fpg&port=5433&sslmode=require")
    assert settings == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "cases",
        "USER": "anna",
        "PASSWORD": "p@ss",
        "HOST": "/run/pg",
        "PORT": "5433",
        "OPTIONS": {"application_name": "safeguarding", "connect_timeout": 10, "sslmode": "require"},
    }


def test_database_address_of_another_engine_is_refused():
    with pytest.raises(ValueError, match="postgresql://"):
        addresses.database_settings("sqlite:///x")


@pytest.mark.parametrize(
    "given, broker, cache",
    [
        ("redis://:pw@host:6380/4", "redis://:pw@host:6380/0", "redis://:pw@host:6380/1"),
        (
            "unix:///run/redis.sock",
            "redis+socket:///run/redis.sock?virtual_host=0",
            "unix:///run/redis.sock?db=1",
        ),
    ],
)
def test_queue_and_cache_are_two_databases_of_one_redis(given, broker, cache):
    assert (addresses.broker_url(given), addresses.redis_database(given, 1)) == (broker, cache)


def test_without_any_server_the_address_says_what_to_do(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings = addresses.database_settings(addresses.database_url("web", Path("/nowhere")))
    assert settings["HOST"] == "/start-with-script-server-or-set-DATABASE_URL"


def test_the_owner_has_an_address_of_its_own_if_given(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://web@db/x")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db/x")
    monkeypatch.delenv("DATABASE_WORKER_URL", raising=False)
    assert addresses.database_url("owner", Path("/")) == "postgresql://owner@db/x"
    assert addresses.database_url("worker", Path("/")) == "postgresql://web@db/x"


def test_mail_goes_to_files_unless_a_server_is_named():
    assert addresses.email_settings("", Path("/mail")) == {
        "EMAIL_BACKEND": "documents.mailbox.MailboxBackend",
        "EMAIL_FILE_PATH": "/mail",
    }
    smtp = addresses.email_settings("smtp+tls://me:secret@mail.example", Path("/mail"))
    assert (smtp["EMAIL_HOST"], smtp["EMAIL_PORT"], smtp["EMAIL_USE_TLS"], smtp["EMAIL_USE_SSL"]) == (
        "mail.example",
        587,
        True,
        False,
    )

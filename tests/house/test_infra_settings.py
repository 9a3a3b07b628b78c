"""Settings that keep the service safe, in production mode and in the demo."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse

from config import logs
from config.middleware import NoStoreMiddleware

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
    "ALLOWED_HOSTS": "cases.example",
    "BASE_URL": "https://cases.example",
    "DEMO": "0",
    "DEBUG": "0",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "manage.py", *arguments]
    # A browser test before this one allows what production must not.
    around = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(command, cwd=ROOT, env={**around, **environment}, capture_output=True, text=True, timeout=120)


def test_django_finds_nothing_to_say_about_production():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (2 silenced).\n"), done.stderr


def test_a_short_secret_key_stops_production():
    done = manage("check", **{**PRODUCTION, "SECRET_KEY": "short"})
    assert done.stderr.splitlines()[-1].endswith("SECRET_KEY must have at least 50 characters.")


@pytest.fixture
def answer(rf):
    def get(user):
        request = rf.get("/")
        request.user = user
        return NoStoreMiddleware(lambda _: HttpResponse("page"))(request)

    return get


def test_pages_of_a_signed_in_person_are_stored_nowhere(answer, django_user_model):
    assert answer(django_user_model(email="a@example.org"))["Cache-Control"] == "no-store"
    assert "Cache-Control" not in answer(AnonymousUser())


def test_the_policy_allows_no_inline_script_and_no_other_site(client):
    policy = client.get("/healthz")["Content-Security-Policy"]
    assert sorted(policy.split("; ")) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "manifest-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
    ]


def test_a_log_line_says_where_an_error_happened_but_not_what_was_typed():
    try:
        raise ValueError("Anna Example, born 1 May 2010")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", None, sys.exc_info())
    line = json.loads(logs.JsonFormatter().format(record))
    assert (line["error"], line["message"]) == ("ValueError", "failed")
    assert "Anna" not in json.dumps(line)


@pytest.mark.django_db
def test_ready_when_everything_is_in_order(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"database": "ok", "cache": "ok", "migrations": "ok", "heartbeat_seconds": None},
    )


@pytest.mark.django_db
def test_the_heartbeat_of_beat_and_worker_is_told(client):
    from config.tasks import heartbeat

    heartbeat()
    assert client.get("/readyz").json()["heartbeat_seconds"] == 0

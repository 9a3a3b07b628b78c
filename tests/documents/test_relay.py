"""The relay: each message once, whatever dies or runs twice (issue 2 §3; RELIABILITY.md B.6)."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from email import message_from_bytes
from email.utils import parseaddr
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection

from config import addresses
from documents import mailbox
from documents.models import OutboxMessage
from documents.relay import MOST_ATTEMPTS, claim_batch, message_id_of, recover, relay
from partnerships.scope import tenant
from tests.documents.factories import a_message
from tests.documents.smtp import MailServer
from tests.documents.worker import as_worker
from tests.factories import NOW, a_member, a_partnership

LATER = NOW + dt.timedelta(minutes=5)


def states(partnership):
    with tenant(partnership):
        return list(OutboxMessage.objects.order_by("pk").values_list("key", "state", "attempts"))


def only(partnership) -> OutboxMessage:
    with tenant(partnership):
        return OutboxMessage.objects.get(key="one")


def queue(partnership, *keys, **more):
    with tenant(partnership):
        return [a_message(key, **more) for key in keys]


def run(at=LATER):
    with as_worker():
        return dict(relay(at))


@pytest.fixture
def mail_folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "documents.mailbox.MailboxBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def test_what_waits_is_sent_once_and_kept_as_sent(committed):
    queue(committed, "one")
    assert (run(), run()) == ({"sent": 1, "recovered": 0}, {"recovered": 0})
    message = only(committed)
    assert (message.state, message.sent_at, message.attempts, message.claim) == ("sent", LATER, 1, None)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (
        ["Rosa Referrer <rosa@hospital.example>"],
        "Due",
        "Hello,\n\nOne thing is due.\n\nRedbridge One Panel\n",
    )
    assert sent.extra_headers["Message-ID"] == message_id_of(message)


def test_messages_of_every_partnership_leave_under_their_own_name(committed):
    other = a_partnership("bexley", "2019.toml")
    queue(committed, "one")
    queue(other, "one")
    assert run() == {"sent": 2, "recovered": 0}
    senders = {parseaddr(one.from_email) for one in mail.outbox}
    assert senders == {(one.title, "no-reply@safeguarding.invalid") for one in (committed, other)}


def test_not_before_its_time(committed):
    queue(committed, "one", not_before=LATER + dt.timedelta(minutes=1))
    assert run(LATER) == {"recovered": 0}
    assert run(LATER + dt.timedelta(minutes=1)) == {"sent": 1, "recovered": 0}


def test_one_bad_record_stops_nobody(committed):
    queue(committed, "one", "two")
    with tenant(committed):
        OutboxMessage.objects.filter(key="one").update(subject="Due\nBcc: everybody@example.org")
    assert run() == {"sent": 1, "failed": 1, "recovered": 0}
    assert states(committed) == [("one", "failed", 1), ("two", "sent", 1)]
    assert [one.subject for one in mail.outbox] == ["Due"]


def test_what_a_dead_relay_had_claimed_waits_again(committed):
    queue(committed, "one", "two")
    with as_worker():
        assert len(claim_batch(4711, LATER, 1)) == 1
    assert states(committed) == [("one", "sending", 0), ("two", "queued", 0)]
    assert run() == {"sent": 2, "recovered": 1}


def test_what_a_living_relay_has_claimed_is_left_alone(committed):
    queue(committed, "one")
    with as_worker():
        claim_batch(4712, LATER, 1)
        there, go = threading.Event(), threading.Event()

        def hold():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(7217, 4712)")
                there.set()
                go.wait(20)
            connection.close()

        holder = threading.Thread(target=hold)
        holder.start()
        there.wait(20)
        assert (recover(), dict(relay(LATER))) == (0, {"recovered": 0})
        go.set()
        holder.join()
        assert dict(relay(LATER)) == {"recovered": 1, "sent": 1}


def test_two_relays_at_once_send_each_message_once(committed, mail_folder):
    queue(committed, *[f"m{n}" for n in range(300)])
    counts = []

    def work():
        counts.append(relay(LATER, batch=20))
        connection.close()

    with as_worker():
        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sum(one["sent"] for one in counts) == 300
    assert {state for _, state, _ in states(committed)} == {"sent"}
    assert len(list(mail_folder.glob("*.eml"))) == 300


KILLED = """
import django, sys; django.setup()
from django.conf import settings
from documents.relay import relay
import datetime as dt
relay(dt.datetime.fromisoformat(sys.argv[1]), batch=50)
"""


def test_killed_in_the_middle_and_run_twice_each_is_sent_once(committed, mail_folder):
    queue(committed, *[f"m{n}" for n in range(400)])
    connection.close()
    url = addresses.database_url("worker", Path("var"))
    name = connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "DATABASE_URL": url.replace("/safeguarding?", f"/{name}?"),
        "DATABASE_WORKER_URL": url.replace("/safeguarding?", f"/{name}?"),
        "DATABASE_ROLE": "worker",
        "SAFEGUARDING_VAR": str(mail_folder.parent),
    }
    child = subprocess.Popen([sys.executable, "-c", KILLED, LATER.isoformat()], env=environment)
    for _ in range(2000):
        if len(list(mail_folder.glob("*.eml"))) >= 60 or child.poll() is not None:
            break
        time.sleep(0.005)
    child.send_signal(signal.SIGKILL)
    child.wait(10)
    assert "sending" in {state for _, state, _ in states(committed)}
    run()
    run()
    assert {state for _, state, _ in states(committed)} == {"sent"}
    files = list(mail_folder.glob("*.eml"))
    ids = {message_from_bytes(one.read_bytes())["Message-ID"] for one in files}
    assert (len(files), len(ids)) == (400, 400)


@pytest.fixture
def server(settings):
    running = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 10
    yield running
    running.close()


def test_an_address_that_the_server_refuses_comes_back_as_something_to_do(committed, server):
    with tenant(committed):
        sam = a_member("Sam Secretary", "secretariat")
    queue(committed, "one")
    server.answers["rosa@hospital.example"] = "550 no such user"
    assert run() == {"bounced": 1, "recovered": 0}
    message = only(committed)
    assert (message.state, message.last_error, message.sent_at) == ("bounced", "550 no such user", None)
    with tenant(committed):
        (note,) = OutboxMessage.objects.filter(kind="message-came-back")
    assert (note.to_email, note.subject, note.state) == (sam.user.email, "An e-mail came back", "queued")
    assert f"/{committed.slug}/messages/{message.pk}/" in note.body


def test_a_server_that_is_away_costs_no_attempt(committed, server, settings):
    queue(committed, "one", "two")
    server.close()
    assert run(LATER) == {"later": 2, "recovered": 0}
    assert states(committed) == [("one", "queued", 0), ("two", "queued", 0)]
    assert run(LATER) == {"recovered": 0}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run(LATER + dt.timedelta(minutes=1)) == {"sent": 2, "recovered": 0}


def test_a_message_that_the_server_hangs_up_on_waits_while_the_others_leave(committed, server):
    queue(committed, "one")
    queue(committed, "two", to_email="two@hospital.example")
    server.answers["rosa@hospital.example"] = "hang up"
    assert run() == {"later": 1, "sent": 1, "recovered": 0}
    at = LATER
    for _ in range(MOST_ATTEMPTS):
        at += dt.timedelta(days=1)
        run(at)
    assert states(committed) == [("one", "failed", MOST_ATTEMPTS), ("two", "sent", 1)]
    assert [one["To"] for one in server.received] == ["Rosa Referrer <two@hospital.example>"]


def test_the_newest_mail_is_shown_first(committed, mail_folder):
    queue(committed, "one", subject="First")
    run()
    queue(committed, "two", subject="Second")
    run()
    assert [one.subject for one in mailbox.newest()] == ["Second", "First"]
    assert mailbox.one("../../etc/passwd") is None

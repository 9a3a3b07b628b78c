"""Delivery reports mark their message, whichever partnership sent it, and tell the secretariat (issue 2 §3)."""

import pytest
from django.core.management import CommandError, call_command

from documents.bounces import read_report, take_report
from documents.models import OutboxMessage
from documents.relay import message_id_of, relay
from partnerships.scope import tenant
from tests.documents.factories import a_message
from tests.documents.worker import as_worker
from tests.factories import NOW, a_member

FAILED = "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n"


def a_report(message_id: str, status: str = FAILED) -> bytes:
    return f"""From: MAILER-DAEMON@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain

It could not be delivered.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; rosa@hospital.example
{status}
--edge
Content-Type: message/rfc822

From: no-reply@safeguarding.invalid
Message-ID: {message_id}
Subject: Due

One thing is due.
--edge--
""".encode()


@pytest.fixture
def sent(committed):
    with tenant(committed):
        a_member("Sam Secretary", "secretariat")
        message = a_message()
    with as_worker():
        relay(NOW)
    return message


def the_message(partnership, message) -> tuple:
    with tenant(partnership):
        message.refresh_from_db()
        notes = OutboxMessage.objects.filter(kind="message-came-back").count()
    return message.state, message.last_error, notes


def test_a_failure_report_makes_it_something_to_do(committed, sent):
    with as_worker():
        said = [take_report(a_report(message_id_of(sent)), NOW) for _ in range(2)]
    assert said == [f"message {sent.pk} came back: 5.1.1 smtp; 550 5.1.1 no such user"] * 2
    assert the_message(committed, sent) == ("bounced", "5.1.1 smtp; 550 5.1.1 no such user", 1)


def test_a_delay_is_nothing_to_do(committed, sent):
    with as_worker():
        take_report(a_report(message_id_of(sent), "Action: delayed\nStatus: 4.4.7\n"), NOW)
    assert the_message(committed, sent) == ("sent", "", 0)


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"Subject: hello\n\nhello", a_report("<other@example.org>")])
def test_what_is_no_report_of_ours_is_left(raw):
    assert read_report(raw) is None


def test_an_id_that_was_guessed_finds_nothing(committed, sent):
    with as_worker():
        said = take_report(a_report("<00000000-0000-4000-8000-000000000000@safeguarding.invalid>"), NOW)
    assert said == "no message has the id 00000000-0000-4000-8000-000000000000"


def test_the_command_that_records_a_bounce(committed, sent, capsys):
    with as_worker():
        call_command("record_bounce", message_id_of(sent), reason="Told by telephone")
        with pytest.raises(CommandError):
            call_command("record_bounce", "nonsense")
    assert capsys.readouterr().out == f"Message {sent.pk} came back: Told by telephone\n"


def test_the_command_that_reads_reports(committed, sent, tmp_path, capsys):
    (tmp_path / "one.eml").write_bytes(a_report(message_id_of(sent)))
    with as_worker():
        call_command("read_bounces", str(tmp_path / "one.eml"))
    assert the_message(committed, sent)[0] == "bounced"

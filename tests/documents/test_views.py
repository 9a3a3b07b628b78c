"""Messages, downloads and papers on pages: for whom, and 404 for everybody else."""

import datetime as dt

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents import access, acts, mailbox
from documents.files import CheckedFile, keep_file
from documents.models import OutboxMessage
from partnerships.actors import SYSTEM
from tests.documents.factories import a_message
from tests.documents.papers import decision_letter
from tests.factories import NOW, a_case, a_member, acting_as


@pytest.fixture
def sam(redbridge):
    return a_member("Sam Secretary", "secretariat")


@pytest.fixture
def office(client, sam):
    client.force_login(sam.user)
    return client


@pytest.fixture
def gates(monkeypatch):
    """Gates of this test only."""
    monkeypatch.setattr(access, "_gates", {})
    monkeypatch.setattr(access, "_message_walls", [])
    return access


def at(name: str, **kwargs) -> str:
    return reverse(name, kwargs={"partnership": "redbridge", **kwargs})


def bounced(message):
    OutboxMessage.objects.filter(pk=message.pk).update(state="sent", sent_at=NOW)
    return acts.mark_bounced(message=message, reason="550 no such user", at=NOW)


def test_the_list_shows_what_became_of_each_message(office):
    a_message("one", subject="First")
    bounced(a_message("two", subject="Second"))
    page = office.get(at("messages")).content.decode()
    assert page.index("Second") < page.index("First")
    assert "1 message did not arrive" in page
    page = office.get(at("messages") + "?show=to-deal-with&page=zzz").content.decode()
    assert ("Second" in page, "First" in page) == (True, False)


def test_as_many_queries_for_three_messages_as_for_one(office):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert office.get(at("messages")).status_code == 200
        return len(queries)

    a_message("one")
    count()
    first = count()
    a_message("two")
    a_message("three")
    assert count() == first


def test_a_message_is_shown_as_it_was_written(office):
    message = a_message(body="Dear <b>Rosa</b>,\n\nOne thing is due.\n", subject="<script>x")
    page = office.get(at("message", message=message.pk)).content.decode()
    assert "Dear &lt;b&gt;Rosa&lt;/b&gt;,\n\nOne thing is due." in page
    assert "<script>x" not in page


def test_a_bounce_is_sent_again_from_its_page(office):
    message = bounced(a_message())
    assert "Send it again" in office.get(at("message", message=message.pk)).content.decode()
    here = at("send_again", message=message.pk)
    wrong = office.post(here, {"to_email": "nobody", "reason": ""})
    assert (wrong.status_code, OutboxMessage.objects.count()) == (200, 1)
    answer = office.post(here, {"to_email": "rosa.r@hospital.example", "reason": "Typed wrongly"})
    again = OutboxMessage.objects.get(again_of=message)
    assert (answer.status_code, answer.url) == (302, at("message", message=again.pk))
    assert "Sent again to rosa.r@hospital.example" in office.get(at("message", message=message.pk)).content.decode()


def test_dealing_with_a_bounce_and_withdrawing(office):
    message = bounced(a_message())
    office.post(at("deal_with_bounce", message=message.pk), {"note": "Rang her"})
    waiting = a_message("two")
    office.post(at("withdraw_message", message=waiting.pk), {"reason": "Wrong case"})
    found = OutboxMessage.objects.order_by("pk").values_list("state", "dealt_with_note")
    assert list(found) == [("bounced", "Rang her"), ("withdrawn", "Wrong case")]
    late = office.post(at("withdraw_message", message=waiting.pk), {"reason": "Again"})
    assert "can no longer be withdrawn" in late.content.decode()


@pytest.mark.parametrize("name", ["messages", "message", "send_again", "deal_with_bounce", "withdraw_message"])
def test_only_the_office_reads_messages(client, redbridge, name):
    message = a_message()
    where = at(name) if name == "messages" else at(name, message=message.pk)
    assert client.get(where).status_code == 302
    member = a_member("Pat Police", "agency-representative", agency="east-area-police")
    client.force_login(member.user)
    assert client.get(where).status_code == 403


def test_messages_about_a_case_show_only_through_the_cases_wall(office, sam, gates):
    case = a_case(acting_as(sam))
    OutboxMessage.objects.filter(case=case).delete()
    message = a_message(case=case)
    where = at("message", message=message.pk)
    assert office.get(where).status_code == 404
    gates.register_message_wall(lambda actor: Q(case=case))
    assert office.get(where).status_code == 200
    gates.register_message_wall(lambda actor: Q(pk__in=[]))
    assert (office.get(where).status_code, "Due" in office.get(at("messages")).content.decode()) == (404, False)


def test_a_file_is_closed_unless_its_room_opens_it(office, gates):
    kept = keep_file(CheckedFile("a.txt", "text/plain", b"abc"), kind="upload", at=NOW, actor=SYSTEM)
    where = at("download_file", file=kept.pk)
    assert office.get(where).status_code == 404
    gates.register_gate("upload", lambda file, actor: actor.holds("secretariat"))
    answer = office.get(where)
    assert (answer.content, answer["Content-Disposition"]) == (b"abc", 'attachment; filename="a.txt"')
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store, private")
    gates.register_gate("upload", lambda file, actor: False)
    assert office.get(where).status_code == 404


def test_a_paper_waits_then_is_offered_to_who_asked_for_it(office, client, sam, gates):
    job = acts.ask_for_print(kind="decision-letter", about="", payload=decision_letter(), actor=acting_as(sam), at=NOW)
    where = at("print_job", job=job.pk)
    assert "being made" in office.get(where).content.decode()
    assert office.get(where, {"while": "waiting"}).status_code == 204
    job.file = keep_file(
        CheckedFile("a.pdf", "application/pdf", b"%PDF-"), kind="decision-letter", at=NOW, actor=SYSTEM
    )
    job.state = "done"
    job.save()
    page = office.get(where).content.decode()
    assert (at("download_file", file=job.file_id) in page, "being made" in page) == (True, False)
    part = office.get(where, {"while": "waiting"}).content.decode()
    assert (at("download_file", file=job.file_id) in part, "<html" in part) == (True, False)
    client.force_login(a_member("Other Secretary", "secretariat").user)
    assert client.get(where).status_code == 404


def test_the_demo_mailbox_shows_mails_in_the_demo_only(client, db, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "documents.mailbox.MailboxBackend", str(tmp_path)
    body = f"Open {settings.BASE_URL}/redbridge/links/abc.\n<b>bold</b>\nhttps://evil.example/"
    EmailMessage("A link <b>", body, "us@example.org", ["rosa@hospital.example"]).send()
    (mail,) = mailbox.newest()
    settings.DEMO = False
    assert client.get(reverse("demo_mail")).status_code == 404
    settings.DEMO = True
    assert "A link &lt;b&gt;" in client.get(reverse("demo_mail")).content.decode()
    page = client.get(reverse("demo_mail_message", kwargs={"mail": mail.name})).content.decode()
    assert f'<a class="govuk-link" href="{settings.BASE_URL}/redbridge/links/abc">' in page
    assert ("&lt;b&gt;bold" in page, 'href="https://evil' in page) == (True, False)
    assert client.get("/demo/mail/0123/").status_code == 404


def test_a_mail_handed_over_twice_is_one_file(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "documents.mailbox.MailboxBackend", str(tmp_path)
    for _ in range(2):
        EmailMessage("x", "y", to=["a@b.example"], headers={"Message-ID": "<one@example.org>"}).send()
    assert len(mailbox.newest()) == 1
    assert mailbox.newest()[0].at <= dt.datetime.now(dt.UTC)

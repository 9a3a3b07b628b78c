"""Queueing, withdrawing, bouncing, sending again, asking for a paper."""

import datetime as dt

import pytest

from documents import acts
from documents.models import OutboxMessage, PrintJob
from documents.payloads import PaperError
from partnerships.actors import SYSTEM
from partnerships.refusals import ActRefused
from tests.documents.factories import a_message
from tests.documents.papers import decision_letter
from tests.factories import NOW, an_actor

LATER = NOW + dt.timedelta(minutes=5)


def a_bounced_message(**more) -> OutboxMessage:
    message = a_message(**more)
    OutboxMessage.objects.filter(pk=message.pk).update(state="sent", sent_at=NOW)
    return acts.mark_bounced(message=message, reason="550\nno such user", at=LATER)


def test_the_same_key_is_one_message(redbridge):
    assert a_message().pk == a_message(subject="Another").pk
    assert list(OutboxMessage.objects.values_list("subject", flat=True)) == ["Due"]


def test_nothing_can_be_smuggled_into_a_header(redbridge):
    message = a_message(subject="Due\r\nBcc: everybody@example.org", to_name="Rosa\nX: y")
    assert (message.subject, message.to_name) == ("Due Bcc: everybody@example.org", "Rosa X: y")


@pytest.mark.parametrize("address", ["", "rosa", "rosa@hospital.example, x@y.example", "rosa@\nhospital"])
def test_what_is_no_address_is_something_to_do_and_no_error(redbridge, address):
    message = a_message(to_email=address)
    assert (message.state, message.last_error) == ("failed", "This is not an e-mail address.")
    assert list(OutboxMessage.objects.to_deal_with()) == [message]


def test_a_message_is_withdrawn_only_while_it_waits(redbridge):
    message = acts.withdraw_message(message=a_message(), reason="Wrong person", actor=SYSTEM, at=LATER)
    assert (message.state, message.dealt_with_note) == ("withdrawn", "Wrong person")
    with pytest.raises(ActRefused):
        acts.withdraw_message(message=message, reason="Again", actor=SYSTEM, at=LATER)


def test_a_bounce_is_recorded_once(redbridge):
    message = a_bounced_message()
    assert (message.state, message.last_error) == ("bounced", "550 no such user")
    assert acts.mark_bounced(message=message, reason="other", at=LATER).last_error == "550 no such user"


def test_what_never_left_cannot_come_back(redbridge):
    with pytest.raises(ActRefused):
        acts.mark_bounced(message=a_message(), reason="550", at=LATER)


def test_sent_again_to_the_right_address_twice_pressed_is_one_message(redbridge):
    message, sam = a_bounced_message(), an_actor("Sam Secretary", "secretariat")
    sent = [
        acts.send_again(
            message=message, to_email="rosa.r@hospital.example", reason="Typed wrongly.", actor=sam, at=LATER
        )
        for _ in range(2)
    ]
    assert sent[0] == sent[1]
    assert (sent[0].to_email, sent[0].body, sent[0].again_of) == ("rosa.r@hospital.example", message.body, message)
    message.refresh_from_db()
    assert message.dealt_with_by == sam.label
    assert message.dealt_with_note == "Sent again to rosa.r@hospital.example. Typed wrongly."


def test_a_bounce_is_dealt_with_once_and_says_how(redbridge):
    message, sam = a_bounced_message(), an_actor("Sam Secretary", "secretariat")
    with pytest.raises(ActRefused):
        acts.deal_with_bounce(message=message, note=" ", actor=sam, at=LATER)
    acts.deal_with_bounce(message=message, note="Rang her.", actor=sam, at=LATER)
    with pytest.raises(ActRefused):
        acts.send_again(message=message, to_email="a@b.example", reason="x", actor=sam, at=LATER)


def test_asking_twice_for_the_same_paper_is_one_job(redbridge):
    sam = an_actor("Sam Secretary", "secretariat")
    jobs = [
        acts.ask_for_print(kind="decision-letter", about="case", payload=decision_letter(), actor=sam, at=NOW)
        for _ in range(2)
    ]
    assert (jobs[0].pk, PrintJob.objects.count()) == (jobs[1].pk, 1)
    assert jobs[0].payload["outcome"] == "A mandatory Safeguarding Adult Review will be carried out"


def test_a_payload_that_is_no_such_paper_is_refused_where_it_is_made(redbridge):
    with pytest.raises(PaperError, match="decision-letter lacks “sender”"):
        acts.ask_for_print(
            kind="decision-letter",
            about="",
            payload={"partnership": "P", "title": "T"},
            actor=an_actor("Sam Secretary", "secretariat"),
            at=NOW,
        )

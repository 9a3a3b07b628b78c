"""A learning event: invitations by private link, who came, what they thought of it, without names (BEX-3, DAR-13)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from config.filters import date_long
from documents.models import OutboxMessage
from partnerships.refusals import ActRefused
from reviews.acts import (
    call_off_learning_event,
    change_learning_event,
    convene_learning_event,
    invite_to_learning_event,
    record_learning_event,
)
from reviews.models import Evaluation, Invitation
from reviews.rules.guests import Guest, average, guests_in

from .scenes import LATER
from .test_running import appointed, client_of, on, words

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("line", "guest"),
    [
        ("Una Smith, una@hospital.example", Guest("Una Smith", "una@hospital.example")),
        ("Una Smith <una@hospital.example>", Guest("Una Smith", "una@hospital.example")),
        ("Una\tuna@hospital.example", Guest("Una", "una@hospital.example")),
        ("  Una Smith una@hospital.example  ", Guest("Una Smith", "una@hospital.example")),
    ],
)
def test_a_guest_is_read_as_people_type_one(line, guest):
    assert guests_in(f"\n{line}\n{line.upper()}\n") == ([guest], [])


def test_a_line_that_is_no_guest_is_said_by_its_number():
    found, wrong = guests_in("Una Smith, una@hospital.example\nSomebody\n@x")
    assert (len(found), [each.partition(" must")[0] for each in wrong]) == (1, ["Line 2", "Line 3"])
    assert (average([]), average([5, 4, 4])) == ("", "4.3")


def convened(found, begins):
    return convene_learning_event(
        review=found.review, title="Looking back", purpose="To learn together.", starts_at=begins, place="Town hall",
        guests=[Guest("Una", "una@a.example"), Guest("Ben", "ben@b.example")], actor=found.secretary, at=LATER,
    )  # fmt: skip


def link_in(message) -> str:
    return re.search(r"http\S+?(/redbridge/learning-event/\S+/)", message.body)[1]


def test_each_is_invited_by_a_link_that_says_nothing_of_the_case(redbridge):
    """C-30: the e-mail names nobody; the page behind the link shows the event and nothing of any case."""
    found, _ = appointed()
    begins = timezone.now() + 30 * DAY
    event = convened(found, begins)
    mail = OutboxMessage.objects.get(kind="learning-event-invitation", to_email="una@a.example")
    assert [date_long(begins) in mail.body, "Grey" in mail.body, found.case.reference in mail.body] == [
        True, False, False,
    ]  # fmt: skip
    visitor, link = Client(), link_in(mail)
    page = words(visitor.get(link))
    assert ["Will you come?" in page, found.case.reference in page, "Grey" in page] == [True, False, False]
    assert "Select an answer" in words(visitor.post(link, {"sent": "1"}))
    assert visitor.post(link, {"coming": "yes"})["Location"] == link
    una = event.invitations.get(name="Una")
    assert (una.answer, una.answered_at is not None) == (Invitation.Answer.COMING, True)
    with pytest.raises(ActRefused, match="everybody is invited already"):
        invite_to_learning_event(
            learning_event=event, guests=[Guest("U", "UNA@a.example")], actor=found.secretary, at=LATER
        )
    assert visitor.get("/redbridge/learning-event/nothing/").status_code == 404


def test_who_came_says_what_they_thought_once_and_without_their_name(redbridge):
    found, _ = appointed()
    event = convened(found, timezone.now() - DAY)
    una, ben = event.invitations.get(name="Una"), event.invitations.get(name="Ben")
    with pytest.raises(ActRefused) as refused:
        record_learning_event(learning_event=event, came=[], learnt="Much.", actor=found.secretary, at=LATER)
    assert refused.value.about == "happened_at"
    record_learning_event(
        learning_event=event, came=[una.pk], learnt="To ask.", actor=found.secretary, at=timezone.now()
    )
    asked = OutboxMessage.objects.get(kind="learning-event-evaluation")
    assert asked.to_email == "una@a.example"
    visitor, link = Client(), link_in(asked)
    assert "Select an answer" in words(visitor.post(link, {"change": "Ring first."}))
    assert visitor.post(link, {"useful": "4", "change": "Ring first."}).status_code == 302
    assert "You have told us" in words(visitor.get(link))
    assert words(visitor.post(link, {"useful": "1"})).count("You have told us already") == 1
    (row,) = Evaluation.objects.all()
    assert (row.useful, row.change, {field.name for field in row._meta.fields} & {"invitation", "name"}) == (
        4, "Ring first.", set(),
    )  # fmt: skip
    ben.refresh_from_db()
    assert ben.came is False
    here = on(found, "learning_event", learning_event=event.pk)
    page = words(client_of(found.secretary.membership).get(here))
    told = ("1 answer so far", "To ask.", "Did not come", "Ring first.")
    assert [each in page for each in told] == [True, True, True, False]  # with one everybody would know whose it is
    for change in ("Ask twice.", "Write it down."):
        more = {"partnership": row.partnership, "learning_event": row.learning_event}
        Evaluation.objects.create(useful=4, change=change, **more)
    page = words(client_of(found.secretary.membership).get(here))
    assert [each in page for each in ("on average 4.0 of 5", "Ring first.", "Ask twice.")] == [True] * 3


def test_an_event_is_moved_put_right_and_called_off_and_those_invited_hear(redbridge):
    """C-30: a wrong day in letters that have left is followed by one with the right day; better words tell nobody."""
    found, _ = appointed()
    event = convened(found, timezone.now() + 30 * DAY)
    event.invitations.filter(name="Una").update(answer=Invitation.Answer.COMING, answered_at=timezone.now())
    same = {"purpose": "To learn together.", "starts_at": event.starts_at, "place": "Town hall"}
    common = {"learning_event": event, "actor": found.secretary, "at": timezone.now()}
    change_learning_event(title="Looking back together", **same, **common)
    assert not OutboxMessage.objects.filter(kind="learning-event-moved").exists()
    later = {**same, "starts_at": event.starts_at + 7 * DAY}
    with pytest.raises(ActRefused) as refused:
        change_learning_event(title="Looking back together", **later, **common)
    assert refused.value.about == "reason"
    change_learning_event(title="Looking back together", **later, reason="The hall is taken.", **common)
    moved = OutboxMessage.objects.filter(kind="learning-event-moved")
    assert {(mail.to_email, date_long(later["starts_at"]) in mail.body) for mail in moved} == {
        ("una@a.example", True), ("ben@b.example", True)}  # fmt: skip
    assert event.invitations.get(name="Una").answer == Invitation.Answer.NONE
    call_off_learning_event(reason="The trial has begun.", **common)
    mail = OutboxMessage.objects.get(kind="learning-event-called-off", to_email="una@a.example")
    assert "The event is called off." in words(Client().get(link_in(mail)))
    with pytest.raises(ActRefused, match="called off"):
        record_learning_event(learning_event=event, came=[], learnt="Much.", **{
            "actor": found.secretary, "at": later["starts_at"] + DAY})  # fmt: skip
    page = words(client_of(found.secretary.membership).get(on(found, "change_learning_event", learning_event=event.pk)))
    assert "The event was called off." in page


def test_an_event_that_took_place_before_is_entered_afterwards(redbridge):
    """C-51: without guests, and recorded as held; nobody is invited to what lies in the past."""
    found, _ = appointed()
    with pytest.raises(ActRefused) as refused:
        convened(found, LATER - DAY)
    assert refused.value.about == "guests"
    event = convene_learning_event(
        review=found.review, title="Before", purpose="To learn.", starts_at=LATER - DAY, place="Town hall",
        actor=found.secretary, at=LATER,
    )  # fmt: skip
    record_learning_event(learning_event=event, came=[], learnt="Much.", actor=found.secretary, at=LATER)
    event.refresh_from_db()
    assert (event.learnt, event.held_at) == ("Much.", LATER)

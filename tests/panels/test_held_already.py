"""A meeting whose day has passed: refused, or, where it was held and is only entered now, put on record (C-51)."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import OutboxMessage
from panels.acts import convene_meeting, convene_series
from panels.models import Meeting
from panels.queries.minutes import minutes_paper
from partnerships.refusals import ActRefused
from tests.factories import london, the_version

from .scenes import the_people

NOW = london(2026, 9, 15, 12)
WHY = "The paper minutes came only today."


def asked(scene, starts_at: dt.datetime, **more):
    return {
        "procedure_version": the_version(), "body": "one-panel", "starts_at": starts_at, "actor": scene.secretary,
        "at": NOW, **more,
    }  # fmt: skip


def test_a_day_that_has_passed_asks_why_it_is_only_entered_now(redbridge):
    scene = the_people()
    with pytest.raises(ActRefused) as refused:
        convene_meeting(**asked(scene, london(2026, 9, 14, 16)))
    assert (str(refused.value), refused.value.about) == (
        "Monday 14 September 2026 has passed. Choose a later day, or, if the meeting was held then, say why it is only "
        "entered now.",
        "held_already_why",
    )  # fmt: skip
    held = convene_meeting(**asked(scene, london(2026, 9, 14, 16), held_already_why=f" {WHY} "))
    assert (held.held_already_why, held.short_notice_why) == (WHY, "")
    assert OutboxMessage.objects.filter(kind="invitation").count() == 0
    # Earlier today is no day that has passed; a reason that nothing asks for is not kept.
    today = convene_meeting(**asked(scene, london(2026, 9, 15, 9), held_already_why=WHY))
    assert today.held_already_why == "" and OutboxMessage.objects.filter(kind="invitation").exists()


def test_a_series_that_begins_in_the_past_keeps_the_reason_where_it_was_needed(redbridge):
    scene = the_people()
    given = asked(scene, london(2026, 9, 8, 10), count=2)
    given["first"] = given.pop("starts_at")
    with pytest.raises(ActRefused):
        convene_series(**given)
    made = convene_series(**given, held_already_why=WHY)
    assert [meeting.held_already_why for meeting in made] == [WHY, ""]


def form_of(day: dt.date, **more) -> dict:
    sent = {"body": "one-panel", "kind": "meeting", "place": "Hall", "count": 1, "form_token": str(uuid4())}
    sent |= {"starts_at-day": day.day, "starts_at-month": day.month, "starts_at-year": day.year}
    return {**sent, "starts_at-time": "10am", **more}


def test_the_pages_ask_why_and_then_when_it_began_and_ended(redbridge):
    scene = the_people()
    client = Client()
    client.force_login(scene.secretary.membership.user)
    day = dt.date.today() - dt.timedelta(days=3)
    url = reverse("convene_meeting", kwargs={"partnership": "redbridge"})
    first = client.post(url, form_of(day)).content.decode()
    assert "Error:" in first and "has passed. Choose a later day" in first and Meeting.objects.count() == 0
    again = client.post(url, form_of(day, held_already_why=WHY)).content.decode()
    assert "has passed: the meeting is put on record, and nobody is invited." in again and "Put it on record" in again
    key = again.split('name="checked" value="')[1].split('"')[0]
    assert client.post(url, form_of(day, held_already_why=WHY, checked=key)).status_code == 302
    meeting = Meeting.objects.get()
    here = {"partnership": "redbridge", "meeting": meeting.pk}
    assert WHY in client.get(reverse("meeting", kwargs=here)).content.decode()

    def happened(hour: str) -> dict:
        return {"happened_at-day": day.day, "happened_at-month": day.month, "happened_at-year": day.year,
                "happened_at-time": hour}  # fmt: skip

    assert "When did it begin?" in client.get(reverse("open_meeting", kwargs=here)).content.decode()
    client.post(reverse("open_meeting", kwargs=here), happened("10:04am"))
    live = client.get(reverse("meeting_live", kwargs=here)).content.decode()
    assert f'<a class="govuk-link" href="{reverse("close_meeting", kwargs=here)}">End the meeting</a>' in live
    assert "When did it end?" in client.get(reverse("close_meeting", kwargs=here)).content.decode()
    client.post(reverse("close_meeting", kwargs=here), happened("11:30am"))
    meeting.refresh_from_db()
    assert meeting.state == "closed"
    paper = minutes_paper(meeting, opening="", state="Draft")
    assert paper.closed == "The meeting ended at 11:30am."
    assert meeting.opened_at.astimezone(NOW.tzinfo).strftime("%H:%M") == "10:04"

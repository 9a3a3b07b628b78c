"""A meeting called later than the text's notice says why, in the browser too; calls of the leads are exempt."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from panels.acts import convene_meeting
from panels.models import Meeting
from partnerships.refusals import ActRefused
from tests.factories import a_member, an_actor, london, the_version


def form_for(day: dt.date) -> dict:
    return {
        "form_token": "9b2c1f60-0000-4000-8000-000000000001", "body": "one-panel", "starts_at-day": str(day.day),
        "starts_at-month": str(day.month), "starts_at-year": str(day.year), "starts_at-time": "10am",
        "place": "Town hall", "kind": "meeting", "count": "1",
    }  # fmt: skip


def test_the_page_asks_why_keeps_what_was_typed_and_takes_the_reason(client, redbridge):
    client.force_login(a_member("Sam Secretary", "secretariat").user)
    address = reverse("convene_meeting", kwargs={"partnership": "redbridge"})
    form = form_for(timezone.localdate() + dt.timedelta(days=2))
    page = client.post(address, form).content.decode()
    assert not Meeting.objects.exists()
    assert 'href="#id_short_notice_why"' in page
    assert 'value="Town hall"' in page
    form["short_notice_why"] = "The coroner asked for it."
    checked = client.post(address, form).content.decode()
    assert "Members get less notice than the procedure gives them." in checked
    answer = client.post(address, {**form, "checked": re.search(r'name="checked" value="([^"]*)"', checked)[1]})
    assert answer.status_code == 302
    assert Meeting.objects.get().short_notice_why == "The coroner asked for it."


@pytest.mark.parametrize(
    ("starts", "late"),
    [((2026, 9, 8), False), ((2026, 9, 7), True), ((2026, 9, 1), False), ((2026, 8, 20), False)],
    ids=["five working days", "four", "today, entered afterwards", "held already"],
)
def test_five_working_days_before_the_meeting(redbridge, starts, late):
    """Told on Tuesday 1 September: the 8th is the first day with five working days between."""
    common = {"procedure_version": the_version(), "body": "one-panel", "at": london(2026, 9, 1)}
    common |= {"held_already_why": "The minutes came only now."}
    actor = an_actor("Sam Secretary", "secretariat")
    if late:
        with pytest.raises(ActRefused):
            convene_meeting(starts_at=london(*starts), actor=actor, **common)
        return
    assert convene_meeting(starts_at=london(*starts), actor=actor, **common).short_notice_why == ""

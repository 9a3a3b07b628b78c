"""A person's meetings at a private address: only theirs, nothing about cases, ended when they say so (C-30)."""

from __future__ import annotations

import datetime as dt
import re

from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from panels.acts import cancel_meeting, convene_meeting
from partnerships.models import PrivateLink
from tests.factories import a_member, the_version

from .scenes import the_people
from .test_pages import address, client_of, who

ADDRESS = re.compile(r"https?://[^/]+(/calendar/[\w-]{43}/meetings\.ics)")


def entries(path: str) -> list[tuple]:
    response = Client().get(path)
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store, private")
    found = Calendar.from_ical(response.content).walk("VEVENT")
    return [(str(e["SUMMARY"]), str(e["LOCATION"]), str(e["STATUS"])) for e in found]


def test_an_address_shows_its_owners_meetings_until_it_is_ended(redbridge):
    scene = the_people("community-safety")
    day = timezone.now() + dt.timedelta(days=40)
    common = {"procedure_version": the_version(), "place": "Town hall", "actor": scene.secretary, "at": timezone.now()}
    panel = convene_meeting(body="one-panel", starts_at=day, **common)
    convene_meeting(body="statutory-partners", starts_at=day, **common)
    member, page = client_of(who(scene, "community-safety")), address("calendar_feed")
    assert ADDRESS.search(member.get(page).content.decode()) is None
    first = ADDRESS.search(member.post(page, {"to": "make"}).content.decode())[1]
    assert entries(first) == [("One Panel, Redbridge", "Town hall", "CONFIRMED")]
    office = ADDRESS.search(client_of(who(scene, "secretary")).post(page, {"to": "make"}).content.decode())[1]
    assert len(entries(office)) == 2
    assert ADDRESS.search(member.get(page).content.decode()) is None  # shown once
    cancel_meeting(meeting=panel, reason="Nothing to deal with.", actor=scene.chair, at=timezone.now())
    assert [state for *_, state in entries(first)] == ["CANCELLED"]
    second = ADDRESS.search(member.post(page, {"to": "make"}).content.decode())[1]
    assert (Client().get(first).status_code, len(entries(second))) == (404, 1)
    member.post(page, {"to": "end"})
    assert Client().get(second).status_code == 404
    assert PrivateLink.objects.filter(purpose="calendar", revoked_at=None).count() == 1


def test_whoever_leaves_has_no_calendar(redbridge):
    leaver = a_member("Lee Leaver", "secretariat")
    path = ADDRESS.search(client_of(leaver).post(address("calendar_feed"), {"to": "make"}).content.decode())[1]
    assert entries(path) == []
    leaver.active = False
    leaver.save()
    assert Client().get(path).status_code == 404
    assert Client().get("/calendar/nonsense/meetings.ics").status_code == 404

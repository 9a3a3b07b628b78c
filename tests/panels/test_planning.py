"""Fixing, moving and calling off a meeting: first what leaves and to whom, then the act (RED-2, C-16)."""

from __future__ import annotations

import re

import pytest

from cases.models import Event, Fact
from deadlines.models import MeetingDay
from documents.models import OutboxMessage
from panels.acts import cancel_meeting, convene_meeting, move_meeting, open_meeting
from panels.models import Meeting
from partnerships.refusals import ActRefused
from tests.factories import an_actor, london, the_version

from .scenes import CONVENED, MEETING, a_meeting, on_the_agenda, the_people
from .test_pages import address, at_meeting, client_of, who, words

NEW = london(2026, 9, 22, 14)


def refusal(act, **given) -> str:
    with pytest.raises(ActRefused) as refused:
        act(**given)
    return str(refused.value)


def moved(meeting: Meeting, actor, **more) -> Meeting:
    return move_meeting(
        **{
            "meeting": meeting, "starts_at": NEW, "place": "Annexe", "reason": "The hall is flooded.",
            "actor": actor, "at": CONVENED, **more,
        }
    )  # fmt: skip


def test_a_moved_meeting_moves_its_day_its_cases_and_tells_everybody_again(redbridge):
    """RED-2, C-16: the day counts for clocks, the case records it, the two people invited hear of it once."""
    scene = on_the_agenda("nel-icb")
    moved(scene.meeting, scene.secretary)
    stored = Meeting.objects.get()
    assert (stored.starts_at, stored.place, stored.state) == (NEW, "Annexe", "planned")
    assert list(MeetingDay.objects.values_list("body", "on")) == [("one-panel", NEW.date())]
    newest = Fact.objects.filter(case=scene.case, name="meeting").order_by("-id").first()
    assert (newest.happened_at, newest.about) == (NEW, f"meeting:{stored.pk}")
    assert Event.objects.get(pk=newest.event_id).summary == (
        "The One Panel of 15 September 2026 was moved to 22 September 2026 at 2pm."
    )
    told = OutboxMessage.objects.filter(kind="moved-meeting")
    assert {message.subject for message in told} == {"One Panel: the meeting is now on 22 September 2026"}
    assert told.count() == OutboxMessage.objects.filter(kind="invitation").count() == 2
    moved(stored, scene.secretary, starts_at=london(2026, 9, 23, 14))
    assert OutboxMessage.objects.filter(kind="moved-meeting").count() == 4


def test_another_place_on_the_same_day_writes_nothing_into_the_cases(redbridge):
    scene = on_the_agenda("nel-icb")
    before = Event.objects.count()
    moved(scene.meeting, scene.secretary, starts_at=MEETING)
    assert (Event.objects.count(), Meeting.objects.get().place) == (before, "Annexe")


def test_what_cannot_be_moved(redbridge):
    scene = on_the_agenda("nel-icb")
    other = a_meeting(scene, NEW)
    assert refusal(moved, meeting=scene.meeting, actor=scene.member("nel-icb")) == (
        "Only the Panel Chair or the One Panel Secretariat can do this."
    )
    assert refusal(moved, meeting=scene.meeting, actor=scene.chair) == "The One Panel already meets then."
    assert Meeting.objects.get(pk=scene.meeting.pk).starts_at == MEETING
    assert list(MeetingDay.objects.order_by("on").values_list("on", flat=True)) == [MEETING.date(), NEW.date()]
    assert refusal(moved, meeting=scene.meeting, actor=scene.chair, starts_at=london(2026, 8, 1)) == (
        "A meeting cannot be moved to a day that has passed."
    )
    assert refusal(moved, meeting=scene.meeting, actor=scene.chair, reason=" ") == "Say why the meeting is moved."
    assert refusal(moved, meeting=other, actor=scene.chair, place="Town hall") == (
        "This is when and where the meeting is planned already."
    )
    open_meeting(meeting=scene.meeting, actor=scene.chair, at=MEETING)
    assert refusal(moved, meeting=scene.meeting, actor=scene.chair) == "The meeting is in session."


def test_the_notice_is_short_so_the_reason_for_moving_is_kept_with_the_meeting(redbridge):
    meeting = a_meeting(the_people("nel-icb"))
    moved(meeting, an_actor("Sam Secretary", "secretariat"), starts_at=london(2026, 9, 3, 10))
    assert Meeting.objects.get().short_notice_why == "The hall is flooded."


def key_on(page: str) -> str:
    return re.search(r'name="checked" value="([^"]*)"', page)[1]


def test_the_page_shows_what_is_sent_before_it_moves_the_meeting(redbridge):
    scene = on_the_agenda("nel-icb")
    office = client_of(who(scene, "secretary"))
    url = at_meeting(scene, "move_meeting")
    assert f'href="{url}"' in words(office.get(at_meeting(scene, "meeting")))
    form = {
        "starts_at-day": "16", "starts_at-month": "11", "starts_at-year": "2030", "starts_at-time": "2pm",
        "place": "Annexe", "reason": "The hall is flooded.",
    }  # fmt: skip
    page = words(office.post(url, form))
    assert "Saturday 16 November 2030 is not a working day." in page
    assert "One e-mail to each of 2 people." in page and "Move it and tell 2 people" in page
    assert Meeting.objects.get().starts_at == MEETING
    later = {**form, "starts_at-day": "18"}
    assert "Move it and tell 2 people" in words(office.post(url, {**later, "checked": key_on(page)}))
    assert Meeting.objects.get().starts_at == MEETING  # what was shown was another day
    assert office.post(url, {**form, "checked": key_on(page)}).status_code == 302
    assert Meeting.objects.get().starts_at == london(2030, 11, 16, 14)


def test_the_page_says_who_may_call_off_and_what_stands_in_the_way(redbridge):
    """RED-2: the chair alone, and no new referral."""
    scene = on_the_agenda("nel-icb")
    page = words(client_of(who(scene, "secretary")).get(at_meeting(scene, "meeting")))
    assert "Only the Panel Chair can call the meeting off." in page
    assert f"New referrals wait for this meeting: {scene.case.reference}." in page
    assert at_meeting(scene, "cancel_meeting") not in page
    quiet = the_quiet_meeting()
    page = words(client_of(who(quiet, "chair")).get(at_meeting(quiet, "meeting")))
    assert f'href="{at_meeting(quiet, "cancel_meeting")}"' not in page  # the referral waits for this one too


def the_quiet_meeting():
    scene = the_people("adult-social-care")
    scene.meeting = a_meeting(scene, london(2026, 10, 20, 10))
    return scene


def test_the_chair_is_offered_to_call_off_what_nothing_waits_for(redbridge):
    scene = the_quiet_meeting()
    chair = client_of(who(scene, "chair"))
    assert f'href="{at_meeting(scene, "cancel_meeting")}"' in words(chair.get(at_meeting(scene, "meeting")))
    assert "One e-mail to each of 2 people." in words(chair.get(at_meeting(scene, "cancel_meeting")))
    cancel_meeting(meeting=scene.meeting, reason="Nothing waits", actor=scene.chair, at=CONVENED)
    assert MeetingDay.objects.count() == 0


def test_before_its_day_a_meeting_is_opened_only_after_a_question(redbridge):
    scene = the_people("nel-icb")
    scene.meeting = convene_meeting(
        procedure_version=the_version(), body="one-panel", starts_at=london(2030, 12, 3, 10), place="Town hall",
        actor=scene.secretary, at=CONVENED,
    )  # fmt: skip
    office = client_of(who(scene, "secretary"))
    url = at_meeting(scene, "open_meeting")
    assert f'<a class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0" data-module="govuk-button" role="button" draggable="false" href="{url}"' in words(office.get(at_meeting(scene, "meeting")))  # fmt: skip # noqa: E501
    assert "It is planned for 3 December 2030 at 10am. Open it now?" in words(office.get(url))
    assert Meeting.objects.get().state == "planned"
    assert office.post(url).url == at_meeting(scene, "meeting_live")


def test_convening_shows_how_many_are_invited_first(redbridge):
    scene = the_people("nel-icb")
    office = client_of(who(scene, "secretary"))
    form = {
        "form_token": "9b2c1f60-0000-4000-8000-000000000002", "body": "one-panel", "starts_at-day": "28",
        "starts_at-month": "12", "starts_at-year": "2030", "starts_at-time": "10am", "place": "Town hall",
        "kind": "meeting", "count": "1",
    }  # fmt: skip
    page = words(office.post(address("convene_meeting"), form))
    assert "Saturday 28 December 2030 is not a working day." in page
    assert "Convene and invite 2 people" in page and "One e-mail to each of 2 people." in page
    assert (Meeting.objects.count(), OutboxMessage.objects.filter(kind="invitation").count()) == (0, 0)
    assert office.post(address("convene_meeting"), {**form, "checked": key_on(page)}).status_code == 302
    assert (Meeting.objects.count(), OutboxMessage.objects.filter(kind="invitation").count()) == (1, 2)

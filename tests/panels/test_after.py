"""After the meeting: amendments to the minutes, action points, attendance counted fairly."""

from __future__ import annotations

import datetime as dt

import pytest

from documents.models import OutboxMessage
from panels.acts import (
    agree_minutes,
    answer_comment,
    cancel_meeting,
    close_meeting,
    comment_on_minutes,
    draft_minutes,
    end_action,
    open_meeting,
    record_action,
    record_apologies,
    record_attendance,
    send_draft_minutes,
)
from panels.models import ActionPoint, Meeting, MinutesComment
from panels.queries import after
from panels.queries.minutes import minutes_paper
from partnerships.models import Agency
from partnerships.refusals import ActRefused
from procedures import library
from tests.factories import a_member, acting_as, london

from .scenes import LATER, a_meeting
from .test_minutes import ENDED, a_full_meeting
from .test_pages import address, at_meeting, client_of, words

OCTOBER = london(2026, 10, 13, 10)


@pytest.fixture
def scene(redbridge):
    return a_full_meeting()


@pytest.fixture
def minutes(scene):
    return draft_minutes(meeting=scene.meeting, actor=scene.secretary, at=ENDED)


def sent(scene, minutes, day=dt.date(2026, 9, 25)):
    number = send_draft_minutes(minutes=minutes, comments_by=day, actor=scene.secretary, at=ENDED)
    minutes.refresh_from_db()
    return number


def asked_for(scene, minutes, agency="adult-social-care", at=ENDED) -> MinutesComment:
    return comment_on_minutes(
        minutes=minutes, item=scene.item, text="We said “nine”.", actor=scene.member(agency), at=at
    )


def refusal(act, **kwargs) -> str:
    with pytest.raises(ActRefused) as refused:
        act(**kwargs)
    return str(refused.value)


def test_the_draft_goes_to_whoever_was_there_with_a_last_day(scene, minutes):
    number = sent(scene, minutes)
    told = OutboxMessage.objects.filter(kind="draft-minutes")
    assert {one.to_name for one in told} >= {"Dee Deputy", "Chris Chair", "Rep Housing-Service"}
    assert (told.count(), minutes.comments_by) == (number, dt.date(2026, 9, 25))
    assert told.first().subject == "One Panel: draft minutes of 15 September 2026"
    assert "by 25 September 2026" in told.first().body and scene.case.reference not in told.first().body
    late = {"minutes": minutes, "comments_by": dt.date(2026, 9, 14), "actor": scene.secretary, "at": ENDED}
    assert refusal(send_draft_minutes, **late) == "The last day for amendments has passed already."


def test_an_amendment_waits_for_the_sent_draft_and_stands_before_agreement(scene, minutes):
    assert refusal(asked_for, scene=scene, minutes=minutes) == "The minutes do not wait for amendments of yours."
    sent(scene, minutes)
    one = asked_for(scene, minutes)
    stranger = acting_as(a_member("Olga Other", agency="probation-service"))
    words = {"minutes": minutes, "item": None, "text": "No.", "actor": stranger, "at": ENDED}
    assert refusal(comment_on_minutes, **words) == "The minutes do not wait for amendments of yours."
    agree = {"minutes": minutes, "version": minutes.version, "actor": scene.chair, "at": OCTOBER}
    assert refusal(agree_minutes, **agree) == "Answer every amendment that was asked for first."
    no = {"comment": one, "taken": False, "actor": scene.secretary, "at": OCTOBER}
    assert refusal(answer_comment, **no) == "Give the reason for leaving it out."
    answered = answer_comment(**no, answer="The recording says ten.")
    assert (answered.state, answered.answer) == ("not-taken", "The recording says ten.")
    assert refusal(answer_comment, **no, answer="Again") == "This was answered before: not taken in."
    october = Meeting.objects.get(starts_at__date=dt.date(2026, 10, 13))
    agreed = agree_minutes(**agree, agreed_at=october)
    assert agreed.paper["state"] == "Agreed on 13 October 2026, at the meeting of 13 October 2026"
    assert refusal(asked_for, scene=scene, minutes=agreed) == "The minutes do not wait for amendments of yours."


def test_what_comes_after_the_last_day_is_marked(scene, minutes):
    sent(scene, minutes)
    in_time, late = asked_for(scene, minutes), asked_for(scene, minutes, "nel-icb", at=london(2026, 9, 26, 0, 1))
    assert [row.came_late for row in after.comments_of(minutes, set())] == [False, True]
    assert after.comments_of(minutes, {scene.item.pk}) == [] and in_time.pk != late.pk


# C-26
def test_an_action_point_stands_in_the_minutes_until_it_is_answered(scene, minutes):
    police = Agency.objects.get(slug="east-area-police")
    common = {"item": scene.item, "actor": scene.secretary, "at": ENDED}
    assert refusal(record_action, **common, text="Ask") == "Choose the agency that does it, or name a person."
    before = {**common, "text": "Ask", "agency": police, "due_on": dt.date(2026, 9, 14)}
    assert refusal(record_action, **before) == "The day is before the meeting."
    action = record_action(**common, text="Ask the hospital", agency=police, due_on=dt.date(2026, 10, 1))
    paper = minutes_paper(scene.meeting, opening="", state="Draft")
    assert [(line.action, line.owner, line.due) for line in paper.items[0].actions] == [
        ("Ask the hospital", "East Area BCU MPS", "1 October 2026")
    ]
    october = Meeting.objects.get(starts_at__date=dt.date(2026, 10, 13))
    rows = after.matters_arising(october, scene.secretary, at=OCTOBER)
    assert [(row.action.pk, row.overdue, row.mine) for row in rows] == [(action.pk, True, False)]
    ending = {"action": action, "state": "done", "outcome": "The notes came.", "at": OCTOBER}
    icb = scene.member("nel-icb")
    assert refusal(end_action, **ending, actor=icb).startswith("Only the agency that owns the action")
    dropping = {**ending, "state": "dropped", "actor": scene.member("east-area-police")}
    assert refusal(end_action, **dropping) == "Only the Panel Chair or the One Panel Secretariat can do this."
    end_action(**ending, actor=scene.member("east-area-police"))
    assert after.matters_arising(october, scene.secretary, at=OCTOBER) == []
    assert refusal(end_action, **ending, actor=scene.secretary) == "This was answered before: done."


# C-52
def test_actions_on_a_case_are_hidden_with_it(scene, minutes):
    record_action(item=scene.item, text="Ask", owner="Sam", actor=scene.secretary, at=ENDED)
    conflicted = scene.member("nelft")
    procedure = library.in_force("redbridge")
    assert after.actions_of(scene.meeting, conflicted, at=ENDED) == []
    assert after.action_rows(conflicted, procedure, ended=False, at=ENDED) == []
    assert len(after.action_rows(scene.member("nel-icb"), procedure, ended=False, at=ENDED)) == 1


def test_agreed_minutes_take_no_more_action_points(scene, minutes):
    agree_minutes(minutes=minutes, version=minutes.version, actor=scene.chair, at=OCTOBER)
    words = {"item": scene.item, "text": "Ask", "owner": "Sam", "actor": scene.secretary, "at": OCTOBER}
    assert "minutes of this meeting are agreed" in refusal(record_action, **words)
    assert ActionPoint.objects.count() == 0


# C-11, C-26, RED-2
def test_attendance_counts_deputies_apologies_and_cancelled_meetings_fairly(scene):
    november = a_meeting(scene, london(2026, 11, 10, 10))
    cancel_meeting(meeting=november, reason="Nothing is pending.", actor=scene.chair, at=OCTOBER)
    october = Meeting.objects.get(starts_at__date=dt.date(2026, 10, 13))
    record_apologies(meeting=october, membership=scene.people["nel-icb"], actor=scene.secretary, at=LATER)
    open_meeting(meeting=october, actor=scene.chair, at=OCTOBER)
    record_attendance(meeting=october, membership=scene.people["nelft"], actor=scene.secretary, at=OCTOBER)
    record_attendance(
        meeting=october, membership=scene.people["bhrut"], part="observer", actor=scene.secretary, at=OCTOBER
    )
    close_meeting(meeting=october, actor=scene.chair, at=OCTOBER + dt.timedelta(hours=1))
    days = {"since": dt.date(2026, 9, 1), "until": dt.date(2026, 11, 30)}
    body = after.attendance_statistics(scene.secretary, library.in_force("redbridge"), **days)[0]
    assert (body.title, body.held, body.cancelled) == ("One Panel", 2, 1)
    found = {one.title: (one.came, one.by_deputy, one.apologies, one.without_word) for one in body.agencies}
    assert found["NEL NHS ICB"] == (1, 1, 1, 0)
    assert found["NELFT"] == (2, 0, 0, 0)
    assert found["BHRUT"] == (1, 0, 0, 1)
    assert found["LBR Housing Service"] == (0, 0, 1, 1)
    assert {one.held for one in body.agencies} == {2}
    assert after.attendance_statistics(
        scene.secretary, library.in_force("redbridge"), since=dt.date(2025, 1, 1), until=dt.date(2025, 2, 1)
    ) == []  # fmt: skip


def test_the_pages_from_the_draft_to_the_agreed_minutes(scene, minutes):
    """Each page opens, says what is missing beside the field, and leads on."""
    office, member = client_of(scene.secretary.membership), client_of(scene.people["adult-social-care"])

    def there(name, **more):
        return at_meeting(scene, name, **more)

    assert member.get(there("comment_on_minutes")).status_code == 404
    assert "There is a problem" in words(office.post(there("send_draft_minutes"), {"checked": ""}))
    typed = dict(zip(("comments_by-day", "comments_by-month", "comments_by-year"), ("25", "9", "2088"), strict=True))
    shown = words(office.post(there("send_draft_minutes"), typed))
    assert "What will be sent" in shown and OutboxMessage.objects.filter(kind="draft-minutes").count() == 0
    office.post(there("send_draft_minutes"), {**typed, "checked": "2088-09-25"})
    assert OutboxMessage.objects.filter(kind="draft-minutes").count() > 5
    assert "There is a problem" in words(member.post(there("comment_on_minutes"), {"text": ""}))
    member.post(there("comment_on_minutes"), {"text": "Read “ten”.", "item": scene.item.pk})
    comment = MinutesComment.objects.get()
    assert "Read “ten”." in words(office.get(there("minutes")))
    assert "Give the reason" in words(office.post(there("answer_comment", comment=comment.pk), {"taken": "not-taken"}))
    office.post(there("answer_comment", comment=comment.pk), {"taken": "taken"})
    action = {"item": scene.item.pk, "text": "Ask the hospital", "owner": "Sam", "agency": ""}
    assert "name a person" in words(office.post(there("record_action"), {**action, "owner": ""}))
    office.post(there("record_action"), action)
    kept = ActionPoint.objects.get()
    assert "Ask the hospital" in words(office.get(there("meeting"))) + words(office.get(address("action_points")))
    office.post(there("end_action", action=kept.pk), {"state": "done", "outcome": "It came."})
    assert "It came." in words(office.get(address("action_points") + "?show=ended"))
    office.post(there("agree_minutes"), {"version": comment.minutes.version, "meeting": ""})
    minutes.refresh_from_db()
    assert (minutes.state, minutes.agreed_meeting) == ("agreed", None)
    days = {"since-day": "1", "since-month": "9", "since-year": "2026"}
    assert "One Panel: 1 meeting held" in words(office.get(address("meeting_attendance"), days))

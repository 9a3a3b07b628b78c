"""A body meets: convened, papers, who came, called off (RED-1, RED-2, C-26, C-51, C-52)."""

from __future__ import annotations

from functools import partial

import pytest

from cases.acts import declare_conflict
from cases.models import AgencyAccess, Event, Fact
from cases.queries import visible_cases
from deadlines.models import MeetingDay
from documents.models import OutboxMessage
from information.acts import request_information
from panels.acts import (
    add_agenda_item,
    add_other_item,
    cancel_meeting,
    close_meeting,
    convene_meeting,
    convene_series,
    defer_item,
    move_item,
    name_deputy,
    open_meeting,
    record_apologies,
    record_attendance,
    record_leaving,
    remove_agenda_item,
)
from panels.models import AgendaItem, Attendance
from panels.queries.lists import waiting_cases, what_waits
from panels.queries.room import actor_at, room_of
from partnerships.refusals import ActRefused
from tests.factories import a_member, acting_as, an_agency, london, the_version

from .scenes import (
    CONVENED,
    LATER,
    MEETING,
    OPENED,
    a_meeting,
    accepted_case,
    in_session,
    listed,
    on_the_agenda,
    the_people,
)


def refusal(act, **kwargs) -> str:
    with pytest.raises(ActRefused) as refused:
        act(**kwargs)
    return str(refused.value)


def test_a_meeting_invites_its_members_and_the_clocks_learn_of_it(redbridge):
    scene = the_people("nel-icb", "nelft")
    meeting = a_meeting(scene)
    assert list(MeetingDay.objects.values_list("body", "meeting")) == [("one-panel", meeting.pk)]
    sent = OutboxMessage.objects.filter(kind="invitation").order_by("to_email").values_list("to_name", "subject")
    subject = "One Panel: meeting on 15 September 2026"
    assert list(sent) == [("Chris Chair", subject), ("Rep Nel-Icb", subject), ("Rep Nelft", subject)]


def test_only_chair_or_secretariat_convene_and_only_once_for_a_time(redbridge):
    scene = the_people("nel-icb")
    kwargs = {"procedure_version": the_version(), "body": "one-panel", "starts_at": MEETING, "at": CONVENED}
    assert refusal(convene_meeting, **kwargs, actor=scene.member("nel-icb")) == (
        "Only the Panel Chair or the One Panel Secretariat can do this."
    )
    assert refusal(convene_meeting, **kwargs, kind="virtual", actor=scene.chair) == (
        "The One Panel does not meet in this way."
    )
    convene_meeting(**kwargs, actor=scene.chair)
    assert refusal(convene_meeting, **kwargs, actor=scene.secretary) == "The One Panel already meets then."


def test_a_monthly_series_keeps_weekday_and_clock_time_over_the_change_of_clocks(redbridge):
    scene = the_people("nel-icb")
    meetings = convene_series(
        procedure_version=the_version(), body="one-panel", first=london(2026, 9, 8, 10), count=4, actor=scene.chair,
        at=CONVENED,
    )  # fmt: skip
    assert [m.starts_at for m in meetings] == [
        london(2026, 9, 8, 10), london(2026, 10, 13, 10), london(2026, 11, 10, 10), london(2026, 12, 8, 10),
    ]  # fmt: skip
    assert OutboxMessage.objects.filter(kind="invitation").count() == 0


# RED-2
def test_a_meeting_with_a_new_referral_cannot_be_cancelled(redbridge):
    scene = the_people()
    meeting, case = a_meeting(scene), accepted_case(scene)
    assert refusal(cancel_meeting, meeting=meeting, reason="Quiet", actor=scene.chair, at=CONVENED) == (
        f"The meeting cannot be cancelled. New referrals wait for this meeting: {case.reference}."
    )
    assert refusal(cancel_meeting, meeting=meeting, reason="Quiet", actor=scene.secretary, at=CONVENED) == (
        "Only the Panel Chair can do this."
    )


def test_a_case_put_off_is_a_critical_decision_pending(redbridge):
    scene = in_session()
    defer_item(item=scene.item, reason="No time", actor=scene.chair, at=LATER)
    close_meeting(meeting=scene.meeting, actor=scene.chair, at=LATER)
    following = a_meeting(scene, london(2026, 10, 13))
    waits = what_waits(following)
    assert (waits.new, waits.critical) == ((), (scene.case.reference,))
    assert refusal(cancel_meeting, meeting=following, reason="Quiet", actor=scene.chair, at=LATER) == (
        f"The meeting cannot be cancelled. Running cases need a decision: {scene.case.reference}."
    )


def test_a_meeting_that_nothing_waits_for_is_cancelled_and_its_day_forgotten(redbridge):
    scene = the_people("nel-icb")
    meeting = cancel_meeting(meeting=a_meeting(scene), reason="Nothing waits", actor=scene.chair, at=CONVENED)
    assert (meeting.state, meeting.cancelled_why) == ("cancelled", "Nothing waits")
    assert MeetingDay.objects.count() == 0
    assert OutboxMessage.objects.filter(kind="cancelled-meeting").count() == 2
    assert refusal(open_meeting, meeting=meeting, actor=scene.chair, at=MEETING) == "The meeting was cancelled."
    a_meeting(scene)  # the time is free again


# C-52
def test_an_agenda_item_shows_the_case_to_the_member_agencies(redbridge):
    scene = the_people("nelft", "nel-icb")
    case, meeting = accepted_case(scene), a_meeting(scene)
    assert list(visible_cases(scene.member("nelft"))) == []
    assert [c.pk for c in waiting_cases(scene.secretary)] == [case.pk]
    item = listed(scene, case, meeting)
    assert AgencyAccess.objects.filter(case=case).count() == 14
    assert list(visible_cases(scene.member("nelft"))) == [case]
    assert waiting_cases(scene.secretary) == []
    assert case.stage == "on-agenda"
    assert Fact.objects.get(name="meeting").happened_at == MEETING
    assert refusal(
        add_agenda_item, meeting=meeting, case=case, reason="Again", actor=scene.secretary, at=CONVENED
    ).startswith("The case is at “On an agenda”.")
    remove_agenda_item(item=item, reason="Too early", actor=scene.secretary, at=CONVENED)
    case.refresh_from_db()
    assert (case.stage, AgendaItem.objects.get().state) == ("waiting", "removed")


def test_a_guided_step_wants_a_reason(redbridge):
    scene = the_people("nelft")
    sentence = refusal(
        add_agenda_item, meeting=a_meeting(scene), case=accepted_case(scene), actor=scene.secretary, at=CONVENED
    )
    assert sentence == "Normally first: at least one agency was asked. Give a reason for going on without it."


# RED-21
def test_once_the_time_to_answer_is_over_no_reason_is_wanted(redbridge):
    scene = the_people("nelft")
    meeting, case = a_meeting(scene), accepted_case(scene)
    request_information(
        case=case, agencies=[scene.people["nelft"].agency], wording="What do you know?", actor=scene.secretary,
        at=CONVENED,
    )  # fmt: skip
    listing = partial(add_agenda_item, meeting=meeting, case=case, actor=scene.secretary)
    last_day, after = london(2026, 9, 15), london(2026, 9, 16)
    assert refusal(listing, at=last_day) == (
        "Normally first: every agency has answered, or its last day is past. Give a reason for going on without it."
    )
    assert listing(at=after).state == "listed"


def test_items_are_put_in_order(redbridge):
    scene = the_people("nelft")
    meeting = a_meeting(scene)
    first, second, third = (
        add_other_item(meeting=meeting, title=title, actor=scene.secretary, at=CONVENED) for title in "ABC"
    )
    move_item(item=third, up=True, actor=scene.secretary, at=CONVENED)
    move_item(item=first, up=True, actor=scene.secretary, at=CONVENED)
    move_item(item=first, up=False, actor=scene.secretary, at=CONVENED)
    assert list(AgendaItem.objects.order_by("position").values_list("title", flat=True)) == ["C", "A", "B"]
    assert second.pk


def test_coming_and_going_with_past_times(redbridge):
    scene = in_session(here=())
    row = scene.arrive("nel-icb", at=london(2026, 9, 15, 10, 20))[0]
    again = refusal(
        record_attendance, meeting=scene.meeting, membership=scene.people["nel-icb"], actor=scene.secretary, at=LATER
    )
    assert again == "Rep Nel-Icb is already recorded as here for NEL NHS ICB since 10:20am."
    early = refusal(record_leaving, attendance=row, actor=scene.secretary, at=OPENED)
    assert early == "Rep Nel-Icb cannot leave before arriving."
    record_leaving(attendance=row, actor=scene.secretary, at=LATER)
    assert refusal(record_leaving, attendance=row, actor=scene.secretary, at=LATER) == "Rep Nel-Icb has left already."
    scene.arrive("nel-icb", at=london(2026, 9, 15, 11))
    assert Attendance.objects.filter(membership=scene.people["nel-icb"]).count() == 2


def test_a_member_may_say_that_they_are_here_and_nothing_else(redbridge):
    scene = in_session(here=())
    mine = {"meeting": scene.meeting, "membership": scene.people["nel-icb"], "at": OPENED}
    other = {**mine, "membership": scene.people["community-safety"]}
    me = scene.member("nel-icb")
    assert (
        refusal(record_attendance, **other, actor=me)
        == "Only the Panel Chair or the One Panel Secretariat records who is here."
    )
    assert refusal(record_attendance, **mine, part="chair", actor=me) == (
        "Ask the Panel Chair or the One Panel Secretariat to record this part."
    )
    row = record_attendance(**mine, actor=me)
    assert (row.agency.slug, row.part, row.recorded_by) == ("nel-icb", "voting", me.label)


def test_apologies_give_way_to_an_arrival(redbridge):
    scene = in_session(here=())
    record_apologies(meeting=scene.meeting, membership=scene.people["nel-icb"], actor=scene.secretary, at=CONVENED)
    scene.arrive("nel-icb")
    assert [(r.part, r.arrived_at) for r in Attendance.objects.all()] == [("voting", OPENED)]


# C-26
def test_a_deputy_stands_in_for_a_member_and_for_the_chair(redbridge):
    scene = in_session("nel-icb", here=())
    stand_in = a_member("Dee Deputy", agency="nel-icb")
    assert not acting_as(stand_in).holds("member")
    kwargs = {"meeting": scene.meeting, "stands_in_for": scene.people["nel-icb"], "at": CONVENED}
    outsider = a_member("Olly Other", agency="nelft")
    assert refusal(name_deputy, **kwargs, deputy=outsider, actor=scene.member("nel-icb")) == (
        "Your deputy has to come from your agency. Otherwise ask the One Panel Secretariat."
    )
    name_deputy(**kwargs, deputy=stand_in, actor=scene.member("nel-icb"))
    actor = actor_at(acting_as(stand_in), scene.meeting)
    assert actor.holds("member") and actor.agency_id == an_agency("nel-icb").pk
    assert actor.label.endswith("(deputy for Rep Nel-Icb)")
    chair_deputy = a_member("Vic Vice", agency="nelft")
    name_deputy(
        meeting=scene.meeting, stands_in_for=scene.chair.membership, deputy=chair_deputy, actor=scene.secretary,
        at=CONVENED,
    )  # fmt: skip
    assert "panel-chair" in actor_at(acting_as(chair_deputy), scene.meeting).roles
    assert sorted(Attendance.objects.values_list("part", "deputy_for")) == [
        ("apologies", ""), ("apologies", ""), ("chair", "Chris Chair"), ("voting", "Rep Nel-Icb"),
    ]  # fmt: skip


# RED-3 through the rows
def test_quorum_is_lost_when_one_leaves_and_when_one_declares_a_conflict(redbridge):
    scene = in_session()
    assert room_of(scene.meeting, scene.case).quorum(LATER).met is True
    declare_conflict(
        case=scene.case, membership=scene.people["east-area-police"], reason="Knew the family",
        actor=scene.member("east-area-police"), at=OPENED,
    )  # fmt: skip
    after = room_of(scene.meeting, scene.case).quorum(LATER)
    assert after.verdict == "Not quorate for this item: Police has only people with a conflict of interest."
    assert room_of(scene.meeting).quorum(LATER).met is True  # for an item that is another matter
    record_attendance(
        meeting=scene.meeting, membership=scene.chair.membership, part="chair", actor=scene.chair, at=OPENED
    )
    assert room_of(scene.meeting, scene.case).quorum(LATER).met is True
    row = Attendance.objects.get(membership=scene.people["nel-icb"])
    record_leaving(attendance=row, actor=scene.secretary, at=LATER)
    assert room_of(scene.meeting, scene.case).quorum(LATER).verdict == (
        "Not quorate for this item: nobody is here for Health."
    )


def test_a_meeting_ends_only_when_every_case_is_dealt_with(redbridge):
    scene = in_session()
    assert refusal(close_meeting, meeting=scene.meeting, actor=scene.chair, at=LATER) == (
        f"Still on the agenda: {scene.case.reference}. Deal with them or put them off first."
    )
    defer_item(item=scene.item, reason="No time", actor=scene.chair, at=LATER)
    close_meeting(meeting=scene.meeting, actor=scene.secretary, at=LATER)
    scene.meeting.refresh_from_db()
    assert (scene.meeting.state, scene.meeting.closed_at) == ("closed", LATER)
    assert set(Attendance.objects.values_list("left_at", flat=True)) == {LATER}
    held = Event.objects.get(act="hold_meeting")
    assert held.summary == "The One Panel of 15 September 2026 was held."
    assert Fact.objects.get(name="meeting_held").happened_at == OPENED


def test_a_body_without_its_own_rule_cancels_and_its_cases_wait_again(redbridge):
    """The statutory partners' meetings may be called off at will; whoever chairs nothing still cannot."""
    scene = on_the_agenda()
    scene.meeting.body = "rapid-review-panel"  # its text asks nothing before cancelling
    scene.meeting.save()
    scrutineer = acting_as(a_member("Sue Scrutineer", "rscp-scrutineer", "panel-chair"))
    assert refusal(cancel_meeting, meeting=scene.meeting, reason="Ill", actor=scene.chair, at=CONVENED) == (
        "Only the RSCP Independent Scrutineer can do this."
    )
    cancel_meeting(meeting=scene.meeting, reason="Ill", actor=scrutineer, at=CONVENED)
    scene.case.refresh_from_db()
    item = AgendaItem.objects.get()
    assert (scene.case.stage, item.state, item.outcome) == (
        "waiting", "deferred", "Deferred: The meeting was cancelled: Ill",
    )  # fmt: skip

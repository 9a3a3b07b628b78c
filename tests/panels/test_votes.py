"""The question, one vote an agency, the count, more information (RED-4, RED-8, C-11 to C-14)."""

from __future__ import annotations

import pytest

from cases.acts import declare_conflict
from cases.models import Event
from cases.queries import possible_acts
from deadlines.models import Deadline
from panels.acts import (
    cast_vote,
    close_question,
    decide_by_correspondence,
    enter_vote,
    name_deputy,
    need_information,
    put_question,
    record_attendance,
    record_leaving,
    withdraw_question,
)
from panels.models import AgendaItem, Attendance, Question, Vote
from panels.queries.offering import nothing_there
from panels.rules import ABSTAIN
from partnerships.refusals import ActRefused
from tests.factories import a_member, acting_as, an_agency, london

from .scenes import (
    DISCRETIONARY,
    FIVE,
    LATER,
    NONE,
    OPENED,
    SAR,
    WANTED,
    in_session,
    on_the_agenda,
    recommend_now,
    vote,
    voted,
    voting,
)

AFTER = london(2026, 9, 15, 10, 40)


def refusal(act, **kwargs) -> str:
    with pytest.raises(ActRefused) as refused:
        act(**kwargs)
    return str(refused.value)


def put(scene, **more):
    return {
        "item": scene.item, "wording": "Which review?", "options": (SAR, NONE), "actor": scene.chair, "at": LATER,
        **more,
    }  # fmt: skip


# C-12
def test_no_question_while_inquorate(redbridge):
    scene = in_session(here=("nel-icb", "community-safety", "east-area-police"))
    assert refusal(put_question, **put(scene)) == (
        "Not quorate for this item: nobody is here for Children's social care; "
        "nobody is here for Adult social care. No question can be put."
    )
    scene.arrive("childrens-social-care", "adult-social-care")
    votes = {"cast_vote", "record_dissent", "put_question"}
    assert nothing_there(scene.case, votes) == {"cast_vote", "record_dissent"}  # none of them has a page yet
    assert "cast_vote" not in {each.act for each in possible_acts(scene.case, scene.member("nel-icb"))}
    question = put_question(**put(scene))
    assert nothing_there(scene.case, votes) == {"record_dissent"}
    assert "cast_vote" in {each.act for each in possible_acts(scene.case, scene.member("nel-icb"))}
    assert (question.state, [one["value"] for one in question.options]) == ("open", [SAR, NONE])
    scene.meeting.refresh_from_db()
    assert scene.meeting.current_id == scene.item.pk


def test_a_question_needs_a_meeting_two_answers_and_no_other_question(redbridge):
    scene = on_the_agenda()
    scene.arrive(*FIVE)
    assert refusal(put_question, **put(scene)) == "The meeting has not been opened."
    scene = in_session_again(scene)
    assert refusal(put_question, **put(scene, options=(SAR, SAR))) == "Choose at least two answers to vote on."
    assert refusal(put_question, **put(scene, wording=" ")) == "Word the question."
    put_question(**put(scene))
    assert refusal(put_question, **put(scene)) == "A vote on this item is open already."


def in_session_again(scene):
    from panels.acts import open_meeting

    open_meeting(meeting=scene.meeting, actor=scene.chair, at=OPENED)
    return scene


# C-11
def test_one_vote_for_each_agency_whoever_casts_it(redbridge):
    scene = voting()
    second = a_member("Second Icb", "agency-representative", agency="nel-icb")
    record_attendance(meeting=scene.meeting, membership=second, actor=scene.secretary, at=OPENED)
    vote(scene, "nel-icb", SAR)
    again = refusal(cast_vote, question=scene.question, option=NONE, actor=acting_as(second), at=LATER)
    assert again == "Rep Nel-Icb already voted for your agency, NEL NHS ICB. It has one vote."
    assert list(Vote.objects.values_list("option", "cast_by_name")) == [(SAR, "Rep Nel-Icb")]


def test_a_change_of_mind_until_closing_is_kept_in_the_history(redbridge):
    scene = voting()
    vote(scene, "nel-icb", SAR)
    vote(scene, "nel-icb", SAR)  # a double click
    changed = vote(scene, "nel-icb", NONE, at=AFTER)
    assert (changed.option, changed.cast_at, changed.changed_at) == (NONE, LATER, AFTER)
    assert [row.option for row in changed.history.order_by("history_id")] == [SAR, NONE]
    assert list(Event.objects.filter(act="cast_vote").order_by("id").values_list("summary", flat=True)) == [
        "NEL NHS ICB voted.", "NEL NHS ICB changed its vote.",
    ]  # fmt: skip


def test_who_may_not_vote(redbridge):
    scene = voting()
    absent = a_member("Nora Nelft", "agency-representative", agency="nelft")
    kwargs = {"question": scene.question, "option": SAR, "at": LATER}
    assert refusal(cast_vote, **kwargs, actor=acting_as(absent)) == "Nobody is recorded as here for NELFT."
    observer = a_member("Ola Observer", "agency-representative", agency="nelft")
    record_attendance(meeting=scene.meeting, membership=observer, part="observer", actor=scene.secretary, at=OPENED)
    assert refusal(cast_vote, **kwargs, actor=acting_as(observer)) == "Nobody is recorded as here for NELFT."
    colleague = a_member("Col League", "agency-representative", agency="nel-icb")
    assert refusal(cast_vote, **kwargs, actor=acting_as(colleague)) == (
        "You are not recorded as here. Say that you are here first."
    )
    assert refusal(cast_vote, **kwargs, actor=scene.secretary) == "You do not belong to an agency that votes."
    odd = {**kwargs, "option": "something else"}
    assert refusal(cast_vote, **odd, actor=scene.member("nel-icb")) == "Choose one of the answers shown, or abstain."


def test_the_conflicted_do_not_vote_and_a_vote_given_before_no_longer_counts(redbridge):
    scene = voting()
    colleague = a_member("Col League", "agency-representative", agency="nel-icb")
    record_attendance(meeting=scene.meeting, membership=colleague, actor=scene.secretary, at=OPENED)
    vote(scene, "nel-icb", NONE)
    declare_conflict(
        case=scene.case, membership=scene.people["nel-icb"], reason="Family", actor=scene.member("nel-icb"), at=LATER
    )
    assert refusal(cast_vote, question=scene.question, option=SAR, actor=scene.member("nel-icb"), at=LATER) == (
        "You have a conflict of interest in this case."
    )
    cast_vote(question=scene.question, option=SAR, actor=acting_as(colleague), at=LATER)
    closed = close_question(question=scene.question, actor=scene.chair, at=AFTER)
    assert [(v["agency"], v["option"], v["by"]) for v in closed.electorate["votes"]] == [("nel-icb", SAR, "Col League")]


def test_an_agency_whose_only_person_is_conflicted_has_no_vote(redbridge):
    scene = voting(*FIVE, "nelft")
    declare_conflict(
        case=scene.case, membership=scene.people["nelft"], reason="Family", actor=scene.member("nelft"), at=LATER
    )
    closed = close_question(question=scene.question, actor=scene.chair, at=AFTER)
    assert [one["agency"] for one in closed.electorate["conflicted"]] == ["nelft"]
    assert len(closed.electorate["entitled"]) == 5
    assert enter_refused(scene) == "That vote ended at 10:40am; this vote was not entered."


def enter_refused(scene) -> str:
    return refusal(
        enter_vote, question=scene.question, agency=an_agency("nel-icb"), name="Rep Nel-Icb", option=SAR,
        actor=scene.secretary, at=AFTER,
    )  # fmt: skip


def test_a_paper_vote_is_entered_for_somebody_in_the_room(redbridge):
    scene = voting()
    kwargs = {"question": scene.question, "agency": an_agency("nel-icb"), "option": SAR, "at": LATER}
    assert refusal(enter_vote, **kwargs, name="Rep Nel-Icb", actor=scene.member("nel-icb")) == (
        "Only the Panel Chair or the One Panel Secretariat enters a vote for somebody else."
    )
    assert refusal(enter_vote, **kwargs, name="Nobody", actor=scene.secretary) == (
        "Nobody is not recorded as here for NEL NHS ICB."
    )
    made = enter_vote(**kwargs, name="Rep Nel-Icb", actor=scene.secretary)
    assert (made.cast_by, made.cast_by_name, made.entered_by) == (None, "Rep Nel-Icb", scene.secretary.label)
    assert made.given_by == scene.people["nel-icb"]
    event = Event.objects.get(act="cast_vote")
    assert (event.actor_label, event.on_behalf_of) == (scene.secretary.label, "Rep Nel-Icb, NEL NHS ICB")
    again = enter_vote(**{**kwargs, "option": NONE}, name="Rep Nel-Icb", actor=scene.secretary)
    assert (again.pk, again.option) == (made.pk, NONE)


# C-26
def test_a_deputy_votes_for_the_agency(redbridge):
    scene = in_session(here=FIVE[1:])
    deputy = a_member("Dee Deputy", agency="nel-icb")
    name_deputy(
        meeting=scene.meeting, stands_in_for=scene.people["nel-icb"], deputy=deputy, actor=scene.secretary, at=OPENED
    )
    record_attendance(meeting=scene.meeting, membership=deputy, actor=scene.secretary, at=OPENED)
    scene.question = put_question(**put(scene))
    made = cast_vote(question=scene.question, option=SAR, actor=acting_as(deputy), at=LATER)
    assert (made.agency.slug, made.cast_by_name) == ("nel-icb", "Dee Deputy")
    label = Event.objects.get(act="cast_vote").actor_label
    assert label.endswith("(deputy for Rep Nel-Icb)")


# C-13
def test_the_electorate_is_frozen_when_the_vote_closes(redbridge):
    scene = voting(*FIVE, "nelft", "housing-service")
    for agency in ("nel-icb", "childrens-social-care", "nelft"):
        vote(scene, agency, SAR)
    vote(scene, "adult-social-care", NONE)
    vote(scene, "community-safety", ABSTAIN)
    row = Attendance.objects.get(membership=scene.people["nelft"])
    record_leaving(attendance=row, actor=scene.secretary, at=AFTER)  # gone, but its vote was given
    closed = close_question(question=scene.question, actor=scene.chair, at=AFTER)
    assert (closed.state, closed.result["verdict"], closed.result["carried"]) == ("closed", "carried", SAR)
    assert closed.result["why"] == ("“Safeguarding Adult Review (mandatory)” was carried by 3 of 4 agencies voting.")
    frozen = closed.electorate
    assert sorted(one["agency"] for one in frozen["entitled"]) == sorted([*FIVE, "nelft", "housing-service"])
    assert sorted(one["agency"] for one in frozen["not_voted"]) == ["east-area-police", "housing-service"]
    assert len(frozen["absent"]) == 7
    assert frozen["quorum"]["verdict"] == "Quorate for this item."
    record_leaving(
        attendance=Attendance.objects.get(membership=scene.people["nel-icb"]), actor=scene.secretary, at=AFTER
    )
    closed.refresh_from_db()
    assert len(closed.electorate["entitled"]) == 7


def test_a_vote_is_not_closed_while_inquorate_but_can_be_withdrawn(redbridge):
    scene = voting()
    vote(scene, "nel-icb", SAR)
    record_leaving(
        attendance=Attendance.objects.get(membership=scene.people["adult-social-care"]), actor=scene.secretary, at=LATER
    )
    assert refusal(close_question, question=scene.question, actor=scene.chair, at=AFTER) == (
        "Not quorate for this item: nobody is here for Adult social care. "
        "The vote cannot be closed; withdraw the question or wait."
    )
    withdraw_question(question=scene.question, reason="We are too few.", actor=scene.chair, at=AFTER)
    scene.question.refresh_from_db()
    assert (scene.question.state, scene.question.result) == (
        "abandoned", {"verdict": "withdrawn", "why": "We are too few."},
    )  # fmt: skip
    assert refusal(cast_vote, question=scene.question, option=SAR, actor=scene.member("nel-icb"), at=AFTER) == (
        "That question was withdrawn at 10:40am; your answer was not counted."
    )


def test_a_member_can_neither_put_nor_close_a_question(redbridge):
    scene = voting()
    me = scene.member("nel-icb")
    assert refusal(put_question, **put(scene, actor=me)).startswith("Only the Panel Chair or the One Panel Secretariat")
    assert refusal(close_question, question=scene.question, actor=me, at=AFTER).startswith("Only the Panel Chair")


def test_a_tie_goes_up(redbridge):
    scene = voted(nel_icb=SAR, childrens_social_care=SAR, adult_social_care=NONE, community_safety=NONE)
    assert scene.question.result["verdict"] == "goes up"
    assert scene.question.result["why"] == (
        "A tie between “Safeguarding Adult Review (mandatory)” and “No review”, 2 each."
    )


# RED-8
def test_more_information_leaves_the_meeting_and_can_come_back(redbridge):
    scene = voting()
    vote(scene, "nel-icb", SAR)
    need_information(
        item=scene.item, what="The ambulance log", from_whom="The ambulance service", second_meeting=False,
        wanted_by=WANTED, actor=scene.chair, at=LATER,
    )  # fmt: skip
    scene.case.refresh_from_db()
    assert scene.case.stage == "more-information"
    item = AgendaItem.objects.get()
    assert (item.state, item.outcome) == (
        "deferred",
        "More information is needed from The ambulance service by 22 September 2026; the decision is taken in writing. "
        "The ambulance log",
    )
    wanted = Deadline.objects.get(clock="information-wanted")
    assert (wanted.due_on, wanted.role, wanted.state) == (WANTED, "secretariat", "open")
    assert Question.objects.get().state == "abandoned"
    assert Event.objects.get(act="need_information").data["second_meeting"] is False


def test_a_decision_in_writing_under_the_same_quorum_and_vote(redbridge):
    scene = in_session()
    need_information(
        item=scene.item,
        what="The log",
        from_whom="The service",
        second_meeting=False,
        wanted_by=WANTED,
        actor=scene.chair,
        at=LATER,
    )
    scene.question = decide_by_correspondence(
        case=scene.case, wording="Which review?", options=(SAR, NONE), answers_by=london(2026, 9, 21, 17),
        actor=scene.chair, at=london(2026, 9, 16),
    )  # fmt: skip
    scene.item = scene.question.item
    assert Deadline.objects.get(clock="information-wanted").state == "met"
    answered = london(2026, 9, 17)
    for agency in FIVE[:-1]:
        vote(scene, agency, SAR, at=answered)
    closing = {"question": scene.question, "actor": scene.chair, "at": london(2026, 9, 22)}
    assert refusal(close_question, **closing) == (
        "Not quorate for this item: Police has not answered. "
        "The vote cannot be closed; give more time, or take the case to a meeting."
    )
    vote(scene, FIVE[-1], NONE, at=answered)
    closed = close_question(**closing)
    assert (closed.result["verdict"], closed.result["carried"]) == ("carried", SAR)
    made = recommend_now(scene, at=london(2026, 9, 22))
    scene.case.refresh_from_db()
    scene.item.meeting.refresh_from_db()
    assert (made.state, scene.case.stage, scene.item.meeting.state) == ("open", "recommended", "closed")


def test_a_different_choice_is_kept_apart_from_the_vote(redbridge):
    scene = voted()
    assert scene.question.result["carried"] == SAR
    made = recommend_now(scene, DISCRETIONARY)
    assert made.state == "escalated"

"""A decision in writing with a closing time, reminders, and “this needs a meeting” (RED-8, BHR-2)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Event
from documents.models import OutboxMessage
from panels.acts import (
    cast_vote,
    close_question,
    decide_by_correspondence,
    enter_vote,
    give_more_time,
    need_information,
    take_to_a_meeting,
)
from panels.acts.chasing import remind_to_answer
from panels.models import AgendaItem, Attendance, Meeting, Vote
from panels.queries.minutes import minutes_paper
from panels.queries.room import room_of
from panels.queries.voting import vote_now
from panels.queries.writing import silent_agencies
from panels.rules import A_MEETING
from partnerships.models import Agency
from partnerships.refusals import ActRefused
from tests.factories import london

from .scenes import FIVE, LATER, NONE, SAR, WANTED, Scene, a_meeting, in_session, send, vote

PUT, CLOSES = london(2026, 9, 16), london(2026, 9, 21, 17)
WORDS = "Everybody has to hear this together."


def refusal(act, **kwargs) -> str:
    with pytest.raises(ActRefused) as refused:
        act(**kwargs)
    return str(refused.value)


def asked_in_writing() -> Scene:
    """Five agencies; the meeting broke off, and the question is out from 16 to 21 September 2026."""
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
        case=scene.case, wording="Which review?", options=(SAR, NONE), answers_by=CLOSES, actor=scene.chair, at=PUT
    )
    scene.item, scene.meeting = scene.question.item, scene.question.item.meeting
    return scene


def mail(kind: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=kind).order_by("id"))


def address(name: str, **kwargs) -> str:
    return reverse(name, kwargs={"partnership": "redbridge", **kwargs})


def page_of(actor, name: str, **kwargs) -> str:
    client = Client()
    client.force_login(actor.membership.user)
    return " ".join(client.get(address(name, **kwargs)).content.decode().split())


def test_asked_reminded_once_and_closed_when_the_time_is_up(redbridge):
    scene = asked_in_writing()
    case = scene.case
    assert "[[" not in mail("answer-in-writing")[0].body
    assert {m.to_email for m in mail("answer-in-writing")} >= {p.user.email for p in scene.people.values()}
    assert mail("answer-in-writing")[0].subject == (
        f"{case.reference}: your agency is asked to answer by 21 September 2026 at 5pm"
    )
    live = page_of(scene.member("nel-icb"), "meeting_live", meeting=scene.meeting.pk)
    assert "nobody is here" not in live and "Health has not answered" in live
    for agency in FIVE[:3]:
        vote(scene, agency, SAR, at=PUT)
    before_end = {"question": scene.question, "actor": scene.chair, "at": london(2026, 9, 18)}
    assert refusal(close_question, **before_end).startswith(
        "Answers are asked for until 21 September 2026 at 5pm, and there is none yet from "
    )
    # Two working days before and on the day: each silent person once, whoever runs the sweep how often.
    for at in (london(2026, 9, 16, 11), london(2026, 9, 17), london(2026, 9, 17, 12), london(2026, 9, 18)):
        remind_to_answer(at=at)
    silent = {scene.people[a].user.email for a in FIVE[3:]}
    assert sorted(m.to_email for m in mail("answer-in-writing-again") if m.to_email in silent) == sorted(silent)
    assert {scene.people[a].user.email for a in FIVE[:3]}.isdisjoint(
        m.to_email for m in mail("answer-in-writing-again")
    )
    count = len(mail("answer-in-writing-again"))
    for at in (london(2026, 9, 21), london(2026, 9, 21, 16)):
        remind_to_answer(at=at)
    assert len(mail("answer-in-writing-again")) == 2 * count
    vote(scene, FIVE[3], NONE, at=london(2026, 9, 21, 16))
    for at in (london(2026, 9, 21, 18), london(2026, 9, 22)):
        remind_to_answer(at=at)
    told = mail("time-to-answer-is-up")
    assert {m.to_email for m in told} == {scene.chair.membership.user.email, scene.secretary.membership.user.email}
    assert "Police has not answered" in told[0].body
    late = {"question": scene.question, "option": SAR, "actor": scene.member(FIVE[4]), "at": london(2026, 9, 22)}
    assert refusal(cast_vote, **late) == (
        "Answers were asked for until 21 September 2026 at 5pm. The Panel Chair can give more time."
    )
    give_more_time(
        question=scene.question, answers_by=london(2026, 9, 23, 12), reason="The police were away.",
        actor=scene.chair, at=london(2026, 9, 22),
    )  # fmt: skip
    assert scene.people[FIVE[4]].user.email in {m.to_email for m in mail("more-time-to-answer")}
    assert scene.people[FIVE[0]].user.email not in {m.to_email for m in mail("more-time-to-answer")}
    scene.question.item.meeting.refresh_from_db()
    cast_vote(**late)
    closed = close_question(question=scene.question, actor=scene.chair, at=london(2026, 9, 24))
    assert (closed.result["verdict"], closed.result["carried"]) == ("carried", SAR)
    item = minutes_paper(Meeting.objects.get(pk=scene.meeting.pk), opening="", state="Draft").items[0]
    housing = next(line for line in item.questions[0].not_voting if line.startswith("LBR Housing Service"))
    assert housing == "LBR Housing Service: did not answer"


def test_this_needs_a_meeting_is_an_answer_and_a_meeting_is_planned_from_it(redbridge):
    scene = asked_in_writing()
    answer = {"question": scene.question, "actor": scene.member("nel-icb"), "at": PUT}
    assert refusal(cast_vote, option=A_MEETING, **answer) == "Say why this needs a meeting."
    cast_vote(option=A_MEETING, reason=WORDS, **answer)
    assert {m.to_email for m in mail("meeting-wanted")} == {
        scene.chair.membership.user.email, scene.secretary.membership.user.email,
    }  # fmt: skip
    assert [WORDS in m.body for m in mail("meeting-wanted")] == [False, False]
    for agency in FIVE[1:]:
        vote(scene, agency, SAR, at=PUT)
    chairs = page_of(scene.chair, "meeting_live", meeting=scene.meeting.pk)
    assert WORDS in chairs
    assert WORDS not in page_of(scene.member("adult-social-care"), "meeting_live", meeting=scene.meeting.pk)
    closing = {"question": scene.question, "actor": scene.chair, "at": london(2026, 9, 22)}
    assert refusal(close_question, **closing) == (
        "NEL NHS ICB says that this needs a meeting. Take the case to one, or say why none is needed."
    )
    next_one = a_meeting(scene, london(2026, 10, 13))
    take_to_a_meeting(
        question=scene.question, reason=WORDS, meeting=next_one, actor=scene.secretary, at=london(2026, 9, 22)
    )
    scene.meeting.refresh_from_db()
    scene.case.refresh_from_db()
    items = AgendaItem.objects.filter(case=scene.case).order_by("id").values_list("meeting_id", "state")
    assert list(items)[1:] == [(scene.meeting.pk, "deferred"), (next_one.pk, "listed")]
    assert (scene.meeting.state, scene.case.stage) == ("closed", "on-agenda")
    ended = Event.objects.get(act="put_question", reason=WORDS)
    assert ended.data["asked_for_by"] == [{"agency": "NEL NHS ICB", "why": WORDS}]


def test_the_chair_may_settle_it_in_writing_all_the_same_with_a_reason_on_record(redbridge):
    scene = asked_in_writing()
    for agency in FIVE[:4]:
        vote(scene, agency, SAR, at=PUT)
    cast_vote(question=scene.question, option=A_MEETING, reason=WORDS, actor=scene.member("east-area-police"), at=PUT)
    closed = close_question(
        question=scene.question, no_meeting_why="They were heard on the telephone.", actor=scene.chair,
        at=london(2026, 9, 22),
    )  # fmt: skip
    # Counted for the quorum, for no option: presence without a vote.
    assert closed.electorate["quorum"]["met"] is True
    assert (closed.result["voting"], closed.result["want_a_meeting"], closed.result["carried"]) == (4, 1, SAR)
    paper = minutes_paper(Meeting.objects.get(pk=scene.meeting.pk), opening="", state="Draft").items[0]
    assert paper.questions[0].result == (
        "“Safeguarding Adult Review (mandatory)” was carried unanimously by 4 of 4 agencies voting."
        " Why no meeting was needed: They were heard on the telephone."
    ).replace(" unanimously", "")
    assert ("East Area BCU MPS", "This needs a meeting") in [(v.agency, v.vote) for v in paper.questions[0].votes]


def test_an_answer_by_telephone_is_entered_and_counts_as_an_answer(redbridge):
    scene = asked_in_writing()
    police = Agency.objects.get(slug="east-area-police")
    enter_vote(
        question=scene.question, agency=police, name="Rep East-Area-Police",
        membership=scene.people["east-area-police"], option=SAR, actor=scene.secretary, at=PUT,
    )  # fmt: skip
    assert Vote.objects.get().entered_by == scene.secretary.label
    assert Attendance.objects.get(meeting=scene.meeting, agency=police).membership == scene.people["east-area-police"]
    assert "east-area-police" not in {m.slug for m in silent_agencies(scene.question, at=PUT + dt.timedelta(hours=1))}
    now = vote_now(
        scene.item, room_of(scene.meeting, scene.case), scene.member("nel-icb"), PUT + dt.timedelta(hours=1),
        in_charge=False,
    )  # fmt: skip
    assert (now.voted, len(now.waited_for), now.entitled) == (["East Area BCU MPS"], now.entitled - 1, now.entitled)


def test_the_pages_of_a_vote_in_writing(redbridge):
    scene = asked_in_writing()
    client = Client()
    client.force_login(scene.secretary.membership.user)
    reference = scene.case.reference
    for name in ("give_more_time", "take_to_a_meeting", "roll_call", "close_question"):
        assert client.get(address(name, reference=reference)).status_code == 200, name
    member = Client()
    member.force_login(scene.people["nel-icb"].user)
    assert member.get(address("roll_call", reference=reference)).status_code == 404
    sent = {"option": A_MEETING, "reason": ""}
    answer = send(member, address("cast_vote", reference=reference), sent)
    assert "Enter why this needs a meeting" in answer.content.decode()
    assert Vote.objects.count() == 0

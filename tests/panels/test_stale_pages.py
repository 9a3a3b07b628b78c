"""A page answers what it showed, and never the vote, question or recommendation that came after it.

C-11, C-12, RED-4: what is typed is kept, nothing is counted, and the page says what stands now.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from cases.acts import close_case, declare_conflict
from panels.acts import (
    add_agenda_item,
    cast_vote,
    close_question,
    defer_item,
    draft_minutes,
    enter_vote,
    escalate,
    need_information,
    put_question,
    ratify_recommendation,
    record_attendance,
    return_recommendation,
    withdraw_question,
)
from panels.models import AgendaItem, Question, Ratification, Vote
from panels.queries.asked import how_the_vote_stands, standing_votes
from panels.queries.lists import meetings_for_case
from panels.queries.roll import roll_of
from panels.queries.room import room_of
from panels.queries.voting import vote_now
from partnerships.refusals import ActRefused
from tests.factories import a_member, acting_as, an_agency

from .scenes import FIVE, LATER, NONE, OPENED, SAR, WANTED, ratifier, recommended, seen_in, seen_on, vote, voting
from .test_pages import at_meeting, client_of, on_case, who, words


def another_question(scene, wording="Is it a learning review?"):
    """The first question is withdrawn and another one put."""
    withdraw_question(question=scene.question, reason="Badly put.", actor=scene.chair, at=LATER)
    return put_question(item=scene.item, wording=wording, options=(SAR, NONE), actor=scene.chair, at=LATER)


def test_a_vote_for_a_question_that_ended_is_not_counted_for_the_next(redbridge):
    scene = voting()
    client, url = client_of(scene.people["nel-icb"]), on_case(scene, "cast_vote")
    old = seen_on(client, url)
    now = another_question(scene)
    answer = words(client.post(url, {"seen": old, "option": SAR, "reason": "We were there."}))
    assert "; your answer was not counted. The question now is: Is it a learning review?" in answer
    assert "We were there." in answer and seen_in(answer) == str(now.pk)
    assert "checked" not in answer.split('id="my-vote-heading"')[1].split("</form>")[0]
    assert Vote.objects.count() == 0
    nothing_said = words(client.post(url, {"option": SAR}, follow=True))
    assert "does not say which question it is about" in nothing_said and Vote.objects.count() == 0
    assert client.post(url, {"seen": now.pk, "option": SAR}).status_code == 302
    assert Vote.objects.get().question == now


def test_a_late_vote_hears_that_the_vote_ended(redbridge):
    """RED-8: the link of an e-mail too, opened after the end, leads to the meeting and says so."""
    scene = voting()
    client, url = client_of(scene.people["nel-icb"]), on_case(scene, "cast_vote")
    for agency in FIVE[1:]:
        vote(scene, agency, SAR)
    close_question(question=scene.question, actor=scene.chair, at=LATER)
    late = client.post(url, {"seen": scene.question.pk, "option": SAR, "reason": "We were there."})
    assert late.status_code == 200
    assert "That vote ended" in words(late) and "your answer was not counted." in words(late)
    assert "You had written: “We were there.”" in words(late)
    assert client.get(url).url == at_meeting(scene, "meeting_live")
    assert "no vote is open now." in words(client.get(url, follow=True))


@pytest.mark.parametrize("name, data", [
    ("close_question", {}), ("withdraw_question", {"reason": "A mistake."}),
    ("roll_call", {"agency": "nel-icb", "person": 1, "option": SAR}),
])  # fmt: skip
def test_whoever_runs_the_meeting_cannot_end_a_question_the_page_did_not_show(redbridge, name, data):
    scene = voting()
    client, url = client_of(who(scene, "chair")), on_case(scene, name)
    old = seen_on(client, url)
    now = another_question(scene)
    answer = words(client.post(url, {"seen": old, **data}))
    assert "That question was withdrawn" in answer and "The question now is: Is it a learning review?" in answer
    now.refresh_from_db()
    assert (now.state, now.votes.count()) == ("open", 0)


def test_more_information_from_a_page_without_the_vote_does_not_break_it_off(redbridge):
    """RED-8: nor does a recommendation rest on a vote that its page did not show."""
    scene = voting()
    withdraw_question(question=scene.question, reason="Badly put.", actor=scene.chair, at=LATER)
    old = how_the_vote_stands(scene.item)
    put_question(item=scene.item, wording="Which now?", options=(SAR, NONE), actor=scene.chair, at=LATER)
    client, url = client_of(who(scene, "chair")), on_case(scene, "need_information")
    sent = {"seen": old, "what": "The log", "from_whom": "The ambulance service", "second_meeting": "writing"}
    day = timezone.localdate() + dt.timedelta(days=7)
    sent |= {"wanted_by-day": day.day, "wanted_by-month": day.month, "wanted_by-year": day.year}
    answer = words(client.post(url, sent))
    assert "The vote on this item has moved on since you opened the page" in answer and "The log" in answer
    assert Question.objects.filter(state="open").count() == 1
    assert seen_in(answer) == how_the_vote_stands(scene.item)


def test_an_answer_to_one_recommendation_is_not_given_to_the_next(redbridge):
    """RED-9"""
    scene = recommended()
    robin = ratifier()
    client, url = client_of(robin.membership), on_case(scene, "ratify_recommendation")
    answer = words(client.post(url, {"seen": scene.recommendation.pk - 1, "reasons": "Agreed."}))
    assert "The recommendation has changed since you opened this page" in answer and "Agreed." in answer
    assert Ratification.objects.count() == 0
    return_recommendation(recommendation=scene.recommendation, reasons="Again.", actor=robin, at=LATER)
    with pytest.raises(ActRefused):
        ratify_recommendation(recommendation=scene.recommendation, reasons="Agreed.", actor=robin, at=LATER)


def test_no_item_leaves_the_agenda_with_a_question_open(redbridge):
    """RED-4, C-12"""
    scene = voting()
    for act, kwargs in (
        (escalate, {"case": scene.case, "reasons": "We disagree."}),
        (defer_item, {"item": scene.item, "reason": "Next time."}),
    ):
        with pytest.raises(ActRefused) as refused:
            act(**kwargs, actor=scene.chair, at=LATER)
        assert str(refused.value) == "A vote is open on this item. Close it or withdraw the question first."
    assert (AgendaItem.objects.get().state, Question.objects.get().state) == ("listed", "open")
    close_case(case=scene.case, reasons="It was the wrong family.", actor=scene.secretary, at=LATER)
    assert (AgendaItem.objects.get().state, Question.objects.get().state) == ("removed", "abandoned")


def spoken(scene, option=SAR):
    return enter_vote(
        question=scene.question, agency=an_agency("nel-icb"), name="Rep Nel-Icb", option=option, actor=scene.secretary,
        at=LATER,
    )  # fmt: skip


def test_a_spoken_vote_is_void_when_its_giver_declares_a_conflict(redbridge):
    """C-11: as a vote from their own device would be; a colleague votes in its place."""
    scene = voting()
    colleague = a_member("Col League", "agency-representative", agency="nel-icb")
    record_attendance(meeting=scene.meeting, membership=colleague, actor=scene.secretary, at=OPENED)
    spoken(scene)
    declare_conflict(
        case=scene.case, membership=scene.people["nel-icb"], reason="Family", actor=scene.secretary, at=LATER
    )
    assert standing_votes(scene.question) == []
    now = vote_now(scene.item, room_of(scene.meeting, scene.case), acting_as(colleague), LATER, in_charge=False)
    assert (now.may_vote, now.my_vote, "NEL NHS ICB" in now.waited_for) == (True, None, True)
    assert next(row.to_call for row in roll_of(scene.question, at=LATER) if row.slug == "nel-icb") is True
    cast_vote(question=scene.question, option=NONE, actor=acting_as(colleague), at=LATER)
    closed = close_question(question=scene.question, actor=scene.chair, at=LATER)
    assert [(v["option"], v["by"], v["entered_by"]) for v in closed.electorate["votes"]] == [(NONE, "Col League", "")]


def test_a_spoken_vote_may_be_changed_by_its_giver_alone(redbridge):
    """C-11"""
    scene = voting()
    colleague = a_member("Col League", "agency-representative", agency="nel-icb")
    record_attendance(meeting=scene.meeting, membership=colleague, actor=scene.secretary, at=OPENED)
    spoken(scene)
    with pytest.raises(ActRefused) as refused:
        cast_vote(question=scene.question, option=NONE, actor=acting_as(colleague), at=LATER)
    assert str(refused.value) == "Rep Nel-Icb already voted for your agency, NEL NHS ICB. It has one vote."
    mine = words(client_of(scene.people["nel-icb"]).get(at_meeting(scene, "meeting_live")))
    assert "entered the vote of NEL NHS ICB as you gave it. You can change it here" in mine
    assert "already voted" not in mine
    changed = vote(scene, "nel-icb", NONE)
    assert (changed.option, changed.entered_by, changed.cast_by) == (NONE, "", scene.people["nel-icb"])


def test_words_stored_on_an_item_are_not_lost_under_minutes_opened_before(redbridge):
    """C-14: the second to store sees both texts, and what they did not touch goes on from what is stored."""
    scene = voting()
    minutes = draft_minutes(meeting=scene.meeting, actor=scene.secretary, at=LATER)
    office, url, name = client_of(who(scene, "secretary")), at_meeting(scene, "minutes"), f"item-{scene.item.pk}"
    opened = carried(office.get(url), "version", "began")
    said = carried(office.get(at_meeting(scene, "agenda_item", item=scene.item.pk)), "version")
    chair = client_of(who(scene, "chair"))
    kept = {**said, "text": "The chair summed up."}
    assert chair.post(at_meeting(scene, "record_discussion", item=scene.item.pk), kept).status_code == 302
    mine = {**opened, "text": "Opened late.", name: ""}
    refused = office.post(url, mine)
    assert "Somebody else changed the minutes since you opened the page" in words(refused)
    assert "as somebody else stored it" not in words(refused)  # the item was not touched here: it shows the newest
    again = {**carried(refused, "version", "began"), "text": "Opened late.", name: "The chair summed up."}
    assert office.post(url, again).status_code == 302
    stale = office.post(url, {**opened, "text": minutes.text, name: "My own words."})
    assert 'as somebody else stored it:</strong><br><span class="app-prose-text">The chair summed up.' in words(stale)
    assert "My own words." in words(stale) and "Opened late." in words(stale)
    final = {**carried(stale, "version", "began"), "text": "Opened late.", name: "My own words."}
    assert office.post(url, final).status_code == 302
    scene.item.refresh_from_db()
    assert scene.item.discussion == "My own words."


def carried(response, *names: str) -> dict[str, str]:
    """Hidden fields of a page."""
    page = response.content.decode()
    tags = {name: re.search(rf'<input[^>]*name="{name}"[^>]*>', page)[0] for name in names}
    return {name: re.search(r'value="([^"]*)"', tag)[1] for name, tag in tags.items()}


def test_more_information_still_breaks_off_the_vote_its_page_showed(redbridge):
    scene = voting()
    need_information(
        item=scene.item, what="The log", from_whom="The service", second_meeting=False, wanted_by=WANTED,
        seen=how_the_vote_stands(scene.item), actor=scene.chair, at=LATER,
    )  # fmt: skip
    assert Question.objects.get().state == "abandoned"


def test_a_meeting_that_dealt_with_a_case_does_not_take_it_again(redbridge):
    """RED-9: what came back goes to another meeting, and never under a question in writing."""
    scene = recommended()
    return_recommendation(recommendation=scene.recommendation, reasons="Again.", actor=ratifier(), at=LATER)
    scene.case.refresh_from_db()
    assert meetings_for_case(scene.case, scene.secretary, at=LATER) == []
    with pytest.raises(ActRefused) as refused:
        add_agenda_item(meeting=scene.meeting, case=scene.case, reason="Now.", actor=scene.secretary, at=LATER)
    assert str(refused.value) == "This meeting has dealt with the case already. Choose another meeting."


def test_the_page_of_an_e_mail_says_at_once_that_a_colleague_has_voted(redbridge):
    scene = voting()
    colleague = a_member("Col League", "agency-representative", agency="nel-icb")
    vote(scene, "nel-icb", SAR)
    page = words(client_of(colleague).get(on_case(scene, "cast_vote")))
    assert "Rep Nel-Icb already voted for your agency, NEL NHS ICB. It has one vote." in page
    assert 'name="option"' not in page

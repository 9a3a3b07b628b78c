"""The minutes tell what was recorded, and the papers print (C-14, RED-5, RED-9, C-26)."""

from __future__ import annotations

import pytest

from cases.acts import declare_conflict
from documents import pdf
from panels.acts import (
    agree_minutes,
    cast_vote,
    close_meeting,
    close_question,
    draft_minutes,
    edit_minutes,
    name_deputy,
    print_minutes,
    put_question,
    record_apologies,
    record_attendance,
    record_discussion,
    record_dissent,
    record_leaving,
)
from panels.models import AgendaItem, Attendance
from panels.queries.minutes import minutes_paper
from panels.rules import ABSTAIN
from partnerships.refusals import ActRefused
from tests.factories import a_member, acting_as, london

from .scenes import CONVENED, FIVE, LATER, NONE, SAR, a_meeting, in_session, recommend_now, vote

ENDED = london(2026, 9, 15, 11, 30)


def a_full_meeting():
    """Eight people: a conflict, a deputy, a late arrival, an early departure, an abstention, a dissent."""
    scene = in_session(*FIVE, "nelft", "bhrut", "housing-service", here=(*FIVE[1:], "nelft", "bhrut"))
    record_attendance(
        meeting=scene.meeting, membership=scene.chair.membership, part="chair", actor=scene.secretary, at=LATER
    )
    deputy = a_member("Dee Deputy", agency="nel-icb")
    name_deputy(
        meeting=scene.meeting, stands_in_for=scene.people["nel-icb"], deputy=deputy, actor=scene.secretary, at=CONVENED
    )
    record_attendance(meeting=scene.meeting, membership=deputy, actor=scene.secretary, at=london(2026, 9, 15, 10, 20))
    record_apologies(
        meeting=scene.meeting, membership=scene.people["housing-service"], actor=scene.secretary, at=CONVENED
    )
    declare_conflict(
        case=scene.case, membership=scene.people["nelft"], reason="Family", actor=scene.member("nelft"), at=LATER
    )
    record_leaving(attendance=Attendance.objects.get(membership=scene.people["bhrut"]), actor=scene.secretary, at=LATER)
    scene.question = put_question(
        item=scene.item, wording="Which review?", options=(SAR, NONE), actor=scene.chair, at=LATER
    )
    cast_vote(question=scene.question, option=SAR, reason="Clear", actor=acting_as(deputy), at=LATER)
    vote(scene, "childrens-social-care", SAR)
    vote(scene, "adult-social-care", NONE)
    vote(scene, "community-safety", ABSTAIN)
    scene.question = close_question(question=scene.question, actor=scene.chair, at=LATER)
    record_discussion(
        item=scene.item, text="The log was read.\nNo questions.", actor=scene.secretary, at=LATER,
        version=AgendaItem.objects.get().version,
    )  # fmt: skip
    scene.recommendation = recommend_now(scene)
    record_dissent(
        recommendation=scene.recommendation, rationale="Not met.", actor=scene.member("adult-social-care"), at=LATER
    )
    close_meeting(meeting=scene.meeting, actor=scene.chair, at=ENDED)
    a_meeting(scene, london(2026, 10, 13))
    return scene


@pytest.fixture
def scene(redbridge):
    return a_full_meeting()


def test_the_minutes_tell_it_right(scene):
    minutes = draft_minutes(meeting=scene.meeting, actor=scene.secretary, at=ENDED)
    assert minutes.text == (
        "The meeting opened at 10:02am with Chris Chair in the chair.\nDeputies: Dee Deputy for Rep Nel-Icb."
    )
    paper = minutes_paper(scene.meeting, opening=minutes.text, state="Draft")
    came = {line.name: (line.part, line.deputy_for, line.times) for line in paper.attendance}
    assert came["Dee Deputy"] == ("Voting member", "Rep Nel-Icb", "from 10:20am")
    assert came["Rep Bhrut"] == ("Voting member", "", "until 10:30am")
    assert came["Chris Chair"] == ("Chair", "", "from 10:30am")
    assert sorted(line.name for line in paper.apologies) == ["Rep Housing-Service", "Rep Nel-Icb"]
    assert "LBR Housing Service" in paper.not_represented and "NEL NHS ICB" not in paper.not_represented
    assert (paper.closed, paper.next_meeting) == (
        "The meeting ended at 11:30am.", "Tuesday 13 October 2026 at 10am",
    )  # fmt: skip
    item = paper.items[0]
    assert item.discussion == ("The log was read.", "No questions.")
    assert item.conflicts == ("Rep Nelft declared a conflict of interest and took no part.",)
    assert (item.quorate, item.quorum) == (True, "Quorate for this item.")
    assert item.quorum_by_sector[0].value == "Dee Deputy (NEL NHS ICB)"
    question = item.questions[0]
    assert [(line.agency, line.vote, line.reason) for line in question.votes] == [
        ("NEL NHS ICB", "Safeguarding Adult Review (mandatory)", "Clear"),
        ("LBR Adult Social Care", "No review", ""),
        ("LBR Children's Social Care", "Safeguarding Adult Review (mandatory)", ""),
        ("LBR Community Safety", "Abstained", ""),
    ]
    assert question.result == "“Safeguarding Adult Review (mandatory)” was carried by 2 of 3 agencies voting."
    assert "East Area BCU MPS: present, did not vote" in question.not_voting
    assert "NELFT: conflict of interest" in question.not_voting
    assert "BHRUT: had left" in question.not_voting and "NELFT: nobody came" not in question.not_voting
    assert (item.recommendation.review_type, item.recommendation.to) == (
        "Safeguarding Adult Review (mandatory)", "RSAB Independent Chair",
    )  # fmt: skip
    assert item.dissents == ("LBR Adult Social Care: Not met.",)


def test_two_who_edit_at_once_are_told_and_agreed_minutes_are_locked(scene):
    minutes = draft_minutes(meeting=scene.meeting, actor=scene.secretary, at=ENDED)
    assert draft_minutes(meeting=scene.meeting, actor=scene.chair, at=ENDED).pk == minutes.pk
    words = {"minutes": minutes, "version": 1, "discussions": {}, "actor": scene.secretary, "at": ENDED}
    edit_minutes(**words, text="First.")
    with pytest.raises(ActRefused) as refused:
        edit_minutes(**words, text="Second.")
    assert str(refused.value).startswith("Somebody else changed the minutes since you opened the page, so nothing was")
    agreed = agree_minutes(minutes=minutes, version=2, actor=scene.chair, at=ENDED)
    agreed.refresh_from_db()
    assert (agreed.state, agreed.paper["opening"], agreed.paper["state"]) == (
        "agreed", ["First."], "Agreed on 15 September 2026",
    )  # fmt: skip
    with pytest.raises(ActRefused) as locked:
        edit_minutes(**{**words, "version": 2}, text="Third.")
    assert str(locked.value) == "The minutes are agreed and no longer change."
    with pytest.raises(ActRefused) as closed:
        record_attendance(
            meeting=scene.meeting, membership=scene.people["housing-service"], actor=scene.secretary, at=ENDED
        )
    assert str(closed.value) == "The minutes of this meeting are agreed, so its record no longer changes."
    assert print_minutes(minutes=agreed, actor=scene.secretary, at=ENDED).payload["opening"] == ("First.",)


def test_pack_and_minutes_print(scene):
    minutes = draft_minutes(meeting=scene.meeting, actor=scene.secretary, at=ENDED)
    job = print_minutes(minutes=minutes, actor=scene.secretary, at=ENDED)
    job.refresh_from_db()
    assert pdf.render("minutes", job.payload)[:5] == b"%PDF-"

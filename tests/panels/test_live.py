"""The running meeting for those who run it: what is missing, who votes, and a list that keeps its place."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from cases.acts import answer_criteria
from panels.acts import cast_vote, close_question, open_meeting, put_question, recall_criteria, record_attendance
from panels.models import AgendaItem, Attendance, Vote
from panels.queries.lists import waiting_cases
from panels.queries.packs import cover_of
from panels.queries.readiness import before_recommending, start_of_the_vote
from panels.queries.waiting import waiting_rows
from partnerships.refusals import ActRefused
from tests.factories import a_member

from .scenes import (
    FIVE,
    LATER,
    MEETING,
    NONE,
    OPENED,
    SAR,
    SAR_MET,
    accepted_case,
    in_session,
    on_the_agenda,
    send,
    the_people,
    voting,
)
from .test_pages import address, at_meeting, client_of, on_case, who, words

FIRST = "Every statutory test has to be answered."


def unanswered():
    """In session with two of the three tests unanswered."""
    scene = on_the_agenda(*FIVE)
    answer_criteria(
        case=scene.case, aid="sar-tool", answers=SAR_MET, remarks={}, reasons="It is met.", actor=scene.chair,
        at=MEETING,
    )  # fmt: skip
    open_meeting(meeting=scene.meeting, actor=scene.chair, at=OPENED)
    scene.arrive(*FIVE)
    return scene


def test_the_missing_tests_are_named_with_their_links(redbridge):
    """C-10, RED-10: each unanswered test has its link; somebody who may not answer is told whose it is."""
    scene = unanswered()
    (missing,) = before_recommending(scene.case, scene.chair)
    assert missing.sentence == FIRST
    assert [way.name for way in missing.ways] == ["answer_aid"] * len(missing.ways)
    assert "sar-tool" not in [way.aid for way in missing.ways]
    (for_member,) = before_recommending(scene.case, scene.member("nel-icb"))
    assert (for_member.ways, for_member.who) == ((), "the One Panel Secretariat or the Panel Chair")


def test_nothing_is_missing_once_every_test_is_answered(redbridge):
    scene = in_session()
    assert before_recommending(scene.case, scene.chair) == []


def test_before_and_after_the_vote_the_pages_say_what_is_missing(redbridge):
    scene = unanswered()
    chair = client_of(who(scene, "chair"))
    warning = words(chair.get(on_case(scene, "put_question")))
    assert "The vote can be taken, but no recommendation can follow it yet." in warning and FIRST in warning
    question = put_question(item=scene.item, wording="Which?", options=[SAR, NONE], actor=scene.chair, at=LATER)
    for agency in FIVE:
        cast_vote(question=question, option=SAR, actor=scene.member(agency), at=LATER)
    close_question(question=question, actor=scene.chair, at=LATER)
    for url in (at_meeting(scene, "agenda_item", item=scene.item.pk), at_meeting(scene, "meeting_live")):
        page = words(chair.get(url))
        assert FIRST in page and "/answer-criteria/" in page
        assert "Put another question" in page and "Make the recommendation" not in page
    member = words(client_of(scene.people["nel-icb"]).get(at_meeting(scene, "meeting_live")))
    assert FIRST not in member


def test_the_vote_starts_with_the_types_of_the_pathway(redbridge):
    """A board of another pathway's types are offered without a tick."""
    assert start_of_the_vote(in_session().case) == [
        "sar-mandatory", "sar-discretionary", "internal-review", "learning-review", "no-review",
    ]  # fmt: skip


def chair_arrives(scene, part):
    return record_attendance(
        meeting=scene.meeting, membership=scene.chair.membership, part=part, actor=scene.secretary,
        at=OPENED,
    )  # fmt: skip


@pytest.mark.parametrize("part", [Attendance.Part.CHAIR, Attendance.Part.VOTING])
def test_the_chair_votes_for_the_agency_they_are_there_for(redbridge, part):
    """C-11: the agency is entitled through its person in the chair, so that person can give its one vote."""
    scene = in_session(here=FIVE[:4])
    chair_arrives(scene, part)
    question = put_question(item=scene.item, wording="Which?", options=[SAR, NONE], actor=scene.chair, at=LATER)
    chair = client_of(who(scene, "chair"))
    page = words(chair.get(at_meeting(scene, "meeting_live")))
    assert "Vote for East Area BCU MPS" in page
    assert send(chair, on_case(scene, "cast_vote"), {"option": SAR, "reason": ""}).status_code == 302
    vote = Vote.objects.get(question=question)
    assert (vote.agency.slug, vote.cast_by_id) == ("east-area-police", scene.chair.membership.pk)
    assert "Who gives it?" in words(chair.get(on_case(scene, "roll_call")))


def test_a_chair_who_is_not_in_the_room_has_no_vote(redbridge):
    scene = voting()
    with pytest.raises(ActRefused):
        cast_vote(question=scene.question, option=SAR, actor=scene.chair, at=LATER)


def test_an_empty_vote_stays_in_the_meeting(redbridge):
    scene = voting()
    page = words(send(client_of(scene.people["nel-icb"]), on_case(scene, "cast_vote"), {"reason": "Because"}))
    assert 'href="#id_option"' in page and "Who is here" in page and "Because" in page


def test_a_button_of_the_list_answers_with_the_list_alone(redbridge):
    scene = in_session(here=())
    office = client_of(who(scene, "secretary"))
    person = scene.people["nel-icb"]
    part = office.post(at_meeting(scene, "arrive"), {"membership": person.pk}, headers={"HX-Request": "true"})
    text = words(part)
    assert part.status_code == 200 and text.startswith('<div id="meeting"') and "<html" not in text
    again = office.post(at_meeting(scene, "arrive"), {"membership": person.pk}, headers={"HX-Request": "true"})
    assert "Rep Nel-Icb is already recorded as here" in words(again)
    row = Attendance.objects.get(membership=person)
    plain = office.post(at_meeting(scene, "leave", attendance=row.pk))
    assert plain.url == at_meeting(scene, "meeting_live") + f"#person-{person.pk}"


def test_the_list_keeps_its_order_by_agency_and_says_who_is_the_deputy(redbridge):
    scene = in_session(here=())
    a_member("Dee Deputy", "agency-deputy", agency="nel-icb")
    office = client_of(who(scene, "secretary"))

    def order() -> list[int]:
        page = words(office.get(at_meeting(scene, "meeting_live")))
        return sorted((page.index(f'id="person-{m.pk}"'), m.pk) for m in scene.people.values())

    before = [pk for _, pk in order()]
    scene.arrive("nel-icb")
    assert [pk for _, pk in order()] == before
    page = words(office.get(at_meeting(scene, "meeting_live")))
    assert page.count("Deputy of an agency representative") == 1
    assert page.count(">Agency representative<") == len(FIVE)
    assert "Nobody is here from:" not in page  # a short list needs no way through it
    for number in range(8):
        a_member(f"Dee Deputy {number}", "agency-deputy", agency="nel-icb")
    page = words(office.get(at_meeting(scene, "meeting_live")))
    absent = page.partition("Nobody is here from:")[2].partition("</p>")[0]
    assert (absent.count('href="#group-'), "NEL ICB" in absent) == (len(FIVE) - 1, False)
    assert all(f'id="{place}"' in page for place in re.findall(r'href="#(group-\d+)"', absent))


def test_who_recorded_that_the_criteria_were_read_out(redbridge):
    """C-10: it need not have been the chair."""
    scene = in_session()
    recall_criteria(item=scene.item, actor=scene.secretary, at=LATER)
    page = words(client_of(who(scene, "chair")).get(at_meeting(scene, "agenda_item", item=scene.item.pk)))
    item = AgendaItem.objects.get(pk=scene.item.pk)
    assert item.criteria_recalled_by == scene.secretary.label
    assert f"The criteria were read out at 10:30am, recorded by {scene.secretary.label}." in page


def test_putting_on_the_agenda_keeps_the_meeting_one_came_from(redbridge):
    from tests.factories import london

    from .scenes import a_meeting

    scene = the_people("nel-icb")
    case = accepted_case(scene)
    first, second = a_meeting(scene), a_meeting(scene, london(2026, 10, 20, 10))
    office = client_of(who(scene, "secretary"))
    link = address("add_agenda_item", reference=case.reference) + f"?meeting={second.pk}"
    assert f'href="{link}"' in words(office.get(address("meeting", meeting=second.pk)))
    plain = address("add_agenda_item", reference=case.reference)
    for url, chosen in ((link, second), (plain, first), (plain + "?meeting=999", first)):
        assert re.findall(r'value="(\d+)" checked', words(office.get(url))) == [str(chosen.pk)]


@pytest.mark.parametrize("number", [1, 3])
def test_the_waiting_cases_name_their_subject_in_the_same_number_of_questions(
    redbridge, number, django_assert_max_num_queries
):
    scene = the_people("nel-icb")
    for _ in range(number):
        accepted_case(scene)
    cases = waiting_cases(scene.secretary)
    with django_assert_max_num_queries(4):
        rows = waiting_rows(cases)
    assert [(row.asked, row.answered, row.due_on) for row in rows] == [(0, 0, None)] * number
    assert "None asked" in words(client_of(who(scene, "secretary")).get(address("waiting_cases")))


def test_the_papers_name_the_chair(redbridge):
    scene = on_the_agenda("nel-icb")
    assert cover_of(scene.meeting, [], at=LATER)["head"]["chair"] == "Chris Chair, Panel Chair"


def test_the_desk_says_that_a_meeting_is_in_session(redbridge):
    scene = in_session()
    page = words(client_of(scene.people["nel-icb"]).get(reverse("home", kwargs={"partnership": "redbridge"})))
    assert "The One Panel is in session now." in page and at_meeting(scene, "meeting_live") in page


def test_a_member_finds_the_conflict_on_the_live_page(redbridge):
    scene = in_session()
    page = words(client_of(scene.people["nel-icb"]).get(at_meeting(scene, "meeting_live")))
    assert f'href="{on_case(scene, "declare_conflict")}?who=me">I have a conflict of interest</a>' in page

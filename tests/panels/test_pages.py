"""Each page for each role that opens it, through the real middleware (C-52, DESIGN §4)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.acts import declare_conflict
from panels.acts import (
    circulate_papers,
    close_question,
    draft_minutes,
    open_meeting,
    ratify_recommendation,
    record_dissent,
)
from panels.models import AgendaItem, Attendance, Meeting, MinutesText, Question, Ratification, Recommendation, Vote
from panels.queries.live import version_of_page
from partnerships.scope import tenant
from tests.factories import a_member, a_partnership, acting_as, london

from .scenes import (
    CONVENED,
    FIVE,
    LATER,
    NONE,
    SAR,
    a_meeting,
    accepted_case,
    in_session,
    on_the_agenda,
    recommended,
    send,
    the_people,
    vote,
    voted,
    voting,
)


def client_of(membership) -> Client:
    client = Client()
    client.force_login(membership.user)
    return client


def address(name: str, **kwargs) -> str:
    return reverse(name, kwargs={"partnership": "redbridge", **kwargs})


def words(response) -> str:
    return " ".join(response.content.decode().split())


def who(scene, part: str):
    return {"secretary": scene.secretary.membership, "chair": scene.chair.membership}.get(part) or scene.people[part]


def on_case(scene, name: str) -> str:
    return address(name, reference=scene.case.reference)


def at_meeting(scene, name: str, **kwargs) -> str:
    return address(name, meeting=scene.meeting.pk, **kwargs)


@pytest.mark.parametrize("part", ["secretary", "chair", "nel-icb"])
@pytest.mark.parametrize("name", ["meetings", "meeting", "meeting_live", "agenda_item", "case_panel", "name_deputy"])
def test_the_pages_of_a_running_vote_open(redbridge, part, name):
    scene = voting()
    vote(scene, "nel-icb", SAR)
    url = {
        "meetings": lambda: address("meetings"),
        "agenda_item": lambda: at_meeting(scene, "agenda_item", item=scene.item.pk),
        "case_panel": lambda: on_case(scene, "case_panel"),
    }.get(name, lambda: at_meeting(scene, name))()
    response = client_of(who(scene, part)).get(url)
    assert response.status_code == 200


@pytest.mark.parametrize(
    "name",
    ["waiting_cases", "convene_meeting", "record_attendance", "add_other_item", "cancel_meeting", "meeting_calendar"],
)
def test_the_pages_of_the_secretariat_open(redbridge, name):
    scene = on_the_agenda()
    url = address(name) if name in {"waiting_cases", "convene_meeting"} else at_meeting(scene, name)
    assert client_of(who(scene, "secretary")).get(url).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "put_question", "roll_call", "close_question", "withdraw_question", "need_information", "recommend", "escalate",
        "defer_item", "remove_agenda_item", "decide_escalation",
    ],
)  # fmt: skip
def test_the_act_pages_of_the_chair_open(redbridge, name):
    scene = voting()
    assert client_of(who(scene, "chair")).get(on_case(scene, name)).status_code == 200


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("ratify_recommendation", "rsab-chair"),
        ("return_recommendation", "rsab-chair"),
        ("replace_recommendation", "rsab-chair"),
        ("object_to_recommendation", "statutory-partner"),
        ("decide_escalation", "statutory-partner"),
        ("recommendations", "rsab-chair"),
        ("case_panel", "rsab-chair"),
    ],
)
def test_the_pages_after_the_meeting_open(redbridge, name, role):
    scene = recommended()
    client = client_of(a_member("Somebody Else", role))
    url = address("recommendations") if name == "recommendations" else on_case(scene, name)
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("name", ["record_dissent", "case_panel"])
def test_a_member_opens_dissent(redbridge, name):
    assert client_of(recommended().people["nel-icb"]).get(address(name, reference="RED-2026-0001")).status_code == 200


def test_a_lead_reads_the_dissent_before_passing_it_on(redbridge):
    scene = recommended()
    lead = a_member("Lee Lead", "agency-lead", agency="nel-icb")
    record_dissent(
        recommendation=scene.recommendation, rationale="It is not met.", actor=scene.member("nel-icb"), at=LATER
    )
    client = client_of(lead)
    assert "It is not met." in words(client.get(on_case(scene, "pass_on_dissent")))
    response = send(client, on_case(scene, "pass_on_dissent"), {"remarks": "I agree."})
    assert response.url == on_case(scene, "case_panel")
    chair = client_of(who(scene, "chair"))
    assert "It is not met." in words(chair.get(on_case(scene, "reconvene")))
    assert send(chair, on_case(scene, "reconvene"), {"reasons": "A fair point."}).url == on_case(scene, "case_panel")


def test_a_meeting_is_convened_run_and_minuted_through_the_pages(redbridge):
    """From convening to printed minutes, each step a post as a browser sends it."""
    scene = the_people()
    office, chair = client_of(who(scene, "secretary")), client_of(who(scene, "chair"))
    form = {
        "form_token": "9b2c1f60-0000-4000-8000-000000000000", "body": "one-panel", "starts_at-day": "15",
        "starts_at-month": "9", "starts_at-year": "2030", "starts_at-time": "10am", "place": "Town hall",
        "kind": "meeting", "count": "1",
    }  # fmt: skip
    form["checked"] = "one-panel|2030-09-15 10:00:00+01:00|Town hall|meeting|1"
    response = office.post(address("convene_meeting"), form)
    meeting = Meeting.objects.get()
    assert response.url == address("meeting", meeting=meeting.pk)
    again = office.post(address("convene_meeting"), form)
    assert "The One Panel already meets then." in words(again)
    scene.meeting = meeting
    assert office.post(at_meeting(scene, "add_other_item"), {"title": "Minutes of the last meeting"}).status_code == 302
    assert chair.post(at_meeting(scene, "open_meeting")).url == at_meeting(scene, "meeting_live")
    me = client_of(scene.people["nel-icb"])
    assert me.post(at_meeting(scene, "arrive"), {"membership": scene.people["nel-icb"].pk}).status_code == 302
    row = Attendance.objects.get()
    assert (row.agency.slug, row.part) == ("nel-icb", "voting")
    assert office.post(at_meeting(scene, "leave", attendance=row.pk)).status_code == 302
    item = AgendaItem.objects.get(title="Minutes of the last meeting")
    said = {"text": "They were agreed.", "version": item.version}
    assert office.post(at_meeting(scene, "record_discussion", item=item.pk), said).status_code == 302
    late = office.post(at_meeting(scene, "record_discussion", item=item.pk), {**said, "text": "Mine"})
    assert "Somebody else changed this item" in words(late) and "They were agreed." in words(late)
    assert chair.post(at_meeting(scene, "close_meeting")).url == at_meeting(scene, "meeting")
    assert office.post(at_meeting(scene, "draft_minutes")).url == at_meeting(scene, "minutes")
    page = office.get(at_meeting(scene, "minutes"))
    assert "They were agreed." in words(page)
    minutes = MinutesText.objects.get()
    edited = {"version": minutes.version, "text": "Opening words.", f"item-{item.pk}": "They were agreed with thanks."}
    assert office.post(at_meeting(scene, "minutes"), edited).url == at_meeting(scene, "minutes")
    clash = office.post(at_meeting(scene, "minutes"), {**edited, "text": "Other words."})
    assert "Somebody else changed the minutes" in words(clash) and "Other words." in words(clash)
    assert office.post(at_meeting(scene, "agree_minutes"), {"version": minutes.version + 1}).status_code == 302
    minutes.refresh_from_db()
    place = AgendaItem.objects.filter(meeting=meeting, position__lt=item.position).count()
    assert place == AgendaItem.objects.filter(meeting=meeting, standing="before").count() > 0
    assert (minutes.state, minutes.paper["items"][place]["discussion"]) == (
        "agreed", ["They were agreed with thanks."],
    )  # fmt: skip
    assert office.post(at_meeting(scene, "print_minutes")).status_code == 302
    assert me.get(at_meeting(scene, "minutes")).status_code == 200


def test_votes_through_the_pages(redbridge):
    scene = in_session()
    chair = client_of(who(scene, "chair"))
    put = {"wording": "Which review?", "options": [SAR, NONE]}
    assert send(chair, on_case(scene, "put_question"), put).url == at_meeting(scene, "meeting_live")
    for agency in FIVE:
        client = client_of(scene.people[agency])
        assert send(client, on_case(scene, "cast_vote"), {"option": SAR, "reason": ""}).status_code == 302
    giver = Attendance.objects.get(membership=scene.people["nel-icb"]).pk
    paper = {"seen": Question.objects.get().pk, "agency": "nel-icb", "person": giver, "option": NONE, "reason": ""}
    refused = client_of(who(scene, "secretary")).post(on_case(scene, "roll_call"), paper)
    assert "This agency cannot be called any more." in words(refused)
    assert Vote.objects.count() == 5
    assert send(chair, on_case(scene, "close_question")).status_code == 302
    assert Question.objects.get().result["carried"] == SAR


def test_ratifying_through_the_page(redbridge):
    scene = recommended()
    client = client_of(a_member("Robin Ratifier", "rsab-chair"))
    page = words(client.get(on_case(scene, "ratify_recommendation")))
    assert "The One Panel recommends: Safeguarding Adult Review (mandatory)." in page
    assert "Please answer by <strong>Tuesday 22 September 2026</strong>" in page
    empty = send(client, on_case(scene, "ratify_recommendation"), {"reasons": ""})
    assert (empty.status_code, "Enter reasons" in words(empty)) == (200, True)
    done = send(client, on_case(scene, "ratify_recommendation"), {"reasons": "Agreed."})
    assert done.url == on_case(scene, "case_panel")
    assert Ratification.objects.get().answer == "ratified"
    assert "has answered already" not in page
    late = words(client.get(on_case(scene, "ratify_recommendation")))
    assert "The case is at “Decided”." in late


def test_recommending_through_the_page(redbridge):
    scene = voted()
    form = {"review_type": SAR, "focus": "Sharing", "methodology": "", "reasons": "It is met."}
    chair = client_of(who(scene, "chair"))
    assert "Choose how the review is to be carried out." in words(send(chair, on_case(scene, "recommend"), form))
    done = send(chair, on_case(scene, "recommend"), {**form, "methodology": "reflective-learning"})
    assert done.url == on_case(scene, "case_panel")
    assert Recommendation.objects.get().state == "open"


# C-26
def test_a_deputy_without_a_role_votes_through_the_pages(redbridge):
    scene = in_session(here=FIVE[1:])
    deputy = a_member("Dee Deputy", agency="nel-icb")
    client = client_of(deputy)
    assert client.get(at_meeting(scene, "meeting_live")).status_code == 404
    named = {"stands_in_for": scene.people["nel-icb"].pk, "deputy": deputy.pk}
    assert client_of(scene.people["nel-icb"]).post(at_meeting(scene, "name_deputy"), named).status_code == 302
    assert "I am here" in words(client.get(at_meeting(scene, "meeting_live")))
    assert client.get(at_meeting(scene, "agenda_item", item=scene.item.pk)).status_code == 200
    assert client.post(at_meeting(scene, "arrive"), {"membership": deputy.pk}).status_code == 302
    send(client_of(who(scene, "chair")), on_case(scene, "put_question"), {"wording": "Which?", "options": [SAR, NONE]})
    assert "Vote for NEL NHS ICB" in words(client.get(at_meeting(scene, "meeting_live")))
    assert send(client, on_case(scene, "cast_vote"), {"option": SAR, "reason": ""}).status_code == 302
    assert Vote.objects.get().cast_by_name == "Dee Deputy"


# the live page
def test_the_live_page_answers_nothing_new_until_something_changes(redbridge):
    scene = voting()
    client = client_of(who(scene, "chair"))
    page = client.get(at_meeting(scene, "meeting_live")).content.decode()
    part = page.split('hx-get="')[2].split('"')[0].replace("&amp;", "&")
    mine = page.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    assert (client.get(part).status_code, client.get(mine).status_code) == (204, 204)
    vote(scene, "nel-icb", SAR)
    fresh = client.get(part)
    assert fresh.status_code == 200 and "1 of 5 agencies entitled to vote have voted" in words(fresh)
    assert client.get(mine).status_code == 204  # the chair's own form has no reason to be drawn again
    close_question(question=scene.question, actor=scene.chair, at=LATER)
    assert client.get(mine).status_code == 200


def test_counts_are_shown_to_whoever_runs_the_meeting_and_to_all_at_the_end(redbridge):
    scene = voting()
    for agency in FIVE:
        vote(scene, agency, SAR)
    member, chair = client_of(scene.people["nel-icb"]), client_of(who(scene, "chair"))
    live = at_meeting(scene, "meeting_live")
    assert "app-vote__count" in words(chair.get(live)) and "app-vote__count" not in words(member.get(live))
    close_question(question=scene.question, actor=scene.chair, at=LATER)
    assert "app-vote__count" in words(member.get(live))


def test_the_conflicted_lose_page_papers_and_vote_and_are_shown_as_having_left(redbridge):
    scene = voting(*FIVE, "nelft")
    out = scene.people["nelft"]
    client = client_of(out)
    item = at_meeting(scene, "agenda_item", item=scene.item.pk)
    assert client.get(item).status_code == 200
    pack = circulate_papers(meeting=scene.meeting, actor=scene.secretary, at=CONVENED)
    declare_conflict(case=scene.case, membership=out, reason="Family", actor=scene.member("nelft"), at=LATER)
    assert client.get(item).status_code == 404
    assert client.get(on_case(scene, "cast_vote")).status_code == 404
    assert client.post(on_case(scene, "cast_vote"), {"option": SAR}).status_code == 404
    live = words(client.get(at_meeting(scene, "meeting_live")))
    assert "An item you do not take part in" in live and scene.case.reference not in live
    assert "Left for this item" in words(client_of(who(scene, "chair")).get(at_meeting(scene, "meeting_live")))
    made = client.post(at_meeting(scene, "meeting_papers"))
    assert made.status_code == 302 and made.url != address("print_job", job=pack.pk)


def test_another_partnership_and_other_agencies_find_nothing(redbridge):
    scene = on_the_agenda()
    stranger = a_member("Stranger", "agency-representative", agency="legal-services")
    assert client_of(stranger).get(at_meeting(scene, "meeting")).status_code == 200  # every agency is a member
    outsider = a_member("Out Sider")
    client = client_of(outsider)
    assert client.get(at_meeting(scene, "meeting")).status_code == 404
    assert client.get(address("meeting", meeting=scene.meeting.pk + 1000)).status_code == 404
    other = a_partnership("darlington", "dsp1.4.toml")
    with tenant(other):
        there = a_member("Dora Darlington", "secretariat")
    stray = client_of(there)
    for name in ("meeting", "meeting_live", "minutes"):
        url = reverse(name, kwargs={"partnership": "darlington", "meeting": scene.meeting.pk})
        assert stray.get(url).status_code == 404
        assert stray.get(at_meeting(scene, name)).status_code == 404


def test_a_member_cannot_do_what_the_chair_does(redbridge):
    scene = in_session()
    member = client_of(scene.people["nel-icb"])
    page = words(member.get(on_case(scene, "put_question")))
    assert "Only the Panel Chair or the One Panel Secretariat can do this." in page and "<textarea" not in page
    member.post(on_case(scene, "put_question"), {"wording": "Mine", "options": [SAR, NONE]})
    assert member.get(address("convene_meeting")).status_code == 403
    member.post(at_meeting(scene, "close_meeting"))
    scene.meeting.refresh_from_db()
    assert (Question.objects.count(), scene.meeting.state) == (0, "open")


def test_the_calendar_file_names_no_case(redbridge):
    scene = on_the_agenda()
    response = client_of(scene.people["nel-icb"]).get(at_meeting(scene, "meeting_calendar"))
    text = response.content.decode()
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:One Panel" in text and scene.case.reference not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_meetings_asks_the_same_number_of_questions(redbridge, rows, django_assert_max_num_queries):
    scene = the_people("nel-icb")
    from panels.acts import convene_series
    from tests.factories import london, the_version

    convene_series(
        procedure_version=the_version(), body="one-panel", first=london(2030, 9, 10), count=rows, actor=scene.chair,
        at=CONVENED,
    )  # fmt: skip
    client = client_of(who(scene, "secretary"))
    client.get(address("meetings"))
    with django_assert_max_num_queries(15):
        assert client.get(address("meetings")).status_code == 200


def test_minutes_are_drafted_only_of_a_meeting_that_began(redbridge):
    scene = on_the_agenda()
    office = client_of(who(scene, "secretary"))
    assert office.post(at_meeting(scene, "draft_minutes")).url == at_meeting(scene, "meeting")
    assert office.get(at_meeting(scene, "minutes")).status_code == 404
    open_meeting(meeting=scene.meeting, actor=scene.chair, at=LATER)
    draft_minutes(meeting=scene.meeting, actor=scene.secretary, at=LATER)
    assert office.get(at_meeting(scene, "minutes")).status_code == 200


def test_the_live_page_asks_as_many_questions_for_eight_people_as_for_five(redbridge):
    scene = voting()
    client = client_of(who(scene, "chair"))
    client.get(at_meeting(scene, "meeting_live"))
    with CaptureQueriesContext(connection) as few:
        client.get(at_meeting(scene, "meeting_live"))
    for agency in ("nelft", "bhrut", "barts-health"):
        scene.people[agency] = a_member(f"Rep {agency}", "agency-representative", agency=agency)
    scene.arrive("nelft", "bhrut", "barts-health")
    with CaptureQueriesContext(connection) as many:
        client.get(at_meeting(scene, "meeting_live"))
    assert len(many) == len(few)
    part = at_meeting(scene, "meeting_live_part") + f"?version={version_of_page(scene.meeting)}"
    with CaptureQueriesContext(connection) as unchanged:
        assert client.get(part).status_code == 204
    assert len(unchanged) <= 10


def test_the_panel_page_of_a_decided_case_opens_for_all(redbridge):
    scene = recommended()
    rsab = a_member("Ron Chair", "rsab-chair")
    ratify_recommendation(
        recommendation=scene.recommendation, reasons="The facts support it.", actor=acting_as(rsab), at=LATER
    )
    for person in (rsab, scene.secretary.membership, scene.people["nel-icb"]):
        assert "Decided: Safeguarding Adult Review (mandatory)" in words(
            client_of(person).get(on_case(scene, "case_panel"))
        )


def test_a_case_is_put_on_the_later_of_two_meetings(redbridge):
    scene = the_people()
    scene.case = accepted_case(scene)
    a_meeting(scene)
    later = a_meeting(scene, london(2026, 10, 13, 10))
    typed = {"meeting": later.pk, "reason": "The panel wants to see it early."}
    response = client_of(scene.secretary.membership).post(on_case(scene, "add_agenda_item"), typed)
    assert response.url == address("meeting", meeting=later.pk)
    assert AgendaItem.objects.get().meeting_id == later.pk

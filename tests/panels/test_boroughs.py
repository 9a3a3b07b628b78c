"""A body that each borough has for itself: who belongs to it, who may call it, which cases it hears (BHR-2, BHR-12)."""

from __future__ import annotations

import datetime as dt

import pytest

from panels.acts import (
    add_agenda_item,
    add_other_item,
    convene_meeting,
    open_meeting,
    record_action,
    record_attendance,
)
from panels.models import Meeting
from panels.queries import after, lists
from panels.queries.reading import people_of
from panels.queries.room import body_at, room_of
from panels.queries.together import deciding_body, rule_for
from panels.rules import of_borough
from partnerships.acts import give_role
from partnerships.models import Borough
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from procedures import reader
from tests.factories import NOW, SYSTEM_ADMIN, a_case, a_member, a_partnership, acting_as, the_procedure, the_version

from .scenes import CONVENED, MEETING, OPENED

GROUP = "practice-review-group"


@pytest.fixture
def boroughs(db):
    partnership = a_partnership("bhr", "2020.toml")
    with tenant(partnership):
        yield {borough.slug: borough for borough in Borough.objects.all()}


def test_a_boroughs_body_has_the_agencies_of_the_borough_and_of_all():
    procedure = reader.read_file(reader.TEXTS / "bhr" / "2020.toml")
    body = procedure.find("bodies", GROUP)
    here = of_borough(body, procedure.agencies, "havering")
    assert {name for name in here.members if name.startswith("council")} == {"council-havering"}
    assert here.quorum.seats == (("council-havering",), ("ccg",), ("police",))
    assert of_borough(body, procedure.agencies, "") == body
    every = procedure.find("bodies", "bhr-strategic-partners")
    assert of_borough(every, procedure.agencies, "havering") == every


def secretary_of(borough: Borough | None, name: str = "Sam Secretary"):
    member = a_member(name)
    give_role(membership=member, role="secretariat", borough=borough, actor=SYSTEM_ADMIN, at=NOW)
    return acting_as(member)


def convened(actor, borough: Borough | None, starts_at=MEETING) -> Meeting:
    return convene_meeting(
        procedure_version=the_version(), body=GROUP, borough=borough, starts_at=starts_at, place="Town hall",
        actor=actor, at=CONVENED,
    )  # fmt: skip


def refusal(act, *args, **given) -> str:
    with pytest.raises(ActRefused) as refused:
        act(*args, **given)
    return str(refused.value)


def test_a_meeting_of_the_group_is_of_one_borough(boroughs):
    """Two groups may meet at the same hour; nobody calls together the group of a borough they have no post in."""
    office, havering = secretary_of(boroughs["havering"]), boroughs["havering"]
    assert refusal(convened, office, None) == "Say which borough’s Practice Review Group meets."
    assert refusal(convened, office, boroughs["redbridge"]) == "Your role is for another borough."
    meeting = convened(office, havering)
    assert body_at(meeting).title == "Practice Review Group (Havering)"
    assert refusal(convened, office, havering) == "The Practice Review Group already meets then."
    other = secretary_of(boroughs["redbridge"], "Olga Office")
    assert convened(other, boroughs["redbridge"]).borough == boroughs["redbridge"]
    assert list(lists.visible_meetings(other, the_procedure())) != list(lists.visible_meetings(office, the_procedure()))
    assert refusal(open_meeting, meeting=meeting, actor=other, at=OPENED) == "This is a meeting of another borough."


def test_only_the_boroughs_own_council_is_invited_and_counts(boroughs):
    office, representatives = secretary_of(None), ("council-havering", "council-redbridge", "ccg", "police")
    people = {slug: a_member(f"Rep {slug}", "agency-representative", agency=slug) for slug in representatives}
    meeting = convened(office, boroughs["havering"])
    assert {m.agency.slug for m in people_of(meeting, at=CONVENED)} == {"council-havering", "ccg", "police"}
    open_meeting(meeting=meeting, actor=office, at=OPENED)
    for slug in ("council-redbridge", "ccg", "police"):
        record_attendance(meeting=meeting, membership=people[slug], actor=office, at=OPENED)
    assert not room_of(meeting).quorum(OPENED).met
    record_attendance(meeting=meeting, membership=people["council-havering"], actor=office, at=OPENED)
    room = room_of(meeting)
    assert room.quorum(OPENED).met
    assert not room.electorate(OPENED).entitles("council-redbridge")
    seen = lists.visible_meetings(acting_as(a_member("New", "agency-representative", agency="council-redbridge")),
                                  the_procedure())  # fmt: skip
    assert list(seen) == []


def test_a_case_goes_to_the_group_of_its_own_borough(boroughs):
    office = secretary_of(None)
    case = a_case(office, pathway="child")
    case.borough = boroughs["redbridge"]
    case.save()
    meeting, own = convened(office, boroughs["havering"]), convened(office, boroughs["redbridge"])
    assert lists.meetings_for_case(case, office, at=CONVENED) == [own]
    assert refusal(add_agenda_item, meeting=meeting, case=case, actor=office, at=CONVENED) == (
        "This meeting is Havering’s, and the case is of another borough."
    )
    assert body_at(own).quorum.seats[0] == ("council-redbridge",)


def test_matters_arising_and_later_meetings_are_of_the_same_borough(boroughs):
    """C-52: what another borough's group asked for is not shown, though both groups have one name."""
    office = secretary_of(None)
    later = MEETING + dt.timedelta(days=28)
    meetings = {(slug, at): convened(office, boroughs[slug], at)
                for slug in ("havering", "redbridge") for at in (MEETING, later)}  # fmt: skip
    for slug in ("havering", "redbridge"):
        meeting = meetings[slug, MEETING]
        open_meeting(meeting=meeting, actor=office, at=OPENED)
        item = add_other_item(meeting=meeting, title="Learning", actor=office, at=OPENED)
        record_action(item=item, text=f"Ask {slug}", owner="Olga Office", actor=office, at=OPENED)
    open_meeting(meeting=meetings["redbridge", later], actor=office, at=later)
    arising = after.matters_arising(meetings["havering", later], office, at=later)
    assert [row.action.text for row in arising] == ["Ask havering"]
    assert after.later_meetings(meetings["havering", MEETING]) == []
    assert after.later_meetings(meetings["redbridge", MEETING]) == [meetings["redbridge", later]]


def test_what_a_body_answers_together_says_who_agreed():
    """BEX-4, C-14: of a body that decides together one only writes down the answer; a board's chair answers alone."""
    bexley = reader.read_file(reader.TEXTS / "bexley" / "2019.toml")
    assert deciding_body(bexley, rule_for(bexley, "rapid-review-meeting", "serious-incident")).name == "executive"
    redbridge = reader.read_file(reader.TEXTS / "redbridge" / "1.5.toml")
    assert deciding_body(redbridge, rule_for(redbridge, "one-panel", "adult")) is None

"""A One Panel meeting brought to where a test begins: plain functions, time and people always given."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from cases.acts import answer_criteria
from cases.models import Case
from cases.spine import acting
from panels.acts import (
    add_agenda_item,
    cast_vote,
    close_question,
    convene_meeting,
    open_meeting,
    put_question,
    recommend,
    record_attendance,
)
from panels.models import AgendaItem, Attendance, Meeting, Question, Recommendation
from partnerships.actors import Actor
from partnerships.models import Membership
from tests.factories import a_case, a_member, acting_as, london, rule_out_the_other_tests, the_version

CONVENED = london(2026, 9, 1)
MEETING = london(2026, 9, 15, 10)
OPENED = london(2026, 9, 15, 10, 2)
LATER = london(2026, 9, 15, 10, 30)
WANTED = dt.date(2026, 9, 22)
FIVE = ("nel-icb", "childrens-social-care", "adult-social-care", "community-safety", "east-area-police")
SAR, DISCRETIONARY, NONE = "sar-mandatory", "sar-discretionary", "no-review"
SAR_MET = {"died": "yes", "abuse": "yes", "together": "yes", "complex": "no"}


@dataclass
class Scene:
    """People of Redbridge, one case, one meeting, one item."""

    secretary: Actor
    chair: Actor
    people: dict[str, Membership] = field(default_factory=dict)
    case: Case | None = None
    meeting: Meeting | None = None
    item: AgendaItem | None = None
    question: Question | None = None
    recommendation: Recommendation | None = None

    def member(self, agency: str) -> Actor:
        return acting_as(self.people[agency])

    def arrive(self, *agencies: str, at: dt.datetime = OPENED) -> list[Attendance]:
        return [
            record_attendance(meeting=self.meeting, membership=self.people[a], actor=self.secretary, at=at)
            for a in agencies
        ]


def the_people(*agencies: str) -> Scene:
    secretary = a_member("Sam Secretary", "secretariat")
    chair = a_member("Chris Chair", "panel-chair", agency="east-area-police")
    scene = Scene(acting_as(secretary), acting_as(chair))
    scene.people = {
        agency: a_member(f"Rep {agency.title()}", "agency-representative", agency=agency) for agency in agencies or FIVE
    }
    return scene


def accepted_case(scene: Scene) -> Case:
    """A referral the chair found fit: gathering information."""
    case = a_case(scene.secretary, received_at=CONVENED)
    with acting("acknowledge_referral", case=case, actor=scene.secretary, at=CONVENED) as doing:
        doing.record(summary="Acknowledged.")
    with acting("check_referral", case=case, actor=scene.chair, at=CONVENED) as doing:
        doing.record(summary="Fit.", answer="fit")
    return case


def a_meeting(scene: Scene, starts_at: dt.datetime = MEETING, body: str = "one-panel") -> Meeting:
    return convene_meeting(
        procedure_version=the_version(), body=body, starts_at=starts_at, place="Town hall", actor=scene.secretary,
        at=CONVENED,
    )  # fmt: skip


def listed(scene: Scene, case: Case, meeting: Meeting) -> AgendaItem:
    return add_agenda_item(
        meeting=meeting, case=case, reason="The panel wants to see it early.", actor=scene.secretary, at=CONVENED
    )


def on_the_agenda(*agencies: str) -> Scene:
    scene = the_people(*agencies)
    scene.case, scene.meeting = accepted_case(scene), a_meeting(scene)
    scene.item = listed(scene, scene.case, scene.meeting)
    return scene


def in_session(*agencies: str, here: tuple[str, ...] | None = None) -> Scene:
    """The meeting is open, the criteria answered, the agencies in the room."""
    scene = on_the_agenda(*agencies)
    answer_criteria(
        case=scene.case,
        aid="sar-tool",
        answers=SAR_MET,
        remarks={},
        reasons="It is met.",
        actor=scene.chair,
        at=MEETING,
    )
    rule_out_the_other_tests(scene.case, scene.chair, MEETING, but=("sar-tool",))
    open_meeting(meeting=scene.meeting, actor=scene.chair, at=OPENED)
    scene.arrive(*(here if here is not None else scene.people))
    return scene


def voting(*agencies: str, options=(SAR, DISCRETIONARY, NONE)) -> Scene:
    scene = in_session(*agencies)
    scene.question = put_question(
        item=scene.item, wording="Which review should follow?", options=options, actor=scene.chair, at=LATER
    )
    return scene


def vote(scene: Scene, agency: str, option: str, at: dt.datetime = LATER):
    return cast_vote(question=scene.question, option=option, actor=scene.member(agency), at=at)


def voted(**votes: str) -> Scene:
    """The vote is closed: agency (underscores for hyphens) -> option."""
    given = {agency.replace("_", "-"): option for agency, option in votes.items()} or dict.fromkeys(FIVE, SAR)
    scene = voting(*dict.fromkeys([*FIVE, *given]))
    for agency, option in given.items():
        vote(scene, agency, option)
    scene.question = close_question(question=scene.question, actor=scene.chair, at=LATER)
    return scene


def recommended(**votes: str) -> Scene:
    scene = voted(**votes)
    scene.recommendation = recommend_now(scene)
    return scene


def recommend_now(scene: Scene, review_type: str = SAR, at: dt.datetime = LATER) -> Recommendation:
    return recommend(
        item=scene.item, review_type=review_type, focus="How agencies shared what they knew.",
        methodology="reflective-learning" if review_type != NONE else "", reasons="The test is met.", actor=scene.chair,
        at=at,
    )  # fmt: skip


def ratifier(name: str = "Robin Ratifier") -> Actor:
    return acting_as(a_member(name, "rsab-chair"))


def seen_on(client, url: str) -> str:
    """What the page carries of what it shows."""
    return seen_in(client.get(url).content.decode())


def seen_in(page: str) -> str:
    found = re.search(r'<input[^>]*name="seen"[^>]*>', page)
    return re.search(r'value="([^"]*)"', found[0])[1] if found else ""


def send(client, url: str, data: dict | None = None, **more):
    """The form of a page as somebody who has just opened it sends it."""
    return client.post(url, {"seen": seen_on(client, url), **(data or {})}, **more)

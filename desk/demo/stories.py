"""Fictional cases at every stage, told by each procedure; a story ends where the text has no step."""

from __future__ import annotations

import datetime as dt
import itertools
import logging
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from cases.acts import restrict_case
from deadlines.queries import calendar_of
from panels import acts as panels
from panels.models import AgendaItem, Meeting
from partnerships.models import Agency, Membership
from partnerships.queries import boroughs
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures.model import Procedure
from procedures.models import ProcedureVersion

from .between import ask_in_writing, offer_dates
from .filling import REASONS, Somebody, nhs_number
from .incident_stories import begins_with_a_threshold, incident_stories
from .incidents import Incident
from .letters import papers_of
from .people import FAMILIES, FIRST
from .telling import Known, NoStep, Story

LONDON = ZoneInfo("Europe/London")
S = TypeVar("S", bound=Story)
log = logging.getLogger("safeguarding.demo")


class Teller(Generic[S]):
    """Tells the stories of one partnership, each of this kind."""

    def __init__(self, kind: type[S], procedure: Procedure, now: dt.datetime):
        self.kind = kind
        self.procedure, self.now = procedure, now.astimezone(LONDON)
        self.version = ProcedureVersion.objects.filter(
            partnership=current_partnership(), version=procedure.version
        ).first()
        self.calendar = calendar_of(current_partnership())
        self.numbers = itertools.count(1)
        self.areas = itertools.cycle(boroughs() or [None])
        self.told = 0
        self.known = Known()

    def story(self, working_days_ago: int, hour: int = 10) -> S:
        day = self.calendar.before(self.now.date(), working_days_ago)
        at = dt.datetime.combine(day, dt.time(hour), tzinfo=LONDON)
        return self.kind(self.procedure, self.version, self.calendar, at, self.known)

    def somebody(self, story: Story, pathway) -> Somebody:
        number = next(self.numbers)
        age = 9 if pathway.subject == "child" else 41 + number
        incident = story.at.date() - dt.timedelta(days=6 + number)
        return Somebody(
            first=FIRST[(number * 11 + len(self.procedure.slug)) % len(FIRST)],
            last=FAMILIES[(number * 5 + 3 + len(self.procedure.slug)) % len(FAMILIES)],
            born_on=incident - dt.timedelta(days=365 * age + 40 * number),
            incident_on=incident,
            died=number % 3 != 0,
            nhs=nhs_number(number * 137 + len(self.procedure.slug) * 1009),
            reason=REASONS[number % len(REASONS)],
            aware_on=self.calendar.before(story.at.date(), 1),
        )

    def tell(self, name: str, working_days_ago: int, pathway, *steps, area=None) -> S:
        """Begins a case (in `area`, else in the next borough) and takes it through the steps until the procedure has
        no such step."""
        story = self.story(working_days_ago)
        try:
            story.submit(self.somebody(story, pathway), pathway.name, area or next(self.areas))
            self.told += 1
            for step in steps:
                step(story)
        except ActRefused as refusal:
            log.debug("%s ends early: %s", name, refusal)
            if story.case is None:
                raise
        return story


def seed_cases(procedure: Procedure, *, now: dt.datetime) -> int:
    """Cases at every stage that the procedure's acts reach. Returns how many."""
    main, *others = procedure.pathways
    if begins_with_a_threshold(procedure, main):
        return incidents(procedure, now)
    teller = Teller(Story, procedure, now)
    try:
        for pathway in (main, *others):
            early_stories(teller, pathway, all_of_them=pathway is main)
        if _goes_on(procedure, main):
            panel_stories(teller, main)
    except ActRefused as refusal:
        log.debug("no more stories: %s", refusal)
    return teller.told


def tell_of_papers(procedure: Procedure, *, now: dt.datetime) -> None:
    """A letter, a request for papers and a legal hold, on cases that are told already."""
    teller = Teller(Story, procedure, now)
    try:
        papers_of(procedure, office=teller.story(0).of_kind("secretariat"), now=teller.now)
    except ActRefused as refusal:
        log.debug("no letters and papers: %s", refusal)


def incidents(procedure: Procedure, now: dt.datetime) -> int:
    teller = Teller(Incident, procedure, now)
    try:
        incident_stories(teller)
    except ActRefused as refusal:
        log.debug("no more stories: %s", refusal)
    return teller.told


ACKNOWLEDGED = [lambda s: (s.later(1), s.acknowledge())]
ACCEPTED = [*ACKNOWLEDGED, lambda s: (s.later(1, 14), s.check())]
ASKED = [*ACCEPTED, lambda s: (s.later(1, 9), s.ask_agencies())]


def _goes_on(procedure: Procedure, pathway) -> bool:
    """Whether the stories below find their steps: a first look, then information from agencies."""
    return bool(procedure.steps_for("check_referral", pathway.name))


def early_stories(teller: Teller, pathway, *, all_of_them: bool) -> None:
    """What every case begins with: received, acknowledged, asked, checked, agencies asked, answered."""
    teller.tell("just received", 1, pathway)
    if all_of_them:
        teller.tell("acknowledged", 2, pathway, *ACKNOWLEDGED)
        teller.tell("questions", 5, pathway, *ACKNOWLEDGED, lambda s: (s.later(1), s.ask_referrer()))
    if not _goes_on(teller.procedure, pathway):
        return
    teller.tell("gathering", 8, pathway, *ASKED, lambda s: s.returns(leave_out=3))
    if all_of_them:
        teller.tell("not taken forward", 12, pathway, *ACKNOWLEDGED, lambda s: (s.later(1), s.check("not fit")))
        everybody = [*ACCEPTED, lambda s: (s.later(1, 9), s.ask_agencies(most=20))]
        teller.tell("late returns", 18, pathway, *everybody, lambda s: s.returns(leave_out=2))
        teller.tell("all in", 16, pathway, *ASKED, lambda s: s.returns())


def panel_stories(teller: Teller, pathway) -> None:
    """A meeting that was held, and one to come."""
    ready = [*ASKED, lambda s: s.returns()]
    ready_stories = [teller.tell(name, 30 - n, pathway, *ready) for n, name in enumerate(
        ("told", "ratified", "recommended", "dissent", "escalated", "more needed", "in writing"))]  # fmt: skip
    held = _meeting(teller, pathway, working_days_ago=8)
    coming = _meeting(teller, pathway, working_days_ago=-9, standing=True)
    for n in range(2):
        teller.tell(f"listed {n}", 20 - n, pathway, *ready, lambda s: (s.later(1), s.list_for(coming)))
    _hold(teller, held, [story for story in ready_stories if story is not None])
    _between(teller, pathway, held, coming, ready_stories[-1])


def _between(teller: Teller, pathway, held: Meeting, coming: Meeting, waits: Story) -> None:
    """A question in writing that some have answered, and dates offered for a further meeting."""
    try:
        waits.at = teller.story(3, 11).at
        by = teller.calendar.after(teller.now.date(), 3)
        ask_in_writing(waits, held, dt.datetime.combine(by, dt.time(17), tzinfo=LONDON))
        story = teller.story(1, 9)
        offer_dates(story, teller.procedure.find("bodies", pathway.body), coming, story.of_kind("secretariat"))
    except ActRefused as refusal:
        log.debug("nothing between the meetings: %s", refusal)


def _meeting(teller: Teller, pathway, working_days_ago: int, *, standing: bool = False) -> Meeting:
    body = next(b for b in teller.procedure.bodies if b.name == pathway.body)
    days = abs(working_days_ago)
    count = teller.calendar.before if working_days_ago > 0 else teller.calendar.after
    starts_at = dt.datetime.combine(count(teller.now.date(), days), dt.time(10), tzinfo=LONDON)
    story = teller.story(40)
    return panels.convene_meeting(
        procedure_version=teller.version, body=body.name, starts_at=starts_at, place="Committee room 2, Town Hall",
        standing_items=body.standing_items if standing else (), actor=story.of_kind("secretariat"), at=story.at,
    )  # fmt: skip


def _hold(teller: Teller, meeting: Meeting, stories: list[Story]) -> None:
    """The meeting: everybody arrives but two, each case is decided another way."""
    items = []
    for story in stories:
        story.at = meeting.starts_at.astimezone(LONDON) - dt.timedelta(days=6)
        items.append(story.list_for(meeting))
    first = stories[0]
    secretary = first.of_kind("secretariat")
    panels.circulate_papers(meeting=meeting, ahead=False, actor=secretary, at=first.at)
    opened = meeting.starts_at.astimezone(LONDON) + dt.timedelta(minutes=2)
    for story in stories:
        story.at = opened
    panels.open_meeting(meeting=meeting, actor=first.of_kind("panel-chair"), at=opened)
    _attend(teller, meeting, first, secretary, opened)
    found = [*zip(stories, items, strict=True), *[(None, None)] * 7][:7]
    told, ratified, recommended, dissent, escalated, more, written = found
    for story, item in found:
        if story is not None:
            panels.recall_criteria(item=item, actor=story.of_kind("panel-chair"), at=story.at)
            story.answer_tests()
    made = {}
    for story, item in (told, ratified, recommended, dissent):
        if story is not None:
            made[story] = story.recommend(item, story.vote(item))
    for story, item in (more, written):
        if story is not None:
            _more_is_needed(story, item, second_meeting=story is more[0])
    _the_rest(teller, meeting, secretary, opened, made, told, ratified, dissent, escalated)


def _more_is_needed(story: Story, item: AgendaItem, *, second_meeting: bool) -> None:
    panels.need_information(
        item=item, what="The ambulance record of the last call", from_whom="The ambulance service",
        second_meeting=second_meeting, wanted_by=(story.at + dt.timedelta(days=7)).date(),
        actor=story.of_kind("panel-chair"), at=story.at,
    )  # fmt: skip


def _attend(teller, meeting, story, secretary, at) -> None:
    people = Membership.objects.filter(partnership=current_partnership(), active=True).select_related("user", "agency")
    body = next(b for b in teller.procedure.bodies if b.name == meeting.body)
    agencies = Agency.objects.filter(partnership=current_partnership(), member=True)
    members = {agency.pk for agency in agencies if "*" in body.members or agency.slug in body.members}
    representatives = {role.name for role in teller.procedure.roles_of_kind("member")}
    for number, person in enumerate(people.order_by("agency__slug").prefetch_related("roles")):
        if person.agency_id not in members or not {held.role for held in person.roles.all()} & representatives:
            continue
        if number % 9 == 8:
            panels.record_apologies(meeting=meeting, membership=person, actor=secretary, at=at)
        else:
            panels.record_attendance(meeting=meeting, membership=person, actor=secretary, at=at)


def _the_rest(teller, meeting, secretary, opened, found, told, ratified, dissent, escalated) -> None:
    if escalated[0] is not None:
        story, item = escalated
        story.vote(item, split=True)
        panels.escalate(
            case=story.case, reasons="The agencies were divided, so the statutory partners decide.",
            actor=story.of_kind("panel-chair"), at=story.at,
        )  # fmt: skip
    if dissent[0] is not None:
        story, _ = dissent
        panels.record_dissent(
            recommendation=found[story], rationale="We think that the test is not met: there was one agency only.",
            actor=story.who("record_dissent"), at=story.at + dt.timedelta(hours=3),
        )  # fmt: skip
    panels.close_meeting(meeting=meeting, actor=stories_chair(told[0]), at=opened + dt.timedelta(hours=2))
    panels.draft_minutes(meeting=meeting, actor=secretary, at=opened + dt.timedelta(hours=4))
    for story in (told[0], ratified[0]):
        if story is not None:
            story.later(2, 11)
            story.ratify(found[story])
    if told[0] is not None:
        told[0].later(1, 15)
        told[0].tell()
    _restrict_one(ratified[0])


def stories_chair(story: Story):
    return story.of_kind("panel-chair")


def _restrict_one(story: Story | None) -> None:
    if story is not None:
        restrict_case(
            case=story.case, restricted=True, reason="A relative works for one of the agencies.",
            actor=story.of_kind("secretariat"), at=story.at,
        )  # fmt: skip


__all__ = ["NoStep", "seed_cases"]

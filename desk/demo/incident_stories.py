"""Stories of partnerships whose cases begin with a threshold decision: one at every stage, oldest first.

What a step needs is asked of the procedure; where it has no such step, a story goes on without or ends earlier.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cases.acts import restrict_case
from panels import acts as panels
from panels.models import Meeting
from panels.queries.room import member_agencies
from partnerships.models import Agency, Membership
from partnerships.queries import boroughs, people_holding
from partnerships.scope import current_partnership
from procedures.model import Pathway, Procedure

from .incidents import BELOW, Incident

if TYPE_CHECKING:
    from .stories import Teller

SERIOUS = "A child came to serious harm, and abuse is suspected. Several agencies knew the family."
LESS = "No abuse or neglect is known or suspected. What the agencies did can still be learnt from."
NOTHING = "There was an accident, and everybody had done what could be expected."
HELD_AGO, COMING_IN, LEARNING_IN = 4, 4, 9  # working days

Step = Callable[[Incident], object]


@dataclass(frozen=True)
class Plan:
    """One story: how many working days ago it began, and what happened."""

    name: str
    ago: int
    pathway: Pathway
    steps: tuple[Step, ...] = ()


def begins_with_a_threshold(procedure: Procedure, pathway: Pathway) -> bool:
    """Whether these stories fit: no first look of a chair, and a decision on the threshold."""
    return not procedure.steps_for("check_referral", pathway.name) and bool(
        procedure.steps_for("decide_threshold", pathway.name)
    )


def incident_stories(teller: Teller[Incident]) -> None:
    """Every story in the order in which it began, then the meeting of those that got so far."""
    main, last = teller.procedure.pathways[0], teller.procedure.pathways[-1]
    held = _convene(teller, main.body, -HELD_AGO, hour=10)
    coming = _convene(teller, main.body, COMING_IN, hour=14)
    learning = _convene(teller, last.body, LEARNING_IN, hour=9)
    beginning = _beginning(main)
    plans = [*_ended(teller, main), *_going_on(main, coming, learning), *beginning]
    if last is not main:
        plans += _below(last, learning)
    # Where each borough has its own body, the cases that get so far are of the borough whose body meets.
    found = {plan.name: teller.tell(plan.name, plan.ago, plan.pathway, *plan.steps,
                                    area=None if plan in beginning else held.borough)
             for plan in sorted(plans, key=lambda plan: -plan.ago)}  # fmt: skip
    _circulate(teller, coming)
    _hold(teller, held, found["awaiting its answer"], found["outcome sent"], found["no review"])


# What each story is made of

TOLD: tuple[Step, ...] = (lambda s: (s.later(0, 14), s.told()),)
VIEWED: tuple[Step, ...] = (*TOLD, lambda s: (s.later(1, 10), s.view()))
MET: tuple[Step, ...] = (*VIEWED, lambda s: (s.later(1, 11), s.decide("met", SERIOUS)))
NOTIFIED: tuple[Step, ...] = (*MET, lambda s: (s.later(1, 9), s.notify()))
ASKED: tuple[Step, ...] = (*NOTIFIED, lambda s: (s.later(0, 10), s.ask_some(5)))
ANSWERED: tuple[Step, ...] = (
    *NOTIFIED,
    lambda s: (s.later(0, 10), s.ask_some(4)),
    lambda s: (s.later(0, 12), s.acknowledged()),
    lambda s: s.tell_if_due(),
    lambda s: s.returns(),
)


def _beginning(main: Pathway) -> list[Plan]:
    return [
        Plan("just received", 1, main),
        Plan("acknowledged", 2, main, (lambda s: s.later(0, 15), lambda s: s.acknowledge())),
        Plan("partners told", 3, main, VIEWED),
        Plan("to be notified", 4, main, (*MET, lambda s: (s.later(0, 15), _restrict(s)))),
        Plan("questions", 5, main, (*TOLD, lambda s: (s.later(1), s.ask_referrer()))),
        Plan("late", 8, main, TOLD),
    ]


def _going_on(main: Pathway, coming: Meeting, learning: Meeting) -> list[Plan]:
    return [
        Plan("some late", 9, main, (*ASKED, lambda s: s.returns(leave_out=2))),
        Plan("planned", 8, main, (*ANSWERED, lambda s: (s.later(1, 9), _list(s, coming)), _conflicted)),
        Plan("below", 11, main, (*VIEWED, lambda s: (s.later(1, 11), s.decide(BELOW, LESS)),
                                 lambda s: (s.later(1, 9), s.list_for(learning)))),
    ]  # fmt: skip


def _ended(teller: Teller[Incident], main: Pathway) -> list[Plan]:
    found = [Plan("awaiting its answer", 12, main, ANSWERED), Plan("outcome sent", 13, main, ANSWERED),
             Plan("no review", 14, main, ANSWERED)]  # fmt: skip
    steps = teller.procedure.steps_for("decide_threshold", main.name)
    if any(outcome == "no further action" for step in steps for outcome, _ in step.outcomes):
        end: tuple[Step, ...] = (
            lambda s: (s.later(1, 11), s.decide("no further action", NOTHING)),
            lambda s: (s.later(2, 10), s.tell()),
            lambda s: (s.later(1, 10), s.close("The referrer knows the outcome and has not objected.")),
        )
        found.append(Plan("no further action", 19, main, (*VIEWED, *end)))
    return found


def _below(pathway: Pathway, learning: Meeting) -> list[Plan]:
    """A second way in, for what is below the criteria and can still be learnt from."""
    return [
        Plan("learning, received", 1, pathway),
        Plan("learning, listed", 8, pathway, (*TOLD, _pass_on, lambda s: (s.later(2, 9), s.list_for(learning)))),
    ]


def _pass_on(story: Incident) -> None:
    """To the body that looks at learning: by a step of its own, else by the decision that the test is not met."""
    story.later(1, 11)
    if story.hands_over():
        story.pass_on()
    else:
        story.decide(BELOW, LESS)


def _list(story: Incident, meeting: Meeting) -> None:
    story.list_for(meeting)


def _conflicted(story: Incident) -> None:
    agency = Agency.objects.filter(partnership=current_partnership(), slug="hospitals").first()
    if agency is not None:
        story.later(0, 16)
        story.conflict(agency)


def _restrict(story: Incident) -> None:
    restrict_case(
        case=story.case, restricted=True, reason="A relative works for one of the agencies.",
        actor=story.of_kind("secretariat"), at=story.at,
    )  # fmt: skip


# The meetings


def _convene(teller: Teller[Incident], body: str, days: int, *, hour: int) -> Meeting:
    count = teller.calendar.after if days > 0 else teller.calendar.before
    day = count(teller.now.date(), abs(days))
    story = teller.story(25)
    return panels.convene_meeting(
        procedure_version=teller.version, body=body, place="Committee room 1, Civic Centre", actor=story.chair_of(body),
        borough=next(iter(boroughs()), None),
        starts_at=dt.datetime.combine(day, dt.time(hour), tzinfo=story.at.tzinfo), at=story.at,
    )  # fmt: skip


def _circulate(teller: Teller[Incident], meeting: Meeting) -> None:
    story = teller.story(1, hour=16)
    if meeting.items.exists():
        panels.circulate_papers(meeting=meeting, ahead=False, actor=story.of_kind("secretariat"), at=story.at)


def _hold(teller: Teller[Incident], meeting: Meeting, waiting: Incident, sent: Incident, ended: Incident) -> None:
    """Three cases are voted on: one waits for its answer, of one the outcome is sent, one ends without a review."""
    secretary, items = waiting.of_kind("secretariat"), []
    for story in (waiting, sent, ended):
        story.at = dt.datetime.combine(
            teller.calendar.before(meeting.starts_at.date(), 2), dt.time(10), tzinfo=story.at.tzinfo
        )
        items.append(story.list_for(meeting))
    panels.circulate_papers(meeting=meeting, ahead=False, actor=secretary, at=waiting.at + dt.timedelta(hours=2))
    opened = meeting.starts_at.astimezone(waiting.at.tzinfo) + dt.timedelta(minutes=2)
    chair = waiting.chair_of(meeting.body)
    panels.open_meeting(meeting=meeting, actor=chair, at=opened)
    _arrive(teller, meeting, chair, secretary, opened)
    found = []
    for number, (story, item) in enumerate(zip((waiting, sent, ended), items, strict=True)):
        story.at = opened + dt.timedelta(minutes=25 * number + 20)
        panels.recall_criteria(item=item, actor=chair, at=story.at)
        review = story is not ended
        story.weigh(review)
        wanted = story.review_type(review)
        story.vote(item, wanted=wanted)
        found.append(story.recommend(item, wanted, why="" if review else NOTHING))
    panels.close_meeting(meeting=meeting, actor=chair, at=opened + dt.timedelta(hours=2))
    panels.draft_minutes(meeting=meeting, actor=secretary, at=opened + dt.timedelta(hours=4))
    _afterwards(sent, ended, found)


def _arrive(teller: Teller[Incident], meeting: Meeting, chair, secretary, at: dt.datetime) -> None:
    """The chair, and a representative of each agency but one, which sends apologies."""
    panels.record_attendance(meeting=meeting, membership=chair.membership, part="chair", actor=secretary, at=at)
    role = next(role.name for role in teller.procedure.roles_of_kind("member"))
    here: dict[int, Membership] = {}
    for person in people_holding([role], at.date(), None):
        here.setdefault(person.agency_id, person)
    statutory = {block.name for block in teller.procedure.agencies if block.statutory}
    members = {agency.pk for agency in member_agencies(meeting)}
    for person in (each for each in here.values() if each.agency_id in members):
        if person.agency.slug == "probation" and person.agency.slug not in statutory:
            panels.record_apologies(meeting=meeting, membership=person, actor=secretary, at=at)
        else:
            panels.record_attendance(meeting=meeting, membership=person, actor=secretary, at=at)


def _afterwards(sent: Incident, ended: Incident, found: list) -> None:
    """Both are ratified, the panel outside gets the outcome, the referrers hear of it, one case is closed."""
    for story, recommendation in ((sent, found[1]), (ended, found[2])):
        story.later(1, 11)
        story.settled(recommendation)
        story.later(0, 15)
        story.send_outcome(review=story is sent)
    ended.later(1, 10)
    ended.replied("agrees")
    for story in (sent, ended):
        story.later(1 if story is sent else 0, 12)
        story.tell()
    ended.later(0, 15)
    ended.close("The panel outside agrees, and the referrer knows the outcome.")

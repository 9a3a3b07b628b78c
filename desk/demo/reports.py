"""Three reviews that go back to before this service: one published, one signed off and waiting for its day, one in
draft; and the one of a case that was decided here. That the three were decided on is entered as the old log had it;
everything since is told by the acts.
"""

from __future__ import annotations

import datetime as dt
import logging

from cases.acts import PersonValues, open_case
from cases.models import Decision, Event, Fact, Track
from documents.files import CheckedFile
from partnerships.actors import Actor
from partnerships.queries import boroughs, holders
from partnerships.refusals import ActRefused
from procedures.model import Procedure, ReviewType, Step
from reviews import acts
from reviews.models import Review, Reviewer
from reviews.queries import places_of, receivers, reviewer_name

from .people import FAMILIES
from .report_pdf import report_pdf
from .reviewing import appoint, seed_review, the_reviewer
from .telling import Story

log = logging.getLogger("safeguarding.demo")
CHILDREN = ("Jude", "Nell", "Owen")  # nobody who works here is called so: a report is looked through for their names
TITLE = "Demonstration: what we learnt about handovers"
LINES = (
    "Nobody in this report exists. It shows what a published report looks like here.",
    "What happened: several services knew the family, and each held a part of the picture.",
    "Why: when a worker left, what they knew was not handed over.",
    "What has to change: every handover is written down, and the next worker confirms it.",
)
SUMMARY = "An invented report. Several services knew the family; what one worker knew was lost when they left."
PRESS = (
    "We asked for this review because several services knew the family. It found that handovers lose what people know."
)
OLD = "Entered from the log that was kept before: the board decided on a review."


def seed_reports(teller) -> int:
    """Tells the three, where the procedure has a type of review that is published, and the one that was decided here.
    Returns how many."""
    began = teller.story(200)
    reviewer = the_reviewer(teller.procedure, office=began.of_kind("administrator"), at=began.at)
    here = seed_review(teller, reviewer)
    kind = _kind(teller.procedure)
    if kind is None or reviewer is None:
        return int(here is not None)
    plans = ((170, _published), (120, _waiting), (80, _in_draft))
    for number, (ago, goes_on) in enumerate(plans):
        story = teller.story(ago)
        story.today = teller.now.date()
        review = _ordered(story, kind, number, reviewer)
        try:
            goes_on(story, review)
        except ActRefused as refusal:
            log.debug("a review ends early: %s", refusal)
    return len(plans) + int(here is not None)


def _kind(procedure: Procedure) -> ReviewType | None:
    published = [kind for kind in procedure.review_types if kind.is_review and kind.published]
    return next((kind for kind in published if kind.commissioned_by), None)


def _ordered(story: Story, kind: ReviewType, number: int, reviewer: Reviewer) -> Review:
    """A case whose review was decided on, ordered and under way."""
    procedure, office = story.procedure, story.of_kind("secretariat")
    ways = [p for p in procedure.pathways if not kind.pathways or p.name in kind.pathways]
    names = {"first_name": CHILDREN[number], "last_name": FAMILIES[-1 - number]}
    years = 11 if ways[0].subject == "child" else 71
    born = story.at.date() - dt.timedelta(days=365 * years)
    story.case = open_case(
        procedure_version=story.version, pathway=ways[0].name, received_at=story.at, actor=office, at=story.at,
        borough=(boroughs() or [None])[0], why="A case from before this service.",
        people=(PersonValues(kind="subject", born_on=born, **names),), facts={},
    )  # fmt: skip
    wanted = {"review_type": kind.name, "review_type_title": kind.title}
    event = Event.objects.create(
        case=story.case, act="ratify_recommendation", summary=OLD, at=story.at, actor_label=office.label,
        actor_id=office.user_id, data=wanted,
    )  # fmt: skip
    Decision.objects.create(
        case=story.case, kind="ratify_recommendation", outcome=kind.title, decided_by="The board",
        reasons="As in the log that was kept before.", decided_at=story.at, data=wanted,
        event=event,
    )  # fmt: skip
    Fact.objects.create(case=story.case, name="decision_to_review", happened_at=story.at, event=event)
    Track.objects.filter(partnership=story.case.partnership_id, case=story.case).update(closed_at=story.at)
    ways_of_it = procedure.methodologies
    review = acts.commission_review(
        case=story.case, focus="How agencies shared what they knew.", body=procedure.bodies[0].name,
        methodology=ways_of_it[0].name if ways_of_it else "", actor=story.who("commission_review"), at=story.at,
    )  # fmt: skip
    story.later(6)
    appoint(story, review, reviewer)
    return review


def _in_draft(story: Story, review: Review) -> None:
    story.later(45)
    _hand_in(story, review, "The first draft.")
    story.later(3)
    acts.comment_on_draft(
        review=review, actor=story.who("comment_on_draft"), at=story.at,
        answers=_said(whose="The health agencies", text="Say more of why the visits were not followed up."),
    )  # fmt: skip


def _waiting(story: Story, review: Review) -> None:
    """Signed off, to be published in three weeks: the last day to send it is ahead."""
    _signed_off(story, review)
    _decide(story, review, story.calendar.after(story.today, 15))


def _published(story: Story, review: Review) -> None:
    _signed_off(story, review)
    day = story.calendar.after(story.at.date(), 15)
    _decide(story, review, day)
    to = [each.name for each in receivers(review, story.procedure)]
    if to:
        story.later(2)
        acts.send_report(
            review=review, answers=_said(sent_to=to, how="e-mail"), actor=story.who("send_report"), at=story.at
        )
    story.at = dt.datetime.combine(day, dt.time(9), tzinfo=story.at.tzinfo)
    paper = CheckedFile("report.pdf", "application/pdf", report_pdf(TITLE, LINES))
    acts.publish_report(
        review=review, uploads=[("recorded", "", "act-report", [paper])], actor=story.who("publish_report"),
        at=story.at,
        answers=_said(title=TITLE, summary=SUMMARY, reviewer=reviewer_name(review), press=PRESS,
                      checked_by="Nia Reader", checked=True,
                      other_file_why="Names and places were taken out for the public, as those who signed agreed."),
    )  # fmt: skip


def _signed_off(story: Story, review: Review) -> None:
    story.later(40)
    _hand_in(story, review, "The final draft.")
    story.later(4)
    step = next(s for s in story.procedure.steps_for("sign_off_report", story.case.pathway) if s.track == "review")
    asked = {"recorded": {}, **_all_is_well(step, story.procedure)}
    for number, (actor, last) in enumerate(_deciders(story, step)):
        answers = asked if not number else {"recorded": {}}
        if last:
            answers = {**answers, **_said(vacant_why="The place is being filled; the others agree.")}
        acts.sign_off_report(review=review, answers=answers, actor=actor, at=story.at)


def _decide(story: Story, review: Review, day: dt.date) -> None:
    step = story.procedure.steps_for("decide_publication", story.case.pathway)[0]
    for actor, _last in _deciders(story, step):
        acts.decide_publication(
            review=review, answers=_said(outcome="in full", planned_on=day.isoformat()), actor=actor, at=story.at
        )


def _deciders(story: Story, step: Step) -> list[tuple[Actor, bool]]:
    """(somebody for each place that is held, whether a place is vacant and they are the last)."""
    places = places_of(step, story.case, story.procedure, at=story.at)
    held = sorted((place for place in places if not place.vacant), key=lambda place: place.then)
    found = []
    for place in held:
        people = [m for role in sorted(place.roles) for m in
                  holders(role, procedure=story.procedure, on=story.at.date(), borough=story.case.borough)]  # fmt: skip
        mine = [m for m in people if not place.agency or (m.agency is not None and m.agency.slug == place.agency)]
        found.append((story.actor(mine[0]), place is held[-1] and len(held) < len(places)))
    return found


def _all_is_well(step: Step, procedure: Procedure) -> dict:
    form = procedure.find("forms", step.form) if step.form else None
    sections = form.sections if form else ()
    return {part.name: {f.name: "yes" for f in part.fields if f.kind == "yes/no"} for part in sections}


def _hand_in(story: Story, review: Review, note: str) -> None:
    paper = CheckedFile("draft-report.pdf", "application/pdf", report_pdf("A draft", LINES[:2]))
    acts.submit_draft(
        review=review, answers=_said(note=note),
        uploads=[("recorded", "", "act-file", [paper])], actor=story.of_kind("reviewer"), at=story.at,
    )  # fmt: skip


def _said(**answers) -> dict:
    return {"recorded": {f"act-{name.replace('_', '-')}": value for name, value in answers.items()}}

"""A decided case goes on: its review is ordered, the partnership's reviewer appointed, terms set, an agency reports.

Whoever signs in as the reviewer of a demo finds this one under way, with a report to read and a draft to write.
"""

from __future__ import annotations

import datetime as dt
import logging

from cases.models import Case, Event
from deadlines.calendar import LONDON
from information import acts as information
from information import drafts, queries, returns
from information.models import ScopingReturn
from partnerships.actors import Actor
from partnerships.models import Membership
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures.model import Procedure
from reviews import acts, rules
from reviews.models import Review, Reviewer
from reviews.queries import decision_to_commission

from .filling import answers_to_return
from .telling import Story

log = logging.getLogger("safeguarding.demo")
CONTRACT = dt.timedelta(days=300)  # longer than any of the demo's reviews has been running
EXPERIENCE = "Eleven reviews in other areas, four of them of several agencies at once."
TERMS = {
    "scope": {"terms-questions": "What was known of the changes in the family?\nWho led when a worker left?"},
    "parties": {
        "terms-agencies": "Each agency that knew the family brings a report of its own and a chronology.",
        "terms-family": "The reviewer writes to them, and meets them if they wish.",
    },
}


def the_reviewer(procedure: Procedure, *, office: Actor, at: dt.datetime) -> Reviewer | None:
    """The demo's reviewer on the approved list, with their sign-in. None where nobody has the role."""
    roles = [role.name for role in procedure.roles_of_kind("reviewer")]
    people = Membership.objects.active().filter(partnership=current_partnership(), roles__role__in=roles)
    person = people.select_related("user").first()
    if person is None:
        return None
    entry = acts.add_reviewer(
        name=person.user.name, email=person.user.email, organisation="Thorough Reviews (invented)", independent=True,
        experience=EXPERIENCE, found_by="A regional call for reviewers", actor=office, at=at,
    )  # fmt: skip
    return acts.give_sign_in(reviewer=entry, procedure=procedure, actor=office, at=at)


def appoint(story: Story, review: Review, reviewer: Reviewer) -> None:
    """Checked and appointed, by a contract that runs today."""
    checks = rules.checks_for(story.procedure, story.case.pathway)
    acts.check_reviewer(
        review=review, reviewer=reviewer, answers={c.name: "no" if c.conflict else "yes" for c in checks}, remarks={},
        actor=story.who("check_reviewer"), at=story.at,
    )  # fmt: skip
    acts.appoint_reviewer(
        review=review, reviewer=reviewer, contract_from=story.at.date(), contract_to=story.today + CONTRACT,
        actor=story.who("appoint_reviewer"), at=story.at,
    )  # fmt: skip


def seed_review(teller, reviewer: Reviewer | None) -> Review | None:
    """The review of the newest case on which one was decided. None where no case got so far."""
    here = {"partnership": current_partnership()}
    decided = Case.objects.filter(**here, restricted=False, closed_at=None, facts__name="decision_to_review")
    cases = decided.select_related("procedure", "borough").order_by("-pk").distinct()
    case = next((each for each in cases if decision_to_commission(each) is not None), None)
    if case is None or reviewer is None:
        return None
    story = teller.story(1, 9)
    story.case, story.today = case, teller.now.date()
    try:
        return _ordered(story, reviewer)
    except ActRefused as refusal:
        log.debug("the review that was decided on ends early: %s", refusal)
        return None


def _ordered(story: Story, reviewer: Reviewer) -> Review:
    """Everything by whoever the text lets do it, in the hours of one working day after the case's last entry."""
    ways, day = story.procedure.methodologies, story.at
    way = ways[0].name if ways else ""
    last = Event.objects.filter(partnership=story.case.partnership_id, case=story.case).latest("at").at
    story.at = max(story.at - dt.timedelta(days=1), last.astimezone(LONDON) + dt.timedelta(minutes=30))
    review = acts.commission_review(
        case=story.case, focus="How agencies shared what they knew, and who led when circumstances changed.",
        body=story.procedure.bodies[0].name, methodology=way, actor=story.who("commission_review"), at=story.at,
    )  # fmt: skip
    story.at = max(day, story.at)
    appoint(story, review, reviewer)
    acts.set_terms(review=review, answers=TERMS, methodology=way, actor=story.who("set_terms"), at=story.at)
    _report(story)
    return review


def _report(story: Story) -> None:
    """Two agencies that knew the family are asked; one has reported by the evening, its lead's signature under it."""
    rows = ScopingReturn.objects.filter(partnership=current_partnership(), case=story.case, state="returned")
    knew = [row.agency for row in rows.select_related("agency").order_by("agency__slug")][:2]
    asked = information.request_information(
        case=story.case, agencies=knew, wording="Please write your agency’s report for the review.", track="review",
        actor=story.of_kind("secretariat"), at=story.at,
    )  # fmt: skip
    row = asked.returns.select_related("agency", "request", "case").order_by("agency__slug").first()
    writer, story.at = story.who("submit_return", row.agency), story.at + dt.timedelta(hours=7)
    row.case = story.case
    written = {section.name: answers_to_return(section, row.agency)
               for section in returns.form_of(row.request, story.procedure).sections}  # fmt: skip
    for part, values in written.items():
        if values:
            drafts.save_part(scoping_return=row, part=part, values=values, seen=None, actor=writer, at=story.at)
    row.refresh_from_db()
    leads = queries.signers(row, story.procedure, on=story.at.date())
    if not leads:
        information.submit_return(scoping_return=row, actor=writer, at=story.at)
        return
    drafts.ask_sign_off(scoping_return=row, actor=writer, at=story.at)
    row.refresh_from_db()
    information.sign_off_return(scoping_return=row, actor=story.actor(leads[0]), at=story.at)

"""What the page of one review shows: order, consequences, what is due, what somebody may do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from cases import rules as case_rules
from cases.asking import outside_copies
from cases.models import Case, Event
from cases.queries import procedure_of
from cases.queries.steps import NOTHING_THERE
from cases.state import CaseState, state_of
from config.links import address_if_any
from deadlines.queries import Shown, shown_of_case
from information.models import ScopingReturn
from information.sight import is_mine
from notifications.queries import still_to_notify
from partnerships.actors import Actor
from procedures.model import Procedure, ReviewType

from ..models import Review
from ..spine import TRACK
from .material import reports_of
from .running import appointments_of, pauses_of
from .sight import as_reviewer, running_review
from .turns import offered

NAMED = "reviewer appointed"  # the condition of a notice that passes on who carries the review out
# Of the pages of a case on which agencies are asked, those that can be about the review alone.
ASKS = frozenset({"request_information", "ask_supplement", "reopen_return", "withdraw_request", "compile_chronology"})
DUTIES = {
    "child": "Child safeguarding practice review",
    "adult": "Safeguarding Adult Review",
    "domestic homicide": "Domestic homicide or domestic abuse related death review",
}


@dataclass(frozen=True)
class PossibleAct:
    """An act on a review that would not be refused now, with its page."""

    act: str
    title: str
    url: str
    main: bool


def type_of(review: Review, procedure: Procedure) -> ReviewType:
    """The type as the text pinned to the case has it."""
    return procedure.find("review_types", review.review_type)


def duty_words(test: str) -> str:
    return DUTIES.get(test, test.capitalize())


def deadlines_of(review: Review, *, at: dt.datetime) -> list[Shown]:
    """The deadlines of the review's own clocks; of a review that ended they are over."""
    procedure = procedure_of(review.case)
    clocks = {clock.name for clock in procedure.clocks if clock.track == "review"}
    rows = shown_of_case(review.case, today=at, procedure=procedure)
    return [row for row in rows if row.clock in clocks and row.state != "not applicable"]


def acts_on(
    review: Review, actor: Actor, state: CaseState | None = None, *, at: dt.datetime | None = None
) -> list[PossibleAct]:
    """The acts that have a page under this review's address and would not be refused now."""
    procedure = procedure_of(review.case)
    state = state or state_of(review.case, version=procedure.version)
    if actor.membership is None or review.ended_at is not None:
        return []
    actor = as_reviewer(review, actor, procedure)
    asked = [report.row for report in reports_of(review)]
    found = []
    for act in dict.fromkeys(step.act for step in procedure.steps if step.track == TRACK):
        url = _address(act, review, procedure)
        if not url or not _worth_showing(act, asked, actor):
            continue
        verdict = case_rules.may(act=act, procedure=procedure, state=state, roles=actor.roles, kinds=actor.kinds)
        if isinstance(verdict, case_rules.Allowed):
            step = verdict.step
            if not offered(act, step, review, actor, at=at or timezone.now()):
                continue
            title = (step.title if step else "") or case_rules.act_title(act, procedure, review.case.pathway)
            found.append(PossibleAct(act, title, url, step is not None and not step.optional and not verdict.remarks))
    return there_is_something(review.case, found)


def there_is_something(case: Case, found: list[PossibleAct]) -> list[PossibleAct]:
    """Without what another room knows to be about nothing now: a case is on one agenda at a time."""
    empty = {act for room in NOTHING_THERE for act in room(case, {each.act for each in found})}
    return [each for each in found if each.act not in empty]


def _address(act: str, review: Review, procedure: Procedure) -> str:
    """Under the review, else under its case: a delay is reported there, agencies are asked there for the review."""
    here = address_if_any(act, partnership=procedure.slug, review=review.key)
    if here:
        return here
    of_case = address_if_any(act, partnership=procedure.slug, reference=review.case.reference)
    return f"{of_case}?for={TRACK}" if of_case and act in ASKS else of_case


def _worth_showing(act: str, asked: Sequence[ScopingReturn], actor: Actor) -> bool:
    """Whether there is something to do it with: an agency answers what it was asked for the review, and nothing is
    taken back, added to or put together before anything is there."""
    mine = [row for row in asked if is_mine(row, actor)]
    state = ScopingReturn.State
    there = {
        "submit_return": any(row.is_open and row.state != state.AWAITING for row in mine),
        "return_not_known": any(row.is_open and row.state != state.AWAITING for row in mine),
        "sign_off_return": any(row.state == state.AWAITING for row in mine),
        "ask_supplement": any(row.is_sent for row in asked),
        "reopen_return": any(row.is_sent for row in asked),
        "withdraw_request": any(row.is_open for row in asked),
        "compile_chronology": any(row.entries for row in asked if row.is_sent),
    }
    return there.get(act, True)


@dataclass(frozen=True)
class ToTell:
    """Something of which bodies outside are still to be told."""

    what: str
    bodies: tuple[str, ...]


def still_to_tell(review: Review, state: CaseState, *, at: dt.datetime) -> list[ToTell]:
    """Who outside is still to be told: by the notices of the text (C-34), of a reviewer's name, of a pause (C-19).

    Who was told the reviewer's name when they were appointed is not told it again by a notice.
    """
    procedure = procedure_of(review.case)
    named = {body for made in appointments_of(review) if made.ended_at is None for body in made.told}
    naming = {notice.name for notice in procedure.notices if NAMED in notice.when}
    found: dict[str, list[str]] = {}
    for each in still_to_notify(review.case, procedure, state, at=at):
        if not (each.notice in naming and each.body in named):
            found.setdefault(each.title, []).append(each.body_title)
    told_by_notice = {body for notice in procedure.notices if notice.name in naming for body in notice.to}
    for act, what, told in _said_elsewhere(review):
        known = {*told, *(told_by_notice if act == "appoint_reviewer" else ())}
        for step in procedure.steps_for(act, review.case.pathway):
            bodies = [body.title for body in outside_copies(step, procedure) if body.name not in known]
            found.setdefault(what, []).extend(bodies)
    return [ToTell(what, tuple(dict.fromkeys(bodies))) for what, bodies in found.items() if bodies]


def _said_elsewhere(review: Review) -> list[tuple[str, str, list[str]]]:
    """(act, what they are told, who has been told already) of what an act said itself."""
    found = [
        ("appoint_reviewer", f"The reviewer’s name: {row.reviewer.name}", row.told)
        for row in appointments_of(review)
        if row.ended_at is None
    ]
    return found + [
        ("pause_review", "The pause and its reason", pause.told)
        for pause in pauses_of(review)
        if pause.ended_at is None
    ]


def page_of_act(act: str, case: Case) -> str:
    """Where an act on the running review of a case has its page; empty where it has none, or no review runs."""
    slug = case.partnership.slug
    if not address_if_any(act, partnership=slug, review="any"):
        return ""
    if not hasattr(case, "review_running"):
        case.review_running = running_review(case)
    return address_if_any(act, partnership=slug, review=case.review_running.key) if case.review_running else ""


def latest_of(review: Review, most: int = 8) -> list[Event]:
    """The newest entries of the record about this review, its order included; struck-out ones left out."""
    rows = Event.objects.filter(partnership=review.partnership_id, case=review.case_id, annulled_by=None, annuls=None)
    about = [review.about, f"{review.about}:"]
    mine = rows.filter(about__startswith=about[1]) | rows.filter(about=about[0]) | rows.filter(pk=review.event_id)
    return list(mine.order_by("-at", "-id")[:most])

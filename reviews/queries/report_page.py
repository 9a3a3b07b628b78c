"""The page of a report: everything on it in plain values, and what the reader can do about it now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from cases import rules as case_rules
from cases.models import Event
from cases.state import CaseState, state_of
from config.links import address, address_if_any
from deadlines.queries import Shown
from partnerships.actors import Actor
from procedures.model import Procedure

from .. import rules
from ..models import OutsideComment, Publication, PublishedReport, ReportVersion, Review, SignOff
from ..rules import Place
from .down import Down, down_of
from .held import HeldBack, held_back
from .page import PossibleAct, deadlines_of, there_is_something
from .publication import (
    Lateness,
    Receiver,
    assurance_of,
    decided,
    has_assurance,
    has_to_stay_until,
    last_day_to_send,
    outside_comments,
    proposed,
    published_of,
    receivers,
    too_soon,
)
from .report import (
    Discussed,
    decides_publication,
    decision_step,
    discussed_at,
    places_of,
    reads_drafts,
    signed_by,
    signed_version,
    versions_of,
    was_withdrawn,
)
from .running import reviewers_of
from .sight import as_reviewer, latest_review
from .turns import offered, turns_of

ACTS = (
    "submit_draft", "comment_on_draft", "add_agenda_item", "sign_off_report", "decide_publication", "send_report",
    "send_to_quality_assurance", "record_quality_assurance", "record_comments", "publish_report", "take_down_report",
    "put_back_report",
)  # fmt: skip
NOTHING = Publication()
URGENT, DECIDE = "take_down_report", "decide_publication"


@dataclass(frozen=True, kw_only=True)
class ReportPage:
    """What stands on the page. `versions` is None for who may not read the report yet (DAR-17); `drafts`: whether the
    reader is of those who work on it, who read earlier versions and what was said on them. `otherwise`: where whoever
    has decided on what is proposed can still decide otherwise."""

    versions: list[ReportVersion] | None
    drafts: bool
    signed: list[SignOff]
    waited_for: list[Place]
    discussed: list[Discussed]
    decided: Publication | None
    proposed: Publication | None
    still_to_decide: list[Place]
    otherwise: str
    held: HeldBack | None
    receivers: list[Receiver]
    send_by: Shown | None
    soon: Lateness | None
    soon_why: str
    comments: list[OutsideComment]
    assured_here: bool
    assurance: list[Event]
    published: list[PublishedReport]
    down: Down | None
    stays_until: dt.date | None
    time_over: bool
    acts: list[PossibleAct]
    urgent: PossibleAct | None
    answers: frozenset[str]
    takes_down: str

    @property
    def standing(self) -> list[PublishedReport]:
        return [row for row in self.published if row.taken_down_at is None]

    @property
    def sent_before(self) -> bool:
        return any(each.sent for each in self.receivers)

    @property
    def went_before(self) -> bool:
        """Something was done towards publication: it stays to be read afterwards."""
        return bool(self.sent_before or self.assurance or self.comments)

    @property
    def ahead(self) -> bool:
        """Publication is decided on and has not happened: what is ahead of it matters."""
        return self.decided is not None and self.decided.outcome != rules.NOT_PUBLISHED and not self.published


def report_page(review: Review, procedure: Procedure, actor: Actor, *, at: dt.datetime) -> ReportPage:
    state = state_of(review.case, version=procedure.version)
    actor = as_reviewer(review, actor, procedure)
    drafts = reads_drafts(review, actor)
    versions = versions_of(review) if drafts else _signed_only(review)
    signed, waited_for = _signing(review, procedure, state, versions or [], at)
    stays, published = has_to_stay_until(review), published_of(review)
    possible = acts_on_report(review, procedure, state, actor, at=at)
    if (again := _again(review, procedure, state, actor, at)) is not None:
        possible.append(again)
    due = deadlines_of(review, at=at)
    return ReportPage(
        versions=versions, drafts=drafts, signed=signed, waited_for=waited_for, discussed=discussed_at(review, actor),
        decided=decided(review), proposed=proposed(review),
        receivers=receivers(review, procedure),
        held=held_back(review, procedure, due, at=at), otherwise=_otherwise(review, procedure, state, actor),
        still_to_decide=[turn.place for turn in turns_of(review, procedure, state, at=at) if turn.act == DECIDE],
        send_by=last_day_to_send(due, procedure), comments=outside_comments(review),
        soon=_soon(review, procedure, published, at),
        soon_why=(decided(review) or proposed(review) or NOTHING).soon_why,
        assured_here=has_assurance(review.case, procedure), assurance=assurance_of(review), published=published,
        down=down_of(review, procedure, state, actor),
        stays_until=stays, time_over=stays is not None and bool(published) and timezone.localdate(at) > stays,
        acts=[act for act in possible if act.act != URGENT],
        urgent=next((act for act in possible if act.act == URGENT), None), answers=_answers(procedure, state, actor),
        takes_down=_who_takes_down(review, procedure),
    )  # fmt: skip


def _who_takes_down(review: Review, procedure: Procedure) -> str:
    """Who of the text takes a published report down: for whoever finds that somebody can be recognised."""
    names = {name for step in procedure.steps_for(URGENT, review.case.pathway) for name in step.by}
    return " or ".join(role.title for role in procedure.roles if role.name in names)


def _soon(review: Review, procedure: Procedure, published: list[PublishedReport], at: dt.datetime) -> Lateness | None:
    """That bodies outside have less time than the text gives them before the planned day, or had before publication."""
    plan = decided(review) or proposed(review)
    out = min((row.published_on for row in published), default=None)
    day = out or (plan.planned_on if plan is not None else None)
    return too_soon(review, procedure, public_on=day, today=timezone.localdate(at)) if day is not None else None


def _signed_only(review: Review) -> list[ReportVersion] | None:
    """The version that was signed off, for whoever takes no part in the drafts; nothing once it was withdrawn."""
    found = signed_version(review)
    return [found] if found is not None and not was_withdrawn(review) else None


def _signing(review, procedure, state: CaseState, versions, at) -> tuple[list[SignOff], list[Place]]:
    """Who has signed the newest version, and who still has to where it is being signed."""
    signed = signed_by(versions[0]) if versions else []
    steps = [s for s in procedure.steps_for("sign_off_report", review.case.pathway) if s.track == "review"]
    if not steps or review.ended_at is not None or state.stages.get("review") not in steps[0].from_stages:
        return signed, []
    places = places_of(steps[0], review.case, procedure, at=at)
    return signed, rules.still(places, [row.place for row in signed])


def _answers(procedure, state, actor) -> frozenset[str]:
    """Which kinds of comments this person may answer."""
    found = []
    for act in ("answer_draft_comment", "answer_comments"):
        verdict = case_rules.may(act=act, procedure=procedure, state=state, roles=actor.roles, kinds=actor.kinds)
        found += [act] if isinstance(verdict, case_rules.Allowed) and actor.membership is not None else []
    return frozenset(found)


def _otherwise(review: Review, procedure: Procedure, state: CaseState, actor: Actor) -> str:
    if proposed(review) is None or actor.membership is None:
        return ""
    verdict = case_rules.may(
        act=DECIDE, procedure=procedure, state=state, roles=actor.roles, kinds=actor.kinds, track="review"
    )
    return _address(DECIDE, review, procedure) if isinstance(verdict, case_rules.Allowed) else ""


def acts_on_report(
    review: Review, procedure: Procedure, state: CaseState, actor: Actor, *, at: dt.datetime
) -> list[PossibleAct]:
    """What this person can do about the report now; of a review that ended only what is done about what is public."""
    if actor.membership is None:
        return []
    found = []
    for act in ACTS:
        steps = procedure.steps_for(act, review.case.pathway)
        on_track = any(step.track == "review" for step in steps)
        if not steps or (review.ended_at is not None and on_track) or (act == "add_agenda_item" and not on_track):
            continue
        verdict = case_rules.may(
            act=act, procedure=procedure, state=state, roles=actor.roles, kinds=actor.kinds,
            track="review" if on_track else "",
        )  # fmt: skip
        if isinstance(verdict, case_rules.Allowed) and verdict.step is not None:
            if not offered(act, verdict.step, review, actor, at=at):
                continue
            title = verdict.step.title or case_rules.act_title(act, procedure, review.case.pathway)
            main = not verdict.step.optional and not verdict.remarks
            found.append(PossibleAct(act, title, _address(act, review, procedure), main))
    return there_is_something(review.case, found)


def _again(review: Review, procedure: Procedure, state: CaseState, actor: Actor, at: dt.datetime) -> PossibleAct | None:
    """That nothing is published can be decided anew by those who decided it, while no later review has begun."""
    act = "reconsider_publication"
    verdict = case_rules.may(act=act, procedure=procedure, state=state, roles=actor.roles, kinds=actor.kinds)
    if actor.membership is None or not isinstance(verdict, case_rules.Allowed):
        return None
    if why_not_again(review, actor, procedure, at=at):
        return None
    return PossibleAct(act, case_rules.act_title(act), _address(act, review, procedure), False)


def why_not_again(review: Review, actor: Actor, procedure: Procedure, *, at: dt.datetime) -> str:
    """Why it cannot be decided anew that nothing is published, and what to do instead; empty when it can."""
    plan, newest = decided(review), latest_review(review.case)
    nothing = plan is not None and plan.outcome == rules.NOT_PUBLISHED
    if not nothing or review.ended_at is None or decision_step(review, procedure) is None:
        return f"This is only for a review of which nothing is published, and once. {_instead(review, plan)}"
    if newest is None or newest.pk != review.pk:
        return "A later review of this case has been ordered since. This one stays as it ended."
    if not decides_publication(review, actor, procedure, at=at):
        return "Only those who decide on publication can take it up again."
    return ""


def _instead(review: Review, plan: Publication | None) -> str:
    """What there is to do of a review that this is not for."""
    if published_of(review):
        return "This report has been published. If it must not stay public, take it down on the page of the report."
    if review.ended_at is not None:
        return "This review ended without a decision on publication."
    if plan is None:
        return "Publication of this report is not decided on yet: that is done from the page of the report."
    return "Its publication is decided on and has not happened yet: decide otherwise from the page of the report."


def _address(act: str, review: Review, procedure: Procedure) -> str:
    here = address_if_any(act, partnership=procedure.slug, review=review.key)
    return here or address(act, partnership=procedure.slug, reference=review.case.reference)


def reviewer_name(review: Review) -> str:
    """The name to be published, where it is known already: whose draft was handed in, else who is appointed."""
    newest = versions_of(review)
    named = next((row.on_behalf_of for row in newest if row.on_behalf_of), "")
    return named or next((reviewer.name for reviewer in reviewers_of(review)), "")

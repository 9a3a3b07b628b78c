"""Whose turn it is to sign a report, or to decide on its publication; what is worth offering to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from cases import rules as case_rules
from cases.models import Conflict
from cases.queries import procedure_of
from cases.state import CaseState
from partnerships.actors import Actor
from partnerships.models import Membership
from partnerships.queries import holders
from procedures.model import Procedure, Step

from .. import rules
from ..models import Review
from ..rules import Place
from ..spine import TRACK
from .publication import decided, proposed, receivers, why_not_out
from .report import latest_version, my_places, places_of, signed_by
from .sight import as_reviewer

# Acts that several do, each for their own place; the words under “Waiting for you”.
EACH = {
    "sign_off_report": "the report waits for your signature",
    "decide_publication": "the decision on publication waits for you",
}
IN_ORDER = ("sign_off_report",)  # on publication each decides when they can


@dataclass(frozen=True)
class Turn:
    """Somebody whose turn it is to do `act`, by a step of the text."""

    act: str
    place: Place
    step: Step


def offered(act: str, step: Step | None, review: Review, actor: Actor, *, at: dt.datetime) -> bool:
    """Whether an act that the engine allows is worth offering to this person on the pages of a review: not to whoever
    has signed or has decided on what is proposed, nor before their turn, nor publication before it may go out, nor
    sending once everybody has it."""
    if act == "publish_report":
        return not why_not_out(review, timezone.localdate(at))
    if act == "send_report":
        return any(each.sent is None for each in receivers(review, procedure_of(review.case)))
    if act not in EACH or step is None:
        return True
    procedure = procedure_of(review.case)
    places, done = places_of(step, review.case, procedure, at=at), done_by(act, review)
    own = {place.key for place in my_places(places, as_reviewer(review, actor, procedure))}
    return any(place.key in own for place in ready(act, places, done))


def nobody_waits(act: str, review: Review) -> bool:
    """It may be decided anew, but nobody waits for it."""
    return act == "decide_publication" and decided(review) is not None and proposed(review) is None


def turns_of(review: Review, procedure: Procedure, state: CaseState, *, at: dt.datetime) -> list[Turn]:
    """Whose turn it is now to sign or to decide, by the text; a place that nobody holds has none."""
    found = []
    for act in EACH:
        step = step_of(act, review, procedure)
        if step is None or not case_rules.may_be_done(step, procedure, state) or case_rules.not_yet(step, state):
            continue
        if nobody_waits(act, review) or (act == "sign_off_report" and latest_version(review) is None):
            continue
        places = places_of(step, review.case, procedure, at=at)
        found += [Turn(act, place, step) for place in ready(act, places, done_by(act, review))]
    return found


def ready(act: str, places: Sequence[Place], done: Sequence[str]) -> list[Place]:
    """Of those who have not done it yet, whoever does it now."""
    return [
        place for place in rules.still(places, done)
        if not (act in IN_ORDER and rules.not_yet(place, places, done))
    ]  # fmt: skip


def step_of(act: str, review: Review, procedure: Procedure) -> Step | None:
    return next((s for s in procedure.steps_for(act, review.case.pathway) if s.track == TRACK), None)


def holders_of(turn: Turn, review: Review, procedure: Procedure, *, at: dt.datetime) -> list[Membership]:
    """The people of a turn; whoever has declared a conflict of interest in the case is not among them (C-52)."""
    role = turn.place.key.partition(".")[0]
    names = [name for name in turn.step.by if name not in {"referrer", "system"}] if role == "by" else [role]
    on = timezone.localdate(at)
    rows = [m for name in names for m in holders(name, procedure=procedure, on=on, borough=review.case.borough)]
    here = {"partnership": review.partnership_id, "case": review.case_id, "withdrawn_at": None}
    out = set(Conflict.objects.filter(**here).values_list("membership_id", flat=True)) if rows else set()
    return [
        m for m in dict.fromkeys(rows)
        if m.pk not in out and m.user.name in turn.place.people
        and (not turn.place.agency or (m.agency is not None and m.agency.slug == turn.place.agency))
    ]  # fmt: skip


def done_by(act: str, review: Review) -> list[str]:
    """The places that have signed the newest version, or agreed to what is proposed."""
    if act == "sign_off_report":
        version = latest_version(review)
        return [row.place for row in signed_by(version)] if version is not None else []
    row = proposed(review)
    return [each["place"] for each in row.agreed_by] if row is not None else []

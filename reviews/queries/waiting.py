"""Reports and recommendations that wait for this person: to be signed, decided on, answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from cases import rules as case_rules
from cases.models import Case
from cases.queries import procedure_of
from cases.state import state_of
from partnerships.actors import Actor

from .. import rules
from ..models import Review, ReviewRecommendation
from ..spine import TRACK
from .learning import visible_recommendations
from .report import my_places, places_of
from .sight import as_reviewer, visible_reviews
from .turns import EACH, IN_ORDER, done_by, nobody_waits

DECIDES = ("secretariat", "panel-chair", "statutory-partner", "ratifier")
MOST = 50


@dataclass(frozen=True)
class Waits:
    review: Review
    act: str
    words: str


def reports_waiting(actor: Actor, *, at: dt.datetime) -> list[Waits]:
    """What this person is to sign or decide now, oldest review first; what they have done already is left out."""
    if not actor.holds(*DECIDES):
        return []
    rows = visible_reviews(actor).running().filter(versions__isnull=False).distinct()
    found = []
    for review in rows.select_related("case__procedure", "case__borough").order_by("pk")[:MOST]:
        found += [Waits(review, act, words) for act, words in EACH.items() if _is_theirs(act, review, actor, at)]
    return found


def recommendations_waiting(actor: Actor) -> list[tuple[Case, str]]:
    """(case, words): what reviews recommend that nobody has answered, for whoever may; and what was accepted without
    any action that carries it out, for the office (DAR-11, C-46). Two queries."""
    if not actor.holds(*DECIDES):
        return []
    rows = visible_recommendations(actor).filter(
        kind=ReviewRecommendation.Kind.RECOMMENDATION, case__closed_at=None
    ).filter(Q(answer="") | Q(answer__in=("accepted", "partly"), actions=None))  # fmt: skip
    found: dict[tuple[int, bool], list] = {}
    for row in rows.order_by("case_id", "number"):
        answered = bool(row.answer)
        if not answered or actor.holds("secretariat"):
            found.setdefault((row.case_id, answered), []).append(row)
    return [(each[0].case, _words_for(each, answered)) for (_, answered), each in list(found.items())[:MOST]]


def _words_for(rows: list[ReviewRecommendation], accepted: bool) -> str:
    one = len(rows) == 1
    if accepted:
        return (
            f"{rows[0].words.lower()} is accepted and has no action yet" if one
            else f"{len(rows)} accepted recommendations have no action yet"
        )  # fmt: skip
    return f"{rows[0].words.lower()} waits for an answer" if one else f"{len(rows)} recommendations wait for an answer"


def _is_theirs(act: str, review: Review, actor: Actor, at: dt.datetime) -> bool:
    procedure = procedure_of(review.case)
    mine = as_reviewer(review, actor, procedure)
    state = state_of(review.case, version=procedure.version)
    verdict = case_rules.may(act=act, procedure=procedure, state=state, roles=mine.roles, kinds=mine.kinds, track=TRACK)
    if not isinstance(verdict, case_rules.Allowed) or verdict.step is None or verdict.remarks:
        return False
    if nobody_waits(act, review):
        return False
    places, done = places_of(verdict.step, review.case, procedure, at=at), done_by(act, review)
    open_now = [place for place in my_places(places, mine) if place.key not in done]
    return any(not (act in IN_ORDER and rules.not_yet(place, places, done)) for place in open_now)

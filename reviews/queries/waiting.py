"""Reports that wait for this person: for a signature, or for the decision on publication."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cases import rules as case_rules
from cases.queries import procedure_of
from cases.state import state_of
from partnerships.actors import Actor

from .. import rules
from ..models import Review
from ..spine import TRACK
from .publication import decided, proposed
from .report import latest_version, my_places, places_of, signed_by
from .sight import as_reviewer, visible_reviews

# Acts that several do, each for their own place; the words under “Waiting for you”.
EACH = {
    "sign_off_report": "the report waits for your signature",
    "decide_publication": "the decision on publication waits for you",
}
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


def _is_theirs(act: str, review: Review, actor: Actor, at: dt.datetime) -> bool:
    procedure = procedure_of(review.case)
    mine = as_reviewer(review, actor, procedure)
    state = state_of(review.case, version=procedure.version)
    verdict = case_rules.may(act=act, procedure=procedure, state=state, roles=mine.roles, kinds=mine.kinds, track=TRACK)
    if not isinstance(verdict, case_rules.Allowed) or verdict.step is None or verdict.remarks:
        return False
    if act == "decide_publication" and decided(review) is not None and proposed(review) is None:
        return False  # it may be decided anew, but nobody waits for it
    places, done = places_of(verdict.step, review.case, procedure, at=at), _by(act, review)
    in_order = act == "sign_off_report"  # on publication each decides when they can
    open_now = [place for place in my_places(places, mine) if place.key not in done]
    return any(not (in_order and rules.not_yet(place, places, done)) for place in open_now)


def _by(act: str, review: Review) -> list[str]:
    """The places that have signed the newest version, or agreed to what is proposed."""
    if act == "sign_off_report":
        version = latest_version(review)
        return [row.place for row in signed_by(version)] if version is not None else []
    row = proposed(review)
    return [each["place"] for each in row.agreed_by] if row is not None else []

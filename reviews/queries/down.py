"""A published report that was taken down: since when, whether for good, who publishes the corrected one (C-21)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from cases import rules as case_rules
from cases.asking import SECTION
from cases.queries import procedure_of
from cases.state import CaseState, state_of
from config.filters import date_long
from config.links import address
from partnerships.actors import Actor
from procedures.model import Procedure

from .. import rules
from ..models import PublishedReport, Review
from .publication import taken_down_of
from .report import TAKES_AWAY
from .sight import as_reviewer, visible_reviews

BACK = "put_back_report"
OFFICE = ("secretariat", "panel-chair")
MOST = 50


@dataclass(frozen=True)
class Down:
    """`over`: the time for which it had to be public is over, so nothing follows. `title`, `who`: what follows else,
    and who does it; `url`: where the reader may do it now, else empty."""

    since: dt.datetime
    over: bool
    title: str
    who: str
    url: str

    @property
    def words(self) -> str:
        since = date_long(self.since)
        return f"taken down on {since}: its time is over" if self.over else f"taken down since {since}"


def down_of(review: Review, procedure: Procedure, state: CaseState, actor: Actor) -> Down | None:
    """None while nothing was published, and while what was published is public."""
    row = taken_down_of(review)
    if row is None or row.taken_down_at is None:
        return None
    told = next((each for each in reversed(state.done.get(TAKES_AWAY, ())) if each.about == review.about), None)
    answers = told.data.get("answers", {}).get(SECTION, {}) if told is not None else {}
    steps = procedure.steps_for(BACK, review.case.pathway)
    mine = as_reviewer(review, actor, procedure)
    verdict = case_rules.may(act=BACK, procedure=procedure, state=state, roles=mine.roles, kinds=mine.kinds)
    may = actor.membership is not None and isinstance(verdict, case_rules.Allowed)
    return Down(
        row.taken_down_at, answers.get("act-ground") == rules.TIME_OVER,
        case_rules.act_title(BACK, procedure, review.case.pathway),
        case_rules.who_does(steps[0], procedure) if steps else "",
        address(BACK, partnership=procedure.slug, review=review.key) if may else "",
    )  # fmt: skip


def reports_down(actor: Actor) -> list[Review]:
    """The reviews whose report is down until this person publishes the corrected one, oldest first."""
    if not actor.holds(*OFFICE):
        return []
    rows = PublishedReport.objects.exclude(kind=PublishedReport.Kind.BRIEFING).filter(
        partnership=OuterRef("partnership"), review=OuterRef("pk")
    )  # fmt: skip
    found = visible_reviews(actor).filter(Exists(rows), ~Exists(rows.standing()))
    chosen = []
    for review in found.select_related("case__procedure", "case__borough").order_by("pk")[:MOST]:
        procedure = procedure_of(review.case)
        down = down_of(review, procedure, state_of(review.case, version=procedure.version), actor)
        if down is not None and down.url and not down.over:
            chosen.append(review)
    return chosen

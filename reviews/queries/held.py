"""Publication that was decided on and is held back: until when, why, and whether a limit runs out before (C-19)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from cases.models import Case
from cases.queries import procedure_of
from config.filters import date_long, one_stop
from deadlines.queries import Shown
from procedures.model import Procedure

from ..models import Publication, Review
from .publication import decided
from .running import delays_of
from .sight import running_review

PUBLISH, DELAY = "publish_report", "report_delay"


@dataclass(frozen=True)
class HeldBack:
    """`words`: that it is held back, until when, why; `short`: the same without the reason. `past`: the limit that
    runs out before; `reported`: when that delay was reported, if it was. `tells`: the text has an act for it."""

    words: str
    short: str
    past: Shown | None
    reported: dt.datetime | None
    tells: bool


def held_back(review: Review, procedure: Procedure, due: Sequence[Shown], *, at: dt.datetime) -> HeldBack | None:
    """None where nothing is decided, where nothing is published at all, and once the day has come."""
    plan = decided(review)
    if plan is None or review.ended_at is not None or plan.outcome == Publication.Outcome.NOT:
        return None
    today, until = timezone.localdate(at), _until(plan)
    if until is not None and until <= today:
        return None
    if not plan.is_embargoed and until is None:
        return None
    short = _short(plan, until, today)
    words = one_stop(f"{short}: {plan.embargo_why}.") if _holds(plan, today) else f"{short}."
    clocks = {clock.name for clock in procedure.clocks if PUBLISH in clock.stops}
    running = [row for row in due if row.clock in clocks and row.state == "open"]
    past = next((row for row in running if until is None or row.due_on < until), None)
    said = [event for event in delays_of(review.case) if event.pk > plan.event_id] if past else []
    tells = any(step.track == "review" for step in procedure.steps_for(DELAY, review.case.pathway))
    return HeldBack(words, short, past, said[-1].at if said else None, tells)


def beside_the_limit(case: Case, rows: Sequence[Shown], *, at: dt.datetime) -> dict[int, str]:
    """What is said of held-back publication beside the running limits for it: deadline -> words (C-19)."""
    procedure = procedure_of(case)
    clocks = {clock.name for clock in procedure.clocks if PUBLISH in clock.stops}
    running = [row for row in rows if row.clock in clocks and row.state == "open"]
    review = running_review(case) if running else None
    held = held_back(review, procedure, rows, at=at) if review is not None else None
    return {row.id: held.words for row in running} if held is not None else {}


def _until(plan: Publication) -> dt.date | None:
    """The first day on which it may go out; None while nobody has said one."""
    if plan.is_embargoed and plan.embargo_until is None:
        return None
    return max((day for day in (plan.planned_on, plan.embargo_until) if day is not None), default=None)


def _holds(plan: Publication, today: dt.date) -> bool:
    """Whether the embargo is still on: it ends on a day, publication may be planned for a later one."""
    return plan.is_embargoed and (plan.embargo_until is None or today < plan.embargo_until)


def _short(plan: Publication, until: dt.date | None, today: dt.date) -> str:
    what = (
        "Only what was learnt is published, and that" if plan.outcome == Publication.Outcome.LEARNING else "Publication"
    )
    if not _holds(plan, today):
        return f"{what} is planned for {date_long(until)}"
    if plan.embargo_until is not None and plan.embargo_until != until:
        return f"{what} is held back until {date_long(plan.embargo_until)} and planned for {date_long(until)}"
    when = f" until {date_long(until)}" if until is not None else ", with no day for it yet"
    return f"{what} is held back{when}"

"""The tracker: every review with its type, stage, reviewer and next deadline (RED-14, BHR-8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from cases.models import Track
from cases.queries import procedure_of
from deadlines.models import Deadline
from deadlines.queries import calendar_of
from deadlines.rules import working_days_left
from partnerships.actors import Actor
from partnerships.scope import current_partnership
from procedures.model import Procedure

from ..models import Appointment, Pause, Review
from .sight import visible_reviews

PAUSED = "paused"
COLOURS = {"commissioned": "yellow", "under-way": "blue", "paused": "orange", "draft": "purple", "signed-off": "green"}


@dataclass(frozen=True)
class Stage:
    name: str
    title: str
    colour: str
    since: dt.datetime

    @property
    def paused(self) -> bool:
        return self.name == PAUSED


@dataclass(frozen=True)
class TrackerRow:
    """One review as the tracker shows it."""

    review: Review
    borough: str
    stage: Stage
    reviewer: str
    pause: Pause | None
    due_title: str
    due_on: dt.date | None
    due_left: int | None


def stage_of(review: Review, track: Track | None = None) -> Stage:
    """Where a review is; of one that ended, where it ended. `track`: the case's track where it is known already."""
    procedure = procedure_of(review.case)
    if review.ended_at is not None:
        return Stage(review.ended_how, _title(procedure, review.ended_how), "grey", review.ended_at)
    row = track or Track.objects.get(partnership=review.partnership_id, case=review.case_id, name="review")
    return Stage(row.stage, _title(procedure, row.stage), COLOURS.get(row.stage, ""), row.moved_at)


def _title(procedure: Procedure, stage: str) -> str:
    return procedure.stage("review", stage).title


def chosen_reviews(actor: Actor, *, ended: bool, borough: int | None):
    """The reviews of the tracker: running or ended, of one borough or all."""
    rows = visible_reviews(actor)
    rows = rows.ended() if ended else rows.running()
    return rows.filter(case__borough=borough) if borough else rows


def tracker_rows(reviews: Iterable[Review], *, at: dt.datetime) -> list[TrackerRow]:
    """The same few queries whatever the number of reviews."""
    rows = list(reviews)
    cases = [review.case_id for review in rows]
    here = {"partnership": current_partnership(), "case__in": cases}
    tracks = {track.case_id: track for track in Track.objects.filter(**here, name="review")}
    due, names, pauses = _next_due(rows, here), _reviewers(rows), _pauses(rows)
    calendar, today = calendar_of(current_partnership()), timezone.localdate(at)
    return [
        TrackerRow(
            review=review,
            borough=review.case.borough.title if review.case.borough else "",
            stage=stage_of(review, tracks.get(review.case_id)),
            reviewer=", ".join(names.get(review.pk, ())),
            pause=pauses.get(review.pk),
            due_title=due[review.pk].title if review.pk in due else "",
            due_on=due[review.pk].due_on if review.pk in due else None,
            due_left=working_days_left(today, due[review.pk].due_on, calendar) if review.pk in due else None,
        )
        for review in rows
    ]


def _reviewers(reviews: list[Review]) -> dict[int, list[str]]:
    rows = Appointment.objects.filter(partnership=current_partnership(), review__in=reviews).standing()
    found: dict[int, list[str]] = {}
    for review, name in rows.order_by("id").values_list("review", "reviewer__name"):
        found.setdefault(review, []).append(name)
    return found


def _pauses(reviews: list[Review]) -> dict[int, Pause]:
    rows = Pause.objects.filter(partnership=current_partnership(), review__in=reviews, ended_at=None)
    return {pause.review_id: pause for pause in rows.standing()}


def _next_due(reviews: list[Review], here: dict) -> dict[int, Deadline]:
    """review -> its next running deadline, of the clocks of the review's own track."""
    found: dict[int, Deadline] = {}
    running = list(Deadline.objects.filter(**here, permanence=False).open().order_by("due_on", "id"))
    for review in reviews:
        clocks = {clock.name for clock in procedure_of(review.case).clocks if clock.track == "review"}
        if review.ended_at is None:
            row = next((row for row in running if row.case_id == review.case_id and row.clock in clocks), None)
            if row is not None:
                found[review.pk] = row
    return found

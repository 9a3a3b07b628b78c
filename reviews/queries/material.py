"""What agencies bring to a review: their reports, and all their chronologies as one (DAR app. 3 and 6, BEX-2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404

from cases.entries import may_read
from cases.models import Case
from cases.queries import procedure_of
from information import returns
from information.models import ScopingReturn
from information.queries import due_dates, merged_chronology, returns_of
from information.rules import Entry
from partnerships.actors import Actor

from ..models import Review
from ..spine import TRACK
from .sight import carries_it_out, latest_review, reviews_of_case

State = ScopingReturn.State
COLOURS = {"outstanding": "yellow", "draft": "blue", "awaiting": "purple", "returned": "green", "not-known": "grey"}


@dataclass(frozen=True)
class Report:
    """One agency's report for the review, as the list shows it."""

    row: ScopingReturn
    agency: str
    state: str
    colour: str
    due_on: dt.date | None
    readable: bool


def reads_material(review: Review, actor: Actor) -> bool:
    """Those who run and decide the case, and the reviewer whom the review names."""
    return may_read(actor) or carries_it_out(review, actor)


def reads_material_of(case: Case, actor: Actor) -> bool:
    """The same of a case, for the pages of its agencies' answers: what was asked for the review is read there by nobody
    who does not read it on the pages of the review (C-52)."""
    return may_read(actor) or any(carries_it_out(review, actor) for review in reviews_of_case(case))


def ordered_at(case: Case) -> dt.datetime | None:
    """Since when what is asked on the track of reviews belongs to the case's newest review."""
    review = latest_review(case)
    return review.commissioned_at if review is not None else None


def refuse_readers(review: Review, actor: Actor) -> None:
    """Http404 for whoever does not read what agencies bring."""
    if not reads_material(review, actor):
        raise Http404


def reports_of(review: Review) -> list[Report]:
    """What agencies were asked for on the track of the review, withdrawn requests left out."""
    due = due_dates(review.case, procedure_of(review.case))
    return [
        Report(
            row=row,
            agency=row.agency.title,
            state=row.get_state_display(),
            colour=COLOURS[row.state],
            due_on=due[row.agency_id].due_on if row.is_open and row.agency_id in due else None,
            readable=row.is_sent,
        )
        for row in returns_of(review.case)
        if row.request.track == TRACK and row.state != State.WITHDRAWN and _is_of(review, row.request.asked_at)
    ]


def find_report(review: Review, pk: int) -> ScopingReturn:
    """A report that was sent, or Http404: a draft is nobody's but the agency's."""
    found = next((each.row for each in reports_of(review) if each.row.pk == pk and each.readable), None)
    if found is None:
        raise Http404
    found.case = review.case
    return found


def in_words(row: ScopingReturn) -> list:
    """The answers of a report, part by part."""
    return list(returns.in_plain_words(row))


def _is_of(review: Review, asked_at: dt.datetime) -> bool:
    """Asked while this review ran: what a later one of the case asks is its own."""
    return review.commissioned_at <= asked_at and (review.ended_at is None or asked_at <= review.ended_at)


def chronology_of(review: Review) -> list[Entry]:
    """Every entry that any agency sent for this review, in order of time: what its PDF holds too."""
    rows = [report.row.pk for report in reports_of(review) if report.readable]
    return merged_chronology(review.case, returns=rows)


def with_earlier(review: Review) -> list[Entry]:
    """The same with what agencies sent on the case before the review was ordered, for its screening say."""
    return merged_chronology(review.case)

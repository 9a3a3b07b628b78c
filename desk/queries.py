"""Lists across the rooms, reading only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from cases.beside import disputes_to_answer
from cases.queries import visible_cases
from cases.retention import disposals_to_confirm
from documents.queries import messages_to_deal_with
from information.lists import my_requests, to_be_signed
from panels.queries.governance import dissents_with
from panels.queries.lists import MeetingRow, meeting_rows, waiting_cases
from panels.queries.to_answer import recommendations_to_answer
from procedures.model import Procedure
from reviews.queries import cases_to_commission, recommendations_waiting, reports_down, reports_waiting
from reviews.queries.actions import asked_of

from .stages import stages_called


def figures(actor, procedure: Procedure) -> list[tuple[str, str, int]]:
    """(stage as the log's filter calls it, words, number) of the open cases at each stage, in the text's order."""
    from django.db.models import Count

    rows = visible_cases(actor).filter(closed_at=None).order_by().values("stage_track", "stage")
    numbers = {(row["stage_track"], row["stage"]): row["number"] for row in rows.annotate(number=Count("pk"))}
    found: dict[str, tuple[str, int]] = {}
    for place, (value, words) in stages_called(procedure).items():
        found[value] = (words, found.get(value, (words, 0))[1] + numbers.get(place, 0))
    return [(value, words, number) for value, (words, number) in found.items() if number]


@dataclass(frozen=True)
class Waiting:
    """Something that waits for this person without a date of its own, or before its date: words and where it is."""

    text: str
    href: str


def waiting_for(actor, procedure: Procedure, *, at: dt.datetime) -> list[Waiting]:
    """Messages that came back, disposals to confirm, requests to the agency, recommendations to answer, cases without
    a meeting, signatures, reviews to commission, reports to sign, decide on and put back, late actions, disputes,
    dissent."""
    signatures = to_be_signed(actor) if actor.holds("member", "agency-lead") else []
    found = [
        Waiting(one if number == 1 else many.format(number), reverse(name, kwargs={"partnership": procedure.slug}))
        for number, one, many, name in _counted(actor, {row.pk for row in signatures}, at)
        if number
    ]
    return found + [
        Waiting(f"{reference}: {words}", reverse(name, kwargs={"partnership": procedure.slug, **rest}))
        for reference, words, name, rest in _one_by_one(actor, signatures, at)
    ]


def _counted(actor, signed: set[int], at: dt.datetime) -> Iterator[tuple[int, str, str, str]]:
    """(how many, words for one, words for many, URL name) of what has a list of its own."""
    if actor.holds("secretariat", "administrator"):
        yield (messages_to_deal_with(actor).count(), "A message came back or could not be sent",
               "{} messages came back or could not be sent", "messages")  # fmt: skip
    if actor.holds("secretariat", "panel-chair", "statutory-partner"):
        yield (disposals_to_confirm(actor).count(), "A case waits for you to confirm that it is disposed of",
               "{} cases wait for you to confirm that they are disposed of", "retention")  # fmt: skip
    if actor.holds("secretariat"):
        yield len(waiting_cases(actor)), "A case waits for a meeting", "{} cases wait for a meeting", "waiting_cases"
    if actor.holds("member", "agency-lead"):
        asked = [each for each in my_requests(actor, at=at) if each.id not in signed]
        yield (sum(each.open for each in asked), "Your agency is asked for information on a case",
               "Your agency is asked for information on {} cases", "my_requests")  # fmt: skip
    if actor.holds("ratifier", "statutory-partner"):
        yield (len(recommendations_to_answer(actor)), "A recommendation waits for your answer",
               "{} recommendations wait for your answer", "recommendations")  # fmt: skip


def _one_by_one(actor, signatures, at: dt.datetime) -> Iterator[tuple[str, str, str, dict]]:
    """(reference, words, URL name, its arguments) of what is named by its case or review."""
    for row in signatures:
        where = {"reference": row.case.reference, "scoping_return": row.pk}
        yield row.case.reference, "what your agency sends waits for your signature", "agency_return", where
    for case in cases_to_commission(actor):
        words = "the review that was decided on waits to be commissioned"
        yield case.reference, words, "commission_review", {"reference": case.reference}
    for waits in reports_waiting(actor, at=at):
        yield waits.review.reference, waits.words, waits.act, {"review": waits.review.key}
    for review in reports_down(actor):
        words = "the published report is taken down, and the corrected one is not out yet"
        yield review.reference, words, "report_of_review", {"review": review.key}
    for case, words in recommendations_waiting(actor):
        yield case.reference, words, "case_actions", {"reference": case.reference}
    for asked in asked_of(actor, at=at):
        yield asked.action.reference, asked.words, "action", {"plan_action": asked.action.pk}
    for case in disputes_to_answer(actor):
        yield case.reference, "a dispute waits for your answer", "decide_dispute", {"reference": case.reference}
    for dissent in dissents_with(actor):
        reference = dissent.case.reference
        words = f"the disagreement of {dissent.agency.title} waits for you"
        yield reference, words, "case_panel", {"reference": reference}


def next_meetings(actor, procedure: Procedure, *, at: dt.datetime) -> list[MeetingRow]:
    """The meetings to come of the bodies this person sits on or runs, soonest first, at most three."""
    kinds = ("secretariat", "panel-chair", "member", "agency-lead", "statutory-partner")
    return meeting_rows(actor, procedure, past=False, at=at)[:3] if actor.holds(*kinds) else []

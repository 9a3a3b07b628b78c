"""Lists across the rooms, reading only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from cases.beside import disputes_to_answer
from cases.queries import visible_cases
from documents.queries import messages_to_deal_with
from information.lists import my_requests, to_be_signed
from panels.queries.governance import dissents_with, recommendations_to_answer
from panels.queries.lists import MeetingRow, meeting_rows, waiting_cases
from procedures.model import Procedure
from reviews.queries import cases_to_commission, reports_waiting

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
    """Messages that came back, requests to the agency, recommendations to answer, cases without a meeting,
    signatures, reviews to commission, reports to sign and to decide on, disputes, dissent."""
    here = {"partnership": procedure.slug}
    found = []

    def add(number: int, one: str, many: str, name: str) -> None:
        if number:
            found.append(Waiting(one if number == 1 else many.format(number), reverse(name, kwargs=here)))

    if actor.holds("secretariat", "administrator"):
        add(messages_to_deal_with(actor).count(), "A message came back or could not be sent",
            "{} messages came back or could not be sent", "messages")  # fmt: skip
    if actor.holds("secretariat"):
        add(len(waiting_cases(actor)), "A case waits for a meeting", "{} cases wait for a meeting", "waiting_cases")
    if actor.holds("member", "agency-lead"):
        signed = to_be_signed(actor)
        found += [
            Waiting(
                f"{row.case.reference}: what your agency sends waits for your signature",
                reverse("agency_return", kwargs={**here, "reference": row.case.reference, "scoping_return": row.pk}),
            )
            for row in signed
        ]  # fmt: skip
        asked = [each for each in my_requests(actor, at=at) if each.id not in {row.pk for row in signed}]
        add(sum(each.open for each in asked), "Your agency is asked for information on a case",
            "Your agency is asked for information on {} cases", "my_requests")  # fmt: skip
    if actor.holds("ratifier", "statutory-partner"):
        add(len(recommendations_to_answer(actor)), "A recommendation waits for your answer",
            "{} recommendations wait for your answer", "recommendations")  # fmt: skip
    found += [
        Waiting(f"{case.reference}: the review that was decided on waits to be commissioned",
                reverse("commission_review", kwargs={**here, "reference": case.reference}))
        for case in cases_to_commission(actor)
    ]  # fmt: skip
    found += [
        Waiting(f"{waits.review.reference}: {waits.words}",
                reverse(waits.act, kwargs={**here, "review": waits.review.key}))
        for waits in reports_waiting(actor, at=at)
    ]  # fmt: skip
    found += [
        Waiting(f"{case.reference}: a dispute waits for your answer",
                reverse("decide_dispute", kwargs={**here, "reference": case.reference}))
        for case in disputes_to_answer(actor)
    ]  # fmt: skip
    found += [
        Waiting(f"{dissent.case.reference}: the disagreement of {dissent.agency.title} waits for you",
                reverse("case_panel", kwargs={**here, "reference": dissent.case.reference}))
        for dissent in dissents_with(actor)
    ]  # fmt: skip
    return found


def next_meetings(actor, procedure: Procedure, *, at: dt.datetime) -> list[MeetingRow]:
    """The meetings to come of the bodies this person sits on or runs, soonest first, at most three."""
    kinds = ("secretariat", "panel-chair", "member", "agency-lead", "statutory-partner")
    return meeting_rows(actor, procedure, past=False, at=at)[:3] if actor.holds(*kinds) else []

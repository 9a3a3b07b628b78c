"""What is known of a running review: who carries it out, its terms, questions to the reviewer, pauses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from cases.asking import outside_copies
from cases.beside import standing_events
from cases.entries import Entry, registers_of
from cases.models import Case, Event
from cases.registers import CONTACTS, FAMILY, PROCESSES, Register
from partnerships.scope import current_partnership
from procedures.model import Block, Procedure, Step

from ..models import Appointment, Pause, ProgressRequest, Review, Reviewer, SuitabilityCheck, Terms


def appointments_of(review: Review) -> list[Appointment]:
    """Everybody who was appointed, those who still are first."""
    rows = Appointment.objects.filter(partnership=review.partnership_id, review=review, event__annulled_by=None)
    return sorted(rows.select_related("reviewer__membership__user"), key=lambda row: (row.ended_at is not None, row.pk))


def reviewers_of(review: Review) -> list[Reviewer]:
    return [row.reviewer for row in appointments_of(review) if row.ended_at is None]


def find_appointment(review: Review, pk: int) -> Appointment:
    found = next((row for row in appointments_of(review) if row.pk == pk), None)
    if found is None:
        raise Http404
    found.review = review
    return found


def checks_of(review: Review) -> list[SuitabilityCheck]:
    """The checks that were made for this review, newest first; struck-out ones left out."""
    rows = SuitabilityCheck.objects.filter(partnership=review.partnership_id, review=review, event__annulled_by=None)
    return list(rows.select_related("reviewer"))


def terms_of(review: Review) -> list[Terms]:
    """Every version, newest first."""
    return list(Terms.objects.filter(partnership=review.partnership_id, review=review).standing())


def versions_set(review: Review) -> int:
    return Terms.objects.filter(partnership=review.partnership_id, review=review).count()


def progress_of(review: Review) -> list[ProgressRequest]:
    rows = ProgressRequest.objects.filter(partnership=review.partnership_id, review=review, event__annulled_by=None)
    return list(rows)


def find_progress(review: Review, pk: int) -> ProgressRequest:
    found = next((row for row in progress_of(review) if row.pk == pk), None)
    if found is None:
        raise Http404
    found.review = review
    return found


def pauses_of(review: Review) -> list[Pause]:
    return list(Pause.objects.filter(partnership=review.partnership_id, review=review).standing())


def delays_of(case: Case) -> list[Event]:
    """What was reported as a delay, with its reason (C-19)."""
    return standing_events(case, "report_delay")


@dataclass(frozen=True)
class Lateness:
    """Why a review is or may become late: how many days it has rested, in all."""

    days: int
    reasons: tuple[str, ...]


def lateness_of(review: Review, *, at: dt.datetime) -> Lateness:
    """No limit moves with a pause; its days are shown beside the limit as the reason (C-19)."""
    pauses = pauses_of(review)
    days = sum((timezone.localdate(pause.ended_at or at) - timezone.localdate(pause.began_at)).days for pause in pauses)
    said = [pause.reason for pause in pauses] + [event.reason for event in delays_of(review.case) if event.reason]
    return Lateness(days, tuple(dict.fromkeys(said)))


def outside_told_of(step: Step | None, procedure: Procedure) -> list[Block]:
    """The outside bodies that a step's copies go to."""
    return outside_copies(step, procedure)


def approved_reviewers() -> list[Reviewer]:
    rows = Reviewer.objects.filter(partnership=current_partnership()).approved()
    return list(rows.select_related("membership__user"))


def find_reviewer(pk: int) -> Reviewer:
    """An entry of the list, also of somebody who was taken off; 404 for any other number."""
    found = Reviewer.objects.filter(partnership=current_partnership(), pk=pk).select_related("membership__user").first()
    if found is None:
        raise Http404
    return found


def reviews_by(reviewer: Reviewer) -> list[Appointment]:
    """What somebody of the list was appointed for."""
    rows = Appointment.objects.filter(partnership=reviewer.partnership_id, reviewer=reviewer, event__annulled_by=None)
    return list(rows.select_related("review__case").order_by("-id"))


def running_processes(case: Case, *, at: dt.datetime) -> list[str]:
    """Other processes that have not ended, in a line each: what it is, who leads it."""
    found = next(entries for register, entries in registers_of(case, at=at) if register is PROCESSES)
    return [": ".join(value for _, value in entry.said[:2])[:300] for entry in found if entry.ended is None]


OF_THE_PLAN = (FAMILY, CONTACTS, PROCESSES)


def plan_of(case: Case, *, at: dt.datetime) -> list[tuple[Register, list[Entry]]]:
    """Family and practitioners with the log of contacts, and other processes with what they mean for the dates (C-23,
    C-24): kept with the case, because a family has one plan whatever processes speak to it (C-47)."""
    return [pair for pair in registers_of(case, at=at) if pair[0] in OF_THE_PLAN]

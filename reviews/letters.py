"""What a reviewer is written: to one person, not to everybody who holds the role; nothing personal (C-30)."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from cases.models import Event
from cases.telling import Preview, Recipient, values_for
from config.filters import date_long
from documents.acts import queue_message
from documents.letters import fill
from procedures.model import Letter, Procedure

from .models import Review, Reviewer


def letter_called(name: str, procedure: Procedure) -> Letter | None:
    return next((letter for letter in procedure.letters if letter.name == name), None)


def tell_reviewer(
    name: str, review: Review, reviewer: Reviewer, *, event: Event, procedure: Procedure, due_on=None
) -> None:
    """Queues a letter of the text to one reviewer, in the act's transaction; nothing where the text has none."""
    letter = letter_called(name, procedure)
    if letter is None:
        return
    filled = fill(letter, _values(review, reviewer, procedure, at=event.at, due_on=due_on), missing="")
    queue_message(
        key=f"{name}:{event.pk}:{reviewer.pk}", kind=name, to_email=reviewer.email, to_name=reviewer.name,
        to_user=reviewer.membership.user if reviewer.membership else None, case=review.case, subject=filled.subject,
        body=filled.body, at=event.recorded_at,
    )  # fmt: skip


def preview_of(name: str, review: Review, reviewers, procedure: Procedure, *, at, due_on=None) -> list[Preview]:
    """What `tell_reviewer` would send, for the person about to do the act."""
    letter = letter_called(name, procedure)
    found = []
    for reviewer in reviewers if letter else ():
        filled = fill(letter, _values(review, reviewer, procedure, at=at, due_on=due_on), missing="[…]")
        found.append(Preview(f"{reviewer.name} <{reviewer.email}>", filled.subject, filled.body))
    return found


def _values(review: Review, reviewer: Reviewer, procedure: Procedure, *, at, due_on) -> dict:
    path = reverse("review", kwargs={"partnership": procedure.slug, "review": review.key})
    to = Recipient(reviewer.name, reviewer.email)
    extra = {"reference": review.reference, **({"due_on": date_long(due_on)} if due_on else {})}
    return values_for(review.case, procedure, to, at=at, link=f"{settings.BASE_URL}{path}", extra=extra)

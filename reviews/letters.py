"""What a reviewer is written: to one person, not to everybody who holds the role; nothing personal (C-30)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.urls import reverse

from cases.models import Event
from cases.telling import Preview, Recipient, values_for
from config.filters import date_long, time_short
from documents.acts import queue_message
from documents.letters import fill
from partnerships.links import make_link
from partnerships.scope import current_partnership
from procedures.model import Letter, Procedure

from .models import Invitation, LearningEvent, Review, Reviewer

PURPOSE = "learning-event"
OPENS_AFTER = 42  # days after the event, so that it can still be evaluated


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


def secret_address(guest: Invitation, *, at: dt.datetime) -> str:
    """A new private address of one guest; it opens until some weeks after the event."""
    partnership = current_partnership()
    token = make_link(PURPOSE, guest.pk, partnership=partnership, at=at, until=_link_ends(guest.learning_event))
    return settings.BASE_URL + reverse("learning_invitation", kwargs={"partnership": partnership.slug, "token": token})


def _link_ends(event: LearningEvent) -> dt.datetime:
    return event.starts_at + dt.timedelta(days=OPENS_AFTER)


def tell_guest(name: str, guest: Invitation, *, event: Event, procedure: Procedure) -> None:
    """Queues a letter to one guest of a learning event with a private link of their own; it speaks of no case."""
    letter = letter_called(name, procedure)
    if letter is None:
        return
    learning = guest.learning_event
    link = secret_address(guest, at=event.recorded_at)
    filled = fill(letter, _guest_values(learning, procedure, guest, link=link, at=event.at), missing="")
    queue_message(
        key=f"{name}:{event.pk}:{guest.pk}", kind=name, to_email=guest.email, to_name=guest.name, to_user=None,
        case=learning.review.case, subject=filled.subject, body=filled.body, at=event.recorded_at,
    )  # fmt: skip


def preview_for_guests(name: str, procedure: Procedure) -> list[Preview]:
    """What each guest gets, for the person about to invite them."""
    letter = letter_called(name, procedure)
    if letter is None:
        return []
    filled = fill(letter, {"partnership": procedure.partnership_title, "link": "[a private link]"}, missing="[…]")
    return [Preview("each of them", filled.subject, filled.body)]


def _guest_values(learning: LearningEvent, procedure: Procedure, guest: Invitation, *, link: str, at) -> dict:
    to = Recipient(guest.name, guest.email)
    extra = {
        "meeting_on": date_long(learning.starts_at), "meeting_at": time_short(learning.starts_at),
        "meeting_place": learning.place, "link_until": date_long(_link_ends(learning)),
    }  # fmt: skip
    return values_for(learning.review.case, procedure, to, at=at, link=link, extra=extra)


def _values(review: Review, reviewer: Reviewer, procedure: Procedure, *, at, due_on) -> dict:
    path = reverse("review", kwargs={"partnership": procedure.slug, "review": review.key})
    to = Recipient(reviewer.name, reviewer.email)
    extra = {"reference": review.reference, **({"due_on": date_long(due_on)} if due_on else {})}
    return values_for(review.case, procedure, to, at=at, link=f"{settings.BASE_URL}{path}", extra=extra)

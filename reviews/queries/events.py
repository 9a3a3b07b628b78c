"""Learning events: who is invited and answered, what they thought, and what is behind a private link."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404

from partnerships.links import open_link
from partnerships.scope import current_partnership

from ..letters import PURPOSE
from ..models import Invitation, LearningEvent, Review
from ..rules.guests import average

FEWEST = 3  # answers before any is shown: with one or two everybody would know whose it is


@dataclass(frozen=True)
class EventShown:
    """One event with its guests and what they thought of it. Answers are promised to be without a name: they are shown
    once there are FEWEST of them, in the order of their words."""

    row: LearningEvent
    invitations: tuple[Invitation, ...]
    coming: int
    answered: int
    average: str
    evaluations: tuple


def learning_events_of(review: Review) -> list[LearningEvent]:
    return list(LearningEvent.objects.filter(partnership=review.partnership_id, review=review).standing())


def find_learning_event(review: Review, pk: int) -> LearningEvent:
    found = next((row for row in learning_events_of(review) if row.pk == pk), None)
    if found is None:
        raise Http404
    found.review = review
    return found


def event_shown(row: LearningEvent) -> EventShown:
    invitations, evaluations = tuple(row.invitations.all()), tuple(row.evaluations.all())
    shown = sorted(evaluations, key=lambda each: (each.change, each.better)) if len(evaluations) >= FEWEST else ()
    return EventShown(
        row, invitations, sum(each.answer == Invitation.Answer.COMING for each in invitations), len(evaluations),
        average([each.useful for each in shown]), tuple(shown),
    )  # fmt: skip


def invitation_behind(token: str, *, at: dt.datetime) -> Invitation | None:
    """The invitation of a private address that still opens, whose event stands; None otherwise."""
    link = open_link(token, PURPOSE, at=at)
    if link is None or link.partnership_id != current_partnership().pk:
        return None
    rows = Invitation.objects.filter(partnership=link.partnership_id, pk=link.object_id)
    rows = rows.filter(learning_event__event__annulled_by=None)
    return rows.select_related("learning_event__review").first()

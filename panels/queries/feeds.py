"""Meetings as calendar entries: body, time, place, a link. Nothing about cases or people (C-30)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from documents.calendar import Entry
from partnerships.actors import actor_of
from partnerships.models import Membership, PrivateLink
from partnerships.scope import current_partnership
from procedures import library
from procedures.model import Procedure

from ..acts.feeds import PURPOSE
from ..models import Meeting
from .lists import visible_meetings
from .room import body_at

LASTS = dt.timedelta(hours=2)
KEPT = dt.timedelta(days=62)  # how long a past meeting stays in somebody's calendar


def entry_of(meeting: Meeting, procedure: Procedure) -> Entry:
    slug = procedure.slug
    return Entry(
        uid=f"meeting-{meeting.pk}@{slug}",
        sequence=meeting.version,
        starts_at=meeting.starts_at,
        ends_at=meeting.starts_at + LASTS,
        summary=f"{body_at(meeting).title}, {procedure.short_title}",
        place=meeting.place,
        url=settings.BASE_URL + reverse("meeting", kwargs={"partnership": slug, "meeting": meeting.pk}),
        cancelled=meeting.state == Meeting.State.CANCELLED,
    )


def organiser_of(procedure: Procedure) -> str:
    return procedure.contact_email or f"no-reply@{settings.ALLOWED_HOSTS[0]}"


def feed_of(link: PrivateLink, *, at: dt.datetime) -> tuple[Procedure, list[Entry]] | None:
    """The meetings that the person behind a link may open now; None when they are no member any more.

    Must run inside the partnership's scope.
    """
    membership = (
        Membership.objects.active()
        .filter(partnership=current_partnership(), pk=link.object_id)
        .select_related("user", "agency")
        .prefetch_related("roles")
        .first()
    )
    if membership is None or not membership.user.is_active:
        return None
    procedure = library.in_force(current_partnership().slug)
    actor = actor_of(membership, procedure, timezone.localdate(at))
    meetings = visible_meetings(actor, procedure).filter(starts_at__gte=at - KEPT).exclude(kind="correspondence")
    return procedure, [entry_of(meeting, procedure) for meeting in meetings.order_by("starts_at", "pk")[:200]]


def has_feed(membership: Membership) -> bool:
    return PrivateLink.objects.filter(
        partnership=current_partnership(), purpose=PURPOSE, object_id=membership.pk, revoked_at=None
    ).exists()

"""What could not be delivered comes back as something to do: a note to the secretariat, a line on the Messages page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Partnership
from partnerships.queries import holders_of_kind
from partnerships.scope import tenant
from procedures import library

from .models import OutboxMessage

NOTE = "message-came-back"


def tell_of_trouble(messages: Iterable[OutboxMessage], at: dt.datetime) -> None:
    """Queue one note to each person of the secretariat for each message that came back or could not be sent.

    A note that itself comes back is not told of again. Opens each partnership's tenant in turn.
    """
    told = [one for one in messages if one.kind != NOTE]
    partnerships = Partnership.objects.in_bulk({one.partnership_id for one in told})
    for message in told:
        partnership = partnerships[message.partnership_id]
        with tenant(partnership):
            _tell(message, partnership, at)


def _tell(message: OutboxMessage, partnership: Partnership, at: dt.datetime) -> None:
    from .acts import queue_message

    on = timezone.localdate(at)
    try:
        procedure = library.in_force(partnership.slug, on=on)
    except library.NoProcedure:
        return
    path = reverse("message", kwargs={"partnership": partnership.slug, "message": message.pk})
    body = (
        "An e-mail of ours did not reach its address.\n\n"
        "Please look at it, correct the address and send it again, or say what was done instead:\n\n"
        f"{settings.BASE_URL}{path}\n"
    )
    for member in holders_of_kind("secretariat", procedure=procedure, on=on):
        queue_message(
            key=f"{NOTE}:{message.pk}:{member.pk}",
            kind=NOTE,
            to_email=member.user.email,
            to_name=member.user.name,
            to_user=member.user,
            subject="An e-mail came back",
            body=body,
            at=at,
        )

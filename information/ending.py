"""What agencies still owe for a process that has ended: they owe it no longer (C-52, DAR-13)."""

from __future__ import annotations

from cases.spine import Doing

from . import letters, links
from .models import ScopingReturn

State = ScopingReturn.State


def end_requests(doing: Doing, track: str) -> list[str]:
    """The open requests of a track end with what is being done, and the agencies hear of it; their titles.

    Part of the act that ends the process, after its event: the act's lock is held. Nothing of it counts as answered.
    """
    case, event = doing.case, doing.event
    rows = ScopingReturn.objects.select_for_update(of=("self",)).standing().open()
    found = list(
        rows.filter(partnership=case.partnership_id, case=case, request__track=track)
        .select_related("agency", "request").order_by("agency__title")
    )  # fmt: skip
    for row in found:
        row.state = State.WITHDRAWN
        row.save()
    agencies = [row.agency for row in found]
    letters.tell_agencies(
        "withdraw_request", case=case, procedure=doing.procedure, agencies=agencies, event=event, due={}
    )  # fmt: skip
    for row in found:
        if (link := links.link_of(row)) is not None:
            links.stop_link(link, by=doing.actor, at=event.recorded_at)
    return [agency.title for agency in agencies]

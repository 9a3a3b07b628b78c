"""The papers of a meeting: frozen, printed, and told to those who may read them."""

from __future__ import annotations

import datetime as dt

from cases.models import Conflict
from cases.queries import procedure_of
from cases.spine import acting
from documents.acts import ask_for_print
from documents.models import PrintJob
from documents.papers import AgendaPack
from documents.payloads import from_payload
from partnerships.actors import Actor
from partnerships.models import Membership
from partnerships.refusals import ActRefused

from ..models import AgendaItem, Meeting
from ..queries.papers import agenda_pack, items_of, without_items
from .guard import NOT_OVER, holding, require_runs, require_state
from .letters import people_of, send_papers

PACK = "agenda-pack"


def circulate_papers(*, meeting: Meeting, actor: Actor, at: dt.datetime) -> PrintJob:
    """Freezes the papers as they are now, has them printed, and writes to the members that they are ready.

    Nobody is written to who may see none of its cases. Done again, a supplement is circulated. Where the text has a
    step for it, each case on the agenda records that its papers went out. Returns the job of the whole pack.
    """
    require_runs(meeting, actor)
    require_state(meeting, *NOT_OVER)
    items = [item for item in items_of(meeting) if item.state == AgendaItem.State.LISTED]
    if not items:
        raise ActRefused("There is nothing on the agenda yet.")
    with holding(meeting, *NOT_OVER) as first:  # the number of this circulation, before the cases are locked
        number = first.version
        first.papers_frozen_at = at
    for item in items:
        if item.case is not None and procedure_of(item.case).steps_for("circulate_papers", item.case.pathway):
            _record(item, actor, at)
    job = ask_for_print(kind=PACK, about=about(meeting, set()), payload=agenda_pack(meeting, at=at), actor=actor, at=at)
    send_papers(meeting, readers_of(meeting, at=at), number=number, at=at)
    return job


def readers_of(meeting: Meeting, *, at: dt.datetime) -> list[Membership]:
    """Who is told that the papers are ready: whoever may see at least one of the cases still on the agenda."""
    hidden = hidden_from_all(meeting)
    cases = {item.case_id for item in items_of(meeting) if item.case_id and item.state == AgendaItem.State.LISTED}
    return [p for p in people_of(meeting, at=at) if not cases or cases - hidden.get(p.pk, set())]


def _record(item: AgendaItem, actor: Actor, at: dt.datetime) -> None:
    with acting("circulate_papers", case=item.case, actor=actor, at=at, about=f"meeting:{item.meeting_id}") as doing:
        doing.record(summary="The papers for the meeting were circulated.", data={"meeting": item.meeting_id})


def hidden_from_all(meeting: Meeting) -> dict[int, set[int]]:
    """Membership -> cases on this agenda that the person has a conflict in."""
    rows = Conflict.objects.filter(
        partnership=meeting.partnership_id, case__agenda_items__meeting=meeting, withdrawn_at=None
    ).values_list("membership_id", "case_id")
    found: dict[int, set[int]] = {}
    for person, case in rows:
        found.setdefault(person, set()).add(case)
    return found


def about(meeting: Meeting, hidden: set[int]) -> str:
    """What the print job of one edition of the pack is about: the whole, or without certain cases."""
    left_out = ",".join(str(case) for case in sorted(hidden))
    return f"meeting:{meeting.pk}" + (f":without:{left_out}" if left_out else "")


def whole_pack(meeting: Meeting) -> PrintJob | None:
    """The pack circulated last."""
    return (
        PrintJob.objects.filter(partnership=meeting.partnership_id, kind=PACK, about=about(meeting, set()))
        .order_by("-asked_at", "-pk")
        .first()
    )


def print_my_papers(*, meeting: Meeting, hidden: set[int], actor: Actor, at: dt.datetime) -> PrintJob:
    """The circulated pack for one reader: without the cases in `hidden` (ids), which they may not see.

    The words are those of the pack as it was frozen. Raises ActRefused before the papers are circulated.
    """
    whole = whole_pack(meeting)
    if whole is None:
        raise ActRefused("The papers of this meeting have not been circulated yet.")
    if not hidden:
        return whole
    edition = PrintJob.objects.filter(
        partnership=meeting.partnership_id, kind=PACK, about=about(meeting, hidden), asked_at__gte=whole.asked_at
    ).last()
    if edition is not None:
        return edition
    references = {item.case.reference for item in items_of(meeting) if item.case_id in hidden and item.case is not None}
    pack = from_payload(PACK, whole.payload)
    assert isinstance(pack, AgendaPack)
    return ask_for_print(
        kind=PACK, about=about(meeting, hidden), payload=without_items(pack, references), actor=actor, at=at
    )

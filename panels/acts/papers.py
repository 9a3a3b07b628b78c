"""The papers of a meeting: prepared, looked at, frozen, read by each in their own copy, and chased."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from cases.models import Case, Conflict
from cases.queries import note_opened, procedure_of, visible_cases
from cases.spine import acting
from documents.acts import ask_for_print, nudge_print
from documents.models import PrintJob
from partnerships.actors import Actor, actor_of
from partnerships.models import Membership
from partnerships.refusals import ActRefused

from ..models import AgendaItem, Meeting, Pack, PackCopy, PackOpened, PackPart
from ..queries.agenda import numbers_of
from ..queries.packs import (
    Planned,
    copy_of,
    cover_of,
    draft_of,
    edition_title,
    editions,
    held_numbers,
    letters_of,
    new_ones,
    parts_of,
    planned_sheets,
)
from ..queries.papers import items_of
from ..queries.reading import expected_readers, unopened
from ..queries.room import actor_at, procedure_at
from .guard import NOT_OVER, holding, require_runs, require_state
from .letters import send_papers, send_papers_again
from .undertakings import require_undertaking

PACK = "agenda-pack"


def prepare_papers(*, meeting: Meeting, chosen: Collection[str] | None = None, actor: Actor, at: dt.datetime) -> Pack:
    """Makes the sheets of the next edition so that they can be looked at; nobody is told, and it can be done again.

    `chosen`: keys of `planned_sheets`; None takes what usually goes in. After the first edition only what is new since
    can be chosen, and becomes a supplement. Raises ActRefused with an empty agenda, and when nothing is new.
    """
    require_runs(meeting, actor)
    require_state(meeting, *NOT_OVER)
    items = [item for item in items_of(meeting) if item.state == AgendaItem.State.LISTED]
    if not items:
        raise ActRefused("There is nothing on the agenda yet.")
    with holding(meeting, *NOT_OVER):
        packs = editions(meeting)
        sent = parts_of(packs)
        sheets = new_ones(planned_sheets(meeting, at=at), sent)
        sheets = [sheet for sheet in sheets if (sheet.usual if chosen is None else sheet.key in chosen)]
        if packs and not sheets and not _others_are_new(items, packs):
            raise ActRefused("Nothing is new since the papers went out.")
        Pack.objects.filter(partnership=meeting.partnership_id, meeting=meeting, frozen_at=None).delete()
        pack = Pack.objects.create(
            partnership_id=meeting.partnership_id, meeting=meeting, number=len(packs), prepared_at=at,
            prepared_by=actor.label, cover=cover_of(meeting, packs, at=at),
        )  # fmt: skip
        letters = letters_of(sheets, sent, numbers_of(items_of(meeting), held_numbers(packs)))
        for position, sheet in enumerate(sheets):
            _make(pack, sheet, letters[sheet.key], position, actor, at)
    return pack


def _others_are_new(items: list[AgendaItem], packs: list[Pack]) -> bool:
    """Whether the agenda has an item, of whatever kind, that no edition names."""
    return any(str(item.pk) not in pack.cover["numbers"] for item in items for pack in packs[-1:])


def _make(pack: Pack, sheet: Planned, number: str, position: int, actor: Actor, at: dt.datetime) -> PackPart:
    paper = replace(sheet.paper, number=number)
    about = f"meeting:{pack.meeting_id}:sheet:{sheet.item.pk}"
    job = ask_for_print(kind=sheet.print_kind, about=about, payload=paper, case=sheet.item.case, actor=actor, at=at)
    return PackPart.objects.create(
        partnership_id=pack.partnership_id, pack=pack, item=sheet.item, kind=sheet.kind, number=number,
        position=position, title=sheet.title, sha256=sheet.sha256, job=job,
    )  # fmt: skip


def circulate_papers(*, meeting: Meeting, ahead: bool = True, actor: Actor, at: dt.datetime) -> Pack:
    """Freezes the edition that was prepared (else what usually goes in) and writes to its readers that it is ready.

    Nobody is written to who may see none of its cases. Where the text has a step for it, each case in it records that
    its papers went out. Each reader's copy is made in the worker from now on, so that nobody waits for theirs (`ahead`;
    otherwise when they ask for it). Raises ActRefused when what the sheets are made of has changed since they were
    looked at, and while one of them could not be made.
    """
    require_runs(meeting, actor)
    require_state(meeting, *NOT_OVER)
    with transaction.atomic():
        with holding(meeting, *NOT_OVER) as first:  # the number of this circulation, before the cases are locked
            looked_at = draft_of(meeting)
            pack = looked_at or prepare_papers(meeting=meeting, actor=actor, at=at)
            parts = parts_of([pack])
            if looked_at is not None:
                _require_as_looked_at(meeting, parts, at)
            first.papers_frozen_at = at
            number = first.version
        for case in sorted({part.item.case for part in parts if part.item.case}, key=lambda case: case.pk):
            if procedure_of(case).steps_for("circulate_papers", case.pathway):
                _record(case, pack, actor, at)
        pack.copies.all().delete()  # what the office looked at says that it is no final copy
        pack.frozen_at, pack.frozen_by = at, actor.label
        pack.save(update_fields=["frozen_at", "frozen_by"])
        readers = readers_of(meeting, at=at)
        send_papers(meeting, readers, number=number, at=at)
        for reader in readers if ahead else ():
            someone = actor_of(reader, procedure_at(meeting), timezone.localdate(at))
            _copy(pack, closed_cases(pack, someone), someone, at, soon=False)
    return pack


def _require_as_looked_at(meeting: Meeting, parts: list[PackPart], at: dt.datetime) -> None:
    now = {(sheet.item.pk, sheet.kind): sheet.sha256 for sheet in planned_sheets(meeting, at=at)}
    changed = [part for part in parts if now.get((part.item_id, part.kind)) != part.sha256]
    if changed:
        names = "; ".join(dict.fromkeys(f"{part.number} {part.title}" for part in changed))
        raise ActRefused(f"What these sheets show has changed since they were prepared: {names}. Prepare them again.")
    failed = [part for part in parts if part.job.state == PrintJob.State.FAILED]
    if failed:
        names = "; ".join(f"{part.number} {part.title}" for part in failed)
        raise ActRefused(f"These sheets could not be made: {names}. Leave them out and prepare the papers again.")


def readers_of(meeting: Meeting, *, at: dt.datetime) -> list[Membership]:
    """Who is told that the papers are ready: whoever may see at least one of the cases still on the agenda."""
    hidden = hidden_from_all(meeting)
    cases = {item.case_id for item in items_of(meeting) if item.case_id and item.state == AgendaItem.State.LISTED}
    return [p for p in expected_readers(meeting, at=at) if not cases or cases - hidden.get(p.pk, set())]


def _record(case: Case, pack: Pack, actor: Actor, at: dt.datetime) -> None:
    what = "The papers" if not pack.number else edition_title(pack.number)
    with acting("circulate_papers", case=case, actor=actor, at=at, about=f"meeting:{pack.meeting_id}") as doing:
        verb = "were" if not pack.number else "was"
        doing.record(
            summary=f"{what} for the meeting {verb} circulated.",
            data={"meeting": pack.meeting_id, "edition": pack.number, "sheets": _hashes(pack, case)},
        )


def _hashes(pack: Pack, case: Case) -> dict[str, str]:
    """What exactly went out about a case: sheet -> hash of what it was made from."""
    return {part.number: part.sha256 for part in parts_of([pack]) if part.item.case_id == case.pk}


def hidden_from_all(meeting: Meeting) -> dict[int, set[int]]:
    """Membership -> cases on this agenda that the person has a conflict in."""
    rows = Conflict.objects.filter(
        partnership=meeting.partnership_id, case__agenda_items__meeting=meeting, withdrawn_at=None
    ).values_list("membership_id", "case_id")
    found: dict[int, set[int]] = {}
    for person, case in rows:
        found.setdefault(person, set()).add(case)
    return found


def closed_cases(pack: Pack, actor: Actor) -> set[int]:
    """The cases of an edition that this person may not see: by a conflict, a restriction, or not being asked."""
    listed = {line["case"] for line in pack.cover["items"] if line["case"]}
    seen = visible_cases(actor_at(actor, pack.meeting)).filter(pk__in=listed).values_list("pk", flat=True)
    return listed - set(seen)


def without(cases: Iterable[int]) -> str:
    return ",".join(str(case) for case in sorted(cases))


def left_out(copy: PackCopy) -> set[int]:
    return {int(case) for case in copy.without.split(",") if case}


def read_papers(*, pack: Pack, actor: Actor, at: dt.datetime) -> PrintJob:
    """The reader's own copy of an edition: sheets already made, without the items closed to them, under their name.

    Asked again it is the same copy, as long as the same items are closed. Raises ActRefused for an edition that is not
    sent yet (but to whoever runs the meeting), and before the agreement where the text has papers wait for it (C-25).
    """
    if pack.frozen_at is None:
        require_runs(pack.meeting, actor)
    if actor.membership is None:
        raise ActRefused("Only members of the partnership have a copy of the papers.")
    require_undertaking(pack.meeting, actor)
    return _copy(pack, closed_cases(pack, actor), actor, at)


def _copy(pack: Pack, closed: Collection[int], actor: Actor, at: dt.datetime, *, soon: bool = True) -> PrintJob:
    """The reader's copy without the cases closed to them: the one there is, else a new one. `soon`: they wait."""
    assert actor.membership is not None
    with transaction.atomic():
        mine = PackCopy.objects.filter(
            partnership=pack.partnership_id, pack=pack, membership=actor.membership, without=without(closed)
        ).exclude(job__state=PrintJob.State.FAILED)
        known = mine.select_related("job").order_by("pk").last()
        if known is not None:
            if soon and known.job.state == PrintJob.State.WAITING:
                nudge_print(known.job)  # made ahead, but not yet: now somebody waits for it
            return known.job
        about = f"meeting:{pack.meeting_id}:pack:{pack.pk}"
        paper = copy_of(pack, parts_of([pack]), closed, _copy_for(actor.membership, pack))
        job = ask_for_print(kind=PACK, about=about, payload=paper, soon=soon, actor=actor, at=at)
        PackCopy.objects.create(
            partnership_id=pack.partnership_id, pack=pack, membership=actor.membership, without=without(closed),
            job=job, asked_at=at,
        )  # fmt: skip
    return job


def _copy_for(membership: Membership, pack: Pack) -> str:
    agency = f", {membership.agency.title}" if membership.agency else ""
    return f"{'Copy for' if pack.frozen_at else 'Not yet circulated:'} {membership.user.name}{agency}"


def note_read(file, actor: Actor, at: dt.datetime) -> None:
    """A copy was opened: kept for the secretariat, and for each case in it like opening the case itself."""
    copy = PackCopy.objects.filter(partnership=file.partnership_id, job__file=file).select_related("pack").first()
    if copy is None or copy.pack.frozen_at is None:
        return
    PackOpened.objects.create(
        partnership_id=copy.partnership_id, pack=copy.pack, membership_id=copy.membership_id, at=at
    )
    closed = left_out(copy)
    cases = {part.item.case for part in parts_of([copy.pack]) if part.item.case and part.item.case_id not in closed}
    for case in cases:
        note_opened(case, actor, "papers", at)


def remind_to_read(*, pack: Pack, actor: Actor, at: dt.datetime) -> int:
    """Writes once more to everybody who has not opened this edition, at most once a day; how many that are."""
    require_runs(pack.meeting, actor)
    require_state(pack.meeting, *NOT_OVER)
    people = unopened(pack, readers_of(pack.meeting, at=at))
    if not people:
        raise ActRefused("Everybody has opened the papers.")
    return send_papers_again(pack, people, at=at)

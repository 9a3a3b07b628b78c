"""What the documents room asks of cases: who may read a letter of a case, or a message about one."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q

from deadlines.models import Reminder
from documents.models import StoredFile
from partnerships.actors import Actor
from partnerships.scope import current_partnership

from .entries import may_read
from .models import Case, Conflict, Event
from .queries import visible_cases
from .registers import BY_ACT

# What a later room says of the papers of its acts, beside seeing the case: act -> gate(file, actor).
PAPERS_OF: dict[str, Callable[[StoredFile, Actor], bool]] = {}
# What later rooms add: whether somebody who may not open the case reads the papers of an entry of this act.
ALSO_READ: list[Callable[[StoredFile, str, Actor], bool]] = []


def may_read_letter(file: StoredFile, actor: Actor) -> bool:
    """Whoever sees the case now; a conflict of interest declared since then closes its letters too (C-52)."""
    return file.case_id is not None and visible_cases(actor).filter(pk=file.case_id).exists()


def may_read_paper(file: StoredFile, actor: Actor) -> bool:
    """A paper that came with an entry: as the case itself, those of a register only as the register, and where a
    later room has a rule for the papers of its act, as that says too; and whoever a later room lets read that entry
    without its case."""
    act = file.about.removeprefix("act:")
    if any(reads(file, act, actor) for reads in ALSO_READ):
        return True
    if not may_read_letter(file, actor) or (act in BY_ACT and not may_read(actor)):
        return False
    return act not in PAPERS_OF or PAPERS_OF[act](file, actor)


def may_read_written(file: StoredFile, actor: Actor) -> bool:
    """A letter that the office wrote: those who run and decide the case, and the agency that it is to (C-30, C-52)."""
    if not may_read_letter(file, actor):
        return False
    number = file.about.removeprefix("event:")
    return may_read(actor) or (
        actor.agency_id is not None
        and number.isdigit()
        and Event.objects.filter(
            partnership=current_partnership(), pk=int(number), case=file.case_id, agency_id=actor.agency_id
        ).exists()
    )


def may_read_bundle(file: StoredFile, actor: Actor) -> bool:
    """Papers put together for somebody outside: those who answer such requests (C-33)."""
    return may_read_letter(file, actor) and actor.holds("secretariat", "panel-chair")


def message_wall(actor: Actor) -> Q:
    """Messages about cases this person sees, and those about none, except somebody's digest of reminders that names
    a case closed to the reader by a conflict of interest or a restriction (C-52)."""
    here = {"partnership": current_partnership()}
    conflicted = Exists(
        Conflict.objects.filter(**here, case=OuterRef("pk"), membership=actor.membership, withdrawn_at=None)
    )
    visible = visible_cases(actor)
    closed = Case.objects.filter(**here).filter(Q(restricted=True) | conflicted).exclude(pk__in=visible.values("pk"))
    told = Reminder.objects.filter(
        Q(message=OuterRef("pk")) | Q(message=OuterRef("again_of")), **here, deadline__case__in=closed
    )
    return Q(case__in=visible) | (Q(case=None) & ~Q(Exists(told)))

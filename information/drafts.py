"""Writing a return before it is sent: kept half done, by several people of an agency at once. Not yet on the record.

Nothing typed is lost: whoever saves second is told, keeps what they typed on the screen and sees what is stored now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from cases.queries import procedure_of
from cases.spine import may
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from .models import ChronologyRow, ScopingReturn
from .pasting import PastedRow
from .state import answering_for, lock_return, refuse_closed

ACCOUNT = ("involvement", "analysis", "records_searched")
MOST_ROWS = 3_000


class ChangedMeanwhile(ActRefused):
    """Somebody else saved first; `now` is what is stored."""

    def __init__(self, who: str, now):
        super().__init__(
            f"{who or 'Somebody else'} saved changes while you were writing. What you typed is still here: "
            "compare it with what is stored now, put the two together and save again."
        )
        self.now = now


def _writable(scoping_return: ScopingReturn, actor: Actor) -> ScopingReturn:
    """The locked return, once it is sure that this person may write in it now."""
    case = scoping_return.case
    doer, _ = answering_for(actor, scoping_return.agency, case, procedure_of(case), "submit_return")
    may("submit_return", case=case, actor=doer)
    row = lock_return(scoping_return)
    refuse_closed(row)
    return row


def _touched(row: ScopingReturn, actor: Actor) -> None:
    row.state = ScopingReturn.State.DRAFT
    row.changed_by_label = actor.label
    row.save()


@transaction.atomic
def save_account(
    *, scoping_return: ScopingReturn, values: Mapping[str, str], version: int, actor: Actor, at: dt.datetime
) -> ScopingReturn:
    """Keeps involvement, analysis and records searched. Raises ChangedMeanwhile when `version` is no longer stored."""
    row = _writable(scoping_return, actor)
    given = {name: values.get(name, "") for name in ACCOUNT}
    if all(getattr(row, name) == given[name] for name in ACCOUNT):
        return row
    if row.version != version:
        raise ChangedMeanwhile(row.changed_by_label, row)
    for name, value in given.items():
        setattr(row, name, value)
    row.version += 1
    _touched(row, actor)
    return row


@transaction.atomic
def save_row(
    *,
    scoping_return: ScopingReturn,
    row: ChronologyRow | None = None,
    values: Mapping[str, object],
    version: int = 0,
    actor: Actor,
    at: dt.datetime,
) -> ChronologyRow:
    """Adds an entry, or changes one. Raises ChangedMeanwhile when the entry is no longer at `version`."""
    owner = _writable(scoping_return, actor)
    if row is None:
        if _same(owner, values).exists():
            raise ActRefused("The same entry is in the chronology already.")
        _refuse_too_many(owner, 1)
        row = ChronologyRow(
            partnership_id=owner.partnership_id, scoping_return=owner, case=owner.case, agency=owner.agency
        )
    else:
        row = ChronologyRow.objects.select_for_update(of=("self",)).filter(
            partnership=owner.partnership_id, scoping_return=owner, pk=row.pk
        ).first()  # fmt: skip
        if row is None:
            raise ActRefused("Somebody else removed this entry while you were writing.")
        if row.version != version:
            raise ChangedMeanwhile(owner.changed_by_label, row)
        row.version += 1
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    _touched(owner, actor)
    return row


def _same(owner: ScopingReturn, values: Mapping[str, object]):
    """The rows of this return that say the same already: a form sent twice, lines pasted twice."""
    return ChronologyRow.objects.filter(partnership=owner.partnership_id, scoping_return=owner, **values)


def _refuse_too_many(owner: ScopingReturn, more: int) -> None:
    there = ChronologyRow.objects.filter(partnership=owner.partnership_id, scoping_return=owner).count()
    if there + more > MOST_ROWS:
        raise ActRefused(f"A chronology can have at most {MOST_ROWS:,} entries; {there:,} are there already.")


@transaction.atomic
def remove_row(*, row: ChronologyRow, actor: Actor, at: dt.datetime) -> None:
    """Takes an entry out of a return that was not sent yet; its field history stays. Removing twice changes nothing."""
    owner = _writable(row.scoping_return, actor)
    there = ChronologyRow.objects.filter(partnership=owner.partnership_id, scoping_return=owner, pk=row.pk).first()
    if there is not None:
        there.delete()
        _touched(owner, actor)


@transaction.atomic
def add_pasted(
    *, scoping_return: ScopingReturn, rows: Sequence[PastedRow], actor: Actor, at: dt.datetime
) -> tuple[int, int]:
    """Adds pasted rows; (how many were added, how many were there already). All or none."""
    owner = _writable(scoping_return, actor)
    _refuse_too_many(owner, len(rows))
    there = {_key(row) for row in ChronologyRow.objects.filter(partnership=owner.partnership_id, scoping_return=owner)}
    added = 0
    for pasted in rows:
        row = ChronologyRow(
            partnership_id=owner.partnership_id, scoping_return=owner, case=owner.case, agency=owner.agency,
            happened_on=pasted.on, precision=pasted.precision, happened_time=pasted.time, event=pasted.event,
            source_record=pasted.source, who_was_involved=pasted.who, outcome=pasted.outcome,
            subject_seen=pasted.seen, comment=pasted.comment,
        )  # fmt: skip
        if _key(row) in there:
            continue
        there.add(_key(row))
        row.save()
        added += 1
    _touched(owner, actor)
    return added, len(rows) - added


def _key(row: ChronologyRow) -> tuple:
    return (
        row.happened_on, row.precision, row.happened_time, row.event, row.source_record, row.who_was_involved,
        row.outcome, row.subject_seen, row.comment,
    )  # fmt: skip

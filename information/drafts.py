"""Writing a return before it is sent: kept half done, by several people of an agency at once. Not yet on the record.

Nothing typed is lost: whoever saves second is told, keeps what they typed on the screen and sees what is stored now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from cases.queries import procedure_of
from cases.spine import may
from config.filters import listing
from documents.files import CheckedFile
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from . import letters, queries, returns
from .kept import keep_paper, keeping_papers, without_paper
from .models import ChronologyRow, ScopingReturn
from .pasting import PastedRow
from .state import answering_for, fingerprint, is_own, lock_return, refuse_closed, refuse_others_draft

MOST_ROWS = 3_000
MOST_OWN_FILES = 10
Uploads = Sequence[tuple[str, list]]


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
    refuse_others_draft(row, actor)
    return row


def _touched(row: ScopingReturn, actor: Actor, at: dt.datetime, wrote: Sequence[str]) -> None:
    """Whose draft it now is, and who wrote which part last."""
    row.state = ScopingReturn.State.DRAFT
    row.written_by = "agency" if is_own(row, actor) else "office"
    row.changed_by_label = actor.label
    row.writers = {**row.writers, **{name: [actor.label, at.isoformat()] for name in wrote}}
    row.save()


@transaction.atomic
def save_part(
    *, scoping_return: ScopingReturn, part: str, values: Mapping | Sequence, uploads: Uploads = (), seen: str | None,
    actor: Actor, at: dt.datetime,
) -> ScopingReturn:  # fmt: skip
    """Keeps one part of the return, half done or whole, as `WholeForm` gives it.

    `seen`: `returns.seen_of` when the page was opened; ChangedMeanwhile when somebody else saved that part since.
    `uploads`: (question, checked documents), added to those that are kept already.
    """
    row = _writable(scoping_return, actor)
    form = returns.form_of(row.request, procedure_of(row.case))
    section = next((each for each in form.sections if each.name == part), None)
    if section is None:
        raise ActRefused("There is no such part in this return.")
    stored = row.answers.get(part) or ([] if section.repeats == "group" else {})
    kept = keeping_papers(section, stored, values)
    if kept == stored and not uploads:
        return row
    if seen is not None and seen != returns.seen_of(row, part):
        raise ChangedMeanwhile(row.changed_by_label, row)
    for question, checked in uploads:
        kept.setdefault(question, []).extend(keep_paper(row, each, actor=actor, at=at) for each in checked)
    row.answers = {**row.answers, part: kept}
    row.version += 1
    _touched(row, actor, at, [part])
    return row


@transaction.atomic
def remove_paper(*, scoping_return: ScopingReturn, paper: int, actor: Actor, at: dt.datetime) -> ScopingReturn:
    """A document no longer belongs to the answer: out of the questions and out of the agency's own chronologies."""
    row = _writable(scoping_return, actor)
    row.answers, changed = without_paper(row.answers, paper)
    own = [each for each in row.own_files if each["id"] != paper]
    if not changed and len(own) == len(row.own_files):
        return row
    row.own_files = own
    row.version += 1
    _touched(row, actor, at, [*changed, *(["chronology"] if not changed else [])])
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
            raise ChangedMeanwhile(row.changed_by_label or owner.changed_by_label, row)
        row.version += 1
    for name, value in values.items():
        setattr(row, name, value)
    row.changed_by_label, row.changed_at = actor.label, at
    row.save()
    _touched(owner, actor, at, ["chronology"])
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
        _touched(owner, actor, at, ["chronology"])


@transaction.atomic
def attach_own(*, scoping_return: ScopingReturn, checked: CheckedFile, actor: Actor, at: dt.datetime) -> int:
    """Keeps a chronology in the agency's own format as it came (BEX-15); its number. What becomes of it comes next."""
    row = _writable(scoping_return, actor)
    if len(row.own_files) >= MOST_OWN_FILES:
        raise ActRefused(f"At most {MOST_OWN_FILES} files can be attached.")
    paper = keep_paper(row, checked, actor=actor, at=at)
    row.own_files = [*row.own_files, {**paper, "by": actor.label, "at": at.isoformat(), "entries": None, "why": ""}]
    row.version += 1
    _touched(row, actor, at, ["chronology"])
    return paper["id"]


@transaction.atomic
def keep_own_only(
    *, scoping_return: ScopingReturn, paper: int, why: str, actor: Actor, at: dt.datetime
) -> ScopingReturn:  # fmt: skip
    """The file stays without entries of its own, with the reason (BEX-15)."""
    row = _writable(scoping_return, actor)
    if not why.strip():
        raise ActRefused("Say why only the file is kept.", about="why")
    if paper not in {each["id"] for each in row.own_files}:
        raise ActRefused("This file was removed.")
    row.own_files = [{**each, "why": why.strip()} if each["id"] == paper else each for each in row.own_files]
    row.version += 1
    _touched(row, actor, at, ["chronology"])
    return row


@transaction.atomic
def add_pasted(
    *, scoping_return: ScopingReturn, rows: Sequence[PastedRow], paper: int = 0, actor: Actor, at: dt.datetime
) -> tuple[int, int]:
    """Adds pasted rows; (how many were added, how many were there already). All or none.

    `paper`: the agency's own file that they were read from; it says from now on that its entries are here.
    """
    owner = _writable(scoping_return, actor)
    _refuse_too_many(owner, len(rows))
    there = {_key(row) for row in ChronologyRow.objects.filter(partnership=owner.partnership_id, scoping_return=owner)}
    added = 0
    for pasted in rows:
        row = ChronologyRow(
            partnership_id=owner.partnership_id, scoping_return=owner, case=owner.case, agency=owner.agency,
            happened_on=pasted.on, precision=pasted.precision, happened_time=pasted.time, event=pasted.event,
            source_record=pasted.source, who_was_involved=pasted.who, outcome=pasted.outcome,
            subject_seen=pasted.seen, comment=pasted.comment, changed_by_label=actor.label, changed_at=at,
        )  # fmt: skip
        if _key(row) in there:
            continue
        there.add(_key(row))
        row.save()
        added += 1
    owner.own_files = [{**each, "entries": added} if each["id"] == paper else each for each in owner.own_files]
    _touched(owner, actor, at, ["chronology"])
    return added, len(rows) - added


def _key(row: ChronologyRow) -> tuple:
    return (
        row.happened_on, row.precision, row.happened_time, row.event, row.source_record, row.who_was_involved,
        row.outcome, row.subject_seen, row.comment,
    )  # fmt: skip


@transaction.atomic
def ask_sign_off(
    *, scoping_return: ScopingReturn, not_known: bool = False, records_searched: str | None = None, seen: str = "",
    actor: Actor, at: dt.datetime,
) -> ScopingReturn:  # fmt: skip
    """Puts a finished answer before the agency's lead; their signature sends it (`acts.sign_off_return`).

    Within the agency: nothing goes on the case's record, nobody outside can read it, and its clock runs on.
    """
    row = _writable(scoping_return, actor)
    if not_known:
        if not returns.is_empty(row):
            raise ActRefused("Something is written in this return. Send it, or remove what is written first.")
    elif missing := returns.missing_in(row, at=at):
        raise ActRefused(f"Before this can be sent, give {listing(missing)}.")
    elif seen and seen != fingerprint(row):
        raise ActRefused(f"{row.changed_by_label} has changed this return since you looked. Look at it again.")
    leads = queries.signers(row, procedure_of(row.case), on=timezone.localdate(at))
    if not leads or not is_own(row, actor):
        raise ActRefused("Nobody has to sign this off: it can be sent.")
    if records_searched is not None:
        row.records_searched = records_searched.strip()
    row.state, row.proposed = ScopingReturn.State.AWAITING, "not-known" if not_known else "returned"
    row.written_by, row.changed_by_label = "agency", actor.label
    row.version += 1
    row.save()
    letters.tell_signers(row, leads, at=at)
    return row


@transaction.atomic
def take_back_to_write(*, scoping_return: ScopingReturn, actor: Actor, at: dt.datetime) -> ScopingReturn:
    """An answer that waits for the lead's signature is changed again, by the lead or by whoever wrote it."""
    row = lock_return(scoping_return)
    if not is_own(row, actor):
        raise ActRefused("You can change only your own agency’s return.")
    if row.state != ScopingReturn.State.AWAITING:
        raise ActRefused("This return does not wait for a signature.")
    row.state, row.proposed = ScopingReturn.State.DRAFT, ""
    row.version += 1
    row.save()
    return row

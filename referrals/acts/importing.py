"""The log that exists already is taken over: uploaded, columns named, checked, imported as a whole (RED-12, C-28)."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from functools import partial

from django.db import transaction
from kombu.exceptions import OperationalError

from config.filters import date_long
from documents.files import CheckedFile, keep_file
from documents.models import StoredFile
from documents.reading import NotReadable
from partnerships.actors import Actor
from partnerships.models import Borough
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures.model import Procedure

from ..importing import columns, sheets
from ..models import LogImport

log = logging.getLogger("safeguarding.referrals")
State = LogImport.State
READABLE = (".xlsx", ".csv")


def upload_log(*, checked: CheckedFile, actor: Actor, at: dt.datetime) -> LogImport:
    """Keeps a spreadsheet and reads its headings. Raises ActRefused when it is no table, or was imported already."""
    if not checked.name.lower().endswith(READABLE):
        raise ActRefused("Choose an Excel (.xlsx) or CSV (.csv) file.", about="file")
    with transaction.atomic():
        here = LogImport.objects.filter(partnership=current_partnership())
        before = here.filter(sha256=checked.sha256, state=State.DONE).first()
        if before is not None:
            raise ActRefused(
                f"This file was imported already, on {date_long(before.ended_at)} by {before.ended_by}: "
                f"{before.good:,} past cases.", about="file",
            )  # fmt: skip
        try:
            found = sheets.sheets_of(checked.name, checked.content)
        except NotReadable as wrong:
            raise ActRefused(str(wrong), about="file") from wrong
        file = keep_file(checked, kind="log-import", at=at, actor=actor)
        row = LogImport(
            file=file, file_name=checked.name, sha256=checked.sha256, sheets=[head.name for head in found],
            uploaded_by=actor.membership, uploaded_at=at, asked_at=at,
        )  # fmt: skip
        return _with_head(row, found[0])


def _with_head(row: LogImport, head: sheets.Sheet) -> LogImport:
    """The sheet and headings of a file, its columns guessed: first as they were named the last time."""
    last = LogImport.objects.filter(partnership=current_partnership()).exclude(remembered={})
    known = last.order_by("-uploaded_at").first()
    row.words = known.words if known else {}
    row.sheet, row.heading_row, row.headings = head.name, head.heading_row, head.listed
    row.mapping, row.state = columns.guess(head.headings, known.remembered if known else {}), State.READ
    row.save()
    return row


def choose_sheet(*, log_import: LogImport, sheet: str, heading_row: int, actor: Actor, at: dt.datetime) -> LogImport:
    """Another sheet, or another row with the headings; the columns are guessed anew."""
    with transaction.atomic():
        row = _locked(log_import)
        try:
            head = sheets.head_at(row.file.name, bytes(row.file.content), sheet, heading_row)
        except NotReadable as wrong:
            raise ActRefused(str(wrong), about="heading_row") from wrong
        return _with_head(row, head)


def map_columns(
    *, log_import: LogImport, mapping: Mapping[str, str], kind: str = "", borough: Borough | None = None,
    procedure: Procedure, actor: Actor, at: dt.datetime,
) -> LogImport:  # fmt: skip
    """Says which column is which (ours -> its letter) and has every row checked. Remembered for the next file."""
    chosen = {name: letter for name, letter in mapping.items() if letter and name in columns.BY_NAME}
    for name in (each.name for each in columns.COLUMNS if each.required):
        if name not in chosen:
            raise ActRefused(f"Say which column has the {columns.BY_NAME[name].label.lower()}.", about=name)
    used: dict[str, str] = {}
    for name, letter in chosen.items():
        if letter in used:
            other = columns.BY_NAME[used[letter]].label
            raise ActRefused(f"Column {letter} is “{other}” already. One column can be only one thing.", about=name)
        used[letter] = name
    if "kind" not in chosen and kind not in {each.name for each in procedure.pathways}:
        raise ActRefused("Say of which kind all cases are, or which column says it.", about="all_kind")
    with transaction.atomic():
        row = _locked(log_import)
        row.mapping, row.kind, row.borough = chosen, kind, borough
        row.remembered = columns.remembered_of(chosen, row.headings)
        _ask(row, State.CHECKING, at)
        return row


def name_words(
    *, log_import: LogImport, words: Mapping[str, Mapping[str, str]], actor: Actor, at: dt.datetime
) -> LogImport:
    """Says what words of the log mean (column -> words -> our kind, borough or agency by name; "" for none of ours)
    and has every row checked again. Remembered for the next file."""
    with transaction.atomic():
        row = _locked(log_import)
        known = dict(row.words)
        for column, meanings in words.items():
            said = {columns.plain(each): name for each, name in meanings.items()}
            known[column] = {**known.get(column, {}), **said}
        row.words = known
        _ask(row, State.CHECKING, at)
        return row


def import_log(*, log_import: LogImport, actor: Actor, at: dt.datetime) -> LogImport:
    """Takes every row over, all or none, by the worker. Pressed twice it happens once."""
    with transaction.atomic():
        row = LogImport.objects.select_for_update(of=("self",)).get(partnership=current_partnership(), pk=log_import.pk)
        if row.state in (State.IMPORTING, State.DONE):
            return row
        if row.state != State.CHECKED:
            raise ActRefused("The file has not been checked yet.")
        if row.wrong or not row.good:
            raise ActRefused("Nothing is imported while something is wrong. Put the file right and upload it again.")
        row.ended_by, row.attempts = actor.label, 0
        _ask(row, State.IMPORTING, at)
        return row


def discard_import(*, log_import: LogImport, actor: Actor, at: dt.datetime) -> LogImport:
    """Gives a file up that was not imported; the file itself is deleted."""
    with transaction.atomic():
        row = _locked(log_import)
        file, row.file = row.file, None
        row.state, row.ended_by, row.ended_at = State.DISCARDED, actor.label, at
        row.problems, row.notes, row.unknown = [], [], []
        row.save()
        if file is not None:
            StoredFile.objects.filter(partnership=row.partnership_id, pk=file.pk).delete()
        return row


def _locked(log_import: LogImport) -> LogImport:
    rows = LogImport.objects.select_for_update(of=("self",)).select_related("file")
    row = rows.get(partnership=current_partnership(), pk=log_import.pk)
    if row.state not in (State.READ, State.CHECKED, State.FAILED) or row.file is None:
        raise ActRefused("This file is being worked on, or is done with.")
    return row


def _ask(row: LogImport, state: str, at: dt.datetime) -> None:
    """The worker does it after commit; a tick asks again if nobody heard."""
    row.state, row.asked_at, row.error, row.attempts = state, at, "", 0
    row.save()
    transaction.on_commit(partial(_nudge, row.partnership_id, row.pk), robust=True)


def _nudge(partnership_id: int, pk: int) -> None:
    from ..tasks import work_on_import

    try:
        work_on_import.apply_async((partnership_id, pk))
    except (OperationalError, OSError):
        log.warning("the queue did not answer; the next tick works on the import")

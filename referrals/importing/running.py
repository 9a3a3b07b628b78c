"""The worker's part of an import: checking a file, taking it over. Each may run 0, 1 or 3 times; the row is the truth.

The row is locked while it is worked on, so two workers never write the same file, and the attempt is counted and
committed first, so that a file that kills its worker is given up. How far it is stands in the cache, because nothing of
the one transaction can be seen before its end.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import TypeVar

from celery.exceptions import SoftTimeLimitExceeded
from django.core.cache import cache
from django.db import IntegrityError, transaction

from cases.models import Event
from config.filters import day_of, plural
from documents.reading import NotReadable
from partnerships.actors import Actor
from partnerships.acts import record_administration
from partnerships.models import Agency, Borough, Partnership
from partnerships.queries import each_partnership
from partnerships.scope import current_partnership, tenant
from procedures import library
from procedures.model import Procedure

from .. import queries
from ..models import LogImport
from .checking import Checked, Known, check, kinds_by_words
from .columns import plain
from .imports import progress_key
from .sheets import rows_of
from .writing import write

log = logging.getLogger("safeguarding.referrals")
State = LogImport.State
MOST_ATTEMPTS = 3
MOST_PROBLEMS = 2_000
AGAIN_AFTER = dt.timedelta(seconds=60)
LONGEST_WORDS = 160
MOST_UNKNOWN = 60  # words that the office is asked about at a time, those of most rows first
T = TypeVar("T")
GIVEN_UP = "The import could not be finished. Nothing was imported. Please tell the people who run this service."


def waiting(at: dt.datetime) -> list[tuple[int, int]]:
    """(partnership, import) of those whose worker died or was never reached."""
    found = []
    for partnership in each_partnership():
        rows = LogImport.objects.filter(
            partnership=partnership, state__in=[State.CHECKING, State.IMPORTING], asked_at__lte=at - AGAIN_AFTER
        )
        found += [(partnership.pk, pk) for pk in rows.values_list("pk", flat=True)]
    return found


def work(partnership_id: int, pk: int, *, clock: Callable[[], dt.datetime]) -> LogImport | None:
    """Checks or imports one file, as its row says. None when there is nothing to do or somebody else does it."""
    with tenant(Partnership.objects.get(pk=partnership_id)):
        if not _take(pk, clock()):
            return None
        try:
            with transaction.atomic():
                row = _locked(pk)
                if row is None:
                    return None
                return _check(row, clock()) if row.state == State.CHECKING else _import(row, clock)
        except SoftTimeLimitExceeded:
            return _fail(pk, "The file took too long. Nothing was imported. Split it and import the parts.", clock())
        except IntegrityError as error:
            if not _somebody_did(pk):
                raise
            log.info("a log was imported twice at once: %s", type(error).__name__)
            return _fail(pk, "Somebody else has imported this file meanwhile. Nothing was imported twice.", clock())


def _somebody_did(pk: int) -> bool:
    """Whether the same file is imported by now."""
    here = LogImport.objects.filter(partnership=current_partnership())
    return here.filter(state=State.DONE, sha256__in=here.filter(pk=pk).values("sha256")).exists()


def _locked(pk: int) -> LogImport | None:
    rows = LogImport.objects.filter(
        partnership=current_partnership(), pk=pk, state__in=[State.CHECKING, State.IMPORTING]
    )
    return rows.select_for_update(skip_locked=True, of=("self",)).select_related("file", "uploaded_by__user").first()


@transaction.atomic
def _take(pk: int, at: dt.datetime) -> bool:
    row = _locked(pk)
    if row is None:
        return False
    row.attempts, row.asked_at = row.attempts + 1, at
    if row.attempts > MOST_ATTEMPTS:
        row.state, row.error, row.ended_at = State.FAILED, GIVEN_UP, at
    row.save()
    return row.state != State.FAILED


@transaction.atomic
def _fail(pk: int, says: str, at: dt.datetime) -> LogImport:
    row = LogImport.objects.select_for_update().get(partnership=current_partnership(), pk=pk)
    row.state, row.error, row.ended_at = State.FAILED, says, at
    row.save()
    return row


def known_to(row: LogImport, procedure: Procedure, today: dt.date) -> Known:
    """What the partnership has that a log may name, by its own words and by what the office said its words mean.
    Four queries."""
    here = {"partnership": current_partnership()}
    taken = Event.objects.filter(**here, act="import_case", annulled_by=None)
    kinds = {each.name: each.name for each in procedure.pathways}
    boroughs, agencies = list(Borough.objects.filter(**here)), list(Agency.objects.filter(**here))
    return Known(
        today=today, kind=row.kind, borough=row.borough_id,
        kinds={**kinds_by_words(procedure.pathways), **meant(row, "kind", kinds)},
        boroughs={plain(each.title): each.pk for each in boroughs}
        | meant(row, "borough", {each.slug: each.pk for each in boroughs}),
        agencies={plain(each.title): each.pk for each in agencies}
        | meant(row, "referred_by", {each.slug: each.pk for each in agencies}),
        reviews={plain(each.title): (each.name, each.is_review) for each in procedure.review_types},
        taken=frozenset(taken.values_list("data__old_reference", flat=True)),
    )  # fmt: skip


def meant(row: LogImport, column: str, ours: Mapping[str, T]) -> dict[str, T]:
    """The log's words in a column that the office said what they mean, with that thing of ours."""
    return {words: ours[name] for words, name in row.words.get(column, {}).items() if name in ours}


def _checked(row: LogImport, procedure: Procedure, today: dt.date) -> Checked:
    lines = rows_of(row.file.name, bytes(row.file.content), row.sheet, row.heading_row)
    return check(lines, row.mapping, known_to(row, procedure, today))


def _check(row: LogImport, at: dt.datetime) -> LogImport:
    procedure = library.in_force(current_partnership().slug, on=day_of(at))
    try:
        found = _checked(row, procedure, day_of(at))
    except NotReadable as wrong:
        row.state, row.error, row.ended_at = State.FAILED, str(wrong)[:300], at
        row.save()
        return row
    wrong_rows = {problem.row for problem in found.problems}
    row.good, row.wrong, row.rows = len(found.cases), len(found.problems), len(found.cases) + len(wrong_rows)
    row.problems = [[p.row, p.letter, p.column, p.says] for p in found.problems[:MOST_PROBLEMS]]
    row.unknown = asked_about(found)
    row.notes, row.state, row.attempts = notes_on(found), State.CHECKED, 0
    row.save()
    return row


def asked_about(found: Checked) -> list[list]:
    """[column, words as first written, rows] of what the log says and the partnership does not know: kinds and boroughs
    before agencies, those of most rows first."""
    each = ((column, words, number) for (column, _), (words, number) in found.unknown.items())
    rows = [[column, words, number] for column, words, number in each if len(words) <= LONGEST_WORDS]
    return sorted(rows, key=lambda row: (row[0] == "referred_by", row[0], -row[2]))[:MOST_UNKNOWN]


def notes_on(found: Checked) -> list[str]:
    """What whoever imports should know, though nothing is wrong."""
    said = []
    if found.left_out:
        rows = ", ".join(map(str, found.left_out[:10])) + (" …" if len(found.left_out) > 10 else "")
        said.append(f"{plural(len(found.left_out), 'row')} without reference and date left out: {rows}.")
    agencies = [words for column, words, _ in asked_about(found) if column == "referred_by"]
    if agencies:
        said.append(f"{plural(len(agencies), 'agency', 'agencies')} not ours, kept as words: {'; '.join(agencies[:15])}"
                    + (" …" if len(agencies) > 15 else "."))  # fmt: skip
    return said


def _import(row: LogImport, clock: Callable[[], dt.datetime]) -> LogImport:
    """All or nothing. The file is read and checked once more: what is true now counts."""
    begun, at = perf_counter(), clock()
    procedure = library.in_force(current_partnership().slug, on=day_of(at))
    found = _checked(row, procedure, day_of(at))
    if found.problems or not found.cases:
        row.state, row.attempts = State.CHECKING, 0
        row.save()
        return _check(row, at)
    key = progress_key(row.partnership_id, row.pk)
    write(
        found.cases, row, procedure=procedure, version=queries.version_row(procedure), label=row.ended_by,
        user_id=row.uploaded_by.user_id if row.uploaded_by else None, at=at,
        progress=lambda number: cache.set(key, number, timeout=3_600),
    )  # fmt: skip
    row.state, row.good, row.ended_at, row.seconds = State.DONE, len(found.cases), clock(), perf_counter() - begun
    row.save()
    record_administration(
        act="import_log", actor=Actor(label=row.ended_by, user_id=row.uploaded_by.user_id if row.uploaded_by else None),
        at=row.ended_at, summary=f"Imported {plural(row.good, 'past case')} from “{row.file_name}”.",
    )  # fmt: skip
    return row

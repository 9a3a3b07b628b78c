"""Removing everything of a case, whatever room keeps it, and leaving an anonymous row. In a worker, through the one
door that may remove records (`partnerships.scope.disposal_door`), and only after two people have said so.

What belongs to a case is found from the models: every row that points at it, or at a row that does. A table that is
added later cannot be forgotten. Rooms say in `ALSO` what of theirs speaks of a case without pointing at it.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable

from django.db import connection, models, transaction

from partnerships.models import Partnership
from partnerships.scope import disposal_door, sweep_door, tenant
from partnerships.walls import tenant_models

from .models import Case, Decision, Disposal, DisposedCase, LegalHold

log = logging.getLogger("safeguarding.cases")
Rows = dict[type[models.Model], set[int]]
# These point at something of a case without belonging to it: the pointer is cleared.
POINTERS = {("panels.meeting", "current"), ("panels.historicalmeeting", "current")}
# Where a paper of a case may hang that does not point at the case itself: it goes with what points at it.
BELOW = {"documents.storedfile", "documents.printjob"}
# Never part of a case: if a new key made one of these look so, nothing at all is removed.
NEVER = {"partnerships", "procedures", "auth", "contenttypes"}
NEVER_MODELS = {"panels.meeting", "panels.minutestext", "panels.attendance", "deadlines.nonworkingday",
                "cases.disposedcase", "cases.casecounter"}  # fmt: skip
# What a room has besides: function(cases, rows found so far) -> more rows; it may change what stays behind.
ALSO: list[Callable[[list[Case]], Rows]] = []


class WouldTakeMore(Exception):
    """Something that is no part of a case would be removed with it."""


def confirmed() -> list[tuple[int, int]]:
    """(partnership, disposal) of those that wait for a worker, through the sweep's door."""
    with sweep_door():
        rows = Disposal.objects.exclude(confirmed_at=None).order_by("pk")
        return list(rows.values_list("partnership_id", "pk")[:50])


def carry_out(partnership_id: int, disposal_id: int, *, at: dt.datetime) -> DisposedCase | None:
    """Removes the case; None when it is gone already, or must be kept after all."""
    with tenant(Partnership.objects.get(pk=partnership_id)), transaction.atomic():
        rows = Disposal.objects.select_for_update(skip_locked=True, of=("self",))
        found = rows.filter(partnership=partnership_id, pk=disposal_id).exclude(confirmed_at=None).first()
        if found is None:
            return None
        cases = _cases(Case.objects.select_for_update(of=("self",)).get(partnership=partnership_id, pk=found.case_id))
        if LegalHold.objects.filter(partnership=partnership_id, case__in=cases, lifted_at=None).exists():
            return None
        left = _leave(cases[0], at)
        everything = _everything(cases)
        _remove(partnership_id, everything)
        log.info("a case was disposed of: %s rows", sum(map(len, everything.values())))
        return left


def _cases(case: Case) -> list[Case]:
    """The case, and those that were merged into it."""
    found = [case]
    for one in found:
        found += Case.objects.filter(partnership=case.partnership_id, merged_into=one)
    return found


def _leave(case: Case, at: dt.datetime) -> DisposedCase:
    """Year, pathway, kind of review, borough, stage: nothing by which anybody could be known."""
    decided = Decision.objects.filter(partnership=case.partnership_id, case=case, event__annulled_by=None)
    kinds = [row.data.get("review_type", "") for row in decided.order_by("id")]
    return DisposedCase.objects.create(
        partnership_id=case.partnership_id, year=case.year, pathway=case.pathway, borough_id=case.borough_id,
        review_type=next((kind for kind in reversed(kinds) if kind), ""), stage=case.stage_title,
        disposed_year=at.year,
    )  # fmt: skip


def _keys(model: type[models.Model]) -> list[models.ForeignKey]:
    return [field for field in model._meta.local_fields if isinstance(field, models.ForeignKey)]


def _name(model: type[models.Model]) -> str:
    return model._meta.label_lower


def _everything(cases: list[Case]) -> Rows:
    """Every row of these cases, by model."""
    found: Rows = defaultdict(set)
    found[Case] |= {case.pk for case in cases}
    for room in ALSO:
        for model, keys in room(cases).items():
            found[model] |= keys
    tables, grew = tenant_models(), True
    while grew:
        before = sum(map(len, found.values()))
        for model in tables:
            _pointing(model, found)
            _below(model, found)
        grew = sum(map(len, found.values())) > before
    for model, keys in found.items():
        if keys and (model._meta.app_label in NEVER or _name(model).replace("historical", "") in NEVER_MODELS):
            raise WouldTakeMore(_name(model))
    return found


def _pointing(model: type[models.Model], found: Rows) -> None:
    """Rows that point at one of those found, and the field history of rows found."""
    rows = model._base_manager.using("default")
    for field in _keys(model):
        parents = found.get(field.related_model)
        if parents and (_name(model), field.name) not in POINTERS:
            found[model] |= set(rows.filter(**{f"{field.name}__in": parents}).values_list("pk", flat=True))
    tracked = getattr(model, "instance_type", None)
    if tracked is not None and found.get(tracked):
        mine = rows.filter(**{f"{tracked._meta.pk.name}__in": found[tracked]})
        found[model] |= set(mine.values_list("pk", flat=True))


def _below(model: type[models.Model], found: Rows) -> None:
    """Files and print jobs that only a row found points at."""
    for field in _keys(model):
        if _name(field.related_model) in BELOW and found.get(model):
            rows = model._base_manager.filter(pk__in=found[model]).exclude(**{field.name: None})
            found[field.related_model] |= set(rows.values_list(field.attname, flat=True))


def _remove(partnership_id: int, everything: Rows) -> None:
    for model in tenant_models():
        for field in _keys(model):
            if (_name(model), field.name) in POINTERS and everything.get(field.related_model):
                rows = model._base_manager.filter(**{f"{field.name}__in": everything[field.related_model]})
                rows.filter(partnership=partnership_id).update(**{field.name: None})
    with disposal_door(), connection.cursor() as cursor:
        for model, keys in everything.items():
            if keys:
                table, key = model._meta.db_table, model._meta.pk.column
                cursor.execute(
                    f'DELETE FROM "{table}" WHERE partnership_id = %s AND "{key}" = ANY(%s)',  # noqa: S608
                    [partnership_id, list(keys)],
                )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")

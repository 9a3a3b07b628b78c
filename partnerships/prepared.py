"""Querysets built once in a process and asked again with other values.

The rule of who sees which case (C-52) is a queryset and stays one, but building it takes longer than the database takes
to answer. So it is built with stand-ins, compiled, and kept; each time the real values go where the stand-ins were.
A stand-in is a number or a text that nothing else in a statement can be.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.query import get_related_populators
from django_scopes import scope

from .models import Partnership
from .scope import current_partnership

PARTNERSHIP = -1_000_001


def number(place: int) -> int:
    """The stand-in for the number of something; give each its own place from 1 on."""
    return PARTNERSHIP - place


def text(place: int) -> str:
    """The stand-in for a text."""
    return f"\x01stand-in {place}\x01"


class Prepared:
    """One compiled queryset; `fetch` gives model instances, `tuples` what a values_list gives."""

    def __init__(self, queryset: models.QuerySet):
        self._model, self._compiler = queryset.model, queryset.query.get_compiler(connection=connection)
        try:
            self._text, self._given = self._compiler.as_sql()
        except EmptyResultSet:
            self._text, self._given = "", ()
        self._converters: dict | None = None

    def tuples(self, values: Mapping[Any, Any]) -> list[tuple]:
        """The rows with the values in place of the stand-ins. The partnership is the one that is open."""
        if not self._text:
            return []
        known = {**values, PARTNERSHIP: current_partnership().pk}
        with connection.cursor() as cursor:
            cursor.execute(self._text, [known.get(value, value) for value in self._given])
            return cursor.fetchall()

    def fetch(self, values: Mapping[Any, Any]) -> list:
        """The same as instances, with what select_related and annotate asked for."""
        compiler = self._compiler
        rows = self.tuples(values)
        if not rows:
            return []
        if self._converters is None:
            self._converters = compiler.get_converters([each[0] for each in compiler.select])
        if self._converters:
            rows = list(compiler.apply_converters(rows, self._converters))
        columns = compiler.klass_info["select_fields"]
        names = [compiler.select[place][0].target.attname for place in columns]
        related = get_related_populators(compiler.klass_info, compiler.select, connection.alias)
        return [self._instance(row, columns, names, related) for row in rows]

    def _instance(self, row, columns: list[int], names: list[str], related: list) -> models.Model:
        instance = self._model.from_db(connection.alias, names, row[columns[0] : columns[-1] + 1])
        for populator in related:
            populator.populate(row, instance)
        for name, place in self._compiler.annotation_col_map.items():
            setattr(instance, name, row[place])
        return instance


_kept: dict[tuple, Prepared] = {}


def prepared(build: Callable[..., models.QuerySet], *shape: Hashable) -> Prepared:
    """The compiled `build(*shape)`, made once for each shape, within a partnership that is a stand-in too."""
    key = (build, *shape)
    if key not in _kept:
        with scope(partnership=Partnership(pk=PARTNERSHIP)):
            _kept[key] = Prepared(build(*shape))
    return _kept[key]

"""Model rows by a plain condition, for what every page asks.

The ORM builds its statement anew each time, and for a dozen small questions a page that costs several times what the
answers do. Here the statement of a model and condition is made once in a process; the instances are the same. Use it
where measuring says so, and the ORM everywhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

from .scope import TenantModel, current_partnership

Row = TypeVar("Row", bound=models.Model)


@cache
def _statement(model: type[models.Model], where: str, order: str) -> tuple[str, list[str], list[tuple[int, list, Any]]]:
    """The text, the names of what it gives, and which of these the ORM would convert, as it would."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = ", ".join(f't."{field.column}"' for field in fields)
    mine = "t.partnership_id = %s AND " if issubclass(model, TenantModel) else ""
    text = f'SELECT {columns} FROM "{model._meta.db_table}" t WHERE {mine}({where}) ORDER BY {order}'  # noqa: S608
    converted = []
    for place, field in enumerate(fields):
        column = field.get_col("t")
        found = [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]
        if found:
            converted.append((place, found, column))
    return text, [field.attname for field in fields], converted


def rows_of(model: type[Row], where: str, values: Sequence, *, order: str = "t.id") -> list[Row]:
    """The rows for which `where` holds: SQL of our own with `%s` for each of `values`, columns as `t.name`.

    Rows of a tenant model are those of the partnership that is open; LookupError when none is.
    """
    text, names, converted = _statement(model, where, order)
    if issubclass(model, TenantModel):
        values = [current_partnership().pk, *values]
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        found = cursor.fetchall()
    if converted:
        found = [_converted(row, converted) for row in found]
    return [model.from_db(connection.alias, names, row) for row in found]


def _converted(row: tuple, converted: list[tuple[int, list, Any]]) -> list:
    values = list(row)
    for place, converters, column in converted:
        for convert in converters:
            values[place] = convert(values[place], column, connection)
    return values

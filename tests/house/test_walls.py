"""The second wall is up around every tenant table, whatever table is added later (DESIGN.md §4; RELIABILITY B.3)."""

from __future__ import annotations

import ast

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from partnerships import walls

from .source import named, parsed, python_files

pytestmark = pytest.mark.django_db

# Rooms' models that belong to no partnership, and why.
OUTSIDE_THE_WALL = {
    "partnerships.Partnership": "the tenant itself",
    "partnerships.User": "a person may belong to several; memberships are behind the wall",
    "partnerships.PrivateLink": "how a visitor's partnership is found: hashes only, it names no person",
    "partnerships.User_groups": "Django's own groups are not used",
    "partnerships.User_user_permissions": "nor are its permissions",
}


def rows(sql: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def room_models() -> list[type[models.Model]]:
    """Every model of the rooms with a table, history and link tables too."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in settings.ROOMS and model._meta.managed and not model._meta.proxy
    ]


def tenant_models() -> list[type[models.Model]]:
    return [model for model in room_models() if model._meta.label not in OUTSIDE_THE_WALL]


def tables() -> set[str]:
    return {model._meta.db_table for model in tenant_models()}


def test_every_row_of_a_room_belongs_to_a_partnership():
    without = [
        model._meta.label
        for model in tenant_models()
        if not any(
            field.name == "partnership" and field.related_model._meta.label == "partnerships.Partnership"
            for field in model._meta.local_fields
            if isinstance(field, models.ForeignKey)
        )
    ]
    assert without == []
    assert len(tenant_models()) > 40


def test_the_key_is_never_empty():
    nullable = rows(
        "SELECT table_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND column_name = 'partnership_id' AND is_nullable = 'YES'"
    )
    # A history row outlives what it is about: its key is kept without a reference, but kept.
    assert sorted(name for (name,) in nullable if "historical" not in name) == []


def test_the_walls_know_every_tenant_table():
    assert {model._meta.db_table for model in walls.tenant_models()} == tables()


def test_row_level_security_is_on_and_forced_on_every_tenant_table():
    found = rows(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        " AND relrowsecurity AND relforcerowsecurity"
    )
    assert {name for (name,) in found} == tables()


def test_every_tenant_table_has_the_policy_for_reading_and_for_writing():
    found = rows(
        "SELECT tablename, permissive, cmd, qual, with_check FROM pg_policies"
        " WHERE policyname = 'tenant_isolation' AND roles = '{public}'"
    )
    here = "(partnership_id = (NULLIF(current_setting('app.partnership_id'::text, true), ''::text))::bigint)"
    assert {name: rest for name, *rest in found} == {name: ["PERMISSIVE", "ALL", here, here] for name in tables()}


def test_there_is_no_other_way_through_the_wall():
    """Policies add up: one too generous undoes the others."""
    found = rows("SELECT tablename, policyname, roles::text FROM pg_policies WHERE policyname <> 'tenant_isolation'")
    sweep = {(table, "sweep_door", "{safeguarding_sweep}") for table in walls.SWEEP_TABLES}
    doors = {
        ("partnerships_membership", "own_memberships", "{public}"),
        ("reviews_publishedreport", "published_door", "{public}"),
    }
    assert set(found) == sweep | doors
    says = rows("SELECT cmd, qual FROM pg_policies WHERE policyname = 'published_door'")
    assert says == [("SELECT", "(taken_down_at IS NULL)")]


def test_no_view_and_no_function_runs_with_its_owners_rights():
    """A view, a materialised view or a SECURITY DEFINER function would show every partnership's rows (B.3)."""
    views = rows("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')")
    definers = rows("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef")
    assert (views, definers) == ([], [])


def _parents(model) -> list[tuple[str, str]]:
    """(column, table it points to) of the foreign keys from this model to tenant rows."""
    inside = set(tenant_models())
    return [
        (field.column, field.related_model._meta.db_table)
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.db_constraint and field.related_model in inside
    ]


def test_a_childs_partnership_is_its_parents_by_a_composite_key():
    """Foreign keys are not filtered by policies: without this a row could point at another partnership's row."""
    wanted = {
        (model._meta.db_table, frozenset({column, "partnership_id"}), parent)
        for model in tenant_models()
        for column, parent in _parents(model)
    }
    found = rows(
        "SELECT c.conrelid::regclass::text, c.confrelid::regclass::text,"
        " (SELECT array_agg(a.attname::text) FROM pg_attribute a"
        "   WHERE a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey))"
        " FROM pg_constraint c WHERE c.contype = 'f' AND cardinality(c.conkey) = 2 AND c.convalidated"
    )
    there = {(table, frozenset(columns), parent) for table, parent, columns in found}
    assert len(wanted) > 60
    assert wanted - there == set()


def test_unique_values_are_unique_within_a_partnership():
    """A value unique for all would tell one partnership that another has it (B.3)."""
    parents = {model._meta.db_table: {column for column, _ in _parents(model)} for model in tenant_models()}
    found = rows(
        "SELECT t.relname, i.relname, (SELECT array_agg(a.attname::text) FROM pg_attribute a"
        "  WHERE a.attrelid = t.oid AND a.attnum = ANY(x.indkey))"
        " FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid"
        " WHERE x.indisunique AND NOT x.indisprimary AND t.relname = ANY(%s)",
        sorted(tables()),
    )
    assert len(found) > 40
    told = [(table, columns) for table, _, columns in found if not {*columns} & {"partnership_id", *parents[table]}]
    # Random, and a message's Message-ID needs it.
    assert told == [("documents_outboxmessage", ["uid"])]


@pytest.mark.parametrize("role", [walls.WEB, walls.WORKER])
@pytest.mark.parametrize("table", walls.APPEND_ONLY)
def test_the_record_can_be_added_to_and_read_and_nothing_else(role, table):
    found = rows(
        "SELECT has_table_privilege(%s, %s, 'SELECT'), has_table_privilege(%s, %s, 'INSERT'),"
        " has_table_privilege(%s, %s, 'UPDATE'), has_table_privilege(%s, %s, 'DELETE'),"
        " has_table_privilege(%s, %s, 'TRUNCATE')",
        *[role, table] * 5,
    )
    columns = rows("SELECT has_any_column_privilege(%s, %s, 'UPDATE')", role, table)
    assert (found, columns) == ([(True, True, False, False, False)], [(False,)])


# The only modules of the rooms that write SQL themselves, where the managers' scope does not filter: each names the
# partnership in its statements, works through the sweep's door, or speaks of no tenant's row.
OWN_SQL = {
    "cases/disposal.py", "cases/earlier.py", "cases/queries/record.py", "cases/state.py", "deadlines/moving.py",
    "deadlines/sweep.py", "desk/listing.py", "desk/reports/queries/cases.py", "desk/reports/queries/people.py",
    "desk/reports/queries/themes.py", "desk/reports/queries/times.py",
    "documents/relay.py", "partnerships/prepared.py", "partnerships/rows.py", "partnerships/scope.py",
    "partnerships/walls.py", "procedures/library.py",
}  # fmt: skip


def test_sql_of_our_own_stands_in_few_places():
    found = {
        named(path)
        for path in python_files(*settings.ROOMS)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] in {"cursor", "raw", "RawSQL", "extra"}
        and "log." not in ast.unparse(node.func)
    }
    assert found == OWN_SQL


def test_nobody_of_the_service_may_change_a_table():
    """The walls can be taken down only by the owner, as whom no process of the service runs."""
    owners = rows(
        "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind = 'r'"
    )
    may = rows(
        "SELECT role, has_schema_privilege(role, 'public', 'CREATE'), pg_has_role(role, %s, 'MEMBER')"
        " FROM unnest(%s::text[]) AS role",
        owners[0][0], [walls.WEB, walls.WORKER, walls.SWEEP],
    )  # fmt: skip
    assert len(owners) == 1
    assert may == [(role, False, False) for role in (walls.WEB, walls.WORKER, walls.SWEEP)]


def test_the_sweeps_door_opens_its_tables_and_columns_only():
    found = rows(
        "SELECT table_name, privilege_type, column_name FROM information_schema.column_privileges"
        " WHERE grantee = %s AND table_schema = 'public'",
        walls.SWEEP,
    )
    opened: dict[tuple[str, str], set[str]] = {}
    for table, right, column in found:
        opened.setdefault((table, right), set()).add(column)
    narrow = {**walls.SWEEP_TABLES, **walls.SWEEP_OPEN}
    assert {table for table, _ in opened} == set(narrow)
    for table, rights in narrow.items():
        if "(" in rights:
            columns = {name.strip() for name in rights.split("(")[1].rstrip(")").split(",")}
            assert {right: cols for (name, right), cols in opened.items() if name == table} == {"SELECT": columns}
        else:
            assert {right for name, right in opened if name == table} == set(rights.split(", "))

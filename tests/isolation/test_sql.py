"""Straight to the database as the web and the worker: what the policies let through when the code asks wrongly."""

from __future__ import annotations

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from config import addresses
from partnerships.scope import as_user, tenant
from partnerships.walls import APPEND_ONLY, PUBLIC_TABLE, SWEEP_TABLES, tenant_models


def tables() -> list[str]:
    return sorted(model._meta.db_table for model in tenant_models())


def execute(statement: str, *values) -> list[tuple] | int:
    """The rows of a question; of a change how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def count(table: str) -> int:
    return execute(f'SELECT count(*) FROM "{table}"')[0][0]


def refused(statement: str, *values) -> str:
    """The database's refusal; fails when it does not refuse."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        execute(statement, *values)
        execute("SET CONSTRAINTS ALL IMMEDIATE")
    return str(caught.value).splitlines()[0]


@pytest.fixture
def worker(world):
    """A connection of the worker's own beside the web's."""
    wanted = addresses.database_settings(addresses.database_url("worker", settings.VAR))
    names = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {name: wanted[key] for name, key in names.items()}
    with psycopg.connect(**given, dbname=connection.settings_dict["NAME"]) as found:
        yield found
        found.rollback()


def open_for(worker, side) -> None:
    worker.execute("SELECT set_config('app.partnership_id', %s, false)", [str(side.partnership.pk)])


def refused_to(worker, statement: str) -> str:
    with pytest.raises(psycopg.Error) as caught, worker.transaction():
        worker.execute(statement)
    return str(caught.value).splitlines()[0]


def test_the_tests_work_as_the_web_role(ours):
    assert execute("SELECT session_user, current_user") == [("safeguarding_web", "safeguarding_web")]


def test_without_a_partnership_there_is_not_one_row(ours):
    assert {table: count(table) for table in tables()} == {**dict.fromkeys(tables(), 0), PUBLIC_TABLE: 2}


def test_what_is_published_is_read_by_anybody_and_changed_by_nobody_else(ours, theirs):
    """DESIGN §4: the one table with a door of its own. What was taken down is behind the wall again."""
    mine = theirs.partnership.pk
    with tenant(theirs.partnership):
        execute(f"UPDATE {PUBLIC_TABLE} SET taken_down_at = now(), content = '' WHERE partnership_id = %s", mine)
        assert execute(f"SELECT count(*) FROM {PUBLIC_TABLE} WHERE partnership_id = %s", mine) == [(1,)]
    with tenant(ours.partnership):
        assert execute(f"SELECT count(*) FROM {PUBLIC_TABLE} WHERE partnership_id = %s", mine) == [(0,)]
    assert count(PUBLIC_TABLE) == 1
    for statement in ("UPDATE {} SET title = 'x'", "DELETE FROM {}"):
        assert execute(statement.format(PUBLIC_TABLE)) == 0


def test_with_a_partnership_there_are_its_rows_and_no_other(ours, theirs):
    """Most tables have rows of both: what could be seen is there."""
    seen = {}
    for side in (ours, theirs):
        with tenant(side.partnership):
            for table in tables():
                found = execute(f'SELECT DISTINCT partnership_id FROM "{table}"')
                assert found in ([], [(side.partnership.pk,)]) or table == PUBLIC_TABLE, table
                seen.setdefault(table, []).append(bool(found))
    assert {table for table, both in seen.items() if both == [False, False]} <= NOT_IN_THE_WORLD
    assert sum(both == [True, True] for both in seen.values()) > 35


# What happens later, or not to anybody here.
NOT_IN_THE_WORLD = {
    "cases_annualreport",
    "cases_historicalannualreport",
    "cases_caselink",
    "cases_caseopened",
    "cases_disposal",
    "cases_disposedcase",
    "cases_legalhold",
    "deadlines_reminder",
    "panels_bodyanswer",
    "panels_pollanswer",
    "panels_historicalbodyanswer",
    "partnerships_borough",
    "referrals_referraldocument",
    "reviews_publication",
    "reviews_reportsending",
    "reviews_signoff",
}


def test_a_row_cannot_be_written_into_another_partnership(ours, theirs):
    with tenant(ours.partnership):
        said = refused(
            "INSERT INTO partnerships_borough (partnership_id, slug, title) VALUES (%s, 'x', 'X')",
            theirs.partnership.pk,
        )
        moved = refused(
            "UPDATE partnerships_agency SET partnership_id = %s WHERE slug = 'nel-icb'", theirs.partnership.pk
        )
    assert said == 'new row violates row-level security policy for table "partnerships_borough"'
    assert moved == 'new row violates row-level security policy for table "partnerships_agency"'


@pytest.mark.parametrize("table, column", [
    ("partnerships_agency", "title"), ("cases_person", "last_name"), ("documents_outboxmessage", "subject"),
    ("information_scopingreturn", "records_searched"), ("panels_recommendation", "focus"),
])  # fmt: skip
def test_another_partnerships_rows_cannot_be_changed_nor_removed(ours, theirs, table, column):
    with tenant(theirs.partnership):
        there = count(table)
    with tenant(ours.partnership):
        assert execute(f"UPDATE {table} SET {column} = 'x' WHERE partnership_id = %s", theirs.partnership.pk) == 0
        assert execute(f"DELETE FROM {table} WHERE partnership_id = %s", theirs.partnership.pk) == 0
    with tenant(theirs.partnership):
        assert count(table) == there > 0


def test_a_child_cannot_point_at_another_partnerships_parent(ours, theirs):
    """Foreign keys ignore policies; the composite key does not (RELIABILITY B.3)."""
    case, agency = theirs.cases["scoping"], theirs.people["panel-chair"]
    with tenant(ours.partnership):
        track = refused(
            "INSERT INTO cases_track (partnership_id, case_id, name, stage, opened_at, moved_at)"
            " VALUES (%s, %s, 'x', 'x', now(), now())",
            ours.partnership.pk, case.pk,
        )  # fmt: skip
        holding = refused(
            "INSERT INTO partnerships_roleholding (partnership_id, membership_id, role, starts_on)"
            " VALUES (%s, %s, 'secretariat', '2026-01-01')",
            ours.partnership.pk, agency.pk,
        )  # fmt: skip
        moved = refused(
            "UPDATE documents_storedfile SET case_id = %s WHERE partnership_id = %s", case.pk, ours.partnership.pk
        )
    for said in (track, holding, moved):
        assert "violates foreign key constraint" in said
        assert said.endswith('_same_partnership"')


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_record_cannot_be_rewritten_by_the_site(ours, table):
    with tenant(ours.partnership):
        assert refused(f"UPDATE {table} SET partnership_id = partnership_id") == f"permission denied for table {table}"
        assert refused(f"DELETE FROM {table}") == f"permission denied for table {table}"
        assert refused(f"TRUNCATE {table}") == f"permission denied for table {table}"


def test_the_walls_cannot_be_taken_down_by_the_site(ours):
    for statement in (
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant_isolation ON cases_case",
        "CREATE TABLE mine (x int)",
        "SET ROLE safeguarding_owner",
        "SET ROLE safeguarding_sweep",
        "SET SESSION AUTHORIZATION safeguarding_owner",
    ):
        assert "must be owner" in refused(statement) or "permission denied" in refused(statement), statement
    refused("SET row_security = off; SELECT * FROM cases_case")


def test_a_setting_that_is_no_number_shows_nothing(ours):
    execute("SELECT set_config('app.partnership_id', '', false)")
    assert count("cases_case") == 0


def test_a_person_reads_their_own_memberships_and_no_others(ours, theirs):
    user = theirs.people["panel-chair"].user
    with as_user(user):
        found = execute("SELECT user_id, partnership_id FROM partnerships_membership")
    assert found == [(user.pk, theirs.partnership.pk)]
    assert count("partnerships_membership") == 0


def test_the_worker_is_bound_like_the_web(ours, theirs, worker):
    assert worker.execute("SELECT session_user").fetchone() == ("safeguarding_worker",)
    assert worker.execute("SELECT count(*) FROM cases_case").fetchone() == (0,)
    open_for(worker, ours)
    assert worker.execute("SELECT count(*) FROM cases_case").fetchone() == (len(ours.cases),)
    changed = worker.execute("UPDATE cases_case SET stage = 'x' WHERE partnership_id = %s", [theirs.partnership.pk])
    assert changed.rowcount == 0
    assert refused_to(worker, "DELETE FROM cases_event") == "permission denied for table cases_event"


def test_the_sweep_sees_its_tables_across_partnerships_and_nothing_else(ours, theirs, worker):
    worker.execute("SET ROLE safeguarding_sweep")
    found = worker.execute("SELECT DISTINCT partnership_id FROM deadlines_deadline").fetchall()
    assert {row[0] for row in found} == {ours.partnership.pk, theirs.partnership.pk}
    for table in set(tables()) - set(SWEEP_TABLES):
        assert refused_to(worker, f'SELECT 1 FROM "{table}"') == f"permission denied for table {table}"


@pytest.mark.parametrize("statement", [
    "SELECT search_text FROM cases_case",
    "SELECT referrer_name FROM cases_case",
    "SELECT reason FROM cases_conflict",
    "SELECT text FROM procedures_procedureversion",
    "SELECT telephone FROM partnerships_membership",
    "SELECT password FROM partnerships_user",
    "UPDATE deadlines_deadline SET due_on = now()",
    "DELETE FROM documents_outboxmessage",
    "INSERT INTO cases_event (act) VALUES ('x')",
])  # fmt: skip
def test_the_sweep_cannot_read_a_name_nor_write_beyond_its_own(worker, statement):
    worker.execute("SET ROLE safeguarding_sweep")
    assert refused_to(worker, statement).startswith("permission denied for table")


def test_two_partnerships_one_connection_one_after_the_other(ours, theirs):
    """The setting does not stay behind for the next request on the same connection (RELIABILITY B.3)."""
    for side in (ours, theirs, ours):
        response = side.clients["secretariat"].get(f"/{side.slug}/log/")
        assert response.status_code == 200
        assert count("cases_case") == 0


def test_an_error_inside_leaves_no_partnership_open(ours):
    with pytest.raises(ZeroDivisionError), tenant(ours.partnership):
        raise ZeroDivisionError
    assert count("cases_case") == 0

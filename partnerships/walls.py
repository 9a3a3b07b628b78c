"""The second wall: row-level security, composite keys and grants, put up after every migrate for every tenant table.

Derived from the models, so a new table cannot be forgotten (DESIGN.md §4; RELIABILITY.md B.3). All statements may be
run again; roles are created by the set-up, and a database without them (a plain restore) still gets policies.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connections, models

from .scope import SETTING, USER_SETTING

WEB, WORKER, SWEEP = "safeguarding_web", "safeguarding_worker", "safeguarding_sweep"
# Takes the rows of one case away, records too, once two people have said so; bound to one partnership like everybody.
DISPOSAL = "safeguarding_disposal"
# The narrow door of the reminder sweep and the mail relay, across partnerships: these tables, and of those that say
# who somebody is only the columns that finding a recipient needs. No name or detail of a case can be read through it.
SWEEP_TABLES = {
    "deadlines_deadline": "SELECT",
    "deadlines_reminder": "SELECT, INSERT, UPDATE",
    "deadlines_nonworkingday": "SELECT",
    "documents_outboxmessage": "SELECT, INSERT, UPDATE",
    "documents_printjob": "SELECT",
    "partnerships_membership": "SELECT (id, partnership_id, user_id, agency_id, active)",
    "partnerships_roleholding": "SELECT (partnership_id, membership_id, role, borough_id, starts_on, ends_on)",
    "procedures_procedureversion": "SELECT (id, partnership_id, sha256, state)",
    "cases_case": "SELECT (id, partnership_id, reference, restricted)",
    "cases_conflict": "SELECT (partnership_id, case_id, membership_id, withdrawn_at)",
    "cases_casepermission": "SELECT (partnership_id, user_id, content_object_id)",
    "partnerships_agency": "SELECT (id, partnership_id, title)",
    "cases_disposal": "SELECT (id, partnership_id, confirmed_at)",
}
SWEEP_OPEN = {  # tables outside the tenant wall
    "partnerships_partnership": "SELECT",
    "partnerships_user": "SELECT (id, email, name, is_active)",
}
# Rows that are a record: they can be added to and read, never changed or removed by the site.
APPEND_ONLY = (
    "cases_event",
    "cases_fact",
    "cases_criteriaanswers",
    "cases_decision",
    "cases_disposedcase",
    "partnerships_administrationevent",
    "documents_letterwording",
    "panels_packopened",
    "panels_undertaking",
    "reviews_reportversion",
    "reviews_signoff",
    "reviews_actionentry",
)
# What a partnership has published: whoever asks sees what stands there, without any partnership's data being open.
PUBLIC_TABLE, PUBLIC_ROWS = "reviews_publishedreport", "taken_down_at IS NULL"


def tenant_models() -> list[type[models.Model]]:
    """Every concrete model (history tables included) with a `partnership` key."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if any(f.name == "partnership" and f.is_relation for f in model._meta.get_fields() if hasattr(f, "column"))
        and model._meta.label not in {"partnerships.PrivateLink"}
        and model._meta.managed
    ]


def _policy(cursor, table: str, name: str, rest: str) -> None:
    cursor.execute(f'DROP POLICY IF EXISTS {name} ON "{table}"')
    cursor.execute(f'CREATE POLICY {name} ON "{table}" {rest}')


def _wall_of(cursor, table: str) -> None:
    here = f"partnership_id = nullif(current_setting('{SETTING}', true), '')::bigint"
    cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    _policy(cursor, table, "tenant_isolation", f"USING ({here}) WITH CHECK ({here})")


def _constraint_exists(cursor, name: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [name])
    return cursor.fetchone() is not None


def _composite_keys(cursor, model: type[models.Model], tenants: set[type[models.Model]]) -> None:
    """A child row's partnership equals its parent's: foreign keys are not filtered by policies."""
    table = model._meta.db_table
    for field in model._meta.local_fields:
        parent = field.related_model
        if not isinstance(field, models.ForeignKey) or not field.db_constraint or parent not in tenants:
            continue
        parent_table = parent._meta.db_table
        unique = f"{parent_table}_id_partnership"[:63]
        if not _constraint_exists(cursor, unique):
            cursor.execute(f'ALTER TABLE "{parent_table}" ADD CONSTRAINT "{unique}" UNIQUE (id, partnership_id)')
        name = f"{table}_{field.column}_same_partnership"[-63:]
        if not _constraint_exists(cursor, name):
            cursor.execute(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY ("{field.column}", partnership_id) '
                f'REFERENCES "{parent_table}" (id, partnership_id) DEFERRABLE INITIALLY DEFERRED'
            )


def _grants(cursor, roles: set[str]) -> None:
    if WEB in roles:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {WEB}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {WEB}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {WEB}")
        for role in sorted(roles & {WEB, WORKER}):
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}")
            for table in APPEND_ONLY:
                cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {role}')
    if SWEEP in roles:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {SWEEP}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {SWEEP}")
        for table, rights in SWEEP_TABLES.items():
            cursor.execute(f'GRANT {rights} ON "{table}" TO {SWEEP}')
            _policy(cursor, table, "sweep_door", f"TO {SWEEP} USING (true) WITH CHECK (true)")
        for table, rights in SWEEP_OPEN.items():
            cursor.execute(f'GRANT {rights} ON "{table}" TO {SWEEP}')


def _disposal_door(cursor) -> None:
    """It may read and remove rows of tenant tables, and nothing else: it can neither write nor change one."""
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {DISPOSAL}")
    for model in tenant_models():
        cursor.execute(f'GRANT SELECT, DELETE ON "{model._meta.db_table}" TO {DISPOSAL}')


def raise_walls(using: str = "default") -> None:
    """Puts up (again) every policy, composite key and grant. Runs as the owner of the tables."""
    tenants = tenant_models()
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        there = {row[0] for row in cursor.fetchall()}
        present = [model for model in tenants if model._meta.db_table in there]
        for model in present:
            _wall_of(cursor, model._meta.db_table)
        for model in present:
            if not model._meta.model_name.startswith("historical"):
                _composite_keys(cursor, model, set(present))
        mine = f"user_id = nullif(current_setting('{USER_SETTING}', true), '')::bigint"
        _policy(cursor, "partnerships_membership", "own_memberships", f"FOR SELECT USING ({mine})")
        if PUBLIC_TABLE in there:
            _policy(cursor, PUBLIC_TABLE, "published_door", f"FOR SELECT USING ({PUBLIC_ROWS})")
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'safeguarding%'")
        roles = {row[0] for row in cursor.fetchall()}
        _grants(cursor, roles)
        if DISPOSAL in roles and len(present) == len(tenants):
            _disposal_door(cursor)

"""The database roles: made once, on our own cluster or on a server that DATABASE_URL names.

| role | signs in | may |
|---|---|---|
| safeguarding_owner | yes | own the tables, migrate, create test databases; bound by row-level security too |
| safeguarding_web | yes | read and write rows (gunicorn) |
| safeguarding_worker | yes | the same, and SET ROLE safeguarding_sweep (Celery, manage.py) |
| safeguarding_sweep | no | the narrow door across partnerships for reminders and the mail relay |
| safeguarding_disposal | no | take away the rows of a case at the end of its time, in one partnership (the worker) |
| safeguarding_backup | yes | read every row, for pg_dump |

None is a superuser; only safeguarding_backup bypasses row-level security.
Worker and owner do not inherit the sweep role: a policy for the sweep applies only after SET ROLE.
"""

from __future__ import annotations

OWNER, WEB, WORKER, SWEEP, DISPOSAL, BACKUP = (
    "safeguarding_owner",
    "safeguarding_web",
    "safeguarding_worker",
    "safeguarding_sweep",
    "safeguarding_disposal",
    "safeguarding_backup",
)
ATTRIBUTES = {
    OWNER: "NOSUPERUSER NOBYPASSRLS CREATEDB NOCREATEROLE NOINHERIT",
    WEB: "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT",
    WORKER: "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT",
    SWEEP: "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOLOGIN",
    DISPOSAL: "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOLOGIN",
}
BY_HAND = "\n".join(
    [f"CREATE ROLE {role} {attributes};" for role, attributes in ATTRIBUTES.items()]
    + [f"GRANT {SWEEP}, {DISPOSAL} TO {WORKER}, {OWNER};"]
)


def missing_roles(connection) -> list[str]:
    """Which of the roles the server lacks."""
    rows = connection.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'safeguarding%'").fetchall()
    return [role for role in ATTRIBUTES if role not in {row[0] for row in rows}]


def create_roles(connection, passwords: dict[str, str] | None = None) -> None:
    """Create what is missing. With `passwords` the roles may sign in; without, SET ROLE takes them on.

    With passwords the connection is a superuser's, and the attributes of roles made earlier are put right too.
    """
    from psycopg import sql

    for role in missing_roles(connection):
        connection.execute(f"CREATE ROLE {role} {ATTRIBUTES[role]}")
    for role, password in (passwords or {}).items():
        connection.execute(f"ALTER ROLE {role} {ATTRIBUTES[role]}")
        statement = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
        connection.execute(statement)
    connection.execute(f"GRANT {SWEEP}, {DISPOSAL} TO {WORKER}, {OWNER}")


def create_backup_role(connection, password: str) -> None:
    """The role that pg_dump signs in as: it alone sees every row. Needs a superuser."""
    from psycopg import sql

    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [BACKUP]).fetchone():
        connection.execute(f"CREATE ROLE {BACKUP} NOSUPERUSER BYPASSRLS NOCREATEDB NOCREATEROLE")
        connection.execute(f"GRANT pg_read_all_data TO {BACKUP}")
    statement = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(BACKUP), sql.Literal(password))
    connection.execute(statement)


def create_database(connection, name: str) -> None:
    """A database of that name owned by the owner role, unless it exists."""
    from psycopg import sql

    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        statement = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
        connection.execute(statement)

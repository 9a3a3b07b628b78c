"""A PostgreSQL server that somebody else runs: make our roles there when the given user may.

`python -m script.stack.external` does it for production: DATABASE_ADMIN_URL signs in as a superuser, and the
passwords of the roles are those in the other DATABASE_…_URL variables.
"""

from __future__ import annotations

import os
from urllib.parse import unquote, urlsplit, urlunsplit

from . import roles
from .paths import StackError

ME = "SELECT current_user, rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user"


def prepare(url: str) -> None:
    """Database and roles behind DATABASE_URL, made if they are missing; nothing is changed if they are there.

    StackError, with the statements to run once, when this user may not make them.
    """
    import psycopg

    try:
        with _connect(url) as connection:
            _prepare_roles(connection)
    except psycopg.OperationalError as error:
        raise StackError(f"The server that DATABASE_URL names does not answer: {error}") from None


def _connect(url: str):
    """Connect, making the database first when the server says that there is none of that name."""
    import psycopg

    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        if "does not exist" not in str(error) or "database" not in str(error):
            raise
    parts = urlsplit(url)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
        name = psycopg.sql.Identifier(unquote(parts.path.lstrip("/")))
        connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(name))
    return psycopg.connect(url, autocommit=True, connect_timeout=10)


def _prepare_roles(connection) -> None:
    name, superuser, may_create = connection.execute(ME).fetchone()
    if roles.missing_roles(connection):
        if not (superuser or may_create):
            raise StackError(
                f"The database user {name} may not create roles. As a superuser, run once:\n\n"
                f"{roles.BY_HAND}\n{_membership(name)}"
            )
        roles.create_roles(connection)
    if name in roles.ATTRIBUTES:
        return
    if not superuser:
        _join(connection, name, may_create)
    database = connection.info.dbname.replace('"', '""')
    connection.execute(f'GRANT CONNECT, CREATE, TEMPORARY ON DATABASE "{database}" TO {roles.OWNER}')
    connection.execute(f"GRANT USAGE, CREATE ON SCHEMA public TO {roles.OWNER}")


def _join(connection, name: str, may_create: bool) -> None:
    """An ordinary user works by taking on our roles, so it must be a member of each."""
    for role in roles.ATTRIBUTES:
        query = (
            "SELECT pg_has_role(current_user, %s, 'SET')"
            if connection.info.server_version >= 160000
            else ("SELECT pg_has_role(current_user, %s, 'MEMBER')")
        )
        if connection.execute(query, [role]).fetchone()[0]:
            continue
        if not may_create:
            raise StackError(f"As a superuser, run once:\n\n{_membership(name)}")
        connection.execute(f"GRANT {role} TO CURRENT_USER")


def _membership(name: str) -> str:
    return f"GRANT {', '.join(roles.ATTRIBUTES)} TO {name};"


def make_roles_that_sign_in() -> None:
    """Roles with the passwords that the services will use, and the rights of the owner in the database."""
    wanted = {
        roles.WEB: "DATABASE_URL",
        roles.WORKER: "DATABASE_WORKER_URL",
        roles.OWNER: "DATABASE_OWNER_URL",
        roles.BACKUP: "DATABASE_BACKUP_URL",
    }
    passwords = {}
    for role, variable in wanted.items():
        parts = urlsplit(os.environ[variable])
        if unquote(parts.username or "") != role or not parts.password:
            raise StackError(f"{variable} must sign in as {role}, with a password.")
        passwords[role] = unquote(parts.password)
    with _connect(os.environ["DATABASE_ADMIN_URL"]) as connection:
        roles.create_backup_role(connection, passwords.pop(roles.BACKUP))
        roles.create_roles(connection, passwords)
        _prepare_roles(connection)


if __name__ == "__main__":
    make_roles_that_sign_in()

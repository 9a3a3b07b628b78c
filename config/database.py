"""The database roles, kept even when DATABASE_URL names a mightier one.

Row-level security does not bind a superuser or a role with BYPASSRLS, so the service never works as one: it
becomes safeguarding_web, safeguarding_worker or safeguarding_owner on every new connection.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

WEB, WORKER, SWEEP = "safeguarding_web", "safeguarding_worker", "safeguarding_sweep"
DISPOSAL = "safeguarding_disposal"

WHO_AM_I = """
SELECT session_user, rolsuper, rolbypassrls,
       COALESCE((SELECT pg_has_role(session_user, w.oid, 'MEMBER')
                   FROM pg_roles w WHERE w.rolname = %s), false),
       EXISTS (SELECT 1 FROM pg_roles w WHERE w.rolname = %s)
  FROM pg_roles WHERE rolname = session_user
"""


def take_on_role(sender, connection, **kwargs) -> None:
    """On a new connection become the role this process works as.

    A superuser gives up its session (so that RESET ROLE cannot bring it back); another role that may do so
    uses SET ROLE; one that would bypass row-level security and cannot give that up is refused.
    """
    if connection.settings_dict["USER"].startswith("safeguarding_"):
        return
    wanted = f"safeguarding_{settings.DATABASE_ROLE}"
    with connection.cursor() as cursor:
        cursor.execute(WHO_AM_I, [wanted, wanted])
        name, superuser, bypass, member, exists = cursor.fetchone()
        if superuser and exists:
            cursor.execute(f"SET SESSION AUTHORIZATION {wanted}")
        elif member and exists:
            cursor.execute(f"SET ROLE {wanted}")
        elif superuser or bypass:
            raise ImproperlyConfigured(
                f"The database user {name} is not bound by row-level security and cannot become {wanted}. "
                "Run script/server once with this address, or see docs/running.md for the roles."
            )


def prepare_grants(sender, using, **kwargs) -> None:
    """Before migrating: whatever table the migrations make, the web and worker roles may use it.

    Sent once for each migrate run. Only default privileges, so a migration may take some away
    again (events are append-only by grant).
    """
    from django.db import connections

    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [[WEB, WORKER, SWEEP, DISPOSAL]])
        missing = {WEB, WORKER, SWEEP, DISPOSAL} - {row[0] for row in cursor.fetchall()}
        if missing:
            names = ", ".join(sorted(missing))
            raise ImproperlyConfigured(f"The database lacks the roles {names}: see docs/running.md, part Roles.")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {WEB}, {WORKER}, {SWEEP}")
        default = "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT"
        cursor.execute(f"{default} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {WEB}, {WORKER}")
        cursor.execute(f"{default} USAGE, SELECT ON SEQUENCES TO {WEB}, {WORKER}")

"""The one door into a partnership's data: the ORM scope and the database setting, set and reset together.

Web requests, Celery tasks and commands all use `tenant`. Without it the managers raise and PostgreSQL's
row-level security shows no row (DESIGN.md §4).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models, transaction
from django_scopes import ScopedManager, get_scope, scope, scopes_disabled

SETTING = "app.partnership_id"
USER_SETTING = "app.user_id"


def _set(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [name, value])


@contextmanager
def _setting(name: str, value: str, previous: str) -> Iterator[None]:
    """A session-level setting (ATOMIC blocks inside must keep it), put back afterwards."""
    _set(name, value)
    try:
        yield
    finally:
        # After an error inside an outer transaction the rollback puts the old value back by itself.
        if connection.connection is not None and not connection.needs_rollback:
            _set(name, previous)


@contextmanager
def tenant(partnership) -> Iterator[None]:
    """Everything inside sees one partnership's rows and may write only there. Nesting returns to the outer one."""
    outer = get_scope().get("partnership")
    with (
        _setting(SETTING, str(partnership.pk), str(outer.pk) if outer else ""),
        scope(partnership=partnership),
    ):
        yield


@contextmanager
def as_user(user) -> Iterator[None]:
    """Lets sign-in read the memberships of one person across partnerships, and nothing else."""
    with _setting(USER_SETTING, str(user.pk), ""):
        yield


def current_partnership():
    """The partnership whose scope is open; raises LookupError outside one, so that nobody guesses."""
    partnership = get_scope().get("partnership")
    if partnership is None:
        raise LookupError("no partnership is open here")
    return partnership


def scoped_manager(queryset: type[models.QuerySet] | None = None):
    """A manager that raises outside `tenant` and filters inside it; one typed place for the untyped library."""
    if queryset is None:
        return ScopedManager(partnership="partnership")
    return ScopedManager(partnership="partnership", _manager_class=models.Manager.from_queryset(queryset))


class TenantModel(models.Model):
    """Base of every row that belongs to a partnership. `partnerships.walls` gives its table the policies."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    objects = scoped_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        # The open scope is the only source of the tenant: a form can never choose it.
        if self.partnership_id is None:
            self.partnership = current_partnership()
        super().save(*args, **kwargs)


SWEEP_ROLE = "safeguarding_sweep"
DISPOSAL_ROLE = "safeguarding_disposal"


@contextmanager
def disposal_door() -> Iterator[None]:
    """The narrow door of disposal: inside, rows of the open partnership may be read and removed, records too, and none
    be written. Only the worker may open it; foreign keys are looked at when the transaction ends.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('role')")
            before = cursor.fetchone()[0]
            cursor.execute(f"SET LOCAL ROLE {DISPOSAL_ROLE}")
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', %s, true)", [before])


@contextmanager
def sweep_door() -> Iterator[None]:
    """The narrow door across partnerships for the reminder sweep and the mail relay, in one transaction of its own.

    Inside, the database shows only the tables of `walls.SWEEP_TABLES`; everything else is refused. The ORM scope is
    open for all, because the database is the wall here.
    """
    with transaction.atomic(), scopes_disabled():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('role')")
            before = cursor.fetchone()[0]
            cursor.execute(f"SET LOCAL ROLE {SWEEP_ROLE}")
        yield
        with connection.cursor() as cursor:
            # Inside an outer transaction (a test) LOCAL would last until its end.
            cursor.execute("SELECT set_config('role', %s, true)", [before])

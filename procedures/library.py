"""Where procedures are fetched from: the database when there is one, else the texts that come with the product.

Reading a text takes some time, so each edition is read once in a process and kept by its hash; an edition never
changes without changing its hash, so the cache can never be stale (C-29).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, connection

from . import reader
from .errors import ProcedureErrors
from .model import Procedure
from .values import named_well

__all__ = ["NoProcedure", "ProcedureErrors", "from_file", "in_force", "of_version", "shipped", "version"]


class NoProcedure(LookupError):
    """There is no such partnership or no such edition of its procedure."""


def read_once(text: str, base_text: str) -> Procedure:
    """The procedure of a text and its base, read at most once in this process."""
    return _kept(reader.sha256_of(text, base_text), text, base_text)


_by_hash: dict[str, Procedure] = {}
MOST_KEPT = 1_000


def _kept(sha256: str, text: str, base_text: str) -> Procedure:
    if sha256 not in _by_hash:
        if len(_by_hash) >= MOST_KEPT:
            _by_hash.clear()
        _by_hash[sha256] = reader.read(text, base_text)
    return _by_hash[sha256]


def of_version(row) -> Procedure:
    """The procedure of a stored `ProcedureVersion`: what a case pinned to it is governed by (C-29).

    Its texts are asked for only when this process has not read them yet, so pages may leave them in the database.
    """
    return _by_hash.get(row.sha256) or _kept(row.sha256, row.text, row.base_text)


def from_file(path: Path | str) -> Procedure:
    """The procedure of a file; ProcedureErrors says what is wrong with it."""
    return read_once(*reader.texts_of(path))


def in_force(slug: str, on: dt.date | None = None) -> Procedure:
    """The procedure a partnership works by: the published edition, or on an earlier day the one that was then.

    NoProcedure when the partnership or an edition for that day is unknown.
    """
    rows = _editions(slug)
    if rows is None:
        return _shipped_in_force(slug, on)
    if on is None:
        rows = [row for row in rows if row.state == "published"]
    else:
        rows = [row for row in rows if row.state != "draft" and (row.in_force_from or dt.date.min) <= on]
    if not rows:
        raise NoProcedure(f"“{slug}” has no procedure in force{f' on {on}' if on else ''}")
    return _fetched(max(rows, key=lambda row: (row.in_force_from or dt.date.min, row.state == "published")))


def version(slug: str, version: str) -> Procedure:
    """One edition of a partnership's procedure; NoProcedure when there is none of that name."""
    rows = _editions(slug)
    if rows is None:
        found = [each for each in shipped(slug) if each.version == version]
    else:
        found = [_fetched(row) for row in rows if row.version == version]
    if not found:
        raise NoProcedure(f"“{slug}” has no version “{version}” of its procedure")
    return found[0]


def shipped(slug: str) -> list[Procedure]:
    """The editions of a partnership that come with the product, oldest first."""
    if not named_well(slug):
        return []
    found = [from_file(path) for path in (reader.TEXTS / slug).glob("*.toml")]
    return sorted(found, key=_age)


def shipped_files() -> list[Path]:
    """Every text that comes with the product, a partnership's superseded ones before the one in force."""
    folders = sorted(path for path in reader.TEXTS.iterdir() if path.is_dir() and path.name != "base")
    files = [path for folder in folders for path in folder.glob("*.toml")]
    return sorted(files, key=lambda path: (path.parent.name, _age(from_file(path))))


def _age(procedure: Procedure):
    return (not procedure.superseded_by, procedure.in_force_from or dt.date.min, procedure.version)


def _shipped_in_force(slug: str, on: dt.date | None) -> Procedure:
    found = shipped(slug)
    if on is not None:
        found = [each for each in found if (each.in_force_from or dt.date.min) <= on]
    if not found:
        raise NoProcedure(f"“{slug}” has no procedure in force{f' on {on}' if on else ''}")
    return found[-1]


@dataclass(frozen=True)
class _Edition:
    """A stored edition without its texts: all that is asked on every request."""

    id: int
    partnership_id: int
    version: str
    state: str
    in_force_from: dt.date | None
    sha256: str


_EDITIONS = """
    SELECT v.id, v.partnership_id, v.version, v.state, v.in_force_from, v.sha256
    FROM procedures_procedureversion v JOIN partnerships_partnership p ON p.id = v.partnership_id WHERE p.slug = %s
"""


def _editions(slug: str) -> list[_Edition] | None:
    """The stored editions of a partnership; None when no database can be asked or it knows no such partnership.

    One query where the partnership is open already (every page); otherwise its wall is opened for this question
    alone, because commands ask before any partnership is open.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(_EDITIONS, [slug])
            rows = cursor.fetchall()
            if not rows:
                cursor.execute("SELECT id FROM partnerships_partnership WHERE slug = %s", [slug])
                found = cursor.fetchone()
                if found is None:
                    return None
                with _opened(cursor, found[0]):
                    cursor.execute(_EDITIONS, [slug])
                    rows = cursor.fetchall()
    except (DatabaseError, InterfaceError, ImproperlyConfigured):
        return None
    return [_Edition(*row) for row in rows]


def _fetched(row: _Edition) -> Procedure:
    """The edition's procedure, its texts read only when this process does not know them yet."""
    if row.sha256 not in _by_hash:
        with connection.cursor() as cursor, _opened(cursor, row.partnership_id):
            cursor.execute("SELECT text, base_text FROM procedures_procedureversion WHERE id = %s", [row.id])
            text, base_text = cursor.fetchone()
        return _kept(row.sha256, text, base_text)
    return _by_hash[row.sha256]


@contextmanager
def _opened(cursor, partnership_id: int) -> Iterator[None]:
    """This room lies below `partnerships.scope`, so it opens the database's wall by the same setting itself."""
    cursor.execute("SELECT coalesce(current_setting('app.partnership_id', true), '')")
    before = cursor.fetchone()[0]
    cursor.execute("SELECT set_config('app.partnership_id', %s, false)", [str(partnership_id)])
    try:
        yield
    finally:
        if not connection.needs_rollback:
            cursor.execute("SELECT set_config('app.partnership_id', %s, false)", [before])

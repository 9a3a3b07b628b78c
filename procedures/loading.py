"""Putting a text in force: kept whole, never changed once published, the one before it superseded (C-29)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.db import transaction

from . import library, reader
from .errors import Problems
from .merging import merged_rows
from .model import Procedure
from .models import ProcedureVersion


class PublishedAlready(Exception):
    """A published version would be changed; the message says so plainly."""


def load(path: Path | str, *, at: dt.datetime, partnership, opened) -> tuple[ProcedureVersion, bool]:
    """Store and publish the text of `path` for `partnership`; (edition, whether it is new).

    `opened`: the door to the partnership's rows (`partnerships.scope.tenant`), which this room may not import.
    ProcedureErrors when the text is wrong, PublishedAlready when another text is published under its version.
    Loading the same text again changes nothing.
    """
    text, base_text = reader.texts_of(path)
    procedure = library.read_once(text, base_text)
    with opened(partnership), transaction.atomic():
        editions = ProcedureVersion.objects.select_for_update().filter(partnership=partnership)
        there = editions.filter(version=procedure.version).first()
        sha256 = reader.sha256_of(text, base_text)
        if there is not None and there.sha256 == sha256 and there.state != ProcedureVersion.State.DRAFT:
            return there, False
        if there is not None and there.state != ProcedureVersion.State.DRAFT:
            raise PublishedAlready(
                f"Version {procedure.version} of {procedure.partnership_title} is published and cannot be changed. "
                "Give the new text a version of its own."
            )
        return _kept(there, procedure, text, base_text, sha256, partnership, at), True


def _kept(there, procedure: Procedure, text, base_text, sha256, partnership, at) -> ProcedureVersion:
    edition = there or ProcedureVersion(partnership=partnership, version=procedure.version)
    old = bool(procedure.superseded_by)
    if not old:
        published = ProcedureVersion.objects.filter(partnership=partnership, state=ProcedureVersion.State.PUBLISHED)
        published.update(state=ProcedureVersion.State.SUPERSEDED)
    edition.title = procedure.version_title
    edition.in_force_from = procedure.in_force_from
    edition.text, edition.base_text, edition.sha256 = text, base_text, sha256
    edition.parsed = plain_values(text, base_text)
    edition.state = ProcedureVersion.State.SUPERSEDED if old else ProcedureVersion.State.PUBLISHED
    edition.loaded_at = edition.published_at = at
    edition.save()
    return edition


TABLES = ("words", "reminders", "chasing", "reporting", "referring")


def plain_values(text: str, base_text: str) -> dict:
    """Text and base as one document of plain values, dates as ISO text: what a reader without TOML can use."""
    problems = Problems()
    own, base = reader.tables_of(text, "", problems), reader.tables_of(base_text, "", problems)
    merged = {
        **{
            name: own.get(name, base.get(name, {}))
            for name in ("words", "reminders", "chasing", "reporting", "referring")
        },
        **own,
    }
    merged["words"] = {**base.get("words", {}), **own.get("words", {})}
    merged |= {name: merged_rows(name, own, base, problems) for name in reader.BLOCKS}
    return _plain(merged)


def _plain(value):
    match value:
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return value

"""Who may read a file or a message: asked of the room it belongs to. What no room speaks for, nobody reads.

This room comes before cases, so the rooms register what they know, in their AppConfig.ready():
`register_gate("agenda-pack", may_read)` for files of a kind, `register_message_wall(wall)` for messages about cases.
Each answers with conflicts of interest taken into account, which always win (DESIGN.md §4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db.models import Q, QuerySet

from partnerships.actors import Actor

from .models import OutboxMessage, StoredFile

Gate = Callable[[StoredFile, Actor], bool]
Wall = Callable[[Actor], Q]

Reading = Callable[[StoredFile, Actor, dt.datetime], None]

_gates: dict[str, Gate] = {}
_readings: dict[str, Reading] = {}
_message_walls: list[Wall] = []


def register_gate(kind: str, gate: Gate) -> None:
    """Files of this kind may be downloaded when `gate(file, actor)` says so. One gate for a kind."""
    _gates[kind] = gate


def register_reading(kind: str, note: Reading) -> None:
    """`note(file, actor, at)` keeps that somebody downloaded a file of this kind."""
    _readings[kind] = note


def note_reading(file: StoredFile, actor: Actor, at: dt.datetime) -> None:
    """Tells the room of a file that it is being downloaded, if that room wants to know."""
    note = _readings.get(file.kind)
    if note is not None:
        note(file, actor, at)


def register_message_wall(wall: Wall) -> None:
    """`wall(actor)` gives the condition under which this person may see a message, about a case or about none."""
    if wall not in _message_walls:
        _message_walls.append(wall)


def may_read(file: StoredFile, actor: Actor) -> bool:
    """The kind's own gate decides; a kind without one is closed to everybody."""
    gate = _gates.get(file.kind)
    return gate is not None and bool(gate(file, actor))


def readable_messages(messages: QuerySet[OutboxMessage], actor: Actor) -> QuerySet[OutboxMessage]:
    """The messages a person of the office may see: those that every wall lets through; without one, about no case."""
    if not _message_walls:
        return messages.filter(case=None)
    for wall in _message_walls:
        messages = messages.filter(wall(actor))
    return messages

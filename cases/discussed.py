"""What a later room brings to a meeting that discusses a case: the draft of a report, say. Empty where nothing is.

Meetings and reviews meet in the case: the room of reviews says here what there is to discuss, that of meetings puts it
among the papers of the item.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from documents.models import StoredFile
from partnerships.actors import Actor

from .models import Case


@dataclass(frozen=True)
class OnAgenda:
    """A meeting to come that has the case on its agenda. `url`: its page, where the reader may open it; `sent`: the
    papers went out; `files`: the ids of the documents in them."""

    title: str
    url: str
    sent: bool
    files: frozenset[int]


# Each gives, for a case as it stands, the files to be discussed with a word on what they are.
DISCUSSED: list[Callable[[Case], list[tuple[StoredFile, str]]]] = []

# The other way round: on which agendas a case is, as the room of meetings knows.
AGENDAS: list[Callable[[Case, Actor], list[OnAgenda]]] = []


def on_agendas(case: Case, actor: Actor) -> list[OnAgenda]:
    """The meetings to come that have the case on their agenda, soonest first."""
    return [found for knows in AGENDAS for found in knows(case, actor)]


def to_discuss(case: Case) -> list[tuple[StoredFile, str]]:
    """Whoever is at the meeting reads them, so nothing is among them that the text does not bring before a body."""
    return [found for brings in DISCUSSED for found in brings(case)]

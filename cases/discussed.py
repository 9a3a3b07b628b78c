"""What a later room brings to a meeting that discusses a case: the draft of a report, say. Empty where nothing is.

Meetings and reviews meet in the case: the room of reviews says here what there is to discuss, that of meetings puts it
among the papers of the item.
"""

from __future__ import annotations

from collections.abc import Callable

from documents.models import StoredFile

from .models import Case

# Each gives, for a case as it stands, the files to be discussed with a word on what they are.
DISCUSSED: list[Callable[[Case], list[tuple[StoredFile, str]]]] = []


def to_discuss(case: Case) -> list[tuple[StoredFile, str]]:
    """Whoever is at the meeting reads them, so nothing is among them that the text does not bring before a body."""
    return [found for brings in DISCUSSED for found in brings(case)]

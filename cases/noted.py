"""What a later room says beside a deadline of a case: that publication is held back, say. Empty where nothing is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from deadlines.queries import Shown

from .models import Case

# Each gives, for the deadlines of a case as they are shown at a moment, the id of a deadline -> words.
NOTES: list[Callable[..., dict[int, str]]] = []


def notes_on(case: Case, rows: Sequence[Shown], *, at: dt.datetime) -> dict[int, str]:
    """What stands beside each of these deadlines."""
    return {pk: words for notes in NOTES for pk, words in notes(case, rows, at=at).items()}

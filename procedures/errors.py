"""What is wrong with a procedure text, in words fit for the person who wrote it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MOST_SHOWN = 200


class ProcedureErrors(Exception):
    """A text cannot be used; `problems` holds every sentence, in the order of the text."""

    def __init__(self, problems: Iterable[str]):
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Problems:
    """Collects what is wrong while reading goes on, so that nobody mends a text one error at a time."""

    def __init__(self):
        self._found: dict[str, None] = {}

    def add(self, where: str, what: str) -> None:
        if len(self._found) < MOST_SHOWN:
            self._found[f"{where}: {what}" if where else what] = None

    def __bool__(self) -> bool:
        return bool(self._found)

    def raise_if_any(self) -> None:
        if self._found:
            raise ProcedureErrors(self._found)


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The hint at the end of a sentence: "; did you mean “limit”?", or nothing when nothing is near."""
    found = difflib.get_close_matches(word[:80], list(known), n=1, cutoff=cutoff)
    return f"; did you mean “{found[0]}”?" if found else ""


def shown(value: object) -> str:
    """A value of the text as it may stand in a sentence: short and on one line."""
    text = " ".join(str(value).split())
    return f"“{text[:80]}…”" if len(text) > 80 else f"“{text}”"

"""Whether a briefing fits on its one page and names nobody. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_LETTERS = 2600  # of all parts together: what one page of A4 holds in the paper's type
A_LINE = 90  # letters; a point of a list begins a line of its own


def lines(text: str) -> tuple[str, ...]:
    """A point for each line; empty ones are left out."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def room_taken(texts: Iterable[str]) -> int:
    """In letters, every point counted as whole lines."""
    return sum(-(-len(line) // A_LINE) * A_LINE for text in texts for line in lines(text))


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """The names of people of the case that stand in a text as words."""
    return [name for name in dict.fromkeys(names) if len(name) > 2 and re.search(rf"\b{re.escape(name)}\b", text)]

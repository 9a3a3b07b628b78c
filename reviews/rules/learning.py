"""Whether something was asked for before: by sense, not by the same words alone (C-28). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What PostgreSQL's ts_rank gives each word of a question that occurs once, as a part of all its words.
ONE_WORD = 0.0607927
MOST_WORDS = 60
SAME, NEAR, THEME = "Says much the same", "Same theme, and some of the words", "Same theme"


def words_of(text: str) -> list[str]:
    """The words of a text worth looking for, each once, as they stand; the database takes them to their stems."""
    found = dict.fromkeys(word.lower() for word in re.findall(r"[^\W\d_]{3,}", text))
    return list(found)[:MOST_WORDS]


def share(rank: float) -> float:
    """Which part of the words is found there, from 0 to 1: a word that occurs again counts a little more."""
    return min(1.0, rank / ONE_WORD)


def nearness(rank: float, mine: Iterable[str], theirs: Iterable[str]) -> tuple[float, str]:
    """How near two texts are and in which words that is said; "" when it is not worth showing."""
    part, themes = share(rank), len(set(mine) & set(theirs))
    score = part + 0.2 * min(themes, 3)
    if part >= 0.5 or (part >= 0.34 and themes):
        return score, SAME
    if themes and part >= 0.15:
        return score, NEAR
    return (score, THEME) if themes else (score, "")

"""One function for each condition of the vocabulary: does it hold for a case? Pure: a CaseState in, a bool out.

`holds` takes the words of the text; `why_not` gives the sentence for the screen. What only another room can know
("quorate") comes in as a truth of the state; without one it does not hold. What is said of one action ("action overdue
by 3 months") comes in under its words.
"""

from __future__ import annotations

from procedures.vocabulary import CONDITIONS, OF_AN_ACTION, condition

from ..state import CaseState
from . import path, sent, who
from .base import TESTS


def holds(state: CaseState, words: str) -> bool:
    """Whether the condition holds; an unknown one raises UnknownCondition (the reader lets none through)."""
    slug, slots = condition(words)
    if slug in state.truths:
        return state.truths[slug]
    if slug in OF_AN_ACTION:
        return state.truths.get(words, False)
    test = TESTS.get(slug)
    return test(state, **slots) if test else False


_MEANS = {each.slug: each.means for each in CONDITIONS}


def why_not(words: str) -> str:
    """What is still missing, for the person who tried."""
    slug, _ = condition(words)
    means = _MEANS[slug]
    return f"This cannot be done yet. Needed first: {means[0].lower()}{means[1:]}"

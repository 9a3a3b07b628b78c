"""Clocks of an open case that cannot begin, because nobody has stated the day from which they run (C-17, RED-20)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from procedures.model import Clock, Procedure
from procedures.sentences import starts_of
from procedures.vocabulary import FACTS

from .clocks import applies, over
from .state import CaseState


@dataclass(frozen=True)
class NotBegun:
    """A day that is asked for: the fact, what it means, and what waits for it."""

    slug: str
    words: str
    means: str
    clocks: tuple[str, ...]


def not_begun(state: CaseState, procedure: Procedure, begun: Iterable[str]) -> list[NotBegun]:
    """The days to be stated, in the order of the text. `begun`: names of the clocks that have a date already."""
    if state.closed:
        return []
    found: dict[str, list[str]] = {}
    there = set(begun)
    for clock in procedure.clocks:
        if clock.name in there or not _is_waited_for(clock, state, procedure):
            continue
        for slug in _missing(clock, state):
            found.setdefault(slug, []).append(clock.title)
    facts = {fact.slug: fact for fact in FACTS.values()}
    return [
        NotBegun(slug, facts[slug].words, facts[slug].means, tuple(dict.fromkeys(titles)))
        for slug, titles in found.items()
    ]


def _is_waited_for(clock: Clock, state: CaseState, procedure: Procedure) -> bool:
    """It is for this case, or will be once a statutory test that nobody has answered yet is met; and not done."""
    if clock.permanence or clock.for_each or any(state.done.get(act) for act in clock.stops):
        return False
    if (clock.pathways and state.pathway not in clock.pathways) or over(clock, state, procedure):
        return False
    if not {clock.track, *procedure.find("pathways", state.pathway).tracks} & set(state.stages):
        return False  # what the case began with is over: a past case that was taken over is not asked for it any more
    return applies(clock, state) or _hangs_on_a_test(clock, state)


def _hangs_on_a_test(clock: Clock, state: CaseState) -> bool:
    tests = {f"test {test} is met" for test in state.tests_of_text if test not in state.tests}
    return bool(clock.when) and set(clock.when) <= tests


def _missing(clock: Clock, state: CaseState) -> list[str]:
    """The facts that people state, of those that the clock runs from, that are not stated."""
    sentence = clock.limit or clock.target
    facts = [FACTS[words] for words in (starts_of(sentence) if sentence else ()) if words in FACTS]
    return [fact.slug for fact in facts if not fact.stated_by and not state.facts.get(fact.slug)]

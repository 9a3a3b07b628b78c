"""How a condition is written: a function of its name, from a CaseState to a bool."""

from __future__ import annotations

from collections.abc import Callable

from ..state import CaseState

Test = Callable[..., bool]
TESTS: dict[str, Test] = {}


def test(function: Test) -> Test:
    TESTS[function.__name__] = function
    return function


def done(act: str) -> Test:
    return lambda state: bool(state.done.get(act))


def latest(state: CaseState, *acts: str):
    found = [happened for act in acts for happened in state.done.get(act, ())]
    return max(found, key=lambda happened: happened.event_id, default=None)


def since(state: CaseState, acts: tuple[str, ...], undone_by: tuple[str, ...]) -> bool:
    """The last of `acts` came after the last of `undone_by`."""
    first, last = latest(state, *acts), latest(state, *undone_by)
    return first is not None and (last is None or last.event_id < first.event_id)

"""Small numbers hidden so that nobody can work them out from what is still shown (RED-11). Pure.

A table of people: one row for each group, one column for each thing that may have become of them, the total of each
row, the totals of the columns. Every number under `below` is hidden, nobody as well: a table that shows its noughts
tells that each hidden number is at least one. Then more numbers are hidden until each small one could be at least one
more or one less, for somebody who knows the whole, the totals of the columns, and which numbers are hidden because they
are small. A column in which nobody stands shows that.

Whether it could is a question about a network: people flow from the whole to the groups, and from the groups to what
became of them. Hidden numbers are the pipes whose flow is not known, each with the least and the most that may flow in
it. One of them can change exactly if it lies on a circle of such pipes, each of which can take one more or one less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WHOLE = -1  # in place of a column: the total of a row
Place = tuple[int, int]  # (row, column); the column WHOLE is the row's total


@dataclass(frozen=True)
class Shown:
    """A table as it may be shown: None where a number is hidden. `withheld`: nothing of it may be."""

    rows: tuple[tuple[int | None, ...], ...]
    totals: tuple[int | None, ...]  # of the rows
    columns: tuple[int | None, ...]  # totals of the columns
    whole: int | None
    withheld: bool = False


@dataclass(frozen=True)
class _Known:
    """The table as it is, and what is small enough to be hidden for its own sake."""

    counts: dict[Place, int]
    small: frozenset[Place]
    below: int

    def may_grow(self, place: Place) -> bool:
        return place not in self.small or self.counts[place] < self.below - 1

    def may_shrink(self, place: Place) -> bool:
        return self.counts[place] > (0 if place in self.small else self.below)


def suppressed(rows: Sequence[Sequence[int]], *, below: int) -> Shown:
    """The table with small numbers, and whatever would give them away, hidden. No number may be negative.

    Where the whole is under twice `below`, or nothing would protect the small ones, nothing is shown.
    """
    width = len(rows[0]) if rows else 0
    columns = [sum(row[c] for row in rows) for c in range(width)]
    counts = {(r, c): number for r, row in enumerate(rows) for c, number in enumerate(row)}
    counts |= {(r, WHOLE): sum(row) for r, row in enumerate(rows)}
    small = {place for place, number in counts.items() if number < below}
    small -= {(r, c) for r, c in small if c != WHOLE and not columns[c]}
    hidden = set(small)
    known = _Known(counts, frozenset(small), below)
    if sum(columns) < 2 * below or not _protect(known, hidden):
        nothing = (None,) * width
        return Shown((nothing,) * len(rows), (None,) * len(rows), nothing, None, withheld=True)
    return Shown(
        rows=tuple(tuple(None if (r, c) in hidden else n for c, n in enumerate(row)) for r, row in enumerate(rows)),
        totals=tuple(None if (r, WHOLE) in hidden else sum(row) for r, row in enumerate(rows)),
        columns=suppressed_line(columns, below=below),
        whole=sum(columns),
    )


def suppressed_line(numbers: Sequence[int], *, below: int) -> tuple[int | None, ...]:
    """Numbers whose sum is known: the small ones but for 0 hidden, and as many others as protect them."""
    small = {place for place, number in enumerate(numbers) if 0 < number < below}
    hidden = set(small)
    free = sorted((place for place, number in enumerate(numbers) if number >= below), key=lambda p: numbers[p])

    def could_differ(place: int) -> bool:
        others = hidden - {place}
        grow = numbers[place] < below - 1 and any(numbers[o] > (1 if o in small else below) for o in others)
        shrink = numbers[place] > 1 and any(o not in small or numbers[o] < below - 1 for o in others)
        return grow or shrink

    while not all(could_differ(place) for place in small):
        if not free:
            return tuple(None if number else 0 for number in numbers)
        hidden.add(free.pop(0))
    return tuple(None if place in hidden else number for place, number in enumerate(numbers))


def _protect(known: _Known, hidden: set[Place]) -> bool:
    """Hides more until no small number can be worked out; False when even hiding all of it would not do."""
    while True:
        told = next((place for place in sorted(known.small) if not could_differ(place, known, hidden)), None)
        if told is None:
            return True
        more = _best(told, known, hidden)
        if more is None:
            return False
        hidden.add(more)


def _best(told: Place, known: _Known, hidden: set[Place]) -> Place | None:
    """What to hide next: the smallest number that protects by itself, else the smallest nearby."""
    free = [place for place, number in known.counts.items() if place not in hidden and number]
    free.sort(key=lambda place: _cost(place, told, known.counts))
    for place in free:
        if could_differ(told, known, hidden | {place}):
            return place
    return free[0] if free else None


def _cost(place: Place, told: Place, counts: dict[Place, int]) -> tuple:
    apart = place[0] != told[0] and place[1] != told[1]
    return apart, place[1] == WHOLE, counts[place], place


def could_differ(place: Place, known: _Known, hidden: set[Place]) -> bool:
    """Whether a hidden number could be another one, all that is shown being as it is."""
    start, end = _ends(place)
    if known.may_grow(place) and _reaches(end, start, known, hidden - {place}):
        return True  # one more here, and one more or less along the circle
    return known.may_shrink(place) and _reaches(start, end, known, hidden - {place})


def _ends(place: Place) -> tuple[str, str]:
    """From the whole to a group, or from a group to what became of its people."""
    row, column = place
    return ("whole", f"row {row}") if column == WHOLE else (f"row {row}", f"column {column}")


def _reaches(start: str, goal: str, known: _Known, pipes: set[Place]) -> bool:
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        if here == goal:
            return True
        for there in _from(here, known, pipes):
            if there not in seen:
                seen.add(there)
                todo.append(there)
    return False


def _from(here: str, known: _Known, pipes: set[Place]) -> Iterator[str]:
    for place in pipes:
        start, end = _ends(place)
        if start == here and known.may_grow(place):
            yield end
        if end == here and known.may_shrink(place):
            yield start

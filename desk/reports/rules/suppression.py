"""Small numbers hidden so that nobody can work them out from what is still shown (RED-11). Pure.

A table of people: one row for each group, one column for each thing that may have become of them, the total of each
row, the totals of the columns. The totals of the columns are of everybody and no secret: the same report and others say
them, so they are shown, and whoever reads the table is taken to know them. Every number of a group under `below` is
hidden, nobody as well: a table that shows its noughts tells that each hidden number is at least one. Then more numbers
are hidden until each small one could be at least one more or one less, for somebody who knows the totals, and which
numbers are hidden because they are small. A column in which nobody stands shows that.

Where groups are boroughs or agencies, their own people know their own row: with `insiders` each small number of the
others is safe from each of them as well.

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
    columns: tuple[int, ...]  # totals of the columns
    whole: int
    withheld: bool = False


@dataclass(frozen=True)
class _Known:
    """The table as it is, and what is small enough to be hidden for its own sake."""

    counts: dict[Place, int]
    small: frozenset[Place]
    below: int
    insiders: tuple[int | None, ...] = (None,)  # rows that somebody who reads it knows; None: no row

    def may_grow(self, place: Place) -> bool:
        return place not in self.small or self.counts[place] < self.below - 1

    def may_shrink(self, place: Place) -> bool:
        return self.counts[place] > (0 if place in self.small else self.below)


def suppressed(rows: Sequence[Sequence[int]], *, below: int, insiders: bool = False) -> Shown:
    """The table with small numbers, and whatever would give them away, hidden. No number may be negative.

    Where the whole is under twice `below`, or nothing would protect the small ones, nothing of a group is shown.
    """
    width = len(rows[0]) if rows else 0
    columns = tuple(sum(row[c] for row in rows) for c in range(width))
    counts = {(r, c): number for r, row in enumerate(rows) for c, number in enumerate(row)}
    counts |= {(r, WHOLE): sum(row) for r, row in enumerate(rows)}
    small = {place for place, number in counts.items() if number < below}
    small -= {(r, c) for r, c in small if c != WHOLE and not columns[c]}
    hidden = set(small)
    known = _Known(counts, frozenset(small), below, (None, *range(len(rows))) if insiders else (None,))
    if sum(columns) < 2 * below or not _protect(known, hidden):
        nothing = (None,) * width
        return Shown((nothing,) * len(rows), (None,) * len(rows), columns, sum(columns), withheld=True)
    return Shown(
        rows=tuple(tuple(None if (r, c) in hidden else n for c, n in enumerate(row)) for r, row in enumerate(rows)),
        totals=tuple(None if (r, WHOLE) in hidden else sum(row) for r, row in enumerate(rows)),
        columns=columns,
        whole=sum(columns),
    )


def _protect(known: _Known, hidden: set[Place]) -> bool:
    """Hides more until no small number can be worked out; False when even hiding all of it would not do. What is safe
    stays so, however much more is hidden."""
    for row in known.insiders:
        for place in sorted(known.small):
            while place[0] != row and not could_differ(place, known, _unknown(hidden, row)):
                more = _best(place, row, known, hidden)
                if more is None:
                    return False
                hidden.add(more)
    return True


def _unknown(hidden: set[Place], row: int | None) -> set[Place]:
    """What somebody who knows a row does not know."""
    return hidden if row is None else {place for place in hidden if place[0] != row}


def _best(told: Place, row: int | None, known: _Known, hidden: set[Place]) -> Place | None:
    """What to hide next: the smallest number that protects by itself, else the smallest nearby."""
    free = [place for place, number in known.counts.items() if place not in hidden and number and place[0] != row]
    free.sort(key=lambda place: _cost(place, told, known.counts))
    for place in free:
        if could_differ(told, known, _unknown(hidden, row) | {place}):
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

"""Small numbers hidden so that nobody can work them out from what is still shown (RED-11). Pure.

A table of people: one row for each group, one column for each thing that may have become of them, the total of each
row, the totals of the columns. The columns' totals are known to everybody (other reports say them), so they stay. A
number from 1 to `below` - 1 is hidden, in the table and among the rows' totals. Then more numbers are hidden until
every hidden one could be at least one more or one less, with all that is shown as it is and no number below nothing.

Whether it could is a question about a network: people flow from the whole to the groups, and from the groups to what
became of them. Hidden numbers are the pipes whose flow is not known. One of them can change exactly if it lies on a
circle of such pipes, each of which can take one more (always) or one less (unless nothing flows in it).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WHOLE = -1  # in place of a column: the total of a row
Place = tuple[int, int]  # (row, column); the column WHOLE is the row's total


@dataclass(frozen=True)
class Shown:
    """A table as it may be shown: None where a number is hidden. `withheld`: nothing but the columns' totals may be."""

    rows: tuple[tuple[int | None, ...], ...]
    totals: tuple[int | None, ...]  # of the rows
    columns: tuple[int, ...]  # totals of the columns
    withheld: bool = False


def suppressed(rows: Sequence[Sequence[int]], *, below: int) -> Shown:
    """The table with small numbers, and whatever would give them away, hidden. No number may be negative."""
    counts = {(r, c): number for r, row in enumerate(rows) for c, number in enumerate(row)}
    counts |= {(r, WHOLE): sum(row) for r, row in enumerate(rows)}
    hidden = {place for place, number in counts.items() if 0 < number < below}
    withheld = not _protect(counts, hidden)
    if withheld:
        hidden = set(counts)
    width = len(rows[0]) if rows else 0
    return Shown(
        rows=tuple(tuple(None if (r, c) in hidden else n for c, n in enumerate(row)) for r, row in enumerate(rows)),
        totals=tuple(None if (r, WHOLE) in hidden else sum(row) for r, row in enumerate(rows)),
        columns=tuple(sum(row[c] for row in rows) for c in range(width)),
        withheld=withheld,
    )


def _protect(counts: dict[Place, int], hidden: set[Place]) -> bool:
    """Hides more until nothing hidden can be worked out; False when even hiding all of it would not do."""
    while True:
        told = next((place for place in sorted(hidden) if not could_differ(place, counts, hidden)), None)
        if told is None:
            return True
        more = _best(told, counts, hidden)
        if more is None:
            return False
        hidden.add(more)


def _best(told: Place, counts: dict[Place, int], hidden: set[Place]) -> Place | None:
    """What to hide next: the smallest number that protects by itself, else the smallest nearby; zeros come last."""
    free = sorted((place for place in counts if place not in hidden), key=lambda place: _cost(place, told, counts))
    for place in free:
        if could_differ(told, counts, hidden | {place}):
            return place
    return free[0] if free else None


def _cost(place: Place, told: Place, counts: dict[Place, int]) -> tuple:
    apart = place[0] != told[0] and place[1] != told[1]
    return apart, counts[place] == 0, place[1] == WHOLE, counts[place], place


def could_differ(place: Place, counts: dict[Place, int], hidden: set[Place]) -> bool:
    """Whether a hidden number could be another one, all that is shown being as it is and nothing negative."""
    pipes = {each: _ends(each) for each in hidden}
    start, end = pipes[place]
    if _reaches(end, start, pipes, counts, without=place):
        return True  # one more here, and one more or less along the circle
    return counts[place] > 0 and _reaches(start, end, pipes, counts, without=place)


def _ends(place: Place) -> tuple[str, str]:
    """From the whole to a group, or from a group to what became of its people."""
    row, column = place
    return ("whole", f"row {row}") if column == WHOLE else (f"row {row}", f"column {column}")


def _reaches(start: str, goal: str, pipes: dict[Place, tuple[str, str]], counts, *, without: Place) -> bool:
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        if here == goal:
            return True
        for there in _from(here, pipes, counts, without):
            if there not in seen:
                seen.add(there)
                todo.append(there)
    return False


def _from(here: str, pipes: dict[Place, tuple[str, str]], counts, without: Place) -> Iterator[str]:
    for place, (start, end) in pipes.items():
        if place == without:
            continue
        if start == here:
            yield end
        if end == here and counts[place] > 0:
            yield start

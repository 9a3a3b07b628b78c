"""Small numbers are hidden so that nobody can work them out (RED-11)."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.reports.rules.suppression import suppressed

tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=6)
)
small = st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=1, max_size=3)


def unknowns(shown):
    """The lines of the table as sums: [(hidden places, what they add up to)]."""
    lines = []
    for r, (row, total) in enumerate(zip(shown.rows, shown.totals, strict=True)):
        hidden = [(r, c) for c, n in enumerate(row) if n is None]
        rest = sum(n for n in row if n is not None)
        if total is not None:
            lines.append((hidden, total - rest))
    for c, total in enumerate(shown.columns):
        hidden = [(r, c) for r, row in enumerate(shown.rows) if row[c] is None]
        lines.append((hidden, total - sum(row[c] for row in shown.rows if row[c] is not None)))
    return lines


@given(tables)
def test_no_hidden_number_is_the_only_one_of_its_row_or_column(rows):
    shown = suppressed(rows, below=5)
    if not shown.withheld:
        assert [line for line in unknowns(shown) if len(line[0]) == 1] == []
        totals = [total for total in shown.totals if total is None]
        assert len(totals) != 1  # the whole is known, so one hidden total alone would be told by the others


@given(tables)
def test_every_small_number_is_hidden_and_what_is_shown_is_true(rows):
    shown = suppressed(rows, below=5)
    for row, told, total in zip(rows, shown.rows, shown.totals, strict=True):
        assert all(t is None for n, t in zip(row, told, strict=True) if 0 < n < 5)
        assert all(t in (None, n) for n, t in zip(row, told, strict=True))
        assert total in (None, sum(row))
        assert total is None or not 0 < total < 5


@settings(max_examples=40)
@given(small)
def test_every_hidden_number_could_be_another_one(rows):
    """By trying every table of small numbers that agrees with what is shown."""
    shown = suppressed(rows, below=4)
    if shown.withheld:
        return
    hidden = [(r, c) for r, row in enumerate(shown.rows) for c, n in enumerate(row) if n is None]
    found: dict = {}
    for values in product(range(14), repeat=len(hidden)) if len(hidden) <= 4 else []:
        guess = [list(row) for row in rows]
        for (r, c), value in zip(hidden, values, strict=True):
            guess[r][c] = value
        columns = tuple(sum(row[c] for row in guess) for c in range(2))
        totals = [sum(row) for row in guess]
        if columns == shown.columns and all(t in (None, n) for n, t in zip(totals, shown.totals, strict=True)):
            for place, value in zip(hidden, values, strict=True):
                found.setdefault(place, set()).add(value)
            for r, total in enumerate(totals):
                found.setdefault(("total", r), set()).add(total)
    assert [place for place in hidden if found and len(found[place]) < 2] == []
    assert [r for r, t in enumerate(shown.totals) if found and t is None and len(found["total", r]) < 2] == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([[9, 8], [7, 6]], ((9, 8), (7, 6))),  # nothing is small
        ([[0, 8], [7, 0]], ((0, 8), (7, 0))),  # nobody is no number to hide
    ],
)
def test_numbers_that_are_not_small_stay(rows, expected):
    assert suppressed(rows, below=5).rows == expected


def test_one_group_alone_is_withheld_because_the_totals_tell_it():
    assert suppressed([[2, 9]], below=5).withheld is True


def test_the_smallest_neighbour_goes_with_it():
    shown = suppressed([[2, 20], [8, 30], [40, 50]], below=5)
    assert shown.rows == ((None, None), (None, None), (40, 50))
    assert shown.totals == (22, 38, 90)

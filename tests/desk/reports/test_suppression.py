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
small = st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=2, max_size=3)


@given(tables)
def test_every_small_number_is_hidden_and_what_is_shown_is_true(rows):
    shown = suppressed(rows, below=5)
    nobody = [c for c in range(len(rows[0])) if not any(row[c] for row in rows)]
    for row, told, total in zip(rows, shown.rows, shown.totals, strict=True):
        assert all(t is None for c, (n, t) in enumerate(zip(row, told, strict=True)) if n < 5 and c not in nobody)
        assert all(t in (None, n) for n, t in zip(row, told, strict=True))
        assert total in (None, sum(row))
        assert total is None or total >= 5
    assert (shown.columns, shown.whole) == (tuple(map(sum, zip(*rows, strict=True))), sum(map(sum, rows)))


def tables_that_agree(rows, shown, below: int, most: int = 40) -> list[tuple]:
    """Every table that agrees with what is shown and with the totals of the columns, which are shown too and stand in
    other parts of the same report: row by row."""

    def may_be(number: int, told: int | None) -> range:
        if told is not None:
            return range(told, told + 1)
        return range(below) if number < below else range(below, most)

    ways: dict[tuple, list] = {(0, 0): [()]}  # what the columns hold so far -> the tables that lead there
    columns = shown.columns
    for row, told, total in zip(rows, shown.rows, shown.totals, strict=True):
        totals = may_be(sum(row), total)
        lines = [line for line in product(*(may_be(n, t) for n, t in zip(row, told, strict=True)))
                 if sum(line) in totals and line[0] <= columns[0] and line[1] <= columns[1]]  # fmt: skip
        further: dict[tuple, list] = {}
        for held, tables_so_far in ways.items():
            for line in lines:
                now = (held[0] + line[0], held[1] + line[1])
                if now[0] <= columns[0] and now[1] <= columns[1]:
                    further.setdefault(now, []).extend([*table, line] for table in tables_so_far)
        ways = further
    return ways[columns]


def worked_out(rows, shown, found: list, below: int, own: int | None = None) -> list:
    """The small numbers that are the same in every one of the tables, but for a reader's own row."""
    told = []
    for r, row in enumerate(rows):
        if r == own:
            continue
        if sum(row) < below and len({sum(table[r]) for table in found}) < 2:
            told.append((r, "total"))
        told += [(r, c) for c, number in enumerate(row)
                 if number < below and shown.columns[c] and len({table[r][c] for table in found}) < 2]  # fmt: skip
    return told


@settings(max_examples=60, deadline=None)
@given(small)
def test_no_small_number_can_be_worked_out_even_by_one_who_knows_the_totals_and_why_each_is_hidden(rows):
    shown = suppressed(rows, below=4)
    if not shown.withheld:
        assert worked_out(rows, shown, tables_that_agree(rows, shown, 4), 4) == []


@settings(max_examples=60, deadline=None)
@given(small)
def test_nor_by_a_borough_or_an_agency_that_knows_its_own_row_besides(rows):
    shown = suppressed(rows, below=4, insiders=True)
    if shown.withheld:
        return
    found = tables_that_agree(rows, shown, 4)
    for own, row in enumerate(rows):
        theirs = [table for table in found if tuple(table[own]) == tuple(row)]
        assert worked_out(rows, shown, theirs, 4, own) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([[9, 8], [7, 6]], ((9, 8), (7, 6))),  # nothing is small
        ([[9, 0], [7, 0]], ((9, 0), (7, 0))),  # nobody at all in a column is no secret
    ],
)
def test_numbers_that_are_not_small_stay(rows, expected):
    assert suppressed(rows, below=5).rows == expected


def test_nobody_is_hidden_beside_few_so_that_few_is_not_one_each():
    shown = suppressed([[1, 3], [1, 3], [10, 20], [0, 0]], below=5)
    assert shown.rows == ((None, None), (None, None), (10, 20), (None, None))
    assert (shown.totals, shown.columns, shown.whole) == ((None, None, 30, None), (12, 26), 38)


@pytest.mark.parametrize("rows", [[[1, 0]], [[2, 9]], [[4, 5], [0, 0]], [[0, 0]]])
def test_one_group_alone_or_very_few_people_are_withheld(rows):
    shown = suppressed(rows, below=5)
    assert shown.withheld
    assert {number for line in (*shown.rows, shown.totals) for number in line} == {None}


def test_who_knows_their_own_row_learns_nothing_of_the_only_other_one_that_is_hidden():
    """With the first borough's row known, the second's follows from the totals: the third has to be hidden too."""
    rows = [[6, 20], [2, 30], [40, 50]]
    assert suppressed(rows, below=5).rows == ((None, None), (None, None), (40, 50))
    assert suppressed(rows, below=5, insiders=True).rows == ((None, None), (None, None), (None, None))


def test_the_smallest_neighbour_goes_with_it():
    shown = suppressed([[2, 20], [8, 30], [40, 50]], below=5)
    assert shown.rows == ((None, None), (None, None), (40, 50))
    assert shown.totals == (22, 38, 90)

"""What could say who a case is about: whole names, numbers and addresses for sure, the rest to be read (C-21)."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.identifying import Known, look, mark

CHILD = Known(
    first_name="Callum James", last_name="Tolland", other_names="Cal Brook", born_on=dt.date(2017, 8, 10),
    nhs_number="9434765919", address="5 High Street, Bexley\nDA5 1AA", school="Hillside Primary School, Bexley",
)  # fmt: skip
SURE = {
    "Review of Callum Tolland", "CALLUM JAMES TOLLAND", "Tolland, Callum James", "C a l l u m  T o l l a n d",
    "It was Callum\nTolland’s", "known as Cal Brook", "NHS 943 476 5919", "NHS 9434765919", "at 5 High Street",
    "near da51aa",
}  # fmt: skip
MAYBE = {
    "the Tolland family": "Tolland", "C. Tolland": "Tolland", "Little Callum": "Callum",
    "born 10 August 2017": "10 August 2017", "10th August 2017": "10th August 2017", "10/08/2017": "10/08/2017",
    "on 10.8.17 in": "10.8.17", "2017-08-10": "2017-08-10", "10 Aug 2017": "10 Aug 2017",
    "at Hillside Primary School": "Hillside Primary School",
}  # fmt: skip
NOTHING = ("Child A was seven.", "Tollands and Callums", "11 August 2017", "110/08/2017", "15 High Street",
           "High Street", "94347659191")  # fmt: skip


@pytest.mark.parametrize("text", sorted(SURE))
def test_what_names_somebody_is_sure(text):
    assert look([("here", text)], [CHILD])[0].sure


@pytest.mark.parametrize("text", sorted(MAYBE))
def test_what_may_point_to_somebody_is_to_be_read(text):
    assert [(each.what, each.sure) for each in look([("here", text)], [CHILD])] == [(MAYBE[text], False)]


@pytest.mark.parametrize("text", NOTHING)
def test_what_says_nothing_is_let_through(text):
    assert look([("here", text)], [CHILD]) == []


def test_a_common_first_name_points_to_nobody():
    """An everyday word or a very common name is not asked about; with its surname it is."""
    rose = Known(first_name="Rose", last_name="Ng")
    assert look([("here", "The rose garden. Ng.")], [rose]) == []
    assert [each.sure for each in look([("here", "It was Rose Ng.")], [rose])] == [True]


def test_the_mark_is_of_exactly_these_places():
    one, two = (look([(where, "Callum")], [CHILD]) for where in ("in the title", "in the summary"))
    assert (mark(one) == mark(two), mark(one) == mark(list(one))) == (False, True)

"""What could say who a case is about: whole names, numbers and addresses for sure, the rest to be read (C-21)."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.identifying import Known, look, look_whole, mark

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
    "the Tolland family": "Tolland", "C. Tolland": "Tolland", "The Tollands of": "Tolland", "Little Callum": "Callum",
    "born 10 August 2017": "10 August 2017", "10th August 2017": "10th August 2017", "10/08/2017": "10/08/2017",
    "on 10.8.17 in": "10.8.17", "2017-08-10": "2017-08-10", "10 Aug 2017": "10 Aug 2017",
    "at Hillside Primary School": "Hillside Primary School", "born in August 2017": "August 2017",
    "in Aug of 2017": "August 2017", "15 High Street": "High Street", "off the High Street": "High Street",
}  # fmt: skip
NOTHING = ("Child A was seven.", "Tollandson and Callums", "11 August 2017", "110/08/2017", "High Streets",
           "on the 11th of August 2017", "the high cost of a street", "94347659191")  # fmt: skip


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


def test_who_worked_on_the_case_is_to_be_read_by_the_whole_name_or_the_last_one_with_a_title():
    """C-21: a referrer or an author points to the case; their last name alone is not asked about."""
    said = ("Hugh Hartley said", "Dr. Hartley and PC S Hartley", "the Hartley ward")
    found = [
        [(each.what, each.sure) for each in look([("here", text)], [], workers=["Mr Hugh Hartley"])] for text in said
    ]
    assert found == [[("Hugh Hartley", False)], [("Hartley", False)], []]


def test_a_street_of_one_word_and_a_line_that_names_the_borough_point_to_nobody():
    home = Known(first_name="Ann", last_name="Ng", address="Flat 3, 7 Broadway, Tower Hamlets, E1 6AN")
    text = [("here", "Along the Broadway in Tower Hamlets")]
    assert look(text, [home], places={"tower hamlets"}) == []
    assert [each.what for each in look([("here", "at 7 Broadway, e16an")], [home])] == ["7 Broadway", "E1 6AN"]


def test_of_many_cases_an_everyday_word_is_no_name_and_a_month_no_birth():
    """RED-11: a report speaks of young people and of March without asking about somebody called Young."""
    young = Known(first_name="Marcus", last_name="Young", born_on=dt.date(2027, 3, 2))
    plain = "We heard young people. The board met in March 2027; a plan was born. In March 2027 it was agreed."
    assert look([("here", plain)], [young], many=True) == []
    found = look([("here", "The Young family, a baby born early in March 2027, Marcus")], [young], many=True)
    assert sorted(each.what for each in found) == ["March 2027", "Marcus", "Young"]


def test_of_everybody_on_record_whole_names_numbers_and_addresses_are_found():
    others = [Known(first_name=f"Person{n}", last_name=f"Family{n}") for n in range(500)]
    for text in SURE:
        assert [each.sure for each in look_whole([("here", text)], [*others, CHILD])][:1] == [True], text
    assert [text for text in MAYBE if look_whole([("here", text)], [*others, CHILD])] == []

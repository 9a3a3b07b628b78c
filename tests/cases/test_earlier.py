"""The same person in an earlier case is pointed out to the office (C-27, C-28)."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.acts import PersonValues, link_case, restrict_case
from cases.earlier import has_seldom, seen_before
from tests.factories import NOW, a_case, a_member, acting_as

BORN = dt.date(1950, 3, 2)
NUMBER = "9434765919"


def person(first="Ada", last="Marsh", born=BORN, number="", kind="subject") -> PersonValues:
    return PersonValues(kind=kind, first_name=first, last_name=last, born_on=born, nhs_number=number)


@pytest.fixture
def office(redbridge):
    return acting_as(a_member("Sam Secretary", "secretariat"))


def two_cases(office, mine: PersonValues, theirs: PersonValues):
    earlier = a_case(office, people=(theirs,))
    return earlier, a_case(office, people=(mine,))


def found(case, actor):
    return [(row.name, row.case.reference, row.part, row.by) for row in seen_before(case, actor).rows]


@pytest.mark.parametrize(
    ("mine", "theirs", "by"),
    [
        (person(), person(" ADA ", "marsh"), "the same name and date of birth"),
        (person(number=NUMBER), person("A", "Marsch", None, NUMBER), "the same NHS number"),
        (person(number=NUMBER), person(number=NUMBER), "the same NHS number"),
    ],
)
def test_one_person_in_two_cases_is_named_with_how_it_is_known(office, mine, theirs, by):
    earlier, case = two_cases(office, mine, theirs)
    assert has_seldom(case)
    assert found(case, office) == [("Ada Marsh", earlier.reference, "Subject", by)]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (person(), person(born=dt.date(1950, 3, 3))),
        (person(), person(first="Eda")),
        (person(born=None), person(born=None)),
        (person(first="", last="Marsh"), person(first="", last="Marsh")),
        (person(number=NUMBER, born=None), person(number="", born=None)),
    ],
)
def test_people_who_may_be_different_are_not_taken_for_one(office, mine, theirs):
    _, case = two_cases(office, mine, theirs)
    assert not has_seldom(case)
    assert found(case, office) == []


def test_of_a_restricted_case_only_whom_to_ask(client, office):
    earlier, case = two_cases(office, person(), person(kind="relevant"))
    other = acting_as(a_member("Olu Office", "secretariat"))
    restrict_case(case=earlier, restricted=True, reason="Staff of the council.", actor=office, at=NOW)
    assert (found(case, other), seen_before(case, other).hidden) == ([], True)
    client.force_login(other.membership.user)
    page = client.get(f"/redbridge/cases/{case.reference}/").content.decode()
    assert "Ask the administrator." in page
    assert earlier.reference not in page


def test_a_linked_case_is_not_pointed_out_again(office):
    earlier, case = two_cases(office, person(), person())
    link_case(case=case, other=earlier, why="One person.", actor=office, at=NOW)
    assert (found(case, office), seen_before(case, office).hidden) == ([], False)


def test_agencies_learn_nothing_of_other_cases(office):
    _, case = two_cases(office, person(), person())
    member = acting_as(a_member("Mo Member", "agency-representative", agency="nelft"))
    assert (found(case, member), seen_before(case, member).hidden) == ([], False)


def test_another_partnerships_case_does_not_exist_here(office, bexley_case):
    case = a_case(office, people=(person(number=NUMBER),))
    assert (found(case, office), seen_before(case, office).hidden) == ([], False)


@pytest.fixture
def bexley_case(db):
    from partnerships.scope import tenant
    from tests.factories import a_partnership

    with tenant(a_partnership("bexley", "2019.toml")):
        office = acting_as(a_member("Bea Bexley", "secretariat"))
        return a_case(office, pathway="serious-incident", people=(person(number=NUMBER),))


def test_the_page_points_to_it_and_offers_to_link(client, office):
    earlier, case = two_cases(office, person(), person())
    client.force_login(office.membership.user)
    page = client.get(f"/redbridge/cases/{case.reference}/").content.decode()
    assert f"link-case/?other={earlier.reference}" in page
    form = client.get(f"/redbridge/cases/{case.reference}/link-case/?other={earlier.reference}").content.decode()
    assert f'value="{earlier.reference}"' in form

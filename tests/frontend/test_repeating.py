"""Groups asked several times, without scripts."""

from django import forms
from django.http import QueryDict

from config.dateparts import PartDate, PartDateField
from config.govforms import GovForm
from config.repeating import Repeating


class Person(GovForm):
    name = forms.CharField()
    born = PartDateField(label="Date of birth", required=False)


TWO = "people-count=2&people-0-name=Ann&people-1-name=Bob&people-1-born-year=1984"


def people(query=None, **options):
    return Repeating(Person, "people", QueryDict(query) if query is not None else None, title="Person", **options)


def names(group):
    return [form["name"].value() for form in group.forms]


def test_a_new_page_has_one_empty_group():
    assert names(people()) == [None]
    assert people().forms[0].repeat_title == "Person 1"


def test_what_is_known_fills_groups():
    assert names(people(initial=[{"name": "Ann"}, {"name": "Bob"}])) == ["Ann", "Bob"]


def test_answers_come_in_order():
    group = people(TWO)
    assert group.is_valid()
    assert group.pressed is False
    assert group.answers == [{"name": "Ann", "born": None}, {"name": "Bob", "born": PartDate(1984)}]


def test_add_keeps_what_was_typed_and_says_no_errors():
    group = people("people-count=1&people-0-born-year=x&people-add=1")
    assert (group.pressed, group.focus, len(group.forms)) == (True, 1, 2)
    assert group.forms[0]["born"].value() == {"day": "", "month": "", "year": "x"}
    assert [form.errors for form in group.forms] == [{}, {}]


def test_remove_moves_the_others_up():
    group = people(TWO + "&people-remove-0=1")
    assert (group.pressed, group.focus, names(group)) == (True, 0, ["Bob"])
    assert group.forms[0]["born"].value()["year"] == "1984"


def test_removing_the_last_leaves_an_empty_one():
    assert names(people("people-count=1&people-0-name=Ann&people-remove-0=1")) == [None]


def test_empty_groups_beyond_the_least_do_not_count():
    group = people("people-count=3&people-0-name=Ann", least=1)
    assert group.is_valid()
    assert group.answers == [{"name": "Ann", "born": None}]


def test_the_least_number_must_be_answered():
    group = people("people-count=1", least=1)
    assert not group.is_valid()
    assert group.forms[0].errors == {"name": ["Enter name"]}


def test_a_made_up_count_is_bounded():
    assert len(people("people-count=999999999", most=5).forms) == 5
    assert len(people("people-count=-3").forms) == 1
    assert len(people("people-count=%C2%B2").forms) == 1


def test_no_more_than_the_most_can_be_added():
    assert len(people(TWO + "&people-add=1", most=2).forms) == 2

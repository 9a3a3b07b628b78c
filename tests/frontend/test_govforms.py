"""Forms say what is wrong in our words and lose nothing."""

import pytest
from django import forms
from django.http import QueryDict

from config.govforms import FilterForm, GovForm, LongTextField, NHSNumberField, Once, nhs_check_digit_agrees


class Referral(GovForm):
    first_name = forms.CharField()
    nhs = NHSNumberField(required=False)
    email = forms.EmailField(label="Email address", required=False)
    age = forms.IntegerField(min_value=0, max_value=120, required=False)
    agency = forms.ChoiceField(choices=[("", "Choose"), ("police", "Police")])
    died = forms.ChoiceField(
        label="Has the adult died?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    summary = LongTextField(label="100% of what happened", max_length=20)
    agreed = forms.BooleanField(label="My agency has checked this", error_messages={"required": "Tick the box"})


GOOD = {"first_name": "Ann", "agency": "police", "died": "no", "summary": "A fall", "agreed": "on"}


def errors(**typed):
    form = Referral(GOOD | typed)
    return {name: list(map(str, messages)) for name, messages in form.errors.items()}


def test_the_good_form_is_good():
    assert errors() == {}


def test_everything_missing():
    assert {name: messages[0] for name, messages in Referral({}).errors.items()} == {
        "first_name": "Enter first name",
        "agency": "Select agency",
        "died": "Select an answer to “Has the adult died?”",
        "summary": "Enter 100% of what happened",
        "agreed": "Tick the box",
    }


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"summary": "x" * 21}, "100% of what happened must be 20 characters or fewer"),
        ({"first_name": "x" * 501}, "First name must be 500 characters or fewer"),
        ({"age": "-1"}, "Age must be 0 or more"),
        ({"age": "121"}, "Age must be 120 or less"),
        ({"age": "ten"}, "Age must be a whole number"),
        ({"email": "ann"}, "Email address must be in the correct format, like name@example.com"),
        ({"agency": "nobody"}, "Agency: select one of the options shown"),
        ({"nhs": "943 476 591"}, "NHS number must have 10 digits, like 943 476 5919"),
        ({"nhs": "943 476 5918"}, "NHS number: check each digit, one of them is wrong"),
        ({"nhs": "not known"}, "NHS number must have 10 digits, like 943 476 5919"),
    ],
)
def test_wrong_answers_are_named(typed, message):
    (name,) = typed
    assert errors(**typed) == {name: [message]}


def test_what_was_typed_stays_though_it_is_far_too_long():
    form = Referral(GOOD | {"summary": "x" * 100_000})
    assert not form.is_valid()
    assert form["summary"].value() == "x" * 100_000


def test_nul_characters_are_dropped_and_line_ends_made_one_kind():
    form = Referral(QueryDict("first_name=A%00nn&agency=police&died=no&summary=a%0D%0Ab&agreed=on"))
    assert form.is_valid()
    assert (form.cleaned_data["first_name"], form.cleaned_data["summary"]) == ("Ann", "a\nb")


@pytest.mark.parametrize("typed", ["9434765919", "943 476 5919", "943-476-5919", " 943 476 5919 "])
def test_an_nhs_number_may_be_spaced(typed):
    form = Referral(GOOD | {"nhs": typed})
    assert form.is_valid()
    assert form.cleaned_data["nhs"] == "9434765919"


@pytest.mark.parametrize(
    ("digits", "agrees"),
    [("9434765919", True), ("9434765918", False), ("0000000000", True), ("1000000010", False), ("4505577104", True)],
)
def test_the_check_digit(digits, agrees):
    assert nhs_check_digit_agrees(digits) == agrees


def test_another_form_of_the_same_class_keeps_its_own_words():
    Referral({})
    assert str(forms.CharField().error_messages["required"]) == "This field is required."


def test_hold_says_no_errors():
    assert Referral({}).hold().errors == {}


def test_each_empty_form_has_a_token_of_its_own_and_a_returned_one_keeps_it():
    class Act(Once):
        why = forms.CharField()

    first, second = Act()["form_token"].value(), Act()["form_token"].value()
    assert first != second
    assert Act({"form_token": str(first)})["form_token"].value() == str(first)


def test_filters_are_all_optional_and_unmarked():
    assert FilterForm.mark_optional is False

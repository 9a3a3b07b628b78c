"""Django's forms drawn with the design system's macros: ids, links, hints, errors that belong together."""

import re
from datetime import date

from django import forms

from config.dateparts import DayMonthYearField
from config.govform import field, fields, form_errors, form_token, has_errors, submit
from config.govforms import FilterForm, GovForm, LongTextField, Once
from config.repeating import Repeating

TODAY = date(2026, 11, 21)
YES_NO = [("yes", "Yes"), ("no", "No")]


class Every(Once):
    line = forms.CharField(label="Line", help_text="A hint")
    text = LongTextField(label="Text")
    email = forms.EmailField(label="Email")
    number = forms.IntegerField(label="Number")
    secret = forms.CharField(label="Secret", widget=forms.PasswordInput)
    born = DayMonthYearField(label="Born")
    one = forms.ChoiceField(label="One", choices=YES_NO, widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(label="Several", choices=YES_NO, widget=forms.CheckboxSelectMultiple)
    listed = forms.ChoiceField(label="Listed", choices=YES_NO)
    paper = forms.FileField(label="Paper")
    agreed = forms.BooleanField(label="Agreed")
    perhaps = forms.CharField(label="Perhaps", required=False)


def ids(html):
    return re.findall(r'\bid="([^"]+)"', html)


def test_every_link_of_the_summary_leads_to_something_on_the_page():
    form = Every({}, today=TODAY)
    page = str(form_errors(form)) + str(fields(form))
    targets = re.findall(r'href="#([^"]+)"', page)
    assert targets == [
        "id_line", "id_text", "id_email", "id_number", "id_secret", "id_born-day", "id_one", "id_several",
        "id_listed", "id_paper", "id_agreed",
    ]  # fmt: skip
    assert [target for target in targets if target not in ids(page)] == []


def listed(**kwargs):
    drawn = str(field(Every(today=TODAY, **kwargs)["listed"]))
    return re.findall(r'<option value="([^"]*)"([^>]*)>', drawn)


def test_a_list_begins_with_nobody_chosen_unless_somebody_is():
    """The first of many names would else be sent by whoever did not look."""
    assert [value for value, _ in listed()] == ["", "yes", "no"] and "selected" in listed()[0][1]
    assert [value for value, _ in listed(initial={"listed": "no"})] == ["yes", "no"]


def test_no_id_is_there_twice():
    found = ids(str(fields(Every(today=TODAY))))
    assert sorted(found) == sorted(set(found))


def test_what_describes_a_field_is_on_the_page():
    page = str(fields(Every({}, today=TODAY)))
    described = {name for value in re.findall(r'aria-describedby="([^"]+)"', page) for name in value.split()}
    assert described - set(ids(page)) == set()


def test_the_link_leads_to_the_first_wrong_box():
    class Dates(GovForm):
        born = DayMonthYearField(label="Date of birth")

    form = Dates({"born-day": "1", "born-month": "2"})
    assert 'href="#id_born-year"' in form_errors(form)


def test_an_optional_question_says_so():
    assert "Perhaps (optional)" in field(Every(today=TODAY)["perhaps"])


def test_filters_do_not_say_optional_and_are_small():
    class Filters(FilterForm):
        stage = forms.MultipleChoiceField(choices=YES_NO, required=False, widget=forms.CheckboxSelectMultiple)

    html = field(Filters()["stage"])
    assert "optional" not in html
    assert "govuk-checkboxes--small" in html


def test_a_script_in_an_answer_stays_text():
    html = field(Every({"line": "<script>alert(1)</script>"}, today=TODAY)["line"])
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_errors_of_groups_name_the_group():
    class Person(GovForm):
        name = forms.CharField(label="Name")

    group = Repeating(Person, "people", {"people-count": "2", "people-1-name": "x" * 501}, title="Person", least=1)
    html = form_errors(Every(today=TODAY), group)
    assert re.findall(r'<a href="#([^"]+)">([^<]+)</a>', html) == [
        ("id_people-0-name", "Person 1: Enter name"),
        ("id_people-1-name", "Person 2: Name must be 500 characters or fewer"),
    ]
    assert has_errors(Every(today=TODAY), group) is True


def test_an_unsent_form_has_no_summary():
    assert form_errors(Every(today=TODAY)) == ""
    assert has_errors(Every(today=TODAY)) is False


def test_forms_of_others_speak_our_words_too():
    class Theirs(forms.Form):
        login = forms.EmailField(label="E-mail address")

    assert "Enter e-mail address" in field(Theirs({})["login"])


def test_hints_stand_under_their_options():
    html = field(Every(today=TODAY)["one"], hints={"no": "Say why below"})
    assert re.findall(r'govuk-radios__hint">\s*([^<]+?)\s*<', html) == ["Say why below"]


def test_buttons_do_not_send_twice():
    assert 'data-prevent-double-click="true"' in submit("Save")


def test_tokens_differ():
    assert form_token() != form_token()

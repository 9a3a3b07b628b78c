"""Every part on one page, for looking at; only there with DEBUG."""

from __future__ import annotations

from datetime import date, datetime

from django import forms
from django.http import HttpResponse

from config.dateparts import DateTimeFields, DayMonthYearField, PartDateField
from config.filters import LONDON
from config.govforms import FilterForm, LongTextField, NHSNumberField, Once
from config.pages import page
from config.repeating import Repeating

TODAY = date(2026, 11, 30)
AGENCIES = [
    ("", "Choose an agency"),
    ("police", "Police"),
    ("nelft", "Mental health trust"),
    ("asc", "Adult social care"),
]
TESTS = [
    ("sar", "Safeguarding Adult Review"),
    ("cspr", "Child practice review"),
    ("dhr", "Domestic homicide review"),
]


class Sample(Once):
    """One field of every kind."""

    first_name = forms.CharField(label="First name", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    nhs = NHSNumberField(required=False, help_text="10 digits, as on a letter from a hospital")
    email = forms.EmailField(label="Email address")
    age = forms.IntegerField(
        label="Age",
        min_value=0,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
    )
    born = DayMonthYearField(label="Date of birth", when="past", help_text="For example, 27 3 1984")
    moved = PartDateField(label="Moved to the borough", required=False, help_text="A year alone is enough")
    rang = DateTimeFields(label="Time of the call", help_text="Date, and a time like 2:30pm")
    agency = forms.ChoiceField(label="Agency", choices=AGENCIES)
    died = forms.ChoiceField(
        label="Has the adult died?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    tests = forms.MultipleChoiceField(label="Which tests are met", choices=TESTS, widget=forms.CheckboxSelectMultiple)
    summary = LongTextField(label="What happened", max_length=400, help_text="Facts first, then your concern")
    paper = forms.FileField(label="Chronology", required=False)
    agreed = forms.BooleanField(label="My agency has checked this referral")


class Person(Once):
    name = forms.CharField(label="Name")
    born = PartDateField(label="Date of birth", required=False)


class Filters(FilterForm):
    words = forms.CharField(label="Name or reference", required=False)
    stage = forms.MultipleChoiceField(
        label="Stage",
        required=False,
        choices=[("new", "New"), ("panel", "With the panel"), ("closed", "Closed")],
        widget=forms.CheckboxSelectMultiple,
    )


def style_guide(request):
    """The page itself; ?errors shows every field refused."""
    wrong = {
        "nhs": "943 476 5918",
        "born-day": "31",
        "born-month": "2",
        "born-year": "2020",
        "rang-time": "25:00",
    }
    data = request.POST or (wrong if "errors" in request.GET else None)
    people = Repeating(Person, "people", request.POST or None, title="Person", today=TODAY)
    form = Sample(data, today=TODAY)
    if people.pressed:
        form.hold()
    return page(
        request,
        "style_guide/parts.html",
        form=form,
        groups=[people],
        filters=Filters(),
        due=TODAY,
        at=datetime(2026, 11, 30, 10, 30, tzinfo=LONDON),
        page_href=lambda number: f"?page={number}",
        case_header={
            "reference": "RED-2026-0001",
            "title": "Adult, 54, Ilford",
            "href": "?case",
            "stage": {"text": "With the panel", "colour": "yellow"},
            "restricted": True,
        },
    )


def style_guide_live(request):
    """The part that polls: nothing new."""
    return HttpResponse(status=204)

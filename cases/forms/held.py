"""How long a case is kept, and what is held on one person."""

from __future__ import annotations

from django import forms

from config.dateparts import DayMonthYearField
from config.filters import date_long
from config.govforms import GovForm, LongTextField, NHSNumberField


class WhyForm(GovForm):
    reason = LongTextField(label="Reason", rows=4)


class ClosingDayForm(GovForm):
    closed_on = DayMonthYearField(label="When was the case closed?")
    reason = LongTextField(label="How do you know?", rows=3, help_text="For example the file, or who remembers it.")


class ConfirmDisposalForm(GovForm):
    reference = forms.CharField(
        label="Type the reference of the case to confirm", max_length=24,
        error_messages={"required": "Type the reference of the case"},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip


class FindPersonForm(GovForm):
    """By NHS number, or by last name with a first name or a date of birth."""

    nhs_number = NHSNumberField(label="NHS number", required=False)
    first_name = forms.CharField(label="First name", max_length=120, required=False)
    last_name = forms.CharField(label="Last name", max_length=120, required=False)
    born_on = DayMonthYearField(label="Date of birth", required=False, when="past")

    def clean(self):
        data = super().clean()
        if (
            not self.errors
            and not data.get("nhs_number")
            and not (data.get("last_name") and (data.get("first_name") or data.get("born_on")))
        ):
            self.add_error("nhs_number", "Enter an NHS number, or a last name with a first name or a date of birth")
        return data


class ExportForm(GovForm):
    """Which of the entries found are about this person, and why it is exported."""

    people = forms.TypedMultipleChoiceField(
        label="Which of these are about the person who asked?", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    reason = LongTextField(label="Who asked, and how do you know that it is them?", rows=3, max_length=1000)

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [
            (str(each.pk), f"{each.case.reference}: {each.full_name}, {each.get_kind_display().lower()}")
            for each in people
        ]
        self.fields["people"].hints = {
            str(each.pk): f"Born {date_long(each.born_on)}" if each.born_on else "No date of birth on record"
            for each in people
        }

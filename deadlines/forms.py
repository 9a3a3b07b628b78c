"""What an administrator is asked about days."""

from __future__ import annotations

from django import forms

from config.dateparts import DayMonthYearField
from config.govforms import GovForm, LongTextField

from .calendar import FIRST_YEAR, LAST_YEAR

NAME = {"class": "govuk-input--width-20"}


class KnownYears(DayMonthYearField):
    """A day of the years whose bank holidays are known."""

    def check_when(self, answer):
        if answer is not None and not FIRST_YEAR <= answer.year <= LAST_YEAR:
            self.fail(f"{self.name} must be between {FIRST_YEAR} and {LAST_YEAR}", "year", ["year"])


class ClosureDayForm(GovForm):
    on = KnownYears(label="First day closed")
    until = KnownYears(label="Last day closed", required=False, help_text="Leave empty if it is only one day")
    name = forms.CharField(
        label="Why is it closed?", max_length=120, help_text="For example: offices shut between Christmas and New Year",
        widget=forms.TextInput(attrs=NAME),
    )  # fmt: skip


class BankHolidayForm(GovForm):
    on = KnownYears(label="Date")
    name = forms.CharField(
        label="What is it for?", max_length=120, help_text="For example: a coronation",
        widget=forms.TextInput(attrs=NAME),
    )  # fmt: skip


class WhyForm(GovForm):
    reason = LongTextField(label="Why?", max_length=500, rows=3)


class OwnDateForm(GovForm):
    done_on = DayMonthYearField(label="On which day was it done?", when="past")
    note = LongTextField(
        label="What came of it?", max_length=2_000, rows=4, help_text="For example: looked at, nothing is changed",
    )  # fmt: skip

"""Convening a learning event, saying who came, and what its guests type."""

from __future__ import annotations

from django import forms

from cases.forms import HappenedForm
from config.dateparts import DateTimeFields
from config.govforms import GovForm, LongTextField

from ..rules.guests import guests_in


class GuestsForm(GovForm):
    guests = LongTextField(
        label="Who is invited?", rows=6, required=False,
        help_text="One person in a line: name, then e-mail address. Each gets an e-mail of their own.",
    )  # fmt: skip

    def clean_guests(self):
        guests, wrong = guests_in(self.cleaned_data["guests"])
        if wrong:
            raise forms.ValidationError(wrong[0])
        return guests


class ConveneEventForm(GuestsForm):
    title = forms.CharField(label="What is it called?", max_length=160)
    purpose = LongTextField(
        label="What is it for?", rows=4, help_text="The invited read this behind their private link, not in the e-mail."
    )
    starts_at = DateTimeFields(
        label="When does it begin?",
        help_text="One that took place already can be entered too: invite nobody, then record that it was held.",
    )  # fmt: skip
    place = forms.CharField(label="Where?", max_length=200)
    field_order = ("title", "purpose", "starts_at", "place", "guests")


class ChangeEventForm(GovForm):
    title = forms.CharField(label="What is it called?", max_length=160)
    purpose = LongTextField(label="What is it for?", rows=4)
    starts_at = DateTimeFields(label="When does it begin?")
    place = forms.CharField(label="Where?", max_length=200)
    reason = LongTextField(
        label="If it is moved: why?", rows=2, required=False, help_text="For the record. The invited hear the new day."
    )


class HeldForm(HappenedForm):
    came = forms.TypedMultipleChoiceField(
        label="Who came?", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    learnt = LongTextField(label="What was learnt?", rows=8)
    field_order = ("came", "learnt", "happened_at")

    def __init__(self, *args, invited=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = invited
        if not invited:
            del self.fields["came"]


class ComingForm(GovForm):
    coming = forms.TypedChoiceField(
        label="Will you come?", widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", "Yes"), ("no", "No")],
    )  # fmt: skip


class EvaluationForm(GovForm):
    useful = forms.TypedChoiceField(
        label="How useful was it for your work?", coerce=int, widget=forms.RadioSelect,
        choices=[(5, "Very"), (4, "Quite"), (3, "Partly"), (2, "Little"), (1, "Not at all")],
    )  # fmt: skip
    change = LongTextField(label="What will you do differently?", rows=4, required=False)
    better = LongTextField(label="What should be better next time?", rows=4, required=False)

"""While a review runs: terms, written questions, pauses."""

from __future__ import annotations

from django import forms

from cases.forms import HappenedForm
from config.dateparts import DayMonthYearField
from config.govforms import LongTextField


class TermsForm(HappenedForm):
    """What stands beside the questions of the text's form: the method, and what a later version changes."""

    methodology = forms.ChoiceField(label="How is the review carried out?", widget=forms.RadioSelect)
    changed = LongTextField(label="What does this version change, and why?", rows=3)
    reason = LongTextField(label="Why is it done all the same?", rows=3)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("methodology", "changed", "reason", "happened_at", "seen")

    def __init__(self, *args, ways=(), later=False, remarks=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["methodology"].choices = ways
        if remarks:
            self.fields["reason"].help_text = f"Normally first: {'; '.join(remarks)}."
        for name, needed in (("methodology", ways), ("changed", later), ("reason", remarks)):
            if not needed:
                del self.fields[name]


class ProgressForm(HappenedForm):
    asked = LongTextField(
        label="What is the reviewer asked?", rows=5,
        help_text="For example how far the work is, what stands in the way, what is found so far.",
    )  # fmt: skip
    answer_by = DayMonthYearField(label="When is the answer wanted?")
    field_order = ("asked", "answer_by", "happened_at")


class AnswerProgressForm(HappenedForm):
    answer = LongTextField(label="Your answer", rows=8)
    field_order = ("answer", "happened_at")


class PauseForm(HappenedForm):
    reason = LongTextField(
        label="Why is the review paused?", rows=4,
        help_text="The reason is passed on as you write it. Name nobody the case is about.",
    )  # fmt: skip
    waits_for = forms.ChoiceField(label="What does it wait for?", required=False, widget=forms.RadioSelect)
    expected_on = DayMonthYearField(label="When should it go on, as far as is known?", required=False)
    told = forms.MultipleChoiceField(
        label="Who has been told the reason?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="This service does not write to them. Who is still to be told stays on the page of the review.",
    )  # fmt: skip
    field_order = ("reason", "waits_for", "expected_on", "told", "happened_at")

    def __init__(self, *args, processes=(), outside=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["waits_for"].choices = [*processes, ("", "Something else")]
        self.fields["told"].choices = outside
        for name, offered in (("waits_for", processes), ("told", outside)):
            if not offered:
                del self.fields[name]

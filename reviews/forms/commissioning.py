"""Ordering a review, and narrowing the list of reviews."""

from __future__ import annotations

from django import forms

from cases.forms import HappenedForm
from config.govforms import FilterForm, LongTextField


class CommissionForm(HappenedForm):
    focus = LongTextField(
        label="What does the review look at?", rows=5,
        help_text="Taken over from the decision. Word it anew if the order says it more exactly.",
    )  # fmt: skip
    methodology = forms.ChoiceField(label="How is it carried out?", widget=forms.RadioSelect)
    duties = forms.MultipleChoiceField(
        label="Which duties does this one review meet?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="One review can meet several duties at once. The family then has one plan and one person to talk to.",
    )  # fmt: skip
    lead = forms.ChoiceField(label="Which process leads, if there are several?", required=False,
                             widget=forms.RadioSelect)  # fmt: skip
    body = forms.ChoiceField(label="Which body commissions it?", widget=forms.RadioSelect)
    told = forms.MultipleChoiceField(
        label="Which of these have been told already?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="This service does not write to them. Who is still to be told stays on the page of the review.",
    )  # fmt: skip
    reason = LongTextField(label="Why is it done all the same?", rows=3)
    field_order = ("focus", "methodology", "body", "duties", "lead", "told", "reason", "happened_at")

    def __init__(
        self, *args, ways=(), tests=(), lead_known=False, bodies=(), outside=(), remarks=(), **kwargs
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        choices = {"methodology": ways, "duties": tests, "lead": tests, "body": bodies, "told": outside}
        for name, found in choices.items():
            self.fields[name].choices = found
            if not found:
                del self.fields[name]
        if len(tests) < 2:
            self.fields.pop("duties", None)
        if len(tests) < 2 or lead_known:
            self.fields.pop("lead", None)
        if remarks:
            self.fields["reason"].help_text = f"Normally first: {'; '.join(remarks)}."
        else:
            del self.fields["reason"]


class TrackerFilter(FilterForm):
    show = forms.ChoiceField(
        label="Reviews",
        required=False,
        widget=forms.RadioSelect,
        choices=[("running", "Running"), ("ended", "Ended")],
        initial="running",
    )
    borough = forms.TypedChoiceField(label="Borough", required=False, coerce=int, empty_value=None)

    def __init__(self, *args, boroughs=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["borough"].choices = [("", "All boroughs"), *boroughs]
        if not boroughs:
            del self.fields["borough"]

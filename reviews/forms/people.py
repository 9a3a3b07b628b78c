"""The approved list, the checks on a reviewer, appointing."""

from __future__ import annotations

from django import forms

from cases.forms import HappenedForm
from config.dateparts import DayMonthYearField
from config.govforms import GovForm, LongTextField


class ReviewerForm(GovForm):
    name = forms.CharField(label="Name", max_length=160)
    email = forms.EmailField(label="E-mail address", max_length=254)
    organisation = forms.CharField(label="Organisation", max_length=160, required=False)
    independent = forms.TypedChoiceField(
        label="Are they independent of the agencies here?", widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        choices=[("yes", "Yes"), ("no", "No: a peer from another area, or a colleague")],
    )  # fmt: skip
    experience = LongTextField(label="What have they done, and what do they know?", rows=5)
    found_by = forms.CharField(
        label="How did they come onto the list?", max_length=200, required=False,
        help_text="For example a regional procurement, the national panel’s pool, a recommendation.",
    )  # fmt: skip


class RemoveReviewerForm(GovForm):
    reason = LongTextField(label="Why are they taken off the list?", rows=3)


class AppointForm(HappenedForm):
    reviewer = forms.TypedChoiceField(label="Who is appointed?", coerce=int, widget=forms.RadioSelect)
    contract_from = DayMonthYearField(label="First day of the contract")
    contract_to = DayMonthYearField(label="Last day of the contract")
    in_spite = LongTextField(
        label="If not every check is met: why are they appointed all the same?", rows=3, required=False
    )
    told = forms.MultipleChoiceField(
        label="Who outside has been told the name?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="This service does not write to them. Who is still to be told stays on the page of the review.",
    )  # fmt: skip
    field_order = ("reviewer", "contract_from", "contract_to", "in_spite", "told", "happened_at")

    def __init__(self, *args, reviewers=(), outside=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].choices = reviewers
        self.fields["told"].choices = outside
        if not outside:
            del self.fields["told"]


class ReasonForm(HappenedForm):
    reason = LongTextField(label="Why?", rows=4)
    field_order = ("reason", "happened_at")


def check_form(checks, reviewers, data=None, *, today, initial=None) -> HappenedForm:
    """Who is looked at, and each check of the text with a place for words."""
    fields: dict[str, forms.Field] = {
        "reviewer": forms.TypedChoiceField(
            label="Who is looked at?", coerce=int, widget=forms.RadioSelect, choices=reviewers
        )
    }
    for check in checks:
        fields[check.name] = forms.ChoiceField(
            label=check.title, widget=forms.RadioSelect, choices=[("yes", "Yes"), ("no", "No")], help_text=check.note
        )
        fields[f"{check.name}-remark"] = forms.CharField(
            label="What does this rest on?", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
        )
    order = (*fields, "happened_at")
    return type("CheckForm", (HappenedForm,), {**fields, "field_order": order})(data, today=today, initial=initial)

"""Forms of the spine. Each act form may say when the thing really happened (C-51)."""

from __future__ import annotations

from django import forms

from config.dateparts import DateTimeFields, DayMonthYearField
from config.govforms import GovForm, LongTextField, NHSNumberField

from ..models import Note, Person


class HappenedForm(GovForm):
    """An act with an optional time of its own; empty means now. Never in the future."""

    happened_at = DateTimeFields(
        label="When did this happen?",
        help_text="Leave empty if it is happening now. Deadlines run from this time, not from when you typed it.",
        required=False,
        when="past",
    )

    def at(self, now):
        """The instant the act happened: what was typed, else now."""
        return self.cleaned_data.get("happened_at") or now


class NoteForm(HappenedForm):
    kind = forms.ChoiceField(label="What is it?", choices=Note.Kind.choices, widget=forms.RadioSelect)
    with_whom = forms.CharField(label="With whom", max_length=160, required=False)
    text = LongTextField(label="What was said or advised", rows=8)
    field_order = ("kind", "with_whom", "text", "happened_at")


class ReasonForm(HappenedForm):
    reason = LongTextField(label="Reason", rows=4)
    field_order = ("reason", "happened_at")


class PersonForm(GovForm):
    kind = forms.ChoiceField(label="Part in the case", choices=Person.Kind.choices, widget=forms.RadioSelect)
    first_name = forms.CharField(label="First name", max_length=120, required=False)
    last_name = forms.CharField(label="Last name", max_length=120, required=False)
    other_names = forms.CharField(label="Other names used", max_length=200, required=False)
    relationship = forms.CharField(label="Relationship to the subject", max_length=120, required=False)
    born_on = DayMonthYearField(label="Date of birth", required=False, when="past")
    died_on = DayMonthYearField(label="Date of death", required=False, when="past")
    gender = forms.CharField(label="Gender", max_length=60, required=False)
    ethnicity = forms.CharField(label="Ethnicity", max_length=120, required=False)
    nhs_number = NHSNumberField(label="NHS number", required=False)

    def clean(self):
        data = super().clean()
        if not (data.get("first_name") or data.get("last_name")) and not self.errors:
            self.add_error("last_name", "Enter a first name or a last name")
        if data.get("born_on") and data.get("died_on") and data["died_on"] < data["born_on"]:
            self.add_error("died_on", "Date of death must be the same as or after the date of birth")
        return data


class CorrectPersonForm(PersonForm):
    reason = LongTextField(label="Why is this put right?", rows=3)
    version = forms.IntegerField(widget=forms.HiddenInput)


class FactForm(GovForm):
    happened_at = DateTimeFields(label="When was it?")
    reason = LongTextField(label="How do you know, or why is it put right?", rows=3)


class LinkForm(GovForm):
    other = forms.CharField(label="Reference of the other case", max_length=24)
    why = LongTextField(label="Why do they belong together?", rows=3)


class MergeForm(GovForm):
    into = forms.CharField(label="Reference of the case that goes on", max_length=24)
    reason = LongTextField(label="Why are these the same event?", rows=3)


class ConflictForm(GovForm):
    membership = forms.TypedChoiceField(label="Who", coerce=int)
    reason = LongTextField(label="What is the conflict of interest?", rows=3)

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["membership"].choices = [(person.pk, str(person)) for person in people]


class LeadForm(HappenedForm):
    test = forms.ChoiceField(label="Which process leads?", widget=forms.RadioSelect)
    reasons = LongTextField(label="Reasons", rows=4)
    field_order = ("test", "reasons", "happened_at")

    def __init__(self, *args, tests=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["test"].choices = tests


class TellOutcomeForm(HappenedForm):
    how = forms.ChoiceField(
        label="How is the referrer told?",
        widget=forms.RadioSelect,
        choices=[
            ("letter", "By the decision letter on their private page (an e-mail says it is there)"),
            ("telephone", "By telephone, with the letter to follow"),
            ("in person", "In person, with the letter to follow"),
        ],
    )
    reasons = LongTextField(
        label="Why, in the words of the letter", rows=6, max_length=8000,
        help_text="These are the reasons on record. Put them in words that the referrer understands.",
    )  # fmt: skip
    next_steps = LongTextField(label="What happens next, in the words of the letter", rows=4, max_length=4000)
    field_order = ("how", "reasons", "next_steps", "happened_at")


def criteria_form(aid, data=None, initial=None, today=None) -> GovForm:
    """The form of one decision aid: a radio for each question, a remark beside it, and the reasons."""
    fields: dict[str, forms.Field] = {}
    for question in aid.questions:
        if question.kind == "consider":
            choices = [("yes", "Yes"), ("no", "No"), ("not known", "Not known yet")]
        elif question.kind == "one of":
            choices = [(branch.answer, branch.answer.capitalize()) for branch in question.branches]
        else:
            choices = [(branch.answer, branch.answer.capitalize()) for branch in question.branches]
        fields[question.name] = forms.ChoiceField(
            label=question.text,
            help_text=question.hint,
            choices=choices,
            required=False,
            widget=forms.RadioSelect,
        )
        fields[f"{question.name}-remark"] = forms.CharField(
            label="Remark", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
        )
    fields["reasons"] = LongTextField(label="Reasons for the answers", rows=5)
    form_class = type("CriteriaForm", (HappenedForm,), fields)
    return form_class(data, initial=initial, today=today)


class ChaseForm(GovForm):
    """What is reminded of: the ticked things, or by the other buttons what is late or due soon, or everything, as far
    as it was not reminded of today."""

    deadlines = forms.TypedMultipleChoiceField(
        label="What is reminded of?", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, *, rows=(), ticked=(), **kwargs):
        super().__init__(data, **kwargs)
        self.everything = [row.id for row in rows if row.may_be_reminded]
        self.pressing = [row.id for row in rows if row.may_be_reminded and row.is_pressing]
        self.fields["deadlines"].choices = [(row.id, row.shown.title) for row in rows]
        posted = data.getlist("deadlines") if data is not None else []
        agencies = [row.id for row in rows if row.may_be_reminded and str(row.deadline.agency_id or "") in ticked]
        self.ticked = {*posted, *(str(pk) for pk in agencies)}

    @property
    def chosen(self) -> list[int]:
        if "all" in self.data:
            return self.everything
        return self.pressing if "pressing" in self.data else self.cleaned_data["deadlines"]

    def clean(self):
        data = super().clean()
        by_button = "all" in self.data or "pressing" in self.data
        if not by_button and not data.get("deadlines") and not self.errors:
            self.add_error("deadlines", "Tick what you want to remind of")
        return data

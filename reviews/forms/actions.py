"""Actions: created, reported on, given more time, asked about, ended."""

from __future__ import annotations

from django import forms

from cases.forms import HappenedForm
from cases.sheets.fields import FilesField
from config.dateparts import DayMonthYearField
from config.govforms import FilterForm, GovForm, LongTextField
from documents.files import ACCEPTED, check_upload

from ..acts.progress import HOW_FAR
from ..models import Action


def papers(label: str) -> FilesField:
    return FilesField(check=check_upload, label=label, required=False, help_text=f"{ACCEPTED}, at most 10 MB each.")


class OwnerFields(GovForm):
    """Who does it: an agency, and a person of it with or without an account."""

    agency = forms.TypedChoiceField(label="Which agency does it?", coerce=int)
    owner = forms.TypedChoiceField(
        label="Who in that agency, if they have an account?", coerce=int, required=False, empty_value=None,
        help_text="They report on it from their own list. Otherwise everybody who answers for the agency can.",
    )  # fmt: skip
    owner_name = forms.CharField(
        label="A name or post, if it is somebody without an account", max_length=160, required=False
    )

    def __init__(self, *args, agencies=(), people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose an agency"), *((one.pk, one.title) for one in agencies)]
        self.fields["owner"].choices = [
            ("", "Nobody in particular"),
            *((one.pk, f"{one.user.name}, {one.agency.title}") for one in people),
        ]


class CreateActionForm(OwnerFields, HappenedForm):
    what = LongTextField(label="What is to be done?", rows=3, max_length=2000)
    measure = LongTextField(
        label="What would show that it worked?", rows=3, max_length=2000,
        help_text="For example “Nine of ten case files looked at in May show the question was asked”.",
    )  # fmt: skip
    due_on = DayMonthYearField(label="By which day?")
    origin = forms.ChoiceField(label="Where does it come from?", widget=forms.RadioSelect)
    origin_words = forms.CharField(
        label="Which meeting or review, if one", max_length=200, required=False,
        help_text="For example “Panel meeting, 14 September 2026”.",
    )  # fmt: skip
    carries_out = forms.TypedChoiceField(
        label="Which recommendation does it carry out?", coerce=int, required=False, empty_value=None
    )
    field_order = ("what", "agency", "owner", "owner_name", "due_on", "measure", "origin", "origin_words",
                   "carries_out", "happened_at")  # fmt: skip

    def __init__(self, *args, recommendations=(), learning=False, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [one for one in Action.Origin.choices if one[0] != Action.Origin.LEARNING]
        self.fields["origin"].choices = choices
        if learning:
            del self.fields["origin"], self.fields["origin_words"]
        if recommendations:
            named = [(one.pk, f"{one.words}: {one.wording[:80]}") for one in recommendations]
            self.fields["carries_out"].choices = [("", "None"), *named]
        else:
            del self.fields["carries_out"]


class AgreeForm(HappenedForm):
    actions = forms.TypedMultipleChoiceField(
        label="Which actions were agreed?", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    body = forms.CharField(
        label="Who agreed?", max_length=200, help_text="The panel or board, and the meeting if there was one."
    )
    sharing = LongTextField(label="How is the learning shared, and by whom?", rows=4, required=False)
    field_order = ("actions", "body", "sharing", "happened_at")

    def __init__(self, *args, rows=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["actions"].choices = [
            (row.action.pk, f"{row.action.number}. {row.action.what[:120]} ({row.action.owner_words})") for row in rows
        ]


class ProgressForm(HappenedForm):
    how_far = forms.ChoiceField(label="How far is it?", choices=list(HOW_FAR.items()), widget=forms.RadioSelect)
    text = LongTextField(label="What has been done?", rows=5)
    barriers = LongTextField(label="What stands in the way?", rows=3, required=False)
    files = papers("Evidence")
    field_order = ("how_far", "text", "barriers", "files", "happened_at")


class CompleteForm(HappenedForm):
    text = LongTextField(label="What was done?", rows=5)
    proof = LongTextField(label="What shows that it worked?", rows=4)
    files = papers("Evidence")
    field_order = ("text", "proof", "files", "happened_at")


class AskMoreTimeForm(HappenedForm):
    until = DayMonthYearField(label="Until which day?")
    reason = LongTextField(label="Why is more time needed?", rows=4)
    field_order = ("until", "reason", "happened_at")


class ExtendForm(HappenedForm):
    until = DayMonthYearField(label="Until which day?")
    reason = LongTextField(label="What is exceptional, so that it gets more time?", rows=4)
    asked_by = forms.CharField(label="Who asked for it?", max_length=200, required=False)
    files = papers("The request, if it came in writing")
    field_order = ("until", "reason", "asked_by", "files", "happened_at")

    def __init__(self, *args, joint="", agency="", asked=None, **kwargs):
        super().__init__(*args, **kwargs)
        if asked is not None:
            del self.fields["asked_by"]
        elif joint:
            self.fields["asked_by"].label = f"Who asked for it as {joint} of {agency}, and how?"
            self.fields["asked_by"].help_text = "Only at their request. Name them, and say whether by letter or call."


class QuestionForm(HappenedForm):
    question = LongTextField(label="What do you want to know?", rows=4)
    field_order = ("question", "happened_at")


class UpForm(QuestionForm):
    reason = LongTextField(label="Why is it done before that day?", rows=3)
    field_order = ("question", "reason", "happened_at")

    def __init__(self, *args, early=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not early:
            del self.fields["reason"]


class ExplainForm(HappenedForm):
    text = LongTextField(label="Why is it late?", rows=4)
    steps = LongTextField(label="What is done to complete it?", rows=4)
    expected_on = DayMonthYearField(label="When will it be done?", required=False)
    field_order = ("text", "steps", "expected_on", "happened_at")


class WhyForm(HappenedForm):
    reason = LongTextField(label="Reason", rows=4)
    field_order = ("reason", "happened_at")


class DropForm(WhyForm):
    reason = LongTextField(
        label="Why is it given up?", rows=4, help_text="The reason is part of the annual report to the boards."
    )


class ReopenForm(WhyForm):
    due_on = DayMonthYearField(label="By which day now?", required=False, help_text="Leave empty to keep its day.")
    field_order = ("reason", "due_on", "happened_at")


class ChangeOwnerForm(OwnerFields, HappenedForm):
    reason = LongTextField(label="Why does it change hands?", rows=3)
    field_order = ("agency", "owner", "owner_name", "reason", "happened_at")


class PlanFilter(FilterForm):
    agency = forms.TypedChoiceField(label="Agency", coerce=int, required=False, empty_value=None)
    state = forms.ChoiceField(
        label="How it stands", required=False,
        choices=[("", "All"), ("late", "Late"), ("open", "To do"), ("done", "Done"), ("dropped", "Given up")],
    )  # fmt: skip
    theme = forms.ChoiceField(label="Theme", required=False)

    def __init__(self, *args, agencies=(), themes=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "All"), *((one.pk, one.title) for one in agencies)]
        self.fields["theme"].choices = [("", "All"), *((one.name, one.title) for one in themes)]


class PeriodForm(FilterForm):
    since = DayMonthYearField(label="From", required=False)
    until = DayMonthYearField(label="To", required=False)

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "The last day is before the first")
        return data

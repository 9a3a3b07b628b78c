"""What is typed around a meeting. Plain forms; what may be chosen is given by the view."""

from __future__ import annotations

import datetime as dt

from django import forms

from cases.forms import HappenedForm
from config.dateparts import DateTimeFields, DayMonthYearField
from config.filters import LONDON, datetime_long
from config.govforms import GovForm, LongTextField, Once

from . import rules
from .models import ActionPoint, Attendance


class ConveneForm(Once):
    body = forms.ChoiceField(label="Which body meets?", widget=forms.RadioSelect)
    borough = forms.ChoiceField(label="Of which borough?", widget=forms.RadioSelect, required=False)
    starts_at = DateTimeFields(label="Date and time", help_text="For example, 8 9 2026 and 10am")
    place = forms.CharField(label="Place or video link", max_length=200)
    kind = forms.ChoiceField(label="How does it meet?", widget=forms.RadioSelect)
    count = forms.IntegerField(
        label="How many meetings?", min_value=1, max_value=24, initial=1,
        help_text="More than one makes a series, on the same weekday of each month. Invitations go out for one only.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
    )  # fmt: skip
    short_notice_why = LongTextField(
        label="Why it cannot wait, if it is called at short notice", required=False, rows=2,
        help_text="Needed only when the procedure gives members more time than is left.",
    )  # fmt: skip

    def __init__(self, *args, bodies=(), kinds=(), places=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {place.slug: place for place in places}
        self.fields["body"].choices = bodies
        self.fields["borough"].choices = [(place.slug, place.title) for place in places]
        if not places:
            del self.fields["borough"]
        self.fields["kind"].choices = kinds


class MoveForm(GovForm):
    starts_at = DateTimeFields(label="New date and time", help_text="For example, 8 9 2026 and 10am", when="future")
    place = forms.CharField(label="Place or video link", max_length=200)
    reason = LongTextField(label="Why is it moved?", rows=2, max_length=1000)


class NothingAsked(GovForm):
    """A page with a question and a button, and nothing to type."""


class AgendaForm(GovForm):
    meeting = forms.TypedChoiceField(label="Which meeting?", coerce=int, widget=forms.RadioSelect)
    minutes_planned = forms.IntegerField(
        label="Minutes planned", required=False, min_value=1, max_value=480,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )  # fmt: skip
    presenter = forms.CharField(label="Who presents it", max_length=160, required=False)
    reason = LongTextField(
        label="Why now, if something is still missing", required=False, rows=3,
        help_text="Needed only when the procedure would have something come first.",
    )  # fmt: skip

    def __init__(self, *args, meetings=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].choices = meetings


class OtherItemForm(GovForm):
    title = forms.CharField(label="What is the item?", max_length=200)
    minutes_planned = forms.IntegerField(
        label="Minutes planned", required=False, min_value=1, max_value=480,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )  # fmt: skip
    presenter = forms.CharField(label="Who presents it", max_length=160, required=False)


class ReasonForm(GovForm):
    reason = LongTextField(label="Reason", rows=4)


class AttendanceForm(HappenedForm):
    """Somebody arrives or sends apologies: a person with an account, or a guest by name."""

    mark_optional = False  # a person or a name is asked for: neither is to be left out with the other
    membership = forms.TypedChoiceField(
        label="Who", coerce=int, required=False, empty_value=None, help_text="By agency. Those invited come first."
    )
    name = forms.CharField(
        label="Name, if they are not in the list", max_length=160, required=False,
        help_text="Somebody without an account here.",
    )  # fmt: skip
    agency = forms.TypedChoiceField(
        label="Agency of somebody who is not in the list", coerce=int, required=False, empty_value=None
    )
    part = forms.ChoiceField(label="In which part?", choices=Attendance.Part.choices, widget=forms.RadioSelect)
    field_order = ("membership", "name", "agency", "part", "happened_at")

    def __init__(self, *args, people=(), agencies=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["membership"].choices = [("", "Choose, or enter a name below"), *people]
        self.fields["agency"].choices = [("", "None"), *agencies]

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("membership") and not data.get("name"):
            self.add_error("membership", "Choose a person or enter a name")
        return data


class DeputyForm(GovForm):
    stands_in_for = forms.TypedChoiceField(label="Who cannot come?", coerce=int)
    deputy = forms.TypedChoiceField(label="Who comes instead?", coerce=int)

    def __init__(self, *args, members=(), deputies=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stands_in_for"].choices = members
        self.fields["deputy"].choices = deputies


class QuestionForm(GovForm):
    wording = LongTextField(label="The question", rows=3, max_length=1000)
    options = forms.MultipleChoiceField(
        label="Which answers can be voted for?", widget=forms.CheckboxSelectMultiple,
        help_text="Choose at least two. Abstaining is always possible.",
    )  # fmt: skip

    def __init__(self, *args, options=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["options"].choices = options


class CorrespondenceForm(QuestionForm):
    answer_by = DayMonthYearField(label="Answers by", when="future")


class VoteForm(GovForm):
    option = forms.ChoiceField(label="Your agency’s vote", widget=forms.RadioSelect)
    reason = LongTextField(label="Reason", required=False, rows=2, max_length=2000)

    def __init__(self, *args, options=(), **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(one["value"], one["label"]) for one in options]
        self.fields["option"].choices = [*choices, (rules.ABSTAIN, "Abstain")]


class PaperVoteForm(VoteForm):
    """The secretariat enters what somebody in the room said or wrote."""

    attendance = forms.TypedChoiceField(label="Whose vote is it?", coerce=int, widget=forms.RadioSelect)
    field_order = ("attendance", "option", "reason")

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["attendance"].choices = people
        self.fields["option"].label = "How does their agency vote?"


class CloseQuestionForm(GovForm):
    chairs_choice = forms.ChoiceField(
        label="The chair’s own choice", required=False, widget=forms.RadioSelect,
        help_text="Counts only if the votes alone carry nothing.",
    )  # fmt: skip
    chairs_reason = LongTextField(label="The chair’s reasons", required=False, rows=3)

    def __init__(self, *args, options=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chairs_choice"].choices = [("", "None"), *((one["value"], one["label"]) for one in options)]


class MoreInformationForm(GovForm):
    what = LongTextField(label="What has to be found out?", rows=4)
    from_whom = forms.CharField(label="From whom", max_length=300)
    second_meeting = forms.TypedChoiceField(
        label="How is the decision taken then?", widget=forms.RadioSelect, coerce=lambda value: value == "meeting",
        choices=[("writing", "In writing, without a second meeting"), ("meeting", "At another meeting")],
    )  # fmt: skip


class RecommendForm(GovForm):
    review_type = forms.ChoiceField(label="Type of review", widget=forms.RadioSelect)
    focus = LongTextField(label="Focus", rows=4, help_text="What the review should look at, or what should be learnt.")
    methodology = forms.ChoiceField(label="Methodology", required=False, widget=forms.RadioSelect)
    reasons = LongTextField(label="Reasons", rows=6)
    confirmed = forms.BooleanField(required=False)

    def __init__(self, *args, types=(), methodologies=(), confirms=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["confirmed"].label = f"I confirm: {' '.join(confirms)}"
        if not confirms:
            del self.fields["confirmed"]
        self.fields["review_type"].choices = types
        self.fields["methodology"].choices = [*methodologies, ("", "None: there will be no review")]
        if not methodologies:
            del self.fields["methodology"]


class DecideForm(RecommendForm):
    decided_with = LongTextField(
        label="Who took part in the decision?",
        rows=2,
        max_length=1000,
        help_text="Names and the partners they speak for.",
    )


class ReasonsForm(GovForm):
    reasons = LongTextField(label="Reasons", rows=6)


class OfABody(forms.Form):
    """Put before a form whose answer a body gives together: who took part and who agreed (C-14, BEX-4).

    `body`: (its title, how it decides); None where one person answers for themselves.
    """

    decided_with = LongTextField(label="Who took part, and who agreed?", rows=3, max_length=1000)

    def __init__(self, *args, body: tuple[str, str] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if body is None:
            del self.fields["decided_with"]
            return
        title, rule = body
        self.fields[
            "decided_with"
        ].help_text = (
            f"Needed: {rule}. Name each member of the {title} and what they said; of one who took no part, why."
        )


class AnswerForm(OfABody, ReasonsForm):
    """A body agrees with a recommendation, or sends it back."""


class ReplaceForm(OfABody, RecommendForm):
    """A body decides something else."""


class DissentForm(GovForm):
    rationale = LongTextField(
        label="Why does your agency disagree?", rows=6,
        help_text="Your agency’s lead reads this first and takes it to the chair.",
    )  # fmt: skip


class PassOnForm(GovForm):
    remarks = LongTextField(label="Your remarks", required=False, rows=4)


class DiscussionForm(GovForm):
    text = LongTextField(label="What was said", rows=8)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ActionForm(GovForm):
    item = forms.TypedChoiceField(label="On which item?", coerce=int, widget=forms.RadioSelect)
    text = forms.CharField(label="What is to be done?", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    agency = forms.TypedChoiceField(label="Which agency does it?", coerce=int, required=False, empty_value=None)
    owner = forms.CharField(label="Who does it, if it is a person or no agency’s", max_length=160, required=False)
    due_on = DayMonthYearField(label="By which day?", required=False)

    def __init__(self, *args, items=(), agencies=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = items
        self.fields["agency"].choices = [("", "None"), *agencies]


class EndActionForm(GovForm):
    state = forms.ChoiceField(
        label="How does it stand?", widget=forms.RadioSelect, choices=ActionPoint.State.choices[1:]
    )
    outcome = LongTextField(label="What was done, or why it is no longer needed", rows=4)

    def __init__(self, *args, may_drop=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_drop:
            self.fields["state"].choices = ActionPoint.State.choices[1:2]


class SendMinutesForm(GovForm):
    comments_by = DayMonthYearField(label="Amendments until", when="future", help_text="The last day counts.")


class CommentForm(GovForm):
    item = forms.TypedChoiceField(
        label="What is it about?", coerce=int, required=False, empty_value=None, widget=forms.RadioSelect
    )
    text = LongTextField(label="What should read differently, and how?", rows=5, max_length=4000)

    def __init__(self, *args, items=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [*items, ("", "The minutes as a whole")]


class AnswerCommentForm(GovForm):
    taken = forms.TypedChoiceField(
        label="What became of it?", widget=forms.RadioSelect, coerce=lambda value: value == "taken",
        choices=[("taken", "Taken into the minutes"), ("not-taken", "Not taken in")],
    )  # fmt: skip
    answer = LongTextField(label="Reason or remark", required=False, rows=3, help_text="Needed if it is not taken in.")


class AgreeMinutesForm(GovForm):
    meeting = forms.TypedChoiceField(
        label="When were they agreed?", coerce=int, required=False, empty_value=None, widget=forms.RadioSelect
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, meetings=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].choices = [*meetings, ("", "Between meetings, by those who were there")]


class PeriodForm(GovForm):
    since = DayMonthYearField(label="From", required=False)
    until = DayMonthYearField(label="To", required=False)

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "The last day is before the first")
        return data


def minutes_form(items, data=None, initial=None) -> GovForm:
    """The words of the minutes: the opening, and what was said on each item that the reader may see."""
    fields: dict[str, forms.Field] = {
        "version": forms.IntegerField(widget=forms.HiddenInput),
        "text": LongTextField(label="Opening", rows=6, required=False),
    }
    for number, item in items:
        title = f"{number}. {f'Case {item.case.reference}' if item.case else item.title}"
        fields[f"item-{item.pk}"] = LongTextField(label=f"{title}: what was said", rows=6, required=False)
    return type("MinutesForm", (GovForm,), fields)(data, initial=initial)


class AgreeForm(GovForm):
    agreed = forms.BooleanField(label="I have read this and agree to it", required=False)


def prepare_form(groups, data=None) -> GovForm:
    """One list of sheets for each item: (field, label, planned sheets); those that usually go in are ticked."""
    fields: dict[str, forms.Field] = {
        name: forms.MultipleChoiceField(
            label=label,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(sheet.key, sheet.title) for sheet in sheets],
            initial=[sheet.key for sheet in sheets if sheet.usual],
        )
        for name, label, sheets in groups
    }
    return type("PrepareForm", (GovForm,), {**fields, "mark_optional": False})(data)


def meeting_choices(meetings, title) -> list[tuple[int, str]]:
    return [(m.pk, f"{title(m)}, {datetime_long(m.starts_at)}") for m in meetings]


def at_or_now(form: HappenedForm, now: dt.datetime) -> dt.datetime:
    """When it happened: as typed, never later than now though the minutes of a meeting pass while one types."""
    return min(form.at(now), now.astimezone(LONDON))

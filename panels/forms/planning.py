"""Typed before a meeting: calling it, its agenda, who comes, its papers."""

from __future__ import annotations

import datetime as dt

from django import forms

from cases.forms import HappenedForm
from config.dateparts import DateTimeFields, DayMonthYearField
from config.filters import LONDON, datetime_long
from config.govforms import GovForm, LongTextField, Once

from ..models import Attendance, PollAnswer


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
    held_already_why = LongTextField(
        label="Why it is only entered now, if it has been held already", required=False, rows=2,
        help_text="Needed only when the day has passed. Nobody is invited then.",
    )  # fmt: skip

    def __init__(self, *args, bodies=(), kinds=(), places=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {place.slug: place for place in places}
        self.fields["body"].choices = bodies
        self.fields["borough"].choices = [(place.slug, place.title) for place in places]
        if not places:
            del self.fields["borough"]
        self.fields["kind"].choices = kinds


DATES = tuple(f"date_{number}" for number in range(1, 7))


def _offered_date(number: int) -> DateTimeFields:
    return DateTimeFields(
        label=f"Date {number}", when="future", required=number <= 2, help_text="For example, 8 9 2026 and 10am"
    )


class OfferDatesForm(Once):
    body = forms.ChoiceField(label="Which body meets?", widget=forms.RadioSelect)
    borough = forms.ChoiceField(label="Of which borough?", widget=forms.RadioSelect, required=False)
    kind = forms.ChoiceField(label="How does it meet?", widget=forms.RadioSelect)
    place = forms.CharField(label="Place or video link", max_length=200)
    case = forms.ChoiceField(
        label="For which case?", required=False,
        help_text="Its deadlines are shown beside each date. Leave it empty for a meeting about several.",
    )  # fmt: skip
    date_1, date_2, date_3 = _offered_date(1), _offered_date(2), _offered_date(3)
    date_4, date_5, date_6 = _offered_date(4), _offered_date(5), _offered_date(6)
    answers_by = DayMonthYearField(label="Answers by", when="future")

    def __init__(self, *args, bodies=(), kinds=(), places=(), cases=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {place.slug: place for place in places}
        self.fields["body"].choices = bodies
        self.fields["kind"].choices = kinds
        self.fields["borough"].choices = [(place.slug, place.title) for place in places]
        if not places:
            del self.fields["borough"]
        self.fields["case"].choices = [("", "None"), *cases]

    @property
    def dates(self) -> list[dt.datetime]:
        return [self.cleaned_data[name] for name in DATES if self.cleaned_data.get(name)]


def dates_form(dates, data=None, initial=None) -> GovForm:
    """Of each date whether one can come. `dates`: (number, words)."""
    fields: dict[str, forms.Field] = {
        f"date-{number}": forms.ChoiceField(label=words, widget=forms.RadioSelect, choices=PollAnswer.Answer.choices)
        for number, words in dates
    }
    return type("DatesForm", (GovForm,), fields)(data, initial=initial)


class ChooseDateForm(GovForm):
    short_notice_why = LongTextField(label="Why it cannot wait", rows=2)

    def __init__(self, *args, late: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        if late:
            self.fields["short_notice_why"].help_text = late
        else:
            del self.fields["short_notice_why"]


class MoveForm(GovForm):
    starts_at = DateTimeFields(label="New date and time", help_text="For example, 8 9 2026 and 10am", when="future")
    place = forms.CharField(label="Place or video link", max_length=200)
    reason = LongTextField(label="Why is it moved?", rows=2, max_length=1000)


class NothingAsked(GovForm):
    """A page with a question and a button, and nothing to type."""


class MomentForm(HappenedForm):
    """When a meeting began or ended, where it was not now."""

    def __init__(self, *args, label: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["happened_at"].label = label
        self.fields["happened_at"].help_text = "Leave empty if it is now. Deadlines run from this time."


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


class AgreeForm(GovForm):
    agreed = forms.BooleanField(label="I have read this and agree to it", required=False)


def prepare_form(groups, data=None) -> GovForm:
    """One list of sheets for each item: (field, label, planned sheets); those that usually go in are ticked."""
    fields: dict[str, forms.Field] = {
        name: forms.MultipleChoiceField(
            label=label,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(sheet.key, sheet.label) for sheet in sheets],
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

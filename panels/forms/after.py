"""Typed when it is over: minutes, amendments, action points."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from django import forms

from config.dateparts import DayMonthYearField
from config.govforms import GovForm, LongTextField

from ..models import ActionPoint


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


def _mark(words: str) -> str:
    """Short and the same for the same words: what a field began with, without sending it twice."""
    return sha256(words.strip().encode()).hexdigest()[:12]


class WordsOfMinutes(GovForm):
    """The words of the minutes, with the version they were made from and a mark of what each field began with."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    began = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10_000)
    text = LongTextField(label="Opening", rows=6, required=False)

    def words(self) -> dict[str, str]:
        """Field -> words, without what is only carried along."""
        return {name: words for name, words in self.cleaned_data.items() if name not in ("version", "began")}

    def go_on_from(self, version: int, stored: Mapping[str, str]) -> dict[str, str]:
        """The form goes on from what is stored now: fields nobody touched here show that, and of the others comes back
        what somebody else stored meanwhile, to be shown beside one's own words.
        """
        began = dict(one.split("=", 1) for one in self.data.get("began", "").split() if "=" in one)
        beside = {}
        for name, words in stored.items():
            mine = self.data.get(name) or ""
            if _mark(mine) == began.get(name):
                self.data[name] = words
            elif _mark(words) not in (began.get(name), _mark(mine)):
                beside[name] = words
        self.data["version"], self.data["began"] = str(version), marks(stored)
        return beside


def marks(words: Mapping[str, str]) -> str:
    return " ".join(f"{name}={_mark(each)}" for name, each in words.items())


def minutes_form(items, data=None, initial=None) -> WordsOfMinutes:
    """The words of the minutes: the opening, and what was said on each item that the reader may see."""
    fields: dict[str, forms.Field] = {}
    for number, item in items:
        title = f"{number}. {f'Case {item.case.reference}' if item.case else item.title}"
        fields[f"item-{item.pk}"] = LongTextField(label=f"{title}: what was said", rows=6, required=False)
    return type("MinutesForm", (WordsOfMinutes,), fields)(data, initial=initial)

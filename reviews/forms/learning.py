"""Recommendations, good practice, learning from elsewhere, and the search over all of it."""

from __future__ import annotations

from django import forms

from cases.forms import HappenedForm
from config.dateparts import DayMonthYearField
from config.govforms import FilterForm, GovForm, LongTextField

from ..models import LearningEntry, ReviewRecommendation

IN_REPORTS = "This goes into the annual report and the action plan: name nobody."


class Themed(GovForm):
    themes = forms.MultipleChoiceField(
        label="Themes", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Earlier learning on the same themes is found by them, whatever its words.",
    )  # fmt: skip

    def __init__(self, *args, themes=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = [(one.name, one.title) for one in themes]


class ForAnAgency(Themed):
    agency = forms.TypedChoiceField(label="Agency", coerce=int)

    def __init__(self, *args, agencies=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose an agency"), *((one.pk, one.title) for one in agencies)]


class RecommendationForm(ForAnAgency, HappenedForm):
    wording = LongTextField(label="What is recommended?", rows=4, max_length=4000, help_text=IN_REPORTS)
    agency = forms.TypedChoiceField(label="Which agency is it for?", coerce=int)
    owner = forms.CharField(label="Who answers for it there?", max_length=160, required=False)
    by_on = DayMonthYearField(label="By when?")
    measure = LongTextField(label="What would show that it worked?", rows=3, max_length=4000)
    field_order = ("wording", "agency", "owner", "by_on", "measure", "themes", "happened_at")


class GoodPracticeForm(ForAnAgency, HappenedForm):
    wording = LongTextField(label="What was done well?", rows=4, max_length=4000, help_text=IN_REPORTS)
    agency = forms.TypedChoiceField(label="Whose good practice was it?", coerce=int, required=False, empty_value=None)
    field_order = ("wording", "agency", "themes", "happened_at")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices[0] = ("", "Several, or nobody’s in particular")


class CorrectForm(RecommendationForm):
    reason = LongTextField(label="Why is it put right?", rows=3)
    version = forms.IntegerField(widget=forms.HiddenInput)


class CorrectGoodPracticeForm(GoodPracticeForm):
    reason = LongTextField(label="Why is it put right?", rows=3)
    version = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(HappenedForm):
    answer = forms.ChoiceField(
        label="Is it accepted?", widget=forms.RadioSelect, choices=ReviewRecommendation.Answer.choices[1:]
    )
    why = LongTextField(
        label="Why?", rows=4, required=False,
        help_text="Needed if it is accepted in part or not at all. It goes into the annual report: name nobody.",
    )  # fmt: skip
    body = forms.CharField(
        label="Who decided?", max_length=200, help_text="The board or the people, and their meeting."
    )
    field_order = ("answer", "why", "body", "happened_at")


class LogForm(Themed):
    kind = forms.ChoiceField(label="What is it?", choices=LearningEntry.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label="Title", max_length=200)
    whose = forms.CharField(label="Who learnt it?", max_length=160, help_text="The body or the area.")
    published_on = DayMonthYearField(label="When was it published?", required=False, when="past")
    link = forms.URLField(label="Where can it be read?", required=False, max_length=500, assume_scheme="https")
    says = LongTextField(
        label="What was learnt, in your own words?", rows=6,
        help_text="No names or other details of people: everybody in the partnership reads this.",
    )  # fmt: skip
    field_order = ("kind", "title", "whose", "published_on", "link", "says", "themes")


class ConsiderForm(GovForm):
    body = forms.CharField(label="Who considered it?", max_length=160)
    on = DayMonthYearField(label="When?", when="past")
    implications = LongTextField(label="What does it mean here, or why does nothing follow?", rows=6)
    version = forms.IntegerField(widget=forms.HiddenInput)


class SearchForm(FilterForm):
    words = forms.CharField(label="Words", max_length=200, required=False)
    theme = forms.ChoiceField(label="Theme", required=False)
    kind = forms.ChoiceField(
        label="Kind", required=False,
        choices=[("", "All"), ("recommendation", "Recommendations"), ("good-practice", "Good practice"),
                 ("log", "Learning from elsewhere")],
    )  # fmt: skip

    def __init__(self, *args, themes=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", "All"), *((one.name, one.title) for one in themes)]

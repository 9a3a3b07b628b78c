"""The review tracker's fields (C-48). Everything else that this room asks is a form of the text or a question."""

from __future__ import annotations

from django import forms

from config.dateparts import DayMonthYearField
from config.govforms import GovForm, LongTextField

from .models import Tracker

NOT_SAID = [("", "Not known yet")]


class TrackerForm(GovForm):
    theme_1 = forms.CharField(label="First theme", max_length=120, required=False)
    theme_2 = forms.CharField(label="Second theme", max_length=120, required=False)
    theme_3 = forms.CharField(label="Third theme", max_length=120, required=False)
    steis_number = forms.CharField(label="StEIS number", max_length=40, required=False)
    good_practice = LongTextField(label="Good practice", rows=4, required=False, max_length=4000)
    dissemination = LongTextField(label="How the learning was spread", rows=4, required=False, max_length=4000)
    became_review = forms.ChoiceField(
        label="Did the rapid review become a review?",
        choices=NOT_SAID + Tracker.Became.choices, widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    ended = forms.ChoiceField(
        label="For the tracker, the case is closed because the report is",
        choices=NOT_SAID + Tracker.Ended.choices, widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    ended_on = DayMonthYearField(label="Since when?", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

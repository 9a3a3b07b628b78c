"""A briefing note for practitioners."""

from __future__ import annotations

from django import forms

from cases.forms import HappenedForm
from config.govforms import GovForm, LongTextField

A_LINE = "A line for each point."


class BriefingForm(GovForm):
    title = forms.CharField(label="Title", max_length=120, help_text="What somebody should remember.")
    about = LongTextField(
        label="What is it about?", rows=3, max_length=900, required=False,
        help_text="Two or three sentences, without names, dates or places.",
    )  # fmt: skip
    differently = LongTextField(label="What should people do differently?", rows=4, max_length=2000, help_text=A_LINE)
    learnt = LongTextField(label="What was learnt?", rows=4, max_length=2000, help_text=A_LINE)
    good = LongTextField(label="What worked well?", rows=3, max_length=1200, required=False, help_text=A_LINE)
    questions = LongTextField(
        label="What should teams talk about?", rows=3, max_length=1200, required=False, help_text=A_LINE
    )
    more = LongTextField(label="Where can they read on?", rows=2, max_length=600, required=False, help_text=A_LINE)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)


class PublishBriefingForm(HappenedForm):
    summary = LongTextField(
        label="What it is about, in a few sentences", rows=3, max_length=900,
        help_text="The public reads this on the list of what is published.",
    )  # fmt: skip
    checked_by = forms.CharField(label="Who has read the printed page for personal details?", max_length=160)
    checked = forms.BooleanField(
        label="Nobody can be recognised from it",
        error_messages={"required": "Confirm that nobody can be recognised from it"},
    )
    field_order = ("summary", "checked_by", "checked", "happened_at")

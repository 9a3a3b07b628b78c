"""What is asked about a message."""

from __future__ import annotations

from django import forms

from config.govforms import GovForm, LongTextField


class SendAgainForm(GovForm):
    to_email = forms.EmailField(
        label="E-mail address",
        widget=forms.EmailInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false"}),
    )
    reason = LongTextField(label="What was wrong, and how do you know the right address?", max_length=500, rows=3)


class DealWithForm(GovForm):
    note = LongTextField(
        label="What was done instead?",
        help_text="For example: rang her on 5 May and read the letter out.",
        max_length=500,
        rows=3,
    )


class WithdrawForm(GovForm):
    reason = LongTextField(label="Why should it not be sent?", max_length=500, rows=3)


class WordingForm(GovForm):
    """New words for a letter; `seen` is the wording that was on the page."""

    subject = forms.CharField(label="Subject", max_length=200)
    body = LongTextField(
        label="Words",
        help_text="An empty line begins a new paragraph. A line that begins with ## is a heading, one that begins with"
        " - is a point of a list.",
        rows=18,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class BringBackForm(GovForm):
    seen = forms.IntegerField(widget=forms.HiddenInput)

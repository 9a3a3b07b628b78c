"""Choosing a letter, and writing it."""

from __future__ import annotations

from django import forms

from config.govforms import GovForm, LongTextField

from ..writing import HOWS
from .spine import HappenedForm


class ChooseLetterForm(GovForm):
    letter = forms.ChoiceField(label="Which letter?", widget=forms.RadioSelect)
    to = forms.ChoiceField(label="To whom?", widget=forms.RadioSelect)

    def __init__(self, *args, letters=(), whom=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["letter"].choices = [(each.name, each.title) for each in letters]
        self.fields["to"].choices = [(each.key, each.words) for each in whom]


class WriteLetterForm(HappenedForm):
    """The words of a letter; the time asked is when it was sent."""

    recipient = forms.CharField(label="To", max_length=160)
    address = LongTextField(label="Address", rows=4, max_length=500, required=False)
    salutation = forms.CharField(label="Greeting", max_length=160, required=False)
    subject = forms.CharField(label="Subject", max_length=200)
    body = LongTextField(
        label="Words",
        help_text="What stands in square brackets is not known to the case: fill it in or take it out. ## begins a"
        " heading, - a point of a list.",
        rows=20,
    )
    signed_by = forms.CharField(label="Signed by", max_length=160, required=False)
    how = forms.ChoiceField(label="How does it go?", widget=forms.RadioSelect)
    field_order = ("recipient", "address", "salutation", "subject", "body", "signed_by", "how", "happened_at")

    def __init__(self, *args, to=None, **kwargs):
        super().__init__(*args, **kwargs)
        ways = {name: words for name, words in HOWS.items() if name != "sign-in" or to.agency is not None}
        self.fields["how"].choices = list(ways.items())

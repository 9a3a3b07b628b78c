"""A bundle of papers for somebody outside: chosen, redacted, made, given (C-33)."""

from __future__ import annotations

from django import forms

from config.filters import listing
from config.govforms import GovForm, LongTextField

from .spine import HappenedForm


class BundleForm(GovForm):
    """Which papers of a case go into a bundle: a question for each group of them."""

    title = forms.CharField(label="Title of the bundle", max_length=160)
    made_for = forms.CharField(label="For whom?", max_length=160)
    reason = LongTextField(
        label="Why are the papers that are not chosen left out?", rows=3, required=False,
        help_text="This stays with the record of the bundle. You can give each paper a reason of its own later.",
    )  # fmt: skip

    def __init__(self, *args, sources=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.groups = list(dict.fromkeys(one.group for one in sources))
        for number, group in enumerate(self.groups):
            some = [one for one in sources if one.group == group]
            field = forms.MultipleChoiceField(
                label=f"Which papers? {group}", choices=[(one.key, one.title) for one in some], required=False,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
            field.hints = {one.key: one.hint for one in some if one.hint}
            self.fields[f"keys_{number}"] = field
            self._prepare(field, None)
        self.order_fields(["title", "made_for", *(f"keys_{number}" for number in range(len(self.groups))), "reason"])

    def chosen(self) -> dict:
        """What the act takes."""
        keys = [key for number in range(len(self.groups)) for key in self.cleaned_data[f"keys_{number}"]]
        return {"keys": keys, **{name: self.cleaned_data[name] for name in ("title", "made_for", "reason")}}


class RedactForm(GovForm):
    """What is taken out of one paper."""

    choice = forms.ChoiceField(label="What becomes of it?", widget=forms.RadioSelect)
    reason = LongTextField(label="Why is it left out, or not whole?", rows=3, required=False)
    words = LongTextField(
        label="Words or names to take out", rows=4, required=False,
        help_text="One on each line. They are taken out wherever they stand in this paper.",
    )  # fmt: skip
    passages = forms.TypedMultipleChoiceField(
        label="Passages to leave out",
        coerce=lambda value: int(value[1:]),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    pages = forms.CharField(
        label="Pages to leave out", max_length=200, required=False, help_text="For example 1, 4-6."
    )  # fmt: skip
    boxes = LongTextField(
        label="Areas to paint over", rows=3, required=False,
        help_text="One on each line: the page, then left, top, width and height in percent of the page. For example"
        " 2 10 40 80 5 is a strip on page 2.",
    )  # fmt: skip

    looked = forms.BooleanField(
        label="I looked at its pictures and scanned pages, and none of these words stands in what is left of them",
        required=False,
    )  # fmt: skip

    def __init__(self, *args, item=None, passages=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = list(item.Choice.choices)
        if item.file_id:
            words = listing([f"“{word}”" for word in item.bundle.words])
            self.fields["looked"].help_text = (
                "Words cannot be looked for in a picture or a scan: somebody has to look. "
                + (f"Taken out of every paper: {words}." if words else "It is kept on record.")
            )
        else:
            del self.fields["looked"]
        self.fields["passages"].choices = [
            (f"p{number}", f"{number} {label or heading}: {text[:120]}") for number, heading, label, text in passages
        ]
        for name in ("pages", "boxes") if not item.file_id else ("passages",):
            self.fields[name].widget = forms.MultipleHiddenInput() if name == "passages" else forms.HiddenInput()


class MakeBundleForm(GovForm):
    words = LongTextField(
        label="Words or names to take out of every paper", rows=4, required=False,
        help_text="One on each line. The finished bundle is searched, and none is given in which one is left.",
    )  # fmt: skip
    words_reason = LongTextField(
        label="Why are they taken out?",
        rows=2,
        required=False,
        help_text="It stays with the record of what was left out.",
    )
    with_record = forms.BooleanField(label="The record of what was left out goes with the bundle", required=False)


class GiveBundleForm(HappenedForm):
    to = forms.CharField(label="To whom was it given?", max_length=160)
    how = forms.CharField(label="How?", max_length=160, help_text="For example: by hand, against a receipt.")
    field_order = ("to", "how", "happened_at")

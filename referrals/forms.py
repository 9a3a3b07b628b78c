"""Forms around a referral that do not come from the procedure text."""

from __future__ import annotations

import uuid
from hashlib import sha256

from django import forms
from django.utils import timezone

from cases.forms import HappenedForm
from config.dateparts import DateTimeFields, DayMonthYearField
from config.filters import plural
from config.govforms import GovForm, LongTextField

from .models import Referral


class BeginForm(GovForm):
    """What has to be known before the first page: which kind of case, which borough, where the link goes."""

    mark_optional = False
    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    pathway = forms.ChoiceField(label="What is the referral about?", widget=forms.RadioSelect)
    borough = forms.ChoiceField(label="Which borough is it about?", widget=forms.RadioSelect)
    email = forms.EmailField(
        label="Your e-mail address",
        help_text="We will send you a private link, so that you can stop and come back.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, pathways=(), boroughs=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pathway"].choices = [(p.name, p.title) for p in pathways]
        self.boroughs = {borough.slug: borough for borough in boroughs}
        self.fields["borough"].choices = [(slug, borough.title) for slug, borough in self.boroughs.items()]
        if len(pathways) == 1:
            self.fields["pathway"] = forms.CharField(widget=forms.HiddenInput, required=False)
            self.only_pathway = pathways[0].name
        if not boroughs:
            del self.fields["borough"]

    @property
    def chosen(self) -> dict:
        """The answers as start_referral takes them."""
        data = self.cleaned_data
        return {
            "pathway": getattr(self, "only_pathway", "") or data["pathway"],
            "borough": self.boroughs.get(data.get("borough", "")),
        }


class NewReferralForm(BeginForm):
    """The office enters a referral for somebody: who it is from, how and when it came (C-51)."""

    mark_optional = True
    field_order = ("form_token", "pathway", "borough", "referrer_name", "email", "received_how", "received_at")
    referrer_name = forms.CharField(label="Who refers?", max_length=160)
    email = forms.EmailField(
        label="Their e-mail address",
        help_text="The acknowledgement, questions and the outcome go there. Without it you have to tell them yourself.",
        max_length=254,
        required=False,
    )
    received_how = forms.ChoiceField(
        label="How did it reach you?",
        widget=forms.RadioSelect,
        choices=[(value, label) for value, label in Referral.How.choices if value != Referral.How.FORM],
    )
    received_at = DateTimeFields(
        label="When did it reach you?",
        help_text="Deadlines run from then, not from when you type it. Leave empty if it reached you just now.",
        required=False,
        when="past",
    )

    def __init__(self, *args, now=None, **kwargs):
        self.now = now
        super().__init__(*args, **kwargs)

    def clean_received_at(self):
        return not_later(self.cleaned_data["received_at"], self.now)


PAPERS = ("eml", "msg", "docx")


class PaperForm(BeginForm):
    """A referral that arrived as an e-mail or a filled Word form."""

    email = None
    file = forms.FileField(
        label="The e-mail or Word form",
        help_text="An e-mail saved as .eml or .msg, or a Word form as .docx. At most 10 MB.",
        error_messages={"required": "Choose the e-mail or Word form", "empty": "The file is empty"},
        widget=forms.FileInput(attrs={"accept": ".eml,.msg,.docx"}),
    )
    field_order = ("form_token", "file", "pathway", "borough")

    def __init__(self, *args, check=None, **kwargs):
        self.check = check
        super().__init__(*args, **kwargs)

    def clean_file(self):
        """The file, checked for being what its name says; a ValidationError in plain words otherwise."""
        uploaded = self.cleaned_data["file"]
        checked = self.check(uploaded)
        if checked.name.rpartition(".")[2].lower() not in PAPERS:
            raise forms.ValidationError(
                "Only an e-mail (.eml, .msg) or a Word form (.docx) can be read. Enter the referral by hand and attach "
                "other files there"
            )
        return checked


class ReceiptForm(NewReferralForm):
    """The same once the draft exists: what kind of case it is can no longer be changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("form_token", "pathway", "borough"):
            self.fields.pop(name, None)


def not_later(when, now):
    """A time that has come already; raises the form's error otherwise."""
    if when is not None and now is not None and when > now:
        raise forms.ValidationError(f"The time must be {timezone.localtime(now):%H:%M} today or earlier")
    return when


class LostLinkForm(GovForm):
    email = forms.EmailField(
        label="Your e-mail address", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class ConfirmForm(GovForm):
    """The declaration under the answers."""

    confirm = forms.BooleanField(
        label="What I have written is true as far as I know, and I may share it with the partnership for this purpose.",
        error_messages={"required": "Confirm that what you have written is true as far as you know"},
    )


class QuestionForm(GovForm):
    mark_optional = False
    text = LongTextField(label="What do you want to know?", rows=3, max_length=2000)


class SendBackForm(HappenedForm):
    answer_by = DayMonthYearField(label="Answer by", when="future")
    field_order = ("answer_by", "happened_at")


def reply_form(questions, base=GovForm):
    """A form with a box for each open question; `replies` gives question id -> answer."""
    boxes = {
        f"reply-{question.pk}": LongTextField(label=question.text, rows=5, max_length=10_000) for question in questions
    }

    def replies(self) -> dict[int, str]:
        return {int(name.removeprefix("reply-")): self.cleaned_data[name] for name in boxes}

    return type("ReplyForm", (base,), {**boxes, "replies": property(replies), "mark_optional": False})


class DisputeForm(GovForm):
    """A referrer who is not satisfied with the outcome."""

    what = LongTextField(label="What do you not agree with, and why?", rows=6, max_length=10_000)
    wanted = LongTextField(label="What would put it right?", rows=3, max_length=4000, required=False)


class ReasonForm(GovForm):
    reason = LongTextField(label="Why is the referral withdrawn?", rows=4, max_length=4000)


class WithdrawForm(HappenedForm):
    reason = LongTextField(label="Why is the referral withdrawn?", rows=4, max_length=4000)
    field_order = ("reason", "happened_at")


class CheckForm(HappenedForm):
    """The chair's first look; the answers are those of the procedure text."""

    outcome = forms.ChoiceField(widget=forms.RadioSelect)
    reasons = LongTextField(label="Reasons", help_text="They stay with the decision and go into the log.", rows=6)
    field_order = ("outcome", "reasons", "happened_at")

    def __init__(self, *args, outcomes=(), body="panel", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = f"Is this referral fit for the {body}?"
        self.fields["outcome"].choices = [(name, f"{name[:1].upper()}{name[1:]}") for name in outcomes]


class RedirectForm(HappenedForm):
    to_body = forms.CharField(label="Where does the referral go?", max_length=160)
    reason = LongTextField(label="Why?", rows=4, max_length=4000)
    field_order = ("to_body", "reason", "happened_at")


class UploadLogForm(GovForm):
    """A spreadsheet of past referrals."""

    file = forms.FileField(
        label="The log", help_text="An Excel (.xlsx) or CSV file of at most 10 MB, with one past case on each row",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )  # fmt: skip

    def __init__(self, *args, check, **kwargs):
        super().__init__(*args, **kwargs)
        self.check = check

    def clean_file(self):
        return self.check(self.cleaned_data["file"])


class SheetForm(GovForm):
    """Where the table is."""

    sheet = forms.ChoiceField(label="Sheet")
    heading_row = forms.IntegerField(
        label="Row with the headings", min_value=1, max_value=200,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, data=None, *, sheets, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]


class ColumnsForm(GovForm):
    """Which column of the file is which of ours; of the whole file where no column says it."""

    def __init__(self, data=None, *, columns, headings, pathways, boroughs, **kwargs):
        super().__init__(data, **kwargs)
        offered = [("", "Not in this file")]
        for letter, words, example in headings:
            offered.append((letter, f"{letter}: {words}" + (f" (first: {example})" if example else "")))
        for column in columns:
            if column.name != "borough" or boroughs:
                self._offer(column.name, column.label, offered, column.required, column.hint)
        by_column = [("", "A column says it")]
        if len(pathways) > 1:
            hint = "It also holds where the column is empty"
            self._offer("all_kind", "Kind of all cases in this file", [*by_column, *pathways], False, hint)
        if boroughs:
            self._offer("all_borough", "Borough of all cases in this file", [*by_column, *boroughs], False, "")

    def _offer(self, name, label, choices, required, hint):
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=required, help_text=hint)
        self._prepare(self.fields[name], None)


def word_field(column: str, words: str) -> str:
    """The same for the same words, wherever they stand in the list, so that an old page never answers for others."""
    return f"{column}_{sha256(words.encode()).hexdigest()[:16]}"


class WordsForm(GovForm):
    """What words of a log mean: for each, one of ours."""

    mark_optional = False

    def __init__(self, data=None, *, asked, offered, **kwargs):
        """`asked`: [column, words, rows] each; `offered`: column -> (its label, what the words stay when none fits,
        choices of ours)."""
        super().__init__(data, **kwargs)
        self.asked = {word_field(column, words): (column, words) for column, words, _ in asked}
        for column, words, rows in asked:
            title, none, ours = offered[column]
            field = forms.ChoiceField(
                label=f"{title}: “{words}”", choices=[("", none), *ours], required=False, help_text=plural(rows, "row")
            )
            self.fields[word_field(column, words)] = field
            self._prepare(field, None)

    def meanings(self) -> dict[str, dict[str, str]]:
        """Column -> words of the log -> the name of ours that was chosen."""
        found: dict[str, dict[str, str]] = {}
        for name, (column, words) in self.asked.items():
            found.setdefault(column, {})[words] = self.cleaned_data[name]
        return found

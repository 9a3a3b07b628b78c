"""One form field for each kind of question of the vocabulary, and its answer as JSON and back.

`QUESTION[kind]` makes the field; `stored` turns a cleaned value into what is kept in JSON; `typed`
turns what is kept into what a person would have typed, so that a stored answer is judged by the same rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from config.dateparts import DayMonthYearField, PartDateField, PartsField, read_time
from config.govforms import LongTextField, NHSNumberField
from procedures.model import Field

from . import rules

OTHER = "other"
OTHER_LABEL = "Another agency or organisation"
MOST_RADIOS = 9
MOST_FILES = 10
PAST_FACTS = frozenset({"incident", "death", "authority aware", "person aware", "board told"})
YES_NO = (("yes", "Yes"), ("no", "No"))
YES_NO_UNKNOWN = (*YES_NO, ("don't know", "Don’t know"))


@dataclass(frozen=True)
class Around:
    """What questions need to know of the world: the day, the agencies to pick from, the people entered so far.

    `excused`: what of the referral itself (vocabulary.FIELD_SETS) may be left out though the text requires it.
    `received`: the day on which the office received what it now enters.
    """

    today: dt.date
    agencies: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    check_file: Callable | None = None
    excused: frozenset[str] = frozenset()
    received: dt.date | None = None


class LineField(forms.CharField):
    """A few words on one line: runs of space become one, characters that cannot be shown are dropped."""

    def __init__(self, read: Callable[[str], str] = rules.read_line, **kwargs):
        super().__init__(max_length=rules.LONGEST_LINE, **kwargs)
        self.read = read

    def to_python(self, value):
        try:
            return self.read(super().to_python(value))
        except rules.Unusable as wrong:
            raise ValidationError(f"{self.label} {wrong}", code="invalid") from None


class ParagraphField(LongTextField):
    def to_python(self, value):
        return rules.clean_text(super().to_python(value))


class WholeNumberField(forms.IntegerField):
    """Digits of any script."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs, error_messages={"invalid": f"{kwargs['label']} must be a whole number"})

    def to_python(self, value):
        return super().to_python(rules.ascii_digits(value) if isinstance(value, str) else value)


class AnyDigitsMixin(PartsField):
    """Digits of any script in the three boxes."""

    def clean(self, value):
        typed = self.widget.typed(value)
        return super().clean({part: rules.ascii_digits(rules.clean_text(text)) for part, text in typed.items()})


class DateField(AnyDigitsMixin, DayMonthYearField):
    pass


class PartKnownDateField(AnyDigitsMixin, PartDateField):
    pass


class NHSField(NHSNumberField):
    def to_python(self, value):
        return super().to_python(rules.ascii_digits(rules.clean_text(value or "")))


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.FileField):
    """Any number of documents; each must be what it says. Those stored already are no part of the value."""

    widget = SeveralFilesInput

    def __init__(self, check: Callable | None = None, **kwargs):
        super().__init__(**kwargs)
        self.check = check

    def clean(self, data, initial=None):
        uploads = [upload for upload in (data if isinstance(data, list | tuple) else [data]) if upload]
        if len(uploads) > MOST_FILES:
            raise ValidationError(f"You can attach {MOST_FILES} documents at a time")
        if not uploads:
            if self.required and not initial:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        if self.check is None:
            raise ValidationError("Documents cannot be attached here")
        for upload in uploads:
            upload.seek(0)  # a page that comes back judges the same upload again
        return [self.check(upload) for upload in uploads]

    def has_changed(self, initial, data):
        return bool(data)


def read_clock(raw: str) -> str:
    text = rules.ascii_digits(rules.clean_text(raw))
    time = read_time(text) if text else None
    if text and time is None:
        raise rules.Unusable("must be a time of day, like 2:30pm or 14:30")
    return f"{time:%H:%M}" if time else ""


def _picked(question: Field, choices, **common) -> forms.Field:
    """Radios for a few choices, a list to open for many."""
    if len(choices) <= MOST_RADIOS:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    return forms.ChoiceField(choices=[("", "Select"), *choices], **common)


def _when(question: Field) -> str | None:
    past = question.fact in PAST_FACTS or question.person in ("born_on", "died_on") or question.sets == "received on"
    return "past" if past else None


def _text(value):
    return forms.TextInput(attrs={"spellcheck": "false", **value})


QUESTION: dict[str, Callable[..., forms.Field]] = {
    "line": lambda q, a, **c: LineField(**c),
    "paragraph": lambda q, a, **c: ParagraphField(rows=8, max_length=rules.LONGEST_PARAGRAPH, **c),
    "address": lambda q, a, **c: ParagraphField(rows=4, max_length=1000, **c),
    "number": lambda q, a, **c: WholeNumberField(min_value=0, max_value=999_999_999, **c),
    "age": lambda q, a, **c: WholeNumberField(min_value=0, max_value=130, **c),
    "date": lambda q, a, **c: DateField(when=_when(q), **c),
    "part-known date": lambda q, a, **c: PartKnownDateField(when=_when(q), **c),
    "time": lambda q, a, **c: LineField(read=read_clock, **c),
    "yes/no": lambda q, a, **c: _picked(q, YES_NO, **c),
    "yes/no/don't know": lambda q, a, **c: _picked(q, YES_NO_UNKNOWN, **c),
    "one of": lambda q, a, **c: _picked(q, [(choice.value, choice.label) for choice in q.choices], **c),
    "several of": lambda q, a, **c: forms.MultipleChoiceField(
        choices=[(choice.value, choice.label) for choice in q.choices],
        widget=forms.CheckboxSelectMultiple,
        **c,
    ),
    "person": lambda q, a, **c: _picked(q, list(a.people), **c),
    "agency": lambda q, a, **c: forms.ChoiceField(choices=[("", "Select"), *a.agencies, (OTHER, OTHER_LABEL)], **c),
    "NHS number": lambda q, a, **c: NHSField(
        widget=_text({"inputmode": "numeric", "class": "govuk-input--width-10"}), **c
    ),
    "Ofsted URN": lambda q, a, **c: LineField(rules.read_urn, widget=_text({"class": "govuk-input--width-10"}), **c),
    "telephone": lambda q, a, **c: LineField(
        rules.read_telephone, widget=_text({"inputmode": "tel", "class": "govuk-input--width-20"}), **c
    ),
    "e-mail": lambda q, a, **c: forms.EmailField(max_length=254, **c),
    "file": lambda q, a, **c: FilesField(check=a.check_file, **c),
    "declaration": lambda q, a, **c: forms.BooleanField(**c),
}


def form_field(question: Field, around: Around, *, required: bool) -> forms.Field:
    """The form field that asks a question; the label may end in a question mark."""
    return QUESTION[question.kind](question, around, label=question.label, help_text=question.hint, required=required)


def other_agency_field(question: Field) -> forms.Field:
    """The box under a list of agencies for one that is not in it."""
    return LineField(label=f"Name of the other agency, if you chose “{OTHER_LABEL}”", required=False)


def stored(question: Field, cleaned: Mapping, name: str):
    """A cleaned answer as kept: plain JSON, or None when nothing was entered. Files are kept elsewhere."""
    value = cleaned.get(name)
    if value in (None, "", []) or question.kind == "file":
        return None
    if question.kind == "agency" and value == OTHER:
        return f"{OTHER}: {cleaned.get(f'{name}-other', '')}"
    if question.kind in ("date", "part-known date"):
        return str(value)
    if question.kind == "declaration":
        return True if value else None
    return value


def initial(question: Field, name: str, value) -> dict:
    """A kept answer as the starting values of its boxes."""
    if question.kind == "agency" and isinstance(value, str) and value.startswith(f"{OTHER}: "):
        return {name: OTHER, f"{name}-other": value.removeprefix(f"{OTHER}: ")}
    return {name: value}


def typed(question: Field, html_name: str, value) -> dict[str, list[str]]:
    """A kept answer as the boxes of a posted form."""
    if value is None or question.kind == "file":
        return {}
    if question.kind in ("date", "part-known date"):
        year, month, day = (*str(value).split("-"), "", "")[:3]
        boxes = {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year}
        return {f"{html_name}-{part}": [text] for part, text in boxes.items()}
    if question.kind == "several of":
        return {html_name: [str(each) for each in value]}
    if question.kind == "declaration":
        return {html_name: ["on"]} if value else {}
    return {key: [str(text)] for key, text in initial(question, html_name, value).items()}

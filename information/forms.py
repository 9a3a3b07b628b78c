"""Forms of asking and answering. Choices are plain lists that the views fill from queries."""

from __future__ import annotations

from django import forms

from cases.forms import HappenedForm
from config.dateparts import DayMonthYearField, PartDate, PartDateField, read_time
from config.govforms import FilterForm, GovForm, LongTextField
from documents.files import check_upload

from .dates import first_day, precision_of
from .pasting import read_pasted
from .rules import part_text

TEXTS = ("event", "source_record", "who_was_involved", "outcome", "subject_seen", "comment")


class RequestForm(HappenedForm):
    agencies = forms.TypedMultipleChoiceField(
        label="Which agencies are asked?",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one agency"},
    )
    wording = LongTextField(
        label="What are they asked?",
        help_text="Agencies read this after signing in or by private link. It is not part of the e-mail, so it may "
        "name people.",
        rows=6,
    )
    window_from = DayMonthYearField(label="Time asked about: from", required=False, when="past")
    window_to = DayMonthYearField(label="Time asked about: to", required=False)
    field_order = ("agencies", "wording", "window_from", "window_to", "happened_at")

    def __init__(self, *args, agencies=(), without_account=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = [(agency.pk, agency.title) for agency in agencies]
        self.by_link = {agency.pk: agency for agency in without_account}
        for agency in self.by_link.values():
            self.fields[f"name-{agency.pk}"] = forms.CharField(
                label=f"Named person at {agency.title}", max_length=160, required=False
            )
            self.fields[f"email-{agency.pk}"] = forms.EmailField(
                label=f"E-mail address of that person at {agency.title}", required=False
            )

    @property
    def contacts(self) -> dict[int, tuple[str, str]]:
        """agency id -> (name, e-mail address) of whoever is asked there by private link."""
        data = self.cleaned_data
        return {
            pk: (data.get(f"name-{pk}") or agency.title, data[f"email-{pk}"])
            for pk, agency in self.by_link.items()
            if data.get(f"email-{pk}")
        }

    def clean(self):
        data = super().clean()
        for pk, agency in self.by_link.items():
            named = pk in (data.get("agencies") or ()) and data.get(f"name-{pk}") and not data.get(f"email-{pk}")
            if named and f"email-{pk}" not in self.errors:
                self.add_error(f"email-{pk}", f"Enter the e-mail address of {data[f'name-{pk}']} at {agency.title}")
        begins, ends = data.get("window_from"), data.get("window_to")
        if begins and ends and ends < begins:
            self.add_error("window_to", "The end of the time asked about must be the same as or after its beginning")
        return data


class SupplementForm(HappenedForm):
    agency = forms.TypedChoiceField(label="Which agency is asked for more?", coerce=int, widget=forms.RadioSelect)
    wording = LongTextField(label="What more is needed?", rows=5)
    field_order = ("agency", "wording", "happened_at")

    def __init__(self, *args, choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = choices


class ReturnForm(HappenedForm):
    """One of the returns and a reason: to take a request back, to open a return again."""

    scoping_return = forms.TypedChoiceField(label="Which agency?", coerce=int, widget=forms.RadioSelect)
    reason = LongTextField(label="Why?", rows=4)
    field_order = ("scoping_return", "reason", "by_mistake", "happened_at")

    def __init__(self, *args, choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scoping_return"].choices = choices


class WithdrawForm(ReturnForm):
    by_mistake = forms.BooleanField(
        label="The agency was asked by mistake",
        help_text="Its people can no longer open the case. What they were sent cannot be called back.",
        required=False,
    )


NEW = "new"
OTHER = "other"  # a sector of its own in some texts


class InviteForm(HappenedForm):
    agency = forms.ChoiceField(label="Which agency is invited?", widget=forms.RadioSelect)
    title = forms.CharField(
        label="Name of the agency", max_length=160, required=False,
        error_messages={"required": "Enter the name of the agency"},
    )  # fmt: skip
    sector = forms.ChoiceField(label="What kind of agency is it?", required=False)
    contact_email = forms.EmailField(
        label="E-mail address of its contact",
        help_text="The request goes here while nobody there has an account.",
        required=False,
    )
    reason = LongTextField(label="Why is it invited?", rows=3)
    field_order = ("agency", "title", "sector", "contact_email", "reason", "happened_at")

    def __init__(self, *args, agencies=(), sectors=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [*((str(a.pk), a.title) for a in agencies), (NEW, "Another agency")]
        self.fields["sector"].choices = [
            ("", "Choose one"),
            *((s.name, s.title) for s in sectors),
            *([] if any(s.name == OTHER for s in sectors) else [(OTHER, "Another kind")]),
        ]
        if not agencies:
            del self.fields["agency"]
            self.fields["title"].required = True

    @property
    def chosen(self) -> int | None:
        """The id of an agency that is known already; None for a new one."""
        value = self.cleaned_data.get("agency", NEW)
        return None if value == NEW else int(value)

    def clean(self):
        data = super().clean()
        if "agency" not in self.errors and data.get("agency", NEW) == NEW and not data.get("title"):
            self.add_error("title", "Enter the name of the agency")
        return data


class LinkForm(GovForm):
    """A new private link: to whom, and until when it opens."""

    mark_optional = False
    name = forms.CharField(label="Named person", max_length=160)
    email = forms.EmailField(label="Their e-mail address")
    until = DayMonthYearField(label="Last day on which the link opens", when="future")


class EndLinkForm(GovForm):
    reason = LongTextField(label="Why is the link ended?", rows=3, max_length=500)


class CompileForm(GovForm):
    """The reason is asked only while something that normally comes first is missing."""

    reason = LongTextField(label="Why is it put together now?", rows=3)

    def __init__(self, *args, remarks=(), **kwargs):
        super().__init__(*args, **kwargs)
        if not remarks:
            del self.fields["reason"]


class EntryForm(GovForm):
    """One entry of a chronology; the date may be known in part."""

    happened_on = PartDateField(
        label="Date", help_text="Leave out the day, or the day and the month, if you do not know them.", when="past"
    )
    happened_time = forms.CharField(
        label="Time", max_length=12, required=False, widget=forms.TextInput(attrs={"class": "govuk-input--width-5"})
    )
    event = LongTextField(label="What happened", rows=4)
    source_record = forms.CharField(
        label="Record it comes from", help_text="The system or file, so that it can be found again.", max_length=200,
        required=False,
    )  # fmt: skip
    who_was_involved = LongTextField(label="Who was involved", rows=2, required=False, max_length=4000)
    outcome = LongTextField(label="Decision, action or outcome", rows=3, required=False)
    subject_seen = LongTextField(label="Was the person seen, and what did they say?", rows=3, required=False)
    comment = LongTextField(label="Your comment", rows=3, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_happened_time(self):
        text = self.cleaned_data["happened_time"].strip()
        if not text:
            return None
        clock = read_time(text)
        if clock is None:
            raise forms.ValidationError("Time must be a real time, like 2:30pm or 14:30")
        if isinstance(when := self.cleaned_data.get("happened_on"), PartDate) and when.day is None:
            raise forms.ValidationError("Give the whole date if you give a time")
        return clock

    @property
    def values(self) -> dict:
        """What the entry stores."""
        data, when = self.cleaned_data, self.cleaned_data["happened_on"]
        dates = {"happened_on": first_day(when), "precision": precision_of(when)}
        return {**dates, "happened_time": data["happened_time"], **{name: data[name] for name in TEXTS}}

    @staticmethod
    def initial_of(row) -> dict:
        from config.filters import time_short

        given = {name: getattr(row, name) for name in TEXTS}
        when = PartDate.parse(part_text(row.happened_on, row.precision))
        clock = time_short(row.happened_time) if row.happened_time else ""
        return {**given, "happened_on": when, "happened_time": clock, "version": row.version}


class PasteForm(GovForm):
    rows = LongTextField(label="Rows of your spreadsheet", rows=12, max_length=1_000_000)

    def __init__(self, *args, today=None, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        self.today, self.pasted, self.bad = today, [], []
        self.fields["rows"].strip = False
        self.fields["rows"].error_messages["required"] = "Paste the rows of your spreadsheet"

    def clean_rows(self):
        """The text as it is; what was read of it lies in `pasted`, what cannot be read in `bad`."""
        text = self.cleaned_data["rows"]
        self.pasted, self.bad = read_pasted(text, today=self.today)
        if self.bad:
            count = len(self.bad)
            raise forms.ValidationError(
                f"{count} {'cells' if count > 1 else 'cell'} cannot be read. Nothing has been added yet: put right "
                "what is said below and try again"
            )
        if not self.pasted:
            raise forms.ValidationError("Paste the rows of your spreadsheet")
        return text


class OneFileField(forms.FileField):
    """One document, checked by its content."""

    def to_python(self, data):
        found = super().to_python(data)
        return check_upload(found) if found else None


class UploadForm(GovForm):
    file = OneFileField(
        label="Your chronology",
        help_text="From Excel (.xlsx), CSV and Word (.docx) files the entries are read for you to check. Other files "
        "can be kept as they are.",
        error_messages={"required": "Choose a file"},
    )


class OnlyFileForm(GovForm):
    mark_optional = False
    why = LongTextField(label="Why do its entries not go into the chronology?", rows=2, max_length=500)


class NotKnownForm(HappenedForm):
    records_searched = LongTextField(label="Which records did you search?", rows=2, required=False, max_length=2000)
    field_order = ("records_searched", "happened_at")


class SendForm(HappenedForm):
    records_searched = LongTextField(label="Records you searched", rows=2, required=False, max_length=2000)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)


GAPS = [(0, "Do not show gaps"), (1, "1 month"), (2, "2 months"), (3, "3 months"), (6, "6 months"), (12, "1 year")]


class ChronologyFilter(FilterForm):
    agency = forms.TypedMultipleChoiceField(
        label="Agencies", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    gap = forms.TypedChoiceField(label="Show gaps of at least", coerce=int, choices=GAPS, required=False, empty_value=3)

    def __init__(self, *args, agencies=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agencies

"""Forms of the spine. Each act form may say when the thing really happened (C-51)."""

from __future__ import annotations

from django import forms

from config.dateparts import DateTimeFields, DayMonthYearField
from config.filters import date_long, listing
from config.govforms import GovForm, LongTextField, NHSNumberField

from .models import Note, Person


class HappenedForm(GovForm):
    """An act with an optional time of its own; empty means now. Never in the future."""

    happened_at = DateTimeFields(
        label="When did this happen?",
        help_text="Leave empty if it is happening now. Deadlines run from this time, not from when you typed it.",
        required=False,
        when="past",
    )

    def at(self, now):
        """The instant the act happened: what was typed, else now."""
        return self.cleaned_data.get("happened_at") or now


class NoteForm(HappenedForm):
    kind = forms.ChoiceField(label="What is it?", choices=Note.Kind.choices, widget=forms.RadioSelect)
    with_whom = forms.CharField(label="With whom", max_length=160, required=False)
    text = LongTextField(label="What was said or advised", rows=8)
    field_order = ("kind", "with_whom", "text", "happened_at")


class ReasonForm(HappenedForm):
    reason = LongTextField(label="Reason", rows=4)
    field_order = ("reason", "happened_at")


class PersonForm(GovForm):
    kind = forms.ChoiceField(label="Part in the case", choices=Person.Kind.choices, widget=forms.RadioSelect)
    first_name = forms.CharField(label="First name", max_length=120, required=False)
    last_name = forms.CharField(label="Last name", max_length=120, required=False)
    other_names = forms.CharField(label="Other names used", max_length=200, required=False)
    relationship = forms.CharField(label="Relationship to the subject", max_length=120, required=False)
    born_on = DayMonthYearField(label="Date of birth", required=False, when="past")
    died_on = DayMonthYearField(label="Date of death", required=False, when="past")
    gender = forms.CharField(label="Gender", max_length=60, required=False)
    ethnicity = forms.CharField(label="Ethnicity", max_length=120, required=False)
    nhs_number = NHSNumberField(label="NHS number", required=False)

    def clean(self):
        data = super().clean()
        if not (data.get("first_name") or data.get("last_name")) and not self.errors:
            self.add_error("last_name", "Enter a first name or a last name")
        if data.get("born_on") and data.get("died_on") and data["died_on"] < data["born_on"]:
            self.add_error("died_on", "Date of death must be the same as or after the date of birth")
        return data


class CorrectPersonForm(PersonForm):
    reason = LongTextField(label="Why is this put right?", rows=3)
    version = forms.IntegerField(widget=forms.HiddenInput)


class FactForm(GovForm):
    happened_at = DateTimeFields(label="When was it?")
    reason = LongTextField(label="How do you know, or why is it put right?", rows=3)


class LinkForm(GovForm):
    other = forms.CharField(label="Reference of the other case", max_length=24)
    why = LongTextField(label="Why do they belong together?", rows=3)


class MergeForm(GovForm):
    into = forms.CharField(label="Reference of the case that goes on", max_length=24)
    reason = LongTextField(label="Why are these the same event?", rows=3)


class ConflictForm(GovForm):
    membership = forms.TypedChoiceField(label="Who", coerce=int)
    reason = LongTextField(label="What is the conflict of interest?", rows=3)

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["membership"].choices = [(person.pk, str(person)) for person in people]


class LeadForm(HappenedForm):
    test = forms.ChoiceField(label="Which process leads?", widget=forms.RadioSelect)
    reasons = LongTextField(label="Reasons", rows=4)
    field_order = ("test", "reasons", "happened_at")

    def __init__(self, *args, tests=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["test"].choices = tests


class TellOutcomeForm(HappenedForm):
    how = forms.ChoiceField(
        label="How is the referrer told?",
        widget=forms.RadioSelect,
        choices=[
            ("letter", "By the decision letter on their private page (an e-mail says it is there)"),
            ("telephone", "By telephone, with the letter to follow"),
            ("in person", "In person, with the letter to follow"),
        ],
    )
    reasons = LongTextField(
        label="Why, in the words of the letter", rows=6, max_length=8000,
        help_text="These are the reasons on record. Put them in words that the referrer understands.",
    )  # fmt: skip
    next_steps = LongTextField(label="What happens next, in the words of the letter", rows=4, max_length=4000)
    field_order = ("how", "reasons", "next_steps", "happened_at")


def criteria_form(aid, data=None, initial=None, today=None) -> GovForm:
    """The form of one decision aid: a radio for each question, a remark beside it, and the reasons."""
    fields: dict[str, forms.Field] = {}
    for question in aid.questions:
        if question.kind == "consider":
            choices = [("yes", "Yes"), ("no", "No"), ("not known", "Not known yet")]
        elif question.kind == "one of":
            choices = [(branch.answer, branch.answer.capitalize()) for branch in question.branches]
        else:
            choices = [(branch.answer, branch.answer.capitalize()) for branch in question.branches]
        fields[question.name] = forms.ChoiceField(
            label=question.text,
            help_text=question.hint,
            choices=choices,
            required=False,
            widget=forms.RadioSelect,
        )
        fields[f"{question.name}-remark"] = forms.CharField(
            label="Remark", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
        )
    fields["reasons"] = LongTextField(label="Reasons for the answers", rows=5)
    form_class = type("CriteriaForm", (HappenedForm,), fields)
    return form_class(data, initial=initial, today=today)


class ChaseForm(GovForm):
    """What is reminded of: the ticked things, or by the other button everything not reminded of today."""

    deadlines = forms.TypedMultipleChoiceField(
        label="What is reminded of?", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, *, rows=(), ticked=(), **kwargs):
        super().__init__(data, **kwargs)
        self.everything = [row.id for row in rows if row.may_be_reminded]
        self.fields["deadlines"].choices = [(row.id, row.shown.title) for row in rows]
        posted = data.getlist("deadlines") if data is not None else []
        agencies = [row.id for row in rows if row.may_be_reminded and str(row.deadline.agency_id or "") in ticked]
        self.ticked = {*posted, *(str(pk) for pk in agencies)}

    @property
    def chosen(self) -> list[int]:
        return self.everything if "all" in self.data else self.cleaned_data["deadlines"]

    def clean(self):
        data = super().clean()
        if "all" not in self.data and not data.get("deadlines") and not self.errors:
            self.add_error("deadlines", "Tick what you want to remind of")
        return data


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
        from .writing import HOWS

        super().__init__(*args, **kwargs)
        ways = {name: words for name, words in HOWS.items() if name != "sign-in" or to.agency is not None}
        self.fields["how"].choices = list(ways.items())


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


class WhyForm(GovForm):
    reason = LongTextField(label="Reason", rows=4)


class ClosingDayForm(GovForm):
    closed_on = DayMonthYearField(label="When was the case closed?")
    reason = LongTextField(label="How do you know?", rows=3, help_text="For example the file, or who remembers it.")


class ConfirmDisposalForm(GovForm):
    reference = forms.CharField(
        label="Type the reference of the case to confirm", max_length=24,
        error_messages={"required": "Type the reference of the case"},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip


class FindPersonForm(GovForm):
    """By NHS number, or by last name with a first name or a date of birth."""

    nhs_number = NHSNumberField(label="NHS number", required=False)
    first_name = forms.CharField(label="First name", max_length=120, required=False)
    last_name = forms.CharField(label="Last name", max_length=120, required=False)
    born_on = DayMonthYearField(label="Date of birth", required=False, when="past")

    def clean(self):
        data = super().clean()
        if (
            not self.errors
            and not data.get("nhs_number")
            and not (data.get("last_name") and (data.get("first_name") or data.get("born_on")))
        ):
            self.add_error("nhs_number", "Enter an NHS number, or a last name with a first name or a date of birth")
        return data


class ExportForm(GovForm):
    """Which of the entries found are about this person, and why it is exported."""

    people = forms.TypedMultipleChoiceField(
        label="Which of these are about the person who asked?", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    reason = LongTextField(label="Who asked, and how do you know that it is them?", rows=3, max_length=1000)

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [
            (str(each.pk), f"{each.case.reference}: {each.full_name}, {each.get_kind_display().lower()}")
            for each in people
        ]
        self.fields["people"].hints = {
            str(each.pk): f"Born {date_long(each.born_on)}" if each.born_on else "No date of birth on record"
            for each in people
        }

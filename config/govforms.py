"""What our forms share: errors in GOV.UK wording, nothing typed lost, forms that are sent once.

Plain django.forms only; no ModelForm. A page's form is a `GovForm`; its fields may be any of Django's,
those of `config.dateparts`, and the two below.
"""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from config.dateparts import PartsField

LINE, PARAGRAPH = 500, 20_000


class NHSNumberField(forms.CharField):
    """Ten digits of which the last checks the others (modulus 11); spaces and hyphens may be typed."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "NHS number")
        super().__init__(**kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        bare = "".join(text.split()).replace("-", "")
        return bare if bare.isascii() and bare.isdigit() else text

    def validate(self, value):
        super().validate(value)
        if not value:
            return
        if len(value) != 10 or not value.isdigit():
            raise ValidationError(f"{self.label} must have 10 digits, like 943 476 5919", code="digits")
        if not nhs_check_digit_agrees(value):
            raise ValidationError(f"{self.label}: check each digit, one of them is wrong", code="check")


def nhs_check_digit_agrees(digits):
    """Weights 10 to 2 over the first nine; eleven less the remainder is the tenth, 11 counting as 0."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9])


class LongTextField(forms.CharField):
    """A paragraph or many; shows how many characters are left once most are used."""

    def __init__(self, *, rows=5, max_length=PARAGRAPH, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)


def tidied(data):
    """Posted data without NUL characters, which PostgreSQL refuses, and with one kind of line end."""

    def clean(value):
        return value.replace("\x00", "").replace("\r\n", "\n") if isinstance(value, str) else value

    if not hasattr(data, "lists"):
        return {key: clean(value) for key, value in data.items()}
    copy = data.copy()
    for key, values in data.lists():
        copy.setlist(key, [clean(value) for value in values])
    return copy


def lower_first(label):
    """The label inside a sentence: "First name" to "first name", but "NHS number" stays."""
    return label if label[1:2].isupper() or label[1:2] in ("", " ", "'") else label[0].lower() + label[1:]


def required_message(field):
    """What to say when nothing was entered, from the field's label."""
    label = str(field.label or "an answer").strip()
    picked = (forms.RadioSelect, forms.Select, forms.CheckboxSelectMultiple, forms.FileInput)
    if label.endswith("?"):
        return f"{'Select' if isinstance(field.widget, picked) else 'Enter'} an answer to “{label}”"
    if isinstance(field, forms.BooleanField):
        return f"Confirm: {lower_first(label)}"
    return f"{'Select' if isinstance(field.widget, picked) else 'Enter'} {lower_first(label)}"


def gov_messages(field):
    """Django's default messages of one field, said our way; those that the form wrote itself are kept."""
    label = str(field.label or "Answer").rstrip("?")
    ours = {"required": required_message(field)}
    filled = label.replace("%", "%%")  # Django fills values into the messages below
    if isinstance(field, forms.IntegerField):
        ours["invalid"] = f"{label} must be a {'whole ' if type(field) is forms.IntegerField else ''}number"
        ours["min_value"] = f"{filled} must be {field.min_value} or more"
        ours["max_value"] = f"{filled} must be {field.max_value} or less"
    elif isinstance(field, forms.EmailField):
        ours["invalid"] = f"{filled} must be in the correct format, like name@example.com"
    elif isinstance(field, forms.ChoiceField):
        ours["invalid_choice"] = f"{filled}: select one of the options shown"
    elif isinstance(field, forms.FileField):
        select = f"Select {lower_first(label)}"
        ours |= {"empty": "The selected file is empty", "missing": select, "invalid": select}
    if getattr(field, "max_length", None):
        ours["max_length"] = f"{filled} must be {field.max_length:,} characters or fewer"
    if getattr(field, "min_length", None):
        ours["min_length"] = f"{filled} must be {field.min_length:,} characters or more"
    return ours


class GovForm(forms.Form):
    """The base of every form on a page. `today` is for date fields that must be past or future."""

    use_required_attribute = False
    mark_optional = True  # adds "(optional)" to the labels of fields that may stay empty

    def __init__(self, data=None, files=None, *, today=None, **kwargs):
        super().__init__(tidied(data) if data is not None else None, files, **kwargs)
        for name, field in self.fields.items():
            if field.label is None:
                field.label = name.replace("_", " ").capitalize()
            self._prepare(field, today)

    def _prepare(self, field, today):
        if isinstance(field, PartsField):
            field.today = today
        if type(field) is forms.CharField and field.max_length is None:
            field.max_length = PARAGRAPH if isinstance(field.widget, forms.Textarea) else LINE
            field.validators.append(forms.CharField(max_length=field.max_length).validators[0])
        written = self._written_by_us(field)
        for code, message in gov_messages(field).items():
            if code not in written:
                field.error_messages[code] = message

    @staticmethod
    def _written_by_us(field):
        """The codes whose message the form gave itself: not what Django's field classes bring along."""
        defaults = {}
        for kind in reversed(type(field).__mro__):
            defaults.update(getattr(kind, "default_error_messages", {}))
        return {code for code, message in field.error_messages.items() if message != defaults.get(code)}

    def hold(self):
        """Keep what was typed and say no errors: for "add another", "remove" and "save and come back"."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        return self


class FilterForm(GovForm):
    """Filters beside a list: small, every one optional and so none marked."""

    mark_optional = False
    compact = True


class OnceMixin(forms.Form):
    """A hidden token, fresh with each empty form: the act keeps it, so a form posted twice acts once."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class Once(GovForm, OnceMixin):
    """A GovForm that is sent once."""

"""Draws Django's forms with the design system's macros.

Pages call `field(form["name"])`, `fields(form)`, `form_errors(form, ...)` and `submit("Save")`. What a
field looks like follows from its widget; a page may override it: `field(form["why"], legend_size="l")`.
"""

import uuid

from django import forms
from markupsafe import Markup

from config.dateparts import PartsWidget
from config.govforms import required_message

WIDTHS = {
    "day": "govuk-input--width-2",
    "month": "govuk-input--width-2",
    "year": "govuk-input--width-4",
    "time": "govuk-input--width-5",
}
PASSED_ON = ("data-", "hx-", "aria-")


def draw(name, params):
    """One component of the design system; imported late because config.jinja registers these functions."""
    from config.jinja import component

    return component(name)(params)


def first_error(bound):
    """The first error of a field as a person should read it, or nothing."""
    for error in bound.errors.as_data():
        message = next(iter(error.messages))
        if error.code == "required" and message == str(forms.Field.default_error_messages["required"]):
            return required_message(bound.field)
        return message
    return None


def wrong_parts(bound):
    """Which boxes of a date are wrong."""
    if not isinstance(bound.field.widget, PartsWidget) or not bound.errors:
        return ()
    error = bound.errors.as_data()[0]
    return (error.params or {}).get("parts") or bound.field.widget.parts


def error_target(bound):
    """The id that a link in the error summary leads to: the first box that is wrong."""
    parts = wrong_parts(bound)
    return f"{bound.auto_id}-{parts[0]}" if parts else bound.auto_id


def label_text(bound):
    """The label, marked when the question need not be answered."""
    needed = bound.field.required or bound.name in getattr(bound.form, "needed", ())
    optional = getattr(bound.form, "mark_optional", True) and not needed
    return f"{bound.label} (optional)" if optional else str(bound.label)


def common(bound, over):
    """The parameters that nearly every component has: name, id, hint, error, attributes."""
    attrs = bound.field.widget.attrs
    passed = {key: value for key, value in attrs.items() if key.startswith(PASSED_ON)}
    params = {"id": bound.auto_id, "name": bound.html_name, "attributes": passed}
    if hint := over.pop("hint", bound.help_text):
        params["hint"] = {"text": hint}
    if message := first_error(bound):
        params["errorMessage"] = {"text": message}
    params["classes"] = " ".join(filter(None, [attrs.get("class", ""), over.pop("classes", "")]))
    return params


def label_params(bound, over):
    """A label, perhaps as big as a heading (`label_size`); `heading=True` where it is the page's h1."""
    size, heading = over.pop("label_size", None), over.pop("heading", False)
    params = {"text": over.pop("label", None) or label_text(bound), "isPageHeading": heading}
    return params | ({"classes": f"govuk-label--{size}"} if size else {})


def legend_params(bound, over):
    """A fieldset with its legend: `legend_size` s, m, l or xl; `heading=True` where it is the page's h1."""
    size, heading = over.pop("legend_size", "s"), over.pop("heading", False)
    text = over.pop("label", None) or label_text(bound)
    return {"legend": {"text": text, "classes": f"govuk-fieldset__legend--{size}", "isPageHeading": heading}}


def text_field(bound, over, kind="text"):
    widget, attrs = bound.field.widget, bound.field.widget.attrs
    params = common(bound, over) | {"label": label_params(bound, over), "type": kind, "value": shown(bound)}
    for key in ("autocomplete", "inputmode", "pattern"):
        if key in attrs:
            params[key] = attrs[key]
    if isinstance(widget, forms.NumberInput):
        params |= {"type": "text", "inputmode": attrs.get("inputmode", "numeric")}
    if attrs.get("spellcheck") in (False, "false") or kind == "email":
        params["spellcheck"] = False
    return draw("input", params | over)


def shown(bound):
    """What stands in the box: what was typed, or what is known already."""
    value = bound.value()
    return "" if value is None else str(value)


COUNTED = 50_000  # nobody types more: such a box is for pasting, and is only told when it is too much


def textarea(bound, over):
    attrs, most = bound.field.widget.attrs, getattr(bound.field, "max_length", None)
    if most and most > COUNTED:
        most = None
    params = common(bound, over) | {"label": label_params(bound, over), "value": shown(bound)}
    params["rows"] = str(attrs.get("rows", 5))
    if most:
        params |= {"maxlength": most, "threshold": "75" if most > 300 else "0"}
    return draw("character-count" if most else "textarea", params | over)


def password(bound, over):
    attrs = bound.field.widget.attrs
    params = common(bound, over) | {"label": label_params(bound, over)}
    params["autocomplete"] = attrs.get("autocomplete", "current-password")
    return draw("password-input", params | over)


def upload(bound, over):
    return draw("file-upload", common(bound, over) | {"label": label_params(bound, over)} | over)


def chosen(bound):
    """The values ticked, as text."""
    value = bound.value()
    values = value if isinstance(value, list | tuple | set) else [value]
    return {str(v) for v in values if v is not None}


def options(bound, over, flag):
    """The choices as items; `hints={value: text}`, given or of the field, adds a line under an option."""
    hints = over.pop("hints", None) or getattr(bound.field, "hints", {})
    picked, items = chosen(bound), []
    for value, text in bound.field.widget.choices:
        if isinstance(text, list | tuple):
            raise TypeError(f"grouped choices are not drawn: {bound.name}")
        key = "" if value is None else str(value)
        item = {"value": key, "text": str(text), flag: key in picked}
        items.append(item | ({"hint": {"text": hints[key]}} if key in hints else {}))
    return items


CHOOSE = "Choose"


def select(bound, over):
    """A list of which nothing is chosen yet starts with no choice: a browser would take the first of it, unasked."""
    items = options(bound, over, "selected")
    if len(items) > 1 and not any(item["selected"] or item["value"] == "" for item in items):
        items.insert(0, {"value": "", "text": CHOOSE, "selected": True})
    params = common(bound, over) | {"label": label_params(bound, over), "items": items}
    return draw("select", params | over)


def radios(bound, over, name="radios"):
    params = common(bound, over) | {"fieldset": legend_params(bound, over)}
    items = [item for item in options(bound, over, "checked") if item["value"] != "" or name == "checkboxes"]
    inline = "govuk-radios--inline" if len(items) == 2 and all(len(item["text"]) < 16 for item in items) else ""
    params |= {"idPrefix": bound.auto_id, "items": items}
    small = f"govuk-{name}--small" if getattr(bound.form, "compact", False) else ""
    params["classes"] = " ".join(filter(None, [params["classes"], inline if name == "radios" else "", small]))
    return draw(name, params | over)


def checkboxes(bound, over):
    return radios(bound, over, "checkboxes")


def checkbox(bound, over):
    """One box to tick: no question above it, the label is the question."""
    params = common(bound, over)
    item = {
        "value": "on",
        "text": over.pop("label", None) or str(bound.label),
        "checked": bool(bound.value()),
        "id": bound.auto_id,
    }
    if hint := params.pop("hint", None):
        item["hint"] = hint
    return draw("checkboxes", params | {"idPrefix": bound.auto_id, "items": [item]} | over)


def date_boxes(bound, over):
    widget, wrong = bound.field.widget, wrong_parts(bound)
    typed, items = widget.typed(bound.value()), []
    for part in widget.parts:
        classes = WIDTHS[part] + (" govuk-input--error" if part in wrong else "")
        item = {
            "id": f"{bound.auto_id}-{part}",
            "name": f"{bound.html_name}-{part}",
            "label": part.title(),
            "value": typed[part],
            "classes": classes,
        }
        items.append(item | ({"inputmode": "text"} if part == "time" else {}))
    params = common(bound, over) | {
        "fieldset": legend_params(bound, over) | {"role": "group"},
        "items": items,
    }
    if widget.attrs.get("autocomplete") == "bday":
        for item, part in zip(items, widget.parts, strict=True):
            item["autocomplete"] = f"bday-{part}"
    return draw("date-input", params | over)


def hidden(bound, over):
    values = bound.value() if isinstance(bound.value(), list | tuple) else [bound.value()]
    html = Markup('<input type="hidden" name="{}" id="{}" value="{}">')
    return Markup("").join(html.format(bound.html_name, bound.auto_id, "" if v is None else v) for v in values)


DRAWN_BY = (
    (forms.HiddenInput, hidden),
    (PartsWidget, date_boxes),
    (forms.Textarea, textarea),
    (forms.PasswordInput, password),
    (forms.FileInput, upload),
    (forms.EmailInput, lambda bound, over: text_field(bound, over, "email")),
    (forms.CheckboxSelectMultiple, checkboxes),  # before radios, whose child it is
    (forms.RadioSelect, radios),
    (forms.SelectMultiple, checkboxes),
    (forms.Select, select),
    (forms.CheckboxInput, checkbox),
    (forms.widgets.Input, text_field),
)


def field(bound, **over):
    """One field with its label, hint and error; anything in `over` replaces a parameter of the macro."""
    if bound.is_hidden:
        return hidden(bound, over)
    for widget, drawer in DRAWN_BY:
        if isinstance(bound.field.widget, widget):
            return drawer(bound, over)
    raise TypeError(f"no way to draw {type(bound.field.widget).__name__} of {bound.name}")


def fields(form, *names):
    """The named fields in that order, or all of them."""
    return Markup("\n").join(field(form[name]) for name in names or form.fields)


def all_forms(forms_and_groups):
    """Forms one by one, those inside repeating groups too."""
    for form in forms_and_groups:
        yield from getattr(form, "forms", [form])


def errors_of(form):
    """The errors of one form for the summary: text and, for a field, where it is."""
    where = f"{form.repeat_title}: " if hasattr(form, "repeat_title") else ""
    found = [{"text": where + message} for message in form.non_field_errors()]
    for bound in (form[name] for name in form.fields if name in form.errors):
        link = {} if bound.is_hidden else {"href": f"#{error_target(bound)}"}
        found.append({"text": where + first_error(bound)} | link)
    return found


def has_errors(*forms_and_groups):
    """Whether a sent form came back: the page's title then begins with "Error: "."""
    return any(form.is_bound and form.errors for form in all_forms(forms_and_groups))


def form_errors(*forms_and_groups):
    """The summary at the top of the page, or nothing; takes forms and repeating groups."""
    bound = [form for form in all_forms(forms_and_groups) if form.is_bound]
    found = [error for form in bound for error in errors_of(form)]
    if not found:
        return Markup("")
    return draw("error-summary", {"titleText": "There is a problem", "errorList": found})


def submit(label="Continue", *, name=None, value=None, kind="", classes="", **attributes):
    """A button that sends its form once however often clicked; `kind` is "", "secondary" or "warning"."""
    look = f"govuk-button--{kind} {classes}" if kind else classes
    attributes = {key.replace("_", "-"): given for key, given in attributes.items()}
    return draw(
        "button",
        {
            "text": label,
            "name": name,
            "value": value,
            "classes": look.strip(),
            "attributes": attributes,
            "preventDoubleClick": True,
        },
    )


def form_token(value=None):
    """A hidden token for a form that has no Django form: a second post of the same page can be told."""
    return Markup('<input type="hidden" name="form_token" value="{}">').format(value or uuid.uuid4())


GLOBALS = {
    "field": field,
    "fields": fields,
    "form_errors": form_errors,
    "has_errors": has_errors,
    "submit": submit,
    "form_token": form_token,
}

"""The two template environments: pages (escaped, strict) and plain text (mail, never escaped).

An undefined variable is an error in both, so a page that asks for what its view did not give fails in a
test and not before a person. The design system's own macros are the exception: they test for absent
parameters everywhere, so they live in an environment of their own and reach pages as functions.
"""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.utils.html import json_script
from jinja2 import (
    ChainableUndefined,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
)

from config import filters, govform
from config.links import address

COMPONENTS = (
    "accordion back-link breadcrumbs button character-count checkboxes date-input details error-message "
    "error-summary fieldset file-upload generic-header hint input inset-text label "
    "notification-banner pagination panel password-input radios select service-navigation skip-link "
    "summary-list table tabs tag task-list textarea warning-text"
).split()


@cache
def vendor_environment():
    """The environment in which the design system's macros run: absent parameters are simply absent."""
    loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def macro_name(component):
    """The macro of a component: "date-input" is govukDateInput."""
    return "govuk" + "".join(word.title() for word in component.split("-"))


# Drawing a component takes about a millisecond, and most look the same on every page: these are drawn once for the
# same parameters and kept. What somebody typed, and what was said about it, is never kept.
KEPT_COMPONENTS = frozenset(
    "button checkboxes date-input generic-header input radios select service-navigation skip-link".split()
)
MOST_KEPT, LONGEST_KEPT = 1_000, 20_000
_kept: dict[tuple[str, str], object] = {}


def _holds_text(name, params):
    """Whether a box has something typed in it."""
    boxes = {"input": [params], "date-input": params.get("items") or []}.get(name, [])
    return any(box.get("value") for box in boxes)


def component(name):
    """A function that draws one component from its parameters; `name` is the folder name, as "date-input"."""
    path = f"govuk_frontend_jinja/components/{name}/macro.html"

    def draw(params=None, **more):
        given = {**(params or {}), **more}
        macro = getattr(vendor_environment().get_template(path).module, macro_name(name))
        key = repr(given) if name in KEPT_COMPONENTS and "errorMessage" not in given else ""
        if not key or len(key) > LONGEST_KEPT or _holds_text(name, given):
            return macro(given)
        if (name, key) not in _kept:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[name, key] = macro(given)
        return _kept[name, key]

    return draw


def environment(**options):
    """The environment of every page, called by Django's Jinja2 backend with its options."""
    options["undefined"] = StrictUndefined
    options["autoescape"] = escaped
    env = Environment(**options, trim_blocks=True, lstrip_blocks=True)
    env.filters.update(filters.FILTERS)
    env.filters["json_script"] = json_script
    env.globals.update({macro_name(name): component(name) for name in COMPONENTS})
    env.globals.update(govform.GLOBALS)
    env.globals.update(url=address, static=static, get_messages=get_messages)
    return env


def escaped(template_name):
    """Everything is escaped but plain text (.txt), which would otherwise say &amp; to people."""
    return template_name is None or not template_name.endswith(".txt")


@cache
def text_environment():
    """The environment of plain-text mail: no escaping, one line of template is one line of text."""
    folders = [str(folder) for folder in template_folders()]
    env = Environment(
        loader=FileSystemLoader(folders),
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(filters.FILTERS)
    env.globals.update(url=address)
    return env


def template_folders():
    """Where templates lie: the folders of the settings, else templates/ beside config/."""
    for engine in settings.TEMPLATES:
        if engine["BACKEND"].endswith("jinja2.Jinja2"):
            return [Path(folder) for folder in engine.get("DIRS", [])]
    return [Path(__file__).resolve().parent.parent / "templates"]

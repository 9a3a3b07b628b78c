"""Every template can be drawn, is used by something, and holds nothing that the Content-Security-Policy would stop."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import allauth
from django.template import engines
from jinja2 import TemplateError, meta, nodes

from documents.pdf import press

from .source import ROOMS, ROOT, python_files

TEMPLATES = ROOT / "templates"
ALLAUTH = Path(allauth.__file__).parent
# Folders whose templates are picked by a name that code puts together: the stem stands as text in that room.
PICKED_BY_STEM = {"documents/pdf": ROOMS, "information": ("information",), "partnerships/email": ("partnerships",)}
# Not pages: WeasyPrint draws these, and no browser's policy is about them.
PAPERS = "documents/pdf/"


@cache
def names() -> list[str]:
    return sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file())


def drawn() -> list[str]:
    """Templates proper; the style sheet of papers lies among them."""
    return [name for name in names() if name.endswith((".html", ".txt"))]


@cache
def text_of(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def code_of(*folders: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in python_files(*folders))


def environment_of(name: str):
    """Papers are drawn by the worker's own environment, which knows more filters and fewer functions."""
    return press().templates if name.startswith(PAPERS) else engines["jinja2"].env


@cache
def tree_of(name: str) -> nodes.Template:
    return environment_of(name).parse(text_of(name))


def test_every_template_can_be_read():
    """A wrong tag, filter or test is otherwise found when somebody opens the page."""
    wrong = []
    for name in drawn():
        try:
            environment_of(name).get_template(name)
        except TemplateError as error:
            wrong.append((name, str(error)))
    assert len(drawn()) > 100
    assert wrong == []


def test_what_a_template_includes_is_there():
    missing = [
        (name, asked)
        for name in drawn()
        for asked in meta.find_referenced_templates(tree_of(name))
        if asked is not None and asked not in names()
    ]
    assert missing == []


def test_addresses_named_in_templates_exist():
    """`url("name")` of a page that is gone would be an error in front of somebody."""
    from django.urls import get_resolver

    known = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    gone = [
        (name, call.args[0].value)
        for name in drawn()
        if not name.startswith("style_guide/")
        for call in tree_of(name).find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
        and call.node.name == "url"
        and call.args
        and isinstance(call.args[0], nodes.Const)
        and call.args[0].value not in known
    ]
    assert gone == []


def _asked_for(name: str) -> bool:
    everywhere = code_of(*ROOMS, "config") + "\n".join(text_of(other) for other in names() if other != name)
    if f'"{name}"' in everywhere or f"'{name}'" in everywhere:
        return True
    folder, _, file = name.rpartition("/")
    stem = file.rpartition(".")[0]
    return f'"{stem}"' in code_of(*PICKED_BY_STEM.get(folder, ())) if folder in PICKED_BY_STEM else False


def _asked_for_by_allauth(name: str) -> bool:
    """Sign-in's own pages take the place of the library's of the same name."""
    if (ALLAUTH / "templates" / name).exists():
        return True
    return name == "429.html" and "429." in (ALLAUTH / "core/internal/ratelimit.py").read_text()


def test_every_template_is_used():
    asked_by_django = {"400.html", "403.html", "404.html", "500.html"}
    unused = [
        name
        for name in names()
        if name not in asked_by_django and not _asked_for(name) and not _asked_for_by_allauth(name)
    ]
    assert unused == []


def test_what_is_only_included_begins_with_an_underscore():
    included = {
        asked.template.value
        for name in drawn()
        for asked in tree_of(name).find_all((nodes.Include, nodes.FromImport, nodes.Import))
        if isinstance(asked.template, nodes.Const)
    }
    assert len(included) > 20
    pages = [
        name for name in included if not name.startswith("macros/") and not name.rpartition("/")[2].startswith("_")
    ]
    assert pages == []


INLINE = re.compile(
    r"""<style\b | \sstyle\s*= | ["']style["']\s*: | \son[a-z]+\s*=\s*["'] | javascript:"""
    r"""| <script\b(?![^>]*\bsrc\s*=) | hx-on | hx-vals\s*=\s*["']js:""",
    re.VERBOSE | re.IGNORECASE,
)


def test_no_script_and_no_style_stands_in_a_page():
    found = [
        (name, number, match.group().strip())
        for name in drawn()
        if not name.startswith(PAPERS)
        for number, line in enumerate(text_of(name).splitlines(), 1)
        for match in INLINE.finditer(line)
        if 'type="application/json"' not in line
    ]
    assert found == []


def test_nothing_is_let_through_unescaped():
    """`|safe` and autoescape off would let what somebody typed become a page's own markup."""
    found = [
        (name, number)
        for name in drawn()
        for number, line in enumerate(text_of(name).splitlines(), 1)
        if re.search(r"\|\s*safe\b|autoescape\s+false", line)
    ]
    assert found == []


def test_no_page_fetches_from_elsewhere():
    elsewhere = re.compile(r"""(?:\bsrc|<link\b[^>]*\bhref|hx-get|hx-post|\baction)\s*=\s*["']\s*(?:https?:)?//""")
    assert [name for name in drawn() if elsewhere.search(text_of(name))] == []

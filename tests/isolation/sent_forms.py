"""Reading the forms of a page, and filling them in as somebody would who changes what the page offered."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

WORDS = "Words"
NOT_FILLED = {"file", "button", "submit"}


@dataclass
class Box:
    """One name of a form: its kind, what it holds now, and the values the page offers."""

    kind: str
    value: str = ""
    offered: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form of a page: how it is sent, where to (empty: to the page itself), and its boxes by name."""

    method: str
    action: str
    boxes: dict[str, Box] = field(default_factory=dict)

    def filled(self) -> dict[str, str | list[str]]:
        """Something in every box: the first thing offered, words where words go."""
        return {name: _something(box) for name, box in self.boxes.items() if box.kind not in NOT_FILLED}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form((given.get("method") or "get").lower(), given.get("action") or ""))
        elif self.forms and tag in {"input", "select", "textarea", "button"}:
            self._box(tag, given)
        elif tag == "option" and self._select:
            box = self.forms[-1].boxes[self._select]
            box.offered.append(given.get("value", ""))
            if "selected" in given:
                box.value = given.get("value", "")

    def _box(self, tag, given):
        name, kind = given.get("name") or "", given.get("type", tag) if tag in {"input", "button"} else tag
        if not name or name in {"csrfmiddlewaretoken", "page_token"}:
            return
        box = self.forms[-1].boxes.setdefault(name, Box(kind))
        if tag == "select":
            self._select = name
        elif kind in {"radio", "checkbox"}:
            box.offered.append(given.get("value", "on"))
        else:
            box.value = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = ""


def _forms(response) -> list[Form]:
    reader = _Reader()
    reader.feed(response.content.decode("utf-8", "replace"))  # a page may be a file
    return reader.forms


def forms_of(response) -> list[Form]:
    """The forms of a page that are posted and have something to fill in."""
    return [form for form in _forms(response) if form.method == "post" and form.boxes]


def filters_of(response) -> set[str]:
    """The names of the forms that are sent by GET: what a page reads from its query string."""
    return {name for form in _forms(response) if form.method == "get" for name in form.boxes}


def _something(box: Box) -> str | list[str]:
    if box.kind in {"select", "radio"}:
        return box.value or next((value for value in box.offered if value), "")
    if box.kind == "checkbox":
        return box.offered[:1]
    return box.value if box.kind == "hidden" else box.value or WORDS

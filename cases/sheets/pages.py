"""A form's sections as pages: long ones are cut, and a question that is only asked after a certain answer comes on a
page after it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from procedures.model import Field, Form, Section

from . import answers as meaning

LONGEST_PAGE = 9  # questions; a longer section is cut into pages of about this size


@dataclass(frozen=True)
class Page:
    """One page of a form: a section or a part of it. `name` is its word in the address."""

    name: str
    section: Section
    fields: tuple[Field, ...]
    number: int = 1
    of: int = 1

    @property
    def title(self) -> str:
        return self.section.title if self.number == 1 else f"{self.section.title}: more details"


def sections_of(form: Form, by: str = "referrer") -> tuple[Section, ...]:
    return tuple(section for section in form.sections if section.by == by)


def pages_of(form: Form, by: str = "referrer") -> tuple[Page, ...]:
    """The pages of a form in order, for the referrer or for the secretariat."""
    return tuple(page for section in sections_of(form, by) for page in _cut(section))


def _cut(section: Section) -> list[Page]:
    if section.repeats:
        return [Page(section.name, section, section.fields)]
    parts = [part for layer in _layers(section) for part in _portions(layer)]
    return [
        Page(section.name if number == 1 else f"{section.name}-{number}", section, part, number, len(parts))
        for number, part in enumerate(parts, start=1)
    ]


def _layers(section: Section) -> list[tuple[Field, ...]]:
    """Questions that wait for an answer of this section come after it, a page each time they depend on one another."""
    depth: dict[str, int] = {}
    for question in section.fields:
        before = [depth[name] for name in meaning.asked_in(question.shown_when) if name in depth]
        depth[question.name] = max(before, default=-1) + 1
    layers = [tuple(q for q in section.fields if depth[q.name] == level) for level in range(len(section.fields))]
    return [layer for layer in layers if layer]


def _portions(questions: tuple[Field, ...]) -> list[tuple[Field, ...]]:
    if len(questions) <= LONGEST_PAGE + 1:
        return [questions]
    count = -(-len(questions) // LONGEST_PAGE)
    size = -(-len(questions) // count)
    return [questions[start : start + size] for start in range(0, len(questions), size)]

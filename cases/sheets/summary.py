"""The answers as people read them: on the check page, the case page and on paper. Pure: values in, values out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from procedures.model import Field, Form, Section

from . import answers as meaning
from . import rules
from .engine import PAIR
from .fields import OTHER
from .pages import pages_of
from .words import words_of


@dataclass(frozen=True)
class Row:
    """One question with its answer in words; `documents` are the attached ones: (number, name)."""

    label: str
    text: str
    page: str
    target: str
    documents: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Block:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Part:
    """One section: its blocks (one for each set of answers) and the page where it begins."""

    title: str
    page: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Names:
    """What agencies and people are called, for answers that only hold their short name."""

    agencies: Mapping[str, str]
    people: Mapping[str, str]
    today: dt.date


def summary(form: Form, answers: Mapping, names: Names, *, by: str = "referrer") -> list[Part]:
    """Every question that is asked, answered or not, section by section."""
    everything = meaning.flat(form, answers)
    found = []
    for section in form.sections:
        if section.by != by or not meaning.is_asked(section, everything):
            continue
        blocks = tuple(_blocks(form, section, answers, names, everything))
        found.append(Part(section.title, section.name, blocks))
    return found


def _blocks(form: Form, section: Section, answers: Mapping, names: Names, everything: Mapping):
    page_of = {q.name: page.name for page in pages_of(form, section.by) for q in page.fields}
    for key, title, values in _sets(section, answers, names):
        prefix = f"q-{key}" if key else "q"
        rows = [
            _row(question, section, values, names, page_of[question.name], prefix)
            for question in section.fields
            if _is_asked(question, section, key, {**everything, **values})
        ]
        yield Block(title, tuple(rows))


def _is_asked(question: Field, section: Section, key: str, values: Mapping) -> bool:
    if section.repeats == "subject and others" and question.once and key != PAIR[0][0]:
        return False
    return bool(section.repeats) or meaning.all_hold(question.shown_when, values)


def _sets(section: Section, answers: Mapping, names: Names):
    """(key, title, values) of each set of answers, those of the pair and of each person even when empty."""
    kept = dict(meaning.groups(section, answers))
    if section.repeats == "group":
        for number, (key, values) in enumerate(kept.items(), start=1):
            title = meaning.full_name(section, values) or f"{section.item or 'entry'} {number}".capitalize()
            yield key, title, values
    elif section.repeats:
        everybody = tuple(names.people.items())
        known = PAIR if section.repeats == "subject and others" else meaning.asked_about(section, everybody)
        for key, title in known:
            yield key, title, kept.get(key, {})
    else:
        yield "", "", kept.get("", {})


def _row(question: Field, section: Section, values: Mapping, names: Names, page: str, prefix: str) -> Row:
    value = values.get(question.name)
    target = f"id_{prefix}-{question.name}"
    if question.kind == "file":
        documents = tuple((int(each["id"]), str(each["name"])) for each in value or ())
        return Row(question.label, ", ".join(name for _, name in documents), page, target, documents)
    if question.kind in ("date", "part-known date"):
        target += "-day"
    return Row(question.label, _text(question, section, value, values, names), page, target)


def _text(question: Field, section: Section, value, values: Mapping, names: Names) -> str:
    if value is None:
        return _age(section, values, names) if question.person == "age" else ""
    if question.kind == "agency":
        text = str(value)
        return text.removeprefix(f"{OTHER}: ") if text.startswith(f"{OTHER}: ") else names.agencies.get(text, text)
    if question.kind == "person":
        return names.people.get(str(value), "No longer among the people entered")
    return words_of(question, value)


def _age(section: Section, values: Mapping, names: Names) -> str:
    """Worked out from the date of birth, at death or today."""
    dates = {q.person: values.get(q.name) for q in section.fields if q.person in ("born_on", "died_on")}
    if not dates.get("born_on"):
        return ""
    until = rules.latest(dates["died_on"]) if dates.get("died_on") else names.today
    low = rules.age_on(rules.latest(dates["born_on"]), until)
    high = rules.age_on(rules.earliest(dates["born_on"]), until)
    return f"{low} or {high}" if high != low else str(low)

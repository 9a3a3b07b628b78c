"""From the words of a filled form or an e-mail to answers of ours: questions found by their words. Pure.

A row of a table, or “Question: answer” on a line, whose first part says what one of our questions says. Under a
heading that is one of our sections, its questions come first: “First name” stands in several. What cannot be kept as
an answer, and what fits nothing, is shown to whoever checks; nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from cases.sheets import fields
from cases.sheets.answers import ROW
from cases.sheets.fields import Around
from documents.reading import TICKED, Line
from information.dates import Unreadable, read_part_date
from procedures.model import Field, Form, Section

NEVER = frozenset({"file", "declaration", "person"})
MOST_ROWS = 40
LONGEST_LEFT = 2_000
PAIR = ("subject", "others")
EMPTY = re.compile(r"^(click (or tap )?(here )?to enter.*|choose an item\.?|[._\s…-]*|n/?k)$", re.IGNORECASE)


@dataclass
class Read:
    """What was found: answers to keep, which questions they are to, and what is left for a person to place."""

    answers: dict = field(default_factory=dict)
    filled: list[tuple[str, str]] = field(default_factory=list)  # (section's title, question's label)
    left: list[tuple[str, str]] = field(default_factory=list)  # (what it stood beside, the words)


def match(form: Form, lines: Sequence[Line], around: Around) -> Read:
    """The answers of a form that stand in some lines."""
    reader = _Reader(form, around)
    for line in lines:
        reader.take(line)
    reader.end()
    return reader.read


def plain(text: str) -> str:
    """Words without case, punctuation and numbering, so that “2. First name(s):” is “first names”."""
    text = re.sub(r"^\s*(\d+[.)]?|\([a-z]\)|[a-z]\))\s+", "", text.casefold().replace("’", "'"))
    return " ".join(re.sub(r"[^\w\s']|_", " ", re.sub(r"\(s\)", "s", text)).split())


class _Reader:
    def __init__(self, form: Form, around: Around):
        self.around, self.read = around, Read()
        self.sections = [section for section in form.sections if section.by == "referrer"]
        self.titles = {plain(section.title): section for section in self.sections}
        self.here: Section | None = None
        self.columns: list[tuple[Section, Field] | None] = []
        self.waiting: tuple[Section, Field] | None = None
        self.below: list[str] = []

    def take(self, line: Line) -> None:
        """One line after the other: a heading, the head of a table, a row of it, a question with its answer."""
        cells = line.cells
        heading = self.titles.get(plain(cells[0])) if not any(cells[1:]) else None
        if heading is not None:
            self.end()
            self.here, self.columns = heading, []
        elif line.is_row:
            self.end()
            self._row(cells)
        elif (found := self._question(cells[0])) is not None:
            self.end()
            self.columns, self.waiting = [], found  # its answer stands on the lines below
        elif self.waiting is not None:
            self.below.append(cells[0])

    def end(self) -> None:
        """What stood below a question is its answer."""
        if self.waiting is not None and self.below:
            self._answer(*self.waiting, ["\n".join(self.below)])
        self.waiting, self.below = None, []

    def _row(self, cells: Sequence[str]) -> None:
        if self._head(cells):
            return
        if self.columns and len(cells) == len(self.columns):
            self._row_of_table(cells)
            return
        self.columns = []
        found = self._question(cells[0])
        if found is None:
            self._leave(cells[0], " ".join(cell for cell in cells[1:] if cell))
            return
        self._answer(*found, cells[1:])
        if not found[0].repeats and len(cells) > 3 and self._question(cells[2]):
            self._row(cells[2:])  # two questions side by side

    def _question(self, label: str) -> tuple[Section, Field] | None:
        """The question that says this: of the section that stands above, else the first of the form not answered."""
        words = plain(label)
        if not words or len(words) > 300:
            return None
        places = [(s, q) for s in self.sections for q in s.fields if q.kind not in NEVER and plain(q.label) == words]
        own = [place for place in places if place[0] is self.here]
        free = [place for place in places if not self._has(*place)]
        return (own or free or places or [None])[0]

    def _has(self, section: Section, question: Field) -> bool:
        kept = self.read.answers.get(section.name)
        groups = kept if isinstance(kept, list) else (kept or {}).values() if section.repeats else [kept or {}]
        return any(question.name in group for group in groups)

    def _head(self, cells: Sequence[str]) -> bool:
        """A row of at least two questions of one repeating section heads a table of entries."""
        found = [self._question(cell) for cell in cells]
        known = [each for each in found if each is not None]
        if len(known) < 2 or {section.repeats for section, _ in known} != {"group"}:
            return False
        if len({section.name for section, _ in known}) != 1:
            return False
        self.columns = found
        return True

    def _row_of_table(self, cells: Sequence[str]) -> None:
        section = next(each[0] for each in self.columns if each is not None)
        if not any(cells) or len(self.read.answers.get(section.name, [])) >= MOST_ROWS:
            return
        entry = self._new_row(section)
        for place, cell in zip(self.columns, cells, strict=True):
            if place is not None and _said(cell):
                self._keep(*place, cell, entry)
        if len(entry) == 1:
            self.read.answers[section.name].remove(entry)

    def _new_row(self, section: Section) -> dict:
        rows = self.read.answers.setdefault(section.name, [])
        rows.append({ROW: str(len(rows) + 1)})
        return rows[-1]

    def _answer(self, section: Section, question: Field, given: Sequence[str]) -> None:
        if section.repeats == "subject and others":
            for key, text in zip(PAIR, given, strict=False):
                if _said(text) and not (question.once and key != PAIR[0]):
                    groups = self.read.answers.setdefault(section.name, {})
                    self._keep(section, question, text, groups.setdefault(key, {}))
        elif section.repeats == "group":
            rows = self.read.answers.get(section.name) or [self._new_row(section)]
            entry = rows[-1] if question.name not in rows[-1] else self._new_row(section)
            self._keep(section, question, given[0], entry)
        elif not section.repeats and given:
            self._keep(section, question, given[0], self.read.answers.setdefault(section.name, {}))

    def _keep(self, section: Section, question: Field, text: str, into: dict) -> None:
        if not _said(text) or question.name in into:
            return
        value = value_of(question, text, self.around)
        if value is None:
            self._leave(question.label, text)
        else:
            into[question.name] = value
            self.read.filled.append((section.title, question.label))

    def _leave(self, label: str, text: str) -> None:
        if _said(text) and len(self.read.left) < 200:
            self.read.left.append((label[:200], text[:LONGEST_LEFT]))


def _said(text: str) -> bool:
    return not EMPTY.match(text.strip())


def value_of(question: Field, text: str, around: Around):
    """The words as the kept answer to a question, judged as if somebody had typed them; None when they are none."""
    made = fields.form_field(question, around, required=False)
    made.today = around.today
    for raw in _typed(question, text, around):
        try:
            cleaned = {question.name: made.clean(raw)}
        except ValidationError:
            continue
        if question.kind == "agency" and raw == fields.OTHER:
            cleaned[f"{question.name}-other"] = text.strip()[:200]
        return fields.stored(question, cleaned, question.name)
    return None


def _typed(question: Field, text: str, around: Around) -> Iterable:
    """What a person would have put into the boxes for these words."""
    kind, said = question.kind, plain(text)
    if kind in ("date", "part-known date"):
        return _date(text, around.today)
    if kind in ("yes/no", "yes/no/don't know"):
        choices = [("yes", "yes"), ("no", "no"), ("don't know", "don't know"), ("don't know", "not known")]
        exact = [value for value, words in choices if said in (words, words[0])]
        return (_ticked(text, choices) or exact)[:1]
    if kind in ("one of", "several of"):
        choices = [(choice.value, choice.label) for choice in question.choices]
        found = _ticked(text, choices) or [v for v, label in choices if said in (plain(label), plain(v))]
        if kind == "several of":
            parts = {plain(part) for part in re.split(r"[,;\n]", text)}
            found = found or [v for v, label in choices if plain(label) in parts]
            return [found] if found else []
        return found[:1]
    if kind == "agency":
        return [slug for slug, title in around.agencies if plain(title) == said][:1] or [fields.OTHER]
    return [" ".join(text.split()) if kind not in ("paragraph", "address") else text]


def _date(text: str, today: dt.date) -> list[dict[str, str]]:
    try:
        when = read_part_date(text.strip(), today=today)
    except (Unreadable, ValueError):
        return []
    return [{"day": str(when.day or ""), "month": str(when.month or ""), "year": str(when.year)}]


def _ticked(text: str, choices: Sequence[tuple[str, str]]) -> list[str]:
    """The choices behind a ticked box: “☒ Yes ☐ No”."""
    after = [plain(part.split("☐")[0]) for part in text.split(TICKED)[1:]]
    return [value for value, label in choices if any(part == plain(label) for part in after)]

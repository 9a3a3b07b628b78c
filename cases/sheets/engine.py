"""From the questions of a procedure text to pages that a person can fill in, and back to answers.

A `Sheet` is one page with what is stored or typed on it: Django forms (one for a plain page, several
for a repeating group, for subject and others, or for each person), errors, and the answers as JSON:

    plain section         {question: value}
    group                 [{"_row": "1", question: value}, …]
    subject and others    {"subject": {…}, "others": {…}}
    each person           {person key: {…}}

Pure: no database, no clock; the day and the agencies come in by `Around`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import QueryDict

from config.govform import errors_of
from config.govforms import GovForm
from procedures.model import Field, Form

from . import answers as meaning
from . import fields
from .answers import ROW
from .pages import Page

MOST_ROWS = 40
PAIR = (("subject", "About the subject"), ("others", "About the other people"))


@dataclass(frozen=True)
class Group:
    """One set of the page's questions: who it is about and its Django form. `row` is set in a repeating group."""

    key: str
    title: str
    form: GovForm
    row: str = ""


@dataclass(frozen=True)
class Problem:
    """A message for the summary at the top, and where on the page it leads."""

    page: str
    message: str
    target: str


class SheetForm(GovForm):
    """The questions of one group. Built by `Sheet`; `questions` are those of the text."""

    def __init__(self, questions, around, *, required, data=None, files=None, **kwargs):
        self.questions, self.required = questions, required
        self.values: dict = {}  # question -> kept value, of those that were answered usably
        self.needed: set[str] = set()  # needed after another answer: their labels do not say that they are optional
        super().__init__(data, files, today=around.today, **kwargs)

    def settle(self) -> None:
        """Judge what was typed and take down what is usable, before other answers are compared with it."""
        self.full_clean()
        for question in self.questions:
            if not {question.name, f"{question.name}-other"} & set(self.errors):
                value = fields.stored(question, self.cleaned_data, question.name)
                if value is not None:
                    self.values[question.name] = value

    def clean(self):
        for question in self.questions:
            if question.kind == "agency" and self.cleaned_data.get(question.name) == fields.OTHER:
                if not self.cleaned_data.get(f"{question.name}-other"):
                    self.add_error(f"{question.name}-other", "Enter the name of the other agency")


def _form_class(questions, around: fields.Around, required) -> type[SheetForm]:
    """A form class for these questions: the names of the text are the names of the fields."""
    made = {}
    for question in questions:
        made[question.name] = fields.form_field(question, around, required=question.name in required)
        if question.kind == "agency":
            made[f"{question.name}-other"] = fields.other_agency_field(question)
    return type("QuestionsForm", (SheetForm,), made)


class Sheet:
    """One page filled in: from what was posted (`data`), else from what is stored in `answers`.

    `answers` are those of the whole form (other sections decide what is asked); `insist` False leaves out what is
    required: for a draft put aside half-done. `scope` keeps apart the boxes of several sections on one page.
    """

    def __init__(self, page: Page, *, form: Form, answers: Mapping, around: fields.Around, data=None, files=None,
                 insist: bool = True, row_change: str = "", scope: str = ""):  # fmt: skip
        self.page, self.form, self.answers, self.around = page, form, answers, around
        self.data, self.files, self.insist, self.row_change = data, files, insist, row_change
        self.scope, self.rows_name = scope, f"rows-{scope}" if scope else "rows"
        self.focus = ""
        self.groups = [self._group(*entry) for entry in self._entries()]
        if data is not None and not row_change:
            self._judge()
        elif row_change:
            for group in self.groups:
                group.form.hold()

    # Which groups there are

    def _entries(self) -> list[tuple[str, str, str]]:
        """(key, title, row) of each group of the page."""
        kind = self.page.section.repeats
        if kind == "group":
            item = self.page.section.item or "entry"
            return [(row, f"{item[:1].upper()}{item[1:]} {n}", row) for n, row in enumerate(self._rows(), start=1)]
        if kind == "subject and others":
            return [(key, title, "") for key, title in PAIR]
        if kind == "each person":
            return [(key, title, "") for key, title in meaning.asked_about(self.page.section, self.around.people)]
        return [("", "", "")]

    def _rows(self) -> list[str]:
        if self.data is None:
            rows = [str(entry[ROW]) for entry in self._kept() or []]
            return rows or ["1"]
        given = [row for row in self.data.getlist(self.rows_name) if re.fullmatch(r"[1-9][0-9]{0,5}", row)]
        rows = list(dict.fromkeys(given))[:MOST_ROWS]
        kept = [int(entry[ROW]) for entry in self._kept() or []]
        following = str(max([int(row) for row in rows] + kept, default=0) + 1)  # never a number used before
        if self.row_change == "add" and len(rows) < MOST_ROWS:
            rows.append(following)
            self.focus = following
        elif self.row_change in rows:
            at = rows.index(self.row_change)
            rows.remove(self.row_change)
            self.focus = (rows or [following])[max(0, at - 1)] if rows else following
        return rows or [following]

    def _kept(self):
        return self.answers.get(self.page.section.name)

    def kept_group(self, key: str) -> dict:
        """What is stored for one group of this page."""
        kept = self._kept()
        if not kept:
            return {}
        if self.page.section.repeats == "group":
            return next((entry for entry in kept if str(entry[ROW]) == key), {})
        return kept.get(key, {}) if self.page.section.repeats else kept

    # What is asked in each

    def _asked(self, values: Mapping) -> tuple[Field, ...]:
        everything = {**meaning.flat(self.form, self.answers), **values}
        if not meaning.is_asked(self.page.section, everything):
            return ()
        if self.page.section.repeats:
            return self.page.fields
        return tuple(q for q in self.page.fields if meaning.all_hold(q.shown_when, everything))

    def _group(self, key: str, title: str, row: str) -> Group:
        values = self.kept_group(key)
        questions = self._asked(values)
        if self.page.section.repeats == "subject and others" and key != PAIR[0][0]:
            questions = tuple(q for q in questions if not q.once)
        required = {q.name for q in questions if q.required and q.sets not in self.around.excused}
        required = required if self.insist else set()
        made = _form_class(questions, self.around, required)
        prefix = "-".join(part for part in ("q", self.scope, key) if part)
        starting = {}
        for question in questions:
            starting |= fields.initial(question, question.name, values.get(question.name))
        form = made(
            questions,
            self.around,
            required=required,
            data=self.data,
            files=self.files,
            prefix=prefix,
            initial=starting,
        )
        if title:
            form.repeat_title = title
        known = {**meaning.flat(self.form, self.answers), **values}
        form.needed = {q.name for q in questions if q.required_when and meaning.all_hold(q.required_when, known)}
        return Group(key, title, form, row)

    # Is it right

    def _judge(self) -> None:
        for group in self.groups:
            if self._left_out(group):
                group.form.hold()
                continue
            group.form.settle()
            self._conditional(group)
            if not self.insist:
                self._still_needed(group)
        everything = self.merged()
        for clash in meaning.clashes(self.form, everything, self.around.today, self.around.received):
            if clash.section == self.page.section.name:
                self._say(clash)

    def _still_needed(self, group: Group) -> None:
        """What was not insisted on is shown as needed all the same: its label must not say that it is optional."""
        for question in group.form.questions:
            if question.required and question.sets not in self.around.excused:
                group.form.fields[question.name].required = True

    def _left_out(self, group: Group) -> bool:
        """Nothing entered in a set that need not be there: one of a repeating group, or the pair's other people."""
        if self.page.section.repeats != "group" and group.key != "others":
            return False
        kept = self.kept_group(group.key)
        has_documents = any(q.kind == "file" and kept.get(q.name) for q in group.form.questions)
        return not has_documents and not _entered(group, self.data, self.files)

    def _conditional(self, group: Group) -> None:
        if not self.insist:
            return
        everything = {**meaning.flat(self.form, self.answers), **group.form.values}
        for question in group.form.questions:
            if question.name in group.form.values or question.name in group.form.errors or not question.required_when:
                continue
            if meaning.all_hold(question.required_when, everything):
                group.form.add_error(question.name, f"Enter an answer to “{question.label}”")

    def _say(self, clash: meaning.Clash) -> None:
        for group in self.groups:
            if group.key == clash.group and clash.field in group.form.fields and clash.field not in group.form.errors:
                group.form.add_error(clash.field, clash.message)

    @property
    def forms(self) -> list[GovForm]:
        return [group.form for group in self.groups]

    @property
    def is_right(self) -> bool:
        return self.data is not None and not self.row_change and not self.problems

    @cached_property
    def problems(self) -> list[Problem]:
        found = []
        for form in self.forms:
            if not form.is_bound:
                continue
            found += [Problem(self.page.name, str(e["text"]), e.get("href", "").lstrip("#")) for e in errors_of(form)]
        return found

    @property
    def malformed(self) -> bool:
        """Something typed cannot be kept as an answer (not only missing or contradicting another)."""
        return any(
            name not in group.form.values and _entered_field(group, name, self.data)
            for group in self.groups
            if group.form.is_bound
            for name in group.form.errors
            if name in group.form.fields
        )

    # What it says

    def merged(self) -> dict:
        """The answers of the whole form with this page's in place of what it said before."""
        return meaning.merged(
            self.answers, self.page.section.name, self.values, replacing=[q.name for q in self.page.fields]
        )

    @property
    def values(self):
        """The page's usable answers in the shape of its section; documents are added by the act that keeps them."""
        if not self.page.section.repeats:
            return self._with_files(self.groups[0])
        found = {group.key: self._with_files(group) for group in self.groups}
        if self.page.section.repeats == "group":
            return [{ROW: key, **values} for key, values in found.items() if values]
        return {key: values for key, values in found.items() if values}

    def _with_files(self, group: Group) -> dict:
        values = dict(group.form.values)
        kept = self.kept_group(group.key)
        for question in group.form.questions:
            if question.kind == "file" and kept.get(question.name):
                values[question.name] = kept[question.name]
        return values

    @property
    def uploads(self) -> list[tuple[str, str, list]]:
        """(group key, question, documents that passed the check)."""
        return [
            (group.key, question.name, group.form.cleaned_data[question.name])
            for group in self.groups
            for question in group.form.questions
            if question.kind == "file" and getattr(group.form, "cleaned_data", {}).get(question.name)
        ]


def _entered(group: Group, data, files) -> bool:
    return any(_entered_field(group, name, data, files) for name in group.form.fields)


def _entered_field(group: Group, name: str, data, files=None) -> bool:
    html = group.form.add_prefix(name)
    keys = [html, *(f"{html}-{part}" for part in ("day", "month", "year"))]
    return any(value.strip() for key in keys for value in data.getlist(key)) or bool(files and files.getlist(html))


def typed_again(sheet: Sheet) -> QueryDict:
    """The stored answers of a page as a posted form, so that they are judged by the rules of today."""
    data = QueryDict(mutable=True)
    for group in sheet.groups:
        if group.row:
            data.appendlist(sheet.rows_name, group.row)
        values = sheet.kept_group(group.key)
        for question in group.form.questions:
            for key, texts in fields.typed(
                question, group.form.add_prefix(question.name), values.get(question.name)
            ).items():
                data.setlist(key, texts)
    return data


def judged(page: Page, *, form: Form, answers: Mapping, around: fields.Around, typed: Mapping | None = None) -> Sheet:
    """A page as it stands: what was typed last if that could not be kept whole, else what is stored."""
    common = {"form": form, "answers": answers, "around": replace(around, check_file=None)}
    data = posted(typed) if typed else typed_again(Sheet(page, **common))
    return Sheet(page, data=data, files=QueryDict(), **common)


def posted(typed: Mapping[str, list[str]]) -> QueryDict:
    """Kept boxes as posted data."""
    data = QueryDict(mutable=True)
    for key, texts in typed.items():
        data.setlist(key, list(texts))
    return data

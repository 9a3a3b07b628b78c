"""A whole form on one page: what a step asks when its act is done. Pure, as `engine` is.

A question that waits for another's answer comes when that answer was sent: the page returns with it, and nothing is
complained of yet. `asked` in the page names the questions that were on it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property

from django.http import QueryDict

from procedures.model import Form, Section

from .engine import Problem, Sheet, typed_again
from .fields import Around
from .pages import Page
from .summary import Names, Part, summary

MOST_LAYERS = 12  # questions that wait for questions that wait …


class WholeForm:
    """Every section of a form as a `Sheet`, judged together.

    `answers`: what is known already (shown as if typed). `data`, `files`: what was posted. `only`: the page has these
    sections; the others keep the answers that are known. `draft`: nothing has to be answered yet.
    """

    def __init__(self, form: Form, *, around: Around, answers: Mapping | None = None, data=None, files=None,
                 only: Collection[str] = (), draft: bool = False):  # fmt: skip
        self.form = replace(form, sections=tuple(replace(each, by="referrer") for each in form.sections))
        self.sections = [each for each in self.form.sections if not only or each.name in only]
        self.around, self.data, self.files = around, data, files
        self.row_change = "" if data is None else self._row_change()
        self.answers = dict(answers or {})
        if data is not None:
            self._read()
        self.more = data is not None and bool(self._new_questions())
        insist = not self.more and not self.row_change and not draft
        self.sheets = [self._sheet(section, insist=insist) for section in self.sections]
        for each in self.forms:
            _for_one_page(each)
            if draft:  # needed in the end, though not to save it
                each.needed |= {question.name for question in each.questions if question.required}

    def _sheet(self, section: Section, *, insist: bool) -> Sheet:
        change = self.row_change.partition(":")
        return Sheet(
            Page(section.name, section, section.fields), form=self.form, answers=self.answers, around=self.around,
            data=self.data, files=self.files, insist=insist, scope=section.name,
            row_change=change[2] if change[0] == section.name else "",
        )  # fmt: skip

    def _read(self) -> None:
        """What was typed, layer by layer: an answer decides which further questions are read."""
        here = {section.name for section in self.sections}
        self.answers = {name: values for name, values in self.answers.items() if name not in here}
        for _ in range(MOST_LAYERS):
            before = self.answers
            for section in self.sections:
                self.answers = {**self.answers, section.name: self._read_sheet(section).values}
            if self.answers == before:
                return

    def _read_sheet(self, section: Section) -> Sheet:
        """Documents are judged once, with everything else: here only what conditions can speak of is read."""
        return Sheet(
            Page(section.name, section, section.fields), form=self.form, answers=self.answers, around=self.around,
            data=self.data, files=QueryDict(), insist=False, scope=section.name,
        )  # fmt: skip

    def _row_change(self) -> str:
        """“section:add” or “section:2”, where a button of a repeating section was pressed."""
        for section in self.sections:
            for button in ("add", "remove"):
                value = self.data.get(f"{button}-{section.name}")
                if value:
                    return f"{section.name}:{'add' if button == 'add' else value}"
        return ""

    def _names(self) -> set[str]:
        """The questions that the answers lead to."""
        sheets = [self._read_sheet(section) for section in self.sections]
        return {q.name for sheet in sheets for group in sheet.groups for q in group.form.questions}

    def _new_questions(self) -> set[str]:
        shown = set(self.data.getlist("asked"))
        return self._names() - shown if shown else set()

    @property
    def asked(self) -> list[str]:
        """The questions that are on the page as it now stands."""
        return sorted({q.name for sheet in self.sheets for group in sheet.groups for q in group.form.questions})

    @property
    def of_files(self) -> set[str]:
        """The questions that documents are attached to."""
        return {q.name for section in self.sections for q in section.fields if q.kind == "file"}

    @property
    def forms(self) -> list:
        return [form for sheet in self.sheets for form in sheet.forms]

    @property
    def is_right(self) -> bool:
        return self.data is not None and not self.more and not self.row_change and not self.problems

    @cached_property
    def problems(self) -> list[Problem]:
        return [problem for sheet in self.sheets for problem in sheet.problems]

    @property
    def values(self) -> dict:
        """The usable answers, section by section; documents are added by whoever keeps them."""
        return {sheet.page.section.name: sheet.values for sheet in self.sheets}

    @property
    def uploads(self) -> list[tuple[str, str, str, list]]:
        """(section, group key, question, documents that passed the check)."""
        return [(sheet.page.section.name, *upload) for sheet in self.sheets for upload in sheet.uploads]


def _for_one_page(form) -> None:
    """Boxes of moderate height; what another answer on the page may make needed is not marked as optional."""
    form.needed |= {question.name for question in form.questions if question.required_when}
    for question in form.questions:
        if question.kind == "paragraph":
            form.fields[question.name].widget.attrs["rows"] = 4


def settled(form: Form, answers: Mapping, around: Around) -> WholeForm:
    """Answers that came without a page, judged by the same rules."""
    around = replace(around, check_file=None)
    data = QueryDict(mutable=True)
    for sheet in WholeForm(form, around=around, answers=answers).sheets:
        for key, texts in typed_again(sheet).lists():
            data.setlist(key, texts)
    found = WholeForm(form, around=around, data=data, files=QueryDict())
    found.answers = dict(answers)  # with the documents that are kept already
    found.sheets = [found._sheet(section, insist=True) for section in found.form.sections]
    return found


def in_words(form: Form, answers: Mapping, names: Names, unanswered: str = "") -> list[Part]:
    """What was answered, as people read it. `unanswered` stands for no answer; empty: the question is left out."""
    whole = replace(form, sections=tuple(replace(each, by="referrer") for each in form.sections))
    parts = []
    for part in summary(whole, answers, names):
        blocks = tuple(
            replace(block, rows=rows)
            for block in part.blocks
            if (rows := tuple(r if r.text else replace(r, text=unanswered) for r in block.rows if r.text or unanswered))
        )
        if blocks:
            parts.append(replace(part, blocks=blocks))
    return parts

"""The form of a return: which one is asked, its parts, what is still missing, and the answers as people read them.

A text says on a form with use = "return" what agencies are asked (RED-7, DAR-5, BEX-15, BHR-11); each of its sections
is a part of the return, the chronology another. A text without such a form asks the usual questions.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.asking import around_case
from cases.models import Case
from cases.queries import procedure_of
from cases.sheets import answers as meaning
from cases.sheets.fields import Around
from cases.sheets.summary import Names, Part
from cases.sheets.whole import in_words, settled
from procedures.model import Field, Form, Procedure, Section

from .models import ScopingRequest, ScopingReturn

USUAL = Form(
    name="usual-return",
    title="What your agency knows",
    use="return",
    sections=(
        Section(
            name="account",
            title="Involvement and analysis",
            fields=(
                Field(
                    name="involvement",
                    label="Your agency’s involvement",
                    kind="paragraph",
                    hint="Whom you knew, from when to when, and what you did. Dated events belong in the chronology.",
                ),
                Field(
                    name="analysis",
                    label="What happened and why",
                    kind="paragraph",
                    hint="What went well, what did not, and what stood in the way. What would you do differently?",
                ),
            ),
        ),
    ),
)
# Of a supplementary question only the answer to it is asked; what was sent before stays (RED-8).
MORE = Form(
    name="supplement",
    title="Your answer",
    use="return",
    sections=(
        Section(
            name="answer",
            title="Your answer",
            fields=(
                Field(
                    name="answer",
                    label="Your answer",
                    kind="paragraph",
                    hint="Only to what is asked now. What you sent before stays as it is.",
                ),
            ),
        ),
    ),
)


# --- Which form ----------------------------------------------------------------------------------------------------


def form_to_ask(procedure: Procedure, pathway: str, track: str) -> str:
    """The name of the form that agencies get when they are asked on this track: its step's, else the text's only
    one; empty for the usual questions. A step that names none leaves it to the text's only form."""
    steps = procedure.steps_for("submit_return", pathway)
    named = [step.form for step in sorted(steps, key=lambda step: step.track != track) if step.form]
    if any(step.track == track and track for step in steps):
        named = [step.form for step in steps if step.track == track and step.form]
    if named:
        return named[0]
    forms = [form.name for form in procedure.forms if form.use == "return"]
    return forms[0] if len(forms) == 1 else ""


def form_of(request: ScopingRequest, procedure: Procedure) -> Form:
    """What a request asks; the edition that governs the case has it for the case's whole life (C-29)."""
    if request.supplement:
        return MORE
    found = next((form for form in procedure.forms if form.use == "return" and form.name == request.form), None)
    return found or USUAL


def asks_chronology(form: Form) -> bool:
    return form.chronology != "no"


# --- What is asked and answered ------------------------------------------------------------------------------------


def names_of(around: Around) -> Names:
    return Names(dict(around.agencies), dict(around.people), around.today)


def seen_of(row: ScopingReturn, section: str) -> str:
    """Changes whenever the stored answers of a section do: what the page was opened with."""
    stored = json.dumps(row.answers.get(section) or {}, sort_keys=True)
    return hashlib.sha256(stored.encode()).hexdigest()[:16]


def has_answers(row: ScopingReturn) -> bool:
    return any(row.answers.values())


def is_empty(row: ScopingReturn) -> bool:
    """Nothing at all was written or attached: “not known” can be the whole answer."""
    return not (has_answers(row) or row.own_files or row.chronology.exists())


@dataclass(frozen=True)
class PartState:
    """A part of the return for the list of what is to do. `state`: done, begun or todo; `lacks`: what is missing."""

    section: Section
    state: str
    lacks: tuple[str, ...]


def parts_of(row: ScopingReturn, form: Form, around: Around) -> list[PartState]:
    """Every section that is asked, with what it still lacks."""
    lacking: dict[str, list[str]] = {}
    for problem in settled(form, row.answers, around).problems:
        lacking.setdefault(problem.page, []).append(problem.message)
    found = []
    for section in meaning.asked_sections(form, row.answers):
        lacks, written = tuple(lacking.get(section.name, ())), bool(row.answers.get(section.name))
        state = ("begun" if lacks else "done") if written else "todo"
        found.append(PartState(section, state, lacks))
    return found


def missing_in(row: ScopingReturn, *, at: dt.datetime) -> list[str]:
    """What a return still lacks before it can be sent, as ends of “give …”; [] when it may leave.

    What the text makes required, the chronology where it asks for one (RED-7), and always something at all.
    """
    form = form_of(row.request, procedure_of(row.case))
    parts = parts_of(row, form, around_case(row.case, at))
    found = [f"“{part.section.title}”" for part in parts if part.lacks]
    if form.chronology == "required" and not (row.chronology.exists() or own_will_do(row, form)):
        found.append("a chronology")
    if not found and is_empty(row):
        found.append("your answer" if row.request.supplement else "an account or a chronology")
    return found


def own_will_do(row: ScopingReturn, form: Form) -> bool:
    """An agency's own chronology counts where the text lets it (BEX-15)."""
    return form.own_chronology and bool(row.own_files)


def documents_in(section: Section, row: ScopingReturn) -> list[tuple[Field, list[dict]]]:
    """The documents that answer this section's questions so far; they stand in sections that do not repeat."""
    files = [question for question in section.fields if question.kind == "file"]
    values = {} if section.repeats else row.answers.get(section.name) or {}
    return [(question, values[question.name]) for question in files if values.get(question.name)]


# --- As people read it ---------------------------------------------------------------------------------------------


def in_plain_words(row: ScopingReturn) -> list[Part]:
    """What was answered, part by part; questions without an answer are left out."""
    return in_words(form_of(row.request, procedure_of(row.case)), row.answers, _names(row.case))


def _names(case: Case) -> Names:
    """The words of an answer do not hang on the day: a return makes no person whose age would be worked out."""
    return names_of(around_case(case, case.received_at))


def said_in(case: Case, rows: Iterable[ScopingReturn]) -> dict[int, list[Part]]:
    """The number of each return that was sent -> its answers in words; drafts stay unread (C-52)."""
    names, procedure = _names(case), procedure_of(case)
    return {row.pk: in_words(form_of(row.request, procedure), row.answers, names) for row in rows if row.is_sent}


def differing(form: Form, section: str, stored: Mapping, typed: Mapping, names: Names) -> list[tuple[str, str]]:
    """Question and stored text of each answer in a section that somebody else left otherwise than it was typed."""
    there, here = (_flat(form, section, answers, names) for answers in (stored, typed))
    return [(label, there.get(key, "(empty)")) for key, label in {**_labels(here), **_labels(there)}.items()
            if there.get(key, "") != here.get(key, "")]  # fmt: skip


def _flat(form: Form, section: str, answers: Mapping, names: Names) -> dict[tuple[str, str], str]:
    return {
        (block.title, line.label): line.text
        for part in in_words(form, answers, names)
        if part.page == section
        for block in part.blocks
        for line in block.rows
    }


def _labels(flat: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    return {key: ": ".join(text for text in key if text) for key in flat}

"""Answers given when an act is done: judged once more, their papers kept, and put on the record in words.

    with acting(act, …) as doing:
        given = take(doing, asked_of(…), answers, uploads)
        doing.record(summary=…, data=given.data)
        state_facts(doing, given)

Any act whose step has a form keeps its answers so; `procedures.vocabulary_acts.ACTS_WITH_FORM` lists them.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deadlines.calendar import LONDON
from documents.files import keep_file
from partnerships.refusals import ActRefused
from procedures.model import Form
from procedures.vocabulary import FACTS

from .asking import Asked
from .sheets import answers as meaning
from .sheets.answers import ROW
from .sheets.whole import in_words, settled

PAPER = "case-paper"


@dataclass(frozen=True)
class Given:
    """`answers`: as kept; `flat`: question -> value of what is asked once; `data`: what the event keeps of it."""

    form: Form
    answers: dict
    flat: dict
    data: dict


def take(doing, asked: Asked, answers: Mapping, uploads: Sequence = (), *, but: Sequence[str] = ()) -> Given:
    """Keeps what was answered; raises ActRefused (about the question) for what is missing or wrong.

    `uploads`: (section, group, question, checked documents). `but`: questions that the record says elsewhere.
    """
    kept = copy.deepcopy(dict(answers))
    papers: list[dict] = []
    for section, group, name, checked in uploads:
        documents = [_kept(doing, each) for each in checked]
        _group(kept, asked.form, section, group).setdefault(name, []).extend(documents)
        papers += documents
    problems = settled(asked.form, kept, asked.around).problems
    if problems:
        raise ActRefused(problems[0].message, about=problems[0].target)
    data = {"form": asked.form.name, "answers": kept, "said": _said(asked, kept, but), "papers": papers}
    return Given(asked.form, kept, meaning.flat(asked.form, kept), data)


def _kept(doing, checked) -> dict:
    row = keep_file(checked, kind=PAPER, at=doing.at, actor=doing.actor, case=doing.case, about=f"act:{doing.act}"[:80])
    return {"id": row.pk, "name": row.name, "size": row.size}


def _group(answers: dict, form: Form, section: str, key: str) -> dict:
    """The values of one group of a section, made if there are none."""
    repeats = next(each.repeats for each in form.sections if each.name == section)
    if repeats != "group":
        values = answers.setdefault(section, {})
        return values.setdefault(key, {}) if repeats else values
    rows = answers.setdefault(section, [])
    found = next((row for row in rows if str(row[ROW]) == key), None)
    if found is None:
        found = {ROW: key}
        rows.append(found)
    return found


def _said(asked: Asked, answers: Mapping, but: Sequence[str]) -> list:
    """[title, [[question, answer], …]] of each block, without documents: those are listed by themselves."""
    left_out = {field.label for part in asked.form.sections for field in part.fields
                if field.name in but or field.kind == "file"}  # fmt: skip
    found = []
    for part in in_words(asked.form, answers, asked.names):
        for block in part.blocks:
            rows = [[row.label, row.text] for row in block.rows if row.label not in left_out]
            if rows:
                found.append([block.title or part.title, rows])
    return found


def state_facts(doing, given: Given) -> None:
    """Dates of the form that clocks run from count from now on."""
    for words, day in meaning.facts(given.form, given.answers).items():
        doing.state_fact(FACTS[words].slug, happened_at=dt.datetime.combine(day, dt.time(0), tzinfo=LONDON))

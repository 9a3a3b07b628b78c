"""Documents that belong to a return: where the answers hold them, and who may open them."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping

from cases.queries import visible_cases
from documents.files import CheckedFile, keep_file
from documents.models import StoredFile
from partnerships.actors import Actor
from procedures.model import Section

from . import sight
from .models import ScopingReturn

PAPER = "return-paper"


def keep_paper(row: ScopingReturn, checked: CheckedFile, *, actor: Actor, at: dt.datetime) -> dict:
    """The document, kept as it came, and how an answer refers to it."""
    file = keep_file(checked, kind=PAPER, at=at, actor=actor, case=row.case, about=f"return:{row.pk}")
    return {"id": file.pk, "name": file.name, "size": file.size}


def keeping_papers(section: Section, stored: Mapping, values):
    """New answers with the documents that the section's questions hold already: a page does not send them again.

    Documents are asked for only in sections that do not repeat (`procedures.checks_returns`).
    """
    kept = copy.deepcopy(values)
    for question in section.fields:
        if question.kind == "file" and stored.get(question.name):
            kept[question.name] = copy.deepcopy(stored[question.name])
    return kept


def own_file(row: ScopingReturn, number: int) -> StoredFile | None:
    """A chronology in the agency's own format that belongs to this return."""
    if number not in {each["id"] for each in row.own_files}:
        return None
    return StoredFile.objects.filter(partnership=row.partnership_id, case=row.case_id, kind=PAPER, pk=number).first()


def without_paper(answers: Mapping, paper: int) -> tuple[dict, list[str]]:
    """(the answers without a document, the sections that held it)."""
    found, changed = {}, []
    for name, values in answers.items():
        found[name] = _without(values, paper)
        if found[name] != values:
            changed.append(name)
    return found, changed


def _without(value, paper: int):
    if isinstance(value, dict):
        return {key: _without(each, paper) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, paper) for each in value if not (isinstance(each, dict) and each.get("id") == paper)]
    return value


def may_read_paper(file, actor: Actor) -> bool:
    """The gate of documents of a return: whoever may read the return on its case (C-52)."""
    word, _, number = file.about.partition(":")
    case = visible_cases(actor).select_related("procedure", "borough").filter(pk=file.case_id).first()
    if case is None or word not in ("return", "return-draft") or not number.isdigit():
        return False
    rows = ScopingReturn.objects.standing().filter(partnership=case.partnership_id, case=case, pk=int(number))
    row = rows.select_related("agency", "request").first()
    if row is None:
        return False
    # A print of a draft stays its agency's own, also once the answer is sent.
    return sight.is_mine(row, actor) if word == "return-draft" else readable(row, actor, case)


def readable(row: ScopingReturn, actor: Actor, case) -> bool:
    return sight.may_open(row, actor, sight.sight_of(case, actor)) and sight.may_read(row, actor)

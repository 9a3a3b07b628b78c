"""What the pages of this room ask: our own questions for each act, and the forms of the text with what is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from cases.asking import SECTION, Asked, around_case
from cases.models import Case
from cases.recorded import question
from procedures.model import Field, Form, Procedure, Section
from procedures.model import Notice as NoticeRule

from . import known
from .models import Notice

REFERENCE = question("reference", "Reference that the body outside gave", "line")
PAPERS = question("papers", "Papers that belong to it", "file", hint="The notice as it was sent, or the e-mail.")


def _own(act: str, fields: list[Field]) -> Form:
    section = Section(name=SECTION, title="", fields=tuple(fields))
    return Form(name=act.replace("_", "-"), title="", use="step", sections=(section,))


def _asked(act: str, case: Case, fields: list[Field], starting: Mapping, at: dt.datetime) -> Asked:
    given = {name: value for name, value in starting.items() if value}
    return Asked(act, _own(act, fields), {SECTION: given} if given else {}, (), around_case(case, at))


def recording(case: Case, procedure: Procedure, rule: NoticeRule, *, sender: str, due: bool, at: dt.datetime) -> Asked:
    """A notice was sent: by whom, on whose behalf, under which number, with its paper."""
    fields = [
        question("sent-by", "Who sent it?", "line", required=True),
        question("authority", "On whose behalf was it sent?", "line", required=True, hint="The authority or board."),
        REFERENCE,
        PAPERS,
    ]
    if not due:
        hint = "By what is on record this notice is not due on this case."
        fields.insert(0, question("why", "Why was it sent all the same?", required=True, hint=hint))
    starting = {"act-sent-by": sender, "act-authority": known.on_whose_behalf(case, procedure)}
    return _asked("record_notification", case, fields, starting, at)


def withdrawing(case: Case, at: dt.datetime) -> Asked:
    """A notice is taken back with the reason and proof of it (C-40)."""
    fields = [
        question("why", "Why is it withdrawn?", required=True),
        question(
            "proof", "Proof that it was withdrawn", "file", required=True, hint="The e-mail or a print of the page."
        ),
    ]
    return _asked("withdraw_notification", case, fields, {}, at)


def acknowledging(case: Case, row: Notice, at: dt.datetime) -> Asked:
    return _asked("record_acknowledgement", case, [REFERENCE, PAPERS], {"act-reference": row.reference}, at)


def replying(case: Case, answers: tuple[str, ...], at: dt.datetime) -> Asked:
    """What a body outside answered. `answers`: those that the step or the notice knows."""
    choices = [(name, f"{name[:1].upper()}{name[1:]}") for name in answers]
    fields = [
        question("outcome", "What does it answer?", "one of", required=True, choices=choices),
        question("words", "Its reasons, or what it wants"),
        question("papers", "Its letter or e-mail", "file"),
    ]
    return _asked("record_reply", case, fields, {}, at)


def answering(case: Case, at: dt.datetime) -> Asked:
    fields = [
        question("answer", "What was answered?", required=True),
        question("papers", "Papers that were sent with it", "file"),
    ]
    return _asked("answer_reply", case, fields, {}, at)


def form_named(procedure: Procedure, name: str) -> Form | None:
    return procedure.find("forms", name) if name else None


def filling(act: str, form: Form, case: Case, procedure: Procedure, kept: Mapping, *, insist: bool, at) -> Asked:
    """A form of the text: what is kept, else what the case knows. `insist` False: a sheet put aside half-done."""
    starting = dict(kept) if kept else known.starting(form, case, procedure)
    return Asked(act, form if insist else _leniently(form), starting, (), around_case(case, at))


def _leniently(form: Form) -> Form:
    return replace(form, sections=tuple(
        replace(section, fields=tuple(replace(f, required=False, required_when=()) for f in section.fields))
        for section in form.sections
    ))  # fmt: skip

"""Sheets and outcome records as papers: plain values for the printer."""

from __future__ import annotations

from cases.models import Case
from cases.sheets.summary import Names
from cases.sheets.whole import in_words
from config.filters import datetime_long
from documents.papers import FilledForm, FormGroup, FormSection, Pair
from procedures.model import Form, Procedure

from .models import Notice, Outcome

NOT_ANSWERED = "Not answered"


def _sections(form: Form, answers, names: Names) -> tuple[FormSection, ...]:
    return tuple(
        FormSection(title=part.title, groups=tuple(
            FormGroup(title=block.title, answers=tuple(Pair(label=r.label, value=r.text) for r in block.rows))
            for block in part.blocks
        ))
        for part in in_words(form, answers, names, unanswered=NOT_ANSWERED)
    )  # fmt: skip


def _filled(case: Case, form: Form, answers, names: Names, details, checks=()) -> FilledForm:
    return FilledForm(
        partnership=case.partnership.title, title=form.title, demo=case.partnership.is_demo, reference=case.reference,
        details=tuple(details), sections=_sections(form, answers, names),
        checks=tuple(Pair(label=each["text"], value=f"{each['answer']}. {each['why']}") for each in checks),
    )  # fmt: skip


def sheet_paper(row: Notice, case: Case, procedure: Procedure, form: Form, names: Names) -> FilledForm:
    """The sheet to copy into the national system."""
    rule = procedure.find("notices", row.notice)
    details = [Pair(label="To", value=row.body_title), Pair(label="Notice", value=row.title)]
    if rule.how:
        details.append(Pair(label="To be sent by", value=rule.how))
    details.append(Pair(label="Prepared", value=f"{datetime_long(row.sheet_saved_at)}, {row.sheet_saved_by}"))
    return _filled(case, form, row.sheet, names, details)


def outcome_draft_paper(row: Outcome, case: Case, procedure: Procedure, notice: Notice, names: Names) -> FilledForm:
    """The record as it is to be sent (BEX-7, DAR-12): without our own checks, and nothing says that it has left."""
    form = procedure.find("forms", row.form)
    details = [
        Pair(label="To", value=notice.body_title),
        Pair(label="Notified", value=datetime_long(notice.sent_at)),
    ]
    if notice.reference:
        details.append(Pair(label="Reference of the notification", value=notice.reference))
    return _filled(case, form, row.answers, names, details)


def outcome_paper(row: Outcome, case: Case, procedure: Procedure, names: Names) -> FilledForm:
    """The outcome record as it was sent (BEX-7, DAR-12)."""
    form = procedure.find("forms", row.form)
    notice = row.notice
    details = [
        Pair(label="To", value=notice.body_title),
        Pair(label="Sent", value=f"{datetime_long(row.sent_at)}, {row.sent_by}"),
        Pair(label="Notified", value=datetime_long(notice.sent_at)),
    ]
    if notice.reference:
        details.append(Pair(label="Reference of the notification", value=notice.reference))
    return _filled(case, form, row.answers, names, details, row.checks)

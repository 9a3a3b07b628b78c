"""The referral as a paper: plain values for the printer."""

from __future__ import annotations

from dataclasses import replace

from cases.models import Case
from cases.sheets.summary import Names
from config.filters import date_long, datetime_long
from documents.papers import FormGroup, FormSection, Pair, Referral

from . import queries


def referral_paper(row, case: Case, names: Names) -> Referral:
    """Every answer, then the questions that were put to the referrer and what was answered."""
    partnership = case.partnership
    details = [
        Pair(label="Received", value=datetime_long(case.received_at)),
        Pair(label="How", value=row.get_received_how_display()),
    ]
    if case.referring_agency:
        details.append(Pair(label="Agency", value=case.referring_agency.title))
    return Referral(
        partnership=partnership.title,
        title="Referral",
        demo=partnership.is_demo,
        reference=case.reference,
        received_on=date_long(case.received_at),
        referrer=case.referrer_name,
        details=tuple(details),
        sections=(*_sections(row, names), *_questions(row)),
    )


def _sections(row, names: Names):
    for part in queries.summary_of(row, names):
        groups = tuple(
            FormGroup(
                title=block.title,
                answers=tuple(Pair(label=line.label, value=line.text) for line in block.rows if line.text),
            )
            for block in part.blocks
        )
        yield FormSection(title=part.title, groups=tuple(group for group in groups if group.answers))


def said_at_length(case: Case) -> tuple[FormSection, ...]:
    """For the papers of a meeting: the referrer's own accounts and analysis, and the questions to the referrer.

    Only long answers: names, dates and choices stand in the pack already, and so does the reason of the referral.
    """
    row = queries.referral_of(case)
    if row is None:
        return ()
    form = queries.form_of(row)
    long = {
        field.label
        for section in form.sections
        for field in section.fields
        if field.kind == "paragraph" and field.sets != "reason"
    }
    world = queries.around(row, case.received_at)
    names = Names(dict(world.agencies), dict(world.people), world.today)
    sections = [
        replace(section, groups=tuple(group for group in groups if group.answers))
        for section in _sections(row, names)
        for groups in [[_only(group, long) for group in section.groups]]
    ]
    return (*(section for section in sections if section.groups), *_questions(row))


def _only(group: FormGroup, labels: set[str]) -> FormGroup:
    return replace(group, answers=tuple(pair for pair in group.answers if pair.label in labels))


def _questions(row):
    asked = queries.questions_of(row)
    if asked:
        pairs = tuple(Pair(label=each.text, value=each.answer or "Not answered yet") for each in asked)
        yield FormSection(title="Questions to the referrer", groups=(FormGroup(answers=pairs),))

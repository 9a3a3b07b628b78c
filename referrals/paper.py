"""The referral as a paper: plain values for the printer."""

from __future__ import annotations

from dataclasses import replace

from cases.models import Case
from cases.sheets.answers import all_answers
from cases.sheets.summary import Names
from cases.sheets.words import words_of
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


# What the sheet of a case says of its people in lines of its own, and what is no answer to read.
ON_THE_SHEET = frozenset({"name", "first_name", "last_name", "born_on"})
NOT_SAID = frozenset({"file", "declaration"})


def said_at_length(case: Case) -> tuple[FormSection, ...]:
    """For the papers of a meeting: what the referrer answered, and the questions to the referrer.

    Left out is what the sheet says already: the reason of the referral, who refers, names and days of birth.
    """
    row = queries.referral_of(case)
    if row is None:
        return ()
    form = queries.form_of(row)
    wanted = {
        field.label
        for section in form.sections
        for field in section.fields
        if not field.sets and field.person not in ON_THE_SHEET and field.kind not in NOT_SAID
    }
    world = queries.around(row, case.received_at)
    names = Names(dict(world.agencies), dict(world.people), world.today)
    sections = [
        replace(section, groups=tuple(group for group in groups if group.answers))
        for section in _sections(row, names)
        for groups in [[_only(group, wanted) for group in section.groups]]
    ]
    return (*(section for section in sections if section.groups), *_questions(row))


def said_in_words(case: Case) -> dict[str, tuple[str, str]]:
    """What sheets take over: word of the vocabulary -> (question, answer in words), of what was answered."""
    row = queries.referral_of(case)
    if row is None:
        return {}
    form = queries.form_of(row)
    wanted = {field.name: field for section in form.sections for field in section.fields if field.says}
    return {
        wanted[each.field.name].says: (each.field.label, words_of(each.field, each.value))
        for each in all_answers(form, row.answers)
        if each.field.name in wanted and each.value not in (None, "", [])
    }


def _only(group: FormGroup, labels: set[str]) -> FormGroup:
    return replace(group, answers=tuple(pair for pair in group.answers if pair.label in labels))


def _questions(row):
    asked = queries.questions_of(row)
    if asked:
        pairs = tuple(Pair(label=each.text, value=each.answer or "Not answered yet") for each in asked)
        yield FormSection(title="Questions to the referrer", groups=(FormGroup(answers=pairs),))

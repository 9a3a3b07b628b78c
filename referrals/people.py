"""From the answers of a form to the people and dates of a case. Pure: values in, values out."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping

from cases.acts import PersonValues
from cases.sheets import answers as meaning
from cases.sheets import rules
from cases.sheets.words import words_of
from config.filters import part_date
from deadlines.calendar import LONDON
from procedures.model import Form, Section
from procedures.vocabulary import FACTS

COLUMNS = {
    "first_name": 120,
    "last_name": 120,
    "other_names": 200,
    "relationship": 120,
    "gender": 60,
    "ethnicity": 120,
    "nhs_number": 10,
}
DATES = ("born_on", "died_on")
ANSWERABLE = ("yes/no", "yes/no/don't know", "one of", "several of")


def people_of(form: Form, answers: Mapping) -> list[PersonValues]:
    """The subject and the other people, the subject first (C-27). A section that was left empty makes nobody."""
    made: dict[str, PersonValues] = {}
    subject = meaning.the_subject(form)
    for section in meaning.asked_sections(form, answers):
        for group, values in meaning.groups(section, answers):
            if section.people:
                owner = subject if subject is not None and meaning.is_the_subject(section) else section
                key = meaning.person_key(owner.name, group)
                made[key] = _added(made.get(key), _person(section, values))
            elif section.repeats == "each person" and group in made:
                made[group] = _added(made[group], _person(section, values))
    return sorted(made.values(), key=lambda person: person.kind != "subject")


def _added(person: PersonValues | None, more: PersonValues) -> PersonValues:
    """What another section tells of the same person: it fills what is empty and adds its details."""
    if person is None:
        return more
    told = {
        field.name: getattr(more, field.name)
        for field in dataclasses.fields(more)
        if field.name not in {"kind", "details"} and not getattr(person, field.name)
    }
    return dataclasses.replace(person, **told, details={**person.details, **more.details})


def _person(section: Section, values: Mapping) -> PersonValues:
    columns: dict[str, object] = {}
    details: dict[str, object] = {}
    for question in section.fields:
        value = values.get(question.name)
        if value is None or question.kind == "file":
            continue
        if question.person == "name":
            columns |= whole_name(str(value))
        elif question.person in DATES:
            day = rules.whole_day(str(value))
            if day is None:
                details[question.person] = part_date(str(value))
            else:
                columns[question.person] = day
        elif question.person in COLUMNS:
            words = str(value) if question.kind == "NHS number" else words_of(question, value)
            columns[question.person] = words[: COLUMNS[question.person]]
        else:
            details[question.person or question.label] = words_of(question, value)
    if section.people == "relevant" and section.item and not columns.get("relationship"):
        columns["relationship"] = f"{section.item[:1].upper()}{section.item[1:]}"[: COLUMNS["relationship"]]
    return PersonValues(kind=section.people, **columns, details=details)


def whole_name(text: str) -> dict[str, str]:
    """A whole name in two parts: the last word is the last name."""
    first, _, last = text.strip().rpartition(" ")
    return {"first_name": first[:120], "last_name": last[:120]}


def facts_of(form: Form, answers: Mapping) -> dict[str, dt.datetime]:
    """The dates that clocks may start from, by slug: the beginning of the day in London."""
    return {
        FACTS[words].slug: dt.datetime.combine(day, dt.time(0), tzinfo=LONDON)
        for words, day in meaning.facts(form, answers).items()
    }


def choices_of(form: Form, answers: Mapping) -> dict[str, object]:
    """The answers that conditions of the procedure may ask for ("answer died is yes"): choices, never free text."""
    return {
        answer.field.name: answer.value
        for answer in meaning.all_answers(form, answers)
        if answer.field.kind in ANSWERABLE and not answer.section.repeats
    }

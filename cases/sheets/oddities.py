"""What is odd about the answers of a referral, though it may be true: said before it is sent and to the office, never
refused. Pure: a form of the text and the kept answers in, sentences out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from config.filters import part_date, plural
from procedures.model import Form

from . import rules
from .answers import Answer, all_answers

PARENT = re.compile(r"\b(?:parents?|mother|father|mum|dad)\b", re.IGNORECASE)
GROWN_UP = 18


def oddities(form: Form, answers: Mapping, *, subject: str) -> list[str]:
    """Sentences: a birth date that makes a child grown up at the incident (or the adult a child), a parent who is
    younger than the child. `subject`: whom the kind of case is about, as the text says ("child", "adult", "either")."""
    found = list(all_answers(form, answers))
    births = [a for a in found if a.field.person == "born_on" and a.section.people == "subject"]
    incidents = [a for a in found if a.field.fact == "incident" and a.field.kind == "date"]
    out = [line for birth in births for day in incidents for line in _age(birth, day, subject)]
    return out + [line for birth in births[:1] for line in _parents(found, birth)]


def _age(birth: Answer, incident: Answer, subject: str) -> Iterator[str]:
    day = rules.earliest(incident.value)
    youngest, oldest = (rules.age_on(one(birth.value), day) for one in (rules.latest, rules.earliest))
    if not 0 <= youngest:
        return
    born = f"By the date of birth, {part_date(birth.value)}, they were {plural(youngest, 'year')} old at the incident"
    if subject == "child" and youngest >= GROWN_UP:
        yield f"{born}. This kind of case is about people under {GROWN_UP}. Check both dates."
    if subject == "adult" and oldest < GROWN_UP:
        yield f"{born}. This kind of case is about adults. Check both dates."


def _parents(found: list[Answer], child: Answer) -> Iterator[str]:
    """Each parent whose own day of birth is not before the child's."""
    rows: dict[tuple[str, str], list[Answer]] = {}
    for answer in found:
        if answer.section.people == "relevant" and answer.section.repeats:
            rows.setdefault((answer.section.name, answer.group), []).append(answer)
    for row in rows.values():
        said = {a.field.person: str(a.value) for a in row if a.field.person}
        is_parent = PARENT.search(f"{row[0].section.item} {said.get('relationship', '')}")
        if is_parent and "born_on" in said and _younger(said["born_on"], str(child.value)):
            name = " ".join(said[key] for key in ("name", "first_name", "last_name") if said.get(key)) or "A parent"
            yield (
                f"{name}, born {part_date(said['born_on'])}, would be younger than the child, born "
                f"{part_date(child.value)}. Check both dates."
            )


def _younger(parent: str, child: str) -> bool:
    first: dt.date = rules.earliest(parent)
    return first >= rules.latest(child)

"""What the answers of a form mean together: what is asked after what, what cannot both be true, whom and which dates
they tell of. Pure: a form of the text and the kept answers in, plain values out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from config.filters import part_date
from procedures.model import Field, Form, Section
from procedures.vocabulary import field_condition, fields_named, listed

from . import rules

ROW = "_row"
OLDEST_REFERRAL = dt.timedelta(days=366)
AFTER_BIRTH = ("incident", "death")
RECEIVED = "referral received"
# Which day cannot come after which, by their facts: as typed on a form, and as stated on the case (C-51).
NOT_AFTER = (
    ("incident", "authority aware"), ("incident", "person aware"), ("incident", "board told"), ("incident", RECEIVED),
    ("incident", "death"), ("death", "board told"), ("death", RECEIVED), ("person aware", RECEIVED),
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """One kept answer with its question and place."""

    section: Section
    group: str
    field: Field
    value: object


@dataclass(frozen=True)
class Clash:
    """Two answers that cannot both be true, said beside one of them."""

    section: str
    group: str
    field: str
    message: str


def groups(section: Section, answers: Mapping) -> Iterator[tuple[str, Mapping]]:
    """(group key, values) of one section, whatever its shape."""
    kept = answers.get(section.name)
    if not kept:
        return
    if section.repeats == "group":
        yield from ((str(entry[ROW]), entry) for entry in kept)
    elif section.repeats:
        yield from kept.items()
    else:
        yield "", kept


def all_answers(form: Form, answers: Mapping) -> Iterator[Answer]:
    """Every kept answer to a question that the form still asks, in the order of the form."""
    for section in asked_sections(form, answers):
        for key, values in groups(section, answers):
            yield from (Answer(section, key, q, values[q.name]) for q in section.fields if q.name in values)


def asked_sections(form: Form, answers: Mapping) -> list[Section]:
    """The sections that are asked after what was answered in those that are asked once."""
    once = {name: value for s in form.sections if not s.repeats for name, value in (answers.get(s.name) or {}).items()}
    return [section for section in form.sections if is_asked(section, once)]


def flat(form: Form, answers: Mapping) -> dict:
    """Question -> value of the sections that are asked once: what conditions may speak of."""
    return {a.field.name: a.value for a in all_answers(form, answers) if not a.section.repeats}


def merged(answers: Mapping, section: str, values, replacing: Iterable[str] | None = None) -> dict:
    """The answers with one page's values in place of what it said before; other pages of the section stay."""
    if isinstance(values, Mapping) and replacing is not None:
        kept = {name: value for name, value in (answers.get(section) or {}).items() if name not in set(replacing)}
        values = {**kept, **values}
    return {**answers, section: values}


# Which questions are asked


def asked_in(conditions: Iterable[str]) -> list[str]:
    """The questions that conditions speak of."""
    return [name for text in conditions for name in fields_named(text)]


def all_hold(conditions: Iterable[str], values: Mapping) -> bool:
    return all(_holds(text, values) for text in conditions)


def is_asked(section: Section, everything: Mapping) -> bool:
    """Whether a section is asked at all, after the answers of the sections that are asked once."""
    return all_hold(section.shown_when, everything)


def _holds(text: str, values: Mapping) -> bool:
    slug, slots = field_condition(text)
    if slug == "any_is":
        return any(_holds(f"{name} is {slots['value']}", values) for name in listed(slots["fields"]))
    value = values.get(slots["field"])
    said = [str(each) for each in value] if isinstance(value, list) else [] if value is None else [_word(value)]
    if slug == "known":
        return bool(said)
    if slug == "not_known":
        return not said
    wanted = [each.strip() for each in slots.get("values", "").split(",")] if slug == "one_of" else [slots["value"]]
    return any(each in wanted for each in said)


def _word(value) -> str:
    return "yes" if value is True else str(value)


# What cannot be


def clashes(form: Form, answers: Mapping, today: dt.date, received: dt.date | None = None) -> list[Clash]:
    """Dates in an impossible order, an age that does not fit, a referral date out of reach.

    `received`: the day on which the office received what it now enters.
    Each pair is said at both ends, so that it is seen on whichever page is open; the page shows the first.
    """
    found = list(all_answers(form, answers))
    out = [clash for a in found if a.field.sets == "received on" for clash in _old(a, today)]
    for a in (a for a in found if a.field.fact in AFTER_BIRTH or a.field.person == "died_on"):
        births = [b for b in found if b.field.person == "born_on" and _same_person(a, b)]
        out += [clash for birth in births for clash in _order(birth, a)]
    out += [
        clash
        for first, second in NOT_AFTER
        for early in found
        for late in found
        if _fact(early) == first and _fact(late) == second
        for clash in _order(early, late)
    ]
    out += [clash for a in found for clash in _after_receipt(a, received)]
    return out + [clash for a in found if a.field.person == "age" for clash in _age(a, found, today)]


def _fact(answer: Answer) -> str:
    """Which fact of the case an answer tells; the subject's own date of death is one without being called so."""
    if answer.field.sets == "received on":
        return RECEIVED
    of_subject = answer.section.people == "subject" and not answer.section.repeats
    return answer.field.fact or ("death" if answer.field.person == "died_on" and of_subject else "")


def _after_receipt(answer: Answer, received: dt.date | None) -> list[Clash]:
    if received is None or answer.field.kind not in ("date", "part-known date"):
        return []
    if (_fact(answer), RECEIVED) not in NOT_AFTER or rules.earliest(answer.value) <= received:
        return []
    message = f"{_name(answer)} must be the same as or before the day the referral was received, {part_date(received)}"
    return [Clash(answer.section.name, answer.group, answer.field.name, message)]


def _same_person(death: Answer, birth: Answer) -> bool:
    """A fact is about the subject, and so is a death asked where the subject's birth is not; a person's own dates
    are about the person of that section and row."""
    if death.field.person == "died_on" and (death.section.people != "subject" or death.section.repeats):
        return (death.section.name, death.group) == (birth.section.name, birth.group)
    return birth.section.people == "subject"


def _order(first: Answer, second: Answer) -> list[Clash]:
    if second.field.kind not in ("date", "part-known date") or first.field.kind not in (
        "date",
        "part-known date",
    ):
        return []
    if rules.latest(second.value) >= rules.earliest(first.value):
        return []
    return [
        Clash(second.section.name, second.group, second.field.name,
              f"{_name(second)} must be the same as or after {_low(_name(first))}, {part_date(first.value)}"),
        Clash(first.section.name, first.group, first.field.name,
              f"{_name(first)} must be the same as or before {_low(_name(second))}, {part_date(second.value)}"),
    ]  # fmt: skip


def _old(answer: Answer, today: dt.date) -> list[Clash]:
    if answer.field.kind != "date" or today - rules.earliest(answer.value) <= OLDEST_REFERRAL:
        return []
    message = f"{_name(answer)} must be within the last 12 months. Check the year"
    return [Clash(answer.section.name, answer.group, answer.field.name, message)]


def _age(answer: Answer, found: list[Answer], today: dt.date) -> list[Clash]:
    births = [b.value for b in found if b.field.person == "born_on"
              and (b.section.name, b.group) == (answer.section.name, answer.group)]  # fmt: skip
    if not births:
        return []
    events = [rules.earliest(a.value) for a in found if a.field.fact in AFTER_BIRTH and a.field.kind != "line"]
    youngest = rules.age_on(rules.latest(births[0]), min([*events, today]))
    oldest = rules.age_on(rules.earliest(births[0]), today)
    if youngest <= int(answer.value) <= oldest:
        return []
    message = f"{_name(answer)} does not fit the date of birth, {part_date(births[0])}. Leave the age empty if unsure"
    return [Clash(answer.section.name, answer.group, answer.field.name, message)]


def _name(answer: Answer) -> str:
    return answer.field.label.rstrip("?")


def _low(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


# Whom and what they tell of


def people(form: Form, answers: Mapping) -> list[tuple[str, str]]:
    """(key, name) of everybody entered so far, the subject first: what "person" questions offer."""
    found = []
    for section in form.sections:
        for key, values in groups(section, answers) if makes_people(section, form) else ():
            name = full_name(section, values)
            label = name or (
                "The subject" if section.people == "subject" else f"{section.item or 'Person'} {key}".capitalize()
            )
            found.append((person_key(section.name, key), label))
    return found


def makes_people(section: Section, form: Form) -> bool:
    """Whether a section makes people of its own: a later one about the subject tells more of the same person."""
    return bool(section.people) and (not is_the_subject(section) or section == the_subject(form))


def is_the_subject(section: Section) -> bool:
    return section.people == "subject" and not section.repeats


def the_subject(form: Form) -> Section | None:
    """The section that makes the subject; every other one about the subject that does not repeat adds to it."""
    return next((section for section in form.sections if is_the_subject(section)), None)


def asked_about(section: Section, people: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the people entered whom an “each person” section is about: all, or those of the sections it names."""
    fits = re.compile("|".join(rf"{re.escape(name)}(-\d+)?" for name in section.of)) if section.of else None
    return [(key, name) for key, name in people if fits is None or fits.fullmatch(key)]


def person_key(section: str, group: str) -> str:
    return f"{section}-{group}" if group else section


def full_name(section: Section, values: Mapping) -> str:
    by = {q.person: values.get(q.name) for q in section.fields if q.person in ("name", "first_name", "last_name")}
    parts = [by.get("name"), by.get("first_name"), by.get("last_name")]
    return " ".join(str(part) for part in parts if part)


def facts(form: Form, answers: Mapping) -> dict[str, dt.date]:
    """Fact -> day, for every date that is known to the day. A month or a year starts no clock."""
    found = {}
    for answer in all_answers(form, answers):
        if answer.field.fact and answer.field.kind in ("date", "part-known date"):
            day = rules.whole_day(str(answer.value))
            if day is not None:
                found.setdefault(answer.field.fact, day)
    return found


def sets(form: Form, answers: Mapping) -> dict[str, object]:
    """What the answers say of the referral itself: vocabulary.FIELD_SETS -> value."""
    found: dict[str, object] = {}
    for answer in all_answers(form, answers):
        if answer.field.sets:
            found.setdefault(answer.field.sets, answer.value)
    return found

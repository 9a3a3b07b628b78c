"""Fictional answers to whatever a referral form asks: by what a question is for, never by the form's name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cases.sheets.answers import ROW
from procedures.model import Field, Form, Section

REASONS = (
    "A neighbour raised the alarm. Several agencies had been in touch over the past year, and each held a part of the "
    "picture. It is not clear who was leading, or whether the earlier concerns were looked at together.",
    "Visits stopped in the spring and the reason was not followed up. The case was closed by two services in the same "
    "month, each relying on the other.",
    "The person had been known to several services for years. A change in circumstances was reported three times and "
    "no meeting was called.",
)
ANALYSIS = (
    "We were in touch regularly until the spring. Concerns were recorded and passed on, but we did not check that "
    "they had been acted on. Staff changed twice, and what the earlier worker knew was not handed over."
)


@dataclass(frozen=True)
class Somebody:
    """A fictional subject and the dates of what happened."""

    first: str
    last: str
    born_on: dt.date
    incident_on: dt.date
    died: bool
    nhs: str
    reason: str
    aware_on: dt.date | None = None  # when the authority and the referrer heard of it, if later than it happened


def nhs_number(seed: int) -> str:
    """A number that passes the check digit, in the range that is never given to a patient (999)."""
    while True:
        digits = f"999{seed % 1_000_000:06}"
        remainder = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        check = (11 - remainder) % 11
        if check < 10:
            return f"{digits}{check}"
        seed += 1


def answers_for(
    form: Form, who: Somebody, *, referrer: dict[str, str], pathway: str, agency: str, today: dt.date
) -> dict:
    """Every section of the form that the referrer fills in, answered."""
    said = {**referrer, "pathway": pathway, "referrer agency": agency, "reason": who.reason,
            "received on": today.isoformat()}  # fmt: skip
    return {section.name: _section(section, who, said) for section in form.sections if section.by == "referrer"}


def _section(section: Section, who: Somebody, said: dict) -> object:
    if section.repeats == "group":
        return [{ROW: "1", **_values(section, who, said, relative=True)}]
    if section.repeats:
        return {"subject": _values(section, who, said)}
    return _values(section, who, said)


def _values(section: Section, who: Somebody, said: dict, *, relative: bool = False) -> dict:
    found = {}
    for field in section.fields:
        value = _person(field, who, relative) if field.person else _plain(field, who, said)
        if value not in (None, ""):
            found[field.name] = value
    if not who.died:
        found = {name: value for name, value in found.items() if "died is yes" not in _conditions(section, name)}
    return found


def _conditions(section: Section, name: str) -> tuple[str, ...]:
    return next(field.shown_when for field in section.fields if field.name == name)


def _person(field: Field, who: Somebody, relative: bool) -> object:
    if relative:
        return {"name": f"Robin {who.last}", "first_name": "Robin", "last_name": who.last,
                "relationship": "Next of kin"}.get(field.person)  # fmt: skip
    return {
        "name": f"{who.first} {who.last}", "first_name": who.first, "last_name": who.last,
        "born_on": who.born_on.isoformat(), "died_on": who.incident_on.isoformat() if who.died else None,
        "gender": "Female" if len(who.first) % 2 else "Male", "ethnicity": "White British",
        "nhs_number": who.nhs if field.kind == "NHS number" else None, "gp": "The Park Surgery",
        "address": "14 Station Road",
    }.get(field.person)  # fmt: skip


def _plain(field: Field, who: Somebody, said: dict) -> object:
    if field.sets in said:
        return said[field.sets]
    if field.fact == "death" or field.name == "died":
        return _death(field, who)
    if field.fact == "incident":
        return who.incident_on.isoformat()
    if field.fact in {"authority aware", "person aware", "board told"}:
        return (who.aware_on or who.incident_on).isoformat()
    if field.kind.startswith("yes/no"):
        return "no"
    wanted = field.required or field.required_when or field.kind == "paragraph"
    return _by_kind(field, who, said) if wanted else None


def _death(field: Field, who: Somebody) -> str | None:
    if field.kind.startswith("yes/no"):
        return "yes" if who.died else "no"
    return who.incident_on.isoformat() if who.died else None


def _by_kind(field: Field, who: Somebody, said: dict) -> object:
    if field.choices:
        first = field.choices[0].value
        return [first] if field.kind == "several of" else first
    day = who.incident_on.isoformat()
    return {
        "paragraph": ANALYSIS, "line": "As described", "date": day, "part-known date": day, "number": 1,
        "e-mail": "referrer@hospital.example", "declaration": True, "telephone": "020 7946 0000", "time": "10:00",
        "agency": said["referrer agency"],
    }.get(field.kind)  # fmt: skip


def answers_to_return(section: Section, agency) -> dict:
    """What an agency answers to the questions of its partnership's form that have to be answered."""
    said = {"line": "As known to the agency", "paragraph": ANALYSIS}
    needed = [question for question in section.fields if question.required]
    found = {question.name: said[question.kind] for question in needed}
    if needed and needed[0].kind == "paragraph":
        found[needed[0].name] = f"{agency.title} was in touch on three occasions. {ANALYSIS}"
    return found

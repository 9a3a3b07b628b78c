"""What a case knows already for a sheet or record: one function for each word of vocabulary.CASE_VALUES.

What comes out is a first wording for somebody to look over, never sent by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from cases.beside import recommendation_text
from cases.letters import reasons_of
from cases.models import Case, Person
from cases.queries import criteria_of, final_decision, people_of, procedure_of, why_referred
from cases.state import CaseState, state_of
from cases.telling import REFERRAL_ANSWERS
from config.filters import date_long, nhs_number
from information.queries import returns_of
from procedures.model import Field, Form, Procedure

YES_OR_NO = ("Yes", "No", "Not known", "Don’t know")


@dataclass(frozen=True)
class Source:
    """A case and what was read of it so far."""

    case: Case
    procedure: Procedure

    @cached_property
    def state(self) -> CaseState:
        return state_of(self.case, version=self.procedure.version)

    @cached_property
    def subjects(self) -> list[Person]:
        return [person for person in people_of(self.case) if person.kind == Person.Kind.SUBJECT]

    @cached_property
    def decision(self):
        return final_decision(self.case)

    def day(self, fact: str) -> str:
        found = self.state.facts.get(fact)
        return timezone.localdate(found[-1].at).isoformat() if found else ""

    @cached_property
    def answered(self) -> dict[str, tuple[str, str]]:
        return {word: said for ask in REFERRAL_ANSWERS for word, said in ask(self.case).items()}

    def answer(self, word: str) -> str:
        """What the referral answered; a bare yes or no stands with its question."""
        question, words = self.answered.get(word, ("", ""))
        return f"{question} {words}." if words in YES_OR_NO else words

    def of_subjects(self, value: Callable[[Person], object]) -> str:
        """A line for each subject; the name before it where there are several."""
        found = [(person.full_name, str(value(person) or "")) for person in self.subjects]
        lines = [text if len(found) == 1 else f"{name}: {text}" for name, text in found if text]
        return "; ".join(lines)


def lead_authority(case: Case, procedure: Procedure) -> str:
    """The authority that leads on cases of this kind; of several boroughs the case's own."""
    name = procedure.find("pathways", case.pathway).lead_authority
    here = case.borough.slug if case.borough else ""
    if name:
        return procedure.find("agencies", name).title
    local = [agency.title for agency in procedure.agencies if agency.statutory and here and here in agency.boroughs]
    return local[0] if len(local) == 1 else ""


def on_whose_behalf(case: Case, procedure: Procedure) -> str:
    """Whose notice it is: the leading authority's, else the board's that answers recommendations of this kind."""
    boards = {row.on_behalf_of for row in procedure.ratifications if case.pathway in row.pathways and row.on_behalf_of}
    known = lead_authority(case, procedure)
    return known or (procedure.find("bodies", boards.pop()).title if len(boards) == 1 else "")


def _person_line(person: Person) -> str:
    born = f"born {date_long(person.born_on)}" if person.born_on else ""
    return ", ".join(part for part in (person.full_name, person.relationship, born) if part)


def _in_a_line(person: Person) -> str:
    where = str(person.details.get("address", "")).replace("\n", ", ")
    return ", ".join(part for part in (_person_line(person), where) if part)


def _others(source: Source) -> str:
    people = [person for person in people_of(source.case) if person.kind != Person.Kind.SUBJECT]
    return "\n".join(_person_line(person) for person in people)


def _agencies(source: Source) -> str:
    rows = {row.agency.title: row.get_state_display() for row in reversed(returns_of(source.case))}
    return "\n".join(f"{title}: {state}" for title, state in sorted(rows.items()))


def _criteria(source: Source) -> str:
    answered = criteria_of(source.case)
    aids = [(aid.title, answered[aid.name]) for aid in source.procedure.aids if aid.name in answered]
    return "\n".join(f"{title} {row.result_title}. {row.reasons}" for title, row in aids)


def _review_type(source: Source) -> str:
    name = source.decision.data.get("review_type", "") if source.decision else ""
    return next((kind.title for kind in source.procedure.review_types if kind.name == name), "")


def _local_review(source: Source) -> str:
    """ "yes" or "no"; empty while nothing is finally decided. A national review has nobody here who commissions it."""
    name = source.decision.data.get("review_type", "") if source.decision else ""
    kind = next((kind for kind in source.procedure.review_types if kind.name == name), None)
    if kind is None:
        return ""
    return "yes" if kind.is_review and kind.statutory and kind.commissioned_by else "no"


def _at_the_meeting(source: Source) -> str:
    """Who sat at the meetings that took the case, as the record of each says it; before one, who was asked."""
    held = source.state.done.get("hold_meeting", ())
    rows = [row.data for row in held if "present" in row.data]
    present = list(dict.fromkeys(title for row in rows for title in row["present"]))
    absent = list(dict.fromkeys(title for row in rows for title in row["not_represented"] if title not in present))
    if not present:
        return _agencies(source)
    return "\n".join([*present, *(f"{title}: not represented" for title in absent)])


def _decided_by(source: Source) -> str:
    decision = source.decision
    if decision is None:
        return ""
    line = f"{decision.decided_by}, {date_long(decision.decided_at)}"
    return "\n".join(part for part in (line, decision.data.get("decided_with", "")) if part)


def _legal_status(person: Person) -> object:
    return person.details.get("legal_status", "")


def _death_or_harm(source: Source) -> str:
    if source.day("death") or any(person.died_on for person in source.subjects):
        return "Died"
    return {"Yes": "Died", "No": "Seriously harmed"}.get(source.answered.get("died", ("", ""))[1], "")


def _safety(source: Source) -> str:
    from cases.models import Event

    rows = Event.objects.filter(partnership=source.case.partnership_id, case=source.case, act="log_safety_action")
    return "\n".join(event.summary for event in rows.filter(annulled_by=None).order_by("id"))


def _referrer(source: Source) -> str:
    agency = source.case.referring_agency
    return ", ".join(part for part in (source.case.referrer_name, agency.title if agency else "") if part)


def _day_of(moment: dt.datetime) -> str:
    return timezone.localdate(moment).isoformat()


VALUES: dict[str, Callable[[Source], str]] = {
    "reference": lambda s: s.case.reference,
    "partnership": lambda s: s.procedure.partnership_title,
    "lead authority": lambda s: lead_authority(s.case, s.procedure),
    "referrer": _referrer,
    "received on": lambda s: _day_of(s.case.received_at),
    "why referred": lambda s: why_referred(s.case),
    "incident on": lambda s: s.day("incident"),
    "death on": lambda s: s.day("death") or next((p.died_on.isoformat() for p in s.subjects if p.died_on), ""),
    "authority aware on": lambda s: s.day("authority_aware"),
    "subject names": lambda s: "\n".join(person.full_name for person in s.subjects),
    "subject details": lambda s: "\n".join(_in_a_line(person) for person in s.subjects),
    "subject dates of birth": lambda s: s.of_subjects(lambda p: date_long(p.born_on) if p.born_on else ""),
    "subject genders": lambda s: s.of_subjects(lambda p: p.gender),
    "subject ethnicities": lambda s: s.of_subjects(lambda p: p.ethnicity),
    "subject NHS numbers": lambda s: s.of_subjects(lambda p: nhs_number(p.nhs_number) if p.nhs_number else ""),
    "subject addresses": lambda s: s.of_subjects(lambda p: p.details.get("address", "")),
    "subject legal statuses": lambda s: s.of_subjects(_legal_status),
    "other people": _others,
    "agencies asked": _agencies,
    "notified on": lambda s: s.day("notification_sent"),
    "acknowledged on": lambda s: s.day("national_panel_acknowledged"),
    "meeting held on": lambda s: s.day("meeting_held"),
    "criteria": _criteria,
    "recommendation": lambda s: recommendation_text(s.case),
    "local review decided": _local_review,
    "agencies at the meeting": _at_the_meeting,
    "review type": _review_type,
    "decision": lambda s: s.decision.outcome if s.decision else "",
    "decision reasons": lambda s: reasons_of(s.case, s.decision) if s.decision else "",
    "decided by": _decided_by,
    "safety": _safety,
    "death or harm": _death_or_harm,
    "main cause": lambda s: s.answer("main cause"),
    "place": lambda s: s.answer("place"),
    "proceedings": lambda s: s.answer("proceedings"),
}


def _fitting(field: Field, words: str) -> str:
    """What is known as an answer to the question: of a list only what is one of its choices."""
    if not field.choices:
        return words
    wanted = words.casefold()
    return next((one.value for one in field.choices if wanted in (one.value.casefold(), one.label.casefold())), "")


# What only a decision can say: whoever fills in a record repeats it and does not choose anew.
DECIDED = frozenset({"local review decided"})


def starting(form: Form, case: Case, procedure: Procedure | None = None) -> dict:
    """section -> question -> what the case says there already, of the sections that do not repeat."""
    source = Source(case, procedure or procedure_of(case))
    found: dict[str, dict] = {}
    for section in form.sections:
        if section.repeats:
            continue
        for field in section.fields:
            value = _fitting(field, VALUES[field.from_case](source)) if field.from_case else ""
            if value:
                found.setdefault(section.name, {})[field.name] = value
    return found

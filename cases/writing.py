"""A letter on a case before it is written: to whom it may go, and its words with the values of the case (BEX-11)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from config.filters import date_long
from deadlines.calendar import LONDON
from documents import wordings
from documents.letters import fill
from documents.papers import CaseLetter
from partnerships.actors import Actor
from procedures.model import Letter, Procedure

from . import telling
from .entries import registers_of
from .models import AgencyAccess, Case, Event
from .queries import body_of, final_decision, procedure_of, subjects_of, what_happens_next
from .state import state_of

FREE = "free"
WHOM = wordings.missing_words()["recipient"]
HOWS = {
    "post": "By post",
    "by hand": "Handed over",
    "secure e-mail": "By the office’s own secure e-mail",
    "sign-in": "In this service: an e-mail without details says that there is a letter",
}


@dataclass(frozen=True)
class Addressee:
    """Somebody a letter may go to. `key` stands in addresses, so nothing of it is personal (C-30)."""

    key: str
    words: str  # as the list shows it
    name: str = ""
    lines: tuple[str, ...] = ()
    agency: object = None


def addressees(case: Case, *, at: dt.datetime) -> list[Addressee]:
    """The referrer, the agencies of the case, family and practitioners entered (C-23), bodies outside, anybody else."""
    found = []
    if case.referrer_name:
        agency = (case.referring_agency.title,) if case.referring_agency else ()
        found.append(Addressee("referrer", f"The referrer: {case.referrer_name}", case.referrer_name, agency))
    rows = AgencyAccess.objects.filter(partnership=case.partnership_id, case=case).select_related("agency")
    found += [
        Addressee(f"agency-{row.agency.slug}", row.agency.title, row.agency.title, (), row.agency)
        for row in rows.order_by("agency__title")
    ]
    family = next(entries for register, entries in registers_of(case, at=at) if register.name == "family")
    found += [Addressee(f"involved-{one.id}", _who(one), _who(one)) for one in family]
    found += [
        Addressee(f"body-{body.name}", body.title, body.title)
        for body in procedure_of(case).outside_bodies
    ]  # fmt: skip
    return [*found, Addressee(FREE, "Somebody else")]


def _who(entry) -> str:
    return entry.summary.removeprefix("Involvement recorded: ").removesuffix(".")


def addressee(case: Case, key: str, *, at: dt.datetime) -> Addressee | None:
    return next((one for one in addressees(case, at=at) if one.key == key), None)


def letters_to_write(procedure: Procedure) -> list[Letter]:
    """Letters and papers that the office writes on a case, in the words that count here."""
    return [each.letter for each in wordings.every_letter(procedure) if each.letter.use != "message"]


@dataclass(frozen=True)
class Draft:
    """The words as they are offered; what the case does not know stands in square brackets."""

    title: str
    recipient: str
    address: str
    salutation: str
    subject: str
    body: str


def draft(case: Case, letter: Letter, to: Addressee, *, writer: Actor, at: dt.datetime) -> Draft:
    """The letter filled with what the case knows."""
    filled = fill(letter, {**wordings.missing_words(), **values_of(case, to, writer=writer, at=at)})
    of_a_body = to.agency is not None or to.key.startswith("body-")
    greeting = "Dear colleague" if of_a_body else f"Dear {to.name or WHOM}"
    return Draft(
        letter.title, to.name, "\n".join(to.lines), "" if letter.use == "template" else greeting, filled.subject,
        "\n\n".join(filled.paragraphs),
    )  # fmt: skip


def values_of(case: Case, to: Addressee, *, writer: Actor, at: dt.datetime) -> dict[str, str]:
    """What the case knows of the values a letter may name; what it does not know is left out."""
    procedure = procedure_of(case)
    who = telling.Recipient(to.name, "", agency=to.agency)
    found = telling.values_for(case, procedure, who, at=at, link=telling.case_link(case, procedure), extra={})
    people = subjects_of(case)
    born = [person.born_on for person in people if person.born_on]
    incident = state_of(case, version=procedure.version).facts.get("incident", ())
    found |= {
        "subject_name": " and ".join(person.full_name for person in people),
        "person": " and ".join(person.first_name or person.full_name for person in people),
        "subject_born_on": date_long(born[0]) if born else "",
        "incident_on": date_long(incident[-1].at) if incident and incident[-1].at else "",
        "body": procedure.find("bodies", body_of(case)).title if body_of(case) else "",
        "writer": writer.label,
        **_decided(case, procedure),
    }
    return {name: value for name, value in found.items() if value}


def _decided(case: Case, procedure: Procedure) -> dict[str, str]:
    decision = final_decision(case)
    if decision is None:
        return {}
    made = Event.objects.filter(partnership=case.partnership_id, case=case, act="recommend", annulled_by=None)
    advised = made.order_by("-id").first()
    data = {**(advised.data if advised else {}), **{k: v for k, v in decision.data.items() if v}}
    kinds = {kind.name: kind.title for kind in procedure.review_types}
    ways = {way.name: way.title for way in procedure.methodologies}
    return {
        "outcome": decision.outcome,
        "reasons": decision.reasons,
        "decided_by": decision.decided_by,
        "decided_on": date_long(decision.decided_at),
        "next_steps": what_happens_next(case),
        "review_type": kinds.get(data.get("review_type", ""), ""),
        "methodology": ways.get(data.get("methodology", ""), ""),
        "focus": data.get("focus", "") or "",
    }


def paper_of(case: Case, written: dict, *, at: dt.datetime) -> CaseLetter:
    """The paper as it leaves. `written`: what the event keeps of the letter."""
    procedure = procedure_of(case)
    office = procedure.words.get("secretariat", "Secretariat")
    return CaseLetter(
        partnership=procedure.partnership_title, title=written["subject"], demo=case.partnership.is_demo,
        sender=office, contact_email=procedure.contact_email, recipient=written["recipient"],
        recipient_lines=tuple(written["address"]), date=date_long(at.astimezone(LONDON).date()),
        reference=case.reference, salutation=written["salutation"], paragraphs=(),
        blocks=wordings.blocks_of(tuple(written["paragraphs"])), signed_by=written["signed_by"],
        signed_role=procedure.partnership_title,
        closing="" if written["template"] else "Yours sincerely",
    )  # fmt: skip


def as_written(said: dict[str, str], letter: Letter) -> dict:
    """What stands in the boxes, as the event keeps it. Whom it is to is asked once: it stands wherever the words name
    them."""
    whom = said["recipient"].strip()
    words = {name: said[name].strip().replace(WHOM, whom or WHOM) for name in ("salutation", "subject", "body")}
    return {
        "recipient": whom, "signed_by": said["signed_by"].strip(), "salutation": words["salutation"],
        "subject": words["subject"], "paragraphs": list(wordings.paragraphs_of(words["body"])),
        "address": [line.strip() for line in said["address"].split("\n") if line.strip()],
        "template": letter.use == "template",
    }  # fmt: skip

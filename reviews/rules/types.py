"""The types and methodologies of a text, in words for the page of the order and of the review."""

from __future__ import annotations

from dataclasses import dataclass

from procedures.model import Methodology, Procedure, ReviewType

STATUTORY = {
    "mandatory": "Statutory, and mandatory",
    "discretionary": "Statutory, at the partnership’s discretion",
    "": "No statutory review",
}


@dataclass(frozen=True)
class Consequence:
    """One thing that follows from the type of review: what about, and what the text says of it."""

    about: str
    says: str


def consequences(kind: ReviewType, procedure: Procedure) -> list[Consequence]:
    """What the text makes follow from a type of review (BEX-2, RED-10, BHR-6): who carries it out, whether it is
    published, whether there is a briefing note, which bodies are told (C-34)."""
    bodies = {body.name: body.title for body in (*procedure.outside_bodies, *procedure.bodies)}
    told = [bodies[name] for name in kind.tells if name in bodies]
    found = [
        Consequence("Standing", STATUTORY[kind.statutory]),
        Consequence(
            "Reviewer",
            "An independent reviewer" if kind.independent_reviewer else "The procedure does not ask for independence",
        ),
        Consequence("Publication", "Published" if kind.published else "Not published"),
        Consequence("Briefing note for practitioners", "Yes" if kind.briefing else "Not asked for"),
        Consequence("Bodies told", ", ".join(told) if told else "None named"),
    ]
    if kind.note:
        found.append(Consequence("Note", kind.note))
    return found


def why_statutory(kind: ReviewType) -> str:
    """What is said where no test was answered: the type may be statutory all the same."""
    standing = STATUTORY[kind.statutory]
    if not kind.statutory:
        return "No statutory duty"
    return f"By its type: {standing[:1].lower()}{standing[1:]}. No test of a duty was answered for it"


def ways_for(procedure: Procedure) -> tuple[Methodology, ...]:
    """The methodologies that may be chosen; each with its benefits and drawbacks (RED-33, DAR-13)."""
    return procedure.methodologies


def reference_of(case_reference: str, number: int) -> str:
    """RED-2026-0004/R1."""
    return f"{case_reference}/R{number}"


def one_at_a_time(title: str, reference: str) -> str:
    """Why no second review is ordered on a case while one runs, and what to do instead (C-47, DAR §11.3)."""
    return (
        f"The review {reference} ({title}) runs, and a case has one review at a time. If that review is to serve this "
        "decision as well, set its terms of reference again and say so there. If a separate review is to run beside "
        "it, enter a referral for it, link the two cases and commission it there: each then has its own dates, and the "
        "other stands under “Other processes”. Otherwise commission this one when the first has ended."
    )

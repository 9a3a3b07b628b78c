"""Papers about one case."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import ChronologyLine, FormSection, Pair, Paper, PersonLine, ReturnLine


@dataclass(frozen=True, kw_only=True)
class ScopingRequest(Paper):
    """What one agency is asked for, by when, about whom (RED-7, RED-21). Personal: never an e-mail."""

    reference: str
    agency: str
    asked_on: str
    due_on: str
    due_why: str = ""
    window: str = ""  # "1 May 2023 to 4 May 2026"
    sender: str
    contact_email: str = ""
    link: str = ""
    paragraphs: tuple[str, ...] = ()
    people: tuple[PersonLine, ...] = ()
    asked: tuple[str, ...] = ()  # what to give, one line each
    details: tuple[Pair, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Referral(Paper):
    """The referral form as it was filled in."""

    reference: str
    received_on: str
    referrer: str = ""
    details: tuple[Pair, ...] = ()
    sections: tuple[FormSection, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FilledForm(Paper):
    """A sheet for a national system, or the outcome record of a rapid review (BEX-7, DAR-12)."""

    reference: str
    reconstructed: bool = False  # the source names this form without printing it
    details: tuple[Pair, ...] = ()
    sections: tuple[FormSection, ...] = ()
    checks: tuple[Pair, ...] = ()  # question -> answer with its dates; for internal use


@dataclass(frozen=True, kw_only=True)
class AgencyReturn(Paper):
    """What one agency answered, on the partnership's own form (RED-7, DAR-5, BEX-15, BHR-11)."""

    reference: str
    agency: str
    details: tuple[Pair, ...] = ()
    sections: tuple[FormSection, ...] = ()
    rows: tuple[ChronologyLine, ...] = ()
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reconstructed: bool = False


@dataclass(frozen=True, kw_only=True)
class Chronology(Paper):
    """The merged chronology of a case across agencies, and who has not answered."""

    reference: str
    made_on: str
    window: str = ""
    people: tuple[PersonLine, ...] = ()
    returns: tuple[ReturnLine, ...] = ()
    rows: tuple[ChronologyLine, ...] = ()
    notes: tuple[str, ...] = ()

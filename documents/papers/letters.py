"""Letters."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import Pair, Paper


@dataclass(frozen=True, kw_only=True)
class Letter(Paper):
    """A letter. `kind` decides the template: decision-letter, acknowledgement-letter."""

    sender: str  # who writes: "One Panel Secretariat"
    sender_lines: tuple[str, ...] = ()  # postal address and so on, under the sender
    contact_email: str = ""
    recipient: str
    recipient_lines: tuple[str, ...] = ()
    date: str
    reference: str
    salutation: str = "Dear colleague"
    paragraphs: tuple[str, ...]
    details: tuple[Pair, ...] = ()  # the boxed facts: received on, borough …
    closing: str = "Yours sincerely"
    signed_by: str = ""
    signed_role: str = ""
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LetterBlock:
    """One part of a letter's words: a heading, a point of a list, or words."""

    kind: str  # heading | point | words
    text: str


@dataclass(frozen=True, kw_only=True)
class CaseLetter(Letter):
    """A letter or paper that the office wrote on a case (BEX-11)."""

    blocks: tuple[LetterBlock, ...]


@dataclass(frozen=True, kw_only=True)
class AcknowledgementLetter(Letter):
    """Tells the referrer that the referral is here and what happens next (C-2)."""

    next_steps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DecisionLetter(Letter):
    """Tells the referrer the outcome and its reasons (C-14, C-15). Personal: never an e-mail."""

    outcome: str  # "A mandatory Safeguarding Adult Review will be carried out"
    decided_by: str
    decided_on: str
    reasons: tuple[str, ...]
    criteria: tuple[Pair, ...] = ()  # test -> finding
    next_steps: tuple[str, ...] = ()

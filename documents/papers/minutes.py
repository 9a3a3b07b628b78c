"""The minutes of a meeting."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import Pair, Paper, Test


@dataclass(frozen=True, kw_only=True)
class AttendanceLine:
    name: str
    agency: str = ""
    part: str = ""  # "Voting member", "Chair", "Adviser, no vote" …
    deputy_for: str = ""
    times: str = ""  # "from 10:20", "until 11:05"


@dataclass(frozen=True, kw_only=True)
class VoteLine:
    agency: str
    vote: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class QuestionRecord:
    """A question put, who answered what, and the result in a sentence (C-11, C-13)."""

    wording: str
    put_by: str = ""
    votes: tuple[VoteLine, ...] = ()
    tally: tuple[Pair, ...] = ()  # option -> number of agencies
    result: str = ""
    not_voting: tuple[str, ...] = ()  # agencies present without a vote cast, or absent, with the reason


@dataclass(frozen=True, kw_only=True)
class RecommendationRecord:
    """Review type, focus, methodology, reasons (RED-10)."""

    review_type: str
    focus: str
    methodology: str = ""
    reasons: str
    to: str = ""  # whose ratification is needed
    answers: tuple[str, ...] = ()  # what they have answered since, in the order they came


@dataclass(frozen=True, kw_only=True)
class ActionLine:
    action: str
    owner: str
    due: str = ""


@dataclass(frozen=True, kw_only=True)
class MinuteItem:
    number: str
    title: str
    reference: str = ""
    quorum: str = ""  # the statement for this item (C-12)
    quorate: bool | None = None  # None: nothing was to be decided
    quorum_by_sector: tuple[Pair, ...] = ()  # sector -> agency that filled it, or "nobody"
    conflicts: tuple[str, ...] = ()
    discussion: tuple[str, ...] = ()
    tests: tuple[Test, ...] = ()
    questions: tuple[QuestionRecord, ...] = ()
    recommendation: RecommendationRecord | None = None
    dissents: tuple[str, ...] = ()
    actions: tuple[ActionLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Minutes(Paper):
    body: str
    date: str
    time: str = ""
    place: str = ""
    chair: str = ""
    state: str = "Draft"  # "Draft", "Agreed on 5 May 2026"
    attendance: tuple[AttendanceLine, ...] = ()
    apologies: tuple[AttendanceLine, ...] = ()
    not_represented: tuple[str, ...] = ()  # agencies expected that nobody came for (C-14)
    opening: tuple[str, ...] = ()
    items: tuple[MinuteItem, ...] = ()
    next_meeting: str = ""
    closed: str = ""  # "The meeting ended at 12:05."

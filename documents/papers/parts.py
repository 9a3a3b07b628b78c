"""What papers are made of: lines, people, tests, answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What every paper carries."""

    partnership: str  # whose paper it is: the partnership's title
    title: str  # of the document; also the PDF's own title
    marking: str = "Official – sensitive"  # on every page; empty for none
    demo: bool = False  # marks fictional people on every page
    reader: str = ""  # whose copy this is, across every page: "Copy for A. Lee, Police"
    bound: bool = False  # part of a pack: its foot and reader are stamped on when the pack is bound


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One line of a details list."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    name: str
    relationship: str  # "Subject", "Mother" …
    born: str = ""
    age: str = ""
    other: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One question of a decision aid as it was answered."""

    question: str
    answer: str
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Test:
    """A statutory test as answered for the case, or still to be answered (C-10)."""

    title: str
    law: str = ""
    finding: str = ""
    reasons: str = ""
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReturnLine:
    """What one agency answered to the scoping request (RED-7)."""

    agency: str
    state: str  # "Returned", "Not known to us", "Outstanding"
    on: str = ""
    parts: tuple[FormSection, ...] = ()  # the answers to the partnership's own form
    files: tuple[str, ...] = ()  # a chronology in the agency's own format, which goes with it


@dataclass(frozen=True, kw_only=True)
class ChronologyLine:
    """One row of the merged chronology. `when` as precise as it is known."""

    when: str
    agency: str
    event: str
    source: str = ""
    who: str = ""
    outcome: str = ""
    seen: str = ""
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class FormGroup:
    """One run of answers: the whole section, or one of a repeating group."""

    title: str = ""
    answers: tuple[Pair, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FormSection:
    title: str
    groups: tuple[FormGroup, ...] = ()

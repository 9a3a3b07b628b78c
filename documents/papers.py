"""What each paper needs to be printed: plain frozen values, all of them text as it is to be read.

A room gathers these from its own rows and hands them to `documents.acts.ask_for_print`; the worker gives them to
`templates/documents/pdf/<kind>.html`. Dates are words already ("Tuesday 5 May 2026"; `config.filters` makes
them), so that a paper printed again reads the same. A tuple is read from top to bottom. What is empty is left out.
Nothing here knows a model, and a template sees nothing else (DESIGN.md §5; C-14 for the reasons that must be there).
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What every paper carries."""

    partnership: str  # whose paper it is: the partnership's title
    title: str  # of the document; also the PDF's own title
    marking: str = "Official – sensitive"  # on every page; empty for none
    demo: bool = False  # marks fictional people on every page
    reader: str = ""  # whose copy this is, across every page: "Copy for A. Lee, Police"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One line of a details list."""

    label: str
    value: str


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
    involvement: str = ""
    analysis: str = ""


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
class PackItem:
    """One agenda item. An item about a case fills `reference` and the parts below; another has only `text`."""

    number: str
    title: str
    purpose: str = ""  # "For decision", "For information"
    presenter: str = ""
    time: str = ""  # "20 minutes"
    reference: str = ""
    details: tuple[Pair, ...] = ()  # the case in short
    text: tuple[str, ...] = ()  # paragraphs
    referral: tuple[FormSection, ...] = ()  # what the referrer wrote at length, and questions with their answers
    people: tuple[PersonLine, ...] = ()
    tests: tuple[Test, ...] = ()
    returns: tuple[ReturnLine, ...] = ()
    chronology: tuple[ChronologyLine, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AgendaPack(Paper):
    """The papers of one meeting, with a cover, a contents list and each item on a page of its own."""

    body: str
    date: str
    time: str = ""
    place: str = ""
    chair: str = ""
    secretariat: str = ""
    contact_email: str = ""
    prepared_on: str = ""
    members: tuple[str, ...] = ()  # the agencies expected
    quorum: str = ""  # in words
    notice: tuple[str, ...] = ()  # confidentiality words for the cover
    items: tuple[PackItem, ...] = ()


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
class FormGroup:
    """One run of answers: the whole section, or one of a repeating group."""

    title: str = ""
    answers: tuple[Pair, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FormSection:
    title: str
    groups: tuple[FormGroup, ...] = ()


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
class Chronology(Paper):
    """The merged chronology of a case across agencies, and who has not answered."""

    reference: str
    made_on: str
    window: str = ""
    people: tuple[PersonLine, ...] = ()
    returns: tuple[ReturnLine, ...] = ()
    rows: tuple[ChronologyLine, ...] = ()
    notes: tuple[str, ...] = field(default=())


KINDS: dict[str, type[Paper]] = {
    "acknowledgement-letter": AcknowledgementLetter,
    "agenda-pack": AgendaPack,
    "chronology": Chronology,
    "decision-letter": DecisionLetter,
    "minutes": Minutes,
    "notification-sheet": FilledForm,
    "outcome-record": FilledForm,
    "referral": Referral,
    "scoping-request": ScopingRequest,
}

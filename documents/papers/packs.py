"""The papers of a meeting: each sheet made once, and the pack that one reader gets, bound from them."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import ChronologyLine, FormSection, Pair, Paper, PersonLine, ReturnLine, Test


@dataclass(frozen=True, kw_only=True)
class Sheet(Paper):
    """What every sheet of a pack carries. Its foot (marking, reader, page) is stamped on when a pack is bound."""

    number: str  # "3", its appendices "3A", "3B" …
    body: str = ""
    date: str = ""
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class PackSheet(Sheet):
    """One agenda item, or an appendix to it: a sheet fills the parts it is for."""

    meta: tuple[str, ...] = ()  # "For decision", who presents it, "20 minutes"
    details: tuple[Pair, ...] = ()  # the case in short
    text: tuple[str, ...] = ()  # paragraphs
    referral: tuple[FormSection, ...] = ()  # what the referrer wrote at length, and questions with their answers
    people: tuple[PersonLine, ...] = ()
    tests: tuple[Test, ...] = ()
    returns: tuple[ReturnLine, ...] = ()
    chronology: tuple[ChronologyLine, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CaseBrief(Sheet):
    """One page about one case, to be read in three minutes."""

    made_on: str = ""
    people: tuple[str, ...] = ()  # "Arthur Vale, 78, the subject, died 4 May 2026"
    happened: str = ""
    agencies: tuple[Pair, ...] = ()  # agency -> what it says, in a sentence
    tests: tuple[Pair, ...] = ()  # test -> finding
    asked: tuple[str, ...] = ()  # what the meeting is asked
    deadlines: tuple[Pair, ...] = ()
    before: tuple[str, ...] = ()  # earlier cases of the same people
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OfficeBlock:
    """A piece of a Word or Excel file as paper shows it."""

    kind: str  # heading, text, table, note
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class PackAttachment(Sheet):
    """A file put into a pack as it is, each page a little smaller within ours. The worker fills in what it holds."""

    file: int  # the stored file
    pages: int = 1
    picture: str = ""  # data: address of an image
    words: str = ""  # of a plain text
    blocks: tuple[OfficeBlock, ...] = ()  # of a Word or Excel file


@dataclass(frozen=True, kw_only=True)
class PackPart:
    """A sheet in the contents of a pack: the print job that made it, and on which page it begins (the worker's)."""

    job: int
    number: str
    title: str = ""  # empty in a copy that leaves it out
    page: str = ""  # "3-2"


@dataclass(frozen=True, kw_only=True)
class PackItem:
    """One line of the agenda with its sheets. Of a withheld one only the number is in the reader's copy."""

    number: str
    title: str = ""
    purpose: str = ""  # "For decision", "For information"
    presenter: str = ""
    time: str = ""  # "20 minutes"
    reference: str = ""
    withheld: bool = False
    parts: tuple[PackPart, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AgendaPack(Paper):
    """One reader's copy of the papers: cover and contents in front, then the sheets that were made before."""

    body: str
    date: str
    time: str = ""
    place: str = ""
    chair: str = ""
    secretariat: str = ""
    contact_email: str = ""
    prepared_on: str = ""
    edition: str = "Agenda"  # heading of the contents: "Agenda", "Supplement 1"
    members: tuple[str, ...] = ()  # the agencies expected
    quorum: str = ""  # in words
    notice: tuple[str, ...] = ()  # confidentiality words for the cover
    notes: tuple[str, ...] = ()  # what else is new in a supplement: "Item 3 was taken off the agenda."
    items: tuple[PackItem, ...] = ()

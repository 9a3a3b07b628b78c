"""What a past log may say of a case, and by which headings we know it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST_COLUMNS = 60
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Column:
    """`known_by`: headings as people write them, plain words; the first column that fits takes the heading."""

    name: str
    label: str
    known_by: tuple[str, ...]
    required: bool = False
    hint: str = ""


COLUMNS: tuple[Column, ...] = (
    Column("old_reference", "Old reference", (
        "reference", "ref", "ref no", "ref number", "reference number", "case reference", "case ref", "case number",
        "case no", "log number", "log no", "unique id", "id", "our ref", "referral number", "no"), True,
        "So that nothing is imported twice"),
    Column("received_on", "Date received", (
        "date received", "received", "received on", "date of referral", "referral date", "date referred", "referred on",
        "referral received", "date referral received", "date in", "date rcvd", "recd", "date recd", "notified on",
        "date notified"), True),
    Column("kind", "Kind of case", (
        "kind of case", "type of case", "case type", "kind", "referral type", "type of referral", "type", "category",
        "adult or child", "adult child", "pathway")),
    Column("borough", "Borough", ("borough", "local authority", "council", "la")),
    Column("referred_by", "Referring agency", (
        "referring agency", "referred by", "agency", "source", "source of referral", "referral source",
        "agency referring", "referrer agency", "referrer organisation", "organisation", "referred from")),
    Column("referrer_name", "Name of whoever referred", (
        "referrer", "referrer name", "name of referrer", "referring professional", "referrers name")),
    Column("first_name", "Subject’s first name", (
        "first name", "forename", "forenames", "first names", "subject first name", "given name")),
    Column("last_name", "Subject’s last name", (
        "last name", "surname", "family name", "subject last name", "subject surname")),
    Column("name", "Subject’s whole name", (
        "name", "subject", "subject name", "name of subject", "name of child", "childs name", "name of adult",
        "adults name", "child", "full name", "initials", "child initials", "person")),
    Column("born_on", "Date of birth", ("date of birth", "dob", "born", "born on", "d o b", "birth date")),
    Column("died_on", "Date of death", ("date of death", "dod", "died", "died on", "death")),
    Column("sex", "Sex", ("sex", "gender", "m f", "male female", "sex gender")),
    Column("ethnicity", "Ethnicity", ("ethnicity", "ethnic group", "ethnic origin", "ethnic background")),
    Column("disability", "Disability", ("disability", "disabled", "disabilities", "disability y n")),
    Column("area", "Area or postcode", ("area", "ward", "locality", "postcode", "district", "neighbourhood")),
    Column("incident_on", "Date of the incident", (
        "date of incident", "incident", "incident date", "incident on", "date of event")),
    Column("panel_on", "Date a panel considered it", (
        "panel date", "date of panel", "panel", "considered on", "date considered", "date of meeting", "meeting date",
        "date to panel", "one panel date", "panel meeting")),
    Column("outcome", "Outcome", (
        "outcome", "decision", "panel decision", "result", "recommendation", "outcome of referral", "panel outcome",
        "final outcome", "outcome decision")),
    Column("decided_on", "Date of the decision", (
        "date of decision", "decision date", "decided", "decided on", "outcome date", "date of outcome")),
    Column("review", "Was there a review?", (
        "review", "was there a review", "review y n", "review type", "type of review", "review commissioned",
        "led to review", "progressed to review", "sar", "cspr", "scr", "dhr"), False, "Yes or no, or its type"),
    Column("concluded_on", "Date the review ended", (
        "published", "publication date", "date published", "review completed", "completed", "completion date",
        "review ended", "date completed", "signed off", "sign off date")),
    Column("closed_on", "Date closed", (
        "date closed", "closed", "closed on", "closure date", "case closed", "date out")),
    Column("themes", "Themes", (
        "themes", "theme", "learning themes", "key themes"), False, "Up to three, with ; between"),
    Column("notes", "Notes", ("notes", "comments", "remarks", "note", "comment", "further information")),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
# Under a heading that spans several columns, “Name” and “Agency” speak of whoever that heading names.
# “Child’s surname” and “Patient DOB” are of whoever the case is about.
WHOSE = re.compile(r"^(?:childs?|adults?|persons?|subjects?|patients?|victims?) (?=\w)")
OF_THE_REFERRER = {"name": "referrer_name", "agency": "referred_by", "organisation": "referred_by"}


def plain(text: str) -> str:
    """Words without case, brackets' content, punctuation: “Date Rec’d (dd/mm/yy) *” is “date recd”."""
    text = re.sub(r"\([^()]*\)", " ", text.casefold()).replace("'", "").replace("’", "")
    return " ".join(re.sub(r"[^\w]|_", " ", text).split())


def letter(number: int) -> str:
    """The letters that a spreadsheet gives a column: 0 is A, 26 is AA."""
    return (letter(number // 26 - 1) if number >= 26 else "") + LETTERS[number % 26]


def number_of(letters: str) -> int:
    """The other way round."""
    found = 0
    for one in letters:
        found = found * 26 + LETTERS.index(one) + 1
    return found - 1


@dataclass(frozen=True)
class Heading:
    """A column of the file: its place, its words, and those of the heading that spans it."""

    place: int
    words: str
    above: str = ""

    @property
    def letter(self) -> str:
        return letter(self.place)

    @property
    def title(self) -> str:
        return ": ".join(part for part in (self.above, self.words) if part)


def guess_one(heading: Heading) -> str:
    """The column that a heading means, or nothing."""
    words, above = plain(heading.words), plain(heading.above)
    if "refer" in above and words in OF_THE_REFERRER:
        return OF_THE_REFERRER[words]
    for said in dict.fromkeys((f"{above} {words}".strip(), words, WHOSE.sub("", words))):
        for column in COLUMNS:
            if said in column.known_by or said == plain(column.label):
                return column.name
    return ""


def guess(headings: Sequence[Heading], remembered: Mapping[str, str]) -> dict[str, str]:
    """column -> letter. What the partnership chose the last time (column -> heading) goes before what we know."""
    found: dict[str, str] = {}
    by_words = {plain(heading.title): heading for heading in headings}
    for name, words in remembered.items():
        if name in BY_NAME and words in by_words:
            found[name] = by_words[words].letter
    taken = set(found.values())
    for heading in headings:
        name = guess_one(heading)
        if name and name not in found and heading.letter not in taken:
            found[name] = heading.letter
            taken.add(heading.letter)
    return found


def remembered_of(mapping: Mapping[str, str], headings: Sequence[Sequence[str]]) -> dict[str, str]:
    """What to remember of a mapping: column -> its heading in plain words. `headings`: (letter, words, …) of each."""
    words = {letters: plain(said) for letters, said, *_ in headings}
    return {name: words[place] for name, place in mapping.items() if words.get(place)}

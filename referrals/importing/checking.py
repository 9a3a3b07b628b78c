"""Rows of a past log as past cases, and every problem by row and column. Pure: nothing is looked up or written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from documents.workbooks import UNWORKED
from information.dates import Unreadable, first_day, precision_of, read_part_date, shortened

from .columns import BY_NAME, number_of, plain
from .sheets import Lines

EXCEL_BEGINS = dt.date(1899, 12, 30)
SERIAL = re.compile(r"^[23456]\d{4}$", re.ASCII)
EARLIEST = dt.date(1990, 1, 1)
DATES = ("received_on", "born_on", "died_on", "incident_on", "panel_on", "decided_on", "concluded_on", "closed_on")
LONGEST = {
    "old_reference": 60, "referred_by": 160, "referrer_name": 160, "first_name": 120, "last_name": 120, "name": 240,
    "sex": 60, "ethnicity": 120, "disability": 300, "area": 200, "outcome": 300, "review": 160, "themes": 400,
    "notes": 5_000,
}  # fmt: skip
YES, NO = {"yes", "y", "true", "1", "x"}, {"no", "n", "false", "0", "none", "n a", "na", "not applicable", "nil"}
# (earlier, later, what is said)
IN_ORDER = (
    ("received_on", "decided_on", "is before the day the referral was received"),
    ("received_on", "panel_on", "is before the day the referral was received"),
    ("received_on", "closed_on", "is before the day the referral was received"),
    ("decided_on", "concluded_on", "is before the day of the decision"),
    ("born_on", "died_on", "is before the date of birth"),
    ("born_on", "received_on", "is before the date of birth"),
)


@dataclass(frozen=True)
class Known:
    """What the partnership has: plain words -> its name or number. `taken`: old references imported before."""

    today: dt.date
    kinds: Mapping[str, str]
    boroughs: Mapping[str, int]
    agencies: Mapping[str, int]
    reviews: Mapping[str, tuple[str, bool]]  # title -> (type, whether it is a review)
    taken: frozenset[str]
    kind: str = ""  # of all rows, where no column says it
    borough: int | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell. `column`: our name of it; `letter`: its place in the file."""

    row: int
    letter: str
    column: str
    says: str


@dataclass(frozen=True)
class Past:
    """One past case as the log has it."""

    row: int
    old_reference: str
    received_on: dt.date
    kind: str
    borough: int | None = None
    agency: int | None = None
    referred_by: str = ""
    referrer_name: str = ""
    first_name: str = ""
    last_name: str = ""
    born_on: dt.date | None = None
    died_on: dt.date | None = None
    sex: str = ""
    ethnicity: str = ""
    disability: str = ""
    area: str = ""
    incident_on: dt.date | None = None
    panel_on: dt.date | None = None
    outcome: str = ""
    decided_on: dt.date | None = None
    review: bool = False
    review_title: str = ""
    concluded_on: dt.date | None = None
    closed_on: dt.date | None = None
    themes: tuple[str, ...] = ()
    notes: str = ""

    @property
    def over_on(self) -> dt.date:
        """When it was over: what the log says, else the last day that it knows of."""
        days = (self.received_on, self.panel_on, self.decided_on, self.concluded_on)
        return self.closed_on or max(day for day in days if day)


@dataclass
class Checked:
    """`left_out`: rows without reference and date, such as totals at the foot. `unknown`: words of the log that the
    partnership does not know, by (column, plain words): as first written, and how many rows have them. Kinds and
    boroughs among them are problems; agencies are kept as words."""

    cases: list[Past] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    unknown: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)


def check(lines: Lines, mapping: Mapping[str, str], known: Known) -> Checked:
    """Every row against the mapping (column -> letter). A row with a problem makes no case; the others do."""
    found, places = Checked(), {name: number_of(letters) for name, letters in mapping.items()}
    seen: dict[str, int] = {}
    for row, cells in lines:
        said = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
        if not said.get("old_reference") and not said.get("received_on"):
            found.left_out.append(row)
            continue
        reader = _Row(row, said, mapping, known)
        past = reader.past(seen)
        found.problems += sorted(reader.problems, key=lambda one: number_of(one.letter) if one.letter else -1)
        if past is not None and not reader.problems:
            found.cases.append(past)
        for name in reader.unknown:
            place = (name, plain(said[name]))
            words, number = found.unknown.get(place, (said[name], 0))
            found.unknown[place] = (words, number + 1)
    return found


class _Row:
    """One row while it is read; what is wrong is collected, so that all of it can be put right at once."""

    def __init__(self, row: int, said: Mapping[str, str], mapping: Mapping[str, str], known: Known):
        self.row, self.said, self.mapping, self.known = row, said, mapping, known
        self.problems: list[Problem] = []
        self.unknown: list[str] = []

    def wrong(self, column: str, says: str) -> None:
        self.problems.append(Problem(self.row, self.mapping.get(column, ""), column, says))

    def past(self, seen: dict[str, int]) -> Past | None:
        for name in self.said:
            if self.said[name] == UNWORKED:
                label = BY_NAME[name].label
                self.wrong(name, f"{label} is a formula without a result. Save the file in Excel, then upload it again")
        if self.problems:
            return None
        days = {name: self._day(name) for name in DATES if self.said.get(name)}
        words = {name: self._words(name) for name in LONGEST if self.said.get(name)}
        reference = self._reference(seen)
        kind, borough = self._kind(), self._borough()
        self._required(days)
        self._order(days)
        review, title = self._review(words)
        agency = self._agency()
        if self.problems:
            return None
        for used in ("review", "name", "old_reference"):
            words.pop(used, None)
        themes = tuple(part.strip()[:120] for part in re.split(r"[;\n]", words.pop("themes", "")) if part.strip())
        return Past(
            row=self.row, old_reference=reference, kind=kind, borough=borough, review=review, review_title=title,
            agency=agency, themes=themes[:3],
            **{**self._name(), **words}, **days,
        )  # type: ignore[arg-type]  # fmt: skip

    def _required(self, days: Mapping) -> None:
        if not self.said.get("received_on"):
            self.wrong("received_on", "The date received is missing")
        received = days.get("received_on")
        if received is not None and received < EARLIEST:
            self.wrong("received_on", "The date received is before 1990")

    def _reference(self, seen: dict[str, int]) -> str:
        said = self.said.get("old_reference", "")
        if not said:
            self.wrong("old_reference", "The old reference is missing")
            return ""
        if said in seen:
            self.wrong("old_reference", f"“{shortened(said)}” stands in row {seen[said]} already")
        elif said in self.known.taken:
            self.wrong("old_reference", f"“{shortened(said)}” was imported before")
        seen.setdefault(said, self.row)
        return said

    def _words(self, name: str) -> str:
        text = self.said[name]
        if len(text) > LONGEST[name]:
            self.wrong(name, f"{BY_NAME[name].label} has {len(text):,} characters; at most {LONGEST[name]:,} are kept")
        return text

    def _day(self, name: str) -> dt.date | None:
        text = self.said[name]
        if SERIAL.match(text):
            day = EXCEL_BEGINS + dt.timedelta(days=int(text))
            if day <= self.known.today:
                return day
        try:
            when = read_part_date(text, today=self.known.today, short_years=True)
        except Unreadable as wrong:
            self.wrong(name, str(wrong))
            return None
        if precision_of(when) != "day":
            self.wrong(name, f"“{shortened(text)}” must be a whole date, like 12/03/2024")
            return None
        return first_day(when)

    def _order(self, days: Mapping) -> None:
        for earlier, later, says in IN_ORDER:
            one, other = days.get(earlier), days.get(later)
            if one is not None and other is not None and other < one:
                self.wrong(later, f"“{self.said[later]}” {says}")

    def _kind(self) -> str:
        said = self.said.get("kind", "")
        if not said and self.known.kind:
            return self.known.kind
        found = self.known.kinds.get(plain(said), "")
        if not found:
            says = f"“{shortened(said)}” is none of our kinds of case" if said else "The kind of case is missing"
            self.wrong("kind", says)
            self.unknown += ["kind"] if plain(said) else []
        return found

    def _borough(self) -> int | None:
        if not self.known.boroughs:
            return None
        said = self.said.get("borough", "")
        if not said and self.known.borough is not None:
            return self.known.borough
        found = self.known.boroughs.get(plain(said))
        if found is None:
            self.wrong("borough", f"“{shortened(said)}” is none of our boroughs" if said else "The borough is missing")
            self.unknown += ["borough"] if plain(said) else []
        return found

    def _agency(self) -> int | None:
        said = plain(self.said.get("referred_by", ""))
        found = self.known.agencies.get(said)
        self.unknown += ["referred_by"] if said and found is None else []
        return found

    def _review(self, words: Mapping[str, str]) -> tuple[bool, str]:
        """Whether there was a review, and which. Without such a column the outcome says it, if it names a type."""
        said, outcome = words.get("review", ""), words.get("outcome", "")
        for text in (said, outcome):
            if plain(text) in self.known.reviews:
                return self.known.reviews[plain(text)][1], text
        if plain(said) in YES:
            return True, outcome or "Review"
        return bool(said) and plain(said) not in NO and not plain(said).startswith("no "), said

    def _name(self) -> dict[str, str]:
        whole = " ".join(self.said.get("name", "").split())
        first, _, last = whole.rpartition(" ")
        return {"first_name": first[:120], "last_name": last[:120]} if whole else {}


def kinds_by_words(pathways: Sequence) -> dict[str, str]:
    """What a log may call our kinds of case: their titles and names, and the usual words where one alone fits."""
    found = {plain(title): each.name for each in pathways for title in (each.title, each.name)}
    usual = {
        "adult": ("adult", "adults", "sar", "safeguarding adult review"),
        "child": ("child", "children", "cspr", "scr", "lcspr"),
        "domestic homicide": ("domestic homicide", "dhr", "dardr", "dv homicide"),
    }
    for test, said in usual.items():
        fitting = [each.name for each in pathways if each.test == test]
        if len(fitting) == 1:
            found = {**dict.fromkeys(said, fitting[0]), **found}
    return found

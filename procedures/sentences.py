"""Clock sentences: the few forms in which a procedure may say by when something is due (DESIGN §2).

A sentence such as "5 working days after authority aware" becomes a small frozen value, and `say` turns the
value back into the same words, so that what people read is what is counted. The grammar is closed:

    sentence   = core { ", not before" core | ", moved to the next working day"
                                            | ", moved to the previous working day" }
    core       = N unit "after"|"before" what [", X counting as day 1"]
               | "the earlier of" part "and" part …  |  "the later of" part "and" part …
               | "the next meeting of" BODY "after" what
               | "before the next meeting of" BODY "after" what
               | "the last of" X ["or its limit"]
               | "the day of" X
    what, part = a core, or X: the name of an act in the past ("information requested") or a fact ("incident")
    unit       = working days | calendar months | weeks | days | clear days | years
    N          = figures, or one … twenty

The parser does not know which starts exist: the procedure's reader checks `starts_of` against the vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NoReturn

LARGEST_AMOUNT = 10_000
LONGEST_TEXT = 500
NUMBER_WORDS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)


class SentenceError(ValueError):
    """A clock sentence cannot be read: which word is wrong, and what could stand there."""

    def __init__(self, message: str, *, word: str = "", possible: tuple[str, ...] = ()):
        super().__init__(message)
        self.word = word
        self.possible = possible


class Unit(StrEnum):
    """What is counted. The values are the names used by commands; `words` is what a text says."""

    WORKING_DAYS = "working_days"
    CALENDAR_MONTHS = "calendar_months"
    WEEKS = "weeks"
    DAYS = "days"
    CLEAR_DAYS = "clear_days"
    YEARS = "years"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Start:
    """The day on which something happened; as a whole sentence, "the day of X"."""

    name: str


@dataclass(frozen=True, slots=True)
class LastOf:
    """The day when the last of several happened (one for each agency, say); `or_limit`: or its limit came."""

    name: str
    or_limit: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """So many units after or before a day. `same_day`: that day counts as day 1 (working days, days)."""

    amount: int
    unit: Unit
    of: Sentence
    before: bool = False
    same_day: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """A body's first meeting on a later day than `after`; `eve`: the day before that meeting."""

    body: str
    after: Sentence
    eve: bool = False
    body_as_written: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Earliest:
    parts: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Latest:
    parts: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class NotBefore:
    """The day of `of`, or that of `floor` when it is later."""

    of: Sentence
    floor: Sentence


@dataclass(frozen=True, slots=True)
class Moved:
    """The day of `of`; when that is no working day, the next (or `forwards` false: the previous) one."""

    of: Sentence
    forwards: bool = True


Sentence = Start | LastOf | Period | Meeting | Earliest | Latest | NotBefore | Moved


def normal_name(text: str) -> str:
    """One spelling for a name: lower case, single spaces, no hyphens or underscores, no leading "the"."""
    words = re.sub(r"[\s_\-]+", " ", text.replace("’", "'")).strip().casefold()
    return words.removeprefix("the ")


def parse_sentence(text: str) -> Sentence:
    """Read one clock sentence; SentenceError names the wrong word and what is possible there."""
    if not isinstance(text, str) or not text.strip():
        raise SentenceError("A clock sentence is empty.", possible=_OPENINGS)
    if len(text) > LONGEST_TEXT:
        raise SentenceError(f"A clock sentence has at most {LONGEST_TEXT} characters, not {len(text)}.")
    return _Reader(text).sentence()


def starts_of(sentence: Sentence) -> tuple[str, ...]:
    """The names of every act or fact the sentence counts from, in the order of the text, each once."""
    return tuple(dict.fromkeys(n.name for n in walk(sentence) if isinstance(n, (Start, LastOf))))


def bodies_of(sentence: Sentence) -> tuple[str, ...]:
    """The bodies whose meetings the sentence needs, in the order of the text, each once."""
    return tuple(dict.fromkeys(n.body for n in walk(sentence) if isinstance(n, Meeting)))


def walk(sentence: Sentence) -> Iterator[Sentence]:
    """The sentence and every sentence inside it, outermost first."""
    yield sentence
    match sentence:
        case Period(of=inner) | Meeting(after=inner) | Moved(of=inner):
            yield from walk(inner)
        case Earliest(parts) | Latest(parts):
            for part in parts:
                yield from walk(part)
        case NotBefore(of, floor):
            yield from walk(of)
            yield from walk(floor)


def say(sentence: Sentence) -> str:
    """The sentence in the words of the grammar; `parse_sentence(say(s)) == s`."""
    return _SAYINGS[type(sentence)](sentence)


def _say_meeting(meeting: Meeting) -> str:
    body = meeting.body_as_written or meeting.body
    return f"{'before ' if meeting.eve else ''}the next meeting of {body} after {_say_inner(meeting.after)}"


def _say_not_before(sentence: NotBefore) -> str:
    return f"{say(sentence.of)}, not before {say(sentence.floor)}"


def _say_moved(sentence: Moved) -> str:
    return f"{say(sentence.of)}, moved to the {'next' if sentence.forwards else 'previous'} working day"


def _say_inner(sentence: Sentence) -> str:
    return sentence.name if isinstance(sentence, Start) else say(sentence)


def _say_period(period: Period) -> str:
    unit = period.unit.words if period.amount != 1 else period.unit.words.removesuffix("s")
    said = f"{period.amount} {unit} {'before' if period.before else 'after'} {_say_inner(period.of)}"
    if period.same_day:
        said += f", {period.of.name if isinstance(period.of, Start) else 'that day'} counting as day 1"
    return said


_SAYINGS: dict[type, Callable[..., str]] = {
    Start: lambda start: f"the day of {start.name}",
    LastOf: lambda last: f"the last of {last.name}{' or its limit' if last.or_limit else ''}",
    Period: _say_period,
    Meeting: _say_meeting,
    Earliest: lambda earliest: "the earlier of " + " and ".join(map(say, earliest.parts)),
    Latest: lambda latest: "the later of " + " and ".join(map(say, latest.parts)),
    NotBefore: _say_not_before,
    Moved: _say_moved,
}

_OPENINGS = (
    "a number",
    "the earlier of",
    "the later of",
    "the next meeting of",
    "before the next meeting of",
    "the last of",
    "the day of",
)
_TAILS = (
    ", not before",
    ", moved to the next working day",
    ", moved to the previous working day",
    ", … counting as day 1",
)
_UNITS: tuple[tuple[tuple[str, ...], Unit], ...] = tuple(
    (tuple(words.split()), unit) for unit in Unit for words in (unit.words, unit.words.removesuffix("s"))
)
_UNIT_NAMES = tuple(unit.words for unit in Unit)
_SAME_DAY_UNITS = (Unit.WORKING_DAYS, Unit.DAYS)
# Words with a function of their own, so they can be no part of a start's name.
_KEPT_WORDS = frozenset(
    {"after", "before", "counting", "working", "calendar", "earlier", "later", "whichever", "or", "and"}
)
_NAME_WORD = re.compile(r"[^\W_][\w'’/&.\-]*")


class _Reader:
    """Recursive descent over the words; each method reads one form and leaves the place after it."""

    def __init__(self, text: str):
        self.words = re.findall(r",|[^\s,]+", text.strip().removesuffix("."))
        self.low = [word.casefold() for word in self.words]
        self.at = 0
        self.forms: dict[tuple[str, ...], Callable[[], Sentence]] = {
            ("the", "earlier", "of"): lambda: Earliest(self.parts("the earlier of")),
            ("the", "later", "of"): lambda: Latest(self.parts("the later of")),
            ("the", "next", "meeting", "of"): lambda: self.meeting(eve=False),
            ("before", "the", "next", "meeting", "of"): lambda: self.meeting(eve=True),
            ("the", "last", "of"): lambda: LastOf(self.name(), self.take("or", "its", "limit")),
            ("the", "day", "of"): lambda: Start(self.name()),
        }

    def sentence(self) -> Sentence:
        found = self.core()
        while self.at < len(self.low):
            if self.take(",", "not", "before"):
                found = NotBefore(found, self.core())
            elif self.take(",", "moved", "to", "the", "next", "working", "day"):
                found = Moved(found, forwards=True)
            elif self.take(",", "moved", "to", "the", "previous", "working", "day"):
                found = Moved(found, forwards=False)
            else:
                self.at += self.peek() == ","
                self.refuse("the end of the sentence", *_TAILS)
        return found

    def core(self) -> Sentence:
        for phrase, read in self.forms.items():
            if self.take(*phrase):
                return read()
        amount = self.number()
        if amount is None:
            self.refuse(*_OPENINGS)
        return self.period(amount)

    def period(self, amount: int) -> Period:
        unit = self.unit()
        before = self.take("before")
        if not before and not self.take("after"):
            self.refuse("after", "before")
        of = self.what()
        return Period(amount, unit, of, before, self.counts_as_day_one(of, unit))

    def number(self) -> int | None:
        word = self.peek()
        if word in NUMBER_WORDS:
            self.at += 1
            return NUMBER_WORDS.index(word) + 1
        if not word[:1].isdigit() and not re.match(r"[+\-−]\d", word):
            return None
        amount = int(word) if re.fullmatch(r"[0-9]{1,9}", word) else 0
        if not 1 <= amount <= LARGEST_AMOUNT:
            self.refuse(f"a whole number from 1 to {LARGEST_AMOUNT:,}")
        self.at += 1
        return amount

    def unit(self) -> Unit:
        for words, unit in _UNITS:
            if self.take(*words):
                return unit
        self.refuse(*_UNIT_NAMES)

    def counts_as_day_one(self, of: Sentence, unit: Unit) -> bool:
        if self.peek() != "," or "counting" not in self.up_to_comma(self.at + 1):
            return False
        place = self.at
        self.at += 1
        said = self.name()
        if not (self.take("counting", "as", "day", "1") or self.take("counting", "as", "day", "one")):
            self.refuse("counting as day 1")
        wanted = {"that day"} | ({of.name} if isinstance(of, Start) else set())
        if said not in wanted:
            self.at = place + 1
            self.refuse(*sorted(wanted))
        if unit not in _SAME_DAY_UNITS:
            raise SentenceError(
                f"“counting as day 1” goes with working days or days, not with {unit.words}.",
                word="counting", possible=("working days", "days"),
            )  # fmt: skip
        return True

    def what(self) -> Sentence:
        return self.core() if self.core_comes() else Start(self.name())

    def core_comes(self) -> bool:
        word = self.peek()
        if word[:1].isdigit():
            return True
        if word in NUMBER_WORDS:
            return any(self.low[self.at + 1 : self.at + 1 + len(words)] == list(words) for words, _ in _UNITS)
        return any(tuple(self.low[self.at : self.at + len(phrase)]) == phrase for phrase in self.forms)

    def parts(self, joined: str) -> tuple[Sentence, ...]:
        parts = [self.what()]
        while self.take("and"):
            parts.append(self.what())
        if len(parts) == 1:
            raise SentenceError(
                f"“{joined}” needs two parts or more, joined by “and”; “{self.peek() or 'the end'}” came.",
                word=self.peek(), possible=("and",),
            )  # fmt: skip
        return tuple(parts)

    def meeting(self, *, eve: bool) -> Meeting:
        begin = self.at
        while self.peek() not in {"", ",", "after", "before"}:
            self.at += 1
        written = " ".join(self.words[begin : self.at])
        if not normal_name(written):
            self.refuse("the name of a body")
        if not self.take("after"):
            self.refuse("after")
        return Meeting(normal_name(written), self.what(), eve, written)

    def name(self) -> str:
        begin = self.at
        while self.peek() not in {"", ",", "and", "or", "counting"}:
            word = self.peek()
            if not _KEPT_WORDS.isdisjoint(re.split("[-_]", word)) or not _NAME_WORD.fullmatch(word):
                self.refuse("the name of an act or fact, without words that clock sentences use themselves")
            self.at += 1
        found = normal_name(" ".join(self.low[begin : self.at]))
        if found in {"", "the"} or found[0].isdigit():
            self.refuse("the name of an act or fact, such as “referral submitted” or “incident”")
        return found

    def peek(self, ahead: int = 0) -> str:
        return self.low[self.at + ahead] if self.at + ahead < len(self.low) else ""

    def up_to_comma(self, begin: int) -> list[str]:
        rest = self.low[begin:]
        return rest[: rest.index(",")] if "," in rest else rest

    def take(self, *words: str) -> bool:
        if tuple(self.low[self.at : self.at + len(words)]) != words:
            return False
        self.at += len(words)
        return True

    def refuse(self, *possible: str) -> NoReturn:
        word = self.words[self.at] if self.at < len(self.words) else ""
        said = " ".join(self.words[max(0, self.at - 4) : self.at])
        place = f"after “{said}”" if said else "at the start"
        wrong = f"“{word}” cannot stand {place}" if word else f"The sentence stops too soon {place}"
        raise SentenceError(f"{wrong}. Possible here: {'; '.join(possible)}.", word=word, possible=possible)

"""A question about a due date as somebody types it, and its answer as plain values.

What `manage.py explain_deadline` asks, on the command line or a line of JSON at a time.

Pure: procedures and calendars come in as functions, so that a plain rule with England's calendar asks nobody.
Whatever is wrong with a question is a `QuestionError`: one sentence that names the word.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from procedures.model import Clock, Procedure
from procedures.sentences import (
    LARGEST_AMOUNT,
    Period,
    Sentence,
    Start,
    Unit,
    bodies_of,
    normal_name,
    starts_of,
)
from procedures.vocabulary import starts

from .calendar import CalendarError, WorkingCalendar
from .explaining import as_plain
from .rules import Due, evaluate

NAMES = ("from", "amount", "unit", "direction", "day_one", "clock", "partnership")
FACT_NAMES = ("fact", "facts")
_PLAIN_RULE = ("amount", "unit", "direction", "day_one")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_START = "start"


TWINS = {normal_name("referral submitted"), normal_name("referral received")}
# Names that mean just themselves: "meeting" never stands for "meeting held" where a text uses both.
FULL_NAMES = {normal_name(words) for words in starts() if len(words.split()) > 1}


class QuestionError(ValueError):
    """A question that cannot be answered, in one sentence."""


@dataclass(frozen=True)
class Sources:
    """Where partnerships are known: both raise QuestionError for one that is not."""

    procedure_of: Callable[[str], Procedure]
    calendar_of: Callable[[str], WorkingCalendar]  # "" is England's


@dataclass(frozen=True)
class _Facts:
    given: Mapping[str, list[dt.date | dt.datetime]] = field(default_factory=dict)

    def get(self, name: str) -> list[dt.date | dt.datetime]:
        """By its full name, by a part of it ("acknowledged" for "national panel acknowledged"), or by its twin.

        A referral is submitted and received at one moment unless both are told.
        """
        wanted = normal_name(name)
        found = self.given.get(wanted) or self._by_part(wanted)
        return found or next(
            (self.given[twin] for twin in TWINS - {wanted} if wanted in TWINS and twin in self.given), []
        )

    def _by_part(self, wanted: str) -> list[dt.date | dt.datetime]:
        words = set(wanted.split())
        parts = [given for given in self.given if given not in FULL_NAMES and set(given.split()) <= words]
        return self.given[parts[0]] if len(parts) == 1 else []


def answer(question: Mapping[str, Any], sources: Sources) -> dict:
    """The due date asked for, with all that was counted. Keys are NAMES and FACT_NAMES; None is not given."""
    asked = {name: value for name, value in question.items() if value not in (None, "", [], {})}
    unknown = sorted(str(name) for name in asked.keys() - {*NAMES, *FACT_NAMES})
    if unknown:
        raise QuestionError(f"“{_short(unknown[0])}” is not one of {', '.join((*NAMES, *FACT_NAMES))}.")
    try:
        return _clock_answer(asked, sources) if "clock" in asked else _plain_answer(asked, sources)
    except CalendarError as error:
        raise QuestionError(str(error)) from None


def read_when(text: Any, name: str) -> dt.date | dt.datetime:
    """A date (2026-11-30) or an instant with its offset (2026-11-30T23:30:00Z), else QuestionError."""
    wrong = QuestionError(
        f"{name}: “{_short(text)}” is neither a date such as 2026-11-30 nor an instant such as 2026-11-30T23:30:00Z."
    )
    if not isinstance(text, str):
        raise wrong
    text = text.strip().upper()
    try:
        if _DATE.fullmatch(text):
            return dt.date.fromisoformat(text)
        if not _DATE.match(text) or text[10:11] not in {"T", " "}:
            raise wrong
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        raise wrong from None
    if instant.tzinfo is None:
        raise QuestionError(f"{name}: “{_short(text)}” needs its offset from UTC, or Z, to be an instant.")
    return instant


def _plain_answer(asked: Mapping[str, Any], sources: Sources) -> dict:
    if "amount" not in asked:
        raise QuestionError("Say what to count: an amount, or a clock and its partnership.")
    if _facts(asked).given:
        raise QuestionError("Facts go with a clock; a plain rule has only its start.")
    if "from" not in asked:
        raise QuestionError("Say from when: “from” is missing.")
    before = _one_of(asked, "direction", ("after", "before")) == "before"
    same_day = _one_of(asked, "day_one", ("next", "same")) == "same"
    unit = Unit(_one_of(asked, "unit", tuple(Unit)))
    sentence = Period(_amount(asked["amount"]), unit, Start(_START), before, same_day)
    calendar = sources.calendar_of(_slug(asked))
    return as_plain(evaluate(sentence, {_START: read_when(asked["from"], "from")}, calendar))


def _clock_answer(asked: Mapping[str, Any], sources: Sources) -> dict:
    extra = [name for name in _PLAIN_RULE if name in asked]
    if extra:
        raise QuestionError(f"A clock has its own rule, so “{extra[0]}” cannot be given with it.")
    if not _slug(asked):
        raise QuestionError("A clock belongs to a partnership: “partnership” is missing.")
    procedure = sources.procedure_of(_slug(asked))
    clock = find_clock(procedure, asked["clock"])
    sentences = [sentence for sentence in (clock.limit, clock.target) if sentence is not None]
    if not sentences:
        raise QuestionError(f"The clock “{clock.name}” has neither a limit nor a target.")
    facts = _with_first_start(asked, _facts(asked), sentences)
    calendar = sources.calendar_of(_slug(asked))
    answers = [_evaluated(sentence, facts, calendar) for sentence in sentences]
    missing = dict.fromkeys(name for due in answers for name in due.missing)
    if missing:
        names = "; ".join(missing)
        raise QuestionError(f"The clock “{clock.name}” needs to know when: {names}. Give each as a fact, NAME=WHEN.")
    about = {"clause": clock.see, "version": procedure.version}
    told = {"clock": clock.name, "title": clock.title, "ids": list(clock.ids)}
    told |= as_plain(answers[0], **about)
    if clock.target is not None:
        target = as_plain(answers[-1], **about)
        told |= {"target": target["due"], "target_instant": target["due_instant"], "target_because": target}
    return told


def find_clock(procedure: Procedure, wanted: Any) -> Clock:
    """The clock of that name, or of that requirement id when the id covers only one."""
    name = normal_name(str(wanted))
    found = [clock for clock in procedure.clocks if normal_name(clock.name) == name]
    found = found or [c for c in procedure.clocks if name in {normal_name(known) for known in c.ids}]
    if len(found) == 1:
        return found[0]
    if found:
        raise QuestionError(f"“{_short(wanted)}” covers several clocks: {', '.join(c.name for c in found)}.")
    known = ", ".join(clock.name for clock in procedure.clocks) or "none"
    raise QuestionError(f"{procedure.slug} has no clock “{_short(wanted)}”. Its clocks: {known}.")


def _evaluated(sentence: Sentence, facts: _Facts, calendar: WorkingCalendar) -> Due:
    names, bodies = starts_of(sentence), bodies_of(sentence)
    return evaluate(
        sentence,
        {name: facts.get(name) for name in names},
        calendar,
        meetings={body: facts.get(f"next meeting of {body}") or facts.get(body) for body in bodies},
        limits={name: facts.get(f"limit of {name}") for name in names},
    )


def _with_first_start(asked: Mapping[str, Any], facts: _Facts, sentences: list[Sentence]) -> _Facts:
    """`from` is the day of the first start that no fact tells."""
    if "from" not in asked:
        return facts
    when = read_when(asked["from"], "from")
    names = [name for sentence in sentences for name in starts_of(sentence)]
    untold = next((name for name in names if not facts.get(name)), None)
    return _Facts({**facts.given, normal_name(untold): [when]}) if untold else facts


def _facts(asked: Mapping[str, Any]) -> _Facts:
    """NAME=WHEN once or in a list, or an object of names; a name told twice happened twice."""
    given: dict[str, list[dt.date | dt.datetime]] = {}
    for key in FACT_NAMES:
        for name, when in _pairs(asked.get(key, [])):
            given.setdefault(normal_name(name), []).append(read_when(when, f"fact {_short(name)}"))
    return _Facts(given)


def _pairs(told: Any) -> list[tuple[str, Any]]:
    if isinstance(told, Mapping):
        listed = {name: many if isinstance(many, list) else [many] for name, many in told.items()}
        return [(name, when) for name, many in listed.items() for when in many]
    pairs = []
    for one in told if isinstance(told, list) else [told]:
        name, equals, when = one.partition("=") if isinstance(one, str) else ("", "", "")
        if not equals or not name.strip():
            raise QuestionError(f"A fact is written NAME=WHEN, not “{_short(one)}”.")
        pairs.append((name, when))
    return pairs


def _amount(given: Any) -> int:
    text = str(given).strip() if isinstance(given, (int, str)) and not isinstance(given, bool) else ""
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise QuestionError(f"The amount is a whole number, not “{_short(given)}”.")
    if text.startswith("-") and text.strip("-0"):
        raise QuestionError("The amount cannot be negative; to count backwards give direction “before”.")
    digits = text.lstrip("+-0") or "0"
    if len(digits) > len(str(LARGEST_AMOUNT)) or int(digits) > LARGEST_AMOUNT:
        raise QuestionError(f"The amount can be at most {LARGEST_AMOUNT:,}.")
    return int(digits)


def _one_of(asked: Mapping[str, Any], name: str, possible: tuple[str, ...]) -> str:
    given = asked.get(name, possible[0])
    if given not in possible:
        raise QuestionError(f"{name}: “{_short(given)}” is not one of {', '.join(possible)}.")
    return given


def _slug(asked: Mapping[str, Any]) -> str:
    slug = asked.get("partnership", "")
    if not isinstance(slug, str):
        raise QuestionError(f"partnership: “{_short(slug)}” is not a name.")
    return slug


def _short(given: Any) -> str:
    """What was given, fit for one line of an error."""
    text = " ".join(str(given).split())
    return text if len(text) <= 60 else f"{text[:60]}…"

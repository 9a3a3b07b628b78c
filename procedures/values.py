"""From TOML values to the frozen values of `model`, driven by the types of its dataclasses.

A key of the text is a field of the dataclass, with the few renames of `KEYS`; what may stand there follows from
the field's type, and from `CLOSED` where only certain words are allowed. Whatever does not fit becomes a sentence.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import types
import typing
from functools import cache

from . import model
from . import vocabulary as v
from .errors import Problems, nearest, shown
from .sentences import SentenceError, parse_sentence

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = 60
ONE_OF = {
    "sections": "section",
    "fields": "field",
    "stages": "stage",
    "questions": "question",
    "results": "result",
    "branches": "branch",
    "choices": "choice",
    "checks": "check",
}
LONGEST_LINE = 200
KEYS: dict[type, dict[str, str]] = {model.Step: {"from": "from_stages", "to": "to_stage"}}
ACT_FIELDS = {
    (model.Step, "act"),
    (model.Told, "act"),
    (model.Clock, "stops"),
    (model.Clock, "withdrawn_by"),
    (model.Clock, "missed_by"),
    (model.Clock, "each_does"),
}
CONDITION_FIELDS = {
    (model.Step, "needs"),
    (model.Clock, "when"),
    (model.Notice, "when"),
    (model.Told, "when"),
    (model.Body, "cancel_only_when"),
}
FIELD_CONDITION_FIELDS = {
    (model.Field, "required_when"),
    (model.Field, "shown_when"),
    (model.Section, "shown_when"),
}
LONG_FIELDS = {
    "intro",
    "guidance",
    "note",
    "description",
    "confirm",
    "hint",
    "plain",
    "source",
    "text",
    "benefits",
    "drawbacks",
    "paragraphs",
    "standing_items",
}
SEVERAL_FOR_ONE = {"opens_on", "outcome_needs"}  # one answer may lead to a list here
CLOSED: dict[tuple[type, str], typing.Collection[str]] = {
    (model.Role, "kind"): v.ROLE_KINDS,
    (model.Reporting, "year_begins"): v.MONTHS,
    (model.Body, "kind"): v.BODY_KINDS,
    (model.Body, "decides"): v.DECISION_RULES,
    (model.Body, "tie"): v.TIE_RULES,
    (model.Body, "in_writing"): {"": "", **v.DECISION_RULES},
    (model.Body, "meets"): v.MEETS,
    (model.Body, "meeting_kinds"): v.MEETING_KINDS,
    (model.Body, "confidentiality"): v.CONFIDENTIALITY,
    (model.Field, "kind"): v.FIELD_KINDS,
    (model.Field, "sets"): {"": "", **v.FIELD_SETS},
    (model.Field, "person"): {"": "", **v.PERSON_ATTRIBUTES},
    (model.Field, "fact"): {"": "", **v.FACTS},
    (model.Section, "repeats"): v.REPEATS,
    (model.Section, "people"): v.PEOPLE,
    (model.Section, "by"): v.SECTION_BY,
    (model.Form, "use"): v.FORM_USES,
    (model.Form, "chronology"): v.RETURN_CHRONOLOGY,
    (model.Field, "says"): {"": "", **v.ANSWERS_SAY},
    (model.Field, "from_case"): {"": "", **v.CASE_VALUES},
    (model.Retention, "when"): v.RETENTION_KINDS,
    (model.Letter, "use"): v.LETTER_USES,
    (model.Appendix, "part"): {"": "", **v.APPENDIX_PARTS},
    (model.Notice, "kind"): v.NOTICE_KINDS,
    (model.AidQuestion, "kind"): v.AID_KINDS,
    (model.Aid, "test"): v.STATUTORY_TESTS,
    (model.Pathway, "subject"): v.SUBJECTS,
    (model.Pathway, "test"): {"": "", **v.STATUTORY_TESTS},
    (model.Step, "force"): v.FORCES,
    (model.Step, "for_each"): v.STEP_FOR_EACH,
    (model.Clock, "for_each"): v.CLOCK_FOR_EACH,
    (model.ReviewType, "statutory"): v.STATUTORY,
    (model.ReviewType, "needs_criteria"): v.NEEDS_CRITERIA,
    (model.ReviewType, "confirm_when"): v.NEEDS_CRITERIA,
    (model.Ratification, "answers"): v.RATIFICATION_ANSWERS,
}


@cache
def fields_of(kind: type) -> dict[str, tuple[dataclasses.Field, typing.Any]]:
    """Key of the text -> (field, type) for one dataclass of `model`."""
    hints = typing.get_type_hints(kind)
    renamed = {target: key for key, target in KEYS.get(kind, {}).items()}
    return {renamed.get(f.name, f.name): (f, hints[f.name]) for f in dataclasses.fields(kind)}


def read_block(kind: type, table: object, where: str, problems: Problems):
    """One table -> one frozen value, or None when something in it is wrong (said in `problems`)."""
    if not isinstance(table, dict):
        problems.add(where, f"this must be a table of keys and values, not {_called(table)}")
        return None
    known, values, sound = fields_of(kind), {}, True
    for key in table:
        if key not in known:
            problems.add(where, f"I do not know the key {shown(key)}{nearest(key, known)}")
            sound = False
    for key, (field, hint) in known.items():
        if key not in table:
            if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
                problems.add(where, f"{key} is missing")
                sound = False
            continue
        reading = Reading(kind, field.name, key, where, problems)
        value = reading.convert(table[key], hint)
        if reading.failed:
            sound = False
        else:
            values[field.name] = value
    return kind(**values) if sound else None


def called(kind: type, table: object, number: int, heading: str) -> str:
    """How a block is named in sentences: [[clocks]] “scoping-return”, or [[clocks]] number 3."""
    name = table.get("name", table.get("act", table.get("value"))) if isinstance(table, dict) else None
    return f"{heading} {shown(name)}" if isinstance(name, str) and name.strip() else f"{heading} number {number}"


@dataclasses.dataclass
class Reading:
    """One key being read: knows where it stands, and remembers whether anything was wrong."""

    kind: type
    field: str
    key: str
    where: str
    problems: Problems
    failed: bool = False

    def wrong(self, what: str) -> None:
        self.failed = True
        self.problems.add(self.where, what)

    def must_be(self, what: str, value: object) -> None:
        self.wrong(f"{self.key} must be {what}, not {_called(value)}")

    def convert(self, value: object, hint: typing.Any):
        optional = isinstance(hint, types.UnionType) and type(None) in typing.get_args(hint)
        simple = {bool: self.flag, int: self.whole, str: self.text}
        if hint in simple:
            return simple[hint](value)
        if hint is model.Quorum:
            return self.quorum(value)
        if _is_sentence(hint):
            return self.sentence(value)
        if optional and dt.date in typing.get_args(hint):
            return self.date(value)
        if optional:
            return self.fraction(value)
        return self.several(value, typing.get_args(hint)[0])

    def several(self, value: object, item: typing.Any):
        if typing.get_origin(item) is tuple:
            return self.pairs(value) if typing.get_args(item) == (str, str) else self.slots(value)
        if not isinstance(value, list):
            return self.must_be("a list in [ ]", value)
        if item in (str, int):
            one = self.text if item is str else self.whole
            found = tuple(one(each) for each in value)
            if not self.failed and len(set(found)) < len(found) and self.field not in LONG_FIELDS:
                self.wrong(f"{self.key} says something twice")
            return found
        return self.nested(value, item)

    def nested(self, value: list, item: type):
        if item is model.Choice:
            value = [{"value": each, "label": each} if isinstance(each, str) else each for each in value]
        found = []
        for number, each in enumerate(value, 1):
            place = called(item, each, number, f"{self.where}, {ONE_OF.get(self.key, self.key)}")
            found.append(read_block(item, each, place, self.problems))
        self.failed = self.failed or None in found
        return tuple(found)

    def flag(self, value: object):
        return value if isinstance(value, bool) else self.must_be("true or false", value)

    def whole(self, value: object):
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10_000:
            return self.must_be("a whole number from 0 to 10,000", value)
        return value

    def date(self, value: object):
        if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
            return self.must_be("a date such as 2026-06-01, without quotes", value)
        return value

    def text(self, value: object):
        if not isinstance(value, str):
            return self.must_be("text in quotes", value)
        if any(ord(letter) < 32 and letter not in "\n\t" for letter in value) or "\x7f" in value:
            return self.wrong(f"{self.key} holds a control character")
        value = value.strip()
        place = (self.kind, self.field)
        if place in ACT_FIELDS:
            return self.act(value)
        if place in CONDITION_FIELDS or place in FIELD_CONDITION_FIELDS:
            return self.condition(value, v.condition if place in CONDITION_FIELDS else v.field_condition)
        if place in CLOSED and value not in CLOSED[place]:
            possible = "; ".join(word for word in CLOSED[place] if word)
            return self.wrong(f"{self.key} says {shown(value)}: I know only {possible}{nearest(value, CLOSED[place])}")
        return self.free(value)

    def free(self, value: str):
        if self.field == "name" and not named_well(value):
            return self.wrong(f"{self.key} {shown(value)} must be short lower-case words joined by hyphens")
        if self.field not in LONG_FIELDS and len(value) > LONGEST_LINE:
            return self.wrong(f"{self.key} has {len(value)} characters; at most {LONGEST_LINE} fit")
        if self.field in {"title", "label"} and not value:
            return self.wrong(f"{self.key} is empty")
        return value

    def act(self, value: str):
        try:
            return v.act_slug(value)
        except KeyError:
            present = {act.past: act.words for act in v.ACTS.values()}.get(value)
            hint = f"; did you mean “{present}”?" if present else nearest(value, v.act_words())
            return self.wrong(f"{self.key} says {shown(value)}: I know no such act{hint}")

    def condition(self, value: str, parse):
        try:
            parse(value)
        except v.UnknownCondition:
            known = [
                re.sub(r"\{\w+\}", "…", each.pattern)
                for each in (v.CONDITIONS if parse is v.condition else v.FIELD_CONDITIONS)
            ]
            return self.wrong(f"{self.key} says {shown(value)}: I know no such condition{nearest(value, known, 0.5)}")
        return value

    def sentence(self, value: object):
        if value == "":
            return None
        if not isinstance(value, str):
            return self.must_be("a sentence in quotes", value)
        try:
            return parse_sentence(value)
        except SentenceError as error:
            return self.wrong(
                f"{self.key} says {shown(value)}: {str(error).rstrip('.')}{nearest(error.word, error.possible)}"
            )

    def pairs(self, value: object):
        if not isinstance(value, dict):
            return self.must_be('answers and what follows, such as {"fit" = "accepted"}', value)
        found = [
            (answer, target)
            for answer, targets in value.items()
            for target in (targets if isinstance(targets, list) and self.field in SEVERAL_FOR_ONE else [targets])
        ]
        for answer, target in found:
            if not isinstance(target, str) or not answer.strip():
                self.wrong(f"{self.key}: {shown(answer)} must lead to a name in quotes, not {_called(target)}")
        return tuple(found)

    def quorum(self, value: object):
        found = read_block(model.Quorum, value, f"{self.where}, quorum", self.problems)
        self.failed = self.failed or found is None
        return found

    def slots(self, value: object):
        """Quorum slots: ["health", "police"], or [["health"], ["police", "probation"]] with alternatives."""
        if not isinstance(value, list):
            return self.must_be("a list in [ ]", value)
        found = []
        for each in value:
            slot = [each] if isinstance(each, str) else each
            if not isinstance(slot, list) or not slot or not all(isinstance(name, str) for name in slot):
                return self.must_be("a list of names or of lists of names", slot)
            found.append(tuple(slot))
        return tuple(found)

    def fraction(self, value: object):
        if isinstance(value, str) and re.fullmatch(r"[1-9]\d?/[1-9]\d?", value):
            value = [int(part) for part in value.split("/")]
        if not isinstance(value, list) or len(value) != 2 or not all(type(each) is int for each in value):
            return self.must_be('a fraction such as "1/2"', value)
        if not 1 <= value[0] <= value[1] <= 100:
            return self.wrong(f"{self.key} must be a fraction of at most one")
        return tuple(value)


def named_well(value: str) -> bool:
    """Whether a name is short, lower case and hyphenated; names end in addresses, so nothing else may stand there."""
    return len(value) <= LONGEST_NAME and NAME.fullmatch(value) is not None


def _is_sentence(hint: typing.Any) -> bool:
    return set(typing.get_args(model.Sentence)) <= set(typing.get_args(hint))


def _called(value: object) -> str:
    """What kind of thing stands there, in words."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f"the text {shown(value)}" if value else "an empty text"
        case int() | float():
            return f"the number {shown(value)}"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return f"{shown(value)}"

"""Whatever a file holds, the reader answers with a procedure or with sentences, never with a traceback."""

from __future__ import annotations

import datetime as dt
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procedures.errors import ProcedureErrors
from procedures.model import Procedure
from procedures.reader import BLOCKS, read

from .anytown import ANYTOWN, BASE

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LINES = ANYTOWN.splitlines()
WORDS = st.text(max_size=30) | st.sampled_from(
    ["secretariat", "case", "asking", "incident", "5 working days after incident"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.dates() | st.times() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


KEYS = ["name", "title", "act", "track", "kind", "limit", "questions", "fields", "stages", "quorum", "outcomes"]


def answered(text: str | bytes) -> None:
    try:
        assert isinstance(read(text, BASE), Procedure)
    except ProcedureErrors as errors:
        assert errors.problems and all(isinstance(each, str) and each for each in errors.problems)


def as_toml(value) -> str:
    """A value as TOML writes it; None, which TOML does not know, as an empty text."""
    match value:
        case None:
            return '""'
        case bool():
            return "true" if value else "false"
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case list():
            return "[" + ", ".join(map(as_toml, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)} = {as_toml(each)}" for key, each in value.items()) + "}"
        case float():
            return repr(value)
        case int():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes(data):
    answered(data)


@QUICK
@given(st.text(max_size=400))
def test_any_text(text):
    answered(text)


@QUICK
@given(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1), st.sampled_from(["drop", "double", "swap"]))
def test_lines_lost_doubled_or_swapped(first, second, how):
    lines = list(LINES)
    if how == "drop":
        del lines[first]
    elif how == "double":
        lines.insert(second, lines[first])
    else:
        lines[first], lines[second] = lines[second], lines[first]
    answered("\n".join(lines))


@QUICK
@given(st.sampled_from([n for n, line in enumerate(LINES) if " = " in line and not line.startswith(" ")]), VALUES)
def test_any_value_at_any_key(number, value):
    lines = list(LINES)
    lines[number] = lines[number].split(" = ")[0] + " = " + as_toml(value)
    answered("\n".join(lines))


@QUICK
@given(st.sampled_from([*BLOCKS, "partnership", "version", "words", "reminders"]), VALUES)
def test_any_value_as_a_whole_block(name, value):
    head = [f"{json.dumps(name)} = {as_toml(value)}"]
    answered("\n".join(head + [line for line in LINES if line not in (f"[{name}]", f"[[{name}]]")]))


@QUICK
@given(st.sampled_from(list(BLOCKS)), st.dictionaries(st.sampled_from(KEYS), VALUES))
def test_an_odd_block_more(name, table):
    rows = "".join(f"{key} = {as_toml(value)}\n" for key, value in table.items())
    answered(f"{ANYTOWN}\n[[{name}]]\n{rows}")

"""Each requirement is named by a test that holds it (docs, code and the texts cite them by these ids)."""

from __future__ import annotations

import re

from .source import ROOT

# Every row there is, by the document it restates; C are the rows all share.
ROWS = {
    "C": [*range(1, 9), *range(10, 49), *range(50, 54)],
    "RED": [*range(1, 16), *range(20, 25), *range(30, 34)],
    "BEX": [*range(1, 19), *range(20, 32)],
    "DAR": range(1, 32),
    "BHR": [*range(1, 13), *range(20, 24)],
}
# Rows of what comes after the decision, and why each still waits. Whoever delivers one takes it off this list.
AFTER_THE_DECISION = {
    "BEX-9": "suitability checks and the list of reviewers come with commissioned reviews",
    "BEX-10": "what a good report says comes with a review's draft",
    "C-22": "suitability checks come with commissioned reviews",
    "C-38": "comments on publication come with publication",
    "C-43": "requests to a reviewer come with commissioned reviews",
    "C-47": "one review for several duties comes with commissioned reviews",
    "DAR-15": "quality markers and procurement come with commissioned reviews",
    "DAR-16": "the press statement comes with publication",
}
RANGE = re.compile(
    r"\b(RED|C|BEX|DAR|BHR)-(\d{1,2})\b(?!-)(?:\s*(?:…|\.\.\.|–|to)\s*(?:(?:RED|C|BEX|DAR|BHR)-)?(\d+))?"
)
LISTED = re.compile(r"\b(RED|C|BEX|DAR|BHR)-(\d{1,2})\b((?:,\s*\d+|\s+and\s+\d+)+)")
FUNCTION = re.compile(r"^\s*def test_(\w+)", re.MULTILINE)
IN_A_NAME = re.compile(r"(?:^|_)(red|c|bex|dar|bhr)((?:_\d+)+)(?=_|$)")


def named_in(text: str) -> set[str]:
    """Ids in a text; "RED-20…24" names five, "C-10, 12" two, and so does a test called test_bex_2_3_…."""
    found = set()
    for room, first, last in RANGE.findall(text):
        found |= {f"{room}-{number}" for number in range(int(first), int(last or first) + 1)}
    for room, _, more in LISTED.findall(text):
        found |= {f"{room}-{number}" for number in re.findall(r"\d+", more)}
    for name in FUNCTION.findall(text):
        for room, numbers in IN_A_NAME.findall(name):
            found |= {f"{room.upper()}-{number}" for number in numbers.strip("_").split("_")}
    return found


def rows() -> set[str]:
    return {f"{room}-{number}" for room, numbers in ROWS.items() for number in numbers}


def ids_named() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        if path.name != "test_requirements.py":
            found |= named_in(path.read_text(encoding="utf-8"))
    return found


def test_ids_are_read_as_they_are_written():
    assert named_in("RED-20…22, C-10, 12 and BEX-3") == {"RED-20", "RED-21", "RED-22", "C-10", "C-12", "BEX-3"}
    assert named_in("def test_bex_2_3_what_follows():\n    pass") == {"BEX-2", "BEX-3"}
    assert named_in("def test_a_box_2_high(): pass") == set()


def test_every_row_is_named_by_a_test():
    assert sorted(rows() - ids_named() - set(AFTER_THE_DECISION)) == []


def test_what_waits_are_rows():
    assert set(AFTER_THE_DECISION) <= rows()


def test_no_test_names_a_row_that_does_not_exist():
    assert sorted(ids_named() - rows()) == []

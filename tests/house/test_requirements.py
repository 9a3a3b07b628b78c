"""Each requirement that is delivered is named by a test that holds it (docs and code cite them by these ids)."""

from __future__ import annotations

import re

from .source import ROOT

# The rows that are delivered so far, by the document they restate.
DELIVERED = {
    "RED": [*range(1, 11), 12, 15, *range(20, 25), *range(30, 34)],
    "C": [*range(1, 6), 8, *range(10, 17), 26, 29, 30, 51, 52],
    "BEX": range(20, 32),
    "DAR": range(20, 32),
    "BHR": range(20, 24),
}
RANGE = re.compile(r"\b(RED|C|BEX|DAR|BHR)-(\d+)(?:\s*(?:…|\.\.\.|–|to)\s*(?:(?:RED|C|BEX|DAR|BHR)-)?(\d+))?")
LISTED = re.compile(r"\b(RED|C|BEX|DAR|BHR)-(\d+)((?:,\s*\d+|\s+and\s+\d+)+)")


def named_in(text: str) -> set[str]:
    """Ids in a text; "RED-20…24" names five and "C-10, 12" two."""
    found = set()
    for room, first, last in RANGE.findall(text):
        found |= {f"{room}-{number}" for number in range(int(first), int(last or first) + 1)}
    for room, _, more in LISTED.findall(text):
        found |= {f"{room}-{number}" for number in re.findall(r"\d+", more)}
    return found


def test_ids_are_read_as_they_are_written():
    assert named_in("RED-20…22, C-10, 12 and BEX-3") == {"RED-20", "RED-21", "RED-22", "C-10", "C-12", "BEX-3"}


def test_every_delivered_requirement_is_named_by_a_test():
    tested = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        if path.name != "test_requirements.py":
            tested |= named_in(path.read_text(encoding="utf-8"))
    wanted = {f"{room}-{number}" for room, numbers in DELIVERED.items() for number in numbers}
    assert sorted(wanted - tested) == []

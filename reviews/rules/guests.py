"""Who is invited, read from lines as people type them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

LINE = re.compile(
    r"^\s*(?P<name>[^<>,;\t@]{1,160}?)\s*[<,;\t ]\s*(?P<email>[^\s<>,;]+@[^\s<>,;]+\.[^\s<>,;]+)\s*>?\s*$"
)
MOST = 200


@dataclass(frozen=True)
class Guest:
    name: str
    email: str


def guests_in(text: str) -> tuple[list[Guest], list[str]]:
    """(the guests, what is wrong by line). A line is a name and an e-mail address, parted by a comma, space or <>; the
    same address twice counts once."""
    found: dict[str, Guest] = {}
    wrong = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = LINE.match(line)
        if match is None:
            wrong.append(f"Line {number} must be a name and an e-mail address, like Una Smith, una@example.org")
        else:
            found.setdefault(match["email"].lower(), Guest(match["name"].strip(), match["email"]))
    if len(found) > MOST:
        wrong.append(f"At most {MOST} people can be invited at once")
    return list(found.values()), wrong


def average(scores: list[int]) -> str:
    """4.3, or nothing without a score."""
    return f"{sum(scores) / len(scores):.1f}" if scores else ""

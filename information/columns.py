"""The columns of a chronology: their names, and how the headings of agencies' own tables are understood. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from config.filters import listing

# column -> its heading on our template; in this order where a table has no headings
HEADINGS = {
    "date": "Date",
    "time": "Time",
    "event": "What happened",
    "source": "Record it comes from",
    "who": "Who was involved",
    "outcome": "Decision, action or outcome",
    "seen": "Seen and heard",
    "comment": "Comment",
}
COLUMNS = tuple(HEADINGS)
EXPECTED = listing(list(HEADINGS.values()), "or")
# What a heading speaks of, the first that fits. "both": date and time in one; "-": left out, the page says it anyway.
MEANINGS = (
    ("both", r"^(date|day|when)\b.*\btimes?\b"),
    ("date", r"^(date|day|when)\b(?!.*\bbirth\b)"),
    ("time", r"^times?\b"),
    ("seen", r"\b(seen|views?|voice|heard|wishes)\b"),
    ("outcome", r"\b(outcomes?|decisions?|actions?|responses?|results?)\b"),
    ("source", r"\b(sources?|records?|recorded|files?|systems?)\b"),
    ("comment", r"\b(comments?|remarks?|notes?|analysis|reflections?|learning)\b"),
    ("event", r"\b(events?|happened|details?|descriptions?|contacts?|incidents?|entry|entries|summary|chronology)\b"),
    ("who", r"\b(who|whom|people|persons?|involved|professionals?|staff|workers?|names?|attendees|present)\b"),
    ("-", r"^(#|n|no|nr|number|ref|reference|item|row|agency|organisation|service|your agency)$"),
)  # fmt: skip


def heading_of(column: str) -> str:
    return HEADINGS.get(column, "Date and time")


def meaning_of(heading: str) -> str:
    """The column that a heading names; "?" for none."""
    text = re.sub(r"[^a-z0-9#]+", " ", heading.lower()).strip()
    return next((column for column, pattern in MEANINGS if re.search(pattern, text)), "?")


def known_headings(cells: Sequence[str]) -> list[str] | None:
    """What each column is, when these cells are headings: a date's and at least one more, all of them short."""
    if len(cells) < 2 or any(len(cell) > 120 for cell in cells):
        return None
    columns = [meaning_of(cell) for cell in cells]
    has_date = "date" in columns or "both" in columns
    if not has_date or "event" not in columns:
        return None
    return columns

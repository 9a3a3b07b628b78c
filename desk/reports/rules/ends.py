"""What became of a referral, from what the database knows of it (RED-12). Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

REVIEW, PANEL, ENDED, OPEN = "review", "panel", "ended", "open"
FAR = {
    REVIEW: "A review was decided on",
    PANEL: "Considered by a panel, no review so far",
    ENDED: "Ended before a panel considered it",
    OPEN: "Still open, before a panel",
}


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """One case as reports know it; nobody is named."""

    id: int
    reference: str
    pathway: str
    borough: str
    referred_by: str
    received_on: dt.date
    stage_title: str
    closed_on: dt.date | None
    merged_into: str
    review_type: str  # of the last decision that counts
    review_title: str
    decided_on: dt.date | None
    outcome: str  # its words, where no type of review was named
    to_panel: bool
    withdrawn: bool
    redirected: bool
    concluded_on: dt.date | None  # its review: signed off, published, embargoed, or the case closed (C-48)
    imported: Mapping | None  # what the old log said
    listed: bool  # whether the reader may see it in a list
    due_title: str = ""
    due_on: dt.date | None = None
    overdue: int = 0
    delay_told_on: dt.date | None = None
    review_stage: str = ""  # of the track of reviews; empty: none was ordered
    people: tuple[Mapping, ...] = field(default=())


def is_review(facts: CaseFacts, reviews: frozenset[str]) -> bool:
    """Whether a review was decided on. `reviews`: the types of the text that are reviews."""
    if facts.imported is not None and not facts.review_type:
        return bool(facts.imported.get("review"))
    return facts.review_type in reviews


def type_of(facts: CaseFacts) -> str:
    """The type of its review, in the words of whoever decided on it; an old log may not say."""
    return facts.review_title or str((facts.imported or {}).get("review_title") or "Type of review not on record")


def how_far(facts: CaseFacts, reviews: frozenset[str]) -> str:
    """REVIEW, PANEL, ENDED or OPEN: each case is exactly one of them, so that the numbers add up."""
    if is_review(facts, reviews):
        return REVIEW
    if facts.to_panel or (facts.imported or {}).get("panel"):
        return PANEL
    return OPEN if facts.closed_on is None and not (facts.withdrawn or facts.redirected) else ENDED


def end_of(facts: CaseFacts, reviews: frozenset[str]) -> str:
    """The end of a referral in a few words; for an open one where it stands."""
    taken_away = (
        (bool(facts.merged_into), f"Merged into {facts.merged_into}"),
        (facts.withdrawn, "Withdrawn by the referrer"),
        (facts.redirected, "Passed on to another body"),
    )
    for so, said in taken_away:
        if so:
            return said
    if facts.imported is not None and facts.imported.get("outcome"):
        return str(facts.imported["outcome"])
    if facts.review_title:
        return facts.review_title if is_review(facts, reviews) else f"No review: {facts.review_title}"
    if facts.outcome and facts.closed_on is not None:
        return f"Closed: {facts.outcome}"
    return f"{'Closed' if facts.closed_on is not None else 'Open'}: {facts.stage_title}"


def ongoing(facts: CaseFacts, reviews: frozenset[str], on: dt.date) -> bool:
    """Whether its review was under way on a day."""
    begun = facts.decided_on or facts.received_on
    return is_review(facts, reviews) and begun <= on and (facts.concluded_on is None or facts.concluded_on > on)

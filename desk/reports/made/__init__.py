"""Each report: from a question (`Asked`) to a `Report` of plain values."""

from __future__ import annotations

from dataclasses import dataclass

from ..asked import Make
from . import conversion, deadlines, fairness, log, stages, tracker


@dataclass(frozen=True)
class Kind:
    """`years`: it speaks only of whole years; `now`: of this moment and of no period."""

    name: str
    title: str
    says: str
    make: Make
    years: bool = False
    now: bool = False


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("referral-log", "Case referral log", "Every referral received, and what became of each.", log.make),
        Kind("tracker", "Tracker of reviews and decisions",
             "Every case that is not over: where it is, what is next, whether anything is late.", tracker.make,
             now=True),
        Kind("deadlines", "How deadlines were kept",
             "Met in time, met late and by how much, or still open: by deadline and by agency.", deadlines.make),
        Kind("stages", "Time at each stage", "How long cases stayed at each stage, and who stands there now.",
             stages.make),
        Kind("conversion", "From referral to review",
             "How many referrals, and how many rapid reviews, became a review.", conversion.make),
        Kind("fairness", "A look for bias",
             "Who goes on to a panel and a review and who does not, by age, sex, ethnicity, disability, area and "
             "referring agency.", fairness.make, years=True),
    )
}  # fmt: skip

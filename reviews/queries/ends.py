"""What of a review is still open when its report is signed off or published: said then, so that nobody overlooks it."""

from __future__ import annotations

import datetime as dt

from config.filters import listing, plural
from procedures.model import Procedure

from ..models import Briefing, DraftComment, Review
from .material import reports_of
from .running import plan_of, terms_of


def loose_ends(review: Review, procedure: Procedure, *, at: dt.datetime, publishing: bool = False) -> list[str]:
    """Sentences; none where nothing is missing. It hinders nobody: a procedure says itself what must come first."""
    found = []
    if not terms_of(review):
        found.append("No terms of reference have been set.")
    waiting = sorted({each.agency for each in reports_of(review) if each.row.is_open})
    if waiting:
        ends = " They are asked for it no longer once the review has ended." if publishing else ""
        found.append(f"Not in yet: {plural(len(waiting), 'report')} of {listing(waiting)}.{ends}")
    if not any(entries for _, entries in plan_of(review.case, at=at)):
        found.append("Nothing is on record of how family and practitioners are involved.")
    open_comments = DraftComment.objects.filter(
        partnership=review.partnership_id, version__review=review, answered_at=None, event__annulled_by=None
    ).count()
    if open_comments:
        waits = "waits" if open_comments == 1 else "wait"
        found.append(f"{plural(open_comments, 'comment')} on a draft {waits} for an answer.")
    kind = procedure.find("review_types", review.review_type)
    if publishing and kind.briefing and not _briefed(review):
        found.append("No briefing note for practitioners has been sent, which this type of review asks for.")
    return found


def _briefed(review: Review) -> bool:
    rows = Briefing.objects.filter(partnership=review.partnership_id, case=review.case_id)
    return rows.exclude(sent_at=None).exists()

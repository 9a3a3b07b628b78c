"""When an entry about a report is struck out of the case's record: what follows from it, and what is done otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from cases.models import Case, Event
from partnerships.refusals import ActRefused

from .models import DraftComment, OutsideComment, Publication, Review

UNANSWERED = {"answer": "", "answered_at": None, "answered_by": ""}


def by_taking_down(case: Case, event: Event, at: dt.datetime) -> None:
    raise ActRefused("What is public is taken down, or published again, by its own act. The record keeps both.")


def not_answered(case: Case, event: Event, at: dt.datetime) -> None:
    """The newest answer given then: its comment waits for an answer again."""
    here = {"partnership": case.partnership_id, "answered_at": event.at}
    DraftComment.objects.filter(**here, version__review__case=case).update(**UNANSWERED)


def not_answered_outside(case: Case, event: Event, at: dt.datetime) -> None:
    here = {"partnership": case.partnership_id, "answered_at": event.at, "review__case": case}
    OutsideComment.objects.filter(**here).update(**UNANSWERED, decision="")


def not_decided(case: Case, event: Event, at: dt.datetime) -> None:
    """A review that ended because nothing is published goes on."""
    row = Publication.objects.filter(partnership=case.partnership_id, event=event).select_related("review").first()
    if row is not None and row.review.ended_how == event.to_stage:
        Review.objects.filter(partnership=case.partnership_id, pk=row.review_id).update(ended_at=None, ended_how="")


def by_deciding(case: Case, event: Event, at: dt.datetime) -> None:
    raise ActRefused("Decide on publication instead: that nothing is published can be decided again.")


UNDO: dict[str, Callable[[Case, Event, dt.datetime], None]] = {
    "publish_report": by_taking_down,
    "take_down_report": by_taking_down,
    "put_back_report": by_taking_down,
    "answer_draft_comment": not_answered,
    "answer_comments": not_answered_outside,
    "decide_publication": not_decided,
    "reconsider_publication": by_deciding,
}

"""The one way an act changes a review: its case is locked and asked, it is still running, its end is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from cases.models import Case, Event, Track
from cases.queries import procedure_of
from cases.spine import Doing, acting
from information.ending import end_requests
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from .models import Review
from .named import settle_sight
from .queries.sight import as_reviewer

TRACK = "review"


@contextmanager
def reviewing(
    act: str, *, review: Review, actor: Actor, at: dt.datetime, reason: str = "", about: str = "", agency=None,
    on_behalf_of: str = "", truths: Mapping[str, bool] | None = None, standing: bool = False, ended: bool = False,
    track: str = "",
) -> Iterator[tuple[Doing, Review]]:  # fmt: skip
    """As `cases.spine.acting`, for an act about one review: yields what is being done and the locked row.

    `track`: the step of this track is meant, where a text has the act on several.
    `ended`: the act may be done about a review that has ended. Whatever stage the act leads to, a final one ends the
    review. Raises ActRefused.
    """
    actor = as_reviewer(review, actor, procedure_of(review.case))
    with acting(
        act, case=review.case, actor=actor, at=at, reason=reason, about=about or review.about, agency=agency,
        on_behalf_of=on_behalf_of, truths=truths, standing=standing,
        track=track,
    ) as doing:  # fmt: skip
        row = Review.objects.select_for_update(of=("self",)).get(partnership=review.partnership_id, pk=review.pk)
        row.case = doing.case
        if row.ended_at is not None and not ended:
            raise ActRefused("This review has ended.")
        yield doing, row
        if keep_end(row, at=at):
            end_requests(doing, TRACK)
    for name in ("ended_at", "ended_how", "focus", "methodology", "methodology_title"):
        setattr(review, name, getattr(row, name))


def keep_end(review: Review, *, at: dt.datetime) -> bool:
    """The review ends with its track: the last stage stays with it. Whether it ended now."""
    track = Track.objects.filter(partnership=review.partnership_id, case=review.case_id, name=TRACK).first()
    if review.ended_at is not None or track is None or track.closed_at is None:
        return False
    review.ended_at, review.ended_how = at, track.stage
    review.save()
    settle_sight(review, at=at)
    return True


def end_with_case(case: Case, at: dt.datetime) -> None:
    """A review that runs when its case is closed ends where it is: it waits for nobody any more."""
    track = Track.objects.filter(partnership=case.partnership_id, case=case, name=TRACK).first()
    row = Review.objects.filter(partnership=case.partnership_id, case=case).running().first()
    if row is not None and track is not None:
        row.ended_at, row.ended_how = at, track.stage
        row.save()
        settle_sight(row, at=at)


def begin_again(case: Case, at: dt.datetime) -> None:
    """A case that is open again takes its review up where it ended with the case; a finished one stays finished."""
    final = {s.name for track in procedure_of(case).tracks if track.name == TRACK for s in track.stages if s.final}
    row = Review.objects.filter(partnership=case.partnership_id, case=case).ended().order_by("-id").first()
    if row is None or row.ended_how in final:
        return
    row.ended_at, row.ended_how = None, ""
    row.save()
    settle_sight(row, at=at)
    Track.objects.filter(partnership=case.partnership_id, case=case, name=TRACK).update(closed_at=None)


def strike_out(case: Case, wrong: Event, at: dt.datetime) -> None:
    """The order was struck out of the record: the review no longer counts, and its track is closed."""
    row = Review.objects.filter(partnership=case.partnership_id, case=case, event=wrong).first()
    if row is not None:
        row.ended_at, row.ended_how = at, Review.STRUCK_OUT
        row.save()
        settle_sight(row, at=at)
        Track.objects.filter(partnership=case.partnership_id, case=case, name=TRACK, closed_at=None).update(
            closed_at=at
        )

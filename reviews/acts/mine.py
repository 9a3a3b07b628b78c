"""What a reviewer enters on the review that they carry out, while their contract runs (C-6, C-23, BEX-10).

The entries are the same as the office's and stand on the record of the case; only who may make them differs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from cases.acts import record_contact, record_involvement
from cases.acts.recorded import Uploads
from cases.models import Event
from partnerships.actors import Actor
from partnerships.models import Agency
from partnerships.refusals import ActRefused

from ..models import Review, ReviewRecommendation
from ..queries.sight import carries_it_out
from .learning import Asked, record_good_practice, record_recommendation

NOT_YOURS = "Only the reviewer who carries this review out enters it here, while the contract and the review run."


def _carried_out(review: Review, actor: Actor) -> None:
    """The reviewer's sign-in opens the review from the first to the last day of the contract (`reviews.named`)."""
    if review.ended_at is not None or not carries_it_out(review, actor):
        raise ActRefused(NOT_YOURS)


def enter_contact(
    *, review: Review, answers: Mapping, uploads: Uploads = (), actor: Actor, at: dt.datetime
) -> Event:  # fmt: skip
    """A contact of the reviewer with family or practitioners (C-23). Raises ActRefused."""
    _carried_out(review, actor)
    return record_contact(case=review.case, answers=answers, uploads=uploads, actor=actor, at=at)


def enter_involvement(
    *, review: Review, answers: Mapping, uploads: Uploads = (), actor: Actor, at: dt.datetime
) -> Event:  # fmt: skip
    """Who is involved, how and by whom, with consent or the reason why not (C-23). Raises ActRefused."""
    _carried_out(review, actor)
    return record_involvement(case=review.case, answers=answers, uploads=uploads, actor=actor, at=at)


def put_forward(
    *, review: Review, asked: Asked, read: str = "", actor: Actor, at: dt.datetime
) -> ReviewRecommendation:  # fmt: skip
    """A recommendation of the reviewer's draft. It counts once the partnership answers it; the office is shown what
    earlier reviews asked for, the reviewer is not: they see their own review only. Raises ActRefused."""
    _carried_out(review, actor)
    return record_recommendation(case=review.case, asked=asked, read=read, actor=actor, at=at)


def put_good_practice_forward(
    *, review: Review, wording: str, agency: Agency | None = None, themes: Sequence[str] = (), read: str = "",
    actor: Actor, at: dt.datetime,
) -> ReviewRecommendation:  # fmt: skip
    """Good practice that the reviewer found (C-37). Raises ActRefused."""
    _carried_out(review, actor)
    return record_good_practice(
        case=review.case, wording=wording, agency=agency, themes=themes, read=read, actor=actor, at=at
    )

"""What the national review tracker wants to know (C-48)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from cases.models import Case
from cases.spine import acting
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from ..models import Tracker

FIELDS = (
    "theme_1", "theme_2", "theme_3", "steis_number", "good_practice", "dissemination", "became_review", "ended",
    "ended_on",
)  # fmt: skip


def record_tracker(*, case: Case, values: Mapping, version: int, actor: Actor, at: dt.datetime) -> Tracker:
    """Fills in the tracker's fields; field history keeps what they were. `version`: how many times they were filled
    in when the page was made; raises ActRefused when somebody else was faster, or a day has no end."""
    if values.get("ended_on") and not values.get("ended"):
        raise ActRefused("Say how it ended, or leave the day out.", about="ended")
    with acting("record_tracker", case=case, actor=actor, at=at) as doing:
        row = Tracker.objects.filter(partnership=case.partnership_id, case=doing.case).first()
        if (row.history.count() if row else 0) != version:
            raise ActRefused("Somebody else changed this since you opened the page. Look at what is there now.")
        row = row or Tracker(partnership_id=case.partnership_id, case=doing.case)
        changed = [name for name in FIELDS if getattr(row, name) != values.get(name, getattr(row, name))]
        for name in FIELDS:
            setattr(row, name, values.get(name, getattr(row, name)))
        row.save()
        doing.record(summary="The fields for the review tracker were filled in.", data={"changed": changed})
        return row

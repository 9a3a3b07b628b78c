"""Outcome records while they are written: nobody else's business until they are sent, so no entry on the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from cases.models import Case
from cases.spine import lock_case
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from .models import Outcome


@transaction.atomic
def keep_outcome(
    *, case: Case, form: str, answers: Mapping, version: int, actor: Actor, at: dt.datetime
) -> Outcome:  # fmt: skip
    """Puts the record aside half-done. `version`: of the draft that the page was made from, 0 for none; raises
    ActRefused when somebody else has saved it since."""
    lock_case(case)
    row = Outcome.objects.filter(partnership=case.partnership_id, case=case, sent_at=None).first()
    refuse_stale(row, version, row.saved_by if row else "")
    if row is None:
        row = Outcome(partnership_id=case.partnership_id, case=case, version=0)
    row.form, row.answers, row.version = form, dict(answers), row.version + 1
    row.saved_at, row.saved_by = at, actor.label
    row.save()
    return row


def refuse_stale(row, version: int, who: str) -> None:
    """Two people writing at once: the second is told, and nothing typed is lost."""
    now = row.version if row is not None else 0
    if version != now:
        raise ActRefused(
            f"{who or 'Somebody'} has saved or sent this since you opened the page. Look at what is there now."
        )

"""Who may hear of a case: nobody whom a conflict of interest keeps from it, of a restricted case nobody unnamed (C-52).

A letter would only lead them to a page that they cannot open, and say what they are kept from. In the place of somebody
who holds a role, those hear who stand in for that role in the procedure text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from partnerships.models import Membership
from partnerships.queries import people_holding
from procedures.model import Procedure

from .models import Case, CasePermission, Conflict

CONFLICT = "has a conflict of interest in this case"
RESTRICTED = "is not named for this restricted case"


@dataclass(frozen=True)
class Hearing:
    """The users kept out of a case; `named` is None where the case is not restricted."""

    conflicted: frozenset[int]
    named: frozenset[int] | None

    def why_not(self, user_id: int) -> str:
        """Why somebody hears nothing, as the end of a sentence about them; empty when they may hear."""
        if user_id in self.conflicted:
            return CONFLICT
        return "" if self.named is None or user_id in self.named else RESTRICTED

    def may(self, people: Sequence[Membership]) -> list[Membership]:
        return [one for one in people if not self.why_not(one.user_id)]


def hearing_of(case: Case) -> Hearing:
    """Read once for an act or a page, however many roles it tells."""
    here = {"partnership": case.partnership_id}
    conflicts = Conflict.objects.filter(**here, case=case, withdrawn_at=None)
    named = None
    if case.restricted:
        rows = CasePermission.objects.filter(**here, content_object=case, permission__codename="view_case")
        named = frozenset(rows.filter(user__isnull=False).values_list("user_id", flat=True))
    return Hearing(frozenset(conflicts.values_list("membership__user_id", flat=True)), named)


def may_hear(case: Case, user) -> bool:
    """The wall before the outbox: no letter about a case is written to whoever has a conflict of interest in it."""
    return not Conflict.objects.filter(
        partnership=case.partnership_id, case=case, membership__user=user, withdrawn_at=None
    ).exists()


def in_place_of(
    out: Sequence[Membership], word: str, case: Case, procedure: Procedure, hearing: Hearing, *, on: dt.date,
    alone: bool,
) -> list[Membership]:  # fmt: skip
    """Those who stand in for holders of a role who may not hear: of the same agency; where nobody else holds the
    role (`alone`), whoever stands in for it."""
    names = procedure.who_may_act_as(word) - {word}
    if not out or not names:
        return []
    deputies = hearing.may(list(people_holding(names, on, case.borough_id)))
    agencies = {one.agency_id for one in out if one.agency_id is not None}
    theirs = [one for one in deputies if one.agency_id in agencies]
    return theirs or (deputies if alone else [])

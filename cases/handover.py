"""Cases that one person is named for by name go along when they hand over (C-52)."""

from __future__ import annotations

import datetime as dt

from config.filters import plural
from partnerships.actors import Actor
from partnerships.models import Membership
from partnerships.post import Handover
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership

from .acts.who import give_person_access
from .models import Case, CasePermission, Conflict


def _named(membership: Membership):
    named = CasePermission.objects.filter(
        partnership=current_partnership(), user=membership.user, permission__codename="view_case"
    )
    return Case.objects.filter(partnership=current_partnership(), pk__in=named.values("content_object_id"))


def _sentences(count: int) -> list[str]:
    return [f"access by name to {plural(count, 'case')}"] if count else []


def held(membership: Membership) -> list[str]:
    return _sentences(_named(membership).count())


def move(membership: Membership, to: Membership, *, actor: Actor, at: dt.datetime) -> list[str]:
    """Whoever has a conflict of interest in a case is not given it; nobody has it from the one who hands over.

    Raises ActRefused where an administrator would let themselves in (C-52).
    """
    conflicts = Conflict.objects.filter(partnership=current_partnership(), membership=to, withdrawn_at=None)
    kept_from = set(conflicts.values_list("case_id", flat=True))
    cases = list(_named(membership))
    if actor.membership is not None and to.pk == actor.membership.pk and any(case.restricted for case in cases):
        raise ActRefused(
            "Access to a restricted case goes along, and nobody may give that to themselves. Ask another administrator."
        )
    for case in cases:
        if case.pk not in kept_from:
            give_person_access(case=case, user=to.user)
        give_person_access(case=case, user=membership.user, allowed=False)
    return _sentences(len([case for case in cases if case.pk not in kept_from]))


HANDOVER = Handover(held, move)

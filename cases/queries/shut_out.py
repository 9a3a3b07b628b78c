"""Whether those whose turn it is can open a restricted case at all (C-52): where nobody can, it is said."""

from __future__ import annotations

from django.utils import timezone

from partnerships.actors import actor_of
from partnerships.models import Membership
from procedures.model import Procedure, Step

from ..models import Case, CasePermission, Conflict

LIFT = "Lift the restriction to named people"  # what the act of restricting does to a restricted case
NOBODY = "nobody who may open this restricted case holds that role: lift the restriction, or ask the administrator"


def roles_inside(case: Case, procedure: Procedure) -> frozenset[str] | None:
    """The roles held today by the people named for a restricted case; None where the case is open by role."""
    if not case.restricted:
        return None
    here = {"partnership": case.partnership_id}
    named = CasePermission.objects.filter(**here, content_object=case, permission__codename="view_case")
    out = Conflict.objects.filter(**here, case=case, withdrawn_at=None)
    people = Membership.objects.active().filter(**here, user__in=named.values("user_id"))
    people = people.exclude(pk__in=out.values("membership_id")).select_related("user", "agency")
    found = [actor_of(one, procedure, timezone.localdate()) for one in people.prefetch_related("roles")]
    places = [each for each in found if each.borough_ids is None or case.borough_id in {None, *each.borough_ids}]
    return frozenset(role for each in places for role in each.roles)


def nobody_inside(step: Step, procedure: Procedure, inside: frozenset[str] | None) -> bool:
    """Whether all of those who do a step by the text are shut out. `inside`: as `roles_inside` gives it."""
    if inside is None or not {"system", "referrer"}.isdisjoint(step.by):
        return False
    names = (*step.by, *step.jointly_with)
    return all(procedure.who_may_act_as(name).isdisjoint(inside) for name in names)

"""Who may see which case (C-52)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.http import Http404

from partnerships.actors import Actor
from partnerships.models import Membership
from partnerships.prepared import number, prepared, text
from partnerships.rows import rows_of
from partnerships.scope import current_partnership

from ..models import AgencyAccess, Case, CaseLink, CasePermission, Conflict, Event

# Role kinds that see every unrestricted case of the partnership; everybody else needs a reason (C-52).
SEES_ALL = ("secretariat", "panel-chair", "statutory-partner")
# It notifies and hears a referrer who is not satisfied: it sees the pathways in which the text gives it a step.
SEES_ITS_PATHWAYS = ("local-authority",)
SEES_FROM_RECOMMENDATION = ("ratifier",)
# From then on a ratifier has a part in the case: told with the partners, asked for an answer, a review is theirs.
RATIFIERS_PART = ("inform_partners", "recommend", "commission_review")


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The cases of the open partnership that somebody may open: by role, by their agency's part, by name.

    A conflict of interest always wins; a restricted case needs a permission of its own (C-52).
    """
    partnership = current_partnership()
    cases = Case.objects.filter(partnership=partnership)
    if actor.membership is None:
        return cases.none()
    here = {"partnership": partnership}
    named = Exists(
        CasePermission.objects.filter(
            **here, content_object=OuterRef("pk"), user_id=actor.user_id, permission__codename="view_case"
        )
    )
    conflicted = Exists(
        Conflict.objects.filter(**here, case=OuterRef("pk"), membership=actor.membership, withdrawn_at=None)
    )
    cases = cases.filter(~conflicted)
    if actor.borough_ids is not None:
        cases = cases.filter(Q(borough=None) | Q(borough__in=actor.borough_ids))
    return cases.filter(named | (Q(restricted=False) & _by_role(actor, here)))


def _by_role(actor: Actor, here: dict) -> Q:
    if actor.holds(*SEES_ALL):
        return Q(pk__isnull=False)
    seen = Q(pk__in=[])
    if actor.holds(*SEES_ITS_PATHWAYS):
        if actor.pathways is None:
            return Q(pk__isnull=False)
        seen |= Q(pathway__in=sorted(actor.pathways))
    if actor.agency_id is not None and actor.holds("member", "agency-lead"):
        seen |= Q(Exists(AgencyAccess.objects.filter(**here, case=OuterRef("pk"), agency_id=actor.agency_id)))
    if actor.holds(*SEES_FROM_RECOMMENDATION):
        part = Q(act__in=RATIFIERS_PART)
        if actor.chairs:  # some chair a body themselves: they see what is put on its agenda
            part |= Q(act="add_agenda_item", track__in=sorted(actor.chairs))
        seen |= Q(Exists(Event.objects.filter(part, **here, case=OuterRef("pk"))))
    return seen


def conflicted_cases(actor: Actor) -> QuerySet[Case]:
    """The cases that a conflict of interest closes to somebody."""
    if actor.membership is None:
        return Case.objects.none()
    here = {"partnership": current_partnership()}
    mine = Conflict.objects.filter(**here, membership=actor.membership, withdrawn_at=None)
    return Case.objects.filter(**here, pk__in=mine.values("case_id"))


_USER, _MEMBERSHIP, _AGENCY, _BOROUGH, _REFERENCE = number(1), number(2), number(3), 10, text(1)


def shape_of(actor: Actor) -> tuple:
    """What decides how `visible_cases` is built for somebody; everything else in it is a value."""
    boroughs = None if actor.borough_ids is None else len(actor.borough_ids)
    return actor.kinds, actor.agency_id is not None, boroughs, actor.pathways, actor.chairs


def stand_in(
    kinds: frozenset[str], has_agency: bool, boroughs: int | None, pathways: frozenset[str] | None,
    chairs: frozenset[str] = frozenset(),
) -> Actor:  # fmt: skip
    """An actor of that shape made of stand-ins, to prepare a queryset with."""
    return Actor(
        label="",
        user_id=_USER,
        membership=Membership(pk=_MEMBERSHIP),
        kinds=kinds,
        agency_id=_AGENCY if has_agency else None,
        borough_ids=None if boroughs is None else frozenset(number(_BOROUGH + n) for n in range(boroughs)),
        pathways=pathways,
        chairs=chairs,
    )


def values_of(actor: Actor) -> dict:
    """What stands where the stand-ins of `stand_in` stood."""
    boroughs = {number(_BOROUGH + n): pk for n, pk in enumerate(actor.borough_ids or ())}
    return {_USER: actor.user_id, _MEMBERSHIP: actor.membership.pk, _AGENCY: actor.agency_id, **boroughs}


def _called(*shape) -> QuerySet[Case]:
    cases = visible_cases(stand_in(*shape)).filter(reference=_REFERENCE)
    cases = cases.select_related("procedure", "borough", "referring_agency")
    return cases.defer("procedure__text", "procedure__base_text", "procedure__parsed")


def find_case(reference: str, actor: Actor) -> Case:
    """The case of that reference, or Http404 in the same words whether it is not there or not theirs to see."""
    if actor.membership is None:
        raise Http404
    found = prepared(_called, *shape_of(actor)).fetch({**values_of(actor), _REFERENCE: reference})
    if not found:
        raise Http404
    found[0].partnership = current_partnership()
    return found[0]


def has_conflict(case: Case, membership) -> bool:
    return Conflict.objects.filter(
        partnership=case.partnership_id, case=case, membership=membership, withdrawn_at=None
    ).exists()


def conflicted_membership_ids(case: Case) -> set[int]:
    return set(
        Conflict.objects.filter(partnership=case.partnership_id, case=case, withdrawn_at=None).values_list(
            "membership_id", flat=True
        )
    )


def links_of(case: Case, actor: Actor) -> list[tuple[Case, str]]:
    """Linked cases that this person may see, with why; the others are not mentioned."""
    links = rows_of(CaseLink, "t.case_id = %s OR t.other_id = %s", [case.pk, case.pk])
    pairs = [(link.other_id if link.case_id == case.pk else link.case_id, link.why) for link in links]
    if not pairs:
        return []
    seen = {found.pk: found for found in visible_cases(actor).filter(pk__in=[pk for pk, _ in pairs])}
    return [(seen[pk], why) for pk, why in pairs if pk in seen]


def open_conflicts(case: Case) -> list[Conflict]:
    found = rows_of(Conflict, "t.case_id = %s AND t.withdrawn_at IS NULL", [case.pk])
    prefetch_related_objects(found, "membership__user", "membership__agency")
    return found

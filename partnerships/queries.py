"""Who is who in the partnership that is open: memberships, holders of roles, people of an agency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from procedures.model import Procedure

from .models import Agency, Borough, Membership, Partnership, RoleHolding
from .prepared import number, prepared
from .rows import rows_of
from .scope import as_user, current_partnership, tenant


def partnership_called(slug: str) -> Partnership | None:
    return next(iter(rows_of(Partnership, "t.slug = %s", [slug])), None)


def all_partnerships() -> list[Partnership]:
    return list(Partnership.objects.order_by("title"))


_USER = number(1)


def _membership() -> QuerySet[Membership]:
    factors = Authenticator.objects.filter(user_id=OuterRef("user_id"))
    memberships = Membership.objects.filter(partnership=current_partnership(), user_id=_USER, active=True)
    return memberships.select_related("agency").annotate(has_second_factor=Exists(factors))


def membership_in(partnership: Partnership, user) -> Membership | None:
    """The active membership of a signed-in person, or None: then the partnership does not exist for them.

    `has_second_factor` says whether the person has set one up.
    """
    if not user.is_authenticated or not user.is_active:
        return None
    found = prepared(_membership).fetch({_USER: user.pk})
    if not found:
        return None
    found[0].user, found[0].partnership = user, partnership
    return found[0]


def held_by(membership: Membership) -> list[RoleHolding]:
    """The roles of one membership, ended and coming ones too, the oldest first."""
    return rows_of(RoleHolding, "t.membership_id = %s", [membership.pk])


def partnerships_of(user) -> list[Partnership]:
    """The partnerships a person belongs to; read through the door that shows only their own memberships."""
    with as_user(user):
        ids = list(Membership._base_manager.filter(user=user, active=True).values_list("partnership_id", flat=True))
    return list(Partnership.objects.filter(pk__in=ids).order_by("title"))


def belongs_elsewhere(user) -> bool:
    """Whether a person has a place in a partnership other than the one that is open."""
    return any(partnership.pk != current_partnership().pk for partnership in partnerships_of(user))


def is_home_of(user) -> bool:
    """Whether the open partnership was the first that a person belonged to: only there may somebody else change how
    they sign in, because that changes it everywhere."""
    with as_user(user):
        places = Membership._base_manager.filter(user=user, active=True).order_by("pk")
        first = places.values_list("partnership_id", flat=True).first()
    return first in (None, current_partnership().pk)


def people_holding(roles: Iterable[str], on: dt.date, borough_id: int | None):
    found = Membership.objects.active().filter(partnership=current_partnership()).holding(*roles, on=on)
    if borough_id is not None:
        found = found.filter(roles__role__in=list(roles), roles__borough__in=[borough_id]) | found.filter(
            roles__role__in=list(roles), roles__borough=None
        )
    return found.select_related("user", "agency").distinct().order_by("user__name", "pk")


def holders(role: str, *, procedure: Procedure, on: dt.date, borough=None) -> list[Membership]:
    """People who hold a role on a day, or, when nobody does, those whose role stands in for it."""
    borough_id = borough.pk if borough is not None else None
    found = list(people_holding([role], on, borough_id))
    if found:
        return found
    stand_ins = procedure.who_may_act_as(role) - {role}
    return list(people_holding(stand_ins, on, borough_id)) if stand_ins else []


def holders_of_kind(*kinds: str, procedure: Procedure, on: dt.date) -> list[Membership]:
    return list(people_holding([role.name for role in procedure.roles_of_kind(*kinds)], on, None))


def agency_people(agency: Agency, *, procedure: Procedure, on: dt.date, kinds=("member",)) -> list[Membership]:
    """People of one agency who hold a role of the kinds (its representatives, its lead)."""
    names = [role.name for role in procedure.roles_of_kind(*kinds)]
    return list(people_holding(names, on, None).filter(agency=agency))


def member_agencies() -> list[Agency]:
    return list(Agency.objects.filter(partnership=current_partnership(), member=True, active=True))


def agencies() -> list[Agency]:
    return rows_of(Agency, "t.active", [], order="lower(t.title)")


def agencies_named(slugs: Iterable[str]) -> list[Agency]:
    return list(Agency.objects.filter(partnership=current_partnership(), slug__in=list(slugs), active=True))


def boroughs() -> list[Borough]:
    return rows_of(Borough, "true", [], order="t.title")


def each_partnership():
    """Every partnership in turn with its tenant open; for commands and tasks that visit all of them."""
    for partnership in Partnership.objects.order_by("pk"):
        with tenant(partnership):
            yield partnership


def all_members() -> list[Membership]:
    """Everybody active in the partnership, by name."""
    return list(
        Membership.objects.active()
        .filter(partnership=current_partnership())
        .select_related("user", "agency")
        .order_by("user__name", "pk")
    )

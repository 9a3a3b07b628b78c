"""Absence and leavers: somebody stands in from a day to a day; everything one person holds goes to another (C-26)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from config.filters import date_long, listing
from procedures import library
from procedures.model import Procedure

from .. import post
from ..actors import Actor
from ..models import Membership, RoleHolding
from ..refusals import ActRefused
from ..scope import current_partnership
from .guard import london_day, require_administrator, require_here
from .people import end_membership
from .record import record_administration
from .roles import end_role, give_role, out_of_place, role_words

OF_AN_AGENCY = ("member", "agency-lead")


def cover_absence(
    *, membership: Membership, by: Membership, starts_on: dt.date, ends_on: dt.date, reason: str = "", actor: Actor,
    at: dt.datetime,
) -> list[RoleHolding]:  # fmt: skip
    """Somebody holds, from a day to a day, every role that an absent person holds then; each ends by itself.

    The absent person keeps their roles. Roles of an agency can only go to somebody of that agency. A cover by the same
    person that overlaps is lengthened. Raises ActRefused when there is nothing to hold or they hold all of it already.
    """
    require_administrator(actor)
    require_here(membership, by)
    if by.pk == membership.pk:
        raise ActRefused("Nobody can stand in for themselves.", about="by")
    if ends_on < starts_on:
        raise ActRefused("The last day must not come before the first day.", about="ends_on")
    if ends_on < london_day(at):
        raise ActRefused("The last day has passed already.", about="ends_on")
    with transaction.atomic():
        _lock(membership, by)
        held = [row for row in _own(membership, starts_on) if row.starts_on <= ends_on]
        _refuse_another_agency(held, membership, by)
        given = [
            done
            for row in held
            if (done := _cover(row, by, max(starts_on, row.starts_on), min(ends_on, row.ends_on or ends_on)))
        ]
        if not given:
            raise ActRefused(f"{by.user.name} holds every role of {membership.user.name} already.", about="by")
        titles = listing(role_words(row.role, row.borough) for row in given)
        summary = f"{by.user.name} stands in for {membership.user.name} as {titles}"
        summary += f" from {date_long(starts_on)} until {date_long(ends_on)}."
        for about in (membership, by):
            record_administration(
                act="cover_absence", actor=actor, at=at, summary=summary, about=about, reason=reason.strip()
            )
    return given


def _lock(*memberships: Membership) -> None:
    """Always in the order of their numbers, so that two administrators never wait for one another."""
    rows = Membership.objects.select_for_update(of=("self",)).filter(
        partnership=current_partnership(), pk__in=[row.pk for row in memberships]
    )
    if {row.pk for row in rows.order_by("pk") if row.active} != {row.pk for row in memberships}:
        raise ActRefused("One of the two has left.")


def _own(membership: Membership, on: dt.date) -> list[RoleHolding]:
    """Roles held on a day or later for oneself, not in somebody's place."""
    rows = RoleHolding.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), partnership=current_partnership(), membership=membership, covers=None
    )
    return list(rows.select_related("borough", "membership__user").order_by("pk"))


def _holds(by: Membership, row: RoleHolding, starts_on: dt.date, ends_on: dt.date) -> bool:
    """Whether somebody has that role during that time already, in whole or in part."""
    same = RoleHolding.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=starts_on), partnership=current_partnership(), membership=by, role=row.role,
        borough=row.borough, starts_on__lte=ends_on,
    )  # fmt: skip
    return same.exists()


def _cover(row: RoleHolding, by: Membership, starts_on: dt.date, ends_on: dt.date) -> RoleHolding | None:
    """One role held in somebody's place; a cover of it that overlaps grows. None where nothing would change."""
    mine = RoleHolding.objects.filter(
        partnership=current_partnership(), membership=by, role=row.role, borough=row.borough, covers=row.membership,
        starts_on__lte=ends_on, ends_on__gte=starts_on,
    )  # fmt: skip
    there = mine.order_by("starts_on").first()
    if there is None:
        if _holds(by, row, starts_on, ends_on):
            return None
        return RoleHolding.objects.create(
            membership=by, role=row.role, borough=row.borough, starts_on=starts_on, ends_on=ends_on,
            covers=row.membership,
        )  # fmt: skip
    first, last = min(there.starts_on, starts_on), max(there.ends_on or ends_on, ends_on)
    if (first, last) == (there.starts_on, there.ends_on):
        return None
    there.starts_on, there.ends_on = first, last
    there.save()
    return there


def may_take_on(held: Iterable[RoleHolding], membership: Membership, to: Membership, procedure: Procedure) -> bool:
    """Whether all of these roles of somebody may go to another: what the choice of people on the page asks."""
    return not _kept_to_an_agency(held, membership, to, procedure)


def _kept_to_an_agency(
    held: Iterable[RoleHolding], membership: Membership, to: Membership, procedure: Procedure
) -> list[RoleHolding]:
    """Roles that another person cannot have: those of the person's own agency, and those that the text gives one."""
    roles = {role.name: role for role in procedure.roles}
    bound = [row for row in held if row.role in roles and roles[row.role].kind in OF_AN_AGENCY]
    return [*(bound if to.agency_id != membership.agency_id else []),
            *(row for row in held if row.role in roles and out_of_place(roles[row.role], to.agency))]  # fmt: skip


def _refuse_another_agency(held: list[RoleHolding], membership: Membership, to: Membership) -> None:
    procedure = library.in_force(current_partnership().slug)
    kept = _kept_to_an_agency(held, membership, to, procedure)
    if not kept:
        return
    fixed = next((out_of_place(role, to.agency) for role in procedure.roles for row in kept if row.role == role.name),
                 "")  # fmt: skip
    titles = listing(dict.fromkeys(role_words(row.role) for row in kept))
    where = fixed or (membership.agency.title if membership.agency else "no agency")
    raise ActRefused(f"{titles}: only somebody of {where} can be that in their place.")


def hand_over(
    *, membership: Membership, to: Membership, leaves: bool = False, reason: str = "", actor: Actor, at: dt.datetime
) -> list[str]:
    """Everything one person holds goes to another from today: roles, what is half written, places at meetings, cases
    they are named for. What was given, in sentences. `leaves`: the person's membership ends as well.

    What belongs to an agency (its open requests) stays with the agency and needs no handing over.
    """
    require_administrator(actor)
    require_here(membership, to)
    if to.pk == membership.pk:
        raise ActRefused("Choose another person.", about="successor")
    today = london_day(at)
    with transaction.atomic():
        _lock(membership, to)
        held = _own(membership, today)
        _refuse_another_agency(held, membership, to)
        given = [_give(row, to, today, actor, at) for row in held]
        given += post.hand_on(membership, to, actor=actor, at=at)
        if not given and not leaves:
            raise ActRefused(f"{membership.user.name} holds nothing that could be handed over.")
        for row in held:
            row.refresh_from_db()
            end_role(holding=row, actor=actor, at=at)
        summary = f"{membership.user.name} handed over to {to.user.name}: {listing(given) or 'nothing'}."
        for about in (membership, to):
            record_administration(act="hand_over", actor=actor, at=at, summary=summary, about=about, reason=reason)
        if leaves:
            end_membership(membership=membership, actor=actor, at=at, reason=reason)
    return given


def _give(row: RoleHolding, to: Membership, today: dt.date, actor: Actor, at: dt.datetime) -> str:
    starts_on = max(today, row.starts_on)
    if not _holds(to, row, starts_on, row.ends_on or dt.date.max):
        give_role(
            membership=to, role=row.role, borough=row.borough, starts_on=starts_on, ends_on=row.ends_on, actor=actor,
            at=at,
        )  # fmt: skip
    return role_words(row.role, row.borough)

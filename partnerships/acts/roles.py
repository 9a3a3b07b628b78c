"""Who holds which role of the procedure text, from when to when."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q

from config.filters import date_long
from procedures import library
from procedures.model import Role

from ..actors import Actor
from ..models import Agency, Borough, Membership, RoleHolding
from ..refusals import ActRefused
from ..scope import current_partnership
from .guard import ADMINISTRATORS, london_day, require_administrator, require_here
from .record import record_administration


def out_of_place(role: Role, agency: Agency | None) -> str:
    """The title of the agency that the text says a role comes from, where this is not it; else empty."""
    if not role.agency or (agency is not None and agency.slug == role.agency):
        return ""
    return next((each.title for each in _procedure().agencies if each.name == role.agency), role.agency)


def refuse_out_of_place(name: str, membership: Membership) -> None:
    """A role that comes from one agency is held by its people only: the plain refusal for everybody else."""
    try:
        role = next((each for each in _procedure().roles if each.name == name), None)
    except library.NoProcedure:
        return
    title = out_of_place(role, membership.agency) if role is not None else ""
    if role is not None and title:
        sentence = f"The role {role.title} comes from {title}. {membership.user.name} is not of that agency."
        raise ActRefused(sentence, about="role")


def give_role(
    *,
    membership: Membership,
    role: str,
    actor: Actor,
    at: dt.datetime,
    borough: Borough | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> RoleHolding:
    """A role of the procedure text from a day on (today, unless said), perhaps until a day that is known already.

    Giving what somebody holds without an end changes nothing; a time that overlaps with another one is refused, and a
    role that the text says comes from another agency.
    """
    require_administrator(actor)
    refuse_out_of_place(role, membership)
    return put_in_role(
        membership=membership, role=role, actor=actor, at=at, borough=borough, starts_on=starts_on, ends_on=ends_on
    )


def put_in_role(
    *,
    membership: Membership,
    role: str,
    actor: Actor,
    at: dt.datetime,
    borough: Borough | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> RoleHolding:
    """The same for people who are set up with their partnership, before their agencies are all known."""
    require_administrator(actor)
    require_here(membership, borough)
    starts_on = starts_on or london_day(at)
    if ends_on is not None and ends_on < starts_on:
        raise ActRefused("The last day must not come before the first day.")
    with transaction.atomic():
        # Two administrators at once: the second one waits here and then sees what the first one gave.
        Membership.objects.select_for_update().get(partnership=current_partnership(), pk=membership.pk)
        same = RoleHolding.objects.filter(
            partnership=current_partnership(), membership=membership, role=role, borough=borough
        )
        held = same.filter(ends_on=None, starts_on__lte=starts_on).first()
        if held is not None:
            return held
        _refuse_overlap(same, starts_on, ends_on)
        holding = RoleHolding.objects.create(
            membership=membership, role=role, borough=borough, starts_on=starts_on, ends_on=ends_on
        )
        summary = f"Gave {membership.user.name} the role {role_words(role, borough)} from {date_long(starts_on)}"
        summary += f" until {date_long(ends_on)}." if ends_on else "."
        record_administration(act="give_role", actor=actor, at=at, summary=summary, about=membership)
    return holding


def _refuse_overlap(same, starts_on: dt.date, ends_on: dt.date | None) -> None:
    late = Q(ends_on=None) | Q(ends_on__gte=starts_on)
    overlapping = same.filter(late) if ends_on is None else same.filter(late, starts_on__lte=ends_on)
    if overlapping.exists():
        raise ActRefused("This person has that role during some of this time already. End that one first.")


def end_role(*, holding: RoleHolding, actor: Actor, at: dt.datetime, last_day: dt.date | None = None) -> None:
    """Ends a role after its last day; without one yesterday, so that it stops at once.

    A role that has not begun by then is taken back whole. The last administrator's role is not ended.
    """
    require_administrator(actor)
    require_here(holding)
    today = london_day(at)
    last = last_day or today - dt.timedelta(days=1)
    with transaction.atomic():
        _keep_an_administrator(holding.role, leaving=[holding.pk], on=today)
        words = role_words(holding.role, holding.borough)
        if last < holding.starts_on:
            summary = f"Took back the role {words} from {holding.membership.user.name}."
            holding.delete()
        else:
            summary = f"Ended the role {words} of {holding.membership.user.name}; the last day is {date_long(last)}."
            holding.ends_on = last
            try:
                holding.save()
            except IntegrityError:
                raise ActRefused("The last day must not come before the first day.") from None
        record_administration(act="end_role", actor=actor, at=at, summary=summary, about=holding.membership)


def _keep_an_administrator(role: str, *, leaving: list[int], on: dt.date) -> None:
    """Somebody must be able to open this page tomorrow: refused when nobody else holds the role without an end."""
    if role not in administrator_roles():
        return
    others = RoleHolding.objects.select_for_update(of=("self",)).filter(
        Q(ends_on=None),
        partnership=current_partnership(),
        role__in=administrator_roles(),
        starts_on__lte=on,
        membership__active=True,
        membership__user__is_active=True,
    )
    if all(row.pk in leaving for row in others.order_by("pk")):
        raise ActRefused("This is the last administrator. Give somebody else the role first.")


def keep_an_administrator_without(membership: Membership, *, on: dt.date) -> None:
    """The same test for a person who leaves with all their roles."""
    held = list(membership.roles.all())
    for role in {holding.role for holding in held}:
        _keep_an_administrator(role, leaving=[holding.pk for holding in held], on=on)


def administrator_roles() -> set[str]:
    """Names of the roles of the text in force that may do what this room offers."""
    try:
        return {role.name for role in _procedure().roles_of_kind(*ADMINISTRATORS)}
    except library.NoProcedure:
        return set(ADMINISTRATORS)


def _procedure():
    return library.in_force(current_partnership().slug)


def role_words(role: str, borough: Borough | None = None) -> str:
    """The role's local title, with its borough; the bare name where the text does not know it."""
    try:
        title = next((found.title for found in _procedure().roles if found.name == role), role)
    except library.NoProcedure:
        title = role
    return f"{title} ({borough.title})" if borough is not None else title

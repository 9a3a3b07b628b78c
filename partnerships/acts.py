"""Setting up a partnership from its procedure, and the people in it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from procedures.model import Procedure

from .actors import Actor
from .models import Agency, Borough, Membership, Partnership, RoleHolding, User
from .refusals import ActRefused
from .scope import current_partnership, tenant

ADMINISTRATORS = ("administrator",)


def set_up_partnership(*, procedure: Procedure, actor: Actor, at: dt.datetime, is_demo: bool = False) -> Partnership:
    """Makes the tenant of a procedure, or brings its boroughs and agencies in step with a newer version.

    Agencies that the newer text no longer names stay (earlier cases name them) but are no members any more.
    """
    with transaction.atomic():
        partnership, _ = Partnership.objects.update_or_create(
            slug=procedure.slug,
            defaults={
                "title": procedure.partnership_title,
                "short_title": procedure.short_title,
                "code": procedure.code,
                "country": procedure.country,
                "subdivision": procedure.subdivision,
                "contact_email": procedure.contact_email,
                "second_factor_required": procedure.second_factor == "required",
                "is_demo": is_demo,
            },
        )
        with tenant(partnership):
            for borough in procedure.boroughs:
                Borough.objects.update_or_create(
                    partnership=partnership, slug=borough.name, defaults={"title": borough.title}
                )
            _agencies(partnership, procedure)
    return partnership


def _agencies(partnership: Partnership, procedure: Procedure) -> None:
    there = {agency.slug: agency for agency in Agency.objects.filter(partnership=partnership)}
    for block in procedure.agencies:
        agency = there.pop(block.name, None) or Agency(partnership=partnership, slug=block.name)
        agency.title, agency.sector, agency.statutory = block.title, block.sector, block.statutory
        agency.member = agency.active = True
        agency.save()
    for agency in there.values():
        if agency.member:
            agency.member = False
            agency.save()


def require_administrator(actor: Actor) -> None:
    if not actor.holds(*ADMINISTRATORS) and "system" not in actor.roles:
        raise ActRefused("Only an administrator of this partnership can do this.")


def add_member(
    *,
    email: str,
    name: str,
    actor: Actor,
    at: dt.datetime,
    agency: Agency | None = None,
    roles: tuple[str, ...] = (),
    job_title: str = "",
    borough: Borough | None = None,
) -> Membership:
    """Gives a person (found by e-mail address, made if new, without a password) a place in this partnership."""
    require_administrator(actor)
    partnership = current_partnership()
    with transaction.atomic():
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            user = User.objects.create_user(email.strip(), None, name=name)
        membership, made = Membership.objects.get_or_create(
            partnership=partnership, user=user, defaults={"agency": agency, "job_title": job_title}
        )
        if not made and not membership.active:
            membership.active, membership.agency, membership.job_title = True, agency, job_title
            membership.save()
        for role in roles:
            give_role(membership=membership, role=role, borough=borough, actor=actor, at=at)
    return membership


def give_role(*, membership: Membership, role: str, actor: Actor, at: dt.datetime, borough=None) -> RoleHolding:
    """A role of the procedure text from today on; giving it twice changes nothing."""
    require_administrator(actor)
    holding, _ = RoleHolding.objects.get_or_create(
        partnership=current_partnership(),
        membership=membership,
        role=role,
        borough=borough,
        ends_on=None,
        defaults={"starts_on": _london_day(at)},
    )
    return holding


def end_role(*, holding: RoleHolding, actor: Actor, at: dt.datetime) -> None:
    """Ends a role yesterday, so that it stops at once; a role that began today is taken back whole."""
    require_administrator(actor)
    today = _london_day(at)
    if holding.starts_on >= today:
        holding.delete()
        return
    holding.ends_on = today - dt.timedelta(days=1)
    holding.save()


def end_membership(*, membership: Membership, actor: Actor, at: dt.datetime) -> None:
    """A leaver: the person can no longer open anything of this partnership. What they did stays on record."""
    require_administrator(actor)
    if actor.membership is not None and membership.pk == actor.membership.pk:
        raise ActRefused("You cannot end your own membership. Ask another administrator.")
    with transaction.atomic():
        for holding in membership.roles.filter(ends_on=None):
            end_role(holding=holding, actor=actor, at=at)
        membership.active = False
        membership.save()


def invite_agency_to_partnership(
    *, slug: str, title: str, sector: str, actor: Actor, at: dt.datetime, contact_email: str = ""
) -> Agency:
    """An agency from outside the membership, invited for single cases (RED-1): advises, does not count."""
    if not actor.holds("administrator", "secretariat") and "system" not in actor.roles:
        raise ActRefused("Only the secretariat or an administrator can invite another agency.")
    agency, _ = Agency.objects.get_or_create(
        partnership=current_partnership(),
        slug=slug,
        defaults={"title": title, "sector": sector, "member": False, "contact_email": contact_email},
    )
    return agency


def _london_day(at: dt.datetime) -> dt.date:
    from zoneinfo import ZoneInfo

    return at.astimezone(ZoneInfo("Europe/London")).date()

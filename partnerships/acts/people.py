"""People of the partnership: invited, changed, leaving (C-8)."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from ..actors import Actor
from ..letters import tell_added, tell_invited
from ..models import Agency, Borough, Membership, Partnership, User
from ..queries import belongs_elsewhere
from ..refusals import ActRefused
from ..scope import current_partnership
from .guard import london_day, require_administrator, require_here
from .record import record_administration
from .roles import end_role, give_role, keep_an_administrator_without, put_in_role


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
    """Gives a person (found by e-mail address, made if new, without a password) a place in this partnership.

    Nobody is written to: `invite_person` is this and the e-mail. Done twice it changes nothing.
    """
    require_administrator(actor)
    require_here(agency, borough)
    partnership = current_partnership()
    with transaction.atomic():
        user = _account(email.strip(), name.strip())
        membership, made = Membership.objects.get_or_create(
            partnership=partnership, user=user, defaults={"agency": agency, "job_title": job_title}
        )
        if not made and not membership.active:
            membership.active, membership.agency, membership.job_title = True, agency, job_title
            membership.save()
            made = True
        if made:
            _open_again(user)
            where = f" for {agency.title}" if agency is not None else ""
            summary = f"Added {user.name}{where}."
            record_administration(act="add_member", actor=actor, at=at, summary=summary, about=membership)
        for role in roles:
            put_in_role(membership=membership, role=role, borough=borough, actor=actor, at=at)
    return membership


def _account(email: str, name: str) -> User:
    """The account of an address, made if there is none; two who add the same person at once make one."""
    found = User.objects.filter(email__iexact=email)
    if not found.exists():
        try:
            with transaction.atomic():
                return User.objects.create_user(email, None, name=name)
        except IntegrityError:
            pass
    return found.get()


def _open_again(user: User) -> None:
    """Whoever left everywhere comes back with an open account, but not with the password of then."""
    if not user.is_active:
        user.is_active = True
        user.set_unusable_password()
        user.save()


def invite_person(
    *,
    email: str,
    name: str,
    roles: tuple[tuple[str, Borough | None], ...],
    actor: Actor,
    at: dt.datetime,
    agency: Agency | None = None,
    job_title: str = "",
) -> Membership:
    """Adds a person with their roles and writes to them: a one-time link to choose a password, or, who has an
    account already (of another partnership), that they were added. Refused for somebody who is here already."""
    require_administrator(actor)
    with transaction.atomic():
        # One invitation at a time: the second of two for one person sees the first.
        Partnership.objects.select_for_update().get(pk=current_partnership().pk)
        here = Membership.objects.filter(partnership=current_partnership(), user__email__iexact=email.strip())
        if here.active().exists():
            raise ActRefused("Somebody with this e-mail address is here already. Change them instead.")
        membership = add_member(email=email, name=name, agency=agency, job_title=job_title, actor=actor, at=at)
        for role, borough in roles:
            give_role(membership=membership, role=role, borough=borough, actor=actor, at=at)
        if membership.user.has_usable_password():
            tell_added(membership, at=at)
        else:
            tell_invited(membership, at=at)
    return membership


def invite_again(*, membership: Membership, actor: Actor, at: dt.datetime) -> None:
    """A new one-time link for somebody who has not chosen a password yet; refused for anybody else."""
    require_administrator(actor)
    require_here(membership)
    if not membership.active or membership.user.has_usable_password():
        raise ActRefused("This person has a password already and can ask for a new one where people sign in.")
    with transaction.atomic():
        tell_invited(membership, at=at)
        summary = f"Invited {membership.user.name} again."
        record_administration(act="invite_again", actor=actor, at=at, summary=summary, about=membership)


def change_person(
    *,
    membership: Membership,
    name: str,
    agency: Agency | None,
    job_title: str,
    telephone: str,
    actor: Actor,
    at: dt.datetime,
) -> Membership:
    """Another agency, job title, telephone number, or a name put right.

    The name belongs to the account: refused where the account is used by another partnership too.
    """
    require_administrator(actor)
    require_here(membership, agency)
    with transaction.atomic():
        membership = Membership.objects.select_for_update(of=("self",)).get(
            partnership=current_partnership(), pk=membership.pk
        )
        changes = _changes(membership, name=name, agency=agency, job_title=job_title, telephone=telephone)
        if not changes:
            return membership
        if name.strip() != membership.user.name:
            _rename(membership.user, name.strip())
        membership.agency, membership.job_title, membership.telephone = agency, job_title, telephone
        membership.save()
        summary = f"Changed {membership.user.name}: {'; '.join(changes)}."
        record_administration(act="change_person", actor=actor, at=at, summary=summary, about=membership)
    return membership


def _changes(membership: Membership, *, name, agency, job_title, telephone) -> list[str]:
    pairs = (
        ("name", membership.user.name, name.strip()),
        ("agency", membership.agency.title if membership.agency else "", agency.title if agency else ""),
        ("job title", membership.job_title, job_title),
        ("telephone", membership.telephone, telephone),
    )
    return [f"{what} from “{old}” to “{new}”" for what, old, new in pairs if old != new]


def _rename(user: User, name: str) -> None:
    if belongs_elsewhere(user):
        raise ActRefused("This account is used outside this partnership too, so its name cannot be changed here.")
    user.name = name
    user.save(update_fields=["name"])


def end_membership(*, membership: Membership, actor: Actor, at: dt.datetime, reason: str = "") -> None:
    """A leaver: the person can no longer open anything of this partnership. What they did stays on record.

    An account that no partnership uses any more is closed, which ends its sessions too.
    """
    require_administrator(actor)
    require_here(membership)
    if actor.membership is not None and membership.pk == actor.membership.pk:
        raise ActRefused("You cannot end your own membership. Ask another administrator.")
    with transaction.atomic():
        membership = Membership.objects.select_for_update(of=("self",)).get(
            partnership=current_partnership(), pk=membership.pk
        )
        if not membership.active:
            raise ActRefused("This person has left already.")
        today = london_day(at)
        keep_an_administrator_without(membership, on=today)
        membership.active = False
        membership.save()
        for holding in membership.roles.select_related("membership__user", "borough"):
            if holding.ends_on is None or holding.ends_on >= today:
                end_role(holding=holding, actor=actor, at=at)
        if not belongs_elsewhere(membership.user):
            membership.user.is_active = False
            membership.user.save(update_fields=["is_active"])
        record_administration(
            act="end_membership", actor=actor, at=at, summary=f"{membership.user.name} left.", about=membership,
            reason=reason.strip(),
        )  # fmt: skip

"""What an administrator may do about signing in: never a password, only locks, second factors and the rule (C-8)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from .. import sign_ins
from ..actors import Actor
from ..letters import tell_second_factor_gone
from ..models import Membership, Partnership
from ..queries import is_home_of, partnerships_of
from ..refusals import ActRefused
from ..scope import current_partnership, tenant
from .guard import require_administrator, require_here, require_reason
from .record import record_administration


def release_lock_out(*, membership: Membership, actor: Actor, at: dt.datetime) -> None:
    """Lets a person try again who was locked out after too many wrong passwords; refused when they are not."""
    require_administrator(actor)
    require_here(membership)
    _require_home(membership)
    if not sign_ins.locked([membership.user.email], at=at):
        raise ActRefused("This person is not locked out.")
    with transaction.atomic():
        sign_ins.release(membership.user.email)
        summary = f"Released the lock-out of {membership.user.name}."
        record_administration(act="release_lock_out", actor=actor, at=at, summary=summary, about=membership)


def reset_second_factor(*, membership: Membership, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Takes away every second factor (a lost telephone), so that the person sets up a new one at the next sign-in.

    It concerns the whole account: every partnership of the person has it on its record, and the person is told.
    """
    require_administrator(actor)
    require_here(membership)
    _require_home(membership)
    reason = require_reason(reason)
    if actor.membership is not None and membership.pk == actor.membership.pk:
        raise ActRefused("Change your own second step on your account page, or ask another administrator.")
    with transaction.atomic():
        if not sign_ins.remove_second_factors(membership.user):
            raise ActRefused("This person has no second step to reset.")
        summary = f"Reset the second step of {membership.user.name}."
        record_administration(
            act="reset_second_factor", actor=actor, at=at, summary=summary, about=membership, reason=reason
        )
        tell_second_factor_gone(membership, at=at)
        _tell_other_partnerships(membership, at=at)


def _require_home(membership: Membership) -> None:
    """An account is one for all partnerships: another one than its first may not weaken it."""
    if not is_home_of(membership.user):
        raise ActRefused(
            "This person signed in for another partnership first. Only an administrator there can change how they "
            "sign in. Ask the person to write to them."
        )


def _tell_other_partnerships(membership: Membership, *, at: dt.datetime) -> None:
    here = current_partnership()
    for other in partnerships_of(membership.user):
        if other.pk == here.pk:
            continue
        with tenant(other):
            there = Membership.objects.select_related("user").get(partnership=other, user=membership.user)
            record_administration(
                act="reset_second_factor", actor=Actor(label=f"An administrator of {here.title}"[:160]), at=at,
                summary=f"Reset the second step of {membership.user.name}.", about=there,
            )  # fmt: skip


def require_second_factor(*, required: bool, reason: str, actor: Actor, at: dt.datetime) -> Partnership:
    """Whether everybody here needs a second step to sign in. Saying what holds already changes nothing."""
    require_administrator(actor)
    reason = require_reason(reason)
    with transaction.atomic():
        partnership = Partnership.objects.select_for_update().get(pk=current_partnership().pk)
        if partnership.second_factor_required != required:
            partnership.second_factor_required = required
            partnership.save(update_fields=["second_factor_required"])
            summary = "A second step is required from everybody." if required else "A second step is up to each person."
            record_administration(act="require_second_factor", actor=actor, at=at, summary=summary, reason=reason)
    return partnership

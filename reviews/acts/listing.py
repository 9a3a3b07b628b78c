"""The approved list of reviewers, kept by the office (BEX-9, DAR-15), and a reviewer's own sign-in."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from partnerships import acts as administration
from partnerships.actors import Actor
from partnerships.models import Membership
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures.model import Procedure

from ..models import Appointment, Reviewer
from ..named import settle_sight

KEEPERS = ("secretariat", "administrator")
FIELDS = ("name", "email", "organisation", "independent", "experience", "found_by")


def add_reviewer(
    *, name: str, email: str, organisation: str, independent: bool, experience: str, found_by: str, actor: Actor,
    at: dt.datetime,
) -> Reviewer:  # fmt: skip
    """Puts somebody on the approved list. Raises ActRefused when their address is on it already."""
    _keepers_only(actor)
    values = {"name": name.strip(), "email": email.strip(), "organisation": organisation, "independent": independent,
              "experience": experience, "found_by": found_by}  # fmt: skip
    with _once(values["email"]):
        row = Reviewer.objects.create(
            partnership=current_partnership(), approved_at=at, approved_by=actor.label, **values
        )
        administration.record_administration(
            act="add_reviewer", actor=actor, at=at, summary=f"Put {row.name} on the list of reviewers."
        )
    return row


def change_reviewer(*, reviewer: Reviewer, values: dict, actor: Actor, at: dt.datetime) -> Reviewer:
    """Puts an entry of the list right; the field history keeps what it was. Raises ActRefused."""
    _keepers_only(actor)
    with _once(values["email"]):
        row = _locked(reviewer)
        if row.membership_id is not None and values["email"].strip().lower() != row.email.lower():
            raise ActRefused("They sign in with this address. Take them off the list and enter them anew.",
                             about="email")  # fmt: skip
        for name in FIELDS:
            setattr(row, name, values[name])
        row.save()
        administration.record_administration(
            act="change_reviewer", actor=actor, at=at, summary=f"Changed {row.name} on the list of reviewers."
        )
    return row


def remove_reviewer(*, reviewer: Reviewer, reason: str, actor: Actor, at: dt.datetime) -> Reviewer:
    """Takes somebody off the list, with a reason; whoever carries out a review is not taken off."""
    _keepers_only(actor)
    if not reason.strip():
        raise ActRefused("Say why they are taken off the list.", about="reason")
    with transaction.atomic():
        row = _locked(reviewer)
        here = Appointment.objects.filter(partnership=row.partnership_id, reviewer=row, review__ended_at=None)
        if here.standing().exists():
            raise ActRefused("They carry out a review that is running. End the appointment first.")
        row.removed_at, row.removed_why = at, reason.strip()
        row.save()
        administration.record_administration(
            act="remove_reviewer", actor=actor, at=at, reason=reason, summary=f"Took {row.name} off the reviewers."
        )
    return row


def give_sign_in(*, reviewer: Reviewer, procedure: Procedure, actor: Actor, at: dt.datetime) -> Reviewer:
    """A sign-in of their own that opens the reviews they carry out and nothing else. Only an administrator invites.

    Raises ActRefused for somebody who belongs to the partnership in another part: they would see more than a review.
    """
    role = next((role.name for role in procedure.roles if role.kind == "reviewer"), "")
    if not role:
        raise ActRefused("The procedure has no role of a reviewer.")
    with transaction.atomic():
        row = _locked(reviewer)
        if row.membership_id is not None:
            raise ActRefused("They have a sign-in already.")
        here = Membership.objects.filter(partnership=row.partnership_id, user__email__iexact=row.email).active().first()
        if here is None:
            here = administration.invite_person(
                email=row.email, name=row.name, roles=((role, None),), actor=actor, at=at
            )
        elif not here.roles.filter(role=role, ends_on=None).exists():
            administration.give_role(membership=here, role=role, actor=actor, at=at)
        row.membership = here
        row.save()
        for made in Appointment.objects.filter(partnership=row.partnership_id, reviewer=row).standing():
            settle_sight(made.review, at=at)
    return row


def _keepers_only(actor: Actor) -> None:
    if not actor.holds(*KEEPERS):
        raise ActRefused("Only the partnership’s office or an administrator keeps the list of reviewers.")


def _locked(reviewer: Reviewer) -> Reviewer:
    row = Reviewer.objects.select_for_update(of=("self",)).get(partnership=reviewer.partnership_id, pk=reviewer.pk)
    if row.removed_at is not None:
        raise ActRefused("They are no longer on the list.")
    return row


@contextmanager
def _once(email: str):
    """In one transaction; an address that is on the list already is a refusal about the address."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise ActRefused(f"{email} is on the list already.", about="email") from None

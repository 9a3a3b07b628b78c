"""Agencies: members come from the procedure text, others are invited for single cases (RED-1)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from ..actors import Actor
from ..models import Agency
from ..refusals import ActRefused
from ..scope import current_partnership
from .guard import require_administrator, require_here
from .record import record_administration


def invite_agency_to_partnership(
    *, slug: str, title: str, sector: str, actor: Actor, at: dt.datetime, contact_email: str = ""
) -> Agency:
    """An agency from outside the membership, invited for single cases (RED-1): advises, does not count."""
    if not actor.holds("administrator", "secretariat") and "system" not in actor.roles:
        raise ActRefused("Only the partnership’s office or an administrator can invite another agency.")
    with transaction.atomic():
        agency, made = Agency.objects.get_or_create(
            partnership=current_partnership(),
            slug=slug,
            defaults={"title": title, "sector": sector, "member": False, "contact_email": contact_email},
        )
        if made:
            record_administration(
                act="invite_agency_to_partnership", actor=actor, at=at, summary=f"Added {title} as an invited agency."
            )
    return agency


def change_agency(
    *, agency: Agency, contact_email: str, title: str = "", sector: str = "", actor: Actor, at: dt.datetime
) -> Agency:
    """The address that is written to while an agency has no representative; of an invited agency also name and sector.

    A member's name and sector stand in the procedure text, so they are not changed here.
    """
    require_administrator(actor)
    require_here(agency)
    with transaction.atomic():
        agency = Agency.objects.select_for_update().get(partnership=current_partnership(), pk=agency.pk)
        wanted = {"contact_email": contact_email.strip()}
        if not agency.member:
            wanted |= {"title": title.strip() or agency.title, "sector": sector or agency.sector}
        words = {"contact_email": "contact e-mail", "title": "name", "sector": "sector"}
        changes = [
            f"{words[name]} from “{getattr(agency, name)}” to “{new}”"
            for name, new in wanted.items()
            if getattr(agency, name) != new
        ]
        if changes:
            summary = f"Changed {agency.title}: {'; '.join(changes)}."
            for name, new in wanted.items():
                setattr(agency, name, new)
            agency.save()
            record_administration(act="change_agency", actor=actor, at=at, summary=summary)
    return agency

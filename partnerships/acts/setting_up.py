"""Setting up a partnership from its procedure text."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from procedures.model import Procedure

from ..actors import Actor
from ..models import Agency, Borough, Partnership
from ..scope import tenant


def set_up_partnership(*, procedure: Procedure, actor: Actor, at: dt.datetime, is_demo: bool = False) -> Partnership:
    """Makes the tenant of a procedure, or brings its boroughs and agencies in step with a newer version.

    Agencies that the newer text no longer names stay (earlier cases name them) but are no members any more. Whether
    a second factor is required begins as the text says; after that it is the administrator's to decide.
    """
    values = {
        "title": procedure.partnership_title,
        "short_title": procedure.short_title,
        "code": procedure.code,
        "country": procedure.country,
        "subdivision": procedure.subdivision,
        "contact_email": procedure.contact_email,
        "is_demo": is_demo,
    }
    new = values | {"second_factor_required": procedure.second_factor == "required"}
    with transaction.atomic():
        partnership, _ = Partnership.objects.update_or_create(slug=procedure.slug, defaults=values, create_defaults=new)
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

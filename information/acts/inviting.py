"""An agency from outside the partnership takes part in one case (RED-1)."""

from __future__ import annotations

import datetime as dt

from django.utils.text import slugify

from cases.acts import give_agency_access
from cases.models import Case
from cases.queries import invited_ids
from cases.spine import Doing, acting
from partnerships.actors import Actor
from partnerships.acts import invite_agency_to_partnership
from partnerships.models import Agency
from partnerships.refusals import ActRefused

from ..state import about_of
from .asking import newly_shown


def invite_agency(
    *,
    case: Case,
    agency: Agency | None = None,
    title: str = "",
    sector: str = "",
    contact_email: str = "",
    reason: str,
    actor: Actor,
    at: dt.datetime,
) -> Agency:
    """An agency that is no member takes part in this case alone, also one from another area (RED-1).

    Either one that was invited before, or a new one by its title. It sees the case from now on (C-52).
    """
    if agency is None and not title.strip():
        raise ActRefused("Choose an agency or give the name of another one.")
    if not reason.strip():
        raise ActRefused("Say why the agency is invited.")
    with acting("invite_agency", case=case, actor=actor, at=at) as doing:
        if agency is None:
            agency = _new_agency(doing, title, sector, contact_email)
        _refuse_uninvitable(doing.case, agency)
        if contact_email and contact_email != agency.contact_email:
            agency.contact_email = contact_email
            agency.save()
        doing.about, doing.agency = about_of(agency), agency
        doing.record(
            summary=f"{agency.title} was invited for this case.",
            reason=reason,
            data={"agencies_newly_shown": newly_shown(doing.case, [agency])},
        )
        give_agency_access(case=doing.case, agency=agency, why="invited for this case", at=at)
    return agency


def _new_agency(doing: Doing, title: str, sector: str, contact_email: str) -> Agency:
    """One that the partnership has not met before."""
    return invite_agency_to_partnership(
        slug=slugify(title)[:60] or f"agency-{doing.case.pk}", title=title.strip()[:160], sector=sector or "other",
        contact_email=contact_email, actor=Actor(label=doing.actor.label, roles=frozenset({"system"})), at=doing.at,
    )  # fmt: skip


def _refuse_uninvitable(case: Case, agency: Agency) -> None:
    if agency.member:
        raise ActRefused(f"{agency.title} is a member and need not be invited.")
    if agency.pk in invited_ids(case):
        raise ActRefused(f"{agency.title} has been invited already.")

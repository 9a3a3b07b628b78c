"""What the pages of actions and learning share: today, addresses, whom an action can go to."""

from __future__ import annotations

from django.utils import timezone

from config.links import address
from partnerships.queries import agencies, all_members


def today(request):
    return timezone.localdate(request.at)


def here(request, name: str, **more) -> str:
    return address(name, partnership=request.partnership.slug, **more)


def owners_to_choose(agency_ids=None) -> list:
    """People with an account in an agency, by agency and name."""
    people = [one for one in all_members() if one.agency_id is not None]
    return sorted(people, key=lambda one: (one.agency.title.lower(), one.user.name.lower()))


def owner_of(form):
    """(agency, membership or None) as chosen; the choices are this partnership's own."""
    agency = next((one for one in agencies() if one.pk == form.cleaned_data["agency"]), None)
    return agency, next((one for one in all_members() if one.pk == form.cleaned_data["owner"]), None)


def title_of(procedure, name: str) -> str:
    """What a theme is called; one that the text no longer knows as it was written."""
    found = next((one.title for one in procedure.themes if one.name == name), None)
    return found or name.replace("-", " ").capitalize()

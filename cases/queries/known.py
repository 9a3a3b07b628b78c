"""Everybody on record, as far as a text is looked through for them: one query, whatever the number of cases."""

from __future__ import annotations

import datetime as dt

from django.db.models.fields.json import KT

from partnerships.models import Membership
from partnerships.queries import boroughs
from partnerships.scope import current_partnership

from ..identifying import Known
from ..models import Person


def known_since(since: dt.datetime) -> tuple[list[Known], list[Known]]:
    """(the people of all cases, those of cases that were open at some time from then on). Also of restricted cases:
    they are named in public no more than others."""
    rows = Person.objects.filter(partnership=current_partnership(), removed=False).values_list(
        "first_name", "last_name", "other_names", "born_on", "nhs_number", KT("details__address"),
        KT("details__school"), "case__closed_at",
    )  # fmt: skip
    everybody, lately = [], []
    for *said, address, school, closed_at in rows:
        person = Known(*said, address or "", school or "")
        everybody.append(person)
        if closed_at is None or closed_at >= since:
            lately.append(person)
    return everybody, lately


def names_of_members() -> frozenset[str]:
    """Of whoever has or had an account here, in small letters, either name first."""
    names = Membership.objects.filter(partnership=current_partnership()).values_list("user__name", flat=True)
    turned = {f"{last}, {first}" for first, _, last in (name.partition(" ") for name in names)}
    return frozenset(name.casefold() for name in {*names, *turned})


def places_here() -> frozenset[str]:
    """Names of the partnership and of its boroughs, in small letters: an address in one of them points to nobody."""
    return frozenset({current_partnership().title.casefold(), *(each.title.casefold() for each in boroughs())})

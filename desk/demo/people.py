"""Fictional people for whatever roles and agencies a procedure names, so that a new partnership has a demo too."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db.models import Q

from partnerships.actors import Actor
from partnerships.acts import add_member, give_role
from partnerships.models import Agency, Borough, Membership, User
from partnerships.queries import boroughs
from partnerships.scope import current_partnership
from procedures.model import Procedure

PASSWORD = "Demonstration-2026"  # noqa: S105 - printed for everybody who tries the demo
SET_UP = Actor(label="Demo set-up", roles=frozenset({"system"}), kinds=frozenset({"administrator"}))
FIRST = (
    "Amina Ben Carys Dev Elena Farid Grace Hamza Isla Jonah Kavita Leon Maya Nikhil Orla Pavel Quinn Rosa Samir "
    "Tessa Uma Victor Wanda Xavi Yara Zoe Aled Bea Callum Dina"
).split()
LAST = (
    "Alder Birch Cedar Damson Elder Fern Gorse Hazel Ivers Juniper Kestrel Larch Maple Nettle Oakes Poplar Quince "
    "Rowan Sorrel Thorn Umber Vetch Willow Yarrow Ash Bramble Clover Dockery Everly Foxley"
).split()
# Nobody who works here has the name of somebody a case is about.
FAMILIES = (
    "Appleyard Brindle Cawood Dunmore Eastley Fallow Garrick Hollin Inman Jessop Kirkby Lorimer Marden Nairn Ottley "
    "Penrose Quarrie Rudd Stannard Tolland Upton Verrall Wensley Yelland"
).split()
REFERRERS = ("Rosa Referrer", "Hugh Hartley", "Nadia Osei", "Piotr Wren", "Lena Fairlie")
# Role kinds of which each agency has its own person; of the others there is one in the partnership.
OF_AGENCIES = ("member", "agency-lead")
OF_THE_STATUTORY = "statutory-partner"
OWNS_ACTIONS = "action-owner"  # belongs to an agency, which has the action to do


@dataclass(frozen=True)
class SignIn:
    partnership: str
    email: str
    name: str
    role: str
    agency: str


def _name(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {LAST[(number * 7 + number // len(FIRST)) % len(LAST)]}"


def seed_people(procedure: Procedure, *, at: dt.datetime) -> int:
    """One person for each role, and a representative and a lead for each member agency. Run again, it adds nobody."""
    number = sum(ord(letter) for letter in procedure.slug)
    made = 0
    agencies = list(Agency.objects.filter(partnership=current_partnership(), member=True).order_by("slug"))
    statutory = {agency.name for agency in procedure.agencies if agency.statutory}
    for role in procedure.roles:
        for agency in agencies if _of_each(role) else [_own_agency(role, agencies, statutory)]:
            number += 1
            where = f".{agency.slug}" if role.kind in OF_AGENCIES else ""
            email = f"{role.name}{where}@{procedure.slug}.example"
            made += _person(email, _name(number), role, agency, at, _borough(procedure, role, agency))
    for role in procedure.roles:
        # Each statutory agency decides for itself: the first has its partner above, here are the others'.
        first = _own_agency(role, agencies, statutory)
        for agency in agencies if role.kind == OF_THE_STATUTORY and not role.agency else ():
            if agency.slug in statutory and agency != first:
                number += 1
                email = f"{role.name}.{agency.slug}@{procedure.slug}.example"
                made += _person(email, _name(number), role, agency, at, _borough(procedure, role, agency))
    new = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX, email__endswith=f"@{procedure.slug}.example")
    User.objects.filter(new).update(password=_hashed_password())
    return made


def _of_each(role) -> bool:
    """Whether each agency has its own: not where the text says which one the role comes from."""
    return role.kind in OF_AGENCIES and not role.agency


def _own_agency(role, agencies, statutory):
    """The agency that the text gives a role; a statutory partner without one speaks for the first statutory agency, and
    whoever owns an action belongs to one."""
    if role.kind == OWNS_ACTIONS:
        return next(iter(agencies), None)
    if role.kind == OF_THE_STATUTORY and not role.agency:
        return next((agency for agency in agencies if agency.slug in statutory), None)
    return next((agency for agency in agencies if agency.slug == role.agency), None)


def _borough(procedure: Procedure, role, agency) -> Borough | None:
    """A council holds what is held for one borough for its own; whoever works in all of them holds it for all."""
    block = procedure.find("agencies", agency.slug) if agency is not None and role.per_borough else None
    own = block.boroughs if block is not None else ()
    return next((one for one in boroughs() if one.slug == own[0]), None) if len(own) == 1 else None


def _person(email: str, name: str, role, agency, at, borough: Borough | None = None) -> int:
    membership = add_member(email=email, name=name, agency=agency, job_title=role.title[:120], actor=SET_UP, at=at)
    since = at - dt.timedelta(days=400)
    give_role(membership=membership, role=role.name, borough=borough, actor=SET_UP, at=since)
    return 0 if membership.user.has_usable_password() else 1


@functools.cache
def _hashed_password() -> str:
    """Hashed once: it is the same for everybody, and the hash is slow on purpose."""
    return make_password(PASSWORD)


def sign_ins(procedure: Procedure) -> list[SignIn]:
    """One person for each role, for the list that is printed."""
    found: list[SignIn] = []
    people = (
        Membership.objects.active()
        .filter(partnership=current_partnership(), user__email__endswith=f"@{procedure.slug}.example")
        .select_related("user", "agency")
        .prefetch_related("roles")
        .order_by("user__email")
    )
    for role in procedure.roles:
        person = next((p for p in people if any(h.role == role.name for h in p.roles.all())), None)
        if person is not None:
            agency = person.agency.title if person.agency else ""
            found.append(SignIn(procedure.partnership_title, person.user.email, person.user.name, role.title, agency))
    return found

"""What an administrator's pages show: people with their roles and sign-in, roles with their holders, the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import Http404

from config.filters import LONDON, date_long, listing
from procedures.model import Procedure

from . import post, sign_ins
from .models import AdministrationEvent, Agency, Membership, RoleHolding
from .queries import all_members, people_holding
from .scope import current_partnership

# Roles that each agency has for itself.
OF_AN_AGENCY = ("member", "agency-lead")
PEOPLE_A_PAGE = 50


@dataclass(frozen=True)
class RoleShown:
    """A role that somebody holds, has held or will hold, as pages show it; `when`: now, later or over."""

    id: int
    title: str
    starts_on: dt.date
    ends_on: dt.date | None
    when: str
    covers: str = ""


@dataclass(frozen=True)
class PersonShown:
    """A person as the page of people shows them."""

    id: int
    name: str
    email: str
    agency: str
    job_title: str
    roles: tuple[RoleShown, ...]
    last_sign_in: dt.datetime | None
    has_password: bool
    second_factor: bool
    locked: bool
    active: bool

    @property
    def current_roles(self) -> list[str]:
        return [role.title for role in self.roles if role.when == "now"]


def _held_now(role: str, on: dt.date) -> Q:
    return Q(roles__role=role, roles__starts_on__lte=on) & (Q(roles__ends_on=None) | Q(roles__ends_on__gte=on))


def people_found(*, words: str = "", role: str = "", left: bool = False, on: dt.date | None = None):
    """Everybody here whose name, address, agency or job holds the words, by name; leavers only if asked. Of a role
    those who hold it on a day; of leavers, or without a day, those who ever did."""
    rows = Membership.objects.filter(partnership=current_partnership())
    rows = rows.filter(active=False) if left else rows.active()
    for word in words.split():
        rows = rows.filter(
            Q(user__name__icontains=word) | Q(user__email__icontains=word)
            | Q(agency__title__icontains=word) | Q(job_title__icontains=word)
        )  # fmt: skip
    if role:
        rows = rows.filter(_held_now(role, on)).distinct() if on else rows.filter(roles__role=role).distinct()
    rows = rows.select_related("user", "agency").prefetch_related("roles__borough", "roles__covers__user")
    return rows.order_by("user__name", "pk")


def people_shown(memberships: Iterable[Membership], *, procedure: Procedure, at: dt.datetime) -> list[PersonShown]:
    """The same people with what signing in says of them: two more queries, however many they are."""
    rows = list(memberships)
    locked = sign_ins.locked([row.user.email for row in rows], at=at)
    second = sign_ins.with_second_factor(row.user_id for row in rows)
    return [_person(row, procedure, at, locked, second) for row in rows]


def _person(row: Membership, procedure: Procedure, at, locked: set[str], second: set[int]) -> PersonShown:
    return PersonShown(
        id=row.pk,
        name=row.user.name,
        email=row.user.email,
        agency=row.agency.title if row.agency else "",
        job_title=row.job_title,
        roles=tuple(role_shown(holding, procedure, at.astimezone(LONDON).date()) for holding in row.roles.all()),
        last_sign_in=row.user.last_login,
        has_password=row.user.has_usable_password(),
        second_factor=row.user_id in second,
        locked=row.user.email.lower() in locked,
        active=row.active and row.user.is_active,
    )


def role_shown(holding: RoleHolding, procedure: Procedure, today: dt.date) -> RoleShown:
    """One holding in the words of the text."""
    title = next((role.title for role in procedure.roles if role.name == holding.role), holding.role)
    if holding.borough is not None:
        title = f"{title} ({holding.borough.title})"
    over = holding.ends_on is not None and holding.ends_on < today
    when = "over" if over else "later" if holding.starts_on > today else "now"
    covers = holding.covers.user.name if holding.covers_id else ""
    return RoleShown(holding.pk, title, holding.starts_on, holding.ends_on, when, covers)


def find_membership(pk: int) -> Membership:
    """A person of this partnership, leavers included; 404 for anybody else's."""
    row = (
        Membership.objects.filter(partnership=current_partnership(), pk=pk)
        .select_related("user", "agency", "partnership")
        .prefetch_related("roles__borough", "roles__covers__user")
        .first()
    )
    if row is None:
        raise Http404
    return row


def find_holding(membership: Membership, pk: int) -> RoleHolding:
    """A role of this person that is not over; 404 for anything else."""
    row = (
        RoleHolding.objects.filter(partnership=current_partnership(), membership=membership, pk=pk)
        .select_related("membership__user", "borough", "covers__user")
        .first()
    )
    if row is None:
        raise Http404
    return row


def find_agency(slug: str) -> Agency:
    row = Agency.objects.filter(partnership=current_partnership(), slug=slug).first()
    if row is None:
        raise Http404
    return row


def still_holds(membership: Membership, *, procedure: Procedure, on: dt.date) -> list[str]:
    """What a person leaves behind, in sentences: roles nobody else holds, an agency without anybody, open work."""
    found = []
    for role in procedure.roles:
        for holding in membership.roles.all():
            if holding.role == role.name and _runs(holding, on) and not _others(membership, role, holding, on):
                where = f" for {membership.agency.title}" if role.kind in OF_AN_AGENCY and membership.agency else ""
                found.append(f"Nobody else has the role {role.title}{where}.")
    return found + post.duties_of(membership, procedure=procedure, on=on)


def _others(membership: Membership, role, holding: RoleHolding, on: dt.date) -> list[Membership]:
    others = people_holding([role.name], on, holding.borough_id).exclude(pk=membership.pk)
    return list(others.filter(agency=membership.agency) if role.kind in OF_AN_AGENCY else others)


def _runs(holding: RoleHolding, on: dt.date) -> bool:
    return holding.starts_on <= on and (holding.ends_on is None or holding.ends_on >= on)


def roles_to_hand_on(membership: Membership, *, procedure: Procedure, on: dt.date) -> list[RoleShown]:
    """The roles that go along when somebody hands over: running or coming ones of their own."""
    return [role_shown(row, procedure, on) for row in holdings_to_hand_on(membership, on=on)]


def holdings_to_hand_on(membership: Membership, *, on: dt.date) -> list[RoleHolding]:
    """The same as rows."""
    own = [row for row in membership.roles.all() if row.covers_id is None]
    return [row for row in own if row.ends_on is None or row.ends_on >= on]


def held_besides_roles(membership: Membership) -> list[str]:
    """What else a person holds, in every room's sentences."""
    return post.held_elsewhere(membership)


@dataclass(frozen=True)
class RoleHeld:
    """One role of the text and who holds it; `note` says what to think of when nobody does."""

    title: str
    holders: tuple[tuple[str, str], ...]
    note: str = ""
    name: str = ""


def roles_held(procedure: Procedure, *, on: dt.date) -> list[RoleHeld]:
    """Every role of the text with its holders today, in the order of the text. Two queries."""
    rows = (
        RoleHolding.objects.filter(partnership=current_partnership(), starts_on__lte=on)
        .filter(Q(ends_on=None) | Q(ends_on__gte=on), membership__active=True, membership__user__is_active=True)
        .select_related("membership__user", "membership__agency", "borough", "covers__user")
        .order_by("membership__user__name", "pk")
    )
    held: dict[str, list[tuple[str, str]]] = {}
    away_now: dict[tuple, list[str]] = {}
    for row in rows:
        if row.covers_id:
            here = (row.covers_id, row.role, row.borough_id)
            away_now.setdefault(here, []).append(f"{row.membership.user.name} stands in")
    for row in rows:
        where = [row.membership.agency.title if row.membership.agency else "", row.borough.title if row.borough else ""]
        until = [f"until {date_long(row.ends_on)}"] if row.ends_on else []
        covers = [f"stands in for {row.covers.user.name}"] if row.covers_id else []
        away = [f"away, {each}" for each in away_now.get((row.membership_id, row.role, row.borough_id), ())]
        detail = ", ".join(part for part in [*where, *covers, *until, *away] if part)
        held.setdefault(row.role, []).append((row.membership.user.name, detail))
    titles = {role.name: role.title for role in procedure.roles}
    found = []
    for role in procedure.roles:
        if role.kind != "referrer":
            covered = [titles[name] for name in role.stands_in if held.get(name)]
            note = f"{listing(covered, 'or')} stands in." if covered else "Nobody."
            holders = tuple(held.get(role.name, ()))
            found.append(RoleHeld(role.title, holders, "" if holders else note, role.name))
    return found


@dataclass(frozen=True)
class AgencyShown:
    agency: Agency
    sector: str
    people: int


def agencies_shown(procedure: Procedure) -> list[AgencyShown]:
    """Every agency, members first, with how many people it has here."""
    sectors = {sector.name: sector.title for sector in procedure.sectors}
    here = Count("memberships", filter=Q(memberships__active=True, memberships__user__is_active=True))
    rows = Agency.objects.filter(partnership=current_partnership()).annotate(people=here)
    rows = rows.order_by("-member", "title")
    return [
        AgencyShown(row, sectors.get(row.sector) or row.sector.replace("-", " ").capitalize(), row.people)
        for row in rows
    ]


def administration_events(*, acts: Iterable[str] = (), about: Membership | None = None):
    """The record, newest first; of some acts or about one person only."""
    rows = AdministrationEvent.objects.filter(partnership=current_partnership())
    if acts:
        rows = rows.filter(act__in=list(acts))
    if about is not None:
        rows = rows.filter(about=about)
    return rows.order_by("-id")


def without_second_factor() -> list[str]:
    """The names of those who would have to set up a second step if it were required now."""
    rows = all_members()
    have = sign_ins.with_second_factor(row.user_id for row in rows)
    return [row.user.name for row in rows if row.user_id not in have]

"""Who acts: a plain value made once for each request, so that no act asks who somebody is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from procedures.model import Procedure

from .models import Membership, RoleHolding


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person (or the system) with what they hold today in the partnership that is open.

    roles: names of the procedure text, those they stand in for not included; kinds: vocabulary.ROLE_KINDS;
    borough_ids: None when some role is held for every borough; pathways: those in which the local authority's part is
    named, None when it is in all of them or the actor is not of the local authority; chairs: the tracks whose body one
    of the roles chairs.
    """

    label: str
    user_id: int | None = None
    membership: Membership | None = None
    roles: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    agency_id: int | None = None
    borough_ids: frozenset[int] | None = None
    pathways: frozenset[str] | None = None
    chairs: frozenset[str] = frozenset()

    @property
    def is_person(self) -> bool:
        return self.membership is not None

    def holds(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)


SYSTEM = Actor(label="The system", roles=frozenset({"system"}))


def referrer(name: str) -> Actor:
    """A referrer who came by private link, without an account."""
    return Actor(label=name or "The referrer", roles=frozenset({"referrer"}), kinds=frozenset({"referrer"}))


def actor_of(
    membership: Membership, procedure: Procedure, on: dt.date, holdings: list[RoleHolding] | None = None
) -> Actor:
    """The actor that a membership is on a day (London date). Roles the text no longer knows give nothing.

    `holdings`: the membership's roles where they are known already.
    """
    held = [
        holding
        for holding in (membership.roles.all() if holdings is None else holdings)
        if holding.starts_on <= on and (holding.ends_on is None or holding.ends_on >= on)
    ]
    known = {role.name: role for role in procedure.roles}
    roles = [known[holding.role] for holding in held if holding.role in known]
    boroughs = {holding.borough_id for holding in held if holding.role in known}
    title = roles[0].title if roles else membership.job_title
    if membership.agency and title:
        label = f"{membership.user.name}, {title}, {membership.agency.title}"
    else:
        label = ", ".join(part for part in (membership.user.name, title) if part)
    return Actor(
        label=label[:160],
        user_id=membership.user_id,
        membership=membership,
        roles=frozenset(role.name for role in roles),
        kinds=frozenset(role.kind for role in roles),
        agency_id=membership.agency_id,
        borough_ids=None if not boroughs or None in boroughs else frozenset(boroughs),
        pathways=_authoritys_pathways(roles, procedure),
        chairs=_tracks_chaired(roles, procedure),
    )


def _authoritys_pathways(roles, procedure: Procedure) -> frozenset[str] | None:
    names = frozenset(role.name for role in roles if role.kind == "local-authority")
    return procedure.pathways_of(names) if names else None


def _tracks_chaired(roles, procedure: Procedure) -> frozenset[str]:
    """A track without a body of its own is its pathways'."""
    names = {role.name for role in roles}
    mine = {body.name for body in procedure.bodies if body.chair and names & procedure.who_may_act_as(body.chair)}
    usual = {pathway.body for pathway in procedure.pathways}
    return frozenset(track.name for track in procedure.tracks if mine & ({track.body} if track.body else usual))

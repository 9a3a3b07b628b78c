"""Who has to sign a report off, in which order, and whose turn it is. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Somebody who decides: a role, where several agencies decide with one role also the agency. `roles`: who may act
    in it; `people`: who holds it now; `then`: decides only after the others (those of `jointly_with`)."""

    key: str
    title: str
    roles: frozenset[str]
    agency: str = ""
    people: tuple[str, ...] = ()
    then: bool = False

    @property
    def vacant(self) -> bool:
        return not self.people


def mine(places: Sequence[Place], *, roles: Collection[str], agency: str) -> list[Place]:
    """The places that somebody with these roles, from this agency, decides in."""
    return [
        place for place in places
        if not place.roles.isdisjoint(roles) and (not place.agency or place.agency == agency)
    ]  # fmt: skip


def still(places: Sequence[Place], done: Collection[str]) -> list[Place]:
    """Who has not decided yet, in order; a place that nobody holds is waited for by nobody."""
    left = [place for place in places if place.key not in done and not place.vacant]
    return sorted(left, key=lambda place: place.then)


def vacant(places: Sequence[Place], done: Collection[str]) -> list[Place]:
    return [place for place in places if place.vacant and place.key not in done]


def not_yet(place: Place, places: Sequence[Place], done: Collection[str]) -> list[Place]:
    """Those who decide before this place does."""
    return [each for each in still(places, done) if not each.then] if place.then else []


def newer_version(number: int) -> str:
    """What somebody is told who read an earlier version than the newest."""
    return f"Version {number} has come in since you opened this page. Nothing was recorded: read it first, then decide."

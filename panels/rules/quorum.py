"""Is the meeting quorate for this item, now, and which agencies may vote on it (RED-3, C-11, C-12, C-26).

Quorum is asked for one item at one moment: who is in the room then and has no conflict in that case. A
sector or a seat is filled by a person, and one person fills one of them; so the search is for the best way
to give the people to the places, not for a count of heads.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from procedures.model import Quorum

VOTING = "voting"
CHAIR = "chair"
COUNTING = (VOTING, CHAIR)  # advisers, observers and note-takers are never part of a quorum


@dataclass(frozen=True, kw_only=True)
class Presence:
    """One person's time at a meeting, seen from one agenda item. `roles` includes those the person stands
    in for.
    """

    person: int
    name: str
    agency: str = ""
    agency_title: str = ""
    sector: str = ""
    part: str = VOTING
    roles: frozenset[str] = frozenset()
    conflicted: bool = False
    arrived_at: dt.datetime | None = None
    left_at: dt.datetime | None = None

    @property
    def counts(self) -> bool:
        """Whether the person can be part of a quorum for this item at all."""
        return self.part in COUNTING and not self.conflicted

    @property
    def label(self) -> str:
        return f"{self.name} ({self.agency_title})" if self.agency_title else self.name


@dataclass(frozen=True, kw_only=True)
class Member:
    """A member agency of the body, as the text names it."""

    slug: str
    title: str
    sector: str = ""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One thing the quorum asks for: who fills it, or in words why nobody does."""

    title: str
    filled_by: str = ""
    missing: str = ""

    @property
    def met(self) -> bool:
        return not self.missing


@dataclass(frozen=True, kw_only=True)
class QuorumResult:
    slots: tuple[Slot, ...]

    @property
    def met(self) -> bool:
        return all(slot.met for slot in self.slots)

    @property
    def verdict(self) -> str:
        """One sentence for the screen, the refusal and the minutes."""
        if self.met:
            return "Quorate for this item."
        return "Not quorate for this item: " + "; ".join(slot.missing for slot in self.slots if not slot.met) + "."


@dataclass(frozen=True, kw_only=True)
class Electorate:
    """Who has a vote on an item: one for each agency (C-11). `present` are the agencies entitled."""

    present: tuple[Member, ...]
    conflicted: tuple[Member, ...]
    absent: tuple[Member, ...]
    without_vote: tuple[Member, ...]

    def entitles(self, agency: str) -> bool:
        return any(member.slug == agency for member in self.present)


def here_at(people: Iterable[Presence], moment: dt.datetime) -> tuple[Presence, ...]:
    """Those in the room at a moment: arrived by then, not left by then. Apologies never arrive."""
    return tuple(
        p
        for p in people
        if p.arrived_at is not None and p.arrived_at <= moment and (p.left_at is None or p.left_at > moment)
    )


def electorate(people: Iterable[Presence], members: Sequence[Member], *, invited_vote: bool = False) -> Electorate:
    """Which agencies may vote, given who is in the room now.

    An agency votes while one of its people is there for it and has no conflict. An agency invited for one
    case advises without a vote unless the text says otherwise (RED-1).
    """
    people = [p for p in people if p.part in COUNTING and p.agency]
    able = {p.agency for p in people if not p.conflicted}
    there = {p.agency: Member(slug=p.agency, title=p.agency_title, sector=p.sector) for p in people}
    named = {member.slug for member in members}
    invited = [there[slug] for slug in there if slug not in named]
    voters = [*members, *invited] if invited_vote else list(members)
    return Electorate(
        present=tuple(m for m in voters if m.slug in able),
        conflicted=tuple(m for m in voters if m.slug in there and m.slug not in able),
        absent=tuple(m for m in members if m.slug not in there),
        without_vote=() if invited_vote else tuple(invited),
    )


def quorum(
    rule: Quorum,
    people: Iterable[Presence],
    members: Sequence[Member],
    *,
    titles: Mapping[str, str] | None = None,
    in_writing: bool = False,
) -> QuorumResult:
    """Whether everything the rule asks for is there. `people`: those in the room now; `titles`: words for
    names. `in_writing`: nobody sits together, so what is missing are answers (RED-8).

    Each alternative of a sector or seat is filled by a different person. The chair's presence is asked for
    beside that: a chair who comes from an agency also counts for it.
    """
    titles = titles or {}
    people = tuple(people)
    counting = [p for p in people if p.counts]
    slots = _places(rule, people, counting, titles, in_writing)
    in_room = {p.agency for p in counting if p.agency in {m.slug for m in members}}
    if rule.number:
        slots.append(_enough(f"{rule.number} agencies", rule.number, in_room, in_writing))
    if rule.fraction:
        numerator, denominator = rule.fraction
        needed = ceil(len(members) * numerator / denominator)
        title = f"{numerator} in {denominator} of the agencies ({needed})"
        slots.append(_enough(title, needed, in_room, in_writing))
    if rule.chair:
        chair = next((p for p in counting if p.part == CHAIR), None)
        slots.append(
            Slot(
                title="The chair",
                filled_by=chair.label if chair else "",
                missing="" if chair else _no_chair(people),
            )
        )
    return QuorumResult(slots=tuple(slots))


def _no_chair(people: Sequence[Presence]) -> str:
    if any(p.part == CHAIR for p in people):
        return "the chair has a conflict of interest"
    return "nobody is in the chair"


def _enough(title: str, needed: int, in_room: set[str], in_writing: bool) -> Slot:
    found, how = len(in_room), "answered" if in_writing else "here"
    if found >= needed:
        return Slot(title=title, filled_by=f"{found} {how}")
    return Slot(title=title, missing=f"{found} of {needed} agencies {how}")


def _places(
    rule: Quorum, people: Sequence[Presence], counting: list[Presence], titles: Mapping[str, str], in_writing: bool
) -> list[Slot]:
    """Sectors and seats, each given to a person of its own."""
    places = [("sector", names) for names in rule.sectors] + [("seat", names) for names in rule.seats]
    # People who chair are given out last, so that the screen names an ordinary member where there is one.
    ordered = sorted(counting, key=lambda p: (p.part == CHAIR, p.name, p.person))
    fits = [[i for i, p in enumerate(ordered) if _fits(kind, names, p)] for kind, names in places]
    given = _give_out(fits)
    slots = []
    for index, (kind, names) in enumerate(places):
        title = " or ".join(titles.get(name, name) for name in names)
        if index in given:
            slots.append(Slot(title=title, filled_by=ordered[given[index]].label))
        else:
            slots.append(Slot(title=title, missing=_why_missing(kind, names, title, people, in_writing)))
    return slots


def _fits(kind: str, names: tuple[str, ...], person: Presence) -> bool:
    if kind == "sector":
        return person.sector in names
    return person.agency in names or bool(person.roles & set(names))


def _give_out(fits: list[list[int]]) -> dict[int, int]:
    """Place -> person, as many places as possible filled, no person twice (augmenting paths)."""
    taken: dict[int, int] = {}

    def place(index: int, tried: set[int]) -> bool:
        for person in fits[index]:
            if person in tried:
                continue
            tried.add(person)
            if person not in taken or place(taken[person], tried):
                taken[person] = index
                return True
        return False

    for index in range(len(fits)):
        place(index, set())
    return {index: person for person, index in taken.items()}


def _why_missing(kind: str, names: tuple[str, ...], title: str, people: Sequence[Presence], in_writing: bool) -> str:
    would = [p for p in people if p.part in COUNTING and _fits(kind, names, p)]
    if not would:
        return f"{title} has not answered" if in_writing else f"nobody is here for {title}"
    if all(p.conflicted for p in would):
        return f"{title} has only people with a conflict of interest"
    return f"{title} has nobody who does not already count for another place"

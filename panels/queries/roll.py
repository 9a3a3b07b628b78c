"""The roll of a vote: every agency in the order of the text, who may speak for it, and what it has said (C-11)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cases.queries import conflicted_membership_ids
from partnerships.models import Membership

from ..models import Question, Vote
from .asked import standing_votes
from .reading import people_of
from .room import Room, room_of
from .voting import other_answers


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Somebody who can give an agency's vote by word of mouth."""

    number: int
    name: str
    membership: Membership | None = None


@dataclass(frozen=True, kw_only=True)
class RollRow:
    """One agency on the roll. `said`: how it voted, only where somebody entered it as it was spoken."""

    slug: str
    title: str
    callers: tuple[Caller, ...]
    vote: Vote | None
    said: str
    conflicted: bool

    @property
    def to_call(self) -> bool:
        return self.vote is None and bool(self.callers)

    @property
    def may_enter(self) -> bool:
        """A vote that somebody gave on their own device is theirs."""
        return bool(self.callers) and (self.vote is None or bool(self.vote.entered_by))


def roll_of(question: Question, *, at: dt.datetime) -> list[RollRow]:
    """In the order of the text; of agencies invited with a vote after the members."""
    room = room_of(question.item.meeting, question.case)
    by_agency = {vote.agency.slug: vote for vote in standing_votes(question)}
    labels = {one["value"]: one["label"] for one in [*question.options, *other_answers(in_writing=True)]}
    electorate = room.electorate(at)
    invited = [member for member in electorate.present if member not in room.members]
    callers = _asked(question, room, at) if room.in_writing else _here(room, at)
    conflicted = {member.slug for member in electorate.conflicted}
    return [
        RollRow(
            slug=member.slug,
            title=member.title,
            callers=tuple(callers.get(member.slug, ())),
            vote=(vote := by_agency.get(member.slug)),
            said=labels.get(vote.option, "") if vote is not None and vote.entered_by else "",
            conflicted=member.slug in conflicted,
        )
        for member in [*room.members, *invited]
    ]


def _here(room: Room, at: dt.datetime) -> dict[str, list[Caller]]:
    found: dict[str, list[Caller]] = {}
    for person in room.here(at):
        if person.counts and person.agency:
            found.setdefault(person.agency, []).append(Caller(number=person.person, name=person.name))
    return found


def _asked(question: Question, room: Room, at: dt.datetime) -> dict[str, list[Caller]]:
    """Those the question went to; nobody sits together."""
    conflicted, found = conflicted_membership_ids(question.case), {}
    for one in people_of(question.item.meeting, at=at):
        if one.agency is not None and one.pk not in conflicted:
            caller = Caller(number=one.pk, name=one.user.name, membership=one)
            found.setdefault(one.agency.slug, []).append(caller)
    return found


def next_to_call(rows: list[RollRow], wanted: str = "") -> RollRow | None:
    """The agency asked for, else the first that is there and has not voted; None when the roll is through."""
    chosen = next((row for row in rows if row.slug == wanted and row.may_enter), None)
    return chosen or next((row for row in rows if row.to_call), None)

"""A few members answer each for itself, and what the body has decided follows by its own rule (BEX-4, C-13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from config.filters import series
from procedures.model import Body

from .quorum import Member, Presence, quorum
from .tally import Ballot, tally

NO_PART = "no-part"  # a member that takes no part, with a reason on record (C-14)


@dataclass(frozen=True, kw_only=True)
class Together:
    """`carried`: what the body has decided, "" while it has not; `why` says it in words; `waiting` still answer."""

    carried: str
    why: str
    waiting: tuple[Member, ...]


def together(
    body: Body, members: Sequence[Member], answers: Mapping[str, str], options: Mapping[str, str],
    titles: Mapping[str, str] | None = None,
) -> Together:  # fmt: skip
    """What the answers given so far make. `answers`: member -> an option or NO_PART; `options`: value -> label.

    Nothing is decided while the quorum of the text lacks an answer, nor while the members that are silent could still
    change the result: an option that more than half of all members chose cannot be overtaken, where a majority is
    enough.
    """
    given = {slug: option for slug, option in answers.items() if option != NO_PART}
    waiting = tuple(member for member in members if member.slug not in answers)
    there = [
        Presence(person=number, name=member.title, agency=member.slug, agency_title=member.title, sector=member.sector)
        for number, member in enumerate(members)
        if member.slug in given
    ]
    rule = replace(body.quorum, chair=False)  # they answer one by one: nobody sits in a chair
    found = quorum(rule, there, members, titles=titles, in_writing=True)
    outcome = tally(
        decides=body.decides, tie="not carried", options=options, entitled=list(given),
        ballots=[Ballot(agency=slug, option=option) for slug, option in given.items()],
        seats=[list(seat) for seat in body.quorum.seats],
    )  # fmt: skip
    if not found.met:
        lacking = "; ".join(slot.missing for slot in found.slots if not slot.met)
        return Together(carried="", why=f"Nothing is decided yet: {lacking}.", waiting=waiting)
    if waiting and not _settled(body, outcome.counts, outcome.carried, len(members) - (len(answers) - len(given))):
        names = series(member.title for member in waiting)
        return Together(carried="", why=f"Nothing is decided yet: no answer from {names}.", waiting=waiting)
    if not outcome.carried:
        why = f"{outcome.why} Nothing is decided; each of them can still change its answer."
        return Together(carried="", why=why, waiting=waiting)
    return Together(carried=outcome.carried, why=outcome.why, waiting=waiting)


def _settled(body: Body, counts: Mapping[str, int], carried: str, taking_part: int) -> bool:
    return "majority" in body.decides and bool(carried) and counts[carried] * 2 > taking_part

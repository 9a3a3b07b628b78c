"""What a vote decides under the body's rule (C-13). Abstention is presence without a vote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from procedures.model import Body

ABSTAIN = "abstain"
A_MEETING = "needs-a-meeting"  # an answer to a question in writing: it cannot be settled so (RED-8)
NO_OPTION = (ABSTAIN, A_MEETING)  # answers that are presence without a vote
CHAIR_DECIDES = ("majority else chair", "unanimous else majority else chair")
TO_A_MEETING = "goes to a meeting"


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """One agency's answer: the value of an option, or one of NO_OPTION."""

    agency: str
    option: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The count and what follows: `verdict` is "carried", "goes up", "not carried" or, of a vote in writing,
    "goes to a meeting"; `why` says it in words.
    """

    counts: Mapping[str, int]
    voting: int
    abstained: int
    carried: str
    verdict: str
    why: str
    by_chair: bool = False
    want_a_meeting: int = 0


def chair_may_decide(body: Body, kind: str) -> bool:
    """Whether the chair has a last word on a vote of this body: never where a vote in writing has its own rule."""
    if body.in_writing and kind == "correspondence":
        return False
    return body.decides in CHAIR_DECIDES or body.tie == "chair's casting vote"


def tally(
    *, decides: str, tie: str, options: Mapping[str, str], ballots: Iterable[Ballot], entitled: Sequence[str],
    seats: Sequence[Sequence[str]] = (), chairs_choice: str = "",
) -> Outcome:  # fmt: skip
    """Count the ballots of the entitled agencies under the rule `decides` and, failing that, `tie`.

    `options`: value -> label. `seats`: the places of "majority of named seats", each a group of agencies.
    A ballot of an agency that is not entitled is left out. `chairs_choice`: where the rule gives the chair
    the last word. Raises ValueError for two ballots of one agency: the caller has broken "one vote an
    agency" (C-11).
    """
    votes = _votes(ballots, entitled, options)
    if decides == "majority of named seats":
        votes = _of_seats(votes, seats)
    counts = {value: sum(1 for option in votes.values() if option == value) for value in options}
    abstained, want = (sum(1 for option in votes.values() if option == each) for each in NO_OPTION)
    voting = sum(counts.values())
    carried, by_chair = _carried(
        decides=decides, tie=tie, counts=counts, entitled=entitled, seats=seats, chairs_choice=chairs_choice
    )
    return Outcome(
        counts=counts,
        voting=voting,
        abstained=abstained,
        carried=carried,
        verdict="carried" if carried else (tie if tie in ("not carried", TO_A_MEETING) else "goes up"),
        why=_why(decides=decides, counts=counts, carried=carried, by_chair=by_chair, options=options, seats=len(seats)),
        by_chair=by_chair,
        want_a_meeting=want,
    )


def _votes(ballots: Iterable[Ballot], entitled: Sequence[str], options: Mapping[str, str]) -> dict[str, str]:
    votes: dict[str, str] = {}
    for ballot in ballots:
        if ballot.agency in votes:
            raise ValueError(f"two ballots of {ballot.agency}")
        if ballot.option not in NO_OPTION and ballot.option not in options:
            raise ValueError(f"no option {ballot.option}")
        votes[ballot.agency] = ballot.option
    return {agency: option for agency, option in votes.items() if agency in entitled}


def _of_seats(votes: Mapping[str, str], seats: Sequence[Sequence[str]]) -> dict[str, str]:
    """The first vote found for each seat: agencies that share a seat answer once."""
    found: dict[str, str] = {}
    for seat in seats:
        holder = next((agency for agency in seat if agency in votes and agency not in found), None)
        if holder:
            found[holder] = votes[holder]
    return found


def _carried(*, decides, tie, counts, entitled, seats, chairs_choice) -> tuple[str, bool]:
    """The option carried, and whether the chair's word made the difference."""
    voting = sum(counts.values())
    by_votes = {
        "majority": lambda: _more_than(counts, voting),
        "majority else chair": lambda: _more_than(counts, voting),
        "unanimous else majority else chair": lambda: _more_than(counts, voting),
        "unanimous else majority": lambda: _more_than(counts, voting),
        "unanimous": lambda: _all(counts, voting),
        "majority of named seats": lambda: _more_than(counts, len(seats)),
        "each in order": lambda: _all(counts, len(entitled)),
        "jointly": lambda: _all(counts, len(entitled)),
    }[decides]()
    if by_votes:
        return by_votes, False
    if decides in CHAIR_DECIDES and counts.get(chairs_choice):
        return chairs_choice, True
    if tie == "chair's casting vote" and chairs_choice in _leaders(counts):
        again = {**counts, chairs_choice: counts[chairs_choice] + 1}
        option = _more_than(again, voting + 1)
        return option, bool(option)
    return "", False


def _more_than(counts: Mapping[str, int], whole: int) -> str:
    return next((value for value, count in counts.items() if count * 2 > whole), "")


def _all(counts: Mapping[str, int], whole: int) -> str:
    return next((value for value, count in counts.items() if count and count == whole), "")


def _leaders(counts: Mapping[str, int]) -> tuple[str, ...]:
    """The options that share the most votes; none when nobody voted or one leads alone."""
    most = max(counts.values(), default=0)
    leading = tuple(value for value, count in counts.items() if count == most)
    return leading if most and len(leading) > 1 else ()


def _why(*, decides, counts, carried, by_chair, options, seats) -> str:
    voting = sum(counts.values())
    if carried and by_chair:
        return f"The votes alone carried no option; the chair's word carried “{options[carried]}”."
    if carried:
        whole = f"{seats} seats" if decides == "majority of named seats" else _agencies(voting)
        how = " unanimously," if decides.startswith("unanimous") and counts[carried] == voting else ""
        return f"“{options[carried]}” was carried{how} by {counts[carried]} of {whole}."
    if not voting:
        return "No agency voted for an option."
    leaders = _leaders(counts)
    if leaders:
        names = " and ".join(f"“{options[value]}”" for value in leaders)
        return f"A tie between {names}, {counts[leaders[0]]} each."
    asked = "every agency" if decides in {"unanimous", "jointly", "each in order"} else "more than half"
    return f"No option had the votes of {asked}."


def _agencies(number: int) -> str:
    return "1 agency voting" if number == 1 else f"{number} agencies voting"

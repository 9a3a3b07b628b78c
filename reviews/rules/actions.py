"""When an action is late, to whom it goes up and when, and what an extension needs. Pure (DAR-10, DAR-30, C-46)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deadlines.calendar import WorkingCalendar, add_months
from deadlines.rules import evaluate, working_days_left
from procedures.model import Clock, Procedure
from procedures.sentences import starts_of
from procedures.vocabulary import condition

OPEN, DONE, DROPPED = "open", "done", "dropped"
# The ways up that a text may have, in order: act -> what it is called in a list once done.
WAYS_UP = {"escalate_action": "Escalated", "escalate_action_further": "Escalated further"}


@dataclass(frozen=True)
class Dates:
    """The days of an action: due now, due first, and the day it ended (None: it is open)."""

    due_on: dt.date
    original_due_on: dt.date
    ended_on: dt.date | None = None


@dataclass(frozen=True)
class Rung:
    """One way up of the text: the act, the clock that says when, and its day for one action."""

    act: str
    title: str
    on: dt.date
    see: str = ""


@dataclass(frozen=True)
class Standing:
    """How an action stands on a day: a word and colour for its tag, and by how many working days it is (or was)
    late."""

    words: str
    colour: str
    days_late: int
    late: bool  # open and past its day
    extended: bool
    exception: bool  # belongs into the exception report


def standing(
    state: str, dates: Dates, *, today: dt.date, calendar: WorkingCalendar, up: Iterable[str] = (), how_far: str = ""
) -> Standing:
    """`up`: the acts of WAYS_UP that were done since it last got a day; `how_far`: in words, what was reported last."""
    extended = dates.due_on > dates.original_due_on
    until = dates.ended_on or today
    days = max(0, -working_days_left(until, dates.due_on, calendar))
    late = state == OPEN and days > 0
    words, colour = _words(state, late, days, extended, set(up))
    if state == OPEN and how_far and not late and not extended:
        words = how_far
    return Standing(words, colour, days, late, extended, late or extended or state == DROPPED)


def _words(state: str, late: bool, days: int, extended: bool, up: set[str]) -> tuple[str, str]:
    if state == DONE:
        return ("Done late", "turquoise") if days else ("Done", "green")
    if state == DROPPED:
        return "Given up", "grey"
    if late:
        highest = [words for act, words in WAYS_UP.items() if act in up]
        return (f"Late, {highest[-1].lower()}", "red") if highest else ("Late", "red")
    return ("More time given", "yellow") if extended else ("To do", "blue")


def ways_up(procedure: Procedure) -> list[tuple[str, Clock]]:
    """The acts by which a late action goes up under this text, with the clock of each, the earliest way first."""
    found = []
    for act in WAYS_UP:
        clock = next((c for c in procedure.clocks if c.for_each == "action" and act in c.stops), None)
        if clock is not None:
            found.append((act, clock))
    return found


def rungs(procedure: Procedure, dates: Dates, calendar: WorkingCalendar) -> list[Rung]:
    """The days on which an action goes up, if it is still open then. An extension moves only what the text says."""
    starts: Mapping[str, dt.date] = {"deadline": dates.due_on, "original deadline": dates.original_due_on}
    found = []
    for act, clock in ways_up(procedure):
        sentence = clock.limit or clock.target
        due = evaluate(sentence, {w: starts[w] for w in starts_of(sentence) if w in starts}, calendar)
        if due.due_on is not None:
            found.append(Rung(act, clock.title, due.due_on, clock.see))
    return found


def next_rung(found: Iterable[Rung], done: Iterable[str]) -> Rung | None:
    """The first way up that has not been taken."""
    taken = set(done)
    return next((rung for rung in sorted(found, key=lambda rung: rung.on) if rung.act not in taken), None)


def first_told(act: str, procedure: Procedure, done: Iterable[str]) -> str:
    """The way up that has to be taken before this one and was not; empty when its turn has come (DAR-10)."""
    taken, before = set(done), [name for name, _ in ways_up(procedure)]
    lower = before[: before.index(act)] if act in before else []
    return next((name for name in lower if name not in taken), "")


def too_early(rung: Rung | None, *, today: dt.date) -> bool:
    """Before the day the text gives, going up needs a reason."""
    return rung is not None and today < rung.on


def overdue_needs(needs: Iterable[str], due_on: dt.date, *, today: dt.date, calendar: WorkingCalendar) -> dict:
    """What a step needs of the lateness of its action, in the words of the text -> whether it is so."""
    found = {}
    for words in needs:
        slug, slots = condition(words)
        if slug == "action_overdue":
            found[words] = today >= add_months(due_on, int(slots["number"]))
        elif slug == "action_overdue_days":
            found[words] = -working_days_left(today, due_on, calendar) >= int(slots["number"])
    return found


def why_no_more_time(until: dt.date, dates: Dates) -> str:
    """Why a new day cannot be; empty when it can."""
    return "" if until > dates.due_on else "More time means a later day than the one it has now."

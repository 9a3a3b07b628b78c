"""Why this date: a due date in plain lines for people, and as plain values for rows and commands (DESIGN §3).

Every line comes from the `Due` itself, so what is explained is what was counted.
"""

from __future__ import annotations

import datetime as dt

from procedures.sentences import (
    Earliest,
    LastOf,
    Latest,
    Meeting,
    Moved,
    NotBefore,
    Period,
    Start,
    Unit,
    say,
)

from .calendar import due_instant, long_date, short_date
from .rules import Due, chosen_part

_UNIT_LABELS = {
    Unit.WORKING_DAYS: "Day",
    Unit.DAYS: "Day",
    Unit.CLEAR_DAYS: "Clear day",
    Unit.WEEKS: "Week",
    Unit.CALENDAR_MONTHS: "Month",
    Unit.YEARS: "Year",
}


def explain(due: Due, *, clause: str = "", version: str = "") -> list[str]:
    """The start, each day counted or passed over and why, the rule, its clause and version, a line each."""
    lines = _story(due)
    if due.due_on is None:
        lines.append(f"No date yet. Still to be known: {', '.join(due.missing)}.")
    else:
        lines.append(f"Due by the end of {long_date(due.due_on)}.")
        if due.provisional:
            lines.append(f"Provisional, because it may change with: {_provisional_names(due)}.")
    lines.append(f"Rule: {due.rule}.")
    if clause:
        lines.append(f"Clause: {clause}.")
    if version:
        lines.append(f"Procedure version: {version}.")
    return lines


def as_plain(due: Due, *, clause: str = "", version: str = "") -> dict:
    """The same as values that JSON can hold: what a deadline's row keeps, to explain a past answer later."""
    return {
        "due": due.due_on.isoformat() if due.due_on else None,
        "due_instant": as_utc_text(due_instant(due.due_on)) if due.due_on else None,
        "start": due.start_on.isoformat() if due.start_on else None,
        "counted": [day.isoformat() for day in due.counted],
        "skipped": [{"date": day.isoformat(), "reason": reason} for day, reason in due.skipped],
        "rule": due.rule,
        "clause": clause,
        "version": version,
        "missing": list(due.missing),
        "provisional": due.provisional,
        "explanation": explain(due, clause=clause, version=version),
    }


def as_utc_text(instant: dt.datetime) -> str:
    """“2026-07-02T22:59:59Z”: an instant as UTC, to the second."""
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def _provisional_names(due: Due) -> str:
    return ", ".join(due.missing) or "what is still outstanding"


def _story(due: Due) -> list[str]:
    return _STORIES[type(due.sentence)](due)


def _begin(due: Due) -> list[str]:
    """“or its limit” stays in the words, so that a start that is a limit is not taken for a return."""
    if due.due_on is None:
        return []
    named = due.sentence.name if isinstance(due.sentence, Start) else say(due.sentence)
    return [f"Start: {named}, {long_date(due.due_on)}."]


def _counting(due: Due) -> list[str]:
    inner, period = due.parts[0], due.sentence
    if due.due_on is None:
        return _story(inner)
    lines = _story(inner)
    if not isinstance(inner.sentence, (Start, LastOf)):
        lines.append(f"That is {long_date(inner.due_on)}; from there:")
    label = _UNIT_LABELS[period.unit]
    counted = {day: f"{label} {n}: {long_date(day)}." for n, day in enumerate(due.counted, 1)}
    passed = {day: f"Not counted: {_passed_over(day, why)}." for day, why in due.skipped}
    return lines + [line for _, line in sorted((counted | passed).items(), reverse=period.before)]


def _passed_over(day: dt.date, reason: str) -> str:
    """A weekend day's name is already its reason; other days say theirs."""
    return long_date(day) if long_date(day).startswith(reason) else f"{long_date(day)} ({reason})"


def _meeting(due: Due) -> list[str]:
    lines = _story(due.parts[0])
    meeting = due.sentence
    if due.due_on is None:
        return lines
    held = due.due_on + dt.timedelta(days=1) if meeting.eve else due.due_on
    name = meeting.body_as_written or meeting.body
    lines.append(f"Next meeting of {name.removeprefix('the ')}: {long_date(held)}.")
    if meeting.eve:
        lines.append(f"Before it: {long_date(due.due_on)}.")
    return lines


def _choice(due: Due) -> list[str]:
    earlier = isinstance(due.sentence, Earliest)
    lines = [f"{'The earlier' if earlier else 'The later'} of:"]
    lines += [f"– {_part(part)}." for part in due.parts]
    if due.due_on is None:
        return lines
    chosen = chosen_part(due.sentence, due.parts)
    lines.append(f"What counts is {say(chosen.sentence)}.")
    return lines + _story(chosen)


def _part(part: Due) -> str:
    if part.due_on is None:
        return f"{say(part.sentence)}: not known yet ({', '.join(part.missing)})"
    return f"{say(part.sentence)}: {long_date(part.due_on)}"


def _floor(due: Due) -> list[str]:
    of, at_least = due.parts
    floor = due.sentence.floor
    lines = _story(of)
    if at_least.due_on is None:
        return [*lines, f"Not before {say(floor)}, which is not known yet."]
    lines.append(f"Not before {long_date(at_least.due_on)} ({say(floor)}).")
    return lines


def _moving(due: Due) -> list[str]:
    inner = due.parts[0]
    lines = _story(inner)
    if inner.due_on is None or inner.due_on == due.due_on:
        return lines
    passed = [pair for pair in due.skipped if pair not in inner.skipped]
    lines += [f"No working day: {_passed_over(day, why)}." for day, why in passed]
    where = "next" if due.sentence.forwards else "previous"
    return [*lines, f"Moved to the {where} working day: {short_date(due.due_on)}."]


_STORIES = {
    Start: _begin,
    LastOf: _begin,
    Period: _counting,
    Meeting: _meeting,
    Earliest: _choice,
    Latest: _choice,
    NotBefore: _floor,
    Moved: _moving,
}

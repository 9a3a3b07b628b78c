"""When something is due, and why (DESIGN §3; C-16 to C-21, C-51). Pure: plain values in and out.

`evaluate` answers a clock sentence with a `Due` that can explain itself; `due_on` gives only the date of one
period, fast. Both count as the sentence says: the day something happened is day 0, day 1 is the first working
day after it, also when it happened on a weekend or bank holiday. Nothing counted in days, weeks, months or
years is moved off a weekend unless the sentence says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from procedures.sentences import (
    LARGEST_AMOUNT,
    Earliest,
    LastOf,
    Latest,
    Meeting,
    Moved,
    NotBefore,
    Period,
    Sentence,
    Start,
    Unit,
    say,
)

from .calendar import CalendarError, WorkingCalendar, add_days, add_months, london_date

When = dt.date | dt.datetime
Occurrences = When | Sequence[When | None] | None
Skipped = tuple[tuple[dt.date, str], ...]

_SAME_DAY_UNITS = (Unit.WORKING_DAYS, Unit.DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The answer of a sentence. `due_on` is None while something it needs is missing.

    `missing` names what is not known; `provisional` says that a date is given although something missing, or
    still outstanding, may change it. `parts` are the answers of the sentences inside.
    """

    sentence: Sentence
    due_on: dt.date | None = None
    start_on: dt.date | None = None
    counted: tuple[dt.date, ...] = ()
    skipped: Skipped = ()
    missing: tuple[str, ...] = ()
    provisional: bool = False
    parts: tuple[Due, ...] = ()

    @property
    def rule(self) -> str:
        return say(self.sentence)


@dataclass(frozen=True, slots=True)
class _Known:
    starts: Mapping[str, Occurrences]
    calendar: WorkingCalendar
    meetings: Mapping[str, Sequence[When]]
    limits: Mapping[str, Occurrences]


def evaluate(
    sentence: Sentence,
    starts: Mapping[str, Occurrences],
    calendar: WorkingCalendar,
    *,
    meetings: Mapping[str, Sequence[When]] | None = None,
    limits: Mapping[str, Occurrences] | None = None,
) -> Due:
    """When `sentence` falls due.

    `starts` says when each act or fact happened, by its name in the sentence ("information requested"). For
    "the last of X" it is a list with one entry for each that is expected, None while outstanding; elsewhere
    the first of a list counts. `meetings` lists each body's meeting days; `limits` the limit of X, or one for
    each entry. What is missing is named in the answer: the earlier of two gives what is known, provisionally;
    the later of two and the last of several wait. CalendarError when a day lies outside every calendar.
    """
    return _answer(sentence, _Known(starts, calendar, meetings or {}, limits or {}))


def due_on(
    start: When,
    amount: int,
    calendar: WorkingCalendar,
    unit: Unit = Unit.WORKING_DAYS,
    *,
    before: bool = False,
    same_day: bool = False,
) -> dt.date:
    """Only the date of "`amount` `unit` after (`before`) start", `same_day` when the start counts as day 1.

    0 of a unit is the start's own day, except that 0 clear days is the day next to it.
    """
    day = start if type(start) is dt.date else london_date(start)
    if unit is Unit.WORKING_DAYS:
        return calendar.before(day, amount, same_day) if before else calendar.after(day, amount, same_day)
    if amount < 0:
        raise CalendarError("The amount cannot be negative; to count backwards use “before”.")
    if same_day and unit not in _SAME_DAY_UNITS:
        raise CalendarError(f"The start can count as day 1 of working days or days, not of {unit.words}.")
    return _step(day, amount - 1 if same_day and amount else amount, unit, before)


def _step(day: dt.date, amount: int, unit: Unit, before: bool) -> dt.date:
    """So many days, weeks, months or years on or back; no calendar is asked."""
    sign = -1 if before else 1
    match unit:
        case Unit.DAYS:
            return add_days(day, sign * amount)
        case Unit.CLEAR_DAYS:
            return add_days(day, sign * (amount + 1))
        case Unit.WEEKS:
            return add_days(day, sign * 7 * amount)
        case Unit.CALENDAR_MONTHS:
            return add_months(day, sign * amount)
        case Unit.YEARS:
            return add_months(day, sign * 12 * amount)
    raise CalendarError(f"{unit} is not counted without a calendar.")


def working_days_left(today: dt.date, due: dt.date, calendar: WorkingCalendar) -> int:
    """Working days after today up to the due day: 0 on the day itself. Late is always negative, so a weekend
    day after a Friday limit is already -1."""
    left = calendar.working_days_in(today, due)
    return min(left, -1) if today > due else left


def _answer(sentence: Sentence, known: _Known) -> Due:
    return _ANSWERS[type(sentence)](sentence, known)


def _days(found: Occurrences) -> list[dt.date | None]:
    if found is None:
        return []
    if isinstance(found, dt.date):
        return [london_date(found)]
    return [None if when is None else london_date(when) for when in found]


def _start(sentence: Start, known: _Known) -> Due:
    days = [day for day in _days(known.starts.get(sentence.name)) if day is not None]
    if not days:
        return Due(sentence=sentence, missing=(sentence.name,))
    return Due(sentence=sentence, due_on=min(days), start_on=min(days))


def _last_of(sentence: LastOf, known: _Known) -> Due:
    """Each counts on its own day, or when it is later or outstanding and has a limit, on its limit."""
    days = _days(known.starts.get(sentence.name))
    outstanding = not days or None in days
    limits = _days(known.limits.get(sentence.name)) if sentence.or_limit else []
    if limits:
        each = limits if len(limits) == len(days) else [max(d for d in limits if d)] * max(len(days), 1)
        days = [min((d for d in pair if d), default=None) for pair in zip(days or [None], each, strict=True)]
    if not days or None in days:
        waits_for = (sentence.name, f"limit of {sentence.name}") if sentence.or_limit else (sentence.name,)
        return Due(sentence=sentence, missing=waits_for)
    last = max(day for day in days if day)
    return Due(
        sentence=sentence, due_on=last, start_on=last, provisional=outstanding,
        missing=(sentence.name,) if outstanding else (),
    )  # fmt: skip


def _period(sentence: Period, known: _Known) -> Due:
    inner = _answer(sentence.of, known)
    if inner.due_on is None:
        return Due(sentence=sentence, missing=inner.missing, parts=(inner,))
    counted, skipped, due = count(
        inner.due_on, sentence.amount, known.calendar, sentence.unit,
        before=sentence.before, same_day=sentence.same_day,
    )  # fmt: skip
    return Due(
        sentence=sentence, due_on=due, start_on=inner.due_on, counted=counted, skipped=skipped,
        missing=inner.missing, provisional=inner.provisional, parts=(inner,),
    )  # fmt: skip


def count(
    day: dt.date,
    amount: int,
    calendar: WorkingCalendar,
    unit: Unit = Unit.WORKING_DAYS,
    *,
    before: bool = False,
    same_day: bool = False,
) -> tuple[tuple[dt.date, ...], Skipped, dt.date]:
    """Each day counted in order (or the end of each week, month, year), each passed over, and the due day."""
    if amount > LARGEST_AMOUNT:
        raise CalendarError(f"The amount can be at most {LARGEST_AMOUNT:,}.")
    due = due_on(day, amount, calendar, unit, before=before, same_day=same_day)
    if unit is not Unit.WORKING_DAYS:
        shift = 1 if same_day else 0
        step = Unit.DAYS if unit is Unit.CLEAR_DAYS else unit
        return tuple(_step(day, n - shift, step, before) for n in range(1, amount + 1)), (), due
    if amount == 0:
        return (), (), due
    return *_walked(day, due, calendar, before=before, with_start=same_day), due


def _walked(
    day: dt.date, due: dt.date, calendar: WorkingCalendar, *, before: bool, with_start: bool
) -> tuple[tuple[dt.date, ...], Skipped]:
    sign = -1 if before else 1
    first = day.toordinal() + (0 if with_start else sign)
    counted, skipped = [], []
    for number in range(first, due.toordinal() + sign, sign):
        passed = dt.date.fromordinal(number)
        reason = calendar.reason(passed)
        if reason:
            skipped.append((passed, reason))
        else:
            counted.append(passed)
    return tuple(counted), tuple(skipped)


def _meeting(sentence: Meeting, known: _Known) -> Due:
    inner = _answer(sentence.after, known)
    wanted = f"next meeting of {sentence.body}"
    if inner.due_on is None:
        return Due(sentence=sentence, missing=inner.missing, parts=(inner,))
    later = [d for d in _days(list(known.meetings.get(sentence.body, ()))) if d and d > inner.due_on]
    if not later:
        return Due(sentence=sentence, start_on=inner.due_on, missing=(*inner.missing, wanted), parts=(inner,))
    meeting = min(later)
    return Due(
        sentence=sentence, due_on=add_days(meeting, -1) if sentence.eve else meeting, start_on=inner.due_on,
        missing=inner.missing, provisional=inner.provisional, parts=(inner,),
    )  # fmt: skip


def _combined(sentence: Earliest | Latest, known_days: _Known) -> Due:
    parts = tuple(_answer(part, known_days) for part in sentence.parts)
    missing = _union(part.missing for part in parts)
    known = [part for part in parts if part.due_on is not None]
    waits = len(known) < len(parts) if isinstance(sentence, Latest) else not known
    if waits:
        return Due(sentence=sentence, missing=missing, parts=parts)
    chosen = chosen_part(sentence, parts)
    return Due(
        sentence=sentence, due_on=chosen.due_on, start_on=chosen.start_on, counted=chosen.counted,
        skipped=chosen.skipped, missing=missing, parts=parts,
        provisional=len(known) < len(parts) or any(part.provisional for part in known),
    )  # fmt: skip


def chosen_part(sentence: Sentence, parts: tuple[Due, ...]) -> Due:
    """The part whose day is the answer; of two on the same day, the one written first."""
    known = [part for part in parts if part.due_on is not None]
    pick = min if isinstance(sentence, Earliest) else max
    return pick(known, key=lambda part: part.due_on.toordinal() if part.due_on else 0)


def _not_before(sentence: NotBefore, known: _Known) -> Due:
    """A floor that is not known yet could only make it later, so the day is given provisionally meanwhile."""
    parts = (_answer(sentence.of, known), _answer(sentence.floor, known))
    missing = _union(part.missing for part in parts)
    if parts[0].due_on is None:
        return Due(sentence=sentence, missing=missing, parts=parts)
    chosen = chosen_part(sentence, parts)
    return replace(
        chosen, sentence=sentence, missing=missing, parts=parts,
        provisional=parts[1].due_on is None or any(part.provisional for part in parts),
    )  # fmt: skip


def _moved(sentence: Moved, known: _Known) -> Due:
    inner = _answer(sentence.of, known)
    if inner.due_on is None or known.calendar.is_working(inner.due_on):
        return replace(inner, sentence=sentence, parts=(inner,))
    calendar = known.calendar
    move = calendar.after if sentence.forwards else calendar.before
    due = move(inner.due_on, 1)
    _, skipped = _walked(inner.due_on, due, calendar, before=not sentence.forwards, with_start=True)
    return replace(inner, sentence=sentence, due_on=due, skipped=inner.skipped + skipped, parts=(inner,))


def _union(many: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in many for name in names))


_ANSWERS: Mapping[type, Callable[..., Due]] = {
    Start: _start,
    LastOf: _last_of,
    Period: _period,
    Meeting: _meeting,
    Earliest: _combined,
    Latest: _combined,
    NotBefore: _not_before,
    Moved: _moved,
}

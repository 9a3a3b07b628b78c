"""Due dates against a bare binary search, with a partnership's closure days in the table (PERFORMANCE §1).

The floor does nothing but the search: no dates, no check of the range. Every date of the million is compared
with numbers walked day by day, so that none can be fast and wrong.
"""

from __future__ import annotations

import datetime as dt
import random
from bisect import bisect_right
from time import perf_counter

from deadlines.calendar import WorkingCalendar, bank_holidays, calendar_for
from deadlines.rules import due_on, evaluate
from procedures.sentences import parse_sentence

from . import Row

MILLION = 1_000_000
AMOUNTS = (1, 2, 5, 10, 15, 20, 30, 45)
FIRST, LAST = dt.date(2018, 2, 1), dt.date(2027, 6, 30)
CLOSURES = (
    (dt.date(2026, 12, 24), "closure day: offices shut"),
    (dt.date(2026, 12, 29), "closure day: offices shut"),
)


def run(runs: int = 3) -> list[Row]:
    """The rows of the table: one date, a million dates, how many are wrong, and one that explains itself."""
    calendar = calendar_for(closures=CLOSURES)
    chance = random.Random(2026)  # noqa: S311 (not for secrets: the same questions in each run)
    span = (LAST - FIRST).days
    starts = [FIRST + dt.timedelta(chance.randrange(span)) for _ in range(MILLION)]
    amounts = [chance.choice(AMOUNTS) for _ in range(MILLION)]
    floor = min(_bare(starts, amounts) for _ in range(runs))
    ours = min(_ours(starts, amounts, calendar) for _ in range(runs))
    explained = min(_explained(starts[:2000], calendar) for _ in range(runs))
    wrong = _wrong(starts, amounts, calendar)
    return [
        Row("one due date", ours, "µs", floor, "at most 10x a bare bisect call", ours <= 10 * floor),
        Row("1,000,000 due dates", ours, "s", floor, "at most 1 s", ours <= 1),
        Row("wrong among 1,000,000", wrong, "dates", None, "0", wrong == 0),
        Row("one due date with its explanation", explained, "µs", floor, "for comparison", True),
    ]


def _bare(starts: list[dt.date], amounts: list[int]) -> float:
    table, numbers = _walked_days(), [day.toordinal() for day in starts]

    def search(number: int, amount: int) -> int:
        return table[bisect_right(table, number) + amount - 1]

    begun = perf_counter()
    for number, amount in zip(numbers, amounts, strict=True):
        search(number, amount)
    return perf_counter() - begun


def _ours(starts: list[dt.date], amounts: list[int], calendar: WorkingCalendar) -> float:
    begun = perf_counter()
    for day, amount in zip(starts, amounts, strict=True):
        due_on(day, amount, calendar)
    return perf_counter() - begun


def _explained(starts: list[dt.date], calendar: WorkingCalendar) -> float:
    sentence = parse_sentence("10 working days after information requested")
    begun = perf_counter()
    for day in starts:
        evaluate(sentence, {"information requested": day}, calendar)
    return (perf_counter() - begun) / len(starts) * 1e6


def _wrong(starts: list[dt.date], amounts: list[int], calendar: WorkingCalendar) -> int:
    """Against a table made another way: each day in turn, asked whether it is a weekend or a closed day."""
    days = _walked_days()
    place, at = {}, 0
    for number in range(FIRST.toordinal(), LAST.toordinal() + 1):
        while days[at] <= number:
            at += 1
        place[number] = at
    return sum(
        due_on(day, amount, calendar).toordinal() != days[place[day.toordinal()] + amount - 1]
        for day, amount in zip(starts, amounts, strict=True)
    )


def _walked_days() -> list[int]:
    closed = bank_holidays().keys() | dict(CLOSURES).keys()
    days, day = [], FIRST
    while day <= LAST + dt.timedelta(200):
        if day.weekday() < 5 and day not in closed:
            days.append(day.toordinal())
        day += dt.timedelta(1)
    return days

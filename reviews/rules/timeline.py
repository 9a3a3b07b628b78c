"""A picture of time by agency: where each entry stands, where nobody has one, where several speak of one day. Pure.

Lengths are in the units of the picture's own view box, so that nothing of it needs a style.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from information.rules import Entry, Gap, last_day

WIDTH, LABELS, LANE, TOP, LEAST = 960, 200, 36, 34, 6
NARROWEST = dt.timedelta(days=14)


@dataclass(frozen=True)
class Mark:
    """One entry in its agency's lane."""

    entry: Entry
    x: float
    width: float
    y: int


@dataclass(frozen=True)
class Lane:
    agency: str
    y: int
    marks: tuple[Mark, ...]

    @property
    def name(self) -> list[tuple[int, str]]:
        """(where, words) of the agency's name in the room beside the lane, on two lines where it is long."""
        lines = wrap(self.agency, 31, max_lines=2, placeholder="…") or [""]
        first = self.y + (22 if len(lines) == 1 else 15)
        return [(first + 15 * number, line) for number, line in enumerate(lines)]


@dataclass(frozen=True)
class Tick:
    x: float
    words: str
    begins: dt.date
    ends: dt.date


@dataclass(frozen=True)
class Band:
    """A stretch in which no agency has an entry."""

    x: float
    width: float
    words: str


@dataclass(frozen=True)
class Window:
    """The days that are shown, first and last counting."""

    begins: dt.date
    ends: dt.date

    @property
    def days(self) -> int:
        return (self.ends - self.begins).days + 1


@dataclass(frozen=True)
class Picture:
    window: Window
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    bands: tuple[Band, ...]
    height: int
    width: int = WIDTH
    labels: int = LABELS


@dataclass(frozen=True)
class Overlap:
    """A day of which several agencies speak: the same event told twice, or events that belong together."""

    on: dt.date
    agencies: tuple[str, ...]
    entries: tuple[Entry, ...]


def whole(entries: Sequence[Entry]) -> Window | None:
    """From the first day to the last that any entry speaks of; None without an entry."""
    if not entries:
        return None
    return Window(min(each.on for each in entries), max(last_day(each.on, each.precision) for each in entries))


def chosen(everything: Window, begins: dt.date | None, ends: dt.date | None) -> Window:
    """The days asked for, inside what there is and never narrower than two weeks."""
    first = max(begins or everything.begins, everything.begins)
    last = min(ends or everything.ends, everything.ends)
    if last < first:
        return everything
    if last - first < NARROWEST:
        last = min(first + NARROWEST, everything.ends)
        first = max(min(first, last - NARROWEST), everything.begins)
    return Window(first, last)


def ways_on(window: Window, everything: Window) -> dict[str, Window]:
    """Where one may go from here: closer, wider, earlier, later, everything; only what shows something else."""
    quarter, half = dt.timedelta(days=window.days // 4), dt.timedelta(days=max(window.days // 2, 1))
    found = {
        "closer": chosen(everything, window.begins + quarter, window.ends - quarter),
        "wider": chosen(everything, window.begins - half, window.ends + half),
        "earlier": _moved(window, -half, everything),
        "later": _moved(window, half, everything),
        "everything": everything,
    }
    return {name: where for name, where in found.items() if where != window}


def _moved(window: Window, by: dt.timedelta, everything: Window) -> Window:
    """As wide as before, and not past the ends."""
    length = window.ends - window.begins
    first = min(max(window.begins + by, everything.begins), everything.ends - length)
    return Window(first, first + length)


def inside(entries: Sequence[Entry], window: Window) -> list[Entry]:
    return [each for each in entries if each.on <= window.ends and last_day(each.on, each.precision) >= window.begins]


def picture(entries: Sequence[Entry], gaps: Sequence[Gap], window: Window) -> Picture:
    """A lane for each agency that has an entry at all, in the order of their names; those outside the window are not
    drawn."""
    agencies = sorted({(each.agency.lower(), each.agency) for each in entries})
    lanes = []
    for number, (_, agency) in enumerate(agencies):
        y = TOP + number * LANE
        mine = [each for each in inside(entries, window) if each.agency == agency]
        lanes.append(Lane(agency, y, tuple(_mark(each, window, y) for each in mine)))
    bands = tuple(_band(gap, window) for gap in gaps if gap.begins < window.ends and gap.ends > window.begins)
    return Picture(window, tuple(lanes), tuple(_ticks(window)), bands, TOP + len(lanes) * LANE + 4)


def _x(day: dt.date, window: Window) -> float:
    part = ((day - window.begins).days) / window.days
    return round(LABELS + min(max(part, 0), 1) * (WIDTH - LABELS), 1)


def _mark(entry: Entry, window: Window, y: int) -> Mark:
    begins = _x(entry.on, window)
    ends = _x(last_day(entry.on, entry.precision) + dt.timedelta(days=1), window)
    width = max(round(ends - begins, 1), LEAST)
    return Mark(entry, min(begins, WIDTH - width), width, y)


def _band(gap: Gap, window: Window) -> Band:
    begins, ends = _x(gap.begins, window), _x(gap.ends, window)
    return Band(begins, round(ends - begins, 1), f"No entry for {gap.months} months")


def _ticks(window: Window) -> list[Tick]:
    """Years; of a window of less than two years its quarters, of less than eight months its months."""
    step = 12 if window.days > 730 else 3 if window.days > 240 else 1
    year, month = window.begins.year, 1 if step == 12 else (window.begins.month - 1) // step * step + 1
    found = []
    while dt.date(year, month, 1) <= window.ends:
        first = dt.date(year, month, 1)
        year, month = year + (month - 1 + step) // 12, (month - 1 + step) % 12 + 1
        last = dt.date(year, month, 1) - dt.timedelta(days=1)
        if last >= window.begins:
            words = str(first.year) if step == 12 else f"{first:%b} {first.year}"
            found.append(Tick(_x(first, window), words, first, last))
    every = -(-len(found) // 10) or 1
    return found[::every]


def overlaps(entries: Sequence[Entry]) -> list[Overlap]:
    """Days that several agencies tell of, in order. A date known only in part claims no day."""
    days: dict[dt.date, list[Entry]] = {}
    for entry in entries:
        if entry.precision == "day":
            days.setdefault(entry.on, []).append(entry)
    found = []
    for day in sorted(days):
        agencies = tuple(dict.fromkeys(each.agency for each in days[day]))
        if len(agencies) > 1:
            found.append(Overlap(day, agencies, tuple(days[day])))
    return found

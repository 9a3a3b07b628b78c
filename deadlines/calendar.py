"""Days: which ones are working days here, and how days, weeks and months are counted (C-16, DESIGN §3).

Pure: no database, no network, no clock. Days are Europe/London days, whatever the offset of the instant they
come from. A table of working days is sorted once per calendar; counting is then one binary search, so a due
date costs about a microsecond with a partnership's own closure days included (PERFORMANCE §1).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
# Somebody may speak today of what happened long ago; dates are taken from 1900 to 2089, so clocks have room.
FIRST_YEAR, LAST_YEAR = 1895, 2094
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_END_OF_DAY = dt.time(23, 59, 59)
_from_ordinal = dt.date.fromordinal


class CalendarError(ValueError):
    """A day or an amount that no calendar can answer, said in a sentence fit for the screen."""


class WorkingCalendar:
    """The working days between two dates. `non_working` gives the reason of each day that is closed
    although it is no weekend day: bank holidays and the partnership's closure days alike."""

    __slots__ = ("_first", "_last", "_ordinals", "_reasons", "_weekend")

    def __init__(
        self,
        non_working: Mapping[dt.date, str],
        *,
        first: dt.date = dt.date(FIRST_YEAR, 1, 1),
        last: dt.date = dt.date(LAST_YEAR, 12, 31),
        weekend: Iterable[int] = (5, 6),
    ):
        self._first, self._last = first.toordinal(), last.toordinal()
        self._weekend = frozenset(weekend)
        self._reasons = {day.toordinal(): reason for day, reason in non_working.items()}
        # 1 January of year 1 was a Monday, so an ordinal less one, modulo seven, is the weekday.
        self._ordinals = [
            day
            for day in range(self._first, self._last + 1)
            if (day - 1) % 7 not in self._weekend and day not in self._reasons
        ]

    def changed(self, *, closed: Mapping[dt.date, str], open_after_all: Iterable[dt.date]) -> WorkingCalendar:
        """This calendar with more closed days, and without some that it has (a bank holiday that was moved).

        A closure wins over an opening on the same day; a weekend day stays one. The numbers of the table
        are shared with this calendar, so that one for every partnership costs little memory.
        """
        new = WorkingCalendar.__new__(WorkingCalendar)
        new._first, new._last, new._weekend = self._first, self._last, self._weekend
        opened = {day.toordinal() for day in open_after_all} & self._reasons.keys()
        new._reasons = {day: reason for day, reason in self._reasons.items() if day not in opened}
        new._reasons |= {day.toordinal(): reason for day, reason in closed.items()}
        days = [day for day in self._ordinals if day not in new._reasons]
        regained = opened - new._reasons.keys()
        days += [d for d in regained if (d - 1) % 7 not in self._weekend and self._first <= d <= self._last]
        days.sort()
        new._ordinals = days
        return new

    def after(self, day: dt.date, amount: int, same_day: bool = False) -> dt.date:
        """The `amount`th working day after `day`: day 1 is the first one strictly after it (`same_day`: `day`
        itself when it is a working day, else the next one). 0 is `day` itself, working or not."""
        ordinals, start = self._ordinals, day.toordinal()
        if amount < 1 or start < self._first:
            return self._zero(day, amount)
        try:
            if same_day:
                start -= 1
            return _from_ordinal(ordinals[bisect_right(ordinals, start) + amount - 1])
        except IndexError:
            raise self._outside() from None

    def before(self, day: dt.date, amount: int, same_day: bool = False) -> dt.date:
        """The same, counted back: day 1 is the last working day strictly before `day` (or `day` itself)."""
        ordinals, start = self._ordinals, day.toordinal()
        if amount < 1 or start > self._last:
            return self._zero(day, amount)
        if same_day:
            start += 1
        found = bisect_left(ordinals, start) - amount
        if found < 0:
            raise self._outside()
        return _from_ordinal(ordinals[found])

    def is_working(self, day: dt.date) -> bool:
        self._inside(day)
        return (day.toordinal() - 1) % 7 not in self._weekend and day.toordinal() not in self._reasons

    def reason(self, day: dt.date) -> str:
        """Why `day` is no working day; empty when it is one. A weekend day is called by its name."""
        self._inside(day)
        number = day.toordinal()
        if (number - 1) % 7 in self._weekend:
            return WEEKDAYS[(number - 1) % 7]
        return self._reasons.get(number, "")

    def working_days_in(self, after: dt.date, until: dt.date) -> int:
        """Working days after the one day, up to and including the other; negative the other way round. Days outside
        the years known count for nothing, because a page that lists dates must open whatever the dates are."""
        ordinals = self._ordinals
        return bisect_right(ordinals, until.toordinal()) - bisect_right(ordinals, after.toordinal())

    def _inside(self, day: dt.date) -> None:
        if not self._first <= day.toordinal() <= self._last:
            raise self._outside()

    def _zero(self, day: dt.date, amount: int) -> dt.date:
        if amount < 0:
            raise CalendarError("The amount cannot be negative; to count backwards use “before”.")
        self._inside(day)
        return day

    def _outside(self) -> CalendarError:
        return CalendarError(
            f"Working days are known from {long_date(_from_ordinal(self._first))} to "
            f"{long_date(_from_ordinal(self._last))}; this would fall outside."
        )


def bank_holidays(country: str = "GB", subdivision: str = "ENG") -> dict[dt.date, str]:
    """Each bank holiday of the years known, with its name. Without its subdivision England would lack Easter
    Monday and the summer bank holiday, so the partnership's setting always gives both (C-16)."""
    return dict(_country(country, subdivision)[0])


@lru_cache(maxsize=32)
def _country(country: str, subdivision: str) -> tuple[Mapping[dt.date, str], frozenset[int]]:
    try:
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=range(FIRST_YEAR, LAST_YEAR + 1))
    except NotImplementedError:
        place = f"{country} {subdivision}".strip()
        raise CalendarError(f"No bank holidays are known for {place}.") from None
    named = {day: _bank_holiday(name) for day, name in sorted(found.items())}
    return named, frozenset(found.weekend)


def _bank_holiday(name: str) -> str:
    return f"bank holiday: {name.replace('(observed)', '(substitute day)')}"


@lru_cache(maxsize=256)
def calendar_for(
    country: str = "GB",
    subdivision: str = "ENG",
    closures: tuple[tuple[dt.date, str], ...] = (),
    openings: tuple[dt.date, ...] = (),
) -> WorkingCalendar:
    """The calendar of a country and subdivision, with extra closed days and without bank holidays taken away.

    The same rows give the same table, built once. CalendarError when the country is not known.
    """
    if closures or openings:
        base = calendar_for(country, subdivision)
        return base.changed(closed=dict(closures), open_after_all=openings)
    named, weekend = _country(country, subdivision)
    return WorkingCalendar(named, weekend=weekend)


def england() -> WorkingCalendar:
    """England's weekends and bank holidays, nothing else."""
    return calendar_for()


_KEPT: OrderedDict[Hashable, WorkingCalendar] = OrderedDict()
_KEPT_AT_MOST = 256


def cached_calendar(key: Hashable, build: Callable[[], WorkingCalendar]) -> WorkingCalendar:
    """One table per partnership and version of its days: `build` runs only when `key` is new here.

    The key must change whenever the days do (partnership, version), since nothing expires by time.
    """
    found = _KEPT.get(key)
    if found is None:
        found = _KEPT[key] = build()
        while len(_KEPT) > _KEPT_AT_MOST:
            _KEPT.popitem(last=False)
    return found


def london_date(when: dt.date | dt.datetime) -> dt.date:
    """The Europe/London day of an instant; a plain date is already one. 23:30 UTC on 1 July is 2 July."""
    if not isinstance(when, dt.datetime):
        return when
    if when.tzinfo is None:
        raise CalendarError("A time needs its offset from UTC (or Z) to be an instant.")
    try:
        return when.astimezone(LONDON).date()
    except (OverflowError, ValueError):
        raise CalendarError("That instant lies outside the years 1 to 9999.") from None


def due_instant(day: dt.date) -> dt.datetime:
    """The last second of the due day in London, as UTC: due means the end of the due day."""
    return dt.datetime.combine(day, _END_OF_DAY, LONDON).astimezone(dt.UTC)


def add_days(day: dt.date, amount: int) -> dt.date:
    try:
        return day + dt.timedelta(days=amount)
    except OverflowError:
        raise CalendarError("That day lies outside the years 1 to 9999.") from None


def add_months(day: dt.date, amount: int) -> dt.date:
    """The same day of the month so many months on (or back), else that month's last day:
    31 January and 1 month is 28 or 29 February."""
    months = day.year * 12 + day.month - 1 + amount
    year, month = months // 12, months % 12 + 1
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise CalendarError("That day lies outside the years 1 to 9999.")
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))


def long_date(day: dt.date) -> str:
    """“Monday 30 November 2026”, the same whatever the machine's language."""
    return f"{WEEKDAYS[day.weekday()]} {short_date(day)}"


def short_date(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

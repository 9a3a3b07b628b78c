"""When each partnership reminds, and whom: from its procedure text and calendar to plain rows. Mostly pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from procedures.model import Procedure, Reminders

from .calendar import WorkingCalendar

AGENCY, COPY = "@agency", "@copy"
LONG_AGO = dt.date(1900, 1, 1)
LOOK_BACK = 400  # days: beyond it, "every N working days overdue" reminds on the first working day of each week


@dataclass(frozen=True)
class Occasion:
    """Deadlines due from one day to another, both included, are reminded now under this name."""

    name: str
    due_from: dt.date
    due_to: dt.date
    late: bool
    own: bool = True  # also for the dates of the procedure itself, which nobody wants to read of each day


@dataclass(frozen=True)
class Who:
    """For deadlines of `role` (or AGENCY, COPY) whoever holds `holder` is written to; the lowest rank that exists."""

    role: str
    holder: str
    rank: int


def occasions(today: dt.date, reminders: Reminders, calendar: WorkingCalendar) -> list[Occasion]:
    """Which due days are reminded today. A sweep that was missed is made up for as long as the day has not come.

    "N working days before" goes out from that day until the due day, once for each due date; "overdue" on each
    working day (or every N-th) after it.
    """
    found = [
        Occasion(f"before-{n}", today + dt.timedelta(days=1), calendar.after(today, n), False)
        for n in sorted(reminders.before)
        if calendar.is_working(today)
    ]
    if reminders.on_day:
        found.append(Occasion("on-day", today, today, False))
    if reminders.overdue_every and calendar.is_working(today):
        found += _overdue(today, reminders.overdue_every, calendar)
    return found


def _first_of_month(today: dt.date, calendar: WorkingCalendar) -> bool:
    return not any(calendar.is_working(today.replace(day=day)) for day in range(1, today.day))


def _overdue(today: dt.date, every: int, calendar: WorkingCalendar) -> list[Occasion]:
    name = f"overdue-{today.isoformat()}"
    yesterday = today - dt.timedelta(days=1)
    own = _first_of_month(today, calendar)
    if every == 1:
        return [Occasion(name, LONG_AGO, yesterday, True, own)]
    days = (yesterday - dt.timedelta(days=n) for n in range(LOOK_BACK))
    return [Occasion(name, day, day, True, own) for day in days if calendar.working_days_in(day, today) % every == 0]


def who_is_told(procedures: Iterable[Procedure]) -> list[Who]:
    """The recipients of every role in every edition of a partnership's text that a case may be under."""
    rows: dict[tuple[str, str], int] = {}

    def add(role: str, holder: str, rank: int) -> None:
        rows[role, holder] = min(rank, rows.get((role, holder), rank))

    for procedure in procedures:
        office = [role.name for role in procedure.roles_of_kind("secretariat")]
        for role in procedure.roles:
            for holder in procedure.who_may_act_as(role.name):
                add(role.name, holder, 0 if holder == role.name else 1)
        for role in procedure.roles_of_kind("member"):
            add(AGENCY, role.name, 0)
        for role in procedure.roles_of_kind("agency-lead"):
            add(AGENCY, role.name, 1)
        for name in procedure.reminders.copy_overdue_to:
            add(COPY, name, 0)
        # Nobody holds the role: the secretariat hears of it rather than no one.
        for role in [AGENCY, "referrer", "system", "", *(each.name for each in procedure.roles)]:
            for holder in office:
                add(role, holder, 2)
    return [Who(role, holder, rank) for (role, holder), rank in rows.items()]

"""What other rooms ask about days and deadlines."""

from __future__ import annotations

from .calendar import WorkingCalendar, calendar_for
from .models import NonWorkingDay


def calendar_of(partnership) -> WorkingCalendar:
    """The partnership's calendar: its country's bank holidays and the days it has changed itself (C-16).

    One query; the table is built once for the same days. Must run inside the partnership's scope.
    """
    rows = NonWorkingDay.objects.filter(partnership=partnership).order_by("on")
    closed, opened = [], []
    for day, name, source in rows.values_list("on", "name", "source"):
        if source == NonWorkingDay.Source.WORKING:
            opened.append(day)
        else:
            closed.append((day, _reason(name, source)))
    return calendar_for(partnership.country, partnership.subdivision, tuple(closed), tuple(opened))


def _reason(name: str, source: str) -> str:
    if source == NonWorkingDay.Source.CLOSURE:
        return f"closure day: {name}"
    return f"bank holiday: {name}"

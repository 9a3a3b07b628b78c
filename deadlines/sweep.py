"""One sweep: which deadlines are near, due or late now, who is told, and one digest to each of them.

Set-based from end to end: what is in reach, who hears of it and what they were told already are joined in the
database, and ON CONFLICT DO NOTHING keeps each reminder to one row, so that running it twice, late or from two
workers adds nothing (DESIGN.md §3). Reminders and the digests made of them are one transaction; the e-mails leave
later through the outbox.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from functools import lru_cache

from django.db import connection

from partnerships.models import Partnership
from partnerships.scope import sweep_door, tenant
from procedures import library
from procedures.model import Procedure
from procedures.models import ProcedureVersion

from . import plans
from .calendar import WorkingCalendar, calendar_for, london_date
from .digests import Sender, write_digests
from .models import NonWorkingDay
from .queries import day_reason
from .recipients import DROP, DUE, find_recipients

LOCK = 7218

FIND = DUE.format(
    late="occ.late",
    occasion="occ.name || ' ' || d.due_on",
    source="""JOIN json_to_recordset(%(occasions)s) AS occ(partnership_id bigint, name text, due_from date, due_to date,
                                                     late bool, own bool)
  ON occ.partnership_id = d.partnership_id AND d.due_on BETWEEN occ.due_from AND occ.due_to
 AND (occ.own OR d.case_id IS NOT NULL)""",
)
COUNTS = "SELECT (SELECT count(DISTINCT id) FROM sweep_due), (SELECT count(*) FROM sweep_told)"
MADE = """
SELECT count(*) FROM deadlines_reminder r JOIN sweep_due s ON s.id = r.deadline_id AND s.occasion = r.occasion
"""


@dataclass
class Swept:
    """What one sweep did: deadlines in reach, reminders new, digests written, reminders that had been made before."""

    at: str
    due: int = 0
    queued: int = 0
    messages: int = 0
    already_sent: int = 0

    def as_plain(self) -> dict:
        return asdict(self)


@dataclass(frozen=True)
class Place:
    """A partnership as the sweep needs it."""

    partnership: Partnership
    procedure: Procedure
    calendar: WorkingCalendar
    who: tuple[plans.Who, ...]


def sweep(at: dt.datetime) -> Swept:
    """Makes every reminder that is due at an instant (aware) and the digests for them. Safe to repeat."""
    today = london_date(at)
    places = _places()
    senders = {place.partnership.pk: Sender(place.partnership, place.procedure, place.calendar) for place in places}
    result = Swept(at=at.isoformat())
    with sweep_door(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(FIND, {"occasions": _occasions(places, today)})
        find_recipients(cursor, {place.partnership.pk: place.who for place in places}, today)
        cursor.execute(COUNTS)
        result.due, result.queued = cursor.fetchone()
        cursor.execute(MADE)
        result.already_sent = cursor.fetchone()[0]
        result.messages = write_digests(cursor, senders, at)
        cursor.execute(DROP)
    return result


def _places() -> list[Place]:
    """Every partnership with the editions its cases may be under; texts are read once in a process, by their hash."""
    with sweep_door():
        partnerships = list(Partnership.objects.order_by("pk"))
        editions: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
        for row in ProcedureVersion.objects.values_list("partnership_id", "id", "sha256", "state").order_by("id"):
            editions[row[0]].append(row[1:])
        days: dict[int, list[tuple]] = defaultdict(list)
        for pk, *day in NonWorkingDay.objects.values_list("partnership_id", "on", "name", "source").order_by("on"):
            days[pk].append(tuple(day))
    places = []
    for partnership in partnerships:
        known = [edition for edition in editions[partnership.pk] if edition[2] != "draft"]
        if known:
            key = tuple(sorted((sha, state) for _, sha, state in known))
            procedure, who = _read(partnership, key)
            places.append(Place(partnership, procedure, _calendar(partnership, days[partnership.pk]), who))
    return places


_plans: dict[tuple, tuple[Procedure, tuple[plans.Who, ...]]] = {}


def _read(partnership: Partnership, key: tuple) -> tuple[Procedure, tuple[plans.Who, ...]]:
    if (partnership.pk, key) not in _plans:
        with tenant(partnership):
            rows = list(ProcedureVersion.objects.filter(partnership=partnership).exclude(state="draft").order_by("id"))
            found = [(row.state, library.of_version(row)) for row in rows]
        in_force = next((procedure for state, procedure in found if state == "published"), found[-1][1])
        _plans[partnership.pk, key] = (in_force, tuple(plans.who_is_told(procedure for _, procedure in found)))
    return _plans[partnership.pk, key]


def _calendar(partnership: Partnership, days: list[tuple]) -> WorkingCalendar:
    return _calendar_of(partnership.country, partnership.subdivision, tuple(days))


@lru_cache(maxsize=512)
def _calendar_of(country: str, subdivision: str, days: tuple[tuple, ...]) -> WorkingCalendar:
    working = NonWorkingDay.Source.WORKING
    closed = tuple((on, day_reason(name, source)) for on, name, source in days if source != working)
    return calendar_for(country, subdivision, closed, tuple(on for on, _, source in days if source == working))


def _occasions(places: list[Place], today: dt.date) -> str:
    rows = [
        {
            "partnership_id": place.partnership.pk,
            "name": each.name,
            "due_from": each.due_from.isoformat(),
            "due_to": each.due_to.isoformat(),
            "late": each.late,
            "own": each.own,
        }
        for place in places
        for each in plans.occasions(today, place.procedure.reminders, place.calendar)
    ]
    return json.dumps(rows)

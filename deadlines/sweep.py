"""One sweep: which deadlines are near, due or late now, who is told, and one digest to each of them.

Set-based from end to end: one INSERT … SELECT … ON CONFLICT DO NOTHING makes the reminders of every partnership, so
that running it twice, late or from two workers adds nothing (DESIGN.md §3). Reminders and the digests made of them
are one transaction; the e-mails leave later through the outbox. No e-mail carries a personal detail (C-30).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import asdict, dataclass
from functools import lru_cache

from django.conf import settings
from django.db import connection

from config.filters import LONDON, date_weekday, plural, working_days_left
from documents.letters import fill
from documents.models import OutboxMessage
from partnerships.models import Partnership
from partnerships.scope import sweep_door, tenant
from procedures import library
from procedures.model import Procedure
from procedures.models import ProcedureVersion

from . import plans
from .calendar import WorkingCalendar, calendar_for, london_date
from .models import NonWorkingDay
from .queries import day_reason
from .rules import working_days_left as left_of

EARLIEST = dt.time(7)  # nobody is written to in the middle of the night
LOCK = 7218

FIND = """
CREATE TEMPORARY TABLE sweep_due ON COMMIT DROP AS
WITH occ AS (
  SELECT * FROM unnest(%(o_part)s::bigint[], %(o_name)s::text[], %(o_from)s::date[], %(o_to)s::date[],
                       %(o_late)s::bool[])
    AS t(partnership_id, name, due_from, due_to, late))
SELECT d.id, d.partnership_id, d.case_id, d.role, d.agency_id, d.borough_id, occ.late,
       occ.name || ' ' || d.due_on AS occasion
FROM deadlines_deadline d
JOIN occ ON occ.partnership_id = d.partnership_id AND d.due_on BETWEEN occ.due_from AND occ.due_to
WHERE d.state = 'open' AND NOT d.permanence
"""
REMIND = """
WITH who AS (
  SELECT * FROM unnest(%(w_part)s::bigint[], %(w_role)s::text[], %(w_holder)s::text[], %(w_rank)s::int[])
    AS t(partnership_id, role, holder, rank)),
holders AS (
  SELECT m.id AS membership_id, m.partnership_id, m.user_id, m.agency_id, h.role, h.borough_id
  FROM partnerships_membership m
  JOIN partnerships_roleholding h ON h.membership_id = m.id AND h.partnership_id = m.partnership_id
  JOIN partnerships_user u ON u.id = m.user_id
  WHERE m.active AND u.is_active AND h.starts_on <= %(today)s AND (h.ends_on IS NULL OR h.ends_on >= %(today)s)),
found AS (
  SELECT due.id, due.partnership_id, due.occasion, h.user_id, w.rank,
         min(w.rank) OVER (PARTITION BY due.id, due.occasion) AS best
  FROM sweep_due due
  JOIN who w ON w.partnership_id = due.partnership_id
            AND w.role = CASE WHEN %(copy)s THEN '@copy' WHEN due.agency_id IS NULL THEN due.role ELSE '@agency' END
  JOIN holders h ON h.partnership_id = due.partnership_id AND h.role = w.holder
                AND (%(copy)s OR w.rank = 2 OR due.agency_id IS NULL OR h.agency_id = due.agency_id)
                AND (h.borough_id IS NULL OR due.borough_id IS NULL OR h.borough_id = due.borough_id)
  LEFT JOIN cases_case c ON c.id = due.case_id
  WHERE (NOT %(copy)s OR due.late)
    AND NOT EXISTS (SELECT 1 FROM cases_conflict x WHERE x.case_id = due.case_id AND x.membership_id = h.membership_id
                    AND x.withdrawn_at IS NULL)
    AND (c.id IS NULL OR NOT c.restricted OR EXISTS (
          SELECT 1 FROM cases_casepermission p WHERE p.content_object_id = c.id AND p.user_id = h.user_id)))
INSERT INTO deadlines_reminder (partnership_id, deadline_id, occasion, recipient_id, copy, for_day, queued_at)
SELECT DISTINCT partnership_id, id, occasion, user_id, %(copy)s, %(today)s::date, %(at)s::timestamptz
FROM found WHERE rank = best
ON CONFLICT DO NOTHING
"""
MADE = """
SELECT count(*) FROM deadlines_reminder r JOIN sweep_due s ON s.id = r.deadline_id AND s.occasion = r.occasion
"""
NOTE = """
UPDATE deadlines_reminder r SET message_id = t.message
FROM unnest(%s::bigint[], %s::bigint[]) AS t(id, message) WHERE r.id = t.id
"""
WAITING = """
SELECT r.id, r.partnership_id, r.recipient_id, r.copy, d.title, d.due_on, c.reference, u.email, u.name, a.title,
       starts_with(r.occasion, 'recomputed-')
FROM deadlines_reminder r
JOIN deadlines_deadline d ON d.id = r.deadline_id
JOIN partnerships_user u ON u.id = r.recipient_id
LEFT JOIN cases_case c ON c.id = d.case_id
LEFT JOIN partnerships_agency a ON a.id = d.agency_id
WHERE r.message_id IS NULL ORDER BY r.partnership_id, r.recipient_id, r.copy, d.due_on, c.reference
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
    result = Swept(at=at.isoformat())
    with sweep_door(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(FIND, _occasion_rows(places, today))
        cursor.execute("SELECT count(DISTINCT id) FROM sweep_due")
        result.due = cursor.fetchone()[0]
        who = {**_who_rows(places), "today": today, "at": at}
        for copy in (False, True):
            cursor.execute(REMIND, {**who, "copy": copy})
            result.queued += cursor.rowcount
        cursor.execute(MADE)
        result.already_sent = cursor.fetchone()[0] - result.queued
        result.messages = _digests(cursor, {place.partnership.pk: place for place in places}, at)
        cursor.execute("DROP TABLE sweep_due")
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


def _occasion_rows(places: list[Place], today: dt.date) -> dict[str, list]:
    rows = [
        (place.partnership.pk, each.name, each.due_from, each.due_to, each.late)
        for place in places
        for each in plans.occasions(today, place.procedure.reminders, place.calendar)
    ]
    columns = list(zip(*rows, strict=True)) or [()] * 5
    return dict(zip(("o_part", "o_name", "o_from", "o_to", "o_late"), map(list, columns), strict=True))


def _who_rows(places: list[Place]) -> dict[str, list]:
    rows = [(place.partnership.pk, each.role, each.holder, each.rank) for place in places for each in place.who]
    columns = list(zip(*rows, strict=True)) or [()] * 4
    return dict(zip(("w_part", "w_role", "w_holder", "w_rank"), map(list, columns), strict=True))


def _digests(cursor, places: dict[int, Place], at: dt.datetime) -> int:
    """One e-mail to each person for all that waits for them, written to the outbox and noted on the reminders."""
    cursor.execute(WAITING)
    groups: dict[tuple[int, int], list[tuple]] = defaultdict(list)
    for row in cursor.fetchall():
        groups[row[1], row[2]].append(row)
    earliest = dt.datetime.combine(london_date(at), EARLIEST, tzinfo=LONDON)
    messages = [
        _digest(places[partnership_id], recipient_id, rows, at, earliest)
        for (partnership_id, recipient_id), rows in groups.items()
        if partnership_id in places
    ]
    OutboxMessage.objects.bulk_create(messages, batch_size=500)
    pairs = [(row[0], message.pk) for message in messages for row in groups[message.partnership_id, message.to_user_id]]
    if pairs:
        cursor.execute(NOTE, [[pair[0] for pair in pairs], [pair[1] for pair in pairs]])
    return len(messages)


def _digest(
    place: Place, recipient_id: int, rows: list[tuple], at: dt.datetime, earliest: dt.datetime
) -> OutboxMessage:
    today = london_date(at)
    lines = [_line(row, today, place.calendar) for row in rows if not row[3]]
    copies = [_line(row, today, place.calendar) for row in rows if row[3]]
    if copies:
        lines += ["", "Late, for your information:", *copies]
    values = {
        "count": plural(sum(not row[3] for row in rows), "thing") if any(not row[3] for row in rows) else "Nothing",
        "partnership": place.procedure.partnership_title,
        "recipient": rows[0][8],
        "what_is_due": "\n".join(lines).strip(),
        "link": f"{settings.BASE_URL}/{place.partnership.slug}/",
        "contact_email": place.procedure.contact_email,
        "service": settings.SERVICE_NAME,
    }
    letter = place.procedure.find("letters", "reminder")
    filled = fill(letter, values, missing="")
    return OutboxMessage(
        partnership_id=place.partnership.pk,
        key=f"digest:{recipient_id}:{rows[0][0]}-{rows[-1][0]}",
        kind="reminder",
        to_email=rows[0][7],
        to_name=rows[0][8][:160],
        to_user_id=recipient_id,
        subject=filled.subject,
        body=filled.body,
        queued_at=at,
        not_before=earliest if earliest > at else None,
    )


def _line(row: tuple, today: dt.date, calendar: WorkingCalendar) -> str:
    _, _, _, _, title, due_on, reference, _, _, agency, moved = row
    where = f"{reference}: " if reference else ""
    whose = f" ({agency})" if agency else ""
    left = working_days_left(left_of(today, due_on, calendar))
    new = " (a new date: a day that does not count was changed)" if moved else ""
    return f"- {where}{title}{whose}, due {date_weekday(due_on)}{new}: {left}"

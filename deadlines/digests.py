"""One e-mail to each person for all that waits for them, written to the outbox in one statement.

Reminders of this sweep are inserted with the number of their e-mail; those that a change of the calendar made
earlier get it now. No e-mail carries a personal detail (C-30).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from django.conf import settings

from config.filters import LONDON, date_weekday, plural, working_days_left
from documents.letters import fill
from partnerships.models import Partnership
from procedures.model import Procedure

from .calendar import WorkingCalendar, london_date
from .rules import working_days_left as left_of

EARLIEST = dt.time(7)  # nobody is written to in the middle of the night

WAITING = """
SELECT w.partnership_id, w.user_id, w.copy, w.title, w.due_on, w.reference, a.title, u.email, u.name, w.deadline_id,
       w.occasion
FROM (
  SELECT due.partnership_id, t.user_id, t.copy, due.title, due.due_on, due.reference, due.agency_id,
         due.id AS deadline_id, due.occasion
  FROM sweep_told t JOIN sweep_due due ON due.n = t.n
  UNION ALL
  SELECT r.partnership_id, r.recipient_id, r.copy, d.title, d.due_on, c.reference, d.agency_id, d.id, r.occasion
  FROM deadlines_reminder r JOIN deadlines_deadline d ON d.id = r.deadline_id LEFT JOIN cases_case c ON c.id = d.case_id
  WHERE r.message_id IS NULL) w
JOIN partnerships_user u ON u.id = w.user_id
LEFT JOIN partnerships_agency a ON a.id = w.agency_id
ORDER BY w.partnership_id, w.user_id, w.copy, w.due_on, w.reference, w.deadline_id
"""
WRITE = """
WITH written AS (
  INSERT INTO documents_outboxmessage (partnership_id, key, kind, to_email, to_name, to_user_id, subject, body,
                                       queued_at, not_before)
  SELECT t.partnership_id, t.key, 'reminder', t.email, t.name, t.user_id, t.subject, t.body, %(at)s, %(not_before)s
  FROM json_to_recordset(%(messages)s)
    AS t(partnership_id bigint, key text, email text, name text, user_id bigint, subject text, body text)
  RETURNING id, partnership_id, to_user_id),
reminded AS (
  INSERT INTO deadlines_reminder (partnership_id, deadline_id, occasion, recipient_id, copy, for_day, queued_at,
                                  message_id)
  SELECT t.partnership_id, t.deadline_id, t.occasion, t.user_id, t.copy, %(today)s::date, %(at)s, written.id
  FROM sweep_told t JOIN written ON written.partnership_id = t.partnership_id AND written.to_user_id = t.user_id
  ON CONFLICT DO NOTHING)
UPDATE deadlines_reminder r SET message_id = written.id FROM written
WHERE r.message_id IS NULL AND r.partnership_id = written.partnership_id AND r.recipient_id = written.to_user_id
"""


class Waiting(NamedTuple):
    """One thing that one person has not been told yet."""

    partnership_id: int
    user_id: int
    copy: bool
    title: str
    due_on: dt.date
    reference: str | None
    agency: str | None
    email: str
    name: str
    deadline_id: int
    occasion: str


class Sender(NamedTuple):
    """Who writes: the partnership with the text and the calendar it works by."""

    partnership: Partnership
    procedure: Procedure
    calendar: WorkingCalendar


def write_digests(cursor, senders: Mapping[int, Sender], at: dt.datetime) -> int:
    """Writes an e-mail for everybody in `sweep_told`, and for reminders still without one. Returns how many."""
    cursor.execute(WAITING)
    waiting = [Waiting(*row) for row in cursor.fetchall()]
    messages = [
        _digest(senders[partnership_id], list(rows), at)
        for (partnership_id, _), rows in groupby(waiting, key=lambda row: row[:2])
        if partnership_id in senders
    ]
    if messages:
        earliest = dt.datetime.combine(london_date(at), EARLIEST, tzinfo=LONDON)
        values = {"at": at, "today": london_date(at), "not_before": earliest if earliest > at else None}
        cursor.execute(WRITE, {**values, "messages": json.dumps(messages)})
    return len(messages)


def _digest(sender: Sender, rows: list[Waiting], at: dt.datetime) -> dict:
    """The plain values of one person's e-mail; `rows` are in the order in which they are read."""
    today = london_date(at)
    moved = {row.deadline_id for row in rows if row.occasion.startswith("recomputed-")}
    lines: dict[bool, dict[int, str]] = {False: {}, True: {}}
    for row in rows:  # a deadline that moved and is near has two reminders and one line
        if row.deadline_id not in lines[row.copy]:
            lines[row.copy][row.deadline_id] = _line(row, today, sender.calendar, row.deadline_id in moved)
    own, copies = (list(lines[copy].values()) for copy in (False, True))
    told = [*own, "", "Late, for your information:", *copies] if copies else own
    partnership, procedure = sender.partnership, sender.procedure
    values = {
        "count": plural(len(own), "thing") if own else "Nothing",
        "partnership": procedure.partnership_title,
        "recipient": rows[0].name,
        "what_is_due": "\n".join(told).strip(),
        "link": f"{settings.BASE_URL}/{partnership.slug}/",
        "contact_email": procedure.contact_email,
        "service": settings.SERVICE_NAME,
    }
    filled = fill(procedure.find("letters", "reminder"), values, missing="")
    return {
        "partnership_id": partnership.pk,
        # A person is reminded of a deadline once on each occasion, so no two digests begin with the same.
        "key": f"digest:{rows[0].user_id}:{rows[0].deadline_id}:{rows[0].occasion}",
        "email": rows[0].email,
        "name": rows[0].name[:160],
        "user_id": rows[0].user_id,
        "subject": filled.subject,
        "body": filled.body,
    }


def _line(row: Waiting, today: dt.date, calendar: WorkingCalendar, moved: bool) -> str:
    where = f"{row.reference}: " if row.reference else ""
    whose = f" ({row.agency})" if row.agency else ""
    return f"- {where}{row.title}{whose}, {_when(today, row.due_on, calendar, moved)}"


@lru_cache(maxsize=4_096)
def _when(today: dt.date, due_on: dt.date, calendar: WorkingCalendar, moved: bool) -> str:
    """The same few days occur in every digest of a sweep."""
    new = " (a new date: a day that does not count was changed)" if moved else ""
    return f"due {date_weekday(due_on)}{new}: {working_days_left(left_of(today, due_on, calendar))}"

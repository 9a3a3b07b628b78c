"""Who hears of a deadline: from the rows in `sweep_due` to one row for each person in `sweep_told`.

Three temporary tables instead of one great statement, because the planner guesses badly what a query of our own
making gives back: each is small, is counted (ANALYZE), and the next step then joins it the right way round.
Whoever is named as its owner hears; else whoever holds the role; when nobody does, those who stand in; then the
secretariat. A conflict of interest always wins, and a restricted case is for the people named on it. Somebody who was
told already is left out, and so is whoever has done their part of what several people do.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping

from . import plans

# What both the sweep and a change of the calendar select from: `{occasion}`, `{late}` and `{source}` differ.
DUE = """
CREATE TEMPORARY TABLE sweep_due ON COMMIT DROP AS
SELECT row_number() OVER () AS n, d.id, d.partnership_id, d.case_id, d.title, d.due_on, c.reference, d.borough_id,
       d.agency_id, d.owner_id, CASE WHEN d.agency_id IS NULL THEN d.role ELSE '@agency' END AS who,
       {late} AS late, {occasion} AS occasion, coalesce(c.restricted, false) AS restricted,
       d.done_by,
       EXISTS (SELECT 1 FROM cases_conflict x WHERE x.case_id = d.case_id AND x.withdrawn_at IS NULL) AS conflicts
FROM deadlines_deadline d {source}
LEFT JOIN cases_case c ON c.id = d.case_id
WHERE d.state = 'open' AND NOT d.permanence
"""
HOLDERS = """
CREATE TEMPORARY TABLE sweep_holders ON COMMIT DROP AS
WITH people AS MATERIALIZED (
  SELECT m.id AS membership_id, m.partnership_id, m.user_id, m.agency_id, h.role, h.borough_id
  FROM partnerships_roleholding h
  JOIN partnerships_membership m ON m.id = h.membership_id AND m.partnership_id = h.partnership_id
  JOIN partnerships_user u ON u.id = m.user_id
  WHERE m.active AND u.is_active AND h.starts_on <= %(today)s AND (h.ends_on IS NULL OR h.ends_on >= %(today)s)),
wanted AS (
  SELECT DISTINCT partnership_id, who FROM sweep_due
  UNION ALL SELECT DISTINCT partnership_id, '@copy' FROM sweep_due WHERE late)
SELECT w.who, w.rank, people.*
FROM json_to_recordset(%(places)s) AS p(partnership_id bigint, plan int)
JOIN json_to_recordset(%(who)s) AS w(plan int, who text, holder text, rank int) ON w.plan = p.plan
JOIN wanted ON wanted.partnership_id = p.partnership_id AND wanted.who = w.who
JOIN people ON people.partnership_id = p.partnership_id AND people.role = w.holder
"""
TOLD = """
CREATE TEMPORARY TABLE sweep_told ON COMMIT DROP AS
WITH may_hear AS (
  SELECT due.n, h.user_id, h.rank, h.who
  FROM (SELECT *, who AS wanted FROM sweep_due UNION ALL SELECT *, '@copy' FROM sweep_due WHERE late) due
  JOIN sweep_holders h ON h.partnership_id = due.partnership_id AND h.who = due.wanted
   AND (h.who <> '@agency' OR h.rank = 2 OR h.agency_id = due.agency_id)
   AND (h.borough_id IS NULL OR due.borough_id IS NULL OR h.borough_id = due.borough_id)
  WHERE NOT h.user_id = ANY(due.done_by)
    AND NOT (due.conflicts AND EXISTS (
          SELECT 1 FROM cases_conflict x WHERE x.case_id = due.case_id AND x.membership_id = h.membership_id
                                           AND x.withdrawn_at IS NULL))
    AND (NOT due.restricted OR EXISTS (
          SELECT 1 FROM cases_casepermission p WHERE p.content_object_id = due.case_id AND p.user_id = h.user_id))
  UNION ALL
  SELECT due.n, m.user_id, -1, due.who
  FROM sweep_due due
  JOIN partnerships_membership m ON m.id = due.owner_id AND m.partnership_id = due.partnership_id
  JOIN partnerships_user u ON u.id = m.user_id
  WHERE m.active AND u.is_active
    AND NOT EXISTS (SELECT 1 FROM cases_conflict x WHERE x.case_id = due.case_id AND x.membership_id = m.id
                                                     AND x.withdrawn_at IS NULL)),
found AS (
  SELECT n, user_id, rank, who = '@copy' AS copy, min(rank) OVER (PARTITION BY n, who) AS best FROM may_hear),
people AS (SELECT n, user_id, bool_and(copy) AS copy FROM found WHERE rank = best GROUP BY n, user_id)
SELECT due.n, due.id AS deadline_id, due.partnership_id, due.occasion, people.user_id, people.copy
FROM people JOIN sweep_due due ON due.n = people.n
LEFT JOIN deadlines_reminder r
       ON r.deadline_id = due.id AND r.occasion = due.occasion AND r.recipient_id = people.user_id
WHERE r.id IS NULL
"""
REMIND = """
INSERT INTO deadlines_reminder (partnership_id, deadline_id, occasion, recipient_id, copy, for_day, queued_at)
SELECT partnership_id, deadline_id, occasion, user_id, copy, %(today)s::date, %(at)s::timestamptz FROM sweep_told
ON CONFLICT DO NOTHING
"""
DROP = "DROP TABLE sweep_due, sweep_holders, sweep_told"

Plans = Mapping[int, tuple[plans.Who, ...]]


def find_recipients(cursor, who: Plans, today: dt.date) -> None:
    """Makes `sweep_told` from the `sweep_due` that is there. `who`: partnership id -> whom its texts name."""
    cursor.execute("ANALYZE sweep_due (n, partnership_id, who, late)")
    places, rows = _numbered(who)
    cursor.execute(HOLDERS, {"places": places, "who": rows, "today": today})
    cursor.execute("ANALYZE sweep_holders (partnership_id, who, rank)")
    cursor.execute(TOLD)


def _numbered(who: Plans) -> tuple[str, str]:
    """Which partnership goes by which plan, and the rows of each plan once: many partnerships share one."""
    numbers = {plan: number for number, plan in enumerate(dict.fromkeys(who.values()))}
    places = [{"partnership_id": pk, "plan": numbers[plan]} for pk, plan in who.items()]
    return json.dumps(places), json.dumps(list(_rows(numbers)))


def _rows(numbers: Mapping[tuple[plans.Who, ...], int]) -> Iterable[dict]:
    for plan, number in numbers.items():
        for each in plan:
            yield {"plan": number, "who": each.role, "holder": each.holder, "rank": each.rank}

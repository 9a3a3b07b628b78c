"""Deadlines and stages of a period: how they were kept, how long they lasted."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db import connection

from partnerships.actors import Actor

from ..rules.periods import Period
from ..rules.spread import Due
from .cases import instants, limits

_DEADLINES = """
SELECT d.clock, min(d.title), coalesce(a.title, ''), d.due_on,
  CASE WHEN d.state <> 'missed' THEN (d.ended_at AT TIME ZONE 'Europe/London')::date END,
  count(*)
FROM deadlines_deadline d
LEFT JOIN partnerships_agency a ON a.id = d.agency_id AND a.partnership_id = %(partnership)s
LEFT JOIN cases_case c ON c.id = d.case_id AND c.partnership_id = %(partnership)s
WHERE d.partnership_id = %(partnership)s AND d.state IN ('open', 'met', 'missed') AND NOT d.permanence
  AND d.due_on BETWEEN %(since)s AND %(until)s
  AND (%(boroughs)s::bigint[] IS NULL OR c.borough_id IS NULL OR c.borough_id = ANY(%(boroughs)s))
  AND (%(borough)s::bigint IS NULL OR c.borough_id = %(borough)s)
GROUP BY 1, 3, 4, 5
"""

_STAGES = """
WITH moved AS (
  SELECT e.case_id, e.track, e.from_stage, e.at,
    lag(e.at) OVER (PARTITION BY e.case_id, e.track ORDER BY e.at, e.id) AS came_at
  FROM cases_event e JOIN cases_case c ON c.id = e.case_id AND c.partnership_id = %(partnership)s
  WHERE e.partnership_id = %(partnership)s AND e.to_stage <> '' AND e.from_stage <> e.to_stage AND e.annuls_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM cases_event a WHERE a.partnership_id = %(partnership)s AND a.annuls_id = e.id)
    AND (%(boroughs)s::bigint[] IS NULL OR c.borough_id IS NULL OR c.borough_id = ANY(%(boroughs)s))
    AND (%(borough)s::bigint IS NULL OR c.borough_id = %(borough)s)
), stayed AS (
  SELECT m.track, m.from_stage AS stage, m.at,
    greatest(extract(epoch FROM m.at - coalesce(m.came_at, t.opened_at)) / 86400, 0) AS days
  FROM moved m
  JOIN cases_track t ON t.case_id = m.case_id AND t.name = m.track AND t.partnership_id = %(partnership)s
)
SELECT track, stage, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY days), max(days), false
FROM stayed WHERE at >= %(from)s AND at < %(before)s AND stage <> '' GROUP BY track, stage
UNION ALL
SELECT t.name, t.stage, count(*),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM %(now)s - t.moved_at) / 86400),
  max(extract(epoch FROM %(now)s - t.moved_at) / 86400), true
FROM cases_track t JOIN cases_case c ON c.id = t.case_id AND c.partnership_id = %(partnership)s
WHERE t.partnership_id = %(partnership)s AND t.closed_at IS NULL AND c.closed_at IS NULL AND t.moved_at <= %(now)s
  AND (%(boroughs)s::bigint[] IS NULL OR c.borough_id IS NULL OR c.borough_id = ANY(%(boroughs)s))
  AND (%(borough)s::bigint IS NULL OR c.borough_id = %(borough)s)
GROUP BY 1, 2
"""


def deadlines_of(actor: Actor, period: Period, *, borough: int | None = None) -> list[Due]:
    """The deadlines that fell due in a period, met, open or not done; withdrawn and superseded ones do not count."""
    values = {**limits(actor, borough), "since": period.since, "until": period.until}
    with connection.cursor() as cursor:
        cursor.execute(_DEADLINES, values)
        return [
            Due(clock=clock, title=title, agency=agency, due_on=due_on, ended_on=ended_on, number=number)
            for clock, title, agency, due_on, ended_on, number in cursor.fetchall()
        ]


class Stay(NamedTuple):
    """How long cases stayed at a stage, in days; `still`: those that stand there now."""

    track: str
    stage: str
    number: int
    middle: float
    longest: float
    still: bool


def stays_of(actor: Actor, period: Period, *, now: dt.datetime, borough: int | None = None) -> list[Stay]:
    """The stages that cases left in a period, and those at which open cases stand now. One query."""
    since, before = instants(period)
    with connection.cursor() as cursor:
        cursor.execute(_STAGES, {**limits(actor, borough), "from": since, "before": before, "now": now})
        return [Stay(t, s, n, float(m), float(w), still) for t, s, n, m, w, still in cursor.fetchall()]

"""The cases of a period, each with all that reports want to know of it, in one statement.

A reader hears only of their own boroughs. What lists show leaves out cases in which the reader has a conflict of
interest and restricted ones that are not opened to them by name (C-52); what is only counted counts them all.
"""

from __future__ import annotations

import datetime as dt
import json
from zoneinfo import ZoneInfo

from django.db import connection

from cases.conditions.path import DECIDED
from partnerships.actors import Actor
from partnerships.scope import current_partnership
from reviews.spine import TRACK

from ..rules.ends import CaseFacts
from ..rules.periods import Period

LONDON = ZoneInfo("Europe/London")
DECIDING = (*DECIDED, "decide_threshold")
BEFORE_A_PANEL = ("add_agenda_item", "put_question", "recommend", "hold_meeting")
CONCLUDING = ("sign_off_report", "publish_report")

_FACTS = """
WITH ours AS MATERIALIZED (
  SELECT c.* FROM cases_case c
   WHERE c.partnership_id = %(partnership)s
     AND (%(boroughs)s::bigint[] IS NULL OR c.borough_id IS NULL OR c.borough_id = ANY(%(boroughs)s))
     AND (%(borough)s::bigint IS NULL OR c.borough_id = %(borough)s)
     AND c.received_at < %(before)s
     AND (c.received_at >= %(since)s OR (%(reaching)s AND (c.closed_at IS NULL OR c.closed_at >= %(since)s)))
), said AS MATERIALIZED (
  SELECT e.case_id, e.id, e.act, e.at, e.data
    FROM cases_event e JOIN ours ON ours.id = e.case_id
   WHERE e.partnership_id = %(partnership)s AND e.act = ANY(%(acts)s) AND e.annuls_id IS NULL
     AND NOT coalesce((e.data ->> 'partly')::boolean, false)
     AND NOT EXISTS (SELECT 1 FROM cases_event a WHERE a.partnership_id = %(partnership)s AND a.annuls_id = e.id)
), known AS (
  SELECT case_id,
    (array_agg(data ORDER BY id DESC) FILTER (WHERE act = ANY(%(deciding)s)))[1] AS decision,
    (array_agg(at ORDER BY id DESC) FILTER (WHERE act = ANY(%(deciding)s)))[1] AS decided_at,
    bool_or(act = ANY(%(panel)s)) AS to_panel,
    bool_or(act = 'withdraw_referral') AS withdrawn, bool_or(act = 'redirect_referral') AS redirected,
    min(at) FILTER (WHERE act = ANY(%(concluding)s)) AS concluded_at,
    max(at) FILTER (WHERE act = 'report_delay') AS delay_at,
    (array_agg(data ORDER BY id DESC) FILTER (WHERE act = 'import_case'))[1] AS imported
    FROM said GROUP BY case_id
)
SELECT c.id, c.reference, c.pathway, coalesce(b.title, ''),
  coalesce(a.title, nullif(k.imported ->> 'referred_by', ''), 'A referrer without an agency'),
  (c.received_at AT TIME ZONE 'Europe/London')::date, c.stage_title,
  (c.closed_at AT TIME ZONE 'Europe/London')::date, coalesce(m.reference, ''),
  coalesce(r.kind, k.decision ->> 'review_type', ''), coalesce(r.title, k.decision ->> 'review_type_title', ''),
  coalesce((k.decided_at AT TIME ZONE 'Europe/London')::date, (nullif(k.imported ->> 'decided_on', ''))::date),
  coalesce(d.outcome, ''), coalesce(k.to_panel, false), coalesce(k.withdrawn, false), coalesce(k.redirected, false),
  least((k.concluded_at AT TIME ZONE 'Europe/London')::date, t.ended_on,
        (r.ended_at AT TIME ZONE 'Europe/London')::date,
        (nullif(k.imported ->> 'concluded_on', ''))::date, (c.closed_at AT TIME ZONE 'Europe/London')::date),
  k.imported,
  (NOT c.restricted OR EXISTS (
     SELECT 1 FROM cases_casepermission p JOIN auth_permission w ON w.id = p.permission_id
      WHERE p.partnership_id = %(partnership)s AND p.content_object_id = c.id AND p.user_id = %(user)s
        AND w.codename = 'view_case'))
  AND NOT EXISTS (SELECT 1 FROM cases_conflict x WHERE x.partnership_id = %(partnership)s AND x.case_id = c.id
                     AND x.membership_id = %(membership)s AND x.withdrawn_at IS NULL),
  coalesce(due.title, ''), due.due_on, coalesce(late.number, 0), (k.delay_at AT TIME ZONE 'Europe/London')::date,
  coalesce(v.stage, '')
FROM ours c
LEFT JOIN known k ON k.case_id = c.id
LEFT JOIN partnerships_agency a ON a.id = c.referring_agency_id AND a.partnership_id = %(partnership)s
LEFT JOIN partnerships_borough b ON b.id = c.borough_id AND b.partnership_id = %(partnership)s
LEFT JOIN cases_track v ON v.case_id = c.id AND v.partnership_id = %(partnership)s AND v.name = %(review_track)s
LEFT JOIN cases_case m ON m.id = c.merged_into_id AND m.partnership_id = %(partnership)s
LEFT JOIN notifications_tracker t ON t.case_id = c.id AND t.partnership_id = %(partnership)s
LEFT JOIN LATERAL (
  SELECT CASE WHEN bool_and(r.ended_at IS NOT NULL) THEN max(r.ended_at) END AS ended_at,
    (array_agg(r.review_type ORDER BY r.number DESC))[1] AS kind,
    (array_agg(r.review_type_title ORDER BY r.number DESC))[1] AS title
    FROM reviews_review r
   WHERE r.partnership_id = %(partnership)s AND r.case_id = c.id AND r.ended_how <> 'struck-out') r ON true
LEFT JOIN LATERAL (
  SELECT d.outcome FROM cases_decision d
   WHERE d.partnership_id = %(partnership)s AND d.case_id = c.id AND d.kind = ANY(%(deciding)s)
   ORDER BY d.id DESC LIMIT 1) d ON true
LEFT JOIN LATERAL (
  SELECT d.title, d.due_on FROM deadlines_deadline d
   WHERE %(due)s AND d.partnership_id = %(partnership)s AND d.case_id = c.id AND d.state = 'open' AND NOT d.permanence
   ORDER BY d.due_on, d.id LIMIT 1) due ON true
LEFT JOIN LATERAL (
  SELECT count(*) AS number FROM deadlines_deadline d
   WHERE %(due)s AND d.partnership_id = %(partnership)s AND d.case_id = c.id AND d.state = 'open' AND NOT d.permanence
     AND d.due_on < %(today)s) late ON true
ORDER BY c.received_at, c.id
"""
_NAMES = (
    "id", "reference", "pathway", "borough", "referred_by", "received_on", "stage_title", "closed_on", "merged_into",
    "review_type", "review_title", "decided_on", "outcome", "to_panel", "withdrawn", "redirected", "concluded_on",
    "imported", "listed", "due_title", "due_on", "overdue", "delay_told_on",
    "review_stage",
)  # fmt: skip


def instants(period: Period) -> tuple[dt.datetime, dt.datetime]:
    """The first instant of a period, and the first after it."""
    after = period.until + dt.timedelta(days=1)
    return tuple(dt.datetime.combine(day, dt.time(), tzinfo=LONDON) for day in (period.since, after))  # type: ignore


def limits(actor: Actor, borough: int | None) -> dict:
    """Which boroughs a reader hears of, and which one was chosen."""
    own = None if actor.borough_ids is None else sorted(actor.borough_ids)
    return {"partnership": current_partnership().pk, "boroughs": own, "borough": borough}


def facts_of(
    actor: Actor, period: Period, *, today: dt.date, borough: int | None = None, reaching: bool = False,
    due: bool = False,
) -> list[CaseFacts]:  # fmt: skip
    """The cases received in a period, oldest first; `reaching`: also those that were not over before it began.

    `due`: with what is due next. One query.
    """
    since, before = instants(period)
    values = {
        **limits(actor, borough), "since": since, "before": before, "reaching": reaching, "due": due, "today": today,
        "deciding": list(DECIDING), "panel": list(BEFORE_A_PANEL), "concluding": list(CONCLUDING),
        "acts": [*DECIDING, *BEFORE_A_PANEL, *CONCLUDING, "withdraw_referral", "redirect_referral", "report_delay",
                 "import_case"],
        "user": actor.user_id, "review_track": TRACK, "membership": actor.membership.pk if actor.membership else None,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, values)
        return [CaseFacts(**dict(zip(_NAMES, _read(row), strict=True))) for row in cursor.fetchall()]


def _read(row: tuple) -> tuple:
    """The raw cursor gives JSON as text."""
    return tuple(json.loads(v) if name == "imported" and isinstance(v, str) else v
                 for name, v in zip(_NAMES, row, strict=True))  # fmt: skip

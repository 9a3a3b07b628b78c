"""Themes noted for cases, in a period and before it (C-28, C-48)."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from partnerships.actors import Actor

from ..rules.periods import Period
from .cases import instants, limits

_THEMES = """
WITH noted AS (
  SELECT c.id, c.received_at, trim(one.theme) AS theme
    FROM notifications_tracker t
    JOIN cases_case c ON c.id = t.case_id AND c.partnership_id = %(partnership)s
    CROSS JOIN LATERAL (VALUES (t.theme_1), (t.theme_2), (t.theme_3)) AS one(theme)
   WHERE t.partnership_id = %(partnership)s AND trim(one.theme) <> '' AND c.received_at < %(before)s
     AND (%(boroughs)s::bigint[] IS NULL OR c.borough_id IS NULL OR c.borough_id = ANY(%(boroughs)s))
     AND (%(borough)s::bigint IS NULL OR c.borough_id = %(borough)s)
)
SELECT min(theme), count(DISTINCT id) FILTER (WHERE received_at >= %(since)s),
  count(DISTINCT id) FILTER (WHERE received_at < %(since)s)
FROM noted GROUP BY lower(theme) HAVING bool_or(received_at >= %(since)s)
ORDER BY 2 DESC, 3 DESC, 1
"""


class Theme(NamedTuple):
    theme: str
    now: int
    before: int


def themes_of(actor: Actor, period: Period, *, borough: int | None = None) -> list[Theme]:
    """The themes of the cases received in a period, the commonest first. One query."""
    since, before = instants(period)
    with connection.cursor() as cursor:
        cursor.execute(_THEMES, {**limits(actor, borough), "since": since, "before": before})
        return [Theme(*row) for row in cursor.fetchall()]

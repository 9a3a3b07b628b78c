"""Whom the cases of a period are about, as far as a look at fairness needs it. No name leaves the database."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db import connection

from partnerships.scope import current_partnership

_SUBJECTS = """
SELECT DISTINCT ON (p.case_id) p.case_id, p.born_on, p.gender, p.ethnicity,
  coalesce(p.details ->> 'disability', ''), coalesce(p.details ->> 'area', ''), coalesce(p.details ->> 'address', '')
FROM cases_person p
WHERE p.partnership_id = %(partnership)s AND p.case_id = ANY(%(cases)s) AND p.kind = 'subject' AND NOT p.removed
ORDER BY p.case_id, p.id
"""


class Subject(NamedTuple):
    case: int
    born_on: dt.date | None
    sex: str
    ethnicity: str
    disability: str
    area: str
    address: str


def subjects_of(cases: list[int]) -> dict[int, Subject]:
    """case -> its first subject. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SUBJECTS, {"partnership": current_partnership().pk, "cases": cases})
        return {row[0]: Subject(*row) for row in cursor.fetchall()}

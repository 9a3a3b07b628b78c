"""The same person in another case of this partnership: what the office should know before it goes on (C-27, C-28).

Two entries are the same person when their NHS numbers are, or their whole name and date of birth. Whoever must not
open the other case learns only that there is one and whom to ask: no reference, no number of cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from partnerships.actors import Actor

from .models import Case, Person
from .queries import visible_cases

# Who is told: those who decide what becomes of a referral. Agencies see only the cases they are asked about (C-52).
TOLD = ("secretariat", "panel-chair")

# One entry beside another of the same person; `{here}` says which entries of ours are meant.
SAME_PERSON = """
FROM cases_person mine
JOIN cases_person other ON other.partnership_id = mine.partnership_id AND other.case_id <> mine.case_id
 AND NOT other.removed AND (
   (mine.nhs_number <> '' AND other.nhs_number = mine.nhs_number)
   OR (other.born_on = mine.born_on
       AND lower(trim(other.first_name)) = lower(trim(mine.first_name)) AND trim(mine.first_name) <> ''
       AND lower(trim(other.last_name)) = lower(trim(mine.last_name)) AND trim(mine.last_name) <> ''))
WHERE mine.partnership_id = %(here)s AND mine.case_id = %(case)s AND NOT mine.removed
"""
FOUND = f"""
SELECT mine.id, other.id, other.case_id, mine.nhs_number <> '' AND other.nhs_number = mine.nhs_number
{SAME_PERSON} AND NOT EXISTS (
  SELECT 1 FROM cases_caselink l WHERE l.partnership_id = mine.partnership_id
     AND ((l.case_id = mine.case_id AND l.other_id = other.case_id)
       OR (l.other_id = mine.case_id AND l.case_id = other.case_id)))
ORDER BY other.case_id DESC, mine.id, other.id
"""  # noqa: S608
MOST_SHOWN = 20


@dataclass(frozen=True)
class Seen:
    """Somebody of this case who is in another one too."""

    name: str
    case: Case
    part: str
    by: str


@dataclass(frozen=True)
class SeenBefore:
    """`rows`: what the reader may open. `hidden`: there is more that only the administrator can look into."""

    rows: Sequence[Seen] = ()
    hidden: bool = False


NOTHING = SeenBefore()


def has_seldom(case: Case) -> bool:
    """Whether there is anything that few cases have, so that a page asks once instead of three times: a linked case,
    somebody kept from it, somebody who is in another case too."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT EXISTS (SELECT 1 FROM cases_caselink WHERE partnership_id = %(here)s
                                AND (case_id = %(case)s OR other_id = %(case)s))
                   OR EXISTS (SELECT 1 FROM cases_conflict WHERE partnership_id = %(here)s AND case_id = %(case)s
                                AND withdrawn_at IS NULL)
                   OR EXISTS (SELECT 1 {SAME_PERSON})""",  # noqa: S608
            {"here": case.partnership_id, "case": case.pk},
        )
        return cursor.fetchone()[0]


def seen_before(case: Case, actor: Actor) -> SeenBefore:
    """The other cases that have somebody of this one; empty for those who are not told. Linked cases are left out."""
    if not actor.holds(*TOLD):
        return NOTHING
    with connection.cursor() as cursor:
        cursor.execute(FOUND, {"here": case.partnership_id, "case": case.pk})
        found = cursor.fetchall()
    if not found:
        return NOTHING
    open_to = {each.pk: each for each in visible_cases(actor).filter(pk__in={row[2] for row in found})}
    shown = [row for row in found if row[2] in open_to][:MOST_SHOWN]
    wanted = {pk for row in shown for pk in row[:2]}
    people = {person.pk: person for person in Person.objects.filter(partnership=case.partnership_id, pk__in=wanted)}
    rows = [
        Seen(
            people[mine].full_name,
            open_to[other_case],
            people[other].get_kind_display(),
            "the same NHS number" if by_number else "the same name and date of birth",
        )
        for mine, other, other_case, by_number in shown
    ]
    return SeenBefore(rows, any(row[2] not in open_to for row in found))

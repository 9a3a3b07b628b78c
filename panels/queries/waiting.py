"""Cases without a meeting, with what the agencies have answered so far."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from cases.models import Case, Person
from cases.queries import procedure_of
from config.filters import date_long, plural
from deadlines.models import Deadline
from information.models import ScopingReturn
from information.queries import due_dates, outstanding, return_clocks
from partnerships.scope import current_partnership
from procedures import library
from procedures.model import Procedure

from ..models import Meeting
from .lists import versions_in_use


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    """A case without a meeting: whom it is about, and how many of the agencies asked have answered, by when."""

    case: Case
    subject: str
    asked: int
    answered: int
    due_on: dt.date | None


def waiting_rows(cases: list[Case]) -> list[WaitingRow]:
    """The same cases with subject and answers, in three queries however many there are."""
    here = {"partnership": current_partnership(), "case__in": cases}
    names: dict[int, list[str]] = {}
    for person in Person.objects.filter(**here, kind=Person.Kind.SUBJECT, removed=False).order_by("id"):
        names.setdefault(person.case_id, []).append(person.full_name)
    states: dict[int, list[bool]] = {}
    asked = ScopingReturn.objects.standing().filter(**here).exclude(state=ScopingReturn.State.WITHDRAWN)
    for row in asked.only("case_id", "state"):
        states.setdefault(row.case_id, []).append(row.is_open)
    due: dict[int, dt.date] = {}
    clocks = {c.name for version in versions_in_use() for c in _return_clocks(library.of_version(version))}
    limits = Deadline.objects.filter(**here, state="open", clock__in=clocks).exclude(agency=None)
    for case_id, day in limits.values_list("case_id", "due_on"):
        due[case_id] = max(day, due.get(case_id, day))
    return [
        WaitingRow(
            case=case,
            subject=", ".join(names.get(case.pk, [])) or "Subject not named",
            asked=len(states.get(case.pk, [])),
            answered=states.get(case.pk, []).count(False),
            due_on=due.get(case.pk),
        )
        for case in cases
    ]


def _return_clocks(procedure: Procedure) -> list:
    return [clock for pathway in procedure.pathways for clock in return_clocks(procedure, pathway.name)]


def answers_after(case: Case, meetings: list[Meeting]) -> list[str]:
    """What somebody should know before choosing a meeting: answers that are asked for but due only after it."""
    waited_for, days = _waited_for(case)
    if not waited_for:
        return []
    late = [m for m in meetings if _too_early(m, days)]
    number = plural(len(waited_for), "agency has", "agencies have")
    said = [f"{number} not answered yet" + (f"; the last answer is due on {date_long(max(days))}." if days else ".")]
    if late:
        when = ", ".join(date_long(m.starts_at) for m in late)
        said.append(f"That is after the meeting of {when}: say below why the case goes there all the same.")
    return said


def needs_a_reason(case: Case, meeting: Meeting) -> bool:
    """Whether answers of agencies are due only after the meeting: then the record says why the case goes there."""
    waited_for, days = _waited_for(case)
    return bool(waited_for) and _too_early(meeting, days)


def _waited_for(case: Case) -> tuple[list[int], list[dt.date]]:
    """The agencies that have not answered, and the days until which they have time."""
    waited_for = [row.agency_id for row in outstanding(case)]
    dates = due_dates(case, procedure_of(case)) if waited_for else {}
    return waited_for, [dates[agency].due_on for agency in waited_for if agency in dates]


def _too_early(meeting: Meeting, days: list[dt.date]) -> bool:
    return bool(days) and timezone.localdate(meeting.starts_at) < max(days)

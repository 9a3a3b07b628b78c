"""What is left when a meeting is over: action points, amendments to the minutes, who came how often."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from cases.queries import visible_cases
from partnerships.actors import Actor
from partnerships.scope import current_partnership
from procedures.model import Procedure

from ..models import ActionPoint, AgendaItem, Attendance, Meeting, MinutesComment, MinutesText
from .lists import visible_meetings
from .room import actor_at, body_at, members_of, procedure_at, without_texts


@dataclass(frozen=True, kw_only=True)
class ActionRow:
    """An action point as a list shows it."""

    action: ActionPoint
    about: str  # the case or the item
    body: str
    owner: str
    overdue: bool
    mine: bool  # of the reader's agency


def _rows(actions, actor: Actor, *, at: dt.datetime) -> list[ActionRow]:
    """Those on items that the reader may see: a case hidden from them hides its actions as well (C-52)."""
    found = list(
        actions.select_related("item__case", "item__meeting__procedure", "agency").defer(
            *without_texts("item__meeting__procedure")
        )
    )
    wanted = {row.item.case_id for row in found if row.item.case_id}
    seen = set(visible_cases(actor).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    today = timezone.localdate(at)
    return [
        ActionRow(
            action=row,
            about=f"Case {row.item.case.reference}" if row.item.case else row.item.title,
            body=body_at(row.item.meeting).title,
            owner=", ".join(part for part in (row.owner, row.agency.title if row.agency else "") if part),
            overdue=row.state == ActionPoint.State.OPEN and row.due_on is not None and row.due_on < today,
            mine=row.agency_id is not None and row.agency_id == actor.agency_id,
        )
        for row in found
        if row.item.case_id is None or row.item.case_id in seen
    ]


def actions_of(meeting: Meeting, actor: Actor, *, at: dt.datetime) -> list[ActionRow]:
    """What this meeting asked for, in the order it was recorded."""
    rows = ActionPoint.objects.filter(partnership=meeting.partnership_id, item__meeting=meeting).order_by("id")
    return _rows(rows, actor_at(actor, meeting), at=at)


def matters_arising(meeting: Meeting, actor: Actor, *, at: dt.datetime) -> list[ActionRow]:
    """What earlier meetings of the body asked for and nobody has answered yet, oldest day first.

    A body that each borough has for itself is another body in each of them.
    """
    before = Meeting.objects.filter(
        partnership=meeting.partnership_id, body=meeting.body, borough=meeting.borough_id,
        starts_at__lt=meeting.starts_at,
    )  # fmt: skip
    rows = ActionPoint.objects.filter(
        partnership=meeting.partnership_id, item__meeting__in=before, state=ActionPoint.State.OPEN
    ).order_by("due_on", "id")
    return _rows(rows, actor_at(actor, meeting), at=at)


def action_rows(actor: Actor, procedure: Procedure, *, ended: bool, at: dt.datetime) -> list[ActionRow]:
    """Of every meeting the reader may open: those to do, oldest day first; or the last hundred that ended."""
    rows = ActionPoint.objects.filter(
        partnership=current_partnership(), item__meeting__in=visible_meetings(actor, procedure).values("pk")
    )
    if ended:
        return _rows(rows.exclude(state=ActionPoint.State.OPEN).order_by("-ended_at", "-id")[:100], actor, at=at)
    return _rows(rows.filter(state=ActionPoint.State.OPEN).order_by("due_on", "id"), actor, at=at)


def find_action(meeting: Meeting, number: int, actor: Actor, *, at: dt.datetime) -> ActionPoint:
    """Http404 in the same words for one that is not there and one of a case the reader may not see."""
    found = next((row.action for row in actions_of(meeting, actor, at=at) if row.action.pk == number), None)
    if found is None:
        raise Http404
    found.item.meeting = meeting
    return found


def comments_of(minutes: MinutesText, hidden: set[int]) -> list[MinutesComment]:
    """The amendments asked for, oldest first, without those on items (their ids) hidden from the reader."""
    rows = MinutesComment.objects.filter(partnership=minutes.partnership_id, minutes=minutes)
    return [row for row in rows.select_related("item__case", "minutes") if row.item_id not in hidden]


def find_comment(minutes: MinutesText, number: int, hidden: set[int]) -> MinutesComment:
    found = next((row for row in comments_of(minutes, hidden) if row.pk == number), None)
    if found is None:
        raise Http404
    found.minutes = minutes
    return found


def later_meetings(meeting: Meeting) -> list[Meeting]:
    """Meetings of the body since, at which the minutes may have been agreed, newest first."""
    return list(
        Meeting.objects.filter(
            partnership=meeting.partnership_id, body=meeting.body, borough=meeting.borough_id,
            starts_at__gt=meeting.starts_at,
            state__in=[Meeting.State.OPEN, Meeting.State.CLOSED],
        ).order_by("-starts_at")[:12]
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class AgencyAttendance:
    """How often an agency was at the meetings of a body that it belonged to then."""

    title: str
    held: int
    came: int
    by_deputy: int
    apologies: int
    without_word: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.came / self.held) if self.held else None


@dataclass(frozen=True, kw_only=True)
class BodyAttendance:
    title: str
    held: int
    cancelled: int
    agencies: list[AgencyAttendance]


def attendance_statistics(
    actor: Actor, procedure: Procedure, *, since: dt.date, until: dt.date
) -> list[BodyAttendance]:
    """By body, for the meetings held between two days (both included, London).

    Counted fairly: a cancelled meeting counts for nobody, a decision in writing is no meeting, apologies are no
    absence without a word, a deputy is the agency's presence, and an agency is asked only about meetings of a body that
    it belonged to under the text of that meeting.
    """
    meetings = list(
        visible_meetings(actor, procedure)
        .filter(starts_at__date__gte=since, starts_at__date__lte=until)
        .exclude(kind="correspondence")
        .order_by("starts_at")
    )
    held = [one for one in meetings if one.state == Meeting.State.CLOSED]
    rows = Attendance.objects.filter(partnership=current_partnership(), meeting__in=held, agency__isnull=False)
    said: dict[tuple[int, str], set[str]] = {}
    for row in rows.select_related("agency"):
        how = "apologies" if row.arrived_at is None else "deputy" if row.deputy_for else "came"
        if row.arrived_at is None or row.part in (Attendance.Part.VOTING, Attendance.Part.CHAIR):
            said.setdefault((row.meeting_id, row.agency.slug), set()).add(how)
    bodies = dict.fromkeys(one.body for one in meetings)
    return [
        _of_body([one for one in held if one.body == name], [one for one in meetings if one.body == name], said)
        for name in bodies
    ]


def _of_body(held: list[Meeting], meetings: list[Meeting], said: dict) -> BodyAttendance:
    counted: dict[str, list] = {}
    for meeting in held:
        for member in members_of(procedure_at(meeting), body_at(meeting)):
            marks = said.get((meeting.pk, member.slug), set())
            counted.setdefault(member.slug, [member.title]).append(marks)
    agencies = [_of_agency(title, marks) for title, *marks in counted.values()]
    return BodyAttendance(
        title=body_at(meetings[-1]).title,
        held=len(held),
        cancelled=sum(1 for one in meetings if one.state == Meeting.State.CANCELLED),
        agencies=sorted(agencies, key=lambda one: one.title),
    )


def _of_agency(title: str, marks: list[set[str]]) -> AgencyAttendance:
    there = [each for each in marks if each & {"came", "deputy"}]
    return AgencyAttendance(
        title=title,
        held=len(marks),
        came=len(there),
        by_deputy=sum(1 for each in there if "came" not in each),
        apologies=sum(1 for each in marks if each == {"apologies"}),
        without_word=sum(1 for each in marks if not each),
    )


def items_to_ask_about(meeting: Meeting, hidden: set[int]) -> list[AgendaItem]:
    """The items that words may be written on: not those hidden from the reader."""
    rows = AgendaItem.objects.filter(partnership=meeting.partnership_id, meeting=meeting).select_related("case")
    return [row for row in rows.exclude(state=AgendaItem.State.REMOVED) if row.pk not in hidden]

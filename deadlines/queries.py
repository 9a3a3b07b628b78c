"""What other rooms ask about days and deadlines."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

from partnerships.prepared import number, prepared
from partnerships.rows import rows_of
from partnerships.scope import current_partnership
from procedures.model import Procedure
from procedures.sentences import normal_name

from .calendar import WorkingCalendar, bank_holidays, calendar_for, london_date
from .models import Deadline, MeetingDay, NonWorkingDay
from .rules import working_days_left


def calendar_of(partnership) -> WorkingCalendar:
    """The partnership's calendar: its country's bank holidays and the days it has changed itself (C-16).

    One query; the table is built once for the same days. Must run inside the partnership's scope.
    """
    closed, opened = [], []
    for row in rows_of(NonWorkingDay, "true", [], order='t."on"'):
        if row.source == NonWorkingDay.Source.WORKING:
            opened.append(row.on)
        else:
            closed.append((row.on, day_reason(row.name, row.source)))
    return calendar_for(partnership.country, partnership.subdivision, tuple(closed), tuple(opened))


def day_reason(name: str, source: str) -> str:
    """Why a stored day does not count, in words."""
    if source == NonWorkingDay.Source.CLOSURE:
        return f"closure day: {name}"
    return f"bank holiday: {name}"


def meeting_days(procedure: Procedure, borough_id: int | None = None) -> dict[str, list[dt.date]]:
    """When each body of a procedure meets, earliest first: for `meetings` of `deadlines.rules.evaluate`.

    A body stands under every spelling that a clock sentence may use for it: its name and its title. Of a body that
    each borough has for itself, `borough_id` leaves only the meetings of that borough.
    """
    rows = MeetingDay.objects.filter(partnership=current_partnership()).order_by("on")
    if borough_id is not None:
        rows = rows.filter(Q(borough=None) | Q(borough=borough_id))
    by_name: dict[str, list[dt.date]] = {}
    for body, on in rows.values_list("body", "on"):
        by_name.setdefault(body, []).append(on)
    spellings = ((word, body.name) for body in procedure.bodies for word in (body.title, body.name))
    return {normal_name(word): by_name.get(name, []) for word, name in spellings}


@dataclass(frozen=True)
class Shown:
    """A deadline as pages show it: `left` in working days (negative: late; None: not running); `why` line by line."""

    id: int
    clock: str
    title: str
    who: str
    due_on: dt.date
    target_on: dt.date | None
    state: str
    left: int | None
    ended_at: dt.datetime | None
    met_late: bool
    provisional: bool
    why: tuple[str, ...]
    reference: str = ""
    case_id: int | None = None
    agency_id: int | None = None
    about: str = ""


def show(row: Deadline, *, today: dt.date, calendar: WorkingCalendar, procedure=None) -> Shown:
    running = row.state == Deadline.State.OPEN
    explanation = row.explanation
    lines = [line for part in ("limit", "target") for line in explanation.get(part, {}).get("explanation", ())]
    if explanation.get("assumed"):
        lines.append("The procedure is silent here: this is a default of ours.")
    ended = london_date(row.ended_at) if row.ended_at else None
    return Shown(
        id=row.pk,
        clock=row.clock,
        title=row.title,
        who=who_is_it_for(row, procedure),
        due_on=row.due_on,
        target_on=row.target_on,
        state="not applicable" if row.state == Deadline.State.NOT_APPLICABLE else row.state,
        left=working_days_left(today, row.due_on, calendar) if running and not row.permanence else None,
        ended_at=row.ended_at,
        met_late=ended is not None and ended > row.due_on,
        provisional=row.provisional,
        why=tuple(lines),
        reference=row.case.reference if row.case_id else "",
        case_id=row.case_id,
        agency_id=row.agency_id,
        about=row.about,
    )


def who_is_it_for(row: Deadline, procedure=None) -> str:
    """The person it is for by name, the agency, else the role's local title."""
    if row.owner_id is not None:
        return f"{row.owner.user.name}, {row.agency.title}" if row.agency else row.owner.user.name
    if row.agency_id is not None:
        return row.agency.title
    if procedure is not None and row.role:
        for role in procedure.roles:
            if role.name == row.role:
                return role.title
    return {"referrer": "Referrer"}.get(row.role, row.role.replace("-", " ").capitalize())


_CASE = number(1)


def _of_case():
    rows = Deadline.objects.filter(partnership=current_partnership(), case_id=_CASE)
    return rows.exclude(state=Deadline.State.SUPERSEDED).select_related("agency", "owner__user")


def shown_of_case(case, *, today, procedure=None) -> list[Shown]:
    """A case's deadlines, running ones first by date, then the ended ones, newest first. `today`: aware instant."""
    partnership = current_partnership()
    day = london_date(today)
    calendar = calendar_of(partnership)
    rows = prepared(_of_case).fetch({_CASE: case.pk})
    for row in rows:
        row.case = case
    shown = [show(row, today=day, calendar=calendar, procedure=procedure) for row in rows]
    running = sorted((s for s in shown if s.state == "open"), key=lambda s: (s.due_on, s.title))
    ended = sorted((s for s in shown if s.state != "open"), key=lambda s: (s.due_on, s.title), reverse=True)
    return running + ended


def roles_i_answer_for(actor, procedure) -> set[str]:
    """The roles somebody holds or stands in for."""
    return {role.name for role in procedure.roles if not procedure.who_may_act_as(role.name).isdisjoint(actor.roles)}


def _running():
    return (
        Deadline.objects.filter(partnership=current_partnership(), permanence=False)
        .open()
        .select_related("agency", "case", "owner__user")
        .order_by("due_on", "id")
    )


def due_for(actor, *, procedure, cases, today, kept_from=None, most: int = 100) -> list[Shown]:
    """What this person (or the person they stand in for) must do, the earliest first, of the cases they may open.

    `cases`: the visible cases as a queryset; `kept_from`: those closed to them by a conflict of interest, asked for
    what they own themselves (None: only of visible cases); `today`: aware instant. At most `most` rows.
    """
    mine = Q(agency=None, role__in=roles_i_answer_for(actor, procedure))
    if actor.agency_id is not None and actor.holds("member", "agency-lead"):
        mine |= Q(agency_id=actor.agency_id)
    seen = Q(case__in=cases) | Q(case=None)
    if actor.membership is not None:
        # What somebody must do themselves stands here also when they see nothing else of the case.
        own = Q(owner=actor.membership)
        mine, seen = mine | own, seen | (own & ~Q(case__in=kept_from) if kept_from is not None else Q(pk__in=[]))
    rows = _running().filter(mine).filter(seen)
    if actor.user_id is not None:
        rows = rows.exclude(done_by__contains=[actor.user_id])
    return _shown(rows[:most], today, procedure)


def late_for_anybody(*, procedure, cases, today, most: int = 100) -> list[Shown]:
    """Everything that is past its limit in the partnership, for those who oversee it."""
    rows = _running().filter(case__in=cases, due_on__lt=london_date(today))[:most]
    return _shown(rows, today, procedure)


def _shown(rows, today, procedure) -> list[Shown]:
    calendar = calendar_of(current_partnership())
    return [show(row, today=london_date(today), calendar=calendar, procedure=procedure) for row in rows]


@dataclass(frozen=True)
class DayShown:
    """A day that the list or the partnership says something of. `id`: of our own row, None for the list's days."""

    on: dt.date
    name: str
    kind: str
    id: int | None = None
    entered: str = ""
    entered_at: dt.datetime | None = None
    may_count: bool = False


def days_of_year(year: int) -> list[DayShown]:
    """The bank holidays and closure days of a year as they hold here, and the partnership's own changes, by date."""
    partnership = current_partnership()
    own = {row.on: row for row in NonWorkingDay.objects.filter(partnership=partnership, on__year=year)}
    listed = bank_holidays(partnership.country, partnership.subdivision)
    shown = [
        DayShown(on, _bare(name), "Bank holiday", may_count=on.weekday() not in (5, 6))
        for on, name in listed.items()
        if on.year == year and on not in own
    ]
    shown += [
        DayShown(on, _bare(row.name), row.get_source_display(), row.pk, row.entered_by, row.entered_at)
        for on, row in own.items()
    ]
    return sorted(shown, key=lambda day: day.on)


def _bare(name: str) -> str:
    return name.removeprefix("bank holiday: ")


def find_day(pk: int) -> NonWorkingDay:
    """A change of ours; 404 for another partnership's."""
    row = NonWorkingDay.objects.filter(partnership=current_partnership(), pk=pk).first()
    if row is None:
        raise Http404
    return row


def listed_holiday(on: dt.date) -> str:
    """What the list calls a bank holiday; 404 when it is none."""
    partnership = current_partnership()
    name = bank_holidays(partnership.country, partnership.subdivision).get(on)
    if name is None:
        raise Http404
    return _bare(name)


def duties_of(membership, *, procedure, on: dt.date) -> list[str]:
    """How many open deadlines are for what a person holds, in sentences: for whoever lets them go (C-8)."""
    held = [row for row in membership.roles.all() if row.starts_on <= on and (row.ends_on is None or row.ends_on >= on)]
    found = []
    for role in procedure.roles:
        boroughs = [row.borough_id for row in held if row.role == role.name]
        of_agency = role.kind in ("member", "agency-lead")
        if not boroughs or (of_agency and membership.agency_id is None):
            continue
        if of_agency:
            rows, whose = _running().filter(agency_id=membership.agency_id), "their agency"
        else:
            rows, whose = _running().filter(agency=None, role=role.name), role.title
            if None not in boroughs:
                rows = rows.filter(Q(borough=None) | Q(borough__in=boroughs))
        number = rows.count()
        if number:
            found.append(f"{number} open {'deadline is' if number == 1 else 'deadlines are'} for {whose}.")
    return list(dict.fromkeys(found))

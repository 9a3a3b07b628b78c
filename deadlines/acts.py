"""Keeping the deadline rows true: recomputed whenever something is recorded on a case or the calendar changes.

The days themselves are an administrator's (C-8, C-16): each change computes open deadlines anew and is recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.db import transaction

from config.filters import date_long
from partnerships.actors import Actor
from partnerships.acts import record_administration, require_administrator
from partnerships.models import Partnership
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures.model import Clock, Procedure
from procedures.vocabulary import start_slug

from .calendar import WorkingCalendar, bank_holidays
from .explaining import as_plain
from .models import Deadline, MeetingDay, NonWorkingDay
from .moving import Moved, recalculate
from .queries import calendar_of, meeting_days
from .rounds import Occurrence, Round, of_its_track, rounds_of
from .rules import Due, evaluate

__all__ = [
    "Occurrence", "add_bank_holiday", "add_closure_day", "count_as_working_day", "recompute", "remove_day",
    "set_meeting_day",
]  # fmt: skip
LONGEST_CLOSURE = 31  # days: a longer one is a slip of the pen
Source = NonWorkingDay.Source

RAN = (Deadline.State.OPEN, Deadline.State.MET, Deadline.State.MISSED)
KEPT = (
    "title", "track", "agency_id", "owner_id", "role", "borough_id", "started_at", "target_on", "due_on", "state",
    "ended_at", "ended_by_id", "provisional", "explanation", "permanence", "done_by",
)  # fmt: skip


def recompute(
    *,
    case,
    procedure: Procedure,
    occurrences: Sequence[Occurrence],
    applies: Callable[[Clock], bool],
    done_by: Callable[[Clock], list[int]] = lambda clock: [],
    over: Callable[[Clock], bool] = lambda clock: False,
    at: dt.datetime,
) -> list[Deadline]:
    """Brings a case's deadlines in step with what happened. Returns the rows that changed.

    Computed anew from the starts each time, so running it twice changes nothing. Rows whose start was struck out
    become superseded; a clock that no longer applies leaves its row as not applicable; a closed case withdraws what
    was open, but for actions and what has to last. Reminders of a row stay whatever happens to its date (C-51).
    `done_by`: of a clock that several people answer each for themselves, the users who have done so; `over`: whether
    nobody can do any more what a clock waits for, since its track has ended otherwise: what was open is withdrawn.
    """
    rows = Deadline.objects.filter(partnership=case.partnership_id, case=case)
    return _in_step(case, procedure, occurrences, applies, list(rows), done_by, over)


def recompute_thing(*, about: str, procedure: Procedure, occurrences: Sequence[Occurrence]) -> list[Deadline]:
    """The same for a thing that belongs to no case, such as an action of the learning log (C-32). `about`: which.

    Only clocks that run for each thing of its kind and ask nothing of a case apply.
    """
    rows = Deadline.objects.filter(partnership=current_partnership(), case=None, about=about)
    return _in_step(None, procedure, occurrences, lambda clock: not clock.pathways and not clock.when, list(rows))


def _in_step(
    case, procedure: Procedure, occurrences, applies, there_now: list[Deadline], done_by=lambda clock: [],
    over=lambda clock: False,
) -> list[Deadline]:  # fmt: skip
    calendar = calendar_of(current_partnership())
    meetings = meeting_days(procedure, case.borough_id if case is not None else None)
    rows = {(row.clock, row.about, row.round): row for row in there_now}
    wanted: dict[tuple, Deadline] = {}
    limits: dict[str, list] = {}
    asking = {step.track for step in procedure.steps if step.act == "request_information"}
    for clock in sorted(procedure.clocks, key=lambda c: c.for_each != "agency"):
        holds = applies(clock)
        bodies = bodies_of(clock, procedure)
        for run in rounds_of(clock, of_its_track(clock, occurrences, asking), tuple(bodies)):
            there = rows.get((clock.name, run.about, run.number))
            # A clock that ran keeps its end, whatever conditions changed since; one that never applied gets none.
            ran = there is not None and there.state in RAN
            row = _row(case, procedure, clock, run, calendar, meetings, limits, holds or (ran and run.ended))
            if row is not None and row.state == Deadline.State.OPEN and over(clock):
                row.state = Deadline.State.WITHDRAWN
            if row is not None and len(bodies) > 1:
                row.title = f"{clock.title}: {bodies[run.about]}"[:160]
            elif row is not None and run.label:
                row.title = f"{clock.title}: {run.label}"[:160]
            if row is not None:
                row.done_by = done_by(clock)
                wanted[(row.clock, row.about, row.round)] = row
                for stop in clock.stops:
                    limits.setdefault(stop, []).append(row.due_on)
    return _sync(rows, wanted)


def bodies_of(clock: Clock, procedure: Procedure) -> dict[str, str]:
    """For a clock of a notice: what its row for each body is about, and what that body is called."""
    if not clock.notice:
        return {}
    titles = {body.name: body.title for body in procedure.outside_bodies}
    notice = procedure.find("notices", clock.notice)
    return {f"notice:{notice.name}.{body}": titles[body] for body in notice.to}


def _row(case, procedure, clock: Clock, run: Round, calendar, meetings, limits, holds: bool) -> Deadline | None:
    by_words = {words: limits.get(start_slug(words), []) for words in run.starts}
    limit = _evaluated(clock.limit, run, calendar, meetings, by_words)
    target = _evaluated(clock.target, run, calendar, meetings, by_words)
    main = limit if limit is not None and limit.due_on is not None else target
    if main is None or main.due_on is None:
        return None
    state, ended = _state(clock, case, run, holds)
    # Of something with an owner the agency counts only where the owner must act, not who stands above.
    owned = not run.label or procedure.is_for_owners(clock)
    return Deadline(
        partnership=current_partnership(),
        case=case,
        clock=clock.name,
        about=run.about,
        round=run.number,
        title=clock.title[:160],
        track=clock.track,
        agency_id=run.agency_id if owned else None,
        owner_id=run.owner_id if owned else None,
        role=clock.who,
        borough_id=case.borough_id if case is not None else None,
        started_at=run.started_at,
        target_on=target.due_on if target is not None else None,
        due_on=main.due_on,
        state=state,
        ended_at=ended.at if ended else None,
        ended_by_id=ended.event_id if ended and case is not None else None,
        provisional=main.provisional,
        permanence=clock.permanence,
        explanation=_explanation(clock, procedure, limit, target),
    )


def _evaluated(sentence, run: Round, calendar: WorkingCalendar, meetings, limits) -> Due | None:
    if sentence is None:
        return None
    return evaluate(sentence, run.starts, calendar, meetings=meetings, limits=limits)


def _state(clock: Clock, case, run: Round, holds: bool) -> tuple[str, Occurrence | None]:
    if not holds:
        return Deadline.State.NOT_APPLICABLE, None
    if run.stop is not None:
        return Deadline.State.MET, run.stop
    if run.missed is not None:
        return Deadline.State.MISSED, run.missed
    if run.withdrawn is not None:
        return Deadline.State.WITHDRAWN, run.withdrawn
    if case is not None and case.closed_at is not None and not outlives_its_case(clock):
        return Deadline.State.WITHDRAWN, None
    return Deadline.State.OPEN, None


def outlives_its_case(clock: Clock) -> bool:
    """What goes on when a case is closed: an action somebody still has to do (C-37), and what has to last (C-21)."""
    return clock.for_each == "action" or clock.permanence


def _explanation(clock: Clock, procedure: Procedure, limit: Due | None, target: Due | None) -> dict:
    version = procedure.version_title
    out: dict = {"clause": clock.see, "ids": list(clock.ids), "version": version, "assumed": clock.assumed}
    for name, due in (("limit", limit), ("target", target)):
        if due is not None and due.due_on is not None:
            out[name] = as_plain(due, clause=clock.see, version=version)
    return out


def _sync(rows: dict, wanted: dict) -> list[Deadline]:
    changed = []
    # Ended rows first: one open row for each clock and thing is a constraint.
    for key, row in sorted(wanted.items(), key=lambda pair: pair[1].state == Deadline.State.OPEN):
        there = rows.pop(key, None)
        if there is None:
            row.save()
            changed.append(row)
        elif any(getattr(there, name) != getattr(row, name) for name in KEPT):
            for name in KEPT:
                setattr(there, name, getattr(row, name))
            there.save()
            changed.append(there)
    for row in rows.values():
        if row.state in RAN:
            row.state = Deadline.State.SUPERSEDED
            row.save()
            changed.append(row)
    return changed


def set_meeting_day(*, meeting_id: int, body: str, on: dt.date | None, borough_id: int | None = None) -> None:
    """Keeps the days bodies meet, for "the next meeting of …"; None takes a cancelled meeting's day away.

    What hangs on it is computed anew by `moving.recalculate`, once for all the days that one act sets.
    """
    partnership = current_partnership()
    with transaction.atomic():
        if on is None:
            MeetingDay.objects.filter(partnership=partnership, meeting=meeting_id).delete()
        else:
            MeetingDay.objects.update_or_create(
                partnership=partnership, meeting=meeting_id, defaults={"body": body, "borough_id": borough_id, "on": on}
            )


def add_closure_day(*, on: dt.date, name: str, actor: Actor, at: dt.datetime, until: dt.date | None = None) -> Moved:
    """A day (or a run of them) on which the partnership is closed. Weekends and bank holidays inside a run stay as
    they are; refused when nothing is left to close (C-16)."""
    last = until or on
    if not 0 <= (last - on).days < LONGEST_CLOSURE:
        raise ActRefused(f"The last day must come after the first, and within {LONGEST_CLOSURE} days.")
    with transaction.atomic():
        _only_me(actor)
        calendar = calendar_of(current_partnership())
        days = [on + dt.timedelta(days=n) for n in range((last - on).days + 1)]
        closed = [day for day in days if calendar.is_working(day)]
        if not closed:
            raise ActRefused(f"{date_long(on)} is no working day already: {calendar.reason(on)}.")
        words = date_long(closed[0]) if len(closed) == 1 else f"{date_long(closed[0])} to {date_long(closed[-1])}"
        _keep(closed, name, Source.CLOSURE, actor, at)
        return _settled("add_closure_day", closed, f"Added closure: {words}, {name}.", actor, at)


def add_bank_holiday(*, on: dt.date, name: str, actor: Actor, at: dt.datetime) -> Moved:
    """A bank holiday that was proclaimed after the list was made. Refused for a day that does not count already."""
    with transaction.atomic():
        _only_me(actor)
        calendar = calendar_of(current_partnership())
        if not calendar.is_working(on):
            raise ActRefused(f"{date_long(on)} is no working day already: {calendar.reason(on)}.")
        _keep([on], name, Source.PROCLAIMED, actor, at)
        return _settled("add_bank_holiday", [on], f"Added bank holiday: {date_long(on)}, {name}.", actor, at)


def count_as_working_day(*, on: dt.date, reason: str, actor: Actor, at: dt.datetime) -> Moved:
    """A bank holiday of the list that is none here (it was moved, or the list is wrong) counts as a working day."""
    with transaction.atomic():
        _only_me(actor)
        partnership = current_partnership()
        name = bank_holidays(partnership.country, partnership.subdivision).get(on)
        if name is None:
            raise ActRefused("Only a bank holiday of the list can be made a working day.")
        name = name.removeprefix("bank holiday: ")
        _keep([on], name, Source.WORKING, actor, at)
        summary = f"{date_long(on)} counts as a working day although the list says {name}."
        return _settled("count_as_working_day", [on], summary, actor, at, reason)


def remove_day(*, day: NonWorkingDay, reason: str, actor: Actor, at: dt.datetime) -> Moved:
    """Takes away a change of ours, so that the list says again what the day is. What was changed stays on record."""
    with transaction.atomic():
        _only_me(actor)
        there = NonWorkingDay.objects.filter(partnership=current_partnership(), pk=day.pk).first()
        if there is None:
            raise ActRefused("Somebody has removed this day already.")
        summary = f"Removed {date_long(there.on)}, {there.name} ({there.get_source_display().lower()})."
        there.delete()
        return _settled("remove_day", [there.on], summary, actor, at, reason)


def _only_me(actor: Actor) -> None:
    """An administrator, and one at a time: the second one sees what the first one changed."""
    require_administrator(actor)
    Partnership.objects.select_for_update().get(pk=current_partnership().pk)


def _keep(days: Sequence[dt.date], name: str, source: str, actor: Actor, at: dt.datetime) -> None:
    partnership = current_partnership()
    if NonWorkingDay.objects.filter(partnership=partnership, on__in=days).exists():
        raise ActRefused("This day has been changed already. Remove that change first.")
    for day in days:
        NonWorkingDay.objects.create(on=day, name=name, source=source, entered_by=actor.label, entered_at=at)


def _settled(act: str, days, summary: str, actor: Actor, at: dt.datetime, reason: str = "") -> Moved:
    moved = recalculate(days, at=at)
    what = "deadline" if moved.total == 1 else "deadlines"
    record_administration(
        act=act, actor=actor, at=at, summary=f"{summary} {moved.total} open {what} moved.", reason=reason.strip()
    )
    return moved

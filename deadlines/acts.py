"""Keeping the deadline rows true: recomputed whenever something is recorded on a case or the calendar changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from django.db import transaction

from partnerships.models import Agency
from partnerships.scope import current_partnership
from procedures.model import Clock, Procedure
from procedures.vocabulary import start_slug

from .calendar import WorkingCalendar
from .explaining import as_plain
from .models import Deadline, MeetingDay
from .queries import calendar_of, meeting_days
from .rounds import Occurrence, Round, rounds_of
from .rules import Due, evaluate

__all__ = ["Occurrence", "recompute", "set_meeting_day"]

KEPT = (
    "title", "track", "agency_id", "role", "borough_id", "started_at", "target_on", "due_on", "state", "ended_at",
    "ended_by_id", "provisional", "explanation", "permanence",
)  # fmt: skip


def recompute(
    *,
    case,
    procedure: Procedure,
    occurrences: Sequence[Occurrence],
    applies: Callable[[Clock], bool],
    at: dt.datetime,
) -> list[Deadline]:
    """Brings a case's deadlines in step with what happened. Returns the rows that changed.

    Computed anew from the starts each time, so running it twice changes nothing. Rows whose start was struck out
    become superseded; a clock that no longer applies leaves its row as not applicable; a closed case withdraws what
    was open. Reminders of a row stay whatever happens to its date (C-51).
    """
    calendar = calendar_of(current_partnership())
    meetings = meeting_days()
    rows = {
        (row.clock, row.about, row.round): row
        for row in Deadline.objects.filter(partnership=case.partnership_id, case=case)
    }
    wanted: dict[tuple, Deadline] = {}
    limits: dict[str, list] = {}
    for clock in sorted(procedure.clocks, key=lambda c: c.for_each != "agency"):
        holds = applies(clock)
        for run in rounds_of(clock, occurrences):
            there = rows.get((clock.name, run.about, run.number))
            # A clock that ran keeps its end, whatever conditions changed since; one that never applied gets none.
            ran = there is not None and there.state in (Deadline.State.OPEN, Deadline.State.MET)
            row = _row(case, procedure, clock, run, calendar, meetings, limits, holds or (ran and run.ended))
            if row is not None:
                wanted[(row.clock, row.about, row.round)] = row
                for stop in clock.stops:
                    limits.setdefault(stop, []).append(row.due_on)
    return _sync(rows, wanted)


def _row(case, procedure, clock: Clock, run: Round, calendar, meetings, limits, holds: bool) -> Deadline | None:
    by_words = {words: limits.get(start_slug(words), []) for words in run.starts}
    limit = _evaluated(clock.limit, run, calendar, meetings, by_words)
    target = _evaluated(clock.target, run, calendar, meetings, by_words)
    main = limit if limit is not None and limit.due_on is not None else target
    if main is None or main.due_on is None:
        return None
    state, ended = _state(case, run, holds)
    return Deadline(
        partnership_id=case.partnership_id,
        case=case,
        clock=clock.name,
        about=run.about,
        round=run.number,
        title=clock.title[:160],
        track=clock.track,
        agency_id=run.agency_id,
        role=clock.who,
        borough_id=case.borough_id,
        started_at=run.started_at,
        target_on=target.due_on if target is not None else None,
        due_on=main.due_on,
        state=state,
        ended_at=ended.at if ended else None,
        ended_by_id=ended.event_id if ended else None,
        provisional=main.provisional,
        permanence=clock.permanence,
        explanation=_explanation(clock, procedure, limit, target),
    )


def _evaluated(sentence, run: Round, calendar: WorkingCalendar, meetings, limits) -> Due | None:
    if sentence is None:
        return None
    return evaluate(sentence, run.starts, calendar, meetings=meetings, limits=limits)


def _state(case, run: Round, holds: bool) -> tuple[str, Occurrence | None]:
    if not holds:
        return Deadline.State.NOT_APPLICABLE, None
    if run.stop is not None:
        return Deadline.State.MET, run.stop
    if run.withdrawn is not None:
        return Deadline.State.WITHDRAWN, run.withdrawn
    if case.closed_at is not None:
        return Deadline.State.WITHDRAWN, None
    return Deadline.State.OPEN, None


def _explanation(clock: Clock, procedure: Procedure, limit: Due | None, target: Due | None) -> dict:
    version = f"{procedure.partnership_title} {procedure.version_title}"
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
        if row.state in (Deadline.State.OPEN, Deadline.State.MET):
            row.state = Deadline.State.SUPERSEDED
            row.save()
            changed.append(row)
    return changed


def set_meeting_day(*, meeting_id: int, body: str, on: dt.date | None) -> None:
    """Keeps the days bodies meet, for "the next meeting of …"; None takes a cancelled meeting's day away."""
    partnership = current_partnership()
    with transaction.atomic():
        if on is None:
            MeetingDay.objects.filter(partnership=partnership, meeting=meeting_id).delete()
        else:
            MeetingDay.objects.update_or_create(
                partnership=partnership, meeting=meeting_id, defaults={"body": body, "on": on}
            )


def agencies_by_id(ids: Iterable[int]) -> dict[int, Agency]:
    """The agencies that deadlines name, for pages and reminders."""
    return {row.pk: row for row in Agency.objects.filter(partnership=current_partnership(), pk__in=list(ids))}

"""Dates of the procedure itself: when the text is to be looked at again, when the chair reports (RED-11, RED-13, C-50).

They belong to no case. A row is kept for each such clock of the text in force; recording that it was done ends the
row and begins the next one from that day. When another version comes into force its own rows take over.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from partnerships.actors import Actor
from partnerships.acts import record_administration
from partnerships.models import Partnership
from partnerships.queries import all_partnerships
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership, tenant
from procedures import library
from procedures.model import Clock, Procedure

from .calendar import LONDON, london_date
from .explaining import as_plain
from .models import Deadline
from .queries import calendar_of, meeting_days
from .rounds import start_words
from .rules import evaluate

State = Deadline.State
OWN = "procedure:"
IN_FORCE, FIRST_MEETING = "procedure in force", "first meeting"


def keep_own_dates(*, at: dt.datetime) -> list[Deadline]:
    """Brings the rows of the open partnership in step with its text in force; twice changes nothing. New rows."""
    partnership = current_partnership()
    with transaction.atomic():
        Partnership.objects.select_for_update().get(pk=partnership.pk)
        try:
            procedure = library.in_force(partnership.slug, on=london_date(at))
        except library.NoProcedure:
            return []
        about = f"{OWN}{procedure.version}"[:80]
        rows = Deadline.objects.filter(partnership=partnership, case=None)
        rows.open().filter(about__startswith=OWN).exclude(about=about).update(state=State.SUPERSEDED)
        clocks = [clock for clock in procedure.clocks if clock.for_each == "procedure"]
        return [made for clock in clocks for made in _kept(clock, procedure, about, rows)]


def keep_everywhere(*, at: dt.datetime) -> int:
    """The same for every partnership. Returns how many rows are new."""
    made = 0
    for partnership in all_partnerships():
        with tenant(partnership):
            made += len(keep_own_dates(at=at))
    return made


def _kept(clock: Clock, procedure: Procedure, about: str, rows) -> list[Deadline]:
    there = rows.filter(clock=clock.name, about=about).order_by("-round").first()
    if there is not None and there.state == State.OPEN:
        return []
    starts = _starts(clock, procedure, there)
    sentence = clock.limit or clock.target
    due = (
        evaluate(sentence, starts, calendar_of(current_partnership()), meetings=meeting_days(procedure))
        if starts
        else None
    )
    if due is None or due.due_on is None:
        return []
    version = procedure.version_title
    explanation = {"clause": clock.see, "ids": list(clock.ids), "version": version, "assumed": clock.assumed,
                   "limit": as_plain(due, clause=clock.see, version=version)}  # fmt: skip
    row = Deadline(
        partnership=current_partnership(), case=None, clock=clock.name, about=about, title=clock.title[:160],
        round=there.round + 1 if there else 1, role=clock.who, started_at=next(iter(starts.values())),
        due_on=due.due_on, explanation=explanation,
    )  # fmt: skip
    row.save()
    return [row]


def _starts(clock: Clock, procedure: Procedure, before: Deadline | None) -> dict[str, dt.datetime]:
    """When the clock began: what the text says the first time, afterwards the day it was last done."""
    words = start_words(clock)[0]
    if before is not None:
        return {words: before.ended_at} if before.ended_at else {}
    known = {IN_FORCE: procedure.in_force_from, FIRST_MEETING: _first_meeting(procedure)}
    on = known.get(words)
    return {words: dt.datetime.combine(on, dt.time(0), tzinfo=LONDON)} if on else {}


def _first_meeting(procedure: Procedure) -> dt.date | None:
    days = [on for found in meeting_days(procedure).values() for on in found if on >= procedure.in_force_from]
    return min(days, default=None)


def end_own_dates(*, act: str, at: dt.datetime) -> list[Deadline]:
    """An act ended what the procedure in force waits for by it: in the caller's transaction. The next one begins."""
    procedure = library.in_force(current_partnership().slug, on=london_date(at))
    clocks = [clock.name for clock in procedure.clocks if clock.for_each == "procedure" and act in clock.stops]
    rows = list(
        Deadline.objects.select_for_update().filter(partnership=current_partnership(), case=None, clock__in=clocks)
        .open()
    )  # fmt: skip
    for row in rows:
        row.state, row.ended_at = State.MET, at
        row.save()
    keep_own_dates(at=at)
    return rows


def own_dates(*, most: int = 50) -> list[Deadline]:
    """The rows of the open partnership, running ones first."""
    rows = Deadline.objects.filter(partnership=current_partnership(), case=None, about__startswith=OWN)
    rows = rows.exclude(state=State.SUPERSEDED)
    return sorted(rows.order_by("-round", "due_on")[:most], key=lambda row: (row.state != State.OPEN, row.due_on))


def record_own_date(
    *, deadline_id: int, done_on: dt.date, note: str, procedure: Procedure, actor: Actor, at: dt.datetime
) -> Deadline:
    """It was done: on which day, and what came of it. The next one runs from that day.

    By whoever the clock names (or who stands in) and by the administrator. Raises ActRefused.
    """
    if not note.strip():
        raise ActRefused("Say what came of it.", about="note")
    if done_on > london_date(at):
        raise ActRefused("The day must be today or earlier.", about="done_on")
    with transaction.atomic():
        rows = Deadline.objects.select_for_update().filter(partnership=current_partnership(), case=None)
        row = rows.filter(pk=deadline_id, about__startswith=OWN).first()
        if row is None or row.state != State.OPEN:
            raise ActRefused("This has been recorded already.")
        if actor.roles.isdisjoint({row.role, *procedure.who_may_act_as(row.role)}) and not actor.holds("administrator"):
            raise ActRefused("Your role does not include this.")
        row.state, row.ended_at = State.MET, dt.datetime.combine(done_on, dt.time(12), tzinfo=LONDON)
        row.save()
        record_administration(
            act="record_own_date", actor=actor, at=at, summary=f"{row.title}: done.", reason=note.strip()
        )
        keep_own_dates(at=at)
        return row

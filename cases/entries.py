"""What the registers of a case hold, read from its record: struck-out entries do not count."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from django.utils import timezone

from config.filters import date_long
from partnerships.actors import Actor

from .models import Case, Event
from .queries import RecordRow
from .registers import BY_ACT, REGISTERS, Register

# Who looks into the registers: those who run and decide the case. Agencies are asked for what they know (C-52).
READERS = ("secretariat", "panel-chair", "statutory-partner", "local-authority")


# Whose words are closed to everybody else: registers, and letters to one person.
CLOSED = frozenset({*BY_ACT, "write_letter", "prepare_bundle", "redact_item", "make_bundle", "give_bundle"})


@dataclass(frozen=True)
class Entry:
    """One entry: its number, what it says, and how it ended. `late`: its day has passed and it has not ended."""

    id: int
    about: str
    summary: str
    by: str
    at: dt.datetime
    said: list
    papers: list = field(default_factory=list)
    due_on: dt.date | None = None
    late: bool = False
    ended: Event | None = None

    @property
    def due(self) -> str:
        return date_long(self.due_on) if self.due_on else ""


def may_read(actor: Actor) -> bool:
    return actor.holds(*READERS)


def readable(rows: list[RecordRow], actor: Actor) -> list[RecordRow]:
    """The record with the registers closed to those who do not look into them: that there is an entry, not its words.

    A family's wishes and legal advice are not for every agency that was asked about the case (C-33, C-52).
    """
    if may_read(actor):
        return rows
    closed = {
        "summary": "Only those who run and decide the case read this entry.",
        "text": "",
        "said": [],
        "papers": [],
    }
    return [replace(row, **closed) if row.act in CLOSED else row for row in rows]


def _standing(case: Case):
    events = Event.objects.filter(partnership=case.partnership_id, case=case, annulled_by=None, annuls=None)
    return events.select_related("agency").order_by("id")


def entry_of(case: Case, act: str, pk: int) -> Event | None:
    """The event that made an entry, if it stands."""
    return _standing(case).filter(act=act, pk=pk).first()


def running(case: Case, register: Register) -> list[Event]:
    """Entries that have not ended."""
    events = list(_standing(case).filter(act__in=[register.act, register.end]))
    ended = {event.about for event in events if event.act == register.end}
    return [event for event in events if event.act == register.act and event.about not in ended]


def registers_of(case: Case, *, at: dt.datetime) -> list[tuple[Register, list[Entry]]]:
    """Every register with its entries: what is open first, the newest first."""
    today = timezone.localdate(at)
    events = list(_standing(case).filter(act__in=list(BY_ACT)))
    found = []
    for register in REGISTERS:
        ends = {event.about: event for event in events if register.end and event.act == register.end}
        rows = [_entry(event, ends.get(event.about), today) for event in events if event.act == register.act]
        rows.sort(key=lambda row: (row.ended is not None, -row.id))
        found.append((register, rows))
    return found


def _entry(event: Event, ended: Event | None, today: dt.date) -> Entry:
    answers = next(iter(event.data.get("answers", {}).values()), {})
    day = answers.get("act-by-when") or answers.get("act-wanted-by")
    due = dt.date.fromisoformat(day) if day else None
    return Entry(
        id=event.pk, about=event.about, summary=event.summary, by=event.actor_label, at=event.at,
        said=[row for _, rows in event.data.get("said", []) for row in rows], papers=event.data.get("papers", []),
        due_on=due, late=bool(due and ended is None and due < today), ended=ended,
    )  # fmt: skip

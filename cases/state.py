"""A case as plain values: what conditions, clocks and buttons are decided from, read once in five queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from .models import Case, CriteriaAnswers, Event, Fact, Person, Track


@dataclass(frozen=True)
class Happened:
    """An event or fact that counts: when (aware), about what, for which agency, and the event behind it."""

    name: str
    at: dt.datetime
    about: str
    agency_id: int | None
    event_id: int
    data: Mapping = field(default_factory=dict)


@dataclass(frozen=True)
class Subject:
    born_on: dt.date | None
    died_on: dt.date | None
    legal_status: str


@dataclass(frozen=True, kw_only=True)
class CaseState:
    """`done` and `facts` hold only what no later entry annulled, oldest first; `stages` only open tracks."""

    pathway: str
    version: str
    borough: str
    received_at: dt.datetime
    closed: bool
    lead_process: str
    stages: Mapping[str, str]
    closed_tracks: Mapping[str, str]
    done: Mapping[str, tuple[Happened, ...]]
    facts: Mapping[str, tuple[Happened, ...]]
    values: Mapping[str, object]  # the newest value of each fact that is no date
    tests: Mapping[str, bool]  # statutory test -> met, by its newest answers
    subjects: tuple[Subject, ...]
    truths: Mapping[str, bool] = field(default_factory=dict)  # what only another room can know (quorate)

    def last(self, name: str) -> Happened | None:
        rows = self.done.get(name) or self.facts.get(name)
        return rows[-1] if rows else None

    def incident_on(self) -> dt.date | None:
        found = self.facts.get("incident") or self.facts.get("death")
        return timezone.localdate(found[-1].at) if found else None

    def occurrences(self) -> list[Happened]:
        """Every event and fact in the order they were recorded: what clocks start and stop by."""
        rows = [h for group in (*self.done.values(), *self.facts.values()) for h in group]
        return sorted(rows, key=lambda h: h.event_id)


def _grouped(rows) -> dict[str, tuple[Happened, ...]]:
    out: dict[str, list[Happened]] = {}
    for row in rows:
        out.setdefault(row.name, []).append(row)
    return {name: tuple(group) for name, group in out.items()}


def standing_events(case: Case) -> list[Event]:
    """The case's events without annulled ones and without the annulling entries, in the order recorded."""
    events = list(Event.objects.filter(partnership=case.partnership_id, case=case).order_by("id"))
    annulled = {event.annuls_id for event in events if event.annuls_id}
    return [event for event in events if event.pk not in annulled and event.annuls_id is None]


def state_of(case: Case, *, version: str, truths: Mapping[str, bool] | None = None) -> CaseState:
    """Reads the case's rows into a CaseState. `version` is that of the pinned procedure."""
    events = standing_events(case)
    standing = {event.pk for event in events}
    here = {"partnership": case.partnership_id, "case": case}
    tracks = list(Track.objects.filter(**here))
    facts = [f for f in Fact.objects.filter(**here).order_by("id") if f.event_id in standing]
    criteria = [c for c in CriteriaAnswers.objects.filter(**here).order_by("id") if c.event_id in standing]
    people = Person.objects.filter(**here, kind=Person.Kind.SUBJECT, removed=False)
    agency_of = {event.pk: event.agency_id for event in events}
    return CaseState(
        pathway=case.pathway,
        version=version,
        borough=case.borough.slug if case.borough else "",
        received_at=case.received_at,
        closed=case.closed_at is not None,
        lead_process=case.lead_process,
        stages={t.name: t.stage for t in tracks if t.closed_at is None},
        closed_tracks={t.name: t.stage for t in tracks if t.closed_at is not None},
        done=_grouped(Happened(e.act, e.at, e.about, e.agency_id, e.pk, e.data) for e in events),
        facts=_grouped(
            Happened(f.name, f.happened_at, f.about, agency_of[f.event_id], f.event_id)
            for f in facts
            if f.happened_at is not None
        ),
        values={f.name: f.value for f in facts if f.value is not None},
        tests={c.test: c.met for c in criteria},
        subjects=tuple(Subject(p.born_on, p.died_on, str(p.details.get("legal_status", ""))) for p in people),
        truths=truths or {},
    )

"""A case as plain values: what conditions, clocks and buttons are decided from, read in one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db import connection
from django.utils import timezone

from procedures import library

from .models import WITHDRAWN, Case


@dataclass(frozen=True)
class Happened:
    """An event or fact that counts: when (aware), about what, for which agency, and the event behind it."""

    name: str
    at: dt.datetime
    about: str
    agency_id: int | None
    event_id: int
    data: Mapping = field(default_factory=dict)
    track: str = ""  # of the step it was done by
    to_stage: str = ""  # where that step led, if it did


@dataclass(frozen=True)
class Subject:
    born_on: dt.date | None
    died_on: dt.date | None
    legal_status: str
    name: str = "Name not known"


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
    tests_of_text: frozenset[str] = frozenset()  # the statutory tests that the text has
    subjects: tuple[Subject, ...]
    opened: Mapping[str, dt.datetime] = field(default_factory=dict)  # open track -> when it first was
    truths: Mapping[str, bool] = field(default_factory=dict)  # what only another room can know (quorate)

    @property
    def statutory(self) -> dict[str, bool]:
        """The statutory tests that were answered: a partnership's own test (“other”) opens no statutory duty."""
        return {test: met for test, met in self.tests.items() if test != "other"}

    def last(self, name: str) -> Happened | None:
        rows = self.done.get(name) or self.facts.get(name)
        return rows[-1] if rows else None

    def incident_on(self) -> dt.date | None:
        found = self.facts.get("incident") or self.facts.get("death")
        return timezone.localdate(found[-1].at) if found else None

    def as_of(self, at: dt.datetime) -> CaseState:
        """What had happened by the end of that minute: without the acts and dates of later. Stages stay as they are."""
        end = at.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)

        def earlier(groups):
            kept = {name: tuple(h for h in group if h.at < end) for name, group in groups.items()}
            return {name: group for name, group in kept.items() if group}

        return replace(self, done=earlier(self.done), facts=earlier(self.facts))

    def occurrences(self) -> list[Happened]:
        """Every event and fact in the order they were recorded: what clocks start and stop by."""
        rows = [h for group in (*self.done.values(), *self.facts.values()) for h in group]
        return sorted(rows, key=lambda h: h.event_id)


def _grouped(rows) -> dict[str, tuple[Happened, ...]]:
    out: dict[str, list[Happened]] = {}
    for row in rows:
        out.setdefault(row.name, []).append(row)
    return {name: tuple(group) for name, group in out.items()}


def _still_standing(facts: list) -> list:
    """Facts oldest first, without what was said before one was taken back (`Doing.withdraw_fact`)."""
    ended = {(name, about): at for at, (_, name, about, _, value) in enumerate(facts) if value == WITHDRAWN}
    return [fact for at, fact in enumerate(facts) if at > ended.get((fact[1], fact[2]), -1)]


_STATE = """
SELECT
  (SELECT json_agg(json_build_array(e.id, e.act, e.at, e.about, e.agency_id, e.annuls_id, e.data, e.track, e.to_stage)
                   ORDER BY e.id)
     FROM cases_event e WHERE e.partnership_id = %(partnership)s AND e.case_id = %(case)s),
  (SELECT json_agg(json_build_array(t.name, t.stage, t.closed_at IS NULL, t.opened_at) ORDER BY t.id)
     FROM cases_track t WHERE t.partnership_id = %(partnership)s AND t.case_id = %(case)s),
  (SELECT json_agg(json_build_array(f.event_id, f.name, f.about, f.happened_at, f.value) ORDER BY f.id)
     FROM cases_fact f WHERE f.partnership_id = %(partnership)s AND f.case_id = %(case)s),
  (SELECT json_agg(json_build_array(a.event_id, a.test, a.met) ORDER BY a.id)
     FROM cases_criteriaanswers a WHERE a.partnership_id = %(partnership)s AND a.case_id = %(case)s),
  (SELECT json_agg(json_build_array(p.born_on, p.died_on, p.details ->> 'legal_status',
                                    nullif(trim(p.first_name || ' ' || p.last_name), '')) ORDER BY p.id)
     FROM cases_person p WHERE p.partnership_id = %(partnership)s AND p.case_id = %(case)s
                           AND p.kind = 'subject' AND NOT p.removed)
"""


def state_of(case: Case, *, version: str, truths: Mapping[str, bool] | None = None) -> CaseState:
    """Reads the case's rows into a CaseState, in one query. `version` is that of the pinned procedure."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, {"partnership": case.partnership_id, "case": case.pk})
        events, tracks, facts, criteria, people = (found or [] for found in cursor.fetchone())
    annulled = {annuls for *_, annuls, _, _, _ in events}
    happened = {
        pk: Happened(act, _instant(at), about, agency_id, pk, data, track, to_stage)
        for pk, act, at, about, agency_id, annuls, data, track, to_stage in events
        if pk not in annulled and annuls is None and not data.get("partly")
    }
    facts = _still_standing([fact for fact in facts if fact[0] in happened])
    return CaseState(
        pathway=case.pathway,
        version=version,
        borough=case.borough.slug if case.borough else "",
        received_at=case.received_at,
        closed=case.closed_at is not None,
        lead_process=case.lead_process,
        stages={name: stage for name, stage, still_open, _ in tracks if still_open},
        opened={name: _instant(at) for name, _, still_open, at in tracks if still_open},
        closed_tracks={name: stage for name, stage, still_open, _ in tracks if not still_open},
        done=_grouped(happened.values()),
        facts=_grouped(
            Happened(
                name, _instant(at), about, happened[event].agency_id, event, happened[event].data, happened[event].track
            )
            for event, name, about, at, _ in facts
            if at is not None
        ),
        values={name: value for _, name, _, _, value in facts if value is not None},
        tests={test: met for event, test, met in criteria if event in happened},
        tests_of_text=frozenset(aid.test for aid in library.of_version(case.procedure).aids if aid.test != "other"),
        subjects=tuple(
            Subject(_day(born), _day(died), legal_status or "", name or Subject.name)
            for born, died, legal_status, name in people
        ),
        truths=truths or {},
    )


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None

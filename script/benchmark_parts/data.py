"""The large tables of the generated data, written by INSERT … SELECT from generate_series.

Made up, and the same at every run of one day: row n is always the same row. Partnership 1 has a tenth of all cases,
the others share the rest (PERFORMANCE §3). Of a million deadlines every tenth is open, and of these every
twentieth is within reach of the sweep's reminders: due in two working days, today, or late.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from .people import make_partnerships, pattern

LONDON = ZoneInfo("Europe/London")
FIRST = "Ada Ben Cora Dan Eve Finn Gwen Hal Iris Jack Kit Lena Max Nora Omar Pia Quin Rosa Sam Tess Una Vic Wren Zoe"
LAST = "Ash Beck Cole Dale Elm Fern Glen Holt Ives Jay Kerr Lark Moor Nash Oak Pike Quill Reed Sand Thorn"
ENDS = " s er ley man ton by well son worth"
PER_CASE, MOST_EVENTS = 5, 8
TABLES = (
    "cases_case", "cases_person", "cases_track", "cases_event", "cases_fact", "cases_agencyaccess",
    "cases_conflict", "cases_casepermission", "deadlines_deadline",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How much is generated. A small run keeps the proportions."""

    partnerships: int
    cases: int

    @classmethod
    def of(cls, scale: float) -> Size:
        return cls(max(3, round(150 * scale)), max(800, round(200_000 * scale)))

    @property
    def first_has(self) -> int:
        """The cases of the largest partnership."""
        return self.cases // 10

    @property
    def deadlines(self) -> int:
        return self.cases * PER_CASE

    @property
    def in_reach(self) -> int:
        """Deadlines that a sweep of the day finds."""
        return self.deadlines // 10 // 20


def day_of_run() -> dt.datetime:
    """Ten o'clock on the first working day from today on: reminders before and after the day go out on those."""
    from deadlines.calendar import calendar_for

    day = dt.datetime.now(LONDON).date()
    while not calendar_for().is_working(day):
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(10), tzinfo=LONDON)


def generate(superuser: str, size: Size, at: dt.datetime) -> None:
    """All rows; then the statistics that the planner needs. Needs a superuser, because walls and keys are not asked."""
    import psycopg

    make_partnerships(size.partnerships, at)
    client_side = psycopg.ClientCursor  # a table made by a query takes no parameters on the server's side
    with psycopg.connect(superuser, cursor_factory=client_side) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '256MB'")
        values = _values(size, at)
        for statement in (_HELPERS, *_ROWS):
            cursor.execute(statement, values)
        for table in TABLES:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}) + 1)"  # noqa: S608
            )
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _values(size: Size, at: dt.datetime) -> dict:
    procedure = pattern().procedure
    pathway = procedure.pathways[0]
    stages = [(track.name, stage) for track in procedure.tracks for stage in track.stages][:16]
    office = [procedure.roles_of_kind(kind)[0].name for kind in ("secretariat", "panel-chair", "ratifier")]
    return {
        "cases": size.cases,
        "first_has": size.first_has,
        "others": size.partnerships - 1,
        "at": at,
        "day": at.date(),
        "soon": working_day_after(at.date(), 2),
        "pathway": pathway.name,
        "tracks": [track for track, _ in stages],
        "stages": [stage.name for _, stage in stages],
        "titles": [stage.title for _, stage in stages],
        "final": [stage.final for _, stage in stages],
        "first": FIRST.split(),
        "last": [name + end for name in LAST.split() for end in ENDS.split(" ")],
        "acts": list(dict.fromkeys(step.act for step in procedure.steps))[:MOST_EVENTS],
        "most_events": MOST_EVENTS,
        "per_case": PER_CASE,
        "clocks": [clock.name for clock in procedure.clocks][:PER_CASE],
        "clock_titles": [clock.title[:150] for clock in procedure.clocks][:PER_CASE],
        "office": office,
        "explanation": _explanation(at.date()),
    }


def working_day_after(day: dt.date, amount: int) -> dt.date:
    """By England's calendar, which the generated partnerships keep."""
    from deadlines.calendar import calendar_for

    return calendar_for().after(day, amount)


def _explanation(day: dt.date) -> str:
    """What a real deadline carries: each day counted and skipped, in the engine's own words."""
    from deadlines.calendar import calendar_for
    from deadlines.explaining import as_plain
    from deadlines.rules import evaluate
    from procedures.sentences import parse_sentence

    sentence = parse_sentence("10 working days after information requested")
    due = evaluate(sentence, {"information requested": day}, calendar_for())
    limit = as_plain(due, clause="section 4", version="version 1")
    return json.dumps({"clause": "section 4", "ids": [], "version": "version 1", "assumed": False, "limit": limit})


_HELPERS = """
CREATE TEMPORARY TABLE place ON COMMIT DROP AS
  SELECT row_number() OVER (ORDER BY p.id) AS n, p.id, p.code, v.id AS version_id,
         (SELECT array_agg(a.id ORDER BY a.id) FROM partnerships_agency a WHERE a.partnership_id = p.id) AS agencies,
         (SELECT h.membership_id FROM partnerships_roleholding h
           WHERE h.partnership_id = p.id AND h.role = (%(office)s::text[])[2]) AS chair,
         (SELECT m.user_id FROM partnerships_roleholding h JOIN partnerships_membership m ON m.id = h.membership_id
           WHERE h.partnership_id = p.id AND h.role = (%(office)s::text[])[1]) AS secretary
  FROM partnerships_partnership p JOIN procedures_procedureversion v ON v.partnership_id = p.id
  WHERE p.slug LIKE 'area-%%';
"""
_CASES = """
INSERT INTO cases_case (id, partnership_id, reference, year, number, procedure_id, pathway, received_at,
  referring_agency_id, referrer_name, referrer_email, stage, stage_track, stage_title, lead_process, restricted,
  closed_at, version, search_text, created_at)
SELECT i, p.id, named.reference, extract(year FROM r.received), i, p.version_id, %(pathway)s, r.received,
  p.agencies[1 + i %% cardinality(p.agencies)], 'Referrer ' || i %% 97, 'referrer' || i %% 97 || '@agency.example',
  (%(stages)s::text[])[r.s], (%(tracks)s::text[])[r.s], (%(titles)s::text[])[r.s], '', i %% 100 = 6 OR i %% 4000 = 80,
  CASE WHEN (%(final)s::bool[])[r.s] THEN r.received + interval '40 days' END, 3,
  named.reference || ' ' || (%(first)s::text[])[1 + i %% cardinality(%(first)s::text[])]
    || ' ' || (%(last)s::text[])[1 + (i / 7) %% cardinality(%(last)s::text[])], r.received
FROM generate_series(1, %(cases)s) i
JOIN place p ON p.n = CASE WHEN i <= %(first_has)s THEN 1 ELSE 2 + i %% %(others)s END
CROSS JOIN LATERAL (SELECT %(at)s::timestamptz - make_interval(days => i * 79 %% 1095, mins => i %% 600) AS received,
  1 + (i / 3) %% cardinality(%(stages)s::text[]) AS s) r
CROSS JOIN LATERAL (SELECT p.code || '-' || extract(year FROM r.received) || '-' || lpad(i::text, 6, '0') AS reference)
  named
"""
_PEOPLE = """
INSERT INTO cases_person (id, partnership_id, case_id, kind, first_name, last_name, other_names, relationship, born_on,
  gender, ethnicity, nhs_number, details, removed)
SELECT id, partnership_id, id, 'subject', split_part(search_text, ' ', 2), split_part(search_text, ' ', 3), '', '',
  DATE '1930-01-01' + (id * 37 %% 25000)::int, '', '', '', '{}', false
FROM cases_case
"""
_TRACKS = """
INSERT INTO cases_track (id, partnership_id, case_id, name, stage, opened_at, moved_at, closed_at)
SELECT id, partnership_id, id, stage_track, stage, received_at, received_at + interval '5 days', closed_at
FROM cases_case
"""
_EVENTS = """
INSERT INTO cases_event (id, partnership_id, case_id, act, track, from_stage, to_stage, about, summary, reason, data,
  actor_id, actor_label, on_behalf_of, at, recorded_at)
SELECT (c.id - 1) * %(most_events)s + k, c.partnership_id, c.id, (%(acts)s::text[])[k], c.stage_track, '', c.stage, '',
  'Entry ' || k || ' of the record, in one plain sentence.', '', '{}', p.secretary, 'Person 0, Secretariat', '',
  c.received_at + make_interval(hours => k), c.received_at + make_interval(hours => k, mins => 1)
FROM cases_case c JOIN place p ON p.id = c.partnership_id
CROSS JOIN LATERAL generate_series(1, 1 + c.id::int %% least(%(most_events)s, cardinality(%(acts)s::text[]))::int) k
"""
_FACTS = """
INSERT INTO cases_fact (id, partnership_id, case_id, name, about, happened_at, event_id)
SELECT id, partnership_id, id, 'referral_received', '', received_at, (id - 1) * %(most_events)s + 1 FROM cases_case
"""
_ACCESS = """
INSERT INTO cases_agencyaccess (id, partnership_id, case_id, agency_id, why, since)
SELECT (c.id - 1) * 2 + k + 1, c.partnership_id, c.id, p.agencies[1 + (c.id + k * 5) %% cardinality(p.agencies)],
  'asked for information', c.received_at
FROM cases_case c JOIN place p ON p.id = c.partnership_id CROSS JOIN generate_series(0, 1) k
"""
_CONFLICTS = """
INSERT INTO cases_conflict (id, partnership_id, case_id, membership_id, reason, declared_at)
SELECT row_number() OVER (), c.partnership_id, c.id, p.chair, 'A relative of the subject.', c.received_at
FROM cases_case c JOIN place p ON p.id = c.partnership_id WHERE c.id %% 500 = 0
"""
_PERMISSIONS = """
INSERT INTO cases_casepermission (id, partnership_id, content_object_id, user_id, permission_id)
SELECT row_number() OVER (), c.partnership_id, c.id, p.secretary,
  (SELECT q.id FROM auth_permission q JOIN django_content_type t ON t.id = q.content_type_id
    WHERE q.codename = 'view_case' AND t.app_label = 'cases' AND t.model = 'case')
FROM cases_case c JOIN place p ON p.id = c.partnership_id WHERE c.restricted
"""
_DEADLINES = """
INSERT INTO deadlines_deadline (id, partnership_id, case_id, clock, round, title, track, about, agency_id, role,
  started_at, target_on, due_on, state, ended_at, provisional, explanation, permanence, reason_late, computed_at,
  done_by)
SELECT (c.id - 1) * %(per_case)s + i.n, c.partnership_id, c.id, (%(clocks)s::text[])[i.n], 1,
  (%(clock_titles)s::text[])[i.n], c.stage_track, '',
  CASE WHEN d.who = 0 THEN p.agencies[1 + c.id %% cardinality(p.agencies)] END,
  CASE WHEN d.who = 0 THEN '' ELSE (%(office)s::text[])[d.who] END, c.received_at, NULL,
  CASE WHEN NOT d.running THEN c.received_at::date + 14
       WHEN d.k %% 20 <> 0 THEN %(soon)s::date + 1 + (d.k %% 60)::int
       ELSE (ARRAY[%(soon)s::date, %(day)s::date, %(day)s::date - 4])[1 + (d.k / 20) %% 3] END,
  CASE WHEN d.running THEN 'open' ELSE 'met' END, CASE WHEN NOT d.running THEN c.received_at + interval '9 days' END,
  false, %(explanation)s::jsonb, false, '', c.received_at, '{}'
FROM cases_case c JOIN place p ON p.id = c.partnership_id CROSS JOIN generate_series(1, %(per_case)s) i(n)
CROSS JOIN LATERAL (SELECT ((c.id - 1) * %(per_case)s + i.n) %% 10 = 0 AS running,
  ((c.id - 1) * %(per_case)s + i.n) / 10 AS k, (c.id / 40) %% 4 AS who) d
"""
_ROWS = (_CASES, _PEOPLE, _TRACKS, _EVENTS, _FACTS, _ACCESS, _CONFLICTS, _PERMISSIONS, _DEADLINES)

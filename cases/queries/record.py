"""The record of a case: every event, and who looked."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field

from django.db import connection

from partnerships.actors import Actor
from partnerships.models import Agency
from partnerships.queries import agencies
from procedures.vocabulary import ACTS

from ..models import Case, CaseOpened, Event
from ..state import CaseState


def record_of(case: Case) -> list[Event]:
    """Every event, newest first by when it happened, annulled ones included (shown struck through)."""
    return list(
        Event.objects.filter(partnership=case.partnership_id, case=case)
        .select_related("agency", "annuls", "annulled_by")
        .order_by("-at", "-id")
    )


def stages_been(case: Case) -> set[tuple[str, str]]:
    """(track, stage) of every stage that the case has been at, by entries that stand."""
    rows = Event.objects.filter(partnership=case.partnership_id, case=case, annulled_by=None, annuls=None)
    moves = rows.exclude(to_stage="").values_list("track", "from_stage", "to_stage")
    return {(track, stage) for track, *stages in moves for stage in stages if stage}


def invited_ids(*cases: Case) -> set[int]:
    """Agencies invited for one of these cases alone (RED-1)."""
    ids = {case.pk for case in cases}
    rows = Event.objects.filter(case__in=ids, act="invite_agency", annulled_by=None).exclude(agency=None)
    return set(rows.filter(partnership__in={case.partnership_id for case in cases}).values_list("agency_id", flat=True))


def agencies_about(*cases: Case) -> list[Agency]:
    """The member agencies, and those invited for one of these cases: whoever may be named on its pages."""
    invited = invited_ids(*cases)
    return [agency for agency in agencies() if agency.member or agency.pk in invited]


def openings_of(case: Case) -> list[CaseOpened]:
    return list(
        CaseOpened.objects.filter(partnership=case.partnership_id, case=case)
        .select_related("user")
        .order_by("-last_at")
    )


def why_referred(case: Case) -> str:
    """The referrer's own summary, as it was when the referral was last sent."""
    sent = Event.objects.filter(partnership=case.partnership_id, case=case, data__has_key="why", annulled_by=None)
    newest = sent.order_by("-id").first()
    return newest.data["why"] if newest else ""


def why_in(state: CaseState) -> str:
    """The same from what is read already."""
    given = [each for group in state.done.values() for each in group if "why" in each.data]
    return max(given, key=lambda each: each.event_id).data["why"] if given else ""


PARTLY = " (one of several steps)"  # somebody else has to do the same before it counts


def act_words(act: str) -> str:
    return ACTS[act].past.capitalize() if act in ACTS else act.replace("_", " ").capitalize()


def note_opened(case: Case, actor: Actor, page: str, at: dt.datetime) -> None:
    """Keeps that somebody looked (who, which page, which day, how often). One statement."""
    from django.utils import timezone

    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO cases_caseopened (partnership_id, case_id, user_id, page, "on", first_at, last_at, times)
               VALUES (%s, %s, %s, %s, %s, %s, %s, 1)
               ON CONFLICT (case_id, user_id, page, "on")
               DO UPDATE SET last_at = EXCLUDED.last_at, times = cases_caseopened.times + 1""",
            [case.partnership_id, case.pk, actor.user_id, page, timezone.localdate(at), at, at],
        )


@dataclass(frozen=True)
class RecordRow:
    """An entry of the record as pages show it: what, by whom, when it happened and, if later, when it was typed."""

    id: int
    act: str
    title: str
    track: str
    summary: str
    by: str
    at: dt.datetime
    typed_at: dt.datetime | None
    text: str
    annulled: bool
    may_be_struck_out: bool
    said: list = field(default_factory=list)  # [title, [[question, answer], …]] of what the act asked
    papers: list = field(default_factory=list)  # {id, name} of the papers that belong to it
    one_of_several: bool = False  # who did it for whom is said wherever it is shown


_RECORD = """
SELECT e.id, e.act, e.track, e.summary, e.actor_label, e.on_behalf_of, e.at, e.recorded_at,
       concat_ws(E'\n', nullif(n.text, ''), nullif(e.reason, '')),
       e.annuls_id, EXISTS (SELECT 1 FROM cases_event x WHERE x.annuls_id = e.id),
       CASE WHEN e.data ? 'said' THEN e.data END, coalesce((e.data ->> 'partly')::boolean, false), e.data ? 'completed'
FROM cases_event e LEFT JOIN cases_note n ON n.event_id = e.id
WHERE e.partnership_id = %s AND e.case_id = %s ORDER BY e.at DESC, e.id DESC LIMIT %s
"""


def record_rows(case: Case, most: int | None = None) -> list[RecordRow]:
    """The record with its notes, newest first, annulled entries included; the newest `most` of it, or all."""
    from ..acts.record import NOT_ANNULLED

    with connection.cursor() as cursor:
        cursor.execute(_RECORD, [case.partnership_id, case.pk, most])
        found = cursor.fetchall()
    return [
        RecordRow(
            id=pk,
            act=act,
            title=act_words(act) + (PARTLY if partly else ""),
            track=track,
            summary=summary,
            by=label + (f", on behalf of {behalf}" if behalf else ""),
            at=at,
            typed_at=recorded_at if recorded_at - at > dt.timedelta(minutes=5) else None,
            text=text,
            annulled=struck,
            may_be_struck_out=not struck and annuls is None and act not in NOT_ANNULLED,
            said=data.get("said", []),
            papers=data.get("papers", []),
            one_of_several=partly or last,
        )
        for pk, act, track, summary, label, behalf, at, recorded_at, text, annuls, struck, given, partly, last in found
        for data in [json.loads(given) if isinstance(given, str) else given or {}]
    ]

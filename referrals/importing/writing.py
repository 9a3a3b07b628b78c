"""All rows of a checked log as past cases, in the caller's transaction: no clock is opened and nobody is told.

Rows are written in bulk, as nothing else of the service is: ten thousand cases are not ten thousand acts of a person.
Each case still has its event, its reference without gaps, and its person's field history.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence

from simple_history.utils import bulk_create_with_history

from cases.acts.opening import search_words
from cases.models import Case, CaseCounter, Event, Person, Track
from deadlines.calendar import LONDON
from notifications.models import Tracker
from partnerships.scope import current_partnership
from procedures.model import Procedure, Stage
from procedures.model import Track as TrackOfText

from ..models import LogImport
from .checking import Past

BATCH = 500
NOON = dt.time(12)
PAST_CASE = "Past case"  # what lists call its stage: the text’s own words would claim what nobody decided under it
TAKEN_AWAY = ("merge_case", "withdraw_referral", "redirect_referral")


def write(
    pasts: Sequence[Past], row: LogImport, *, procedure: Procedure, version, label: str, user_id: int | None,
    at: dt.datetime, progress: Callable[[int], None],
) -> int:  # fmt: skip
    """Writes every past case. `version`: the edition they count under. Returns how many."""
    partnership = current_partnership()
    numbers = _numbers(partnership, Counter(past.received_on.year for past in pasts))
    for first in range(0, len(pasts), BATCH):
        some = pasts[first : first + BATCH]
        cases = [_case(past, numbers, partnership, procedure, version, at) for past in some]
        Case.objects.bulk_create(cases)
        Track.objects.bulk_create([_track(case) for case in cases])
        Event.objects.bulk_create(
            [_event(case, past, row, label, user_id, at) for case, past in zip(cases, some, strict=True)]
        )
        people = [_person(case, past) for case, past in zip(cases, some, strict=True) if _about_somebody(past)]
        bulk_create_with_history(people, Person, batch_size=BATCH)
        tracked = [_tracker(case, past) for case, past in zip(cases, some, strict=True) if past.themes]
        bulk_create_with_history(tracked, Tracker, batch_size=BATCH)
        progress(first + len(some))
    return len(pasts)


def _numbers(partnership, wanted: Counter) -> dict[int, int]:
    """year -> the last number given before; the counters stay locked until all cases are stored."""
    years = sorted(wanted)
    CaseCounter.objects.bulk_create(
        [CaseCounter(partnership=partnership, year=year) for year in years], ignore_conflicts=True
    )
    counters = list(
        CaseCounter.objects.select_for_update().filter(partnership=partnership, year__in=years).order_by("year")
    )
    found = {counter.year: counter.last for counter in counters}
    for counter in counters:
        counter.last += wanted[counter.year]
    CaseCounter.objects.bulk_update(counters, ["last"])
    return found


def instant(day: dt.date, time: dt.time = NOON) -> dt.datetime:
    return dt.datetime.combine(day, time, tzinfo=LONDON)


def _case(past: Past, numbers: dict[int, int], partnership, procedure: Procedure, version, at: dt.datetime) -> Case:
    year = past.received_on.year
    numbers[year] += 1
    reference = f"{partnership.code}-{year}-{numbers[year]:04d}"
    track = procedure.find("tracks", procedure.find("pathways", past.kind).tracks[0])
    stage = stage_of(track, procedure, past)
    subject = _person(None, past)
    return Case(
        partnership=partnership, reference=reference, year=year, number=numbers[year], procedure=version,
        pathway=past.kind, borough_id=past.borough, received_at=instant(past.received_on),
        referring_agency_id=past.agency, referrer_name=past.referrer_name[:160], stage=stage.name,
        stage_track=track.name, stage_title=PAST_CASE, closed_at=min(instant(past.over_on, dt.time(23, 59)), at),
        search_text=f"{past.old_reference} {search_words(reference, [subject])}",
    )  # fmt: skip


def stage_of(track: TrackOfText, procedure: Procedure, past: Past) -> Stage:
    """Where a past case stands on the track it would have begun on: a final stage that neither merging nor
    withdrawing leads to, the first for one that became a review, else the last."""
    taken_away = {
        step.to_stage for step in procedure.steps if step.track == track.name and step.act in TAKEN_AWAY
    } - {""}  # fmt: skip
    finals = [stage for stage in track.stages if stage.final and stage.name not in taken_away]
    finals = finals or [stage for stage in track.stages if stage.final] or [track.stages[-1]]
    return finals[0] if past.review else finals[-1]


def _track(case: Case) -> Track:
    return Track(
        partnership_id=case.partnership_id, case=case, name=case.stage_track, stage=case.stage,
        opened_at=case.received_at, moved_at=case.closed_at, closed_at=case.closed_at,
    )  # fmt: skip


def _event(case: Case, past: Past, row: LogImport, label: str, user_id: int | None, at: dt.datetime) -> Event:
    said = {
        "old_reference": past.old_reference, "import": row.pk, "row": past.row, "outcome": past.outcome,
        "review": past.review, "review_title": past.review_title, "panel": past.panel_on is not None,
        "panel_on": _iso(past.panel_on), "decided_on": _iso(past.decided_on), "incident_on": _iso(past.incident_on),
        "concluded_on": _iso(past.concluded_on), "closed_on": _iso(past.closed_on), "referred_by": past.referred_by,
        "notes": past.notes,
    }  # fmt: skip
    return Event(
        partnership_id=case.partnership_id, case=case, act="import_case", at=at, actor_id=user_id, actor_label=label,
        summary=_summary(past), data={**said, "why": past.notes},
    )  # fmt: skip


def _summary(past: Past) -> str:
    """What the record says: where it comes from, and what became of it then."""
    said = f"Taken over from the earlier log, where it was {past.old_reference}."
    return f"{said} Outcome: {past.outcome}." if past.outcome else said


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _about_somebody(past: Past) -> bool:
    return any((past.first_name, past.last_name, past.born_on, past.died_on, past.sex, past.ethnicity, past.disability,
                past.area))  # fmt: skip


def _person(case: Case | None, past: Past) -> Person:
    details = {name: getattr(past, name) for name in ("disability", "area") if getattr(past, name)}
    return Person(
        partnership_id=case.partnership_id if case else None, case=case, kind=Person.Kind.SUBJECT,
        first_name=past.first_name, last_name=past.last_name, born_on=past.born_on, died_on=past.died_on,
        gender=past.sex, ethnicity=past.ethnicity, details=details,
    )  # fmt: skip


def _tracker(case: Case, past: Past) -> Tracker:
    themes = [*past.themes, "", "", ""]
    return Tracker(
        partnership_id=case.partnership_id, case=case, theme_1=themes[0], theme_2=themes[1], theme_3=themes[2],
        became_review=Tracker.Became.YES if past.review else Tracker.Became.NO,
    )  # fmt: skip

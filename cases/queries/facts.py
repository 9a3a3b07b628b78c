"""What a case is about, and what has been decided on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from partnerships.rows import rows_of
from procedures import library
from procedures.model import Procedure

from .. import rules
from ..models import Case, Person, Track
from ..state import state_of


def procedure_of(case: Case) -> Procedure:
    """The version that governs the case for its whole life (C-29)."""
    return library.of_version(case.procedure)


def body_of(case: Case) -> str:
    """The body that considers a case where it now stands: its track's own, else its pathway's (BEX-31)."""
    procedure = procedure_of(case)
    return procedure.find("tracks", case.stage_track).body or procedure.find("pathways", case.pathway).body


def people_of(case: Case) -> list[Person]:
    return rows_of(Person, "t.case_id = %s AND NOT t.removed", [case.pk], order="t.kind DESC, t.id")


def subjects_of(case: Case) -> list[Person]:
    return [person for person in people_of(case) if person.kind == Person.Kind.SUBJECT]


def plain_stage(case: Case) -> str:
    """Where the case is in words fit for the referrer (C-52): what moved last, but not the notices to outside bodies,
    which say nothing of what becomes of the referral."""
    procedure = procedure_of(case)
    rows = Track.objects.filter(partnership=case.partnership_id, case=case).values_list("name", "stage", "moved_at")
    track, stage = rules.telling_track(procedure, list(rows)) or (case.stage_track, case.stage)
    return procedure.stage(track, stage).plain


def referred_by(case: Case) -> str:
    parts = [case.referrer_name, case.referring_agency.title if case.referring_agency else ""]
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class DateThatCounts:
    """A date that clocks of this case run from: stated (with when) or still missing."""

    slug: str
    words: str
    means: str
    at: dt.datetime | None


def dates_that_count(case: Case, procedure: Procedure) -> list[DateThatCounts]:
    """The facts that the clocks of this pathway start from, and when they were (C-51)."""
    from procedures.sentences import starts_of
    from procedures.vocabulary import FACTS

    wanted: dict[str, None] = {"incident": None, "death": None, "referral received": None}
    for clock in procedure.clocks:
        if clock.pathways and case.pathway not in clock.pathways:
            continue
        for sentence in (clock.target, clock.limit):
            if sentence is not None:
                wanted.update(dict.fromkeys(starts_of(sentence)))
    state = state_of(case, version=procedure.version)
    rows = []
    for words in wanted:
        fact = FACTS.get(words)
        if fact is None or (fact.stated_by and fact.slug != "referral_received"):
            continue
        last = state.facts.get(fact.slug, ())
        rows.append(DateThatCounts(fact.slug, fact.words, fact.means, last[-1].at if last else None))
    return rows


def criteria_of(case: Case) -> dict[str, object]:
    """The newest answers to each decision aid that nobody struck out: aid name -> CriteriaAnswers."""
    from ..models import CriteriaAnswers

    rows = (
        CriteriaAnswers.objects.filter(partnership=case.partnership_id, case=case, event__annulled_by=None)
        .select_related("event")
        .order_by("id")
    )
    return {row.aid: row for row in rows}


def person_of(case: Case, person_id: int) -> Person | None:
    return Person.objects.filter(partnership=case.partnership_id, case=case, pk=person_id).first()


FINAL = ("ratify_recommendation", "replace_recommendation", "decide_escalation", "decide_threshold")


def final_decision(case: Case):
    """The decision that the referrer hears, the newest one that stands; for a case not taken forward the chair's."""
    from ..models import Decision

    rows = Decision.objects.filter(partnership=case.partnership_id, case=case, event__annulled_by=None).order_by("-id")
    checked = rows.filter(kind="check_referral").select_related("event").first()
    ended_there = checked if checked is not None and checked.event.track in ("", case.stage_track) else None
    return rows.filter(kind__in=FINAL).first() or ended_there


def what_happens_next(case: Case) -> str:
    """A first wording for the letter, from the review type decided on; the secretariat edits it."""
    procedure = procedure_of(case)
    decision = final_decision(case)
    name = decision.data.get("review_type", "") if decision else ""
    kind = next((found for found in procedure.review_types if found.name == name), None)
    if kind is None or not kind.is_review:
        return "No statutory review will be carried out. What was learnt from the referral is kept in the case log."
    lines = []
    if kind.commissioned_by:
        body = procedure.find("bodies", kind.commissioned_by).title
        the_body = body if body.lower().startswith("the ") else f"The {body}"
        lines.append(f"{the_body} will commission the review.")
    if kind.independent_reviewer:
        lines.append("An independent reviewer will be appointed.")
    lines.append("You may be asked to take part. The report’s learning will be shared with your agency.")
    return " ".join(lines)

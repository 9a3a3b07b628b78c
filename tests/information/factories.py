"""Cases on which agencies have been asked, and returns with something in them."""

from __future__ import annotations

import datetime as dt

from cases.spine import acting
from information import acts, drafts
from information.models import ScopingReturn
from tests.factories import NOW, a_case, an_actor, an_agency, london

ASKED = london(2026, 9, 2, 9)  # a Wednesday; ten working days later is 16 September
POLICE, ICB = "east-area-police", "nel-icb"
ROW = {
    "happened_on": dt.date(2026, 3, 12),
    "precision": "day",
    "happened_time": dt.time(14, 30),
    "event": "Home visit, no answer.",
    "source_record": "Niche",
    "who_was_involved": "PC Oak",
    "outcome": "Card left.",
    "subject_seen": "Not seen.",
    "comment": "",
}


def a_secretary():
    return an_actor("Sam Secretary", "secretariat")


def a_chair():
    return an_actor("Chris Chair", "panel-chair")


def from_police(name="Pat Police"):
    return an_actor(name, "agency-representative", agency=POLICE)


def from_health(name="Hana Health"):
    return an_actor(name, "agency-representative", agency=ICB)


def a_case_in_scoping(secretary, chair):
    case = a_case(secretary)
    with acting("acknowledge_referral", case=case, actor=secretary, at=NOW) as doing:
        doing.record(summary="Acknowledged.")
    with acting("check_referral", case=case, actor=chair, at=NOW) as doing:
        doing.record(summary="Fit.", answer="fit")
    return case


def ask(case, secretary, *slugs, at=ASKED, **more):
    agencies = [an_agency(slug) for slug in slugs or (POLICE, ICB)]
    return acts.request_information(
        case=case, agencies=agencies, wording="What do you know?", actor=secretary, at=at, **more
    )


def return_of(case, slug) -> ScopingReturn:
    return ScopingReturn.objects.select_related("agency", "case", "request").filter(
        case=case, agency=an_agency(slug)
    ).latest("pk")  # fmt: skip


# What the text asks of agencies about an adult (RED-7): question -> the part that it stands in.
PART = {
    "involvement-summary": "involvement", "safety-now": "involvement", "what-happened": "analysis",
    "why-it-happened": "analysis", "good-practice": "analysis", "learning-so-far": "analysis",
}  # fmt: skip
INVOLVEMENT, WHY = "We knew her from 2019.", "Visits were not joined up."


def save(scoping_return, values, actor, at=ASKED, seen=None):
    """Answers to some questions of the screening return, part by part, beside those that are there."""
    row = scoping_return
    for part in dict.fromkeys(PART[name] for name in values):
        given = {name: value for name, value in values.items() if PART[name] == part}
        kept = {**row.answers.get(part, {}), **given}
        row = drafts.save_part(scoping_return=row, part=part, values=kept, seen=seen, actor=actor, at=at)
    return row


def write(scoping_return, actor, at=ASKED, **values):
    """An account and one entry of the chronology. `values`: other answers, - written as _."""
    given = {"involvement-summary": INVOLVEMENT, "why-it-happened": WHY}
    given |= {name.replace("_", "-"): value for name, value in values.items()}
    row = save(scoping_return, given, actor, at)
    drafts.save_row(scoping_return=row, values=ROW, actor=actor, at=at)
    row.refresh_from_db()
    return row

"""A past log as a partnership would bring it, taken over by the import itself, so that reports have a year to speak of.

Invented from the procedure alone, the same each time; and the beginning of an annual report in the board's words.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
from io import StringIO

from cases.acts import write_annual_report
from desk.reports.rules.periods import month_called, start_of_year
from documents.files import CheckedFile
from partnerships.actors import Actor
from partnerships.queries import boroughs, member_agencies
from partnerships.scope import current_partnership
from procedures.model import Pathway, Procedure
from referrals import acts as referrals
from referrals.importing import running

ROWS = 64
HEAD = ("Ref No", "Date received", "Type of case", "Borough", "Forename", "Surname", "DOB", "Gender", "Ethnicity",
        "Disability", "Referred by", "Panel date", "Outcome", "Date of decision", "Review?", "Date published",
        "Date closed", "Themes")  # fmt: skip
FIRST = ("Jude", "Nell", "Owen", "Tara", "Idris", "Hana", "Marek", "Lola", "Theo", "Asha", "Finn", "Ruth")
LAST = ("Ashdown", "Bellamy", "Copley", "Draper", "Ellwood", "Farrow", "Gaunt", "Hurst", "Iveson", "Jarrow", "Kemble",
        "Lacey", "Mounsey", "Norbury", "Orme")  # fmt: skip
ETHNIC = ("White British",) * 6 + ("Indian", "Pakistani", "Black African", "Black Caribbean", "Mixed", "Not known",
                                   "White Other", "Bangladeshi")  # fmt: skip
THEMES = ("Information sharing", "Professional curiosity", "Self-neglect", "Voice of the child", "Moves between areas",
          "Mental capacity", "Domestic abuse", "Handover between services")  # fmt: skip
WORDS = {
    "foreword": "This report looks back on a year in which agencies referred more cases than before, and earlier. "
    "The partners thank everybody who wrote a chronology on top of their daily work.\n\nNobody is named in it. "
    "The people whose lives are behind these figures are why we learn.",
    "reviews": "Three things come back in what we learnt: information that was held and not passed on, concerns that "
    "were closed when contact was lost, and handovers at which history went missing.",
    "findings": "What was not carried out was overtaken by the new joint procedure, which does the same for everybody.",
    "ahead": "We will look at every referral that ends before a panel together with the agency that made it.",
}


def seed_past(procedure: Procedure, *, actor: Actor, now: dt.datetime) -> int:
    """Uploads the invented log, names its columns, checks and imports it. Returns how many past cases came of it."""
    text = past_log(procedure, now.date())
    file = CheckedFile("Referral log until last autumn.csv", "text/csv", text.encode("utf-8-sig"))
    row = referrals.upload_log(checked=file, actor=actor, at=now)
    referrals.map_columns(log_import=row, mapping=row.mapping, procedure=procedure, actor=actor, at=now)
    here = current_partnership().pk
    running.work(here, row.pk, clock=lambda: now)
    referrals.import_log(log_import=row, actor=actor, at=now)
    done = running.work(here, row.pk, clock=lambda: now)
    year = start_of_year(now.date(), month_called(procedure.reporting.year_begins)) - 1
    write_annual_report(year=year, narrative=WORDS, version=0, actor=actor, at=now)
    return done.good if done is not None else 0


def past_log(procedure: Procedure, today: dt.date) -> str:
    """The log as a spreadsheet program would save it."""
    chance, out = random.Random(procedure.slug), StringIO()  # noqa: S311 - the same fiction each time
    writer = csv.writer(out)
    writer.writerow(HEAD)
    agencies = [agency.title for agency in member_agencies()]
    areas = [borough.title for borough in boroughs()] or [""]
    for number in range(ROWS):
        received = today - dt.timedelta(days=600 - 8 * number + chance.randrange(8))
        writer.writerow(_row(number, received, today, procedure, (agencies, areas), chance))
    return out.getvalue()


def _row(
    number: int, received: dt.date, today: dt.date, procedure: Procedure, places: tuple, chance: random.Random
) -> list[str]:  # fmt: skip
    agencies, areas = places
    pathway = chance.choice(procedure.pathways)
    far = chance.choices(("review", "panel", "ended"), (3, 5, 4))[0]
    panel = received + dt.timedelta(days=chance.randrange(20, 45)) if far != "ended" else None
    decided = (panel or received) + dt.timedelta(days=chance.randrange(4, 15))
    published = decided + dt.timedelta(days=chance.randrange(90, 180)) if far == "review" else None
    if published and published >= today:
        published = None
    return [
        f"{procedure.code}/{received:%y}/{number + 1:03}", _said(received), pathway.title, chance.choice(areas),
        chance.choice(FIRST), chance.choice(LAST), _said(_born(pathway, received, chance)),
        chance.choice(("Female", "Female", "Male")), chance.choice(ETHNIC),
        chance.choice(("No", "No", "Yes", "Not known")),
        chance.choice(agencies), _said(panel), _outcome(far, pathway, procedure), _said(decided),
        "Yes" if far == "review" else "No", _said(published), _said(published or decided + dt.timedelta(days=3)),
        "; ".join(chance.sample(THEMES, 2)) if far != "ended" else "",
    ]  # fmt: skip


def _born(pathway: Pathway, received: dt.date, chance: random.Random) -> dt.date:
    child = pathway.subject == "child" or (pathway.subject == "either" and chance.random() < 0.5)
    years = chance.randrange(0, 17) if child else chance.randrange(19, 92)
    return received - dt.timedelta(days=365 * years + chance.randrange(30, 330))


def _outcome(far: str, pathway: Pathway, procedure: Procedure) -> str:
    kinds = [kind for kind in procedure.review_types if kind.is_review]
    kinds = [kind for kind in kinds if not kind.pathways or pathway.name in kind.pathways]
    if far == "review" and kinds:
        wanted = ("local", pathway.test.partition(" ")[0] or "review")
        return next((kind for word in wanted for kind in kinds if word in kind.title.lower()), kinds[0]).title
    return "Considered; learning shared without a review" if far == "panel" else "Did not meet the criteria"


def _said(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""

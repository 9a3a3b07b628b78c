"""The report of a year for the boards (RED-11, DAR-11, C-46; Care Act 2014 schedule 2).

It puts together what the other reports say of the year, with the board's own words between. It speaks of the whole
partnership, whoever reads it, and names neither people nor single cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from config.filters import MONTHS, date_long, listing, plural
from documents import papers
from partnerships.models import Partnership

from ..asked import Asked
from ..papers import part_of
from ..queries.cases import facts_of
from ..queries.findings import Findings, findings_of
from ..rules.ends import FAR, CaseFacts, how_far, is_review, ongoing, type_of
from ..rules.periods import Period, months_of, year_title
from ..shape import Bar, Cell, Chart, Figure, Part, Report, Table, columns
from . import conversion, deadlines, fairness

PENDING = "Still to be written."
CONCLUDED = "A review counts as concluded from the day on which its report was signed off, or it ended without one."


@dataclass(frozen=True)
class Section:
    """A place for the board's own words."""

    name: str
    title: str
    asks: str


NARRATIVE = (
    Section(
        "foreword",
        "Foreword",
        "What kind of year it was, from whoever answers for it. The report is not final without it",
    ),
    Section("reviews", "What the reviews taught us", "Findings, and what has improved because of them"),
    Section("findings", "What was done, and what was not", "The reason for everything that was not carried out"),
    Section("fairness", "What we make of the look for bias", "What the chair saw in the cases that went no further"),
    Section("ahead", "The year ahead", "What comes next, and what will be watched"),
)


def make(asked: Asked, narrative: Mapping[str, str]) -> Report:
    """`asked`: about a whole year. A handful of queries, whatever the number of cases."""
    whole = replace(asked, actor=replace(asked.actor, borough_ids=None), borough=None)
    reached = facts_of(whole.actor, whole.period, today=whole.today, reaching=True)
    received = [each for each in reached if whole.period.since <= each.received_on <= whole.period.until]
    said = {name: narrative.get(name, "") for name in (section.name for section in NARRATIVE)}
    rapid = conversion.make(whole)
    kept = deadlines.make(whole)
    bias = fairness.make(whole)
    parts = [
        Part(title="Foreword", said=said["foreword"] or PENDING),
        _year(whole, received, reached),
        *_referrals(whole, received),
        _reviews(whole, reached, said["reviews"]),
        _findings(findings_of(whole.period), said["findings"]),
        *([replace(part, notes=()) for part in rapid.parts[1:]] if _has_rapid(rapid) else []),
        replace(kept.parts[0], title="Was it in time?", tables=(*kept.parts[0].tables, *_with_rows(kept.parts[1]))),
        *_bias(bias, said["fairness"]),
        bias.parts[-1],
        Part(title="The year ahead", said=said["ahead"] or PENDING),
    ]
    return Report(
        name="annual", title=title_of(whole.year, whole.begins), about=whole.period.words,
        lead="", parts=tuple(parts), notes=(CONCLUDED, *deadlines.NOTES, *bias.notes),
    )  # fmt: skip


def _with_rows(part: Part) -> tuple[Table, ...]:
    return tuple(table for table in part.tables if table.rows)


def title_of(year: int, begins: int) -> str:
    return f"Annual report of case reviews {year_title(year, begins)}"


def _has_rapid(report: Report) -> bool:
    return any(figure.number not in ("0", "–") for figure in report.parts[1].figures)


def _year(asked: Asked, received: list[CaseFacts], reached: list[CaseFacts]) -> Part:
    reviews = [each for each in reached if is_review(each, asked.reviews)]
    begun = [one for one in reviews if one.decided_on and asked.period.since <= one.decided_on <= asked.period.until]
    months = Counter((each.received_on.year, each.received_on.month) for each in received)
    each_month = months_of(Period(asked.period.since, max(asked.period.since, min(asked.period.until, asked.today))))
    bars = tuple(Bar(label=MONTHS[month - 1][:3], value=months[year, month]) for year, month in each_month)
    rows = tuple((f"{MONTHS[month - 1]} {year}", months[year, month]) for year, month in each_month)
    return Part(
        title="The year in figures",
        figures=(
            Figure(number=f"{len(received):,}", text="referrals received"),
            Figure(number=f"{len(begun):,}", text="reviews decided on"),
            Figure(number=f"{len(_concluded(asked, reviews)):,}", text="reviews concluded"),
            Figure(number=f"{_running(asked, reviews):,}", text=f"reviews ongoing {_at_the_end(asked)}"),
        ),
        chart=Chart(
            title="Referrals received, by month", upright=True, bars=bars,
            description="; ".join(f"{bar.label}: {bar.value}" for bar in bars) + ".",
        ),
        tables=(
            Table(
                caption="Referrals received, by month", columns=columns("Month", "#Referrals"), sheet="Months",
                rows=(*rows, ("All", len(received))), total=True,
            ),
        ),
    )  # fmt: skip


def _referrals(asked: Asked, received: list[CaseFacts]) -> list[Part]:
    """What became of them, by kind of case. Who referred stands in the look for bias, small numbers hidden."""
    far = list(FAR)

    def line(title: str, some: list[CaseFacts]) -> tuple[Cell, ...]:
        counts = Counter(how_far(each, asked.reviews) for each in some)
        return (title, *(counts[name] for name in far), len(some))

    by_kind = [line(title, [e for e in received if e.pathway == name]) for name, title in asked.kinds.items()]
    everybody = line("All", received)
    bars = tuple(Bar(label=FAR[name], value=int(str(everybody[place]))) for place, name in enumerate(far, start=1))
    return [
        Part(
            title="What became of the referrals",
            paragraphs=(
                f"How far the {plural(len(received), 'referral')} of the year got. A review that was decided on in the "
                "year for an earlier referral counts in the figures of the year and in the list of reviews, not here.",
            ),
            chart=Chart(title="What became of the referrals", bars=bars,
                        description="; ".join(f"{bar.label}: {bar.value}" for bar in bars) + "."),
            tables=(
                Table(caption="What became of the referrals, by kind of case", sheet="Referrals", total=True,
                      columns=columns("Kind of case", *(f"#{FAR[name]}" for name in far), "#All"),
                      rows=(*by_kind, everybody)),
            ),
        )
    ]  # fmt: skip


def _concluded(asked: Asked, reviews: list[CaseFacts]) -> list[CaseFacts]:
    period = asked.period
    return [each for each in reviews if each.concluded_on and period.since <= each.concluded_on <= period.until]


def _running(asked: Asked, reviews: list[CaseFacts]) -> int:
    end = min(asked.period.until, asked.today)
    return sum(ongoing(each, asked.reviews, end) for each in reviews)


def _at_the_end(asked: Asked) -> str:
    """A year that is not over has no end to speak of yet."""
    return "now" if asked.today <= asked.period.until else "at its end"


def _reviews(asked: Asked, reached: list[CaseFacts], said: str) -> Part:
    """Concluded and ongoing, by type; nobody's case is named."""
    reviews = [each for each in reached if is_review(each, asked.reviews)]
    end = min(asked.period.until, asked.today)
    rows = []
    for each in sorted(reviews, key=lambda one: (one.concluded_on is None, one.concluded_on or one.received_on)):
        if each in _concluded(asked, reviews):
            rows.append((type_of(each), each.decided_on, each.concluded_on, "Concluded"))
        elif ongoing(each, asked.reviews, end):
            told = f"; delay told on {date_long(each.delay_told_on)}" if each.delay_told_on else ""
            rows.append((type_of(each), each.decided_on, None, f"Ongoing{told}"))
    concluded = len(_concluded(asked, reviews))
    running = f"{len(rows) - concluded} ongoing {_at_the_end(asked)}"
    return Part(
        title="Reviews",
        paragraphs=(f"{plural(concluded, 'review')} concluded in the year; {running}.",),
        tables=(
            Table(caption="Reviews concluded and ongoing", sheet="Reviews", rows=tuple(rows),
                  columns=columns("Type of review", "Decided", "Ended", "State"),
                  empty="There was no review in this year."),
        ),
        said=said,
    )  # fmt: skip


def _findings(found: list[Findings], said: str) -> Part:
    """What was carried out, and each thing that was not with its reason (C-46, DAR-11)."""
    rows = tuple((one.source, one.done, one.partly, one.refused, one.running, one.waiting) for one in found)
    not_done = tuple((each.what, each.owner, "In part" if each.partly else "No", each.why)
                     for one in found for each in one.not_done)  # fmt: skip
    good = tuple((each,) for one in found for each in one.good_practice)
    praised = (
        Table(caption="Good practice that reviews found", columns=columns("What"), rows=good, sheet="Good practice"),
    )
    return Part(
        title="What was done, and what was not",
        tables=(
            Table(caption="Findings and what became of them", sheet="Findings",
                  columns=columns("", "#Implemented", "#In part", "#Not implemented", "#Under way", "#No action yet"),
                  rows=rows,
                  empty="Nothing was asked of anybody that this service knows of."),
            Table(caption="Not implemented, and why", columns=columns("What", "Whose", "Implemented", "Why not"),
                  rows=not_done, sheet="Not implemented", empty="Nothing was left undone."),
            *(praised if good else ()),
        ),
        said=said,
    )  # fmt: skip


def _bias(report: Report, said: str) -> list[Part]:
    """The look for bias as one part: the caution, each table, what may be said of it."""
    looks = report.parts[1:-1]
    few = [part.title.lower() for part in looks if part.paragraphs == (fairness.TOO_FEW,)]
    told = tuple(f"{part.title}. {' '.join(part.paragraphs)}" for part in looks
                 if part.paragraphs and part.paragraphs != (fairness.TOO_FEW,))  # fmt: skip
    too_few = (f"Too few to tell anything by {listing(few)}.",) if few else ()
    return [Part(
        title="A look for bias", warning=report.parts[0].warning, said=said,
        paragraphs=(*report.parts[0].paragraphs, *told, *too_few),
        tables=tuple(table for part in looks for table in _with_rows(part)),
    )]  # fmt: skip


def paper_of_year(report: Report, asked: Asked, partnership: Partnership, *, state: str) -> papers.AnnualReport:
    """The values of its PDF. `state`: “Draft of …”, or when and by whom it was made final."""
    bodies = {body.name: body.title for body in asked.procedure.bodies}
    to = "\n".join(bodies[name] for name in asked.procedure.reporting.to if name in bodies)
    facts = (papers.Pair(label="For the time", value=report.about),
             *((papers.Pair(label="Made for", value=to),) if to else ()))  # fmt: skip
    return papers.AnnualReport(
        partnership=partnership.title, title=report.title, marking="Official", demo=partnership.is_demo,
        about=partnership.title, made_on=date_long(asked.at), state=state, facts=facts,
        parts=tuple(part_of(part) for part in report.parts), notes=report.notes,
    )  # fmt: skip

"""The Case Referral Log: every referral of a period, also those that went nowhere (RED-12, C-2, BHR-2)."""

from __future__ import annotations

from collections import Counter

from config.filters import plural

from ..asked import Asked
from ..queries.cases import facts_of
from ..rules.ends import FAR, CaseFacts, end_of, how_far
from ..shape import Bar, Cell, Chart, Column, Figure, Part, Report, Table, columns

HEADINGS = ("Reference", "Received", "Kind of case", "Referred by", "What became of it", "Decided", "Closed")
COLOURS = 4


def make(asked: Asked) -> Report:
    """One query. What is restricted or in which the reader has a conflict of interest is counted, not listed."""
    found = facts_of(asked.actor, asked.period, today=asked.today, borough=asked.place)
    listed = [each for each in found if each.listed]
    far = Counter(how_far(each, asked.reviews) for each in found)
    return Report(
        name="referral-log",
        title="Case referral log",
        about=asked.about,
        lead=f"{plural(len(found), 'referral')} received.",
        parts=(_summary(far, len(found)), _list(asked, listed, len(found) - len(listed))),
        notes=("A referral belongs to the period in which it was received, whenever it was typed in.",),
    )


def _summary(far: Counter, total: int) -> Part:
    bars = tuple(Bar(label=title, value=far[name]) for name, title in FAR.items())
    rows = tuple((title, far[name]) for name, title in FAR.items())
    return Part(
        title="What became of them",
        figures=(Figure(number=f"{total:,}", text="referrals received"),),
        chart=Chart(
            title="What became of the referrals",
            description="; ".join(f"{bar.label}: {bar.value}" for bar in bars) + ".",
            bars=bars,
        ),
        tables=(
            Table(
                caption="What became of the referrals", columns=columns("So far", "#Referrals"),
                rows=(*rows, ("All", total)), total=True, sheet="Summary",
            ),
        ),
    )  # fmt: skip


def _list(asked: Asked, listed: list[CaseFacts], hidden: int) -> Part:
    boroughs = any(each.borough for each in listed)
    return Part(
        title="Every referral",
        tables=(
            Table(
                caption="Referrals, oldest first", sheet="Referrals", empty="No referral was received in this period.",
                columns=(*columns(*HEADINGS), *((Column(title="Borough"),) if boroughs else ())),
                rows=tuple((*row_of(each, asked), *((each.borough,) if boroughs else ())) for each in listed),
            ),
        ),
        notes=not_listed(hidden),
    )  # fmt: skip


def row_of(facts: CaseFacts, asked: Asked) -> tuple[Cell, ...]:
    """A referral as the log shows it."""
    return (
        asked.ref(facts.reference), facts.received_on, asked.kind(facts.pathway), facts.referred_by,
        end_of(facts, asked.reviews), facts.decided_on, facts.closed_on,
    )  # fmt: skip


def not_listed(hidden: int) -> tuple[str, ...]:
    if not hidden:
        return ()
    verb = "is" if hidden == 1 else "are"
    return (f"{plural(hidden, 'case')} {verb} counted but not listed: restricted, or you have a conflict of interest.",)

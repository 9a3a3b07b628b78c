"""How deadlines were kept: in time, late and by how much, still open, by deadline and by agency (BHR-8, RED-14)."""

from __future__ import annotations

from collections.abc import Iterable

from config.filters import plural
from deadlines.queries import calendar_of
from partnerships.scope import current_partnership

from ..asked import Asked
from ..queries.times import deadlines_of
from ..rules.spread import Due, Kept, kept
from ..shape import Bar, Cell, Chart, Figure, Part, Report, Table, columns

HEADINGS = (
    "#Met in time",
    "#Met late",
    "#Open and late",
    "#In time, %",
    "#Median, days late",
    "#Most, days late",
)
NOTES = (
    "Counted are deadlines whose last day lies in the period. Those that were withdrawn, replaced or did not apply do "
    "not count, and neither do open ones whose last day has not come.",
    "Lateness is counted in working days of this partnership. Median and most are of those that were or are late: half "
    "of them were less late than the median.",
)


def make(asked: Asked) -> Report:
    """One query."""
    rows = deadlines_of(asked.actor, asked.period, borough=asked.place)
    calendar = calendar_of(current_partnership())

    def of(some: Iterable[Due]) -> Kept:
        return kept(some, today=asked.today, calendar=calendar)

    return Report(
        name="deadlines",
        title="How deadlines were kept",
        about=asked.about,
        lead="What was due in this time, and whether it was done in time.",
        parts=(_overall(of(rows)), by_clock(rows, of, asked), _by_agency(rows, of)),
        notes=NOTES,
    )


def _overall(whole: Kept) -> Part:
    if not whole.counted:
        running = f" {plural(whole.running, 'deadline')} still to come." if whole.running else ""
        return Part(title="All of them", paragraphs=(f"Nothing was due in this time.{running}",))
    bars = (Bar(label="Met in time", value=whole.in_time), Bar(label="Met late", value=whole.late),
            Bar(label="Open and late", value=whole.over))  # fmt: skip
    return Part(
        title="All of them",
        figures=(
            Figure(number="–" if whole.share is None else f"{whole.share}%", text="met in time"),
            Figure(number=f"{whole.over:,}", text="open and late"),
            Figure(number=f"{whole.running:,}", text="open, last day still to come"),
        ),
        chart=Chart(
            title="Deadlines of the period",
            description="; ".join(f"{bar.label}: {bar.value}" for bar in bars) + ".",
            bars=bars,
        ),
        tables=(
            Table(
                caption="All deadlines of the period", columns=columns("", *HEADINGS), rows=(("All", *numbers(whole)),),
                sheet="All deadlines",
            ),
        ),
    )  # fmt: skip


def numbers(one: Kept) -> tuple[Cell, ...]:
    return one.in_time, one.late, one.over, one.share, one.middle, one.worst


def by_clock(rows: list[Due], of, asked: Asked) -> Part:
    """Each deadline as the text calls it, the worst kept first."""
    titles = {clock.name: clock.title for clock in asked.procedure.clocks}
    groups: dict[str, list[Due]] = {}
    for row in rows:
        groups.setdefault(titles.get(row.clock, row.title), []).append(row)
    return Part(title="By deadline", tables=(_table("Deadlines, those kept worst first", "Deadline", groups, of),))


def _by_agency(rows: list[Due], of) -> Part:
    groups: dict[str, list[Due]] = {}
    for row in rows:
        if row.agency:
            groups.setdefault(row.agency, []).append(row)
    return Part(
        title="By agency",
        paragraphs=("Only what agencies themselves were to do, such as sending what they know.",),
        tables=(_table("Agencies, those that kept theirs worst first", "Agency", groups, of),),
    )


def _table(caption: str, first: str, groups: dict[str, list[Due]], of) -> Table:
    found = [(name, of(some)) for name, some in groups.items()]
    found.sort(key=lambda pair: (-pair[1].over, 100 if pair[1].share is None else pair[1].share, pair[0]))
    return Table(
        caption=caption, columns=columns(first, *HEADINGS), sheet=f"By {first.lower()}",
        empty="Nothing was due in this time.",
        rows=tuple((name, *numbers(one)) for name, one in found if one.counted),
    )  # fmt: skip

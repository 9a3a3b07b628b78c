"""The tracker of ongoing reviews and of decisions still to be made: nothing lost, all in time (BHR-8, RED-14, C-48)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from config.filters import date_long, plural
from notifications.tracking import NOT_TRACKED, TRACKER_HEADER, tracker_rows
from reviews.spine import TRACK

from ..asked import Asked
from ..queries.cases import facts_of
from ..rules.ends import CaseFacts, end_of, is_review, type_of
from ..shape import Cell, Figure, Part, Report, Table, Tagged, columns
from .log import not_listed

UNDER_WAY = ("Reference", "Kind of review", "Decided", "Stage", "Next due", "By", "In time?")
TO_DECIDE = ("Reference", "Kind of case", "Received", "Stage", "Next due", "By", "In time?")
ENDED = ("Reference", "Kind of case", "Closed", "What became of it")
NATIONAL = ("Reference", *TRACKER_HEADER)


def make(asked: Asked) -> Report:
    """Two queries: the cases with what is due next, and what was filled in for the national tracker."""
    found = facts_of(
        asked.actor, asked.period, today=asked.today, borough=asked.place, reaching=True, due=True
    )  # fmt: skip
    running = [each for each in found if each.closed_on is None]
    listed = [each for each in found if each.listed]
    return Report(
        name="tracker",
        title="Tracker of reviews and decisions",
        about=f"As it stood on {date_long(asked.today)}" + (f". {asked.borough[1]}" if asked.borough else ""),
        lead="Every case that is not over, with what is due next. A case with nothing due is marked, so that none is "
        "lost.",
        parts=(_overall(asked, running), *_places(asked, listed), _closed(asked, listed), _national(asked, listed)),
        notes=("“Late” counts what is open and past its last day.",),
    )


def _overall(asked: Asked, running: list[CaseFacts]) -> Part:
    reviews = [each for each in running if is_review(each, asked.reviews)]
    rest = [each for each in running if not is_review(each, asked.reviews)]
    late, idle = sum(each.overdue > 0 for each in running), sum(each.due_on is None for each in running)
    rows = tuple(
        (name, *_counts(asked, list(cases))) for name, cases in _by_borough(running) if name
    )  # fmt: skip
    tables = (
        Table(
            caption="Across the partnership", sheet="Across",
            columns=columns("Borough", "#Reviews under way", "#To be decided", "#With something late", "#Nothing due"),
            rows=(*rows, ("All", *_counts(asked, running))), total=True,
        ),
    ) if rows else ()  # fmt: skip
    return Part(
        title="At a glance",
        figures=(
            Figure(number=str(len(reviews)), text=f"reviews under way{_of_them(reviews)}"),
            Figure(number=str(len(rest)), text=f"cases to be decided{_of_them(rest)}"),
            Figure(number=str(late), text="with something late"),
            Figure(number=str(idle), text="with nothing due"),
        ),
        tables=tables,
        notes=not_listed(sum(not each.listed for each in running)),
    )


def _of_them(counted: list[CaseFacts]) -> str:
    """A figure that is more than its table says so beside it (C-52)."""
    hidden = sum(not each.listed for each in counted)
    return f", {hidden} of them not listed for you" if hidden else ""


def _counts(asked: Asked, cases: list[CaseFacts]) -> tuple[Cell, ...]:
    reviews = sum(is_review(each, asked.reviews) for each in cases)
    return (reviews, len(cases) - reviews, sum(each.overdue > 0 for each in cases),
            sum(each.due_on is None for each in cases))  # fmt: skip


def _by_borough(cases: Iterable[CaseFacts]):
    return groupby(sorted(cases, key=lambda each: each.borough), key=lambda each: each.borough)


def _places(asked: Asked, listed: list[CaseFacts]) -> list[Part]:
    """One part for each borough; one for all where there are none."""
    running = [each for each in listed if each.closed_on is None]
    found = [_place(asked, name or "Ongoing", list(cases)) for name, cases in _by_borough(running)]
    return found or [_place(asked, "Ongoing", [])]


def _place(asked: Asked, title: str, cases: list[CaseFacts]) -> Part:
    reviews = [each for each in cases if is_review(each, asked.reviews)]
    rest = [each for each in cases if not is_review(each, asked.reviews)]
    where = "" if title == "Ongoing" else f", {title}"
    return Part(
        title=title,
        tables=(
            Table(
                caption=f"Reviews under way{where}", columns=columns(*UNDER_WAY), empty="No review is under way.",
                rows=tuple((asked.ref(each.reference), type_of(each), each.decided_on, _stage(asked, each),
                            *_next(each)[1:]) for each in reviews),
            ),
            Table(
                caption=f"Cases to be decided{where}", columns=columns(*TO_DECIDE),
                empty="No case waits to be decided.",
                rows=tuple((asked.ref(each.reference), asked.kind(each.pathway), each.received_on, *_next(each))
                           for each in rest),
            ),
        ),
    )  # fmt: skip


def _stage(asked: Asked, facts: CaseFacts) -> str:
    """Where its review is; before it was ordered, where the case is."""
    stages = {stage.name: stage.title for track in asked.procedure.tracks if track.name == TRACK
              for stage in track.stages}  # fmt: skip
    return stages.get(facts.review_stage, facts.stage_title)


def _next(facts: CaseFacts) -> tuple[Cell, ...]:
    """(stage, next due, by, whether in time)."""
    told = f"; delay told {date_long(facts.delay_told_on)}" if facts.delay_told_on else ""
    if facts.overdue:
        state = Tagged(f"{facts.overdue} late{told}", "red")
    elif facts.due_on is None:
        state = Tagged(f"Nothing is due{told}", "yellow")
    else:
        state = Tagged(f"In time{told}", "green")
    return facts.stage_title, facts.due_title or None, facts.due_on, state


def _closed(asked: Asked, listed: list[CaseFacts]) -> Part:
    since = asked.period.since
    over = [each for each in listed if each.closed_on is not None and each.closed_on >= since]
    over.sort(key=lambda each: (each.closed_on, each.id))
    return Part(
        title="Closed this year",
        paragraphs=(f"{plural(len(over), 'case')} closed since {date_long(since)}, so that none drops out unseen.",),
        tables=(
            Table(
                caption="Cases closed", columns=columns(*ENDED), empty="No case was closed.", sheet="Closed",
                rows=tuple((asked.ref(each.reference), asked.kind(each.pathway), each.closed_on,
                            end_of(each, asked.reviews)) for each in over),
            ),
        ),
    )  # fmt: skip


def _national(asked: Asked, listed: list[CaseFacts]) -> Part:
    """What the national tracker asks for: a case counts as closed when published, embargoed or signed off (C-48)."""
    tracked = tracker_rows([each.id for each in listed])
    rows = tuple(
        (asked.ref(each.reference), *tracked[each.reference])
        for each in listed
        if tracked.get(each.reference, NOT_TRACKED) != NOT_TRACKED
    )
    return Part(
        title="For the national tracker",
        tables=(
            Table(
                caption="What was filled in for the national tracker", columns=columns(*NATIONAL), rows=rows,
                sheet="National tracker", empty="Nothing was filled in for these cases.",
            ),
        ),
    )  # fmt: skip

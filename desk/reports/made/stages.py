"""Time at each stage: of those that went on, and of those that stand there now (RED-14, BHR-8)."""

from __future__ import annotations

from procedures.model import Procedure

from ..asked import Asked
from ..queries.times import Stay, stays_of
from ..shape import Cell, Part, Report, Table, columns


def make(asked: Asked) -> Report:
    """One query."""
    stays = stays_of(asked.actor, asked.period, now=asked.at, borough=asked.place)
    left, here = ([stay for stay in stays if stay.still == still] for still in (False, True))
    return Report(
        name="stages",
        title="Time at each stage",
        about=asked.about,
        lead="How long cases stayed at a stage before they went on, and how long those that stand there now have been "
        "there.",
        parts=(
            _part("Went on in this time", "Days at a stage, of cases that left it in this time", left, asked.procedure),
            _part("Standing there now", "Days at the stage so far, of open cases", here, asked.procedure),
        ),
        notes=("Days are calendar days. Half of the cases stayed for less time than the median.",),
    )


def _part(title: str, caption: str, stays: list[Stay], procedure: Procedure) -> Part:
    order = {
        (track.name, stage.name): number
        for number, (track, stage) in enumerate(
            (track, stage) for track in sorted(procedure.tracks, key=lambda each: each.order) for stage in track.stages
        )
    }
    stays = sorted(stays, key=lambda stay: order.get((stay.track, stay.stage), len(order)))
    return Part(
        title=title,
        tables=(
            Table(
                caption=caption, columns=columns("Track", "Stage", "#Cases", "#Median, days", "#Longest, days"),
                rows=tuple((*_called(procedure, stay), stay.number, round(stay.middle, 1), round(stay.longest, 1))
                           for stay in stays), sheet=title,
            ),
        ),
    )  # fmt: skip


def _called(procedure: Procedure, stay: Stay) -> tuple[Cell, Cell]:
    """The words of the text in force; a stage that only an earlier version had keeps its name."""
    for track in procedure.tracks:
        if track.name == stay.track:
            found = [stage.title for stage in track.stages if stage.name == stay.stage]
            return track.title, found[0] if found else stay.stage
    return stay.track, stay.stage

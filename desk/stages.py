"""The stages of a procedure as lists name them: each in its own words, once, and only those that a case can reach."""

from __future__ import annotations

from collections import Counter

from config.access import ACCESS
from procedures.model import Procedure


def stages_called(procedure: Procedure) -> dict[tuple[str, str], tuple[str, str]]:
    """(track, stage) -> (the name the filter gives it, its words).

    A stage that has the same words on all its tracks is one; where the words differ, each track has its own
    ("track.stage"), and where two of these read the same, the words say of which track.
    """
    stages = [(track, stage) for track in procedure.tracks for stage in track.stages]
    words: dict[str, set[str]] = {}
    for _, stage in stages:
        words.setdefault(stage.name, set()).add(stage.title)
    values = {
        (track.name, stage.name): stage.name if len(words[stage.name]) == 1 else f"{track.name}.{stage.name}"
        for track, stage in stages
    }
    on: dict[str, list[str]] = {}
    for track, stage in stages:
        on.setdefault(values[track.name, stage.name], []).append(track.title)
    same = Counter(title for _, title in {(values[track.name, stage.name], stage.title) for track, stage in stages})
    return {
        (track.name, stage.name): (value, f"{stage.title} ({', '.join(on[value])})" if same[stage.title] > 1 else
                                   stage.title)
        for track, stage in stages
        for value in [values[track.name, stage.name]]
    }  # fmt: skip


def stage_choices(procedure: Procedure) -> list[tuple[str, str]]:
    """What the log offers: (name, words) of each stage that some case can come to."""
    reached = reachable(procedure)
    return list(dict.fromkeys(called for place, called in stages_called(procedure).items() if place in reached))


def reachable(procedure: Procedure) -> set[tuple[str, str]]:
    """The stages that open a track, or to which a step leads that people can take here."""
    first = {track.name: track.stages[0].name for track in procedure.tracks}
    steps = [step for step in procedure.steps if step.act in ACCESS]
    opened = {name for pathway in procedure.pathways for name in pathway.tracks}
    for step in steps:
        opened |= {*step.opens, *(name for _, name in step.opens_on)}
    found = {(name, first[name]) for name in opened}
    for step in steps:
        if step.track in opened:
            found |= {(step.track, stage) for stage in (step.to_stage, *(to for _, to in step.outcomes)) if stage}
    return found

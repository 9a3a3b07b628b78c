"""Which pathways a step belongs to when its text does not say: those on which its track can ever be open.

So "this is not open on this case" is never the answer where the step was simply another pathway's, and "Our
procedure" shows each pathway its own steps.
"""

from __future__ import annotations

from dataclasses import replace

from .model import Pathway, Step


def narrowed(steps: tuple[Step, ...], pathways: tuple[Pathway, ...]) -> tuple[Step, ...]:
    """The steps, each without pathways of its own limited to those that can open its track."""
    reachable = {pathway.name: _tracks_of(pathway, steps) for pathway in pathways}
    return tuple(_limited(step, reachable) for step in steps)


def _tracks_of(pathway: Pathway, steps: tuple[Step, ...]) -> set[str]:
    found = set(pathway.tracks)
    while True:
        more: set[str] = set()
        for step in steps:
            if (not step.pathways or pathway.name in step.pathways) and (not step.track or step.track in found):
                more.update(step.opens, (track for _, track in step.opens_on))
        if more <= found:
            return found
        found |= more


def _limited(step: Step, reachable: dict[str, set[str]]) -> Step:
    if step.pathways or not step.track:
        return step
    fitting = tuple(name for name, tracks in reachable.items() if step.track in tracks)
    return step if not fitting or len(fitting) == len(reachable) else replace(step, pathways=fitting)

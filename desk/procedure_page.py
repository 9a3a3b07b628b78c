"""The procedure as a page: bodies, steps, clocks, review types, in plain words. Pure: a Procedure in, values out."""

from __future__ import annotations

from dataclasses import dataclass

from cases.rules import who_does
from procedures.model import Body, Clock, Procedure, Quorum, Step
from procedures.sentences import say
from procedures.vocabulary import DECISION_RULES, TIE_RULES


@dataclass(frozen=True)
class BodyLines:
    title: str
    see: str
    assumed: bool
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StepLine:
    title: str
    who: str
    goes: str
    needs: tuple[str, ...]
    gate: bool
    optional: bool
    see: str
    assumed: bool


@dataclass(frozen=True)
class TrackSteps:
    title: str
    stages: tuple[tuple[str, str], ...]
    steps: tuple[StepLine, ...]


@dataclass(frozen=True)
class ClockLine:
    title: str
    who: str
    target: str
    limit: str
    see: str
    assumed: bool


def _title(procedure: Procedure, name: str) -> str:
    for kind in ("sectors", "agencies", "roles", "bodies", "outside_bodies"):
        for block in getattr(procedure, kind):
            if block.name == name:
                return block.title
    return name


def quorum_words(quorum: Quorum, procedure: Procedure) -> str:
    """The quorum in one sentence."""
    parts = []
    for slots, kind in ((quorum.sectors, "from"), (quorum.seats, "")):
        for slot in slots:
            parts.append(f"{kind} {' or '.join(_title(procedure, name) for name in slot)}".strip())
    if quorum.number:
        parts.append(f"{quorum.number} agencies")
    if quorum.fraction:
        parts.append(f"{quorum.fraction[0]}/{quorum.fraction[1]} of the members")
    if quorum.chair:
        parts.append("the chair")
    return ("At least one person each: " if quorum.sectors else "") + ", ".join(parts) if parts else "None is named."


def body_lines(body: Body, procedure: Procedure) -> BodyLines:
    lines = [("Members", ", ".join(_title(procedure, name) for name in body.members) or "None listed")]
    if body.chair:
        lines.append(("Chair", _title(procedure, body.chair)))
    lines.append(("Quorum", quorum_words(body.quorum, procedure)))
    lines.append(("Decides by", f"{body.decides.capitalize()}: {DECISION_RULES.get(body.decides, '')}"))
    lines.append(("When there is a tie", f"{body.tie.capitalize()}: {TIE_RULES.get(body.tie, '')}"))
    if body.goes_up_to:
        lines.append(("Those above it", _title(procedure, body.goes_up_to)))
    if body.dissent:
        lines.append(("A dissent goes to", ", then ".join(_title(procedure, name) for name in body.dissent)))
    if body.meets:
        lines.append(("Meets", body.meets.capitalize()))
    return BodyLines(body.title, body.see, body.assumed, tuple(lines))


def step_line(step: Step, procedure: Procedure) -> StepLine:
    stages = [procedure.stage(step.track, name).title for _, name in step.outcomes] if step.track else []
    if step.track and step.to_stage:
        stages = [procedure.stage(step.track, step.to_stage).title]
    return StepLine(
        title=step.title,
        who=who_does(step, procedure),
        goes=" or ".join(dict.fromkeys(stages)),
        needs=step.needs,
        gate=step.force == "must" and bool(step.needs),
        optional=step.optional,
        see=step.see,
        assumed=step.assumed,
    )


def clock_line(clock: Clock, procedure: Procedure) -> ClockLine:
    who = _title(procedure, clock.who) if clock.who else ("Each agency" if clock.for_each == "agency" else "")
    return ClockLine(
        title=clock.title,
        who=who,
        target=say(clock.target) if clock.target else "",
        limit=say(clock.limit) if clock.limit else "",
        see=clock.see,
        assumed=clock.assumed,
    )


def describe(procedure: Procedure) -> dict:
    """Everything the page shows, in the order of the text."""
    tracks = []
    for track in sorted(procedure.tracks, key=lambda t: t.order):
        steps = tuple(step_line(step, procedure) for step in procedure.steps if step.track == track.name)
        if steps:
            stages = tuple((stage.title, stage.plain) for stage in track.stages)
            tracks.append(TrackSteps(track.title, stages, steps))
    return {
        "bodies": [body_lines(body, procedure) for body in procedure.bodies],
        "tracks": tracks,
        "clocks": [clock_line(clock, procedure) for clock in procedure.clocks],
        "review_types": procedure.review_types,
        "methodologies": procedure.methodologies,
        "agencies": [(agency.title, _title(procedure, agency.sector), agency.see) for agency in procedure.agencies],
    }

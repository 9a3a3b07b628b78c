"""One case on its procedure: where it is, what was done, what comes next and by when, who may do what. Reading only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cases import rules
from cases.conditions import holds
from cases.models import Case
from cases.queries import RecordRow, possible_acts, procedure_of, record_rows, stages_been
from cases.queries.shut_out import NOBODY, nobody_inside, roles_inside
from cases.state import CaseState, state_of
from config.filters import series
from deadlines.queries import Shown, shown_of_case
from partnerships.actors import Actor
from procedures.model import Procedure, Step, Track
from procedures.saying import condition_in_words

DONE, NOW, LATER, PASSED = "done", "now", "later", "passed"


@dataclass(frozen=True)
class StageNow:
    title: str
    place: str  # passed | now | later


@dataclass(frozen=True)
class StepNow:
    """A step of the text as it stands on this case. `url` is set when the reader may do it now; `stuck`: that all who
    do it are shut out of the case."""

    title: str
    who: str
    status: str  # done | now | later | passed
    optional: bool
    done: tuple[tuple[dt.datetime, str], ...] = ()
    due: tuple[Shown, ...] = ()
    waits: tuple[str, ...] = ()
    url: str = ""
    see: str = ""
    stuck: str = ""


@dataclass(frozen=True)
class TrackNow:
    title: str
    open: bool
    stages: tuple[StageNow, ...]
    steps: tuple[StepNow, ...]

    @property
    def next(self) -> tuple[StepNow, ...]:
        return tuple(step for step in self.steps if step.status == NOW and not step.optional)


@dataclass(frozen=True)
class RoleNow:
    """What somebody who holds one of these roles may do on this case now, and what at any time."""

    titles: tuple[str, ...]
    acts: tuple[str, ...]
    any_time: tuple[str, ...]

    @property
    def title(self) -> str:
        return series(self.titles)


def tracks_now(case: Case, actor: Actor, *, at: dt.datetime) -> list[TrackNow]:
    """Every track that the case's pathway can open and that was opened, with its steps; the others come last."""
    procedure = procedure_of(case)
    state = state_of(case, version=procedure.version)
    urls = {possible.act: possible.url for possible in possible_acts(case, actor, state)}
    due = shown_of_case(case, today=at, procedure=procedure)
    done, been = _done(case), stages_been(case)
    inside = roles_inside(case, procedure)
    found = []
    for track in sorted(procedure.tracks, key=lambda each: each.order):
        steps = [s for s in procedure.steps if s.track == track.name and (not s.pathways or case.pathway in s.pathways)]
        opened = track.name in state.stages or track.name in state.closed_tracks
        if steps and opened:
            rows = tuple(_step_now(s, procedure, state, urls, due, done, inside) for s in steps)
            found.append(TrackNow(track.title, track.name in state.stages, stages_now(track, state, been), rows))
    return found


def _done(case: Case) -> dict[str, list[RecordRow]]:
    """Act -> its entries, oldest first; what was put right since is left out."""
    found: dict[str, list[RecordRow]] = {}
    for row in reversed(record_rows(case)):
        if not row.annulled:
            found.setdefault(row.act, []).append(row)
    return found


def stages_now(track: Track, state: CaseState, been: Collection[tuple[str, str]]) -> tuple[StageNow, ...]:
    """Each stage of the track: the one the case is at, those it has been at, the others. `been`: (track, stage)."""
    here = state.stages.get(track.name) or state.closed_tracks.get(track.name) or track.stages[0].name
    begun = {track.stages[0].name, *(stage for name, stage in been if name == track.name)}
    return tuple(
        StageNow(stage.title, NOW if stage.name == here else PASSED if stage.name in begun else LATER)
        for stage in track.stages
        if stage.name == here or not stage.final
    )


def _step_now(step: Step, procedure: Procedure, state: CaseState, urls, due: Sequence[Shown], done, inside) -> StepNow:
    entries = [row for row in done.get(step.act, ()) if not (row.track and step.track) or row.track == step.track]
    when = tuple((row.at, row.by) for row in entries)
    clocks = {clock.name for clock in procedure.clocks if step.act in clock.stops and clock.track in ("", step.track)}
    running = tuple(row for row in due if row.clock in clocks and row.state == "open")
    here = state.stages.get(step.track, "")
    begins = bool(here) and (not step.from_stages or here in step.from_stages)
    owed = bool(step.for_each and running)  # by some agency still, whatever others did
    status = _status(step, begins, bool(when), owed=owed, track_ended=not here)
    waits = tuple(condition_in_words(words, procedure) for words in step.needs if not holds(state, words))
    return StepNow(
        title=step.title,
        who=rules.who_does(step, procedure),
        status=status,
        optional=step.optional,
        done=when,
        due=running,
        waits=waits if status == NOW else (),
        url=urls.get(step.act, "") if status == NOW else "",
        see=step.see,
        stuck=NOBODY if status == NOW and nobody_inside(step, procedure, inside) else "",
    )


def _status(step: Step, begins: bool, was_done: bool, *, owed: bool, track_ended: bool) -> str:
    """A step that can be done again counts as to be done while the case is where it begins; one for each agency
    while an agency owes it."""
    again = owed if step.for_each else bool(begins and step.repeatable and step.from_stages)
    if was_done and not again:
        return DONE
    if begins:
        return NOW
    return PASSED if track_ended else LATER


def tracks_to_come(case: Case) -> list[str]:
    """Tracks that the procedure may still open on this case."""
    procedure = procedure_of(case)
    state = state_of(case, version=procedure.version)
    here = {step.track for step in procedure.steps if not step.pathways or case.pathway in step.pathways}
    opened = {*state.stages, *state.closed_tracks}
    ordered = sorted(procedure.tracks, key=lambda each: each.order)
    return [track.title for track in ordered if track.name in here and track.name not in opened]


def roles_now(case: Case) -> list[RoleNow]:
    """What each role may do on this case now; roles with the same are put together, those with nothing left out."""
    procedure = procedure_of(case)
    state = state_of(case, version=procedure.version)
    acts = dict.fromkeys(s.act for s in procedure.steps if not s.pathways or case.pathway in s.pathways)
    acts.pop("submit_referral", None)
    found: dict[tuple, list[str]] = {}
    for role in procedure.roles:
        roles, kinds = frozenset({role.name}), frozenset({role.kind})
        here: dict[bool, dict[str, None]] = {True: {}, False: {}}
        for act in acts:
            verdict = rules.may(act=act, procedure=procedure, state=state, roles=roles, kinds=kinds)
            if isinstance(verdict, rules.Allowed) and verdict.step is not None:
                here[bool(verdict.step.track)][verdict.step.title or rules.act_title(act)] = None
        if here[True] or here[False]:
            found.setdefault((tuple(here[True]), tuple(here[False])), []).append(role.title)
    return [RoleNow(tuple(titles), now, any_time) for (now, any_time), titles in found.items()]

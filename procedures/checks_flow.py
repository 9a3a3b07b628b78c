"""Following a case through a text: every stage can be reached and left, every step can be taken, every clock
starts and stops (DESIGN §2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import vocabulary as v
from .checks_forms import check_step_form
from .errors import Problems, nearest, shown
from .model import Clock, Procedure, Step, Track
from .sentences import starts_of

if TYPE_CHECKING:
    from .checks import Known

# Slots of conditions that must hold a name of the text.
CONDITION_SLOTS = {
    "track": "tracks",
    "review_type": "review_types",
    "borough": "boroughs",
    "pathway": "pathways",
    "role": "roles",
    "body": "bodies",
    "notice": "notices",
}
# For these somebody other than a role of the case's own must act.
NOBODY_NAMED = ("agency", "action", "review")


def check_tracks(procedure: Procedure, known: Known, problems: Problems) -> None:
    opened = {name for pathway in procedure.pathways for name in pathway.tracks}
    for step in procedure.steps:
        opened.update(step.opens, (track for _, track in step.opens_on))
    for track in procedure.tracks:
        where = f"[[tracks]] “{track.name}”"
        known.want(where, "body", track.body, "bodies")
        names = [stage.name for stage in track.stages]
        if not names:
            problems.add(where, "stages is empty")
            continue
        for name in sorted({name for name in names if names.count(name) > 1}):
            problems.add(where, f"stage “{name}” is given twice")
        if track.name not in opened:
            problems.add(where, "no pathway and no step opens it")
        if not any(stage.final for stage in track.stages):
            problems.add(where, "no stage is final, so it never ends")
        else:
            _check_stages(track, procedure, where, problems)


def _check_stages(track: Track, procedure: Procedure, where: str, problems: Problems) -> None:
    ways = _ways(track, procedure)
    first = track.stages[0].name
    reached = _reach({first}, ways)
    ends = {stage.name for stage in track.stages if stage.final}
    back = _reach(ends, {(b, a) for a, b in ways})
    closed = any(track.name in step.closes for step in procedure.steps)
    for stage in track.stages:
        if stage.name not in reached:
            problems.add(where, f"no step leads to stage “{stage.name}”")
        elif stage.name not in back and not closed:
            problems.add(where, f"no step leads from stage “{stage.name}” to an end")


def _ways(track: Track, procedure: Procedure) -> set[tuple[str, str]]:
    stages = {stage.name for stage in track.stages}
    running = {stage.name for stage in track.stages if not stage.final}
    ways: set[tuple[str, str]] = set()
    for step in procedure.steps:
        if step.track == track.name and step.act != "submit_referral":  # that one only begins the first stage
            targets = {stage for _, stage in step.outcomes} | ({step.to_stage} if step.to_stage else set())
            ways.update((a, b) for a in (step.from_stages or running) for b in targets)
    return {(a, b) for a, b in ways if a in stages and b in stages}


def _reach(found: set[str], ways: set[tuple[str, str]]) -> set[str]:
    found = set(found)
    while more := {b for a, b in ways if a in found} - found:
        found |= more
    return found


def step_called(step: Step) -> str:
    """How sentences name a step: by its act and its track."""
    return f"[[steps]] “{v.ACTS[step.act].words}”" + (f" on track “{step.track}”" if step.track else "")


def check_steps(procedure: Procedure, known: Known, problems: Problems) -> None:
    for step in procedure.steps:
        where = step_called(step)
        known.want(where, "by", step.by, "roles", also=v.STEP_BY)
        known.want(where, "jointly_with", step.jointly_with, "roles")
        known.want(where, "copies_to", step.copies_to, "roles", "bodies", "outside_bodies", also=v.SPECIAL_WHO)
        known.want(where, "pathways", step.pathways, "pathways")
        known.want(where, "notices", step.notices, "notices")
        for key in ("opens", "closes"):
            known.want(where, key, getattr(step, key), "tracks")
        known.want(where, "opens_on", [track for _, track in step.opens_on], "tracks")
        known.want(where, "track", step.track, "tracks")
        if not step.by:
            problems.add(where, "by is empty; nobody could do it")
        _check_step_stages(step, procedure, known, where, problems)
        check_step_form(step, procedure, known, where, problems)
        for need in step.needs:
            check_condition(need, "needs", procedure, known, where, problems, act=step.act)
    _check_submission(procedure, problems)


def _check_step_stages(step: Step, procedure: Procedure, known: Known, where: str, problems: Problems) -> None:
    targets = [stage for _, stage in step.outcomes] + [step.to_stage]
    if step.track not in known.names["tracks"]:
        if not step.track and any((*step.from_stages, *targets)):
            problems.add(where, "it names stages but no track")
        return
    stages = {stage.name for stage in procedure.find("tracks", step.track).stages}
    for key, names in (("from", step.from_stages), ("to", targets)):
        for name in names:
            if name and name not in stages:
                hint = nearest(name, stages)
                problems.add(where, f"{key} says {shown(name)}, but track “{step.track}” has no such stage{hint}")
    answers = {answer for answer, _ in step.outcomes}
    for answer, _ in step.opens_on:
        if answers and answer not in answers:
            problems.add(where, f"opens_on has the answer {shown(answer)}, which outcomes does not have")


def _check_submission(procedure: Procedure, problems: Problems) -> None:
    for pathway in procedure.pathways:
        if not procedure.steps_for("submit_referral", pathway.name):
            problems.add("[[steps]]", f"no step “submit referral” starts a case on pathway “{pathway.name}”")


def check_condition(
    text: str, key: str, procedure: Procedure, known: Known, where: str, problems: Problems, *, act: str = ""
) -> None:  # fmt: skip
    """The names inside a condition exist ("track adult at scoping"). `act`: of the step that needs it."""
    slug, slots = v.condition(text)
    if slug in v.OF_AN_ACTION and act not in v.ABOUT_AN_ACTION:
        problems.add(where, f"{key} “{text}”: it is about one action, so only a step of an act on actions can need it")
    for slot, name in slots.items():
        if slot in CONDITION_SLOTS:
            known.want(where, f"{key} “{text}”", name, CONDITION_SLOTS[slot])
        elif slot == "review_types":
            known.want(where, f"{key} “{text}”", [each.strip() for each in name.split(",")], "review_types")
        elif slot == "test" and name not in v.STATUTORY_TESTS:
            problems.add(where, f"{key} “{text}”: there is no test {shown(name)}{nearest(name, v.STATUTORY_TESTS)}")
        elif slot == "field" and known.names["forms"]:
            fields = {field.name for form in procedure.forms for part in form.sections for field in part.fields}
            if name not in fields:
                problems.add(where, f"{key} “{text}”: no form asks {shown(name)}{nearest(name, fields)}")
    if "stage" in slots and slots["track"] in known.names["tracks"]:
        stages = {stage.name for stage in procedure.find("tracks", slots["track"]).stages}
        if slots["stage"] not in stages:
            problems.add(where, f"{key} “{text}”: track “{slots['track']}” has no stage {shown(slots['stage'])}")


def check_clocks(procedure: Procedure, known: Known, problems: Problems) -> None:
    from .checks import check_sentence

    for clock in procedure.clocks:
        where = f"[[clocks]] “{clock.name}”"
        known.want(where, "who", clock.who, "roles", also={"referrer"})
        known.want(where, "track", clock.track, "tracks")
        known.want(where, "notice", clock.notice, "notices")
        known.want(where, "pathways", clock.pathways, "pathways")
        for key in ("target", "limit"):
            sentence = getattr(clock, key)
            if sentence is not None:
                check_sentence(sentence, key, where, known, problems)
                _check_starts(sentence, key, clock, procedure, where, problems)
        for condition in clock.when:
            check_condition(condition, "when", procedure, known, where, problems)
        _check_clock(clock, procedure, where, problems)


def _check_clock(clock: Clock, procedure: Procedure, where: str, problems: Problems) -> None:
    if clock.target is None and clock.limit is None:
        problems.add(where, "it has neither a target nor a limit")
    if not clock.stops and not clock.permanence:
        problems.add(where, "stops is empty, so it could never be met")
    if not clock.who and clock.for_each not in NOBODY_NAMED and not clock.permanence:
        problems.add(where, "who is empty; somebody must act")
    for key in ("stops", "withdrawn_by", "missed_by"):
        for act in getattr(clock, key):
            if not can_happen(act, clock.pathways, procedure):
                problems.add(where, f"{key} names “{v.ACTS[act].words}”, but no step of its pathways does that")


def _check_starts(sentence, key: str, clock: Clock, procedure: Procedure, where: str, problems: Problems) -> None:
    for phrase in starts_of(sentence):
        fact = v.FACTS.get(phrase)
        acts = fact.stated_by if fact else (v.start_slug(phrase),) if phrase in v.starts() else ()
        if acts and not any(can_happen(act, clock.pathways, procedure) for act in acts):
            problems.add(where, f"{key} counts from “{phrase}”, but no step of its pathways brings that about")


def can_happen(act: str, pathways: tuple[str, ...], procedure: Procedure) -> bool:
    """Whether an act can be done on any of the pathways (none named: on any at all)."""
    if v.ACTS[act].standing:
        return True
    steps = [step for step in procedure.steps if step.act == act]
    return any(not step.pathways or not pathways or set(step.pathways) & set(pathways) for step in steps)

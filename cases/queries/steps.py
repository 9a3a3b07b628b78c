"""What can be done on a case now, and what the procedure says comes next."""

from __future__ import annotations

from dataclasses import dataclass

from config.links import address_if_any
from partnerships.actors import Actor
from procedures.model import Step

from .. import rules
from ..conditions import holds
from ..models import Case
from ..state import CaseState, state_of
from .facts import procedure_of


@dataclass(frozen=True)
class PossibleAct:
    act: str
    title: str
    url: str
    remarks: tuple[str, ...] = ()
    main: bool = False  # a step of the way, not something done only if needed


def possible_acts(case: Case, actor: Actor, state: CaseState | None = None) -> list[PossibleAct]:
    """The buttons of a case page: every act that has a page for a case and would not be refused now."""
    procedure = procedure_of(case)
    state = state or state_of(case, version=procedure.version)
    if actor.membership is None:
        return []
    named = [step.act for step in procedure.steps if not step.pathways or case.pathway in step.pathways]
    found = []
    for act in dict.fromkeys([*named, *rules.STANDING]):
        verdict = rules.may(act=act, procedure=procedure, state=state, roles=actor.roles, kinds=actor.kinds)
        if isinstance(verdict, rules.Refused):
            continue
        url = address_if_any(act, partnership=procedure.slug, reference=case.reference)
        if not url:
            continue
        # The words of the step that fits where the case stands: a text may call an act differently on another track.
        title = (verdict.step.title if verdict.step else "") or rules.act_title(act, procedure, case.pathway)
        main = verdict.step is not None and not verdict.step.optional
        found.append(PossibleAct(act, title, url, verdict.remarks, main))
    return found


@dataclass(frozen=True)
class NextStep:
    """What the procedure says comes next: for the reader, whoever it is for."""

    title: str
    who: str
    see: str
    optional: bool
    waits: bool = False


def _begins_here(step: Step, state: CaseState) -> bool:
    """At its stage of an open track; a step that names no stage comes when what it needs has happened."""
    here = state.stages.get(step.track)
    if step.from_stages:
        return here in step.from_stages
    if not step.needs or (step.track and here is None) or state.closed:
        return False
    return not state.done.get(step.act) and all(holds(state, words) for words in step.needs)


def next_steps(case: Case, state: CaseState) -> list[NextStep]:
    """The steps that begin where the case now is, in the order of the text; those only if needed left out.

    What still waits for something else to happen first comes last.
    """
    procedure = procedure_of(case)
    found = []
    for step in procedure.steps:
        if step.pathways and case.pathway not in step.pathways:
            continue
        if step.optional or not _begins_here(step, state):
            continue
        if any(row.title == step.title for row in found):
            continue
        if not step.to_stage and not step.outcomes and state.done.get(step.act):
            continue
        title, waits = step.title or rules.act_title(step.act), not all(holds(state, words) for words in step.needs)
        found.append(NextStep(title, rules.who_does(step, procedure), step.see, step.optional, waits))
    return sorted(found, key=lambda row: row.waits)

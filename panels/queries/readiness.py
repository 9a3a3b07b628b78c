"""What stands between a vote and its recommendation, in words and with the way there; and what to put first."""

from __future__ import annotations

from dataclasses import dataclass

from cases.conditions import holds, why_not
from cases.models import Case
from cases.queries import procedure_of
from cases.rules import who_does
from cases.spine import may
from cases.state import CaseState, state_of
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Procedure, ReviewType, Step

ACT = "recommend"
ANSWER_FIRST = {
    "every test answered": "Every statutory test has to be answered.",
    "criteria answered": "A statutory test has to be answered.",
}
LEAD_FIRST = "More than one statutory test is met, so it has to be settled which process leads."


@dataclass(frozen=True, kw_only=True)
class Way:
    """A link to the page where something missing is done: the words, the URL name and its own part of the address."""

    text: str
    name: str
    aid: str = ""


@dataclass(frozen=True, kw_only=True)
class Missing:
    """One thing the text wants first. `ways` is empty for somebody who may not do it: `who` says whose it is."""

    sentence: str
    ways: tuple[Way, ...] = ()
    who: str = ""


def before_recommending(case: Case, actor: Actor) -> list[Missing]:
    """What the text wants before the body's advice can be made and is not there yet; empty when nothing is (C-10).

    Whether the meeting is quorate is shown on its own and counts as given here.
    """
    procedure = procedure_of(case)
    state = state_of(case, version=procedure.version, truths={"quorate": True})
    step = _step(procedure, state)
    if step is None:
        return []
    return [_missing(words, case, procedure, state, actor) for words in step.needs if not holds(state, words)]


def _step(procedure: Procedure, state: CaseState) -> Step | None:
    """The step of the text that fits where the case stands now."""
    for step in procedure.steps_for(ACT, state.pathway):
        stage = state.stages.get(step.track)
        if step.force == "must" and (not step.track or stage is not None):
            return step
    return None


def _missing(words: str, case: Case, procedure: Procedure, state: CaseState, actor: Actor) -> Missing:
    if words in ANSWER_FIRST:
        unanswered = [aid for aid in procedure.aids if aid.test != "other" and aid.test not in state.tests]
        ways = tuple(Way(text=f"Answer: {aid.title}", name="answer_aid", aid=aid.name) for aid in unanswered)
        return _with_who("answer_criteria", ANSWER_FIRST[words], ways, case, procedure, actor)
    if words == "lead process chosen":
        ways = (Way(text="Choose which process leads", name="choose_lead_process"),)
        return _with_who("choose_lead_process", LEAD_FIRST, ways, case, procedure, actor)
    return Missing(sentence=why_not(words), ways=(Way(text="Open the whole case", name="case"),))


def _with_who(act, sentence, ways, case: Case, procedure: Procedure, actor: Actor) -> Missing:
    try:
        may(act, case=case, actor=actor, truths={"quorate": True})
    except ActRefused:
        steps = procedure.steps_for(act, case.pathway)
        return Missing(sentence=sentence, who=who_does(steps[0], procedure) if steps else "")
    return Missing(sentence=sentence, ways=ways)


def start_of_the_vote(case: Case) -> list[str]:
    """The review types to tick first: those of the pathway that the answers to the tests allow.

    A type that another board commissions, or whose test the answers rule out, can still be ticked. Where fewer than
    two would be left, every type is.
    """
    procedure = procedure_of(case)
    state = state_of(case, version=procedure.version)
    types = [t for t in procedure.review_types if not t.pathways or case.pathway in t.pathways]
    rules = [rule for rule in procedure.ratifications if rule.on_behalf_of]
    here = {rule.on_behalf_of for rule in rules if not rule.pathways or case.pathway in rule.pathways}
    fitting = [t.name for t in types if _fits(t, {rule.on_behalf_of for rule in rules} - here, state)]
    return fitting if len(fitting) > 1 else [t.name for t in types]


def _fits(kind: ReviewType, elsewhere: set[str], state: CaseState) -> bool:
    """`elsewhere`: the boards that answer on other pathways alone. A body may well commission what it recommends."""
    if kind.commissioned_by in elsewhere:
        return False
    if not state.statutory or not kind.needs_criteria:
        return True
    return (kind.needs_criteria == "met") is any(state.statutory.values())

"""What one answer to a recommendation brings about, before it is given and after: who is waited for, who is told."""

from __future__ import annotations

from dataclasses import dataclass

from cases.models import Case
from cases.queries import procedure_of
from partnerships.actors import Actor
from procedures.model import Told
from procedures.vocabulary import RATIFICATION_ANSWERS

from .. import rules
from ..models import Recommendation
from .governance import body_to_answer
from .together import rule_for, with_answer

ANSWER_OF = {act: answer for answer, act in RATIFICATION_ANSWERS.items()}


@dataclass(frozen=True, kw_only=True)
class Follows:
    """What one answer brings about. `waits`: why nothing is decided by it yet, "" when it is; `rows`: who is told in
    place of the text's own rows, None for those."""

    waits: str = ""
    rows: tuple[Told, ...] | None = None


def what_follows(case: Case, made: Recommendation, actor: Actor, act: str) -> Follows:
    """What this person's answer would bring about now, if nobody else's is entered with it."""
    procedure = procedure_of(case)
    rule = rule_for(procedure, made.body, case.pathway)
    if rule is None:
        return Follows()
    together = body_to_answer(case, actor)
    if together is not None:
        found = with_answer(together, procedure, ANSWER_OF[act])
        if found is not None and found.carried != ANSWER_OF[act]:
            return Follows(waits=found.why)
    answered = list(made.ratifications.values_list("role", flat=True))
    following = rules.answers_in_order(rule.by, [*answered, rules.answers_in_order(rule.by, answered)])
    if act == "ratify_recommendation" and following:
        return Follows(rows=rules.next_answer_told(procedure.letters, following))
    return Follows()


def waits_for(case: Case, made: Recommendation, actor: Actor) -> str:
    """After an answer that decided nothing by itself: who is waited for now."""
    procedure = procedure_of(case)
    rule = rule_for(procedure, made.body, case.pathway)
    together = body_to_answer(case, actor)
    if together is not None and together.answers:
        return together.now.why
    answered = list(made.ratifications.values_list("role", flat=True))
    following = rules.answers_in_order(rule.by, answered) if rule is not None else ""
    return f"The {procedure.find('roles', following).title} answers next." if following else ""

"""The named body's answer: ratified, returned or replaced; of one person, or counted from its members' (RED-9, BEX-4).

Whose turn it is and what is kept of an answer: `answering`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from cases.models import Decision
from cases.queries import procedure_of
from cases.spine import Doing
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Body

from .. import rules
from ..models import Dissent, Ratification, Recommendation
from ..queries.together import counted_body, rule_for, said_by_all
from .answering import answering, deciders, end_recommendation, keep_answer, said_so_far, title_of, with_whom
from .dissents import answer_dissents, decide
from .recommending import chosen
from .together import Said, carried_of, completed_by, reasons_of, record_answers

Answer = Ratification.Answer
ANSWERS = {
    "ratify_recommendation": Answer.RATIFIED,
    "return_recommendation": Answer.RETURNED,
    "replace_recommendation": Answer.REPLACED,
}
TOGETHER = "counted from the answers of its members"


def ratify_recommendation(
    *, recommendation: Recommendation, reasons: str, decided_with: str = "", others: Iterable[Said] = (), actor: Actor,
    at: dt.datetime,
) -> Decision | None:  # fmt: skip
    """Agrees with what was recommended, with reasons. The last answer needed makes the final decision.

    Where the members of a body answer each for itself (BEX-4), this is the answer of the actor's agency, and of the
    `others` it is entered for; the body's own rule makes the decision of them. `decided_with`: of a body for which one
    person answers, who took part and who agreed (C-14). The same for all three answers.

    Returns the decision, or None while somebody else still has to answer. The second of two people who
    answer at once is told who was first.
    """
    given = {"recommendation": recommendation, "reasons": reasons, "actor": actor, "at": at}
    body = _counted(recommendation, actor)
    if body is not None:
        return _together("ratify_recommendation", body, others=others, choice=None, **given)
    return _ratify(decided_with=decided_with, **given)


def _ratify(*, recommendation, reasons, decided_with, actor, at, completed="") -> Decision | None:
    with answering("ratify_recommendation", recommendation, reasons, decided_with, actor, at) as told:
        doing, locked, rule, role = told
        kind, way = chosen(
            doing.procedure, doing.case.pathway, locked.review_type, locked.methodology, locked.focus, reasons
        )
        answered = [*locked.ratifications.values_list("role", flat=True), role]
        final = not rules.answers_in_order(rule.by, answered)
        if not final:
            summary = f"{title_of(doing, role)} ratified the recommendation."
            event = doing.record(summary=summary, reason=reasons, data=with_whom(decided_with), partly=True)
            doing.rows = rules.next_answer_told(
                doing.procedure.letters, rules.answers_in_order(rule.by, answered)
            )  # everybody else hears once all have answered
            keep_answer(locked, role, Answer.RATIFIED, reasons, None, actor, at, event)
            return None
        end_recommendation(locked, Recommendation.State.RATIFIED, at)
        decision = decide(
            doing, act="ratify_recommendation", kind=kind, way=way, focus=locked.focus, reasons=reasons,
            summary=f"{title_of(doing, role)} ratified: {kind.title}.{completed}",
            more={"recommendation": locked.pk, **_last(completed),
                  **said_so_far(doing, locked, role, decided_with, actor)},
            decided_by=deciders(doing, rule, locked, role, actor),
        )  # fmt: skip
        keep_answer(locked, role, Answer.RATIFIED, reasons, None, actor, at, decision.event)
        return decision


def return_recommendation(
    *, recommendation: Recommendation, reasons: str, decided_with: str = "", others: Iterable[Said] = (), actor: Actor,
    at: dt.datetime,
) -> Ratification | Decision | None:  # fmt: skip
    """Sends it back to be looked at again: the case waits for another meeting."""
    given = {"recommendation": recommendation, "reasons": reasons, "actor": actor, "at": at}
    body = _counted(recommendation, actor)
    if body is not None:
        return _together("return_recommendation", body, others=others, choice=None, **given)
    return _return(decided_with=decided_with, **given)


def _return(*, recommendation, reasons, decided_with, actor, at, completed="") -> Ratification:
    with answering("return_recommendation", recommendation, reasons, decided_with, actor, at) as told:
        doing, locked, _rule, role = told
        end_recommendation(locked, Recommendation.State.RETURNED, at)
        # What a member disagreed with is being looked at again: it waits for nobody any more.
        answer_dissents(doing.case, Dissent.State.RECONVENED, reasons)
        event = doing.record(
            summary=f"{title_of(doing, role)} returned the recommendation.{completed}",
            reason=reasons,
            data={"recommendation": locked.pk, **_last(completed), **with_whom(decided_with)},
        )
        return keep_answer(locked, role, Answer.RETURNED, reasons, None, actor, at, event)


def replace_recommendation(
    *,
    recommendation: Recommendation,
    review_type: str,
    focus: str,
    methodology: str,
    reasons: str,
    decided_with: str = "",
    others: Iterable[Said] = (),
    actor: Actor,
    at: dt.datetime,
) -> Ratification | Decision | None:
    """Puts another decision in its place, with reasons; what was recommended stays on record."""
    given = {"recommendation": recommendation, "reasons": reasons, "actor": actor, "at": at}
    other = {"review_type": review_type, "methodology": methodology, "focus": focus}
    body = _counted(recommendation, actor)
    if body is not None:
        return _together("replace_recommendation", body, others=others, choice=other, **given)
    return _replace(decided_with=decided_with, **other, **given)


def _replace(
    *, recommendation, review_type, methodology, focus, reasons, decided_with, actor, at, completed=""
) -> Decision:
    act = "replace_recommendation"
    with answering(act, recommendation, reasons, decided_with, actor, at) as (doing, locked, rule, role):
        kind, way = _other_than(doing, locked, review_type, methodology, focus, reasons)
        end_recommendation(locked, Recommendation.State.REPLACED, at)
        decision = decide(
            doing, act=act, kind=kind, way=way, focus=focus, reasons=reasons,
            summary=f"{title_of(doing, role)} decided otherwise: {kind.title}.{completed}",
            more={"recommendation": locked.pk, **_last(completed),
                  **said_so_far(doing, locked, role, decided_with, actor)},
            decided_by=deciders(doing, rule, locked, role, actor),
        )  # fmt: skip
        put = {"review_type": kind.name, "title": kind.title, "focus": focus, "methodology": methodology}
        keep_answer(locked, role, Answer.REPLACED, reasons, put, actor, at, decision.event)
        return decision


def _last(completed: str) -> dict:
    """What the event keeps where several answers led to it."""
    return {"completed": True} if completed else {}


def _other_than(doing: Doing, made: Recommendation, review_type, methodology, focus, reasons):
    """What was chosen in its place; ActRefused when it is what was recommended."""
    kind, way = chosen(doing.procedure, doing.case.pathway, review_type, methodology, focus, reasons)
    if (kind.name, methodology, focus.strip()) == (made.review_type, made.methodology, made.focus.strip()):
        raise ActRefused("This is what was recommended. Ratify it instead.")
    return kind, way


def _counted(recommendation: Recommendation, actor: Actor) -> Body | None:
    """The body whose members answer each for itself, where it is their turn; None where one person answers."""
    procedure = procedure_of(recommendation.case)
    rule = rule_for(procedure, recommendation.body, recommendation.case.pathway)
    if rule is None:
        return None
    given = Ratification.objects.filter(partnership=recommendation.partnership_id, recommendation=recommendation)
    due = rules.answers_in_order(rule.by, list(given.values_list("role", flat=True)))
    return counted_body(procedure, rule, due) if due else None


def _together(
    act: str, body: Body, *, recommendation, reasons, others, choice, actor, at
) -> Ratification | Decision | None:
    """Keeps one member's answer; when the body's rule is met by it, does what the body has answered."""
    with transaction.atomic():
        with answering(act, recommendation, reasons, TOGETHER, actor, at) as (doing, locked, rule, _role):
            if choice is not None:
                kind, _way = _other_than(doing, locked, reasons=reasons, **choice)
                choice = {**choice, "title": kind.title}
            stands = record_answers(
                doing, body, answer=ANSWERS[act], choice=choice, reasons=reasons, others=others, recommendation=locked
            )
            if stands.tied:
                doing.tell, doing.rows = True, rules.tie_told(doing.procedure, rule.by)
        carried = carried_of(stands)
        if not carried:
            return None
        given = {
            "recommendation": recommendation, "reasons": reasons_of(carried), "decided_with": said_by_all(stands),
            "actor": actor, "at": at, "completed": completed_by(stands, actor),
        }  # fmt: skip
        if carried[0].answer == Answer.REPLACED:
            put = {name: carried[-1].choice[name] for name in ("review_type", "methodology", "focus")}
            return _replace(**put, **given)
        return (_ratify if carried[0].answer == Answer.RATIFIED else _return)(**given)

"""Does the case meet a statutory test? The answers are stored with the result (C-10, C-14)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from ..aids import considered, walk
from ..models import Case, CriteriaAnswers, Decision
from ..spine import acting
from ..state import state_of


def answer_criteria(
    *, case: Case, aid: str, answers: Mapping[str, str], remarks: Mapping[str, str], reasons: str,
    actor: Actor, at: dt.datetime,
) -> CriteriaAnswers:  # fmt: skip
    """Keeps the answers to one decision aid and what they lead to. A later look is a new row; the newest counts.

    Raises ActRefused when a question on the way is not answered or the reasons are missing.
    """
    if not reasons.strip():
        raise ActRefused("Give the reasons for the answers.")
    with acting("answer_criteria", case=case, actor=actor, at=at, about=f"aid:{aid}") as doing:
        block = doing.procedure.find("aids", aid)
        walked = walk(block, answers)
        if walked.result is None:
            raise ActRefused(f"Answer “{walked.next.text}”.")
        event = doing.record(
            summary=f"{block.title}: {walked.result.title}.",
            reason=reasons,
            data={"aid": aid, "test": block.test, "result": walked.result.name, "met": walked.result.met},
        )
        row = CriteriaAnswers.objects.create(
            partnership_id=case.partnership_id, case=doing.case, aid=aid, test=block.test, reasons=reasons, event=event,
            answers=_kept(block, walked, answers, remarks), result=walked.result.name,
            result_title=walked.result.title, met=walked.result.met,
        )  # fmt: skip
        doing.state_fact("criteria_answered", happened_at=at)
        return row


def _kept(block, walked, answers: Mapping[str, str], remarks: Mapping[str, str]) -> dict:
    """Every question on the way, and what was to be considered where something was said to it."""
    said = [(question, answer) for question, answer in walked.asked]
    for question in considered(block):
        if answers.get(question.name) or remarks.get(question.name):
            said.append((question, answers.get(question.name, "")))
    return {
        question.name: {"question": question.text, "answer": answer, "remark": remarks.get(question.name, "")}
        for question, answer in said
    }


def choose_lead_process(*, case: Case, test: str, reasons: str, actor: Actor, at: dt.datetime) -> Decision:
    """Where more than one statutory test is met, names the process that leads (C-10)."""
    if not reasons.strip():
        raise ActRefused("Give the reasons for the choice.")
    with acting("choose_lead_process", case=case, actor=actor, at=at) as doing:
        tests = state_of(doing.case, version=doing.procedure.version).statutory
        met = [name for name, is_met in tests.items() if is_met]
        if test not in met:
            raise ActRefused("Only a process whose test is met can lead.")
        doing.case.lead_process = test
        event = doing.record(summary=f"The {test} process leads.", reason=reasons, data={"test": test, "met": met})
        return decide(doing, outcome=test, reasons=reasons, event=event)


def decide(doing, *, outcome: str, reasons: str, event, data: Mapping | None = None) -> Decision:
    """The decision row of an act: outcome and reasons, by whom in which role, as they were then."""
    return Decision.objects.create(
        partnership_id=doing.case.partnership_id,
        case=doing.case,
        kind=doing.act,
        outcome=outcome,
        reasons=reasons,
        decided_by=doing.actor.label,
        decided_at=doing.at,
        data=dict(data or {}),
        event=event,
    )

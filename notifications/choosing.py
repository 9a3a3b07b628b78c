"""What a person may do now with the notices of a case: where the page of an act leads when it names none."""

from __future__ import annotations

from dataclasses import dataclass

from cases.models import Case
from cases.spine import may
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Procedure

from . import queries


@dataclass(frozen=True)
class Choice:
    """One thing that an act may be about: its words, and what the address of its page needs."""

    words: str
    to: dict
    due: bool = True


def allowed(act: str, case: Case, actor: Actor, notice: str) -> bool:
    """Whether the act would not be refused for this notice."""
    try:
        may(act, case=case, actor=actor, notice=notice)
    except ActRefused:
        return False
    return True


def to_write(act: str, case: Case, procedure: Procedure, actor: Actor) -> list[Choice]:
    """The bodies that a notice may be prepared for or recorded to: those due first."""
    state = queries.state_of_case(case, procedure)
    told = {(row.notice, row.body) for row in queries.notices_of(case) if row.is_sent}
    titles = {body.name: body.title for body in procedure.outside_bodies}
    found = []
    for rule in queries.rules_for(procedure, case.pathway):
        if not allowed(act, case, actor, rule.name) or (act == "prepare_notification" and not rule.form):
            continue
        due = queries.is_due(rule, state)
        found += [
            Choice(f"{titles[body]}: {rule.title}", {"notice": rule.name, "body": body}, due)
            for body in rule.to
            if (rule.name, body) not in told
        ]
    return sorted(found, key=lambda choice: not choice.due)


def sent(act: str, case: Case, procedure: Procedure, actor: Actor) -> list[Choice]:
    """The notices that were sent and stand, and that the act may be about now."""
    found = []
    for row in queries.notices_of(case):
        if not row.is_sent or not allowed(act, case, actor, row.notice):
            continue
        if act == "record_acknowledgement" and row.acknowledged_at is not None:
            continue
        if act == "record_reply" and not may_be_answered(row, case, procedure, actor):
            continue
        found.append(Choice(f"{row.body_title}: {row.title}", {"sent": row.pk}))
    return found


def may_be_answered(row, case: Case, procedure: Procedure, actor: Actor) -> bool:
    step = may("record_reply", case=case, actor=actor, notice=row.notice).step
    return bool(queries.replies_to(row, step, procedure))


def to_answer(act: str, case: Case, procedure: Procedure, actor: Actor) -> list[Choice]:
    """The answers of bodies outside that nobody has answered yet."""
    return [
        Choice(f"{reply.notice.body_title}: {reply.answer}", {"reply": reply.pk})
        for reply in queries.replies_of(case)
        if reply.answered_at is None and allowed(act, case, actor, reply.notice.notice)
    ]

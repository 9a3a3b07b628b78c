"""The named body's answer: ratified, returned or replaced, by the right role only and only once (RED-9)."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from cases.models import Case, Decision, Event
from cases.spine import Doing, acting
from config.filters import date_long
from deadlines.queries import calendar_of, meeting_days
from deadlines.rules import evaluate
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Body, Procedure
from procedures.model import Ratification as Rule

from .. import rules
from ..models import Dissent, Ratification, Recommendation
from .dissents import decide
from .letters import name_the_body
from .recommending import chosen

Answer = Ratification.Answer


def rule_for(procedure: Procedure, body: str, pathway: str) -> Rule | None:
    """The text's block that says whose answer a recommendation of this body needs on this pathway."""
    for rule in procedure.ratifications:
        if rule.recommended_by == body and (not rule.pathways or pathway in rule.pathways):
            return rule
    return None


def role_of(procedure: Procedure, rule: Rule, recommendation: Recommendation, actor: Actor) -> str:
    """The role this person answers in; ActRefused when it is not theirs to answer, or not yet."""
    given = list(
        Ratification.objects.filter(
            partnership=recommendation.partnership_id, recommendation=recommendation
        ).values_list("role", flat=True)
    )
    mine = [role for role in rule.by if not procedure.who_may_act_as(role).isdisjoint(actor.roles)]
    due = rules.answers_in_order(rule.by, given)
    names = {role.name: role.title for role in procedure.roles}
    if not mine:
        raise ActRefused(f"Only the {names.get(due, due)} answers this recommendation.")
    if due not in mine:
        raise ActRefused(f"The {names.get(due, due)} answers first.")
    return due


def deciding_body(procedure: Procedure, rule: Rule | None) -> Body | None:
    """The body that decides together, and for which somebody only writes down the answer (BEX-4); else None."""
    body = procedure.find("bodies", rule.on_behalf_of) if rule is not None and rule.on_behalf_of else None
    return body if body is not None and body.decides != "does not vote" else None


def ratify_recommendation(
    *, recommendation: Recommendation, reasons: str, decided_with: str = "", actor: Actor, at: dt.datetime
) -> Decision | None:
    """Agrees with what was recommended, with reasons. The last answer needed makes the final decision.

    `decided_with`: of a body that decides together, who took part and who agreed (C-14); the same for all answers.

    Returns the decision, or None while another role still has to answer. The second of two people who
    answer at once is told who was first.
    """
    with _answering("ratify_recommendation", recommendation, reasons, decided_with, actor, at) as told:
        doing, locked, rule, role = told
        kind, way = chosen(
            doing.procedure, doing.case.pathway, locked.review_type, locked.methodology, locked.focus, reasons
        )
        answered = [*locked.ratifications.values_list("role", flat=True), role]
        final = not rules.answers_in_order(rule.by, answered)
        if not final:
            summary = f"{_title(doing, role)} ratified the recommendation."
            event = doing.record(summary=summary, reason=reasons, data=_with(decided_with), partly=True)
            doing.tell = False  # it is told once all have answered
            _keep(locked, role, Answer.RATIFIED, reasons, None, actor, at, event)
            return None
        _end(locked, Recommendation.State.RATIFIED)
        decision = decide(
            doing, act="ratify_recommendation", kind=kind, way=way, focus=locked.focus, reasons=reasons,
            summary=f"{_title(doing, role)} ratified: {kind.title}.",
            more={"recommendation": locked.pk, **_with(decided_with)},
        )  # fmt: skip
        _keep(locked, role, Answer.RATIFIED, reasons, None, actor, at, decision.event)
        return decision


def return_recommendation(
    *, recommendation: Recommendation, reasons: str, decided_with: str = "", actor: Actor, at: dt.datetime
) -> Ratification:
    """Sends it back to be looked at again: the case waits for another meeting."""
    with _answering("return_recommendation", recommendation, reasons, decided_with, actor, at) as told:
        doing, locked, _rule, role = told
        _end(locked, Recommendation.State.RETURNED)
        event = doing.record(
            summary=f"{_title(doing, role)} returned the recommendation.",
            reason=reasons,
            data={"recommendation": locked.pk, **_with(decided_with)},
        )
        return _keep(locked, role, Answer.RETURNED, reasons, None, actor, at, event)


def replace_recommendation(
    *,
    recommendation: Recommendation,
    review_type: str,
    focus: str,
    methodology: str,
    reasons: str,
    decided_with: str = "",
    actor: Actor,
    at: dt.datetime,
) -> Decision:
    """Puts another decision in its place, with reasons; what was recommended stays on record."""
    act = "replace_recommendation"
    with _answering(act, recommendation, reasons, decided_with, actor, at) as (doing, locked, _rule, role):
        kind, way = chosen(doing.procedure, doing.case.pathway, review_type, methodology, focus, reasons)
        if (kind.name, methodology, focus.strip()) == (locked.review_type, locked.methodology, locked.focus.strip()):
            raise ActRefused("This is what was recommended. Ratify it instead.")
        _end(locked, Recommendation.State.REPLACED)
        decision = decide(
            doing, act=act, kind=kind, way=way, focus=focus, reasons=reasons,
            summary=f"{_title(doing, role)} decided otherwise: {kind.title}.",
            more={"recommendation": locked.pk, **_with(decided_with)},
        )  # fmt: skip
        put = {"review_type": kind.name, "title": kind.title, "focus": focus, "methodology": methodology}
        _keep(locked, role, Answer.REPLACED, reasons, put, actor, at, decision.event)
        return decision


def object_to_recommendation(*, recommendation: Recommendation, reasons: str, actor: Actor, at: dt.datetime) -> Event:
    """Somebody who was told of the recommendation objects; whoever answers it sees the objection first (RED-9)."""
    if not reasons.strip():
        raise ActRefused("Say why you object.")
    with acting("object_to_recommendation", case=recommendation.case, actor=actor, at=at) as doing:
        locked = Recommendation.objects.select_for_update(of=("self",)).get(
            partnership=recommendation.partnership_id, pk=recommendation.pk
        )
        last = objection_limit(doing.case, doing.procedure, locked)
        if last is not None and timezone.localdate(at) > last:
            raise ActRefused(f"The time for objecting ended on {date_long(last)}.")
        if doing.step is not None and doing.step.to_stage:
            locked.state = Recommendation.State.ESCALATED
            locked.save()
        event = doing.record(
            summary="An objection to the recommendation was made.", reason=reasons, data={"recommendation": locked.pk}
        )
        name_the_body(doing)
        return event


def objection_limit(case: Case, procedure: Procedure, recommendation: Recommendation) -> dt.date | None:
    """The last day for objecting; None when the text sets none, or it cannot be known yet."""
    rule = rule_for(procedure, recommendation.body, case.pathway)
    if rule is None or rule.objection is None:
        return None
    starts = {"recommendation made": recommendation.recommended_at}
    ratified = recommendation.ratifications.order_by("id").last()
    if ratified is not None:
        starts["recommendation ratified"] = ratified.at
    return evaluate(rule.objection, starts, calendar_of(case.partnership), meetings=meeting_days()).due_on


@contextmanager
def _answering(
    act: str, recommendation: Recommendation, reasons: str, decided_with: str, actor: Actor, at: dt.datetime
):
    """What the three answers share: reasons, the right role, who took part, one answer only."""
    if not reasons.strip():
        raise ActRefused("Give the reasons.")
    with transaction.atomic():
        with _told_who_answered(act, recommendation, actor, at) as doing:
            locked = Recommendation.objects.select_for_update(of=("self",)).get(
                partnership=recommendation.partnership_id, pk=recommendation.pk
            )
            rule = rule_for(doing.procedure, locked.body, doing.case.pathway)
            if rule is None:
                raise ActRefused("The procedure names nobody who answers this recommendation.")
            words = {"ratify": "ratified", "return": "returned", "replace": "replaced"}
            answer = words[act.split("_", maxsplit=1)[0]]
            if answer not in rule.answers:
                raise ActRefused(f"A recommendation on this pathway cannot be {answer}.")
            role = role_of(doing.procedure, rule, locked, actor)
            body = deciding_body(doing.procedure, rule)
            if body is not None and not decided_with.strip():
                raise ActRefused(f"Say who of the {body.title} took part and who agreed.", about="decided_with")
            yield doing, locked, rule, role


@contextmanager
def _told_who_answered(act: str, recommendation: Recommendation, actor: Actor, at: dt.datetime):
    """As `acting`, but an answer that comes too late says whose came first and not only that the stage has
    moved.
    """
    entered = False
    try:
        with acting(act, case=recommendation.case, actor=actor, at=at) as doing:
            entered = True
            yield doing
    except ActRefused:
        if entered:
            raise
        first = (
            Ratification.objects.filter(partnership=recommendation.partnership_id, recommendation=recommendation)
            .order_by("-id")
            .first()
        )
        if first is None or _still_open(recommendation):
            raise
        raise ActRefused(already_answered(first)) from None


def _still_open(recommendation: Recommendation) -> bool:
    return Recommendation.objects.filter(
        partnership=recommendation.partnership_id, pk=recommendation.pk, state=Recommendation.State.OPEN
    ).exists()


def already_answered(ratification: Ratification) -> str:
    from config.filters import datetime_long

    return (
        f"{ratification.by} has answered already: {ratification.get_answer_display().lower()} "
        f"on {datetime_long(ratification.at)}."
    )


def _with(decided_with: str) -> dict:
    return {"decided_with": decided_with.strip()} if decided_with.strip() else {}


def _end(recommendation: Recommendation, state: str) -> None:
    """Only one answer finds it open: the row count decides, whatever was read before."""
    changed = Recommendation.objects.filter(
        partnership=recommendation.partnership_id, pk=recommendation.pk, state=Recommendation.State.OPEN
    ).update(state=state)
    if not changed:
        raise ActRefused(f"The recommendation is not open: {recommendation.get_state_display().lower()}.")
    if state == Recommendation.State.RETURNED:
        return
    Dissent.objects.filter(
        partnership=recommendation.partnership_id,
        recommendation=recommendation,
        state__in=[Dissent.State.RECORDED, Dissent.State.PASSED_ON],
    ).update(state=Dissent.State.DECIDED)


def _keep(recommendation, role, answer, reasons, replaced_by, actor, at, event) -> Ratification:
    return Ratification.objects.create(
        partnership_id=recommendation.partnership_id,
        recommendation=recommendation,
        role=role,
        answer=answer,
        reasons=reasons,
        replaced_by=replaced_by,
        by=actor.label,
        user_id=actor.user_id,
        at=at,
        event=event,
    )


def _title(doing: Doing, role: str) -> str:
    return f"The {doing.procedure.find('roles', role).title}"


def open_recommendation(case: Case) -> Recommendation | None:
    """The recommendation that waits for ratification."""
    return Recommendation.objects.filter(
        partnership=case.partnership_id, case=case, state=Recommendation.State.OPEN
    ).first()

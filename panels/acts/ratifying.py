"""The named body's answer: ratified, returned or replaced, by the right role only and only once (RED-9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from cases.models import Case, Decision, Event
from cases.queries import procedure_of
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
from ..queries.together import body_of_one_voice, counted_body, rule_for, said_by_all
from .dissents import decide
from .letters import name_the_body
from .recommending import chosen
from .together import Said, carried_of, reasons_of, record_answers, settle

Answer = Ratification.Answer
ANSWERS = {
    "ratify_recommendation": Answer.RATIFIED,
    "return_recommendation": Answer.RETURNED,
    "replace_recommendation": Answer.REPLACED,
}
TOGETHER = "counted from the answers of its members"


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


def _ratify(*, recommendation, reasons, decided_with, actor, at) -> Decision | None:
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
            doing.rows = rules.next_answer_told(
                doing.procedure.letters, rules.answers_in_order(rule.by, answered)
            )  # everybody else hears once all have answered
            _keep(locked, role, Answer.RATIFIED, reasons, None, actor, at, event)
            return None
        _end(locked, Recommendation.State.RATIFIED, at)
        decision = decide(
            doing, act="ratify_recommendation", kind=kind, way=way, focus=locked.focus, reasons=reasons,
            summary=f"{_title(doing, role)} ratified: {kind.title}.",
            more={"recommendation": locked.pk, **_said_so_far(doing, locked, role, decided_with, actor)},
            decided_by=_deciders(doing, rule, locked, role, actor),
        )  # fmt: skip
        _keep(locked, role, Answer.RATIFIED, reasons, None, actor, at, decision.event)
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


def _return(*, recommendation, reasons, decided_with, actor, at) -> Ratification:
    with _answering("return_recommendation", recommendation, reasons, decided_with, actor, at) as told:
        doing, locked, _rule, role = told
        _end(locked, Recommendation.State.RETURNED, at)
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


def _replace(*, recommendation, review_type, methodology, focus, reasons, decided_with, actor, at) -> Decision:
    act = "replace_recommendation"
    with _answering(act, recommendation, reasons, decided_with, actor, at) as (doing, locked, rule, role):
        kind, way = _other_than(doing, locked, review_type, methodology, focus, reasons)
        _end(locked, Recommendation.State.REPLACED, at)
        decision = decide(
            doing, act=act, kind=kind, way=way, focus=focus, reasons=reasons,
            summary=f"{_title(doing, role)} decided otherwise: {kind.title}.",
            more={"recommendation": locked.pk, **_said_so_far(doing, locked, role, decided_with, actor)},
            decided_by=_deciders(doing, rule, locked, role, actor),
        )  # fmt: skip
        put = {"review_type": kind.name, "title": kind.title, "focus": focus, "methodology": methodology}
        _keep(locked, role, Answer.REPLACED, reasons, put, actor, at, decision.event)
        return decision


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
        with _answering(act, recommendation, reasons, TOGETHER, actor, at) as (doing, locked, _rule, _role):
            if choice is not None:
                kind, _way = _other_than(doing, locked, reasons=reasons, **choice)
                choice = {**choice, "title": kind.title}
            stands = record_answers(
                doing, body, answer=ANSWERS[act], choice=choice, reasons=reasons, others=others, recommendation=locked
            )
        carried = carried_of(stands)
        if not carried:
            return None
        given = {
            "recommendation": recommendation, "reasons": reasons_of(carried), "decided_with": said_by_all(stands),
            "actor": actor, "at": at,
        }  # fmt: skip
        if carried[0].answer == Answer.REPLACED:
            put = {name: carried[-1].choice[name] for name in ("review_type", "methodology", "focus")}
            return _replace(**put, **given)
        return (_ratify if carried[0].answer == Answer.RATIFIED else _return)(**given)


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
            settle(doing.case, at=at)
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
            body = body_of_one_voice(doing.procedure, rule)
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


def _said_so_far(doing: Doing, made: Recommendation, role: str, decided_with: str, actor: Actor) -> dict:
    """Who took part, of all who answered one after the other (C-14): nobody's answer is lost behind the last one."""
    before = list(made.ratifications.select_related("event").order_by("id"))
    if not before:
        return _with(decided_with)
    lines = [(one.role, one.event.data.get("decided_with") or f"{one.by} agreed.") for one in before]
    lines.append((role, decided_with.strip() or f"{actor.label}."))
    titles = {one.name: one.title for one in doing.procedure.roles}
    return {"decided_with": "\n".join(f"{titles[name]}: {words}" for name, words in lines)}


def _deciders(doing: Doing, rule: Rule, made: Recommendation, role: str, actor: Actor) -> str:
    """Who decided, as the letter says it: all who answered, and on whose behalf."""
    labels = {one.role: one.by for one in made.ratifications.order_by("id")} | {role: actor.label}
    counted = {name for name in labels if counted_body(doing.procedure, rule, name) is not None}
    body = doing.procedure.find("bodies", rule.on_behalf_of).title if rule.on_behalf_of else ""
    return rules.deciders(body, [label for name, label in labels.items() if name not in counted], bool(counted))


def _end(recommendation: Recommendation, state: str, at: dt.datetime) -> None:
    """Only one answer finds it open: the row count decides, whatever was read before."""
    settle(recommendation.case, at=at)
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

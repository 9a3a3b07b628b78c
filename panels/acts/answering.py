"""What every answer to a recommendation shares: whose turn it is, that it comes once, what is kept of it (RED-9).

The answers themselves (ratified, returned, replaced) are in `ratifying`.
"""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager

from django.db import transaction

from cases.spine import Doing, acting
from config.filters import datetime_long
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Procedure
from procedures.model import Ratification as Rule

from .. import rules
from ..models import Dissent, Ratification, Recommendation
from ..queries.together import body_of_one_voice, counted_body, rule_for
from .together import settle


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


@contextmanager
def answering(act: str, recommendation: Recommendation, reasons: str, decided_with: str, actor: Actor, at: dt.datetime):
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
    """For the second of two people who answer at once: whose answer stands."""
    return (
        f"{ratification.by} has answered already: {ratification.get_answer_display().lower()} "
        f"on {datetime_long(ratification.at)}."
    )


def with_whom(decided_with: str) -> dict:
    """What the event keeps of who took part; nothing where one person answers alone (C-14)."""
    return {"decided_with": decided_with.strip()} if decided_with.strip() else {}


def said_so_far(doing: Doing, made: Recommendation, role: str, decided_with: str, actor: Actor) -> dict:
    """Who took part, of all who answered one after the other (C-14): nobody's answer is lost behind the last one."""
    before = list(made.ratifications.select_related("event").order_by("id"))
    if not before:
        return with_whom(decided_with)
    lines = [(one.role, one.event.data.get("decided_with") or f"{one.by} agreed.") for one in before]
    lines.append((role, decided_with.strip() or f"{actor.label}."))
    titles = {one.name: one.title for one in doing.procedure.roles}
    return {"decided_with": "\n".join(f"{titles[name]}: {words}" for name, words in lines)}


def deciders(doing: Doing, rule: Rule, made: Recommendation, role: str, actor: Actor) -> str:
    """Who decided, as the letter says it: all who answered, and on whose behalf."""
    labels = {one.role: one.by for one in made.ratifications.order_by("id")} | {role: actor.label}
    counted = {name for name in labels if counted_body(doing.procedure, rule, name) is not None}
    body = doing.procedure.find("bodies", rule.on_behalf_of).title if rule.on_behalf_of else ""
    return rules.deciders(body, [label for name, label in labels.items() if name not in counted], bool(counted))


def end_recommendation(recommendation: Recommendation, state: str, at: dt.datetime) -> None:
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


def keep_answer(recommendation, role, answer, reasons, replaced_by, actor, at, event) -> Ratification:
    """The answer itself, beside its event."""
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


def title_of(doing: Doing, role: str) -> str:
    """How the record names whoever answers."""
    return f"The {doing.procedure.find('roles', role).title}"

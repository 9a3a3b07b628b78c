"""Somebody who was told of a recommendation objects, while there is time (RED-9)."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from cases.models import Case, Event
from cases.spine import acting
from config.filters import date_long
from deadlines.queries import calendar_of, meeting_days
from deadlines.rules import evaluate
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Procedure

from ..models import Recommendation
from ..queries.together import rule_for
from .letters import name_the_body
from .together import settle


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
    meetings = meeting_days(procedure, case.borough_id)
    return evaluate(rule.objection, starts, calendar_of(case.partnership), meetings=meetings).due_on

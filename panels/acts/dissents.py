"""Disagreement and its way up: member, agency's lead, chair, then those above the body (RED-4, RED-5,
C-13).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from cases.models import Case, Decision, Event
from cases.queries import body_of, procedure_of
from cases.spine import acting
from partnerships.actors import Actor
from partnerships.models import Agency
from partnerships.refusals import ActRefused
from procedures.saying import body_called, chair_called

from ..models import AgendaItem, BodyAnswer, Dissent, Recommendation
from ..queries.together import body_above, said_by_all
from .leaving import leave_every_agenda
from .letters import name_the_body
from .recommending import chosen
from .together import Said, carried_of, reasons_of, record_answers, settle

Open = (Dissent.State.RECORDED, Dissent.State.PASSED_ON)
Waiting = (Recommendation.State.OPEN, Recommendation.State.ESCALATED)


def waiting_recommendation(case: Case) -> Recommendation | None:
    """The recommendation that has no final answer yet."""
    return Recommendation.objects.filter(partnership=case.partnership_id, case=case, state__in=Waiting).first()


def record_dissent(*, recommendation: Recommendation, rationale: str, actor: Actor, at: dt.datetime) -> Dissent:
    """A member strongly disagrees with what the body recommends, and says why; it goes to the agency's lead first.

    Raises ActRefused once the recommendation is answered, and for a second open dissent of the same agency.
    """
    if not rationale.strip():
        raise ActRefused("Say why your agency disagrees.")
    agency = Agency.objects.filter(partnership=recommendation.partnership_id, pk=actor.agency_id).first()
    if agency is None:
        body = body_called(procedure_of(recommendation.case), recommendation.body)
        raise ActRefused(f"You do not belong to an agency of the {body}.")
    with acting("record_dissent", case=recommendation.case, actor=actor, at=at, agency=agency) as doing:
        locked = Recommendation.objects.select_for_update(of=("self",)).get(
            partnership=recommendation.partnership_id, pk=recommendation.pk
        )
        if locked.state not in Waiting:
            raise ActRefused(f"The recommendation has been answered: {locked.get_state_display().lower()}.")
        if Dissent.objects.filter(
            partnership=locked.partnership_id, recommendation=locked, agency=agency, state__in=Open
        ).exists():
            raise ActRefused(f"A dissent of {agency.title} is on record already.")
        event = doing.record(
            summary=f"{agency.title} recorded its dissent.", reason=rationale, data={"recommendation": locked.pk}
        )
        return Dissent.objects.create(
            partnership_id=locked.partnership_id,
            case=doing.case,
            recommendation=locked,
            agency=agency,
            rationale=rationale,
            recorded_at=at,
            recorded_by=actor.label,
            event=event,
        )


def pass_on_dissent(*, dissent: Dissent, remarks: str, actor: Actor, at: dt.datetime) -> Dissent:
    """The agency's lead takes the dissent to the chair, with remarks if they wish."""
    if actor.agency_id != dissent.agency_id:
        raise ActRefused(f"Only the lead of {dissent.agency.title} can pass this dissent on.")
    with acting("pass_on_dissent", case=dissent.case, actor=actor, at=at, agency=dissent.agency) as doing:
        changed = Dissent.objects.filter(
            partnership=dissent.partnership_id, pk=dissent.pk, state=Dissent.State.RECORDED
        ).update(state=Dissent.State.PASSED_ON, outcome=remarks)
        if not changed:
            raise ActRefused("This dissent has been passed on already.")
        chair = chair_called(doing.procedure, dissent.recommendation.body)
        doing.record(
            summary=f"{dissent.agency.title} passed its dissent on to the {chair}.",
            reason=remarks,
            data={"dissent": dissent.pk},
        )
    dissent.refresh_from_db()
    return dissent


def reconvene(*, case: Case, reasons: str, actor: Actor, at: dt.datetime) -> Event:
    """The chair has the body look again: the recommendation is taken back and the case waits for a
    meeting.
    """
    if not reasons.strip():
        raise ActRefused("Say why it meets again on this case.")
    with acting("reconvene", case=case, actor=actor, at=at) as doing:
        answer_dissents(doing.case, Dissent.State.RECONVENED, reasons)
        settle(doing.case, at=at)
        _set_recommendation(doing.case, Recommendation.State.WITHDRAWN)
        return doing.record(
            summary=f"The {body_called(doing.procedure, body_of(doing.case))} will look at the case again.",
            reason=reasons,
        )


def escalate(*, case: Case, reasons: str, actor: Actor, at: dt.datetime) -> Event:
    """The chair puts the case to those above the body: a tie, a disagreement, a dissent (RED-4, RED-5)."""
    if not reasons.strip():
        raise ActRefused("Say why the case goes up.")
    with acting("escalate", case=case, actor=actor, at=at) as doing:
        answer_dissents(doing.case, Dissent.State.ESCALATED, "")
        settle(doing.case, at=at)
        _set_recommendation(doing.case, Recommendation.State.ESCALATED, only=(Recommendation.State.OPEN,))
        leave_every_agenda(doing.case, AgendaItem.State.DONE, "Escalated: those above decide.", at=at)
        event = doing.record(summary="The case was escalated to those who decide finally.", reason=reasons)
        name_the_body(doing)
        return event


def decide_escalation(
    *,
    case: Case,
    review_type: str,
    focus: str,
    methodology: str,
    reasons: str,
    decided_with: str = "",
    others: Iterable[Said] = (),
    actor: Actor,
    at: dt.datetime,
) -> Decision | None:
    """Those above the body decide; that is final (RED-4). States the fact `decision_to_review` when a review follows.

    Where they decide by a rule of the text, this is the answer of the actor's agency, and of the `others` it is entered
    for; the decision follows by that rule, and until then None is returned (BEX-4). Otherwise `decided_with` says who
    took part (C-14).
    """
    values = {"review_type": review_type, "focus": focus, "methodology": methodology, "reasons": reasons}
    body = body_above(case)
    if body is None:
        if not decided_with.strip():
            raise ActRefused("Say who took part in the decision.", about="decided_with")
        return _decide_finally(case=case, decided_with=decided_with, actor=actor, at=at, **values)
    with transaction.atomic():
        with acting("decide_escalation", case=case, actor=actor, at=at) as doing:
            kind, _way = chosen(doing.procedure, doing.case.pathway, review_type, methodology, focus, reasons)
            choice = {"review_type": kind.name, "methodology": methodology, "focus": focus, "title": kind.title}
            stands = record_answers(
                doing, body, answer=BodyAnswer.Answer.DECIDED, choice=choice, reasons=reasons, others=others,
                recommendation=waiting_recommendation(doing.case),
            )  # fmt: skip
        carried = carried_of(stands)
        if not carried:
            return None
        put = {name: carried[-1].choice[name] for name in ("review_type", "methodology", "focus")}
        return _decide_finally(
            case=case, **put, reasons=reasons_of(carried), decided_with=said_by_all(stands), actor=actor, at=at
        )


def _decide_finally(*, case, review_type, focus, methodology, reasons, decided_with, actor, at) -> Decision:
    with acting("decide_escalation", case=case, actor=actor, at=at) as doing:
        kind, way = chosen(doing.procedure, doing.case.pathway, review_type, methodology, focus, reasons)
        standing = waiting_recommendation(doing.case)
        agrees = standing is not None and standing.review_type == kind.name
        settle(doing.case, at=at)
        _set_recommendation(doing.case, Recommendation.State.RATIFIED if agrees else Recommendation.State.REPLACED)
        answer_dissents(doing.case, Dissent.State.DECIDED, reasons, of=(*Open, Dissent.State.ESCALATED))
        return decide(
            doing, act="decide_escalation", kind=kind, way=way, focus=focus, reasons=reasons,
            summary=f"Decided finally: {kind.title}.", more={"decided_with": decided_with},
        )  # fmt: skip


def decide(doing, *, act, kind, way, focus, reasons, summary, more, decided_by="") -> Decision:
    """Keeps a final decision with its event, and the fact that clocks of a review run from.

    `decided_by`: who decided, where that is more than the actor alone.
    """
    data = {
        "review_type": kind.name,
        "review_type_title": kind.title,
        "methodology": way.name if way else "",
        "methodology_title": way.title if way else "",
        "focus": focus,
        "statutory": kind.statutory,
        **more,
    }
    answer = ""
    if doing.step is not None and doing.step.outcomes:
        answer = "review" if kind.is_review else "no review"
    event = doing.record(summary=summary, reason=reasons, data=data, answer=answer)
    if kind.is_review:
        doing.state_fact("decision_to_review", happened_at=doing.at)
    return Decision.objects.create(
        partnership_id=doing.case.partnership_id,
        case=doing.case,
        kind=act,
        outcome=kind.title[:120],
        reasons=reasons,
        decided_by=(decided_by or doing.actor.label)[:200],
        decided_at=doing.at,
        data=data,
        event=event,
    )


def answer_dissents(case: Case, state: str, outcome: str, of=Open) -> None:
    rows = Dissent.objects.filter(partnership=case.partnership_id, case=case, state__in=of)
    rows.update(state=state, **({"outcome": outcome} if outcome else {}))


def _set_recommendation(case: Case, state: str, only=Waiting) -> None:
    Recommendation.objects.filter(partnership=case.partnership_id, case=case, state__in=only).update(state=state)

"""A case's way through the body: meetings, votes, recommendations, dissents, answers; and what a ratifier needs."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from cases.models import Case, Decision, Event
from cases.queries import body_of, procedure_of, visible_cases
from cases.spine import may
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures.saying import body_called
from procedures.vocabulary import DECISION_RULES

from .. import rules
from ..models import AgendaItem, Dissent, Meeting, Question, Ratification, Recommendation
from .minutes import not_voting
from .room import actor_at, body_at, without_texts
from .together import BodyNow, body_above, body_now, body_of_one_voice, counted_body, rule_for
from .voting import VoteNow, ended

OPEN_DISSENT = (Dissent.State.RECORDED, Dissent.State.PASSED_ON, Dissent.State.ESCALATED)


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One time the case was on an agenda, with the votes taken then."""

    item: AgendaItem
    title: str
    votes: list[VoteNow]
    withdrawn: list[Question]


@dataclass(frozen=True, kw_only=True)
class Advice:
    """A recommendation with everything said about it."""

    made: Recommendation
    vote: VoteNow | None
    not_voting: list[str]
    answers: list[Ratification]
    dissents: list[Dissent]
    objections: list[Event]
    goes_up: str


def listings_of(case: Case) -> list[Listing]:
    """Newest first."""
    rows = (
        AgendaItem.objects.filter(partnership=case.partnership_id, case=case)
        .select_related("meeting__procedure")
        .defer(*without_texts("meeting__procedure"))
    )
    return [_listing(item) for item in rows.order_by("-meeting__starts_at", "-id")]


def _listing(item: AgendaItem) -> Listing:
    questions = Question.objects.filter(partnership=item.partnership_id, item=item).order_by("-put_at", "-id")
    return Listing(
        item=item,
        title=body_at(item.meeting).title,
        votes=[ended(q) for q in questions if q.state == Question.State.CLOSED],
        withdrawn=[q for q in questions if q.state == Question.State.ABANDONED],
    )


def advice_on(case: Case) -> list[Advice]:
    """The recommendations made, newest first."""
    rows = Recommendation.objects.filter(partnership=case.partnership_id, case=case).select_related("question", "event")
    return [advice_of(made) for made in rows.order_by("-recommended_at", "-id")]


def advice_of(made: Recommendation) -> Advice:
    here = {"partnership": made.partnership_id, "recommendation": made}
    objections = Event.objects.filter(
        partnership=made.partnership_id, case=made.case_id, act="object_to_recommendation", data__recommendation=made.pk
    )
    question = made.question if made.question is not None and made.question.state == Question.State.CLOSED else None
    return Advice(
        made=made,
        vote=ended(question) if question else None,
        not_voting=not_voting(question.electorate) if question else [],
        answers=list(Ratification.objects.filter(**here).order_by("id")),
        dissents=list(Dissent.objects.filter(**here).select_related("agency").order_by("id")),
        objections=list(objections.order_by("id")),
        goes_up=made.event.data.get("goes_up", ""),
    )


def current_recommendation(case: Case) -> Recommendation:
    """The recommendation that is answered, objected to or dissented from: the newest one. Http404 without one."""
    made = Recommendation.objects.filter(partnership=case.partnership_id, case=case).order_by("-id").first()
    if made is None:
        raise Http404
    return made


def recommendation_shown(case: Case, number: str) -> Recommendation | None:
    """The recommendation of this case with that number, as a page carries it."""
    if not number.isdigit() or len(number) > 18:
        return None
    return Recommendation.objects.filter(partnership=case.partnership_id, case=case, pk=int(number)).first()


def usual_question(case: Case) -> str:
    """What a body is usually asked about a case; it can be worded otherwise."""
    return f"Which review, if any, does the {body_called(procedure_of(case), body_of(case))} recommend?"


def called(case: Case, actor: Actor, act: str) -> str:
    """What the text calls an act where the case stands now; empty when it may not be done or has no title."""
    try:
        step = may(act, case=case, actor=actor).step
    except ActRefused:
        return ""
    return step.title if step is not None else ""


def advises(made: Recommendation) -> str:
    """What a recommendation says, with the name of the body whose it is."""
    return f"The {body_called(procedure_of(made.case), made.body)} recommends: {made.review_type_title}."


def who_answers(case: Case) -> tuple[str, str] | None:
    """The body that answers the recommendation together: its title and how it decides (BEX-4); else None."""
    made, procedure = current_recommendation(case), procedure_of(case)
    body = body_of_one_voice(procedure, rule_for(procedure, made.body, case.pathway))
    return (body.title, DECISION_RULES[body.decides].rstrip(".").lower()) if body is not None else None


def body_to_answer(case: Case, actor: Actor) -> BodyNow | None:
    """The body whose members answer the recommendation now, each for itself, and how it stands (BEX-4); else None."""
    made, procedure = current_recommendation(case), procedure_of(case)
    rule = rule_for(procedure, made.body, case.pathway)
    if rule is None:
        return None
    due = rules.answers_in_order(rule.by, list(made.ratifications.values_list("role", flat=True)))
    body = counted_body(procedure, rule, due) if due else None
    return body_now(case, body, actor.agency_id) if body is not None else None


def body_to_decide(case: Case, actor: Actor) -> BodyNow | None:
    """The same for what went up: the body above and how it stands."""
    body = body_above(case)
    return body_now(case, body, actor.agency_id) if body is not None else None


def body_asked(case: Case, actor: Actor) -> BodyNow | None:
    """How the body stands whose members are answering one by one now, for whoever may read of it; else None."""
    made = Recommendation.objects.filter(partnership=case.partnership_id, case=case).order_by("-id").first()
    if made is None or made.state not in {Recommendation.State.OPEN, Recommendation.State.ESCALATED}:
        return None
    return body_to_answer(case, actor) if made.state == Recommendation.State.OPEN else body_to_decide(case, actor)


def decisions_of(case: Case) -> list[Decision]:
    """What was finally decided, newest first."""
    kinds = ("ratify_recommendation", "replace_recommendation", "decide_escalation")
    return list(Decision.objects.filter(partnership=case.partnership_id, case=case, kind__in=kinds).order_by("-id"))


def my_dissents(case: Case, actor: Actor) -> list[Dissent]:
    """Dissents of the reader's own agency that wait for its lead."""
    rows = Dissent.objects.filter(
        partnership=case.partnership_id, case=case, agency_id=actor.agency_id, state=Dissent.State.RECORDED
    )
    return (
        list(rows.select_related("agency", "case__procedure").defer(*without_texts("case__procedure")).order_by("id"))
        if actor.agency_id
        else []
    )


def dissents_with(actor: Actor) -> list[Dissent]:
    """Disagreements that wait for this person: the agency's lead, then the chair (RED-5)."""
    rows = Dissent.objects.filter(partnership=current_partnership(), case__in=visible_cases(actor))
    if actor.holds("panel-chair"):
        rows = rows.filter(state=Dissent.State.PASSED_ON)
    elif actor.holds("agency-lead") and actor.agency_id:
        rows = rows.filter(state=Dissent.State.RECORDED, agency_id=actor.agency_id)
    else:
        return []
    return list(rows.select_related("agency", "case").only("agency__title", "case__reference").order_by("id"))


def open_dissents(case: Case) -> list[Dissent]:
    rows = Dissent.objects.filter(partnership=case.partnership_id, case=case, state__in=OPEN_DISSENT)
    return list(rows.select_related("agency").order_by("id"))


def live_item(case: Case, actor: Actor) -> AgendaItem | None:
    """The item under which a meeting to come or running deals with the case."""
    return (
        AgendaItem.objects.filter(
            partnership=case.partnership_id,
            case=case,
            state=AgendaItem.State.LISTED,
            meeting__state__in=[Meeting.State.PLANNED, Meeting.State.OPEN],
        )
        .select_related("meeting__procedure", "case__procedure", "case__borough")
        .defer(*without_texts("meeting__procedure", "case__procedure"))
        .order_by("-meeting__starts_at")
        .first()
    )


def item_of(case: Case, actor: Actor) -> AgendaItem:
    """The item that an act on the case is about; one left open in a meeting that ended counts. Http404 without one."""
    item = live_item(case, actor) or (
        AgendaItem.objects.filter(partnership=case.partnership_id, case=case, state=AgendaItem.State.LISTED)
        .select_related("meeting__procedure", "case__procedure", "case__borough")
        .defer(*without_texts("meeting__procedure", "case__procedure"))
        .order_by("-id")
        .first()
    )
    if item is None:
        raise Http404
    return item


def deputising(reference: str, actor: Actor) -> Actor:
    """The actor as the meeting that deals with the case knows them: a named deputy there, else unchanged (C-26)."""
    if actor.membership is None:
        return actor
    item = (
        AgendaItem.objects.filter(
            partnership=current_partnership(),
            case__reference=reference,
            state=AgendaItem.State.LISTED,
            meeting__state__in=[Meeting.State.PLANNED, Meeting.State.OPEN],
            meeting__attendance__membership=actor.membership,
            meeting__attendance__left_at=None,
            meeting__attendance__deputy_for__gt="",
        )
        .select_related("meeting__procedure")
        .defer(*without_texts("meeting__procedure"))
        .first()
    )
    return actor_at(actor, item.meeting) if item is not None else actor


def refusal_of(case: Case, actor: Actor, act: str) -> str:
    """Why this person cannot do the act now, for the page that would otherwise offer its form; empty when they can."""
    try:
        may(act, case=case, actor=actor, truths={"quorate": True})
    except ActRefused as refused:
        return str(refused)
    return ""


def allowed(case: Case, actor: Actor, *acts: str, quorate: bool = True) -> list[str]:
    """Which of these acts this person may do on the case now: what buttons are drawn from."""
    found = []
    for act in acts:
        try:
            may(act, case=case, actor=actor, truths={"quorate": quorate})
        except ActRefused:
            continue
        found.append(act)
    return found

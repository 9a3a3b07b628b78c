"""Ahead of publication: what is published and when, who gets it beforehand, what they say, quality assurance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from cases.conditions import holds
from cases.given import Given, take
from cases.models import Event
from cases.spine import Doing, move_track
from config.filters import date_long, listing
from deadlines.calendar import LONDON
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from .. import asking, rules
from ..models import OutsideComment, Publication, ReportSending, Review
from ..named import settle_sight
from ..queries.publication import decided, outside_comment_of, proposed, receivers, too_soon, why_soon
from ..queries.report import decision_step, latest_version
from ..queries.report_page import why_not_again
from ..spine import TRACK, reviewing
from ..turns import telling_whose_turn
from .report import Uploads, turn_of


def decide_publication(*, review: Review, answers: Mapping, actor: Actor, at: dt.datetime) -> Publication:
    """What is published and on which day, or why nothing is (C-21, DAR-9). Where several decide, the first proposes
    and it counts once the others have decided the same; who decides otherwise makes a new proposal.

    The planned day is the fact that the clock for sending the report runs from (C-20).
    """
    with (
        reviewing("decide_publication", review=review, actor=actor, at=at, track=TRACK) as (doing, row),
        telling_whose_turn(doing, row),
    ):
        earlier = proposed(row)
        ahead = bool(receivers(row, doing.procedure))
        given = take(doing, asking.decision(row, doing.step, earlier, at, sent_ahead=ahead), answers)
        outcome, reasons = asking.said(given, "outcome"), asking.said(given, "reasons")
        plan = _plan(given)
        wrong = rules.wrong_plan(plan, reasons=reasons, today=timezone.localdate(at))
        if wrong is not None:
            raise ActRefused(wrong[0], about=wrong[1])
        soon_why = _soon_why(row, doing, plan, given) if ahead else ""
        values = {**_values(given, plan), "soon_why": soon_why}
        same = earlier is not None and all(getattr(earlier, name) == value for name, value in values.items())
        agreed = earlier.agreed_by if earlier is not None and same else []
        turn = turn_of(doing, [each["place"] for each in agreed], what="decides on publication", in_order=False)
        now = [{"place": p.key, "title": p.title, "by": actor.label, "at": at.isoformat()} for p in turn.places]
        event = doing.record(
            summary=_sentence(plan, turn.last), reason=reasons, data={**given.data, **_plain(values)},
            answer=outcome if turn.last else "", partly=not turn.last,
        )  # fmt: skip
        doing.tell = turn.last
        if turn.last:
            _plan_the_day(doing, plan.planned_on)
        if earlier is not None and not same:
            Publication.objects.filter(partnership=row.partnership_id, pk=earlier.pk).update(superseded=True)
        found = earlier if earlier is not None and same else Publication(partnership_id=row.partnership_id, review=row)
        for name, value in {**values, "agreed_by": [*agreed, *now], "event": event}.items():
            setattr(found, name, value)
        found.decided_at = at if turn.last else None
        found.save()
        return found


def _plan_the_day(doing, day: dt.date | None) -> None:
    """The clock for sending the report runs from it; without one, none does."""
    if day is None:
        doing.withdraw_fact("planned_publication")
    else:
        at = dt.datetime.combine(day, dt.time(0), tzinfo=LONDON)
        doing.state_fact("planned_publication", happened_at=at)


def reconsider_publication(*, review: Review, answers: Mapping, actor: Actor, at: dt.datetime) -> Event:
    """That nothing is published is decided anew (C-21): the review goes on where it was signed off, and everybody who
    decides does so again. The first decision stays on record; its clocks run again, its notice is due no longer.

    Raises ActRefused: by one of those who decide, while no later review of the case has begun.
    """
    with (
        reviewing(
            "reconsider_publication", review=review, actor=actor, at=at, standing=True, ended=True
        ) as (doing, row),
        telling_whose_turn(doing, row),
    ):  # fmt: skip
        if why := why_not_again(row, doing.actor, doing.procedure, at=at):
            raise ActRefused(why)
        plan, step = decided(row), decision_step(row, doing.procedure)
        if plan is None or step is None or at < plan.decided_at:
            raise ActRefused("It cannot have been taken up again before it was decided.", about="happened_at")
        given = take(doing, asking.taking_up(row, at), answers)
        event = doing.record(
            summary="The decision that nothing is published was taken up again.", reason=asking.said(given, "why"),
            data={**given.data, "decision": plan.pk},
        )  # fmt: skip
        # Also plans from before it was decided that nothing is published: none of them stands any more.
        Publication.objects.filter(partnership=row.partnership_id, review=row).update(superseded=True)
        move_track(doing.case, doing.procedure, TRACK, step.from_stages[0], at=at)
        row.ended_at, row.ended_how = None, ""
        row.save()
        settle_sight(row, at=at)
        return event


def _soon_why(row: Review, doing: Doing, plan: rules.Plan, given: Given) -> str:
    """The reason for a day that leaves bodies outside too little time (C-20); ActRefused where it is missing."""
    if plan.planned_on is None:
        return ""
    today = timezone.localdate(doing.at)
    late = too_soon(row, doing.procedure, public_on=plan.planned_on, today=today)
    why = asking.said(given, "soon-why").strip()
    if late is not None and not why:
        raise ActRefused(
            " ".join([*why_soon(late), "Choose a later day, or say why it is that day all the same."]),
            about="act-soon-why",
        )
    return why if late is not None else ""


def _plan(given: Given) -> rules.Plan:
    outcome = asking.said(given, "outcome")
    if outcome == rules.NOT_PUBLISHED:
        return rules.Plan(outcome, None, None, False)
    why = asking.said(given, "embargo-why")
    return rules.Plan(outcome, asking.day_said(given, "planned-on"), asking.day_said(given, "embargo-until"), bool(why))


def _values(given: Given, plan: rules.Plan) -> dict:
    return {
        "outcome": plan.outcome, "reasons": asking.said(given, "reasons"), "planned_on": plan.planned_on,
        "embargo_until": plan.embargo_until, "embargo_why": asking.said(given, "embargo-why") if plan.embargoed else "",
    }  # fmt: skip


def _plain(values: Mapping) -> dict:
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()}


def _sentence(plan: rules.Plan, final: bool) -> str:
    words = {
        rules.IN_FULL: "the report is published in full", rules.LEARNING_ONLY: "only what was learnt is published",
        rules.NOT_PUBLISHED: "nothing is published",
    }[plan.outcome]  # fmt: skip
    when = f", planned for {date_long(plan.planned_on)}" if plan.planned_on else ""
    embargo = ", under embargo" if plan.embargoed else ""
    return f"{'Decided' if final else 'Proposed'}: {words}{when}{embargo}."


def send_report(
    *, review: Review, answers: Mapping, uploads: Uploads = (), actor: Actor, at: dt.datetime
) -> list[ReportSending]:
    """The report went to bodies outside at `at`, each recorded; the clock stops once all of them have it (C-20)."""
    with reviewing("send_report", review=review, actor=actor, at=at, track=TRACK) as (doing, row):
        version, plan = latest_version(row), decided(row)
        left = [each for each in receivers(row, doing.procedure) if each.sent is None]
        if not left or version is None:
            raise ActRefused("Everybody who gets the report beforehand has this version.")
        learning = plan is not None and plan.outcome == rules.LEARNING_ONLY
        given = take(doing, asking.sending(row, left, learning_only=learning, at=at), answers, uploads)
        flat = asking.answers_of(asking.sending(row, left, learning_only=learning, at=at), given)
        chosen = flat.get("act-sent-to")
        to = left if chosen is True else [each for each in left if each.name in (chosen or ())]
        doing.about = version.about
        event = doing.record(
            summary=f"The report was sent to {listing([each.title for each in to])}.",
            partly=len(to) < len(left), data={**given.data, "bodies": [each.name for each in to]},
        )  # fmt: skip
        return [
            ReportSending.objects.create(
                partnership_id=row.partnership_id, version=version, body=each.name, body_title=each.title, sent_at=at,
                how=str(flat.get("act-how", "")), sent_by=actor.label, event=event,
            )
            for each in to
        ]  # fmt: skip


def record_comments(
    *, review: Review, answers: Mapping, uploads: Uploads = (), actor: Actor, at: dt.datetime
) -> OutsideComment:
    """What a body outside says on publication (C-38). Nothing is published until it is answered."""
    with reviewing("record_comments", review=review, actor=actor, at=at, track=TRACK) as (doing, row):
        given = take(doing, asking.outside_comment(row, doing.procedure, doing.step, at), answers, uploads)
        body = doing.procedure.find("outside_bodies", asking.said(given, "body"))
        doing.on_behalf_of = body.title[:160]
        event = doing.record(summary=f"{body.title} commented on publication.", data=given.data)
        return OutsideComment.objects.create(
            partnership_id=row.partnership_id, review=row, body=body.name, body_title=body.title,
            text=asking.said(given, "text"), received_at=at, event=event,
        )  # fmt: skip


def answer_comments(
    *, comment: OutsideComment, answers: Mapping, uploads: Uploads = (), actor: Actor, at: dt.datetime
) -> OutsideComment:
    """What was decided on comments of a body outside, and what it was answered (C-38)."""
    with reviewing("answer_comments", review=comment.review, actor=actor, at=at, standing=True) as (doing, row):
        found = outside_comment_of(row, comment.pk)
        if found is None or found.answered_at is not None:
            raise ActRefused("These comments have been answered already.")
        if at < found.received_at:
            raise ActRefused("They cannot have been answered before they came.", about="happened_at")
        given = take(doing, asking.outside_answer(row, at), answers, uploads)
        found.decision, found.answer = asking.said(given, "decision"), asking.said(given, "answer")
        found.answered_at, found.answered_by = at, actor.label
        found.save()
        doing.record(
            summary=f"The comments of {found.body_title} were answered: {found.decision}.", reason=found.answer,
            data=given.data,
        )  # fmt: skip
        return found


def send_to_quality_assurance(
    *, review: Review, answers: Mapping, uploads: Uploads = (), actor: Actor, at: dt.datetime
) -> Event:
    """The signed-off report goes to the body that assures it; nothing is published until it is cleared (C-45)."""
    with reviewing("send_to_quality_assurance", review=review, actor=actor, at=at, track=TRACK) as (doing, row):
        if holds(doing.state, "sent for quality assurance"):
            raise ActRefused("The report is there already. Record the answer first.")
        given = take(doing, asking.sent_to_assurance(row, at), answers, uploads)
        return doing.record(summary="The report was sent for quality assurance.", data=given.data)


def record_quality_assurance(
    *, review: Review, answers: Mapping, uploads: Uploads = (), actor: Actor, at: dt.datetime
) -> Event:
    """The answer: cleared, or changes are required, which leads back to a draft (C-45)."""
    with reviewing("record_quality_assurance", review=review, actor=actor, at=at, track=TRACK) as (doing, row):
        given = take(doing, asking.assurance(row, doing.step, at), answers, uploads)
        outcome = asking.said(given, "outcome")
        return doing.record(
            summary=f"Quality assurance: {outcome}.",
            reason=asking.said(given, "words"),
            data=given.data,
            answer=outcome,
        )

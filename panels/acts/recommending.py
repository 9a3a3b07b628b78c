"""What the body advises, or that it has to learn more first (RED-8, RED-10)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from cases.spine import Doing, acting
from config.filters import LONDON, date_long
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Methodology, Procedure, ReviewType

from .. import rules
from ..models import AgendaItem, Question, Recommendation
from ..queries.room import actor_at, room_of
from .guard import end_correspondence, lock_meeting
from .leaving import leave_agenda, still_listed
from .letters import name_the_body
from .questions import require_seen

Listed = AgendaItem.State


def last_closed(item: AgendaItem) -> Question | None:
    """The vote that counts for an item: the last one that was closed."""
    rows = Question.objects.filter(partnership=item.partnership_id, item=item, state=Question.State.CLOSED)
    return rows.order_by("-closed_at", "-id").first()


def need_information(
    *, item: AgendaItem, what: str, from_whom: str, second_meeting: bool, wanted_by: dt.date,
    seen: str | None = None, actor: Actor, at: dt.datetime,
) -> AgendaItem:  # fmt: skip
    """The body breaks off to learn more (RED-8): the case leaves the meeting and waits for what was asked.

    `second_meeting`: whether a meeting has to look again, or the answer is given in writing. Either way
    the case can be put on an agenda again. `wanted_by`: the day by which it is to be known, which becomes a deadline of
    the case. An open question is withdrawn. `seen`: as in `recommend`.
    """
    if not what.strip():
        raise ActRefused("Say what has to be found out.")
    if wanted_by < timezone.localdate(at):
        raise ActRefused("The day by which it is wanted has passed already.", about="wanted_by")
    actor = actor_at(actor, item.meeting)
    with acting("need_information", case=item.case, actor=actor, at=at, about=f"meeting:{item.meeting_id}") as doing:
        lock_meeting(item.meeting)
        locked = still_listed(item)
        require_seen(locked, seen)
        how = "at another meeting" if second_meeting else "by correspondence"
        doing.record(
            summary=f"More information is needed; the decision will be taken {how}.",
            reason=what,
            data={
                "from": from_whom, "second_meeting": second_meeting, "item": locked.pk,
                "wanted_by": wanted_by.isoformat(),
            },
        )  # fmt: skip
        doing.state_fact("information_wanted", happened_at=_morning_of(wanted_by), about=f"meeting:{item.meeting_id}")
        return leave_agenda(
            locked, Listed.DEFERRED, asked_words(what, from_whom, second_meeting, wanted_by), at=at,
            withdrawn_why="More information is needed first.",
        )  # fmt: skip


def _morning_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(0), tzinfo=LONDON)


def asked_words(what: str, from_whom: str, second_meeting: bool, wanted_by: dt.date) -> str:
    """What came of the item, for the minutes: from whom, by when and how it is decided then, before what is asked."""
    how = "at another meeting" if second_meeting else "in writing"
    asked = f"More information is needed from {from_whom.strip()} by {date_long(wanted_by)}"
    return f"{asked}; the decision is taken {how}. {what.strip()}"


def recommend(
    *, item: AgendaItem, review_type: str, focus: str, methodology: str, reasons: str, confirmed: bool = False,
    seen: str | None = None, actor: Actor, at: dt.datetime,
) -> Recommendation:  # fmt: skip
    """The chair words what the body advises: review type, focus, methodology, reasons (RED-10, C-14).

    A recommendation that says what the vote carried goes to ratification. One that differs, or follows a
    vote that carried nothing, goes up to those above the body with its reasons (RED-4, C-13): the
    escalation is recorded with it. Raises ActRefused without a vote, with one still open, and for a second
    recommendation, and without the chair's word (`confirmed`) where the text wants it for this type (BEX-14).
    `seen`: how the vote stood on the page (`queries.asked.how_the_vote_stands`); another means it has moved on since.
    """
    actor, room = actor_at(actor, item.meeting), room_of(item.meeting, item.case)
    truths = {"quorate": _was_quorate(last_closed(item), room, at)}
    with transaction.atomic():
        with acting("recommend", case=item.case, actor=actor, at=at, truths=truths) as doing:
            lock_meeting(item.meeting)
            locked = still_listed(item)
            require_seen(locked, seen)
            question = _settled_question(locked, room, at)
            kind, way = chosen(doing.procedure, doing.case.pathway, review_type, methodology, focus, reasons)
            _fits_criteria(kind, doing)
            word = _confirmed(kind, doing, confirmed)
            path = _path(question, kind)
            said = {"kind": kind, "way": way, "focus": focus, "reasons": reasons, "path": path, "word": word}
            made = _store(doing, body=room.body.name, question=question, **said)
            locked = leave_agenda(locked, Listed.DONE, f"Recommended: {kind.title}", at=at)
            end_correspondence(locked.meeting, at)
        if path.goes_up:
            from .dissents import escalate

            escalate(case=item.case, reasons=path.why, actor=actor, at=at)
            made.refresh_from_db()
    return made


def _was_quorate(question: Question | None, room, at: dt.datetime) -> bool:
    return bool(question.electorate["quorum"]["met"]) if question is not None else room.quorum(at).met


def _settled_question(item: AgendaItem, room, at: dt.datetime) -> Question | None:
    """The vote the recommendation stands on; a body that counts no votes has to be quorate now instead."""
    if Question.objects.filter(partnership=item.partnership_id, item=item, state=Question.State.OPEN).exists():
        raise ActRefused("The vote is still open. Close it first.")
    question = last_closed(item)
    if question is None:
        if room.body.decides not in {"does not vote", "jointly", "each in order"}:
            raise ActRefused("No vote has been taken on this case. Put the question first.")
        quorum = room.quorum(at)
        if not quorum.met:
            raise ActRefused(f"{quorum.verdict} No decision can be taken.")
    return question


def chosen(
    procedure: Procedure, pathway: str, review_type: str, methodology: str, focus: str, reasons: str
) -> tuple[ReviewType, Methodology | None]:
    """The text's blocks for what was chosen; ActRefused says what is missing."""
    kinds = {t.name: t for t in procedure.review_types if not t.pathways or pathway in t.pathways}
    if review_type not in kinds:
        raise ActRefused("Choose the type of review.")
    ways = {m.name: m for m in procedure.methodologies}
    if methodology and methodology not in ways:
        raise ActRefused("Choose one of the methodologies shown.")
    if kinds[review_type].is_review and ways and not methodology:
        raise ActRefused("Choose how the review is to be carried out.", about="methodology")
    if methodology and not kinds[review_type].is_review:
        raise ActRefused(f"“{kinds[review_type].title}” has no methodology. Choose “None”.", about="methodology")
    if not focus.strip():
        raise ActRefused("Say what the focus is.")
    if not reasons.strip():
        raise ActRefused("Give the reasons.")
    return kinds[review_type], ways.get(methodology)


def _fits_criteria(kind: ReviewType, doing: Doing) -> None:
    met = any(doing.state.statutory.values())
    if kind.needs_criteria == "met" and not met:
        raise ActRefused(f"“{kind.title}” needs a statutory test that is met. The answers on record say it is not.")
    if kind.needs_criteria == "not met" and met:
        raise ActRefused(
            f"“{kind.title}” is for cases that meet no statutory test. The answers on record say one is met."
        )


def _confirmed(kind: ReviewType, doing: Doing, confirmed: bool) -> str:
    """What the chair confirms with this type of review, "" where the text asks for nothing in this case."""
    met = any(doing.state.statutory.values())
    if not kind.confirm or (kind.confirm_when and (kind.confirm_when == "met") is not met):
        return ""
    if not confirmed:
        raise ActRefused(f"Confirm what “{kind.title}” needs: {kind.confirm}", about="confirmed")
    return kind.confirm


def _path(question: Question | None, kind: ReviewType) -> rules.RecommendationPath:
    if question is None:
        return rules.path_of_recommendation(verdict="", carried="", chosen=kind.name)
    carried = question.result["carried"]
    label = next((one["label"] for one in question.options if one["value"] == carried), "")
    return rules.path_of_recommendation(
        verdict=question.result["verdict"], carried=carried, chosen=kind.name, carried_label=label
    )


def _store(doing: Doing, *, body, question, kind, way, focus, reasons, path, word) -> Recommendation:
    if Recommendation.objects.filter(
        partnership=doing.case.partnership_id, case=doing.case, state__in=["open", "escalated"]
    ).exists():
        raise ActRefused("There is a recommendation on this case already, and it waits for its answer.")
    answer = ""
    if doing.step is not None and doing.step.outcomes:
        answer = "goes up" if path.goes_up else "carried"
    event = doing.record(
        summary=f"Recommended: {kind.title}." + (f" Confirmed: {word}" if word else ""),
        reason=reasons,
        data={
            "body": body,
            "review_type": kind.name,
            "methodology": way.name if way else "",
            "focus": focus,
            "question": question.pk if question else None,
            "goes_up": path.why,
            "confirmed": word,
        },
        answer=answer,
    )
    name_the_body(doing)
    return Recommendation.objects.create(
        partnership_id=doing.case.partnership_id,
        case=doing.case,
        body=body,
        question=question,
        review_type=kind.name,
        review_type_title=kind.title,
        focus=focus,
        methodology=way.name if way else "",
        methodology_title=way.title if way else "",
        reasons=reasons,
        recommended_at=doing.at,
        recommended_by=doing.actor.label,
        event=event,
    )

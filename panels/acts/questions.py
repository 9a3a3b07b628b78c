"""The question put to the vote, and its end: closed under the body's rule, or withdrawn (RED-4, C-12, C-13)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from cases.spine import acting
from config.filters import datetime_long, listing
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Procedure

from .. import rules
from ..models import AgendaItem, Question
from ..queries.asked import ACT, ended_words, has_ended, how_the_vote_stands, standing_votes
from ..queries.room import Room, actor_at, room_of, without_texts
from ..queries.writing import wanting_a_meeting
from .guard import CORRESPONDENCE, State, end_correspondence, lock_meeting, require_state, touch


def options_for(procedure: Procedure, pathway: str) -> list[dict]:
    """What can be put to the vote on a case: the review types of its pathway, as {value, label}."""
    types = [t for t in procedure.review_types if not t.pathways or pathway in t.pathways]
    return [{"value": t.name, "label": t.title} for t in types]


def confirms_of(procedure: Procedure, pathway: str) -> list[str]:
    """What a chair may have to confirm with a recommendation on this pathway, each thing once (BEX-14)."""
    types = [t for t in procedure.review_types if not t.pathways or pathway in t.pathways]
    return list(dict.fromkeys(t.confirm for t in types if t.confirm))


def put_question(
    *, item: AgendaItem, wording: str, options: Sequence[str], seen: str | None = None, actor: Actor, at: dt.datetime
) -> Question:
    """The chair puts a question on a case to the vote. `options`: names of review types, at least two; `seen`: how the
    vote on the item stood on the page (`queries.asked.how_the_vote_stands`).

    Raises ActRefused while the meeting is not quorate for this item (C-12), with what is missing, and
    while another vote on it is open.
    """
    if not wording.strip():
        raise ActRefused("Word the question.")
    actor, room = actor_at(actor, item.meeting), room_of(item.meeting, item.case)
    if room.body.decides == "does not vote":
        raise ActRefused(f"The {room.body.title} does not vote.")
    quorum = room.quorum(at)
    truths = {"quorate": quorum.met or item.meeting.kind == CORRESPONDENCE}
    with acting("put_question", case=item.case, actor=actor, at=at, truths=truths) as doing:
        meeting = lock_meeting(item.meeting)
        require_state(meeting, State.OPEN)
        quorum = room_of(meeting, doing.case).quorum(at)
        # In writing nobody is there yet: who answers is, and the quorum is asked for when the vote closes.
        if not quorum.met and meeting.kind != CORRESPONDENCE:
            raise ActRefused(f"{quorum.verdict} No question can be put.")
        _require_no_vote_on(item)
        require_seen(item, seen)
        chosen = _chosen(options_for(doing.procedure, doing.case.pathway), options)
        question = Question.objects.create(
            partnership_id=meeting.partnership_id, item=item, case=doing.case, wording=wording.strip(), options=chosen,
            put_at=at, put_by=actor.label,
        )  # fmt: skip
        doing.record(
            summary="A question was put to the vote.",
            data={"question": question.pk, "wording": question.wording, "options": chosen, "quorum": asdict(quorum)},
        )
        meeting.current_id, meeting.version = item.pk, meeting.version + 1
        meeting.save()
        return question


def _chosen(offered: Sequence[Mapping], options: Sequence[str]) -> list[Mapping]:
    known = {one["value"]: one for one in offered}
    chosen = [known[value] for value in dict.fromkeys(options) if value in known]
    if len(chosen) < 2:
        raise ActRefused("Choose at least two answers to vote on.")
    return chosen


def require_seen(item: AgendaItem, seen: str | None) -> None:
    """The page showed how the vote on the item stands now; None where no page was asked."""
    if seen is not None and seen != how_the_vote_stands(item):
        raise ActRefused(
            "The vote on this item has moved on since you opened the page, so nothing was changed. Look at how it "
            "stands now, then send it again. Your words are kept."
        )


def _require_no_vote_on(item: AgendaItem) -> None:
    """The item is still to be dealt with, and nothing is being voted on."""
    row = AgendaItem.objects.get(partnership=item.partnership_id, pk=item.pk)
    if row.state != AgendaItem.State.LISTED:
        raise ActRefused(f"This item is no longer open: {row.get_state_display().lower()}.")
    if Question.objects.filter(partnership=item.partnership_id, item=item, state="open").exists():
        raise ActRefused("A vote on this item is open already.")


def require_open(question: Question, at: dt.datetime, *, lost: str = ACT) -> None:
    """Asked first, so that somebody who comes too late hears that, and not only that the stage has moved."""
    if has_ended(question):
        raise ActRefused(ended_words(question, lost=lost, at=at))


def lock_open_question(question: Question, at: dt.datetime, *, lost: str = ACT) -> Question:
    """The question, locked; ActRefused when the vote has ended, with when and `lost`, what that means for the act."""
    locked = (
        Question.objects.select_for_update(of=("self",))
        .select_related("item__meeting__procedure", "case__procedure")
        .defer(*without_texts("item__meeting__procedure", "case__procedure"))
        .get(partnership=question.partnership_id, pk=question.pk)
    )
    if locked.state != Question.State.OPEN:
        raise ActRefused(ended_words(locked, lost=lost, at=at))
    return locked


def close_question(
    *, question: Question, chairs_choice: str = "", chairs_reason: str = "", no_meeting_why: str = "",
    early_why: str = "", actor: Actor, at: dt.datetime,
) -> Question:  # fmt: skip
    """Ends the vote, freezes who was entitled, counts under the rule of the body (C-13).

    `chairs_choice`: where the rule gives the chair the last word, with a reason. `no_meeting_why`: of a vote in
    writing, why no meeting is needed although somebody says so (RED-8). Raises ActRefused while the meeting is not
    quorate for the item: a decision would not stand (C-12); the question can be withdrawn instead. Of a vote in
    writing before its closing time, while an agency has not answered, only with a reason (`early_why`).
    """
    require_open(question, at)
    actor = actor_at(actor, question.item.meeting)
    truths = {"quorate": room_of(question.item.meeting, question.case).quorum(at).met}
    with acting("close_question", case=question.case, actor=actor, at=at, truths=truths) as doing:
        locked = lock_open_question(question, at)
        room = room_of(lock_meeting(locked.item.meeting), doing.case)
        _require_time_is_up(room, early_why, at)
        quorum = _require_quorum(room, at)
        _require_word_on_a_meeting(locked, no_meeting_why)
        if chairs_choice and not chairs_reason.strip():
            raise ActRefused("Give the reasons for the chair’s choice.")
        locked.electorate = _electorate(locked, room, quorum, at)
        outcome = _count(locked, room, locked.electorate, chairs_choice)
        said = {"chairs_choice": chairs_choice, "chairs_reason": chairs_reason}
        said |= {"no_meeting_why": no_meeting_why.strip(), "early_why": early_why.strip()}
        _close(locked, outcome, said, at)
        answer = outcome.verdict if doing.step is not None and doing.step.outcomes else ""
        doing.record(
            summary=f"The vote ended. {outcome.why}",
            data={"question": locked.pk, "verdict": outcome.verdict, "carried": outcome.carried},
            answer=answer,
        )
        if outcome.verdict == rules.TO_A_MEETING:
            _leave_to_a_meeting(locked.item, outcome.why, at)
        touch(room.meeting.pk, room.meeting.partnership_id)
        return locked


def _close(question: Question, outcome: rules.Outcome, said: Mapping[str, str], at: dt.datetime) -> None:
    """The count and what the chair said of it are kept with the question."""
    question.state, question.closed_at = Question.State.CLOSED, at
    question.result = {**asdict(outcome), **said}
    question.save()


def _require_quorum(room: Room, at: dt.datetime) -> rules.QuorumResult:
    quorum = room.quorum(at)
    if not quorum.met:
        raise ActRefused(f"{quorum.verdict} The vote cannot be closed; {_instead(room)}.")
    return quorum


def _require_time_is_up(room: Room, early_why: str, at: dt.datetime) -> None:
    """Everybody asked in writing has until the closing time; before it the vote ends when all have answered, or with
    a reason that stands in the record."""
    silent = comes_early(room, at)
    if silent and not early_why.strip():
        names, last = listing([member.title for member in silent]), datetime_long(room.meeting.answers_by)
        raise ActRefused(
            f"Answers are asked for until {last}, and there is none yet from {names}. Say why the vote ends before.",
            about="early_why",
        )


def comes_early(room: Room, at: dt.datetime) -> tuple[rules.Member, ...]:
    """The agencies that could still answer in writing; empty when the time is up, and at a meeting."""
    last = room.meeting.answers_by
    return room.silent(at) if room.in_writing and last is not None and at < last else ()


def _instead(room: Room) -> str:
    if room.in_writing:
        return "give more time, or take the case to a meeting"
    return "withdraw the question or wait"


def _require_word_on_a_meeting(question: Question, why: str) -> None:
    wanted = wanting_a_meeting(question)
    if wanted and not why.strip():
        names = listing([vote.agency.title for vote in wanted])
        needs = "says" if len(wanted) == 1 else "say"
        raise ActRefused(
            f"{names} {needs} that this needs a meeting. Take the case to one, or say why none is needed.",
            about="no_meeting_why",
        )


def _leave_to_a_meeting(item: AgendaItem, why: str, at: dt.datetime) -> None:
    """The vote in writing is over and decided nothing: the case can be put on the agenda of a meeting."""
    from .leaving import leave_agenda

    leave_agenda(item, AgendaItem.State.DEFERRED, f"Not settled in writing: {why}", at=at)
    end_correspondence(item.meeting, at)


def _electorate(question: Question, room: Room, quorum: rules.QuorumResult, at: dt.datetime) -> dict:
    """Who was entitled when the vote ended, and what each answered: kept for ever, whatever changes later."""
    electorate = room.electorate(at)
    votes = {vote.agency.slug: vote for vote in standing_votes(question)}
    # Who voted in the room and then left keeps the vote: it was validly given.
    left = [m for m in room.members if m.slug in votes and not electorate.entitles(m.slug)]
    left = [m for m in left if all(m.slug != c.slug for c in electorate.conflicted)]
    entitled = [*electorate.present, *left]
    came = {p.agency for p in room.people if p.arrived_at is not None and p.arrived_at <= at}
    return {
        "entitled": [_named(m) for m in entitled],
        "votes": [
            {**_named(m), "option": votes[m.slug].option, "reason": votes[m.slug].reason,
             "by": votes[m.slug].cast_by_name, "entered_by": votes[m.slug].entered_by}
            for m in entitled if m.slug in votes
        ],
        "not_voted": [_named(m) for m in entitled if m.slug not in votes],
        "conflicted": [_named(m) for m in electorate.conflicted],
        "absent": [
            {**_named(m), "came": m.slug in came} for m in electorate.absent if all(m.slug != one.slug for one in left)
        ],
        "without_vote": [_named(m) for m in electorate.without_vote],
        "in_writing": room.in_writing,
        "present": [p.label for p in room.here(at) if not p.conflicted],
        "quorum": {"met": quorum.met, "verdict": quorum.verdict, "slots": [asdict(slot) for slot in quorum.slots]},
    }  # fmt: skip


def _named(member: rules.Member) -> dict:
    return {"agency": member.slug, "title": member.title}


def _count(question: Question, room: Room, frozen: Mapping, chairs_choice: str) -> rules.Outcome:
    """The count; a vote in writing may have a rule of its own, and what it does not carry goes to a meeting."""
    written = room.body.in_writing if room.meeting.kind == CORRESPONDENCE else ""
    return rules.tally(
        decides=written or room.body.decides,
        tie=rules.TO_A_MEETING if written else room.body.tie,
        options={one["value"]: one["label"] for one in question.options},
        ballots=[rules.Ballot(agency=v["agency"], option=v["option"]) for v in frozen["votes"]],
        entitled=[one["agency"] for one in frozen["entitled"]],
        seats=room.seats(),
        chairs_choice="" if written else chairs_choice,
    )


def withdraw_question(*, question: Question, reason: str, actor: Actor, at: dt.datetime) -> Question:
    """The chair takes an open question back; nothing is counted. What was voted stays on record."""
    if not reason.strip():
        raise ActRefused("Say why the question is withdrawn.")
    require_open(question, at)
    actor = actor_at(actor, question.item.meeting)
    with acting("put_question", case=question.case, actor=actor, at=at, truths={"quorate": True}) as doing:
        locked = lock_open_question(question, at)
        abandon(locked, reason, at)
        doing.record(summary="The question put to the vote was withdrawn.", reason=reason, data={"question": locked.pk})
        touch(locked.item.meeting_id, locked.partnership_id)
        return locked


def abandon(question: Question, reason: str, at: dt.datetime) -> None:
    """Ends an open question without a count."""
    question.state, question.closed_at = Question.State.ABANDONED, at
    question.result = {"verdict": "withdrawn", "why": reason}
    question.save()

"""The question put, one vote for each agency, the count (RED-4, C-11 to C-13)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from cases.queries import conflicted_membership_ids
from cases.spine import Doing, acting
from partnerships.actors import Actor
from partnerships.models import Agency
from partnerships.refusals import ActRefused
from procedures.model import Procedure

from .. import rules
from ..models import AgendaItem, Attendance, Question, Vote
from ..queries.room import Room, actor_at, procedure_at, room_of
from .attendance import here_in_writing
from .guard import CORRESPONDENCE, State, lock_meeting, require_state, touch


class _Unchanged(Exception):
    """The same vote once more (a double click): nothing is written."""

    def __init__(self, vote: Vote):
        self.vote = vote


def options_for(procedure: Procedure, pathway: str) -> list[dict]:
    """What can be put to the vote on a case: the review types of its pathway, as {value, label}."""
    types = [t for t in procedure.review_types if not t.pathways or pathway in t.pathways]
    return [{"value": t.name, "label": t.title} for t in types]


def put_question(*, item: AgendaItem, wording: str, options: Sequence[str], actor: Actor, at: dt.datetime) -> Question:
    """The chair puts a question on a case to the vote. `options`: names of review types, at least two.

    Raises ActRefused while the meeting is not quorate for this item (C-12), with what is missing, and
    while another vote on it is open.
    """
    if not wording.strip():
        raise ActRefused("Word the question.")
    actor, room = actor_at(actor, item.meeting), room_of(item.meeting, item.case)
    if room.body.decides == "does not vote":
        raise ActRefused(f"The {room.body.title} does not vote.")
    quorum = room.quorum(at)
    with acting(
        "put_question",
        case=item.case,
        actor=actor,
        at=at,
        truths={"quorate": quorum.met or item.meeting.kind == CORRESPONDENCE},
    ) as doing:
        meeting = lock_meeting(item.meeting)
        require_state(meeting, State.OPEN)
        quorum = room_of(meeting, doing.case).quorum(at)
        # In writing nobody is there yet: who answers is, and the quorum is asked for when the vote closes.
        if not quorum.met and meeting.kind != CORRESPONDENCE:
            raise ActRefused(f"{quorum.verdict} No question can be put.")
        _require_listed(item)
        known = {one["value"]: one for one in options_for(doing.procedure, doing.case.pathway)}
        chosen = [known[value] for value in dict.fromkeys(options) if value in known]
        if len(chosen) < 2:
            raise ActRefused("Choose at least two answers to vote on.")
        if Question.objects.filter(partnership=meeting.partnership_id, item=item, state="open").exists():
            raise ActRefused("A vote on this item is open already.")
        question = Question.objects.create(
            partnership_id=meeting.partnership_id,
            item=item,
            case=doing.case,
            wording=wording.strip(),
            options=chosen,
            put_at=at,
            put_by=actor.label,
        )
        doing.record(
            summary="A question was put to the vote.",
            data={"question": question.pk, "wording": question.wording, "options": chosen, "quorum": asdict(quorum)},
        )
        meeting.current_id, meeting.version = item.pk, meeting.version + 1
        meeting.save()
        return question


def _require_listed(item: AgendaItem) -> None:
    row = AgendaItem.objects.get(partnership=item.partnership_id, pk=item.pk)
    if row.state != AgendaItem.State.LISTED:
        raise ActRefused(f"This item is no longer open: {row.get_state_display().lower()}.")


def cast_vote(*, question: Question, option: str, reason: str = "", actor: Actor, at: dt.datetime) -> Vote:
    """An agency votes by one of its people (or a named deputy) who is in the room and has no conflict.

    One vote for each agency: whoever was first may change it until the vote closes; a second person of the
    agency is told who voted. The same vote sent twice is one vote. Raises ActRefused.
    """
    actor = actor_at(actor, question.item.meeting)
    agency = Agency.objects.filter(partnership=question.partnership_id, pk=actor.agency_id).first()
    if agency is None or actor.membership is None:
        raise ActRefused("You do not belong to an agency that votes.")
    return _vote(
        question=question, agency=agency, option=option, reason=reason, name=actor.membership.user.name,
        actor=actor, at=at, entered_by="",
    )  # fmt: skip


def enter_vote(
    *, question: Question, agency: Agency, name: str, option: str, reason: str = "", actor: Actor, at: dt.datetime
) -> Vote:
    """The secretariat enters a vote given on paper or by word by `name`, who is in the room for the
    agency.
    """
    if not actor.holds("secretariat", "panel-chair"):
        raise ActRefused("Only the secretariat enters a vote for somebody else.")
    if not name.strip():
        raise ActRefused("Say who gave the vote.")
    # Whether a vote may be cast now is asked for the person whose vote it is: they are in the room for their agency.
    members = {role.name for role in procedure_at(question.item.meeting).roles_of_kind("member")}
    return _vote(
        question=question, agency=agency, option=option, reason=reason, name=name.strip(),
        actor=replace(actor, roles=actor.roles | members), at=at, entered_by=actor.label,
    )  # fmt: skip


def _vote(*, question, agency, option, reason, name, actor, at, entered_by) -> Vote:
    room = room_of(question.item.meeting, question.case)
    truths = {"quorate": room.quorum(at).met}
    behalf = f"{name}, {agency.title}"[:160] if entered_by else ""
    try:
        with acting(
            "cast_vote", case=question.case, actor=actor, at=at, agency=agency, on_behalf_of=behalf, truths=truths
        ) as doing:
            # The case row is locked by now, so two people of one agency come here one after the other.
            locked = _open_question(question)
            _require_option(locked, option)
            if not entered_by:
                here_in_writing(locked.item.meeting, actor, at)
            person = _in_the_room(locked, agency, actor, name, at, entered_by)
            vote = _first_or_own(locked, agency, actor, entered_by, option, reason, doing)
            _store(vote, option=option, reason=reason, name=name, actor=actor, at=at, entered_by=entered_by)
            doing.record(
                summary=f"{agency.title} {'changed its vote' if vote.changed_at else 'voted'}.",
                data={"question": locked.pk, "option": option, "by": person.name},
            )
            touch(locked.item.meeting_id, locked.partnership_id)
            return vote
    except _Unchanged as same:
        return same.vote


def _open_question(question: Question) -> Question:
    locked = (
        Question.objects.select_for_update(of=("self",))
        .select_related("item__meeting__procedure", "case__procedure")
        .get(partnership=question.partnership_id, pk=question.pk)
    )
    if locked.state != Question.State.OPEN:
        raise ActRefused("The vote on this question has ended.")
    return locked


def _require_option(question: Question, option: str) -> None:
    if option != rules.ABSTAIN and option not in {one["value"] for one in question.options}:
        raise ActRefused("Choose one of the answers shown, or abstain.")


def _in_the_room(question: Question, agency: Agency, actor: Actor, name: str, at, entered_by: str):
    """The person whose vote it is, there now for the agency and able to vote on this case."""
    room = room_of(question.item.meeting, question.case)
    if not room.electorate(at).entitles(agency.slug):
        raise ActRefused(_why_not_entitled(room, agency, at))
    able = [p for p in room.here(at) if p.agency == agency.slug and p.counts]
    if entered_by:
        return next((p for p in able if p.name.lower() == name.lower()), None) or _nobody(name, agency)
    rows = set(
        Attendance.objects.filter(
            partnership=question.partnership_id,
            meeting=question.item.meeting,
            membership=actor.membership,
            left_at=None,
        ).values_list("pk", flat=True)
    )
    mine = next((p for p in able if p.person in rows), None)
    if mine is None:
        raise ActRefused("You are not recorded as here. Say that you are here first.")
    return mine


def _nobody(name: str, agency: Agency):
    raise ActRefused(f"{name} is not recorded as here for {agency.title}.")


def _why_not_entitled(room: Room, agency: Agency, at: dt.datetime) -> str:
    electorate = room.electorate(at)
    if any(m.slug == agency.slug for m in electorate.conflicted):
        return f"Everybody here for {agency.title} has a conflict of interest in this case."
    if any(m.slug == agency.slug for m in electorate.without_vote):
        return f"{agency.title} is invited to advise and has no vote."
    if all(m.slug != agency.slug for m in room.members):
        return f"{agency.title} has no vote in the {room.body.title}."
    return f"Nobody is recorded as here for {agency.title}."


def _first_or_own(question, agency, actor, entered_by, option, reason, doing: Doing) -> Vote:
    """The agency's row: a new one, or the one this person may change. Somebody else's vote is theirs."""
    vote = (
        Vote.objects.select_for_update(of=("self",))
        .filter(partnership=question.partnership_id, question=question, agency=agency)
        .first()
    )
    if vote is None:
        return Vote(partnership_id=question.partnership_id, question=question, agency=agency)
    own = vote.cast_by_id is not None and actor.membership is not None and vote.cast_by_id == actor.membership.pk
    again = bool(entered_by) and bool(vote.entered_by)
    # A vote whose giver has declared a conflict since counts no more: a colleague votes in its place.
    void = vote.cast_by_id in conflicted_membership_ids(doing.case)
    if not own and not again and not void:
        raise ActRefused(f"{vote.cast_by_name} already voted for your agency, {agency.title}. It has one vote.")
    if (own or again) and vote.option == option and vote.reason == reason:
        raise _Unchanged(vote)
    return vote


def _store(vote: Vote, *, option, reason, name, actor, at, entered_by) -> None:
    if vote.pk is None:
        vote.cast_at = at
    else:
        vote.changed_at = at
    vote.option, vote.reason = option, reason
    vote.cast_by = None if entered_by else actor.membership
    vote.cast_by_name, vote.entered_by = name[:160], entered_by
    vote.save()


def close_question(
    *, question: Question, chairs_choice: str = "", chairs_reason: str = "", actor: Actor, at: dt.datetime
) -> Question:
    """Ends the vote, freezes who was entitled, counts under the rule of the body (C-13).

    `chairs_choice`: where the rule gives the chair the last word, with a reason. Raises ActRefused while
    the meeting is not quorate for the item: a decision would not stand (C-12); the question can be
    withdrawn instead.
    """
    actor = actor_at(actor, question.item.meeting)
    truths = {"quorate": room_of(question.item.meeting, question.case).quorum(at).met}
    with acting("close_question", case=question.case, actor=actor, at=at, truths=truths) as doing:
        locked = _open_question(question)
        meeting = lock_meeting(locked.item.meeting)
        room = room_of(meeting, doing.case)
        quorum = room.quorum(at)
        if not quorum.met:
            raise ActRefused(f"{quorum.verdict} The vote cannot be closed; withdraw the question or wait.")
        if chairs_choice and not chairs_reason.strip():
            raise ActRefused("Give the reasons for the chair’s choice.")
        frozen = _electorate(locked, room, quorum, at)
        outcome = _count(locked, room, frozen, chairs_choice)
        locked.state, locked.closed_at = Question.State.CLOSED, at
        locked.electorate = frozen
        locked.result = {**asdict(outcome), "chairs_choice": chairs_choice, "chairs_reason": chairs_reason}
        locked.save()
        answer = outcome.verdict if doing.step is not None and doing.step.outcomes else ""
        doing.record(
            summary=f"The vote ended. {outcome.why}",
            data={"question": locked.pk, "verdict": outcome.verdict, "carried": outcome.carried},
            answer=answer,
        )
        touch(meeting.pk, meeting.partnership_id)
        return locked


def _electorate(question: Question, room: Room, quorum: rules.QuorumResult, at: dt.datetime) -> dict:
    """Who was entitled when the vote ended, and what each answered: kept for ever, whatever changes later."""
    electorate = room.electorate(at)
    conflicted = conflicted_membership_ids(question.case)
    votes = {}
    for vote in Vote.objects.filter(partnership=question.partnership_id, question=question).select_related("agency"):
        if vote.cast_by_id not in conflicted:
            votes[vote.agency.slug] = vote
    # Who voted in the room and then left keeps the vote: it was validly given.
    left = [m for m in room.members if m.slug in votes and not electorate.entitles(m.slug)]
    left = [m for m in left if all(m.slug != c.slug for c in electorate.conflicted)]
    entitled = [*electorate.present, *left]
    return {
        "entitled": [_named(m) for m in entitled],
        "votes": [
            {**_named(m), "option": votes[m.slug].option, "reason": votes[m.slug].reason,
             "by": votes[m.slug].cast_by_name, "entered_by": votes[m.slug].entered_by}
            for m in entitled if m.slug in votes
        ],
        "not_voted": [_named(m) for m in entitled if m.slug not in votes],
        "conflicted": [_named(m) for m in electorate.conflicted],
        "absent": [_named(m) for m in electorate.absent if all(m.slug != one.slug for one in left)],
        "without_vote": [_named(m) for m in electorate.without_vote],
        "present": [p.label for p in room.here(at) if not p.conflicted],
        "quorum": {"met": quorum.met, "verdict": quorum.verdict, "slots": [asdict(slot) for slot in quorum.slots]},
    }  # fmt: skip


def _named(member: rules.Member) -> dict:
    return {"agency": member.slug, "title": member.title}


def _count(question: Question, room: Room, frozen: Mapping, chairs_choice: str) -> rules.Outcome:
    return rules.tally(
        decides=room.body.decides,
        tie=room.body.tie,
        options={one["value"]: one["label"] for one in question.options},
        ballots=[rules.Ballot(agency=v["agency"], option=v["option"]) for v in frozen["votes"]],
        entitled=[one["agency"] for one in frozen["entitled"]],
        seats=room.seats(),
        chairs_choice=chairs_choice,
    )


def withdraw_question(*, question: Question, reason: str, actor: Actor, at: dt.datetime) -> Question:
    """The chair takes an open question back; nothing is counted. What was voted stays on record."""
    if not reason.strip():
        raise ActRefused("Say why the question is withdrawn.")
    actor = actor_at(actor, question.item.meeting)
    with acting("put_question", case=question.case, actor=actor, at=at, truths={"quorate": True}) as doing:
        locked = _open_question(question)
        abandon(locked, reason, at)
        doing.record(summary="The question put to the vote was withdrawn.", reason=reason, data={"question": locked.pk})
        touch(locked.item.meeting_id, locked.partnership_id)
        return locked


def abandon(question: Question, reason: str, at: dt.datetime) -> None:
    """Ends an open question without a count."""
    question.state, question.closed_at = Question.State.ABANDONED, at
    question.result = {"verdict": "withdrawn", "why": reason}
    question.save()

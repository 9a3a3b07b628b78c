"""One vote for each agency, whoever casts it (RED-4, C-11)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from cases.queries import conflicted_membership_ids
from cases.spine import Doing, acting
from config.filters import datetime_long
from partnerships.actors import Actor
from partnerships.models import Agency, Membership
from partnerships.refusals import ActRefused
from procedures.saying import chair_called, whoever_runs

from .. import rules
from ..models import Attendance, Question, Vote
from ..queries.asked import ANSWER, ENTRY
from ..queries.room import Room, actor_at, body_at, procedure_at, room_of, runs, voter_at
from ..queries.voting import already_voted
from .attendance import here_in_writing, told_in_writing
from .correspondence import tell_of_a_wanted_meeting
from .guard import CORRESPONDENCE, touch
from .questions import lock_open_question, require_open


class _Unchanged(Exception):
    """The same vote once more (a double click): nothing is written."""

    def __init__(self, vote: Vote):
        self.vote = vote


def cast_vote(*, question: Question, option: str, reason: str = "", actor: Actor, at: dt.datetime) -> Vote:
    """An agency votes by one of its people (or a named deputy) who is in the room and has no conflict.

    One vote for each agency: whoever was first may change it until the vote closes; a second person of the
    agency is told who voted. The same vote sent twice is one vote. Raises ActRefused.
    """
    actor = voter_at(actor, question.item.meeting)
    agency = Agency.objects.filter(partnership=question.partnership_id, pk=actor.agency_id).first()
    if agency is None or actor.membership is None:
        raise ActRefused("You do not belong to an agency that votes.")
    return _vote(
        question=question, agency=agency, option=option, reason=reason, name=actor.membership.user.name,
        actor=actor, at=at, entered_by="",
    )  # fmt: skip


def enter_vote(
    *, question: Question, agency: Agency, name: str, option: str, reason: str = "",
    membership: Membership | None = None, actor: Actor, at: dt.datetime,
) -> Vote:  # fmt: skip
    """The secretariat enters a vote given on paper or by word by `name`, who is in the room for the agency.

    Of a question in writing it is an answer by telephone or letter: whoever gave it (`membership`, where they have an
    account) counts as having answered from then on.
    """
    meeting = question.item.meeting
    procedure, body = procedure_at(meeting), body_at(meeting)
    if not runs(actor_at(actor, meeting), procedure, body):
        raise ActRefused(f"Only the {whoever_runs(procedure, body.name)} enters a vote for somebody else.")
    if not name.strip():
        raise ActRefused("Say who gave the vote.")
    # Whether a vote may be cast now is asked for the person whose vote it is: they are in the room for their agency.
    members = {role.name for role in procedure_at(question.item.meeting).roles_of_kind("member")}
    return _vote(
        question=question, agency=agency, option=option, reason=reason, name=name.strip(),
        actor=replace(actor, roles=actor.roles | members), at=at, entered_by=actor.label, membership=membership,
    )  # fmt: skip


def _vote(*, question, agency, option, reason, name, actor, at, entered_by, membership=None) -> Vote:
    lost = ENTRY if entered_by else ANSWER
    require_open(question, at, lost=lost)
    room = room_of(question.item.meeting, question.case)
    truths = {"quorate": room.quorum(at).met}
    behalf = f"{name}, {agency.title}"[:160] if entered_by else ""
    try:
        with acting(
            "cast_vote", case=question.case, actor=actor, at=at, agency=agency, on_behalf_of=behalf, truths=truths
        ) as doing:
            # The case row is locked by now, so two people of one agency come here one after the other.
            locked = lock_open_question(question, at, lost=lost)
            _require_option(locked, option, reason, at)
            if entered_by:
                told_in_writing(locked.item.meeting, agency, name, membership, actor, at)
            else:
                here_in_writing(locked.item.meeting, actor, at)
            person = _in_the_room(locked, agency, actor, name, at, entered_by)
            vote = _first_or_own(locked, agency, actor, entered_by, option, reason, doing)
            voice = _voice_of(person) if entered_by else actor.membership
            _store(vote, option=option, reason=reason, name=name, voice=voice, at=at, entered_by=entered_by)
            doing.record(
                summary=f"{agency.title} {'changed its vote' if vote.changed_at else 'voted'}.",
                data={"question": locked.pk, "option": option, "by": person.name},
            )
            touch(locked.item.meeting_id, locked.partnership_id)
            if option == rules.A_MEETING:
                tell_of_a_wanted_meeting(vote, locked.item.meeting, at=at)
            return vote
    except _Unchanged as same:
        return same.vote


def _require_option(question: Question, option: str, reason: str, at: dt.datetime) -> None:
    meeting = question.item.meeting
    if meeting.answers_by is not None and at > meeting.answers_by:
        last = datetime_long(meeting.answers_by)
        chair = chair_called(procedure_at(meeting), meeting.body)
        raise ActRefused(f"Answers were asked for until {last}. The {chair} can give more time.")
    if option == rules.A_MEETING and meeting.kind == CORRESPONDENCE:
        if not reason.strip():
            raise ActRefused("Say why this needs a meeting.", about="reason")
        return
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
        whoever = "Whoever answered" if room.in_writing else "Everybody here"
        return f"{whoever} for {agency.title} has a conflict of interest in this case."
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
    # Whoever gave it may change it, though somebody entered it for them.
    own = not entered_by and actor.membership is not None and vote.voice_id == actor.membership.pk
    again = bool(entered_by) and bool(vote.entered_by)
    # A vote whose giver has declared a conflict since counts no more: a colleague votes in its place.
    void = vote.voice_id in conflicted_membership_ids(doing.case)
    if not own and not again and not void:
        raise ActRefused(already_voted(vote, agency.title))
    if (own or again) and not void and vote.option == option and vote.reason == reason:
        raise _Unchanged(vote)
    return vote


def _voice_of(person) -> Membership | None:
    """The account of whoever spoke in the room; None for a guest."""
    return Attendance.objects.select_related("membership").get(pk=person.person).membership


def _store(vote: Vote, *, option, reason, name, voice, at, entered_by) -> None:
    if vote.pk is None:
        vote.cast_at = at
    else:
        vote.changed_at = at
    vote.option, vote.reason = option, reason
    vote.cast_by, vote.given_by = None if entered_by else voice, voice
    vote.cast_by_name, vote.entered_by = name[:160], entered_by
    vote.save()

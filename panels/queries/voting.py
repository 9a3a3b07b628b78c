"""A vote as a reader may see it: open with who is waited for, or ended with who answered what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Max

from cases.models import Conflict
from cases.queries import has_conflict
from config.filters import datetime_long
from partnerships.actors import Actor
from partnerships.models import Agency

from .. import rules
from ..models import AgendaItem, Attendance, Meeting, Question, Vote
from .asked import standing_votes
from .room import Room


@dataclass(frozen=True, kw_only=True)
class VoteNow:
    """An open or ended question as this reader may see it; `counts` only for whoever runs the meeting, or at the
    end.
    """

    question: Question
    options: list[dict]
    entitled: int
    voted: list[str]
    waited_for: list[str]
    show_counts: bool
    result: str = ""
    not_voting: list[str] = field(default_factory=list)
    my_agency: str = ""
    my_vote: Vote | None = None
    mine: bool = False
    may_vote: bool = False
    is_waited_for: bool = False  # the reader's agency is entitled and has not voted
    in_writing: bool = False
    answers_by: dt.datetime | None = None  # of a vote in writing
    time_is_up: bool = False
    want_a_meeting: list[Vote] = field(default_factory=list)  # for whoever runs it
    why_not: str = ""


def other_answers(*, in_writing: bool) -> list[dict]:
    """The answers that are no option: abstaining and, of a question in writing, that it needs a meeting (RED-8)."""
    found = [{"value": rules.ABSTAIN, "label": "Abstain"}]
    if in_writing:
        found.append({"value": rules.A_MEETING, "label": "This needs a meeting"})
    return found


def last_question(item: AgendaItem) -> Question | None:
    """The question now open on an item, else the last one put."""
    rows = Question.objects.filter(partnership=item.partnership_id, item=item).order_by("-put_at", "-id")
    return rows.filter(state=Question.State.OPEN).first() or rows.first()


def vote_now(item: AgendaItem, room: Room, me: Actor, at: dt.datetime, *, in_charge: bool) -> VoteNow | None:
    question = last_question(item)
    if question is None or question.state == Question.State.ABANDONED:
        return None
    if question.state == Question.State.CLOSED:
        return ended(question)
    votes = standing_votes(question)
    electorate = room.electorate(at)
    # In writing everybody asked is waited for; at a meeting only who is in the room.
    voters = [*electorate.present, *(electorate.absent if room.in_writing else ())]
    by_agency = {vote.agency_id: vote for vote in votes}
    done = {vote.agency.slug for vote in votes}
    mine = by_agency.get(me.agency_id) if me.agency_id else None
    own = mine is not None and me.membership is not None and mine.voice_id == me.membership.pk
    agency = Agency.objects.filter(partnership=item.partnership_id, pk=me.agency_id).first() if me.agency_id else None
    why_not = _why_not(item, room, me, at)
    return VoteNow(
        question=question,
        options=[
            {"text": one["label"], "votes": sum(vote.option == one["value"] for vote in votes)}
            for one in [*question.options, *other_answers(in_writing=room.in_writing)]
        ],
        entitled=len(voters),
        voted=[m.title for m in voters if m.slug in done],
        waited_for=[m.title for m in voters if m.slug not in done],
        show_counts=in_charge,
        my_agency=agency.title if agency else "",
        my_vote=mine,
        mine=own,
        may_vote=not why_not and (mine is None or own),
        is_waited_for=agency is not None and mine is None and electorate.entitles(agency.slug),
        in_writing=room.in_writing,
        answers_by=item.meeting.answers_by,
        time_is_up=item.meeting.answers_by is not None and at > item.meeting.answers_by,
        want_a_meeting=[vote for vote in votes if vote.option == rules.A_MEETING] if in_charge else [],
        why_not=why_not,
    )


def _why_not(item: AgendaItem, room: Room, me: Actor, at: dt.datetime) -> str:
    """Why this reader has no vote now; empty when they have."""
    if me.membership is None or not me.holds("member"):
        return "You follow this vote without one of your own: agencies vote through their people who are here to vote."
    if has_conflict(item.case, me.membership):
        return "You have a conflict of interest in this case."
    if item.meeting.answers_by is not None and at > item.meeting.answers_by:
        return f"Answers were asked for until {datetime_long(item.meeting.answers_by)}."
    if item.meeting.kind == "correspondence":
        return ""
    rows = Attendance.objects.filter(
        partnership=item.partnership_id, meeting=item.meeting, membership=me.membership, left_at=None
    ).values_list("pk", flat=True)
    if not any(p.person in set(rows) for p in room.here(at)):
        return "You are not recorded as here. Say that you are here to vote."
    return ""


def ended(question: Question) -> VoteNow:
    from .minutes import no_meeting_needed, not_voting

    frozen, result = question.electorate, question.result
    counts = {**result["counts"], rules.ABSTAIN: result["abstained"]}
    wanted = result.get("want_a_meeting", 0)
    counts[rules.A_MEETING] = wanted
    labels = [*question.options, *other_answers(in_writing=bool(wanted))]
    by_option: dict[str, list[str]] = {}
    for vote in frozen["votes"]:
        by_option.setdefault(vote["option"], []).append(vote["title"])
    return VoteNow(
        question=question,
        options=[
            {"text": one["label"], "votes": counts[one["value"]], "who": by_option.get(one["value"], [])}
            for one in labels
        ],
        entitled=len(frozen["entitled"]),
        voted=[one["title"] for one in frozen["votes"]],
        waited_for=[],
        show_counts=True,
        result=result["why"] + no_meeting_needed(result),
        not_voting=not_voting(frozen),
    )


def already_voted(vote: Vote, agency: str) -> str:
    """For a second person of an agency (C-11)."""
    return f"{vote.cast_by_name} already voted for your agency, {agency}. It has one vote."


def vote_key(meeting: Meeting, me: Actor) -> str:
    """Changes when this reader's voting form must: another item or question, an answer of their agency, presence, a
    conflict of interest, a colleague's too: it may make the agency's vote void. Asked before the form is read, like
    `queries.live.version_of_page`.
    """
    newest = Question.objects.filter(partnership=meeting.partnership_id, item__meeting=meeting).order_by(
        "-put_at", "-id"
    )
    question = newest.values_list("pk", "state").first() or (0, "")
    mine = Vote.objects.filter(
        partnership=meeting.partnership_id, question__item__meeting=meeting, agency_id=me.agency_id
    ).aggregate(cast=Max("cast_at"), changed=Max("changed_at"))
    here = Attendance.objects.filter(
        partnership=meeting.partnership_id,
        meeting=meeting,
        membership=me.membership,
        arrived_at__isnull=False,
        left_at=None,
    ).exists()
    items = AgendaItem.objects.filter(partnership=meeting.partnership_id, meeting=meeting)
    conflicts = Conflict.objects.filter(
        partnership=meeting.partnership_id, case__in=items.values("case"), withdrawn_at=None
    ).count()
    stamps = "-".join(str(int(value.timestamp() * 1000)) if value else "0" for value in mine.values())
    return f"{meeting.current_id or 0}-{question[0]}-{question[1]}-{stamps}-{int(here)}-{conflicts}"

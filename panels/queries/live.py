"""The running meeting as its page shows it: who is here, the quorum of this item now, how the vote stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Max, Sum

from cases.queries import has_conflict, visible_cases
from partnerships.actors import Actor
from partnerships.models import Agency, Membership

from .. import rules
from ..acts.letters import people_of
from ..models import AgendaItem, Attendance, Meeting, Question, Vote
from .papers import items_of
from .readiness import Missing, before_recommending
from .room import Room, actor_at, attendance_of, body_at, chairs, procedure_at, role_titles, room_of, runs, voter_at


def version_of_page(meeting: Meeting) -> int:
    """A number that grows with everything the page shows: acts on the meeting, and on the cases it deals with."""
    row = (
        Meeting.objects.filter(partnership=meeting.partnership_id, pk=meeting.pk)
        .annotate(of_cases=Sum("items__case__version"))
        .values_list("version", "of_cases")
        .first()
    )
    return row[0] + (row[1] or 0) if row else 0


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """An item as a reader may see it: a case that is not theirs to see shows nothing but its place."""

    number: int
    item: AgendaItem
    title: str
    hidden: bool
    current: bool


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """Somebody of the meeting, and what can be recorded of them now."""

    name: str
    agency: str
    detail: str
    state: str  # here | expected | left | apologies
    attendance: Attendance | None = None
    membership: Membership | None = None
    conflicted: bool = False

    @property
    def agency_group(self) -> tuple[bool, str]:
        """Sorts and groups by agency, those without one last."""
        return (not self.agency, self.agency)


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
    why_not: str = ""


@dataclass(frozen=True, kw_only=True)
class LivePage:
    meeting: Meeting
    title: str
    version: int
    runs: bool
    chairs: bool
    items: list[ItemRow]
    current: ItemRow | None
    quorum: rules.QuorumResult | None
    people: list[PersonRow]
    vote: VoteNow | None
    i_am: PersonRow | None
    may_say_here: bool
    missing: list[Missing]  # what stands before the recommendation, for whoever runs the meeting


def items_for(meeting: Meeting, actor: Actor) -> list[ItemRow]:
    """The agenda in order; a case the reader may not see keeps its place and says no more (C-52)."""
    rows = items_of(meeting)
    wanted = [row.case_id for row in rows if row.case_id]
    seen = set(visible_cases(actor_at(actor, meeting)).filter(pk__in=wanted).values_list("pk", flat=True))
    found = []
    for number, row in enumerate(rows, start=1):
        hidden = row.case_id is not None and row.case_id not in seen
        title = "An item you do not take part in" if hidden else row.title or f"Case {row.case.reference}"
        found.append(ItemRow(number=number, item=row, title=title, hidden=hidden, current=row.pk == meeting.current_id))
    return found


def current_item(meeting: Meeting, rows: list[ItemRow]) -> ItemRow | None:
    """The item the meeting has turned to, else the first one still open."""
    chosen = next((row for row in rows if row.current), None)
    return chosen or next((row for row in rows if row.item.state == AgendaItem.State.LISTED), None)


def live_page(meeting: Meeting, actor: Actor, *, at: dt.datetime) -> LivePage:
    """Everything the live page shows this reader now."""
    me = actor_at(actor, meeting)
    procedure, body = procedure_at(meeting), body_at(meeting)
    rows = items_for(meeting, actor)
    now = current_item(meeting, rows)
    attendance = attendance_of(meeting)
    case = now.item.case if now is not None else None
    room = room_of(meeting, case, attendance)
    people = person_rows(meeting, attendance, room, at)
    in_charge = runs(me, procedure, body)
    mine = next(
        (p for p in people if actor.membership and p.membership and p.membership.pk == actor.membership.pk), None
    )
    return LivePage(
        meeting=meeting,
        title=body.title,
        version=version_of_page(meeting),
        runs=in_charge,
        chairs=chairs(me, procedure, body),
        items=rows,
        current=now,
        quorum=room.quorum(at) if now is not None and now.item.case is not None else None,
        people=people,
        vote=_vote_of(now, room, actor, at, in_charge),
        i_am=mine,
        may_say_here=me.holds("member") and (mine is None or mine.state in {"expected", "apologies", "left"}),
        missing=before_recommending(case, me) if in_charge and _is_open(now) else [],
    )


def _vote_of(row: ItemRow | None, room: Room, actor: Actor, at: dt.datetime, in_charge: bool) -> VoteNow | None:
    if row is None or row.hidden or row.item.case is None:
        return None
    return vote_now(row.item, room, voter_at(actor, room.meeting), at, in_charge=in_charge)


def _is_open(row: ItemRow | None) -> bool:
    """A case the reader may see and the meeting has still to deal with."""
    return row is not None and not row.hidden and row.item.case is not None and row.item.state == "listed"


def person_rows(meeting: Meeting, attendance: list[Attendance], room: Room, at: dt.datetime) -> list[PersonRow]:
    """Everybody recorded and the members still expected, by agency: the order stays while the meeting goes on."""
    conflicted = {p.person for p in room.people if p.conflicted}
    here = {p.person for p in room.here(at)}
    found, seen = [], set()
    invited = people_of(meeting, at=at)
    titles = role_titles(meeting, [*(row.membership_id for row in attendance), *(m.pk for m in invited)])
    for row in sorted(attendance, key=lambda r: (r.left_at is not None, r.name)):
        if row.left_at is not None and row.membership_id in seen:
            continue
        seen.add(row.membership_id)
        state = "here" if row.pk in here else "left" if row.left_at else "apologies"
        if row.part != Attendance.Part.APOLOGIES and row.arrived_at is None:
            state = "expected"
        found.append(_person(row, state, row.pk in conflicted, titles.get(row.membership_id, "")))
    for member in invited:
        if member.pk not in seen:
            found.append(
                PersonRow(
                    name=member.user.name,
                    agency=member.agency.title if member.agency else "",
                    detail=titles.get(member.pk, ""),
                    state="expected",
                    membership=member,
                )
            )
    # One order for the whole meeting, so that nobody jumps away under a finger: by agency, then by name.
    return sorted(found, key=lambda p: (p.agency_group, p.name))


def expected_at(meeting: Meeting, *, at: dt.datetime) -> list[PersonRow]:
    """Everybody of a meeting: recorded at it or invited to it."""
    attendance = attendance_of(meeting)
    return person_rows(meeting, attendance, room_of(meeting, None, attendance), at)


def _person(row: Attendance, state: str, conflicted: bool, title: str) -> PersonRow:
    words = [title] if title else []
    if row.part not in {Attendance.Part.VOTING, Attendance.Part.APOLOGIES}:
        words.append("in the chair" if row.part == Attendance.Part.CHAIR else row.get_part_display())
    if row.deputy_for:
        words.append(f"deputy for {row.deputy_for}")
    if conflicted and state == "here":
        words.append("left for this item: conflict of interest")
    return PersonRow(
        name=row.name,
        agency=row.agency.title if row.agency else "",
        detail=", ".join(words),
        state=state,
        attendance=row,
        membership=row.membership,
        conflicted=conflicted,
    )


def last_question(item: AgendaItem) -> Question | None:
    """The question now open on an item, else the last one put."""
    rows = Question.objects.filter(partnership=item.partnership_id, item=item).order_by("-put_at", "-id")
    return rows.filter(state=Question.State.OPEN).first() or rows.first()


def vote_now(item: AgendaItem, room: Room, me: Actor, at: dt.datetime, *, in_charge: bool) -> VoteNow | None:
    question = last_question(item)
    if question is None or question.state == Question.State.ABANDONED:
        return None
    votes = list(Vote.objects.filter(partnership=item.partnership_id, question=question).select_related("agency"))
    if question.state == Question.State.CLOSED:
        return ended(question)
    electorate = room.electorate(at)
    by_agency = {vote.agency_id: vote for vote in votes}
    done = {vote.agency.slug for vote in votes}
    mine = by_agency.get(me.agency_id) if me.agency_id else None
    own = mine is not None and me.membership is not None and mine.cast_by_id == me.membership.pk
    agency = Agency.objects.filter(partnership=item.partnership_id, pk=me.agency_id).first() if me.agency_id else None
    why_not = _why_not(item, room, me, at)
    return VoteNow(
        question=question,
        options=[
            {"text": one["label"], "votes": sum(vote.option == one["value"] for vote in votes)}
            for one in [*question.options, {"value": rules.ABSTAIN, "label": "Abstain"}]
        ],
        entitled=len(electorate.present),
        voted=[m.title for m in electorate.present if m.slug in done],
        waited_for=[m.title for m in electorate.present if m.slug not in done],
        show_counts=in_charge,
        my_agency=agency.title if agency else "",
        my_vote=mine,
        mine=own,
        may_vote=not why_not and (mine is None or own),
        is_waited_for=agency is not None and mine is None and electorate.entitles(agency.slug),
        why_not=why_not,
    )


def _why_not(item: AgendaItem, room: Room, me: Actor, at: dt.datetime) -> str:
    """Why this reader has no vote now; empty when they have."""
    if me.membership is None or not me.holds("member"):
        return "You follow this vote without one of your own: agencies vote through their people who are here to vote."
    if has_conflict(item.case, me.membership):
        return "You have a conflict of interest in this case."
    if item.meeting.kind == "correspondence":
        return ""
    rows = Attendance.objects.filter(
        partnership=item.partnership_id, meeting=item.meeting, membership=me.membership, left_at=None
    ).values_list("pk", flat=True)
    if not any(p.person in set(rows) for p in room.here(at)):
        return "You are not recorded as here. Say that you are here to vote."
    return ""


def ended(question: Question) -> VoteNow:
    from .minutes import not_voting

    frozen, result = question.electorate, question.result
    counts = {**result["counts"], rules.ABSTAIN: result["abstained"]}
    labels = [*question.options, {"value": rules.ABSTAIN, "label": "Abstain"}]
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
        result=result["why"],
        not_voting=not_voting(frozen),
    )


def vote_key(meeting: Meeting, me: Actor) -> str:
    """Changes when this reader's voting form must: another item or question, an answer of their agency, presence."""
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
    stamps = "-".join(str(int(value.timestamp() * 1000)) if value else "0" for value in mine.values())
    current = Meeting.objects.filter(partnership=meeting.partnership_id, pk=meeting.pk).values_list(
        "current_id", flat=True
    )
    return f"{current.first() or 0}-{question[0]}-{question[1]}-{stamps}-{int(here)}"

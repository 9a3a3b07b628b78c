"""The running meeting as its page shows it: who is here, the quorum of this item now, how the vote stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum

from partnerships.actors import Actor
from partnerships.models import Membership

from .. import rules
from ..models import AgendaItem, Attendance, Meeting
from .agenda import ItemRow, current_item, items_for
from .readiness import Missing, before_recommending
from .reading import people_of
from .room import Room, actor_at, attendance_of, body_at, chairs, procedure_at, role_titles, room_of, runs, voter_at
from .voting import VoteNow, last_question, vote_now
from .writing import AnswerRow, answer_rows


def version_of_page(meeting: Meeting) -> str:
    """Changes with everything the page shows: acts on the meeting as it was loaded, and on the cases it deals with.

    Ask before anything else of the page is read. A change that comes between then shows on the page under the old
    version and is drawn once more; asked last, the page would hold the past under the newest version, and stay so.
    """
    cases = AgendaItem.objects.filter(partnership=meeting.partnership_id, meeting=meeting)
    return f"{meeting.version}.{cases.aggregate(all=Sum('case__version'))['all'] or 0}"


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
class LivePage:
    meeting: Meeting
    title: str
    version: str
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
    answers: list[AnswerRow]  # of a question in writing that is open: who has answered and who has not

    @property
    def says(self) -> list[str]:
        """What a screen reader is told once when it becomes so; not who comes and who has voted, which is too much."""
        now, words = self.current, [f"The meeting is {self.meeting.get_state_display().lower()}."]
        if now is None or self.meeting.state != Meeting.State.OPEN:
            return words
        words.append(f"Item {now.number}: {now.title}." + (" You have left for this item." if now.hidden else ""))
        if self.quorum is not None:
            words.append("Quorate." if self.quorum.met else self.quorum.verdict)
        if self.vote is not None:
            ended = self.vote.question.state == "closed"
            words.append(self.vote.result if ended else f"The vote is open: {self.vote.question.wording}")
        return words


def live_page(meeting: Meeting, actor: Actor, *, at: dt.datetime) -> LivePage:
    """Everything the live page shows this reader now; `meeting` as it was loaded for this page."""
    version = version_of_page(meeting)
    me = actor_at(actor, meeting)
    procedure, body = procedure_at(meeting), body_at(meeting)
    rows = items_for(meeting, actor)
    now = current_item(meeting, rows)
    attendance = attendance_of(meeting)
    at = _as_recorded(attendance, at)
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
        version=version,
        runs=in_charge,
        chairs=chairs(me, procedure, body),
        items=rows,
        current=now,
        quorum=room.quorum(at) if now is not None else None,  # of an item that is no case: of the meeting as it is
        people=people,
        vote=_vote_of(now, room, actor, at, in_charge),
        i_am=mine,
        may_say_here=me.holds("member") and (mine is None or mine.state in {"expected", "apologies", "left"}),
        missing=before_recommending(case, me) if in_charge and _is_open(now) else [],
        answers=_answers(now, meeting, at),
    )


def _as_recorded(attendance: list[Attendance], at: dt.datetime) -> dt.datetime:
    """The time that is shown: never before somebody came or left who is recorded, whose own request began later."""
    return max(at, *(stamp for row in attendance for stamp in (row.arrived_at, row.left_at) if stamp), at)


def _answers(row: ItemRow | None, meeting: Meeting, at: dt.datetime) -> list[AnswerRow]:
    if row is None or row.hidden or meeting.kind != "correspondence":
        return []
    question = last_question(row.item)
    if question is None or question.state != question.State.OPEN:
        return []
    question.item, question.case = row.item, row.item.case
    return answer_rows(question, at=at)


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

"""A vote in writing: who has not answered, who says that it needs a meeting, and how long there is (RED-8, BHR-2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cases.queries import conflicted_membership_ids
from partnerships.models import Membership

from .. import rules
from ..models import AgendaItem, Meeting, Question, Vote
from .asked import standing_votes
from .reading import people_of
from .room import room_of, without_texts


def open_in_writing() -> list[Question]:
    """The open questions in writing that have a closing time, of the partnership that is open."""
    from partnerships.scope import current_partnership

    rows = Question.objects.filter(
        partnership=current_partnership(), state=Question.State.OPEN, item__meeting__answers_by__isnull=False,
        item__meeting__state=Meeting.State.OPEN, item__state=AgendaItem.State.LISTED,
    )  # fmt: skip
    rows = rows.select_related("item__meeting__procedure", "item__meeting__borough", "case__procedure")
    return list(rows.defer(*without_texts("item__meeting__procedure", "case__procedure")).order_by("pk"))


def silent_agencies(question: Question, *, at: dt.datetime) -> tuple[rules.Member, ...]:
    """The member agencies that have not answered, in the order of the text."""
    return room_of(question.item.meeting, question.case).silent(at)


def silent_people(question: Question, *, at: dt.datetime) -> list[Membership]:
    """Who is asked to answer and whose agency has not, without those who have a conflict of interest in the case."""
    silent = {member.slug for member in silent_agencies(question, at=at)}
    conflicted = conflicted_membership_ids(question.case)
    return [
        one
        for one in people_of(question.item.meeting, at=at)
        if one.agency is not None and one.agency.slug in silent and one.pk not in conflicted
    ]


def wanting_a_meeting(question: Question) -> list[Vote]:
    """The answers that say “this needs a meeting”, in the order they came."""
    return [vote for vote in standing_votes(question) if vote.option == rules.A_MEETING]


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """One agency asked in writing: whether it has answered, by whom and when; never how."""

    title: str
    names: str  # who answered, else whom the question went to
    vote: Vote | None
    conflicted: bool


def answer_rows(question: Question, *, at: dt.datetime) -> list[AnswerRow]:
    """Every member agency in the order of the text."""
    room = room_of(question.item.meeting, question.case)
    by_agency = {vote.agency.slug: vote for vote in standing_votes(question)}
    asked: dict[str, list[str]] = {}
    for one in people_of(question.item.meeting, at=at):
        if one.agency is not None:
            asked.setdefault(one.agency.slug, []).append(one.user.name)
    conflicted = {member.slug for member in room.electorate(at).conflicted}
    return [
        AnswerRow(
            title=member.title,
            names=by_agency[member.slug].cast_by_name
            if member.slug in by_agency
            else ", ".join(asked.get(member.slug, [])),
            vote=by_agency.get(member.slug),
            conflicted=member.slug in conflicted,
        )
        for member in room.members
    ]

"""A decision in writing, without a second meeting (RED-8, BHR-2): a vote like any other, answered from one's own desk.

It has a closing time. Until then answers are asked for and may be changed; after it none is taken, and the chair ends
the vote, gives more time, or takes the case to a meeting because somebody says that it needs one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from cases.acts import give_agency_access
from cases.models import Case
from cases.queries import body_of
from cases.spine import acting
from config.filters import datetime_long
from partnerships.actors import Actor
from partnerships.models import Membership
from partnerships.refusals import ActRefused
from procedures.model import Body

from ..models import AgendaItem, Attendance, Meeting, Question, Vote
from ..queries.reading import in_charge_of
from ..queries.room import body_at, governing, member_agencies
from ..queries.writing import silent_people, wanting_a_meeting
from .agenda import add_agenda_item
from .guard import CORRESPONDENCE, NOT_OVER, State, end_correspondence, lock_meeting, require_state, touch
from .leaving import leave_agenda
from .letters import people_of, write_to
from .questions import lock_open_question, put_question, require_open

ASKED, MORE_TIME, WANTED = "answer-in-writing", "more-time-to-answer", "meeting-wanted"


def decide_by_correspondence(
    *,
    case: Case,
    wording: str,
    options: Sequence[str],
    answers_by: dt.datetime,
    actor: Actor,
    at: dt.datetime,
) -> Question:
    """The chair puts the question in writing to the members of the body that considers the case.

    `answers_by`: the closing time; the vote is then counted under the same quorum and the same rule as at a meeting:
    who answers counts as present. The body's agencies may open the case from now on (C-52). Raises ActRefused when the
    body's text knows no decision in writing, the closing time has passed, or the case is on an agenda.
    """
    if answers_by <= at:
        raise ActRefused("The time for answers has passed already.", about="answers_by")
    with transaction.atomic():
        with acting("decide_by_correspondence", case=case, actor=actor, at=at) as doing:
            body = doing.procedure.find("bodies", body_of(doing.case))
            _require_no_meeting(doing.case, body)
            meeting = _in_writing(doing.case, body, answers_by, at)
            if body.quorum.chair and actor.membership is not None:
                _in_the_chair(meeting, actor, at)
            item = AgendaItem.objects.create(
                partnership_id=case.partnership_id, meeting=meeting, case=doing.case, position=1
            )
            why = f"Asked in writing by the {body_at(meeting).title}"
            for agency in member_agencies(meeting):
                give_agency_access(case=doing.case, agency=agency, why=why, at=at)
            doing.record(
                summary=f"The question is put in writing; answers by {datetime_long(answers_by)}.",
                data={"meeting": meeting.pk, "item": item.pk, "answers_by": answers_by.isoformat()},
            )
        question = put_question(item=item, wording=wording, options=options, actor=actor, at=at)
        write_in_writing(question, ASKED, people_of(meeting, at=at), key=f"correspondence:{question.pk}", at=at)
    return question


def _require_no_meeting(case: Case, body: Body) -> None:
    """The body may decide in writing, and no meeting is about to look at the case."""
    if CORRESPONDENCE not in body.meeting_kinds:
        raise ActRefused("This body does not decide in writing.")
    listed = AgendaItem.objects.filter(partnership=case.partnership_id, case=case, state="listed")
    if listed.filter(meeting__state__in=NOT_OVER).exists():
        raise ActRefused("The case is on the agenda of a meeting already.")


def _in_writing(case: Case, body: Body, answers_by: dt.datetime, at: dt.datetime) -> Meeting:
    """A meeting in writing is open from the moment the question is put."""
    return Meeting.objects.create(
        partnership_id=case.partnership_id,
        body=body.name,
        borough=case.borough if body.per_borough else None,
        procedure=case.procedure,
        kind=CORRESPONDENCE,
        starts_at=at,
        opened_at=at,
        answers_by=answers_by,
        state=State.OPEN,
        place="In writing",
    )


def _in_the_chair(meeting: Meeting, actor: Actor, at: dt.datetime) -> None:
    """Where the quorum asks for the chair, whoever puts the question in writing is in it."""
    Attendance.objects.create(
        partnership_id=meeting.partnership_id,
        meeting=meeting,
        membership=actor.membership,
        name=actor.membership.user.name,
        agency_id=actor.agency_id,
        part=Attendance.Part.CHAIR,
        arrived_at=at,
        recorded_by=actor.label,
    )


def give_more_time(
    *, question: Question, answers_by: dt.datetime, reason: str, actor: Actor, at: dt.datetime
) -> Question:
    """Moves the closing time of a question in writing, and tells whoever has not answered. Answers given stand.

    Raises ActRefused for a time that has passed or is earlier than the one given, and without a reason.
    """
    if not reason.strip():
        raise ActRefused("Say why there is more time.", about="reason")
    require_open(question, at)
    with acting("put_question", case=question.case, actor=actor, at=at, truths={"quorate": True}) as doing:
        locked = lock_open_question(question, at)
        meeting = _of_the_vote(locked)
        if answers_by <= at or (meeting.answers_by is not None and answers_by <= meeting.answers_by):
            raise ActRefused("Choose a later time than the one given, and one that has not passed.", about="answers_by")
        meeting.answers_by, meeting.version = answers_by, meeting.version + 1
        meeting.save()
        doing.record(
            summary=f"More time to answer in writing: until {datetime_long(answers_by)}.",
            reason=reason,
            data={"question": locked.pk, "answers_by": answers_by.isoformat()},
        )
        locked.item.meeting = meeting
        people = silent_people(locked, at=at)
        write_in_writing(locked, MORE_TIME, people, key=f"more-time:{locked.pk}:{answers_by:%Y%m%d%H%M}", at=at)
    return locked


def take_to_a_meeting(
    *, question: Question, reason: str, meeting: Meeting | None = None, actor: Actor, at: dt.datetime
) -> Question:
    """Ends a vote in writing without a count, because the case needs a meeting after all (RED-8).

    `meeting`: a planned one on whose agenda the case goes at once; None leaves it with those that wait for a meeting.
    What was answered stays on record, with who asked for a meeting and why. Raises ActRefused without a reason.
    """
    if not reason.strip():
        raise ActRefused("Say why the case needs a meeting.", about="reason")
    require_open(question, at)
    with transaction.atomic():
        with acting("put_question", case=question.case, actor=actor, at=at, truths={"quorate": True}) as doing:
            locked = lock_open_question(question, at)
            written = _of_the_vote(locked)
            leave_agenda(
                locked.item, AgendaItem.State.DEFERRED, f"It needs a meeting: {reason.strip()}", at=at,
                withdrawn_why=f"The case goes to a meeting: {reason.strip()}",
            )  # fmt: skip
            end_correspondence(written, at)
            locked.refresh_from_db(fields=["state", "closed_at", "result"])
            wanted = [{"agency": vote.agency.title, "why": vote.reason} for vote in wanting_a_meeting(locked)]
            doing.record(
                summary="The vote in writing was ended without a count: the case goes to a meeting.",
                reason=reason,
                data={"question": locked.pk, "asked_for_by": wanted},
            )
        if meeting is not None:
            add_agenda_item(meeting=meeting, case=question.case, reason=reason, actor=actor, at=at)
    return locked


def _of_the_vote(question: Question) -> Meeting:
    meeting = lock_meeting(question.item.meeting)
    require_state(meeting, State.OPEN)
    if meeting.kind != CORRESPONDENCE:
        raise ActRefused("This question was not put in writing.")
    return meeting


def tell_of_a_wanted_meeting(vote: Vote, meeting: Meeting, *, at: dt.datetime) -> None:
    """The chair and the secretariat hear that somebody wants a meeting; why stands behind sign-in (C-30)."""
    key = f"meeting-wanted:{vote.pk}:{at:%Y%m%d%H%M%S}"
    write_in_writing(vote.question, WANTED, in_charge_of(meeting, at=at), key=key, at=at, agency=vote.agency.title)
    touch(meeting.pk, meeting.partnership_id)


def write_in_writing(
    question: Question, letter: str, people: list[Membership], *, key: str, at: dt.datetime, missing: str = "",
    agency: str = "",
) -> int:  # fmt: skip
    """A letter of a vote in writing to each: the case's reference, the closing time, and the page to answer on."""
    meeting = question.item.meeting
    procedure, body = governing(meeting, question.case)
    path = reverse("cast_vote", kwargs={"partnership": procedure.slug, "reference": question.case.reference})
    more = {
        "reference": question.case.reference, "body": body.title, "link": settings.BASE_URL + path,
        "answers_by": datetime_long(meeting.answers_by) if meeting.answers_by else "", "missing": missing,
        "agency": agency,
    }  # fmt: skip
    return write_to(meeting, letter, people, key=key, at=at, more=more, case=question.case)

"""A decision in writing, without a second meeting (RED-8): a vote like any other, answered from one's own desk."""

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
from config.filters import date_long
from documents.acts import queue_message
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Body

from ..models import AgendaItem, Attendance, Meeting, Question
from ..queries.room import body_at, governing, member_agencies
from .guard import CORRESPONDENCE, NOT_OVER, State
from .letters import people_of
from .questions import put_question


def decide_by_correspondence(
    *,
    case: Case,
    wording: str,
    options: Sequence[str],
    answer_by: dt.date,
    actor: Actor,
    at: dt.datetime,
) -> Question:
    """The chair puts the question in writing to the members of the body that considers the case.

    `answer_by`: until when answers are asked for; the vote ends when the chair closes it, under the same quorum and
    the same rule as at a meeting: who answers counts as present. The body's agencies may open the case from now on
    (C-52). Raises ActRefused when the body's text knows no decision in writing, or the case is on an agenda.
    """
    with transaction.atomic():
        with acting("decide_by_correspondence", case=case, actor=actor, at=at) as doing:
            body = body_of(doing.case)
            if CORRESPONDENCE not in doing.procedure.find("bodies", body).meeting_kinds:
                raise ActRefused("This body does not decide in writing.")
            if AgendaItem.objects.filter(
                partnership=case.partnership_id, case=case, state="listed", meeting__state__in=NOT_OVER
            ).exists():
                raise ActRefused("The case is on the agenda of a meeting already.")
            meeting = _in_writing(doing.case, doing.procedure.find("bodies", body), answer_by, at)
            if doing.procedure.find("bodies", body).quorum.chair and actor.membership is not None:
                _in_the_chair(meeting, actor, at)
            item = AgendaItem.objects.create(
                partnership_id=case.partnership_id, meeting=meeting, case=doing.case, position=1
            )
            why = f"Asked in writing by the {body_at(meeting).title}"
            for agency in member_agencies(meeting):
                give_agency_access(case=doing.case, agency=agency, why=why, at=at)
            doing.record(
                summary=f"The question is put in writing; answers by {date_long(answer_by)}.",
                data={"meeting": meeting.pk, "item": item.pk, "answer_by": answer_by.isoformat()},
            )
        question = put_question(item=item, wording=wording, options=options, actor=actor, at=at)
        _ask(question, meeting, answer_by, at)
    return question


def _in_writing(case: Case, body: Body, answer_by: dt.date, at: dt.datetime) -> Meeting:
    """A meeting in writing is open from the moment the question is put."""
    return Meeting.objects.create(
        partnership_id=case.partnership_id,
        body=body.name,
        borough=case.borough if body.per_borough else None,
        procedure=case.procedure,
        kind=CORRESPONDENCE,
        starts_at=at,
        opened_at=at,
        state=State.OPEN,
        place=f"In writing, answers by {date_long(answer_by)}",
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


def _ask(question: Question, meeting: Meeting, answer_by: dt.date, at: dt.datetime) -> None:
    """One e-mail to each member, without personal details (C-30)."""
    procedure, body = governing(meeting, question.case)
    reference = question.case.reference
    path = reverse("cast_vote", kwargs={"partnership": procedure.slug, "reference": reference})
    for member in people_of(meeting, at=at):
        queue_message(
            key=f"correspondence:{question.pk}:{member.pk}",
            kind="correspondence",
            to_email=member.user.email,
            to_name=member.user.name,
            to_user=member.user,
            case=question.case,
            subject=f"{reference}: your agency is asked to answer by {date_long(answer_by)}",
            body=(
                f"The {body.title} is asked to decide case {reference} in writing, without another meeting.\n\n"
                f"Please read what is new and answer for your agency by {date_long(answer_by)}: "
                f"{settings.BASE_URL}{path}\n"
            ),
            at=at,
        )

"""Dates offered to the members of a body, answered by each, and one of them chosen for the meeting (RED-2, C-26)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from config.filters import date_long
from partnerships.actors import Actor
from partnerships.models import Borough
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures import library
from procedures.models import ProcedureVersion
from procedures.saying import whoever_runs

from ..models import DatePoll, Meeting, PollAnswer, PollDate
from ..queries.polls import asked_of, meeting_of
from ..queries.room import runs
from .guard import require_runs
from .letters import write_to
from .meetings import convene_meeting

LETTER, MOST = "which-dates", 8


def offer_dates(
    *, procedure_version: ProcedureVersion, body: str, dates: Sequence[dt.datetime], place: str, kind: str = "meeting",
    borough: Borough | None = None, case: Case | None = None, answers_by: dt.date, actor: Actor, at: dt.datetime,
) -> DatePoll:  # fmt: skip
    """Asks the members of a body which dates suit them; each gets one e-mail. The chair or the secretariat.

    `case`: whose deadlines the dates are measured against. Raises ActRefused with fewer than two different dates, more
    than eight, one that has passed, and a last day for answers that is past or not before the first date.
    """
    block = library.of_version(procedure_version).find("bodies", body)
    if not runs(actor, library.of_version(procedure_version), block):
        raise ActRefused(f"Only the {whoever_runs(library.of_version(procedure_version), body)} can do this.")
    wanted = sorted(set(dates))
    if not 2 <= len(wanted) <= MOST:
        raise ActRefused(f"Offer at least two different dates, and at most {MOST}.", about="date_1")
    if wanted[0] <= at:
        raise ActRefused("One of the dates has passed.", about="date_1")
    if not timezone.localdate(at) <= answers_by <= timezone.localdate(wanted[0]):
        raise ActRefused("Answers have to come before the first of the dates.", about="answers_by")
    if block.per_borough and borough is None:
        raise ActRefused(f"Say which borough’s {block.title} meets.", about="borough")
    with transaction.atomic():
        _require_new(body, borough, wanted)
        poll = DatePoll.objects.create(
            partnership=current_partnership(), procedure=procedure_version, body=body, kind=kind, place=place.strip(),
            borough=borough if block.per_borough else None, case=case, answers_by=answers_by, asked_at=at,
            asked_by=actor.label,
        )  # fmt: skip
        for starts_at in wanted:
            PollDate.objects.create(partnership=poll.partnership, poll=poll, starts_at=starts_at)
        _ask(poll, at)
    return poll


def _require_new(body: str, borough: Borough | None, wanted: list[dt.datetime]) -> None:
    """A form sent twice asks nobody twice."""
    same = DatePoll.objects.select_for_update(of=("self",)).filter(
        partnership=current_partnership(), body=body, borough=borough, state=DatePoll.State.OPEN
    )
    if any([date.starts_at for date in poll.dates.all()] == wanted for poll in same):
        raise ActRefused("These dates are offered already.")


def _ask(poll: DatePoll, at: dt.datetime) -> int:
    return write_to(
        meeting_of(poll), LETTER, asked_of(poll, at=at), key=f"dates:{poll.pk}", at=at, more=values_of_poll(poll)
    )


def values_of_poll(poll: DatePoll) -> dict[str, str]:
    """What the letter says: the last day for answers and the page to answer on; the dates are behind sign-in."""
    slug = library.of_version(poll.procedure).slug
    path = reverse("date_poll", kwargs={"partnership": slug, "poll": poll.pk}) if poll.pk else ""
    return {"due_on": date_long(poll.answers_by), "link": settings.BASE_URL + path if path else "[the address]"}


def answer_dates(*, poll: DatePoll, answers: Mapping[int, str], actor: Actor, at: dt.datetime) -> DatePoll:
    """Somebody who is asked says of each date whether they can come; again, it takes the place of the first answer.

    Raises ActRefused for anybody else, without an answer to each date, and once a date is chosen.
    """
    mine = actor.membership
    if mine is None or all(one.pk != mine.pk for one in asked_of(poll, at=at)):
        raise ActRefused("You are not asked for this meeting.")
    with transaction.atomic():
        locked = _open(poll)
        dates = list(locked.dates.all())
        if {date.pk for date in dates} - set(answers):
            raise ActRefused("Answer for each of the dates.")
        for date in dates:
            PollAnswer.objects.update_or_create(
                partnership=locked.partnership, date=date, membership=mine,
                defaults={"answer": PollAnswer.Answer(answers[date.pk]), "at": at},
            )  # fmt: skip
    return poll


def choose_date(*, date: PollDate, short_notice_why: str = "", actor: Actor, at: dt.datetime) -> Meeting:
    """The office takes one of the dates: the meeting is convened and everybody invited, and the asking is over.

    Raises ActRefused as convening does, and when another date was chosen meanwhile.
    """
    require_runs(meeting_of(date.poll), actor)
    if timezone.localdate(date.starts_at) < timezone.localdate(at):
        raise ActRefused("This date has passed. Choose a later one.")
    with transaction.atomic():
        poll = _open(date.poll)
        procedure = library.of_version(poll.procedure)
        meeting = convene_meeting(
            procedure_version=poll.procedure, body=poll.body, starts_at=date.starts_at, borough=poll.borough,
            place=poll.place, kind=poll.kind, short_notice_why=short_notice_why,
            standing_items=procedure.find("bodies", poll.body).standing_items, actor=actor, at=at,
        )  # fmt: skip
        poll.state, poll.meeting, poll.ended_at = DatePoll.State.CHOSEN, meeting, at
        poll.save()
    return meeting


def withdraw_dates(*, poll: DatePoll, actor: Actor, at: dt.datetime) -> DatePoll:
    """The office asks no longer; what was answered stays."""
    require_runs(meeting_of(poll), actor)
    with transaction.atomic():
        locked = _open(poll)
        locked.state, locked.ended_at = DatePoll.State.WITHDRAWN, at
        locked.save()
    return locked


def _open(poll: DatePoll) -> DatePoll:
    locked = DatePoll.objects.select_for_update(of=("self",)).get(partnership=poll.partnership_id, pk=poll.pk)
    locked.procedure, locked.borough = poll.procedure, poll.borough
    if locked.state != DatePoll.State.OPEN:
        raise ActRefused(f"These dates are no longer asked for: {locked.get_state_display().lower()}.")
    return locked

"""What goes on between two meetings: a question answered in writing, and dates offered for a further meeting."""

from __future__ import annotations

import datetime as dt
import logging

from panels import acts as panels
from panels.acts.questions import options_for
from panels.models import DatePoll, Meeting
from panels.queries.lists import waiting_cases
from panels.queries.polls import asked_of
from panels.queries.reading import people_of
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Body

from .telling import Story

log = logging.getLogger("safeguarding.demo")
ANSWERS = ("yes", "no", "maybe")
MOST = 6  # agencies that have answered in writing


def ask_in_writing(story: Story, meeting: Meeting, answers_by: dt.datetime) -> None:
    """What was missing at the meeting has come; the members are asked in writing, and some have answered."""
    options = [option["value"] for option in options_for(story.procedure, story.case.pathway)][:3]
    question = panels.decide_by_correspondence(
        case=story.case, wording="The ambulance record has come. Which review, if any, should follow?", options=options,
        answers_by=answers_by, actor=story.chair_of(meeting.body), at=story.at,
    )  # fmt: skip
    answered: set[int] = set()
    for number, person in enumerate(people_of(question.item.meeting, at=story.at)):
        if len(answered) == MOST or person.agency_id is None or person.agency_id in answered or number % 3 == 1:
            continue
        try:
            panels.cast_vote(
                question=question, option=options[0], reason="The record bears it out.", actor=story.actor(person),
                at=story.at + dt.timedelta(minutes=50 * len(answered)),
            )  # fmt: skip
        except ActRefused as refusal:
            log.debug("no answer in writing: %s", refusal)
            continue
        answered.add(person.agency_id)


def offer_dates(story: Story, body: Body, meeting: Meeting, secretary: Actor) -> DatePoll | None:
    """Three dates for a further meeting about the case that waits longest; most members have said which suit them."""
    waiting = waiting_cases(secretary, body=body.name, borough_id=meeting.borough_id)
    if not waiting:
        return None
    days = [(story.calendar.after(story.today, ahead), hour) for ahead, hour in ((11, 10), (12, 14), (15, 10))]
    poll = panels.offer_dates(
        procedure_version=story.version, body=body.name, place="By video", borough=meeting.borough, case=waiting[0],
        dates=[dt.datetime.combine(day, dt.time(hour), tzinfo=story.at.tzinfo) for day, hour in days],
        answers_by=story.calendar.after(story.today, 6), actor=secretary, at=story.at,
    )  # fmt: skip
    dates = list(poll.dates.all())
    asked = [person for number, person in enumerate(asked_of(poll, at=story.at)) if number % 4]
    for number, person in enumerate(asked):
        says = {date.pk: _says(number, place) for place, date in enumerate(dates)}
        panels.answer_dates(poll=poll, answers=says, actor=story.actor(person), at=story.at)
    return poll


def _says(number: int, place: int) -> str:
    """The second date suits nearly everybody."""
    return ANSWERS[(number + place) % 3] if place != 1 else ANSWERS[2 * (number % 5 == 4)]

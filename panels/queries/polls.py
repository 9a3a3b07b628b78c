"""Dates offered for a meeting: who can come on each, what the quorum would lack, what the deadlines allow."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from cases.clocks import applies
from cases.models import Case
from cases.queries import procedure_of, visible_cases
from cases.state import state_of
from deadlines.models import Deadline
from deadlines.queries import calendar_of, meeting_days
from deadlines.rules import evaluate, working_days_left
from partnerships.actors import Actor
from partnerships.models import Membership
from partnerships.scope import current_partnership
from procedures.model import Procedure
from procedures.sentences import starts_of
from procedures.vocabulary import start_phrase

from .. import rules
from ..models import Attendance, DatePoll, Meeting, PollAnswer, PollDate
from .lists import waiting_cases
from .reading import people_of
from .room import actor_at, body_at, chairs, procedure_at, room_of, runs_meeting, without_texts

# The acts that a meeting does or that come of it: deadlines that end with one of them bound the date of a meeting.
COMES_OF_A_MEETING = {
    "hold_meeting", "put_question", "close_question", "recommend", "send_recommendation", "ratify_recommendation",
    "return_recommendation", "replace_recommendation", "decide_escalation", "send_outcome", "tell_outcome",
    "send_minutes",
}  # fmt: skip
OF_THE_MEETING = ("meeting", "meeting held")


def meeting_of(poll: DatePoll, starts_at: dt.datetime | None = None) -> Meeting:
    """The meeting that a date of this poll would be; not stored."""
    return Meeting(
        partnership_id=poll.partnership_id, procedure=poll.procedure, body=poll.body, borough=poll.borough,
        kind=poll.kind, place=poll.place, starts_at=starts_at or poll.asked_at,
    )  # fmt: skip


def _polls() -> QuerySet[DatePoll]:
    rows = DatePoll.objects.filter(partnership=current_partnership()).select_related("procedure", "borough", "case")
    return rows.defer(*without_texts("procedure"))


def asked_of(poll: DatePoll, *, at: dt.datetime) -> list[Membership]:
    return people_of(meeting_of(poll), at=at)


def silent_on(poll: DatePoll, *, at: dt.datetime) -> list[Membership]:
    """Whoever is asked and has not answered."""
    said = set(PollAnswer.objects.filter(partnership=poll.partnership_id, date__poll=poll).values_list("membership_id"))
    return [one for one in asked_of(poll, at=at) if (one.pk,) not in said]


def polls_asked() -> QuerySet[DatePoll]:
    """The polls of which no date is chosen yet."""
    return _polls().filter(state=DatePoll.State.OPEN).order_by("pk")


def may_open(poll: DatePoll, actor: Actor, *, at: dt.datetime) -> bool:
    """Whoever runs the body's meetings, and the people who are asked."""
    if runs_meeting(actor, meeting_of(poll)):
        return True
    return actor.membership is not None and any(one.pk == actor.membership.pk for one in asked_of(poll, at=at))


def find_poll(number: int, actor: Actor, *, at: dt.datetime) -> DatePoll:
    """Http404 in the same words for one that is not there and one that is not theirs to see."""
    poll = _polls().filter(pk=number).first()
    if poll is None or not may_open(poll, actor, at=at):
        raise Http404
    return poll


def open_polls(actor: Actor, *, at: dt.datetime) -> list[tuple[DatePoll, str, bool]]:
    """(poll, title of its body, whether this person still has to answer), the most urgent first."""
    found = []
    for poll in polls_asked().order_by("answers_by", "pk"):
        if not may_open(poll, actor, at=at):
            continue
        mine = actor.membership
        asked = mine is not None and any(one.pk == mine.pk for one in asked_of(poll, at=at))
        said = PollAnswer.objects.filter(partnership=poll.partnership_id, date__poll=poll, membership=mine)
        found.append((poll, body_at(meeting_of(poll)).title, asked and not said.exists()))
    return found


def my_answers(poll: DatePoll, membership: Membership | None) -> dict[int, str]:
    """Date -> what this person said of it."""
    rows = PollAnswer.objects.filter(partnership=poll.partnership_id, date__poll=poll, membership=membership)
    return dict(rows.values_list("date_id", "answer"))


def cases_for(actor: Actor, procedure: Procedure, bodies: list[str]) -> list[Case]:
    """The cases whose deadlines a date may be measured against: those that wait for one of these bodies."""
    found = {case.pk: case for body in bodies for case in waiting_cases(actor, body=body)}
    return list(found.values())


@dataclass(frozen=True, kw_only=True)
class DateRow:
    """One date: who said what, the places of the quorum, and how it stands to the case's deadlines."""

    date: PollDate
    can: list[str]
    maybe: list[str]
    cannot: list[str]
    quorum: rules.QuorumResult
    follows: tuple[rules.Follows, ...]
    windows: tuple[rules.Window, ...]

    @property
    def verdict(self) -> str:
        """The worst of its deadlines."""
        verdicts = {one.verdict for one in self.windows}
        return next((each for each in (rules.TOO_LATE, rules.AFTER_TARGET, rules.IN_TIME) if each in verdicts), "")


def date_rows(poll: DatePoll, actor: Actor, *, at: dt.datetime) -> list[DateRow]:
    """Every date in order. The deadlines are those of the poll's case, where this person may see it."""
    people = {one.pk: one for one in asked_of(poll, at=at)}
    answers = PollAnswer.objects.filter(partnership=poll.partnership_id, date__poll=poll)
    rows = list(answers.select_related("membership__user", "membership__agency").order_by("membership__user__name"))
    case = _seen(poll, actor)
    chair = _chair(poll, list(people.values()), at)
    return [_row(date, [one for one in rows if one.date_id == date.pk], poll, case, chair) for date in poll.dates.all()]


def _seen(poll: DatePoll, actor: Actor) -> Case | None:
    if poll.case_id is None:
        return None
    return visible_cases(actor_at(actor, meeting_of(poll))).filter(pk=poll.case_id).select_related("procedure").first()


def _chair(poll: DatePoll, people: list[Membership], at: dt.datetime) -> int | None:
    """Whoever of those asked would take the chair."""
    from partnerships.actors import actor_of

    meeting = meeting_of(poll)
    procedure, body, on = procedure_at(meeting), body_at(meeting), timezone.localdate(at)
    return next((one.pk for one in people if chairs(actor_of(one, procedure, on), procedure, body)), None)


def _row(date: PollDate, answers: list[PollAnswer], poll: DatePoll, case: Case | None, chair: int | None) -> DateRow:
    def names(answer: str) -> list[str]:
        found = [one.membership for one in answers if one.answer == answer]
        return [f"{one.user.name} ({one.agency.title})" if one.agency else one.user.name for one in found]

    day = timezone.localdate(date.starts_at)
    follows = follows_of(case, day) if case is not None else ()
    return DateRow(
        date=date,
        can=names(PollAnswer.Answer.YES),
        maybe=names(PollAnswer.Answer.MAYBE),
        cannot=names(PollAnswer.Answer.NO),
        quorum=_quorum(date, answers, poll, case, chair),
        follows=follows,
        windows=windows_of(case, day, follows) if case is not None else (),
    )


def _quorum(date, answers, poll: DatePoll, case: Case | None, chair: int | None) -> rules.QuorumResult:
    """The quorum if everybody came who can, or can if need be."""
    meeting = meeting_of(poll, date.starts_at)
    coming = [one.membership for one in answers if one.answer != PollAnswer.Answer.NO]
    rows = [
        Attendance(
            pk=-number, partnership_id=poll.partnership_id, meeting=meeting, membership=one, name=one.user.name,
            agency=one.agency, arrived_at=date.starts_at,
            part=Attendance.Part.CHAIR if one.pk == chair else Attendance.Part.VOTING,
        )
        for number, one in enumerate(coming, start=1)
    ]  # fmt: skip
    return room_of(meeting, case, rows).quorum(date.starts_at)


def follows_of(case: Case, day: dt.date) -> tuple[rules.Follows, ...]:
    """What a meeting on that day would make due, by the clocks of the case's text that run from it."""
    procedure = procedure_of(case)
    state, calendar = state_of(case, version=procedure.version), calendar_of(case.partnership)
    known: dict[str, object] = {}
    meetings = meeting_days(procedure, case.borough_id)
    for one in state.occurrences():
        if not one.about:
            known.setdefault(_phrase(one.name), one.at)
    known |= dict.fromkeys(OF_THE_MEETING, day)
    found = []
    for clock in procedure.clocks:
        if clock.limit is None or clock.for_each or clock.notice or not applies(clock, state):
            continue
        if set(starts_of(clock.limit)).isdisjoint(OF_THE_MEETING):
            continue
        due = evaluate(clock.limit, known, calendar, meetings=meetings).due_on
        if due is not None and due >= day:
            found.append(rules.Follows(title=clock.title, due_on=due, ends_with=frozenset(clock.stops)))
    return tuple(sorted(found, key=lambda one: (one.due_on, one.title)))


def _phrase(slug: str) -> str:
    try:
        return start_phrase(slug)
    except KeyError:
        return slug


def windows_of(case: Case, day: dt.date, follows: tuple[rules.Follows, ...]) -> tuple[rules.Window, ...]:
    """The date against the deadlines of the case that run and end with the meeting or with what comes of it."""
    procedure, calendar = procedure_of(case), calendar_of(case.partnership)
    clocks = {clock.name: frozenset(clock.stops) for clock in procedure.clocks if COMES_OF_A_MEETING & set(clock.stops)}
    rows = Deadline.objects.filter(
        Q(about=""), partnership=case.partnership_id, case=case, state=Deadline.State.OPEN, clock__in=list(clocks),
        permanence=False,
    )  # fmt: skip
    bounds = [
        rules.Bound(title=row.title, due_on=row.due_on, target_on=row.target_on, ends_with=clocks[row.clock])
        for row in rows
    ]
    return rules.window(day, follows, bounds, lambda since, due: working_days_left(since, due, calendar))

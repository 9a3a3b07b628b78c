"""Clocks that run to "the next meeting of" a body know its meetings, of every partnership and by every spelling."""

from __future__ import annotations

import datetime as dt

from deadlines.acts import set_meeting_day
from deadlines.models import Deadline, MeetingDay
from deadlines.moving import recalculate
from deadlines.queries import meeting_days
from panels.acts import convene_series, move_meeting
from panels.models import Meeting
from partnerships.models import Borough
from procedures import library
from procedures.sentences import bodies_of, normal_name
from tests.factories import london, the_version

from .scenes import CONVENED, MEETING, a_meeting, accepted_case, the_people

FIRST, SECOND, THIRD = dt.date(2026, 9, 15), dt.date(2026, 10, 13), dt.date(2026, 11, 10)


def open_days(case, clock: str = "considered") -> list[dt.date]:
    rows = Deadline.objects.filter(case=case, clock=clock, state=Deadline.State.OPEN)
    return [row.target_on for row in rows]


# RED-21, RED-22
def test_a_case_waits_for_the_next_meeting_as_soon_as_one_is_convened(redbridge):
    """Convened, moved and called off: each time the deadline follows, without an act on the case."""
    scene = the_people("nel-icb")
    case = accepted_case(scene)
    assert open_days(case) == []
    meeting = a_meeting(scene)
    assert open_days(case) == [FIRST]
    row = Deadline.objects.get(case=case, clock="considered", state=Deadline.State.OPEN)
    assert row.explanation["target"]["due"] == FIRST.isoformat()
    a_meeting(scene, london(2026, 10, 13, 10))
    assert open_days(case) == [FIRST]
    move_meeting(
        meeting=meeting, starts_at=london(2026, 9, 22, 10), place="", reason="Flooded.", actor=scene.chair, at=CONVENED
    )
    assert open_days(case) == [dt.date(2026, 9, 22)]
    # A meeting that comes in between is the next one now.
    a_meeting(scene, london(2026, 9, 8, 10))
    assert open_days(case) == [dt.date(2026, 9, 8)]


def test_a_series_gives_the_day_once_and_what_is_called_off_gives_the_next(redbridge):
    scene = the_people("nel-icb")
    convene_series(
        procedure_version=the_version(), body="one-panel", first=MEETING, count=3, actor=scene.secretary, at=CONVENED
    )
    assert list(MeetingDay.objects.order_by("on").values_list("on", flat=True)) == [
        timed.date() for timed in Meeting.objects.order_by("starts_at").values_list("starts_at", flat=True)
    ]
    case = accepted_case(scene)
    (on,) = open_days(case)
    first, second, _ = MeetingDay.objects.order_by("on").values_list("on", flat=True)
    assert on == first
    # RED-2 lets no meeting be called off while a referral waits for it: the other way a day goes.
    number = Meeting.objects.order_by("starts_at").first().pk
    set_meeting_day(meeting_id=number, body="one-panel", on=None)
    recalculate([first], at=CONVENED, body="one-panel")
    assert open_days(case) == [second]


def test_every_clock_of_every_text_finds_the_meetings_of_its_body(redbridge):
    """A body is stored by its name and written by its title: both must be found, "One Panel" and "one-panel"."""
    on, asked = dt.date(2026, 12, 1), 0
    for path in library.shipped_files():
        procedure = library.from_file(path)
        MeetingDay.objects.all().delete()
        for number, body in enumerate(procedure.bodies, start=1):
            MeetingDay.objects.create(partnership=redbridge, meeting=number, body=body.name, on=on)
        days = meeting_days(procedure)
        for clock in procedure.clocks:
            for sentence in (each for each in (clock.limit, clock.target) if each is not None):
                for body in bodies_of(sentence):
                    assert days[body] == [on], (path.name, clock.name, body)
                    asked += 1
        for body in procedure.bodies:
            assert days[normal_name(body.title)] == days[normal_name(body.name)] == [on]
    assert asked > 6


def test_of_a_body_that_each_borough_has_only_its_own_meetings_count(redbridge):
    """BHR-12: the next meeting of Havering's group is no meeting for a case of Redbridge."""
    procedure = library.of_version(the_version())
    east, west = (
        Borough.objects.create(partnership=redbridge, slug=name, title=name.title()) for name in ("east", "west")
    )
    for number, (borough, on) in enumerate(((east, FIRST), (west, SECOND), (None, THIRD)), start=1):
        MeetingDay.objects.create(partnership=redbridge, meeting=number, body="one-panel", borough=borough, on=on)
    assert meeting_days(procedure, east.pk)["one panel"] == [FIRST, THIRD]
    assert meeting_days(procedure, west.pk)["one panel"] == [SECOND, THIRD]
    assert meeting_days(procedure)["one panel"] == [FIRST, SECOND, THIRD]

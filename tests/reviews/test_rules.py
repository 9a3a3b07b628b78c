"""When an action is late and to whom it goes up, as plain values (DAR-10, DAR-30)."""

from __future__ import annotations

import datetime as dt

from deadlines.calendar import calendar_for
from procedures import reader
from reviews.queries.implementing import state_of
from reviews.rules.actions import Dates, next_rung, rungs, standing, too_early, why_no_more_time

DAY = dt.date(2026, 11, 30)
LATER = dt.date(2027, 1, 31)
CALENDAR = calendar_for("GB", "ENG", (), ())
DARLINGTON = reader.read_file(reader.TEXTS / "darlington" / "dsp1.4.toml")
REDBRIDGE = reader.read_file(reader.TEXTS / "redbridge" / "1.5.toml")


def words(state, dates, today, up=()):
    found = standing(state, dates, today=today, calendar=CALENDAR, up=up)
    return found.words, found.days_late, found.late, found.exception


def test_the_due_day_itself_is_in_time():
    assert words("open", Dates(DAY, DAY), DAY) == ("To do", 0, False, False)
    assert words("open", Dates(DAY, DAY), DAY + dt.timedelta(1)) == ("Late", 1, True, True)


def test_an_action_that_ended_is_measured_by_the_day_it_ended():
    assert words("done", Dates(DAY, DAY, DAY), LATER) == ("Done", 0, False, False)
    assert words("done", Dates(DAY, DAY, LATER), LATER) == ("Done late", 41, False, False)
    assert words("dropped", Dates(DAY, DAY, DAY), LATER) == ("Given up", 0, False, True)


def test_more_time_is_an_exception_and_stays_one():
    assert words("open", Dates(LATER, DAY), DAY) == ("More time given", 0, False, True)
    assert words("done", Dates(LATER, DAY, DAY), LATER) == ("Done", 0, False, True)


def test_a_late_action_says_how_far_up_it_went():
    both = ("escalate_action", "escalate_action_further")
    assert words("open", Dates(DAY, DAY), LATER, both[:1])[0] == "Late, escalated"
    assert words("open", Dates(DAY, DAY), LATER, both)[0] == "Late, escalated further"


def test_dar_30_three_months_past_its_day_and_six_past_its_first_one():
    plain = [(rung.act, rung.on) for rung in rungs(DARLINGTON, Dates(DAY, DAY), CALENDAR)]
    assert plain == [
        ("escalate_action", dt.date(2027, 2, 28)), ("escalate_action_further", dt.date(2027, 5, 30)),
    ]  # fmt: skip
    moved = [rung.on for rung in rungs(DARLINGTON, Dates(LATER, DAY), CALENDAR)]
    assert moved == [dt.date(2027, 4, 30), dt.date(2027, 5, 30)]  # an extension does not move the second (DAR-10)
    assert rungs(REDBRIDGE, Dates(DAY, DAY), CALENDAR) == []  # its text says nothing of going up


def test_the_next_way_up_is_the_first_not_taken():
    found = rungs(DARLINGTON, Dates(DAY, DAY), CALENDAR)
    assert next_rung(found, ()).act == "escalate_action"
    assert next_rung(found, ["escalate_action"]).act == "escalate_action_further"
    assert next_rung(found, ["escalate_action", "escalate_action_further"]) is None
    assert [too_early(found[0], today=day) for day in (dt.date(2027, 2, 27), dt.date(2027, 2, 28))] == [True, False]


def test_more_time_is_a_later_day():
    assert why_no_more_time(DAY, Dates(DAY, DAY)) == "More time means a later day than the one it has now."
    assert why_no_more_time(LATER, Dates(DAY, DAY)) == ""


def test_c_46_what_became_of_a_finding():
    nothing_done = [state_of(answer, [], 0) for answer in ("accepted", "partly", "")]
    assert nothing_done == ["no action yet", "no action yet", "not answered"]
    assert state_of("accepted", ["done"], 1) == "under way"
    assert state_of("accepted", ["done", "done"], 0) == "implemented"
    assert state_of("partly", ["done", "dropped"], 0) == "partly"
    assert state_of("accepted", ["dropped"], 0) == "not implemented"
    assert state_of("not-accepted", [], 0) == "not implemented"

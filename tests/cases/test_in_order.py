"""No act of a case happened before it was its turn, whenever it is typed (C-51)."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.acts import declare_conflict
from cases.models import Event
from cases.spine import acting
from panels.acts import add_agenda_item
from partnerships.refusals import ActRefused
from tests.factories import NOW, a_case, a_member, acting_as, london
from tests.panels.scenes import CONVENED, a_meeting, accepted_case, the_people

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)


def done(case, act: str, actor, at: dt.datetime, **more) -> None:
    with acting(act, case=case, actor=actor, at=at) as doing:
        doing.record(summary="Done.", **more)


def refusal(*args, **more) -> ActRefused:
    with pytest.raises(ActRefused) as refused:
        done(*args, **more)
    return refused.value


def test_nothing_is_acknowledged_before_it_came(redbridge):
    sam = acting_as(a_member("Sam Secretary", "secretariat"))
    case = a_case(sam)
    told = refusal(case, "acknowledge_referral", sam, NOW - HOUR)
    assert (str(told), told.about) == (
        "The case came to “Received” on 1 September 2026 at 10am. This cannot have happened before then. If that time "
        "is wrong, put it right first.",
        "happened_at",
    )
    assert not Event.objects.filter(case=case, act="acknowledge_referral").exists()
    done(case, "acknowledge_referral", sam, NOW)


def test_a_time_typed_to_the_minute_is_not_before_the_seconds_of_what_it_follows(redbridge):
    sam = acting_as(a_member("Sam Secretary", "secretariat"))
    chair = acting_as(a_member("Chris Chair", "panel-chair"))
    case = a_case(sam)
    done(case, "acknowledge_referral", sam, NOW + dt.timedelta(seconds=41))
    assert str(refusal(case, "check_referral", chair, NOW - MINUTE, answer="fit")).startswith("The case came to “Ack")
    done(case, "check_referral", chair, NOW, answer="fit")


def test_what_may_be_done_from_an_earlier_stage_on_may_be_as_old_as_that_stage(redbridge):
    """An agency was asked before the case was put on an agenda, and it is entered only afterwards."""
    scene = the_people("nel-icb")
    case = accepted_case(scene)
    meeting = a_meeting(scene)
    later = CONVENED + dt.timedelta(days=3)
    add_agenda_item(meeting=meeting, case=case, reason="Early.", actor=scene.secretary, at=later)
    done(case, "request_information", scene.secretary, CONVENED + HOUR)
    told = refusal(case, "request_information", scene.secretary, CONVENED - 2 * HOUR)
    assert str(told).startswith("The case came to “")


def test_nothing_is_older_than_the_incident(redbridge):
    """DAR-24: also what an authority tells outside before it refers the case."""
    sam = acting_as(a_member("Sam Secretary", "secretariat"))
    case = a_case(sam, facts={"incident": london(2026, 8, 28)})
    told = refusal(case, "acknowledge_referral", sam, london(2026, 8, 27, 23))
    assert str(told) == "The incident was on 28 August 2026. This cannot have happened before then."


def test_what_is_no_step_has_no_turn(redbridge):
    """A conflict of interest may have been declared before the case was referred."""
    sam = acting_as(a_member("Sam Secretary", "secretariat"))
    case = a_case(sam)
    declare_conflict(case=case, membership=sam.membership, reason="A neighbour.", actor=sam, at=NOW - HOUR)

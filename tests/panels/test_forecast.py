"""Days before the meeting: will it be quorate, and who has to be found (RED-3, C-12, C-26)."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.acts import declare_conflict
from documents.models import OutboxMessage
from panels.acts import name_deputy, record_apologies
from panels.acts.warning import warn_of_quorum
from panels.models import Attendance
from panels.queries.forecast import forecast, forecast_for
from tests.factories import a_member, london

from .scenes import CONVENED, MEETING, on_the_agenda
from .test_pages import at_meeting, client_of, words

BEFORE = london(2026, 9, 9, 9)  # Wednesday; the meeting is on Tuesday, four working days later


@pytest.fixture
def scene(redbridge):
    return on_the_agenda()


def sorry(scene, agency):
    return record_apologies(
        meeting=scene.meeting, membership=scene.people[agency], actor=scene.secretary, at=CONVENED
    )  # fmt: skip


def letters() -> list[str]:
    return [one.body for one in OutboxMessage.objects.filter(kind="quorum-at-risk").order_by("id")]


def test_all_expected_is_quorate_and_nobody_is_written_to(scene):
    assert not forecast(scene.meeting, at=BEFORE).at_risk
    assert (warn_of_quorum(at=BEFORE), letters()) == (0, [])


def test_the_sector_that_nobody_fills_is_named_once_for_each_change(scene):
    sorry(scene, "community-safety")
    assert forecast(scene.meeting, at=BEFORE).missing == ("Community safety",)
    assert warn_of_quorum(at=london(2026, 9, 7, 9)) == 0  # six working days before: too early
    for _ in range(2):
        warn_of_quorum(at=BEFORE)
    assert {one.to_name for one in OutboxMessage.objects.filter(kind="quorum-at-risk")} == {
        "Sam Secretary", "Chris Chair",
    }  # fmt: skip
    assert len(letters()) == 2 and "Nobody is expected for: Community safety." in letters()[0]
    sorry(scene, "nel-icb")
    warn_of_quorum(at=BEFORE)
    assert len(letters()) == 4 and "Nobody is expected for: Health and Community safety." in letters()[-1]


def test_a_deputy_fills_the_place(scene):
    deputy = a_member("Dee Deputy", agency="community-safety")
    name_deputy(
        meeting=scene.meeting, stands_in_for=scene.people["community-safety"], deputy=deputy, actor=scene.secretary,
        at=CONVENED,
    )  # fmt: skip
    assert not forecast(scene.meeting, at=BEFORE).at_risk
    assert Attendance.objects.filter(arrived_at__isnull=False).count() == 0  # nothing of the forecast is stored


# C-26, C-52
def test_a_conflict_in_one_case_is_told_by_reference_and_not_to_the_conflicted(scene):
    police = scene.people["east-area-police"]
    member = scene.member("nel-icb")
    for membership in (police, scene.chair.membership):
        declare_conflict(
            case=scene.case, membership=membership, reason="Family", actor=scene.secretary, at=CONVENED
        )  # fmt: skip
    seen = forecast(scene.meeting, at=BEFORE)
    assert [(case.reference, missing) for case, missing in seen.cases] == [(scene.case.reference, ("Police",))]
    warn_of_quorum(at=BEFORE)
    assert f"{scene.case.reference}: Police." in letters()[0]
    assert forecast_for(scene.meeting, scene.member("east-area-police"), at=BEFORE).cases == ()
    assert forecast_for(scene.meeting, member, at=BEFORE).cases == seen.cases


def test_members_send_their_own_apologies(scene):
    me = client_of(scene.people["nel-icb"])
    assert "Send apologies" in words(me.get(at_meeting(scene, "meeting")))
    assert me.post(at_meeting(scene, "send_apologies"), {"send": "1"}).status_code == 302
    row = Attendance.objects.get()
    assert (row.name, row.part) == ("Rep Nel-Icb", "apologies")
    page = words(client_of(scene.secretary.membership).get(at_meeting(scene, "meeting")))
    assert "Nobody is expected for: Health." in page
    assert me.get(at_meeting(scene, "send_apologies")).status_code == 404
    stranger = client_of(a_member("Olga Other", agency="nelft"))
    assert stranger.get(at_meeting(scene, "send_apologies")).status_code == 404
    assert dt.timedelta(days=5) < MEETING - BEFORE

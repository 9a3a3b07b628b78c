"""A case goes to a meeting before agencies need to have answered: only with the reason on the record."""

from __future__ import annotations

import pytest

from cases.models import Event
from information.acts import request_information
from panels.acts import add_agenda_item, convene_meeting
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from tests.factories import a_partnership, an_actor, an_agency, london, the_version
from tests.notifications.scenes import darlington_opened, hours


@pytest.fixture
def darlington(db):
    with tenant(a_partnership("darlington", "dsp1.4.toml")) as partnership:
        yield partnership


# DAR-26
def test_where_answers_are_due_after_the_meeting_the_record_says_why(darlington):
    office, case = an_actor("Olga Office", "secretariat"), darlington_opened()
    request_information(case=case, agencies=[an_agency("police")], wording="What?", actor=office, at=hours(3))

    def on(day: int):
        return convene_meeting(
            procedure_version=the_version(), body="rapid-review-panel", starts_at=london(2026, 9, day), actor=office,
            at=hours(3), short_notice_why="It presses.",
        )  # fmt: skip

    early = on(3)
    with pytest.raises(ActRefused) as refused:
        add_agenda_item(meeting=early, case=case, actor=office, at=hours(4))
    assert (str(refused.value), refused.value.about) == (
        "Agencies have until after this meeting to answer. Say why the case goes there all the same.", "reason",
    )  # fmt: skip
    add_agenda_item(meeting=early, case=case, reason="The family moves away.", actor=office, at=hours(4))
    assert Event.objects.get(act="add_agenda_item").reason == "The family moves away."

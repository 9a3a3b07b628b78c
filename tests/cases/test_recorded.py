"""Acts that only put something on record: what each asks, keeps and shows (C-14, C-19, C-23, C-35, C-53)."""

from __future__ import annotations

import datetime as dt

import pytest

from cases import acts
from cases.queries import record_rows
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from tests import factories as make

LATER = make.NOW + dt.timedelta(hours=2)


@pytest.fixture
def darlington(db):
    partnership = make.a_partnership("darlington", "dsp1.4.toml")
    with tenant(partnership):
        yield partnership


def given(**answers) -> dict:
    return {"recorded": {f"act-{name.replace('_', '-')}": value for name, value in answers.items()}}


def test_a_family_that_is_not_told_needs_a_reason(darlington):
    """C-35, C-23: told, or why not; agreeing to be involved, or why nobody asked."""
    office = make.an_actor("Oona Office", "secretariat")
    case = make.a_case(office, pathway="serious-incident")
    with pytest.raises(ActRefused) as refused:
        acts.inform_family(case=case, answers=given(told="no", part="no"), actor=office, at=LATER)
    assert str(refused.value) == "Enter an answer to “If they were not told: why?”"
    event = acts.inform_family(
        case=case,
        answers=given(told="no", part="not asked", why_not="Trial.", no_consent="Trial."),
        actor=office,
        at=LATER,
    )
    assert event.summary == "The family has not been told; the reason is on record."
    row = record_rows(case)[0]
    assert row.said == [
        ["", [["Has the family been told?", "No, or not yet"], ["If they were not told: why?", "Trial."],
              ["Do they agree to be involved?", "They have not been asked"],
              ["If they have not been asked: why?", "Trial."]]],
    ]  # fmt: skip

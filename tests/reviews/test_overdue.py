"""“action overdue by N months” in a text: a step about an action waits until that action is late enough."""

from __future__ import annotations

import datetime as dt

import pytest

from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from procedures import reader
from procedures.errors import ProcedureErrors
from reviews.acts import escalate_action
from reviews.queries import actions as queries
from tests.factories import a_partnership, london

from .plans import DUE, in_darlington

STEP = """act = "escalate action"
title = "Tell the Head of Service of a late action and ask what will be done"
"""


@pytest.mark.parametrize(
    ("words", "before", "then"),
    [("3 months", london(2027, 2, 28), london(2027, 3, 1)),
     ("10 working days", london(2026, 12, 14), london(2026, 12, 15))],
)  # fmt: skip
def test_dar_10_a_step_waits_until_its_action_is_late_enough(db, words, before, then):
    needs = f'needs = ["action overdue by {words}"]\n'
    with tenant(a_partnership("darlington", "dsp1.4.toml", old=STEP, new=STEP + needs)):
        scene = in_darlington()
        told = {"action": scene.action, "question": "What now?", "reason": "It is urgent.", "actor": scene.chair}
        with pytest.raises(ActRefused, match=f"This is done only of an action overdue by {words}."):
            escalate_action(**told, at=before)
        assert "escalate_action" not in queries.offers(scene.action, scene.chair, at=before)
        assert "escalate_action" in queries.offers(scene.action, scene.chair, at=then)
        escalate_action(**told, at=then)
        assert scene.action.due_on == DUE == dt.date(2026, 12, 1)


def test_c_13_a_step_of_a_case_cannot_need_it():
    """It is about one action: nothing else could ever hold it."""
    text, base = reader.texts_of(reader.TEXTS / "darlington" / "dsp1.4.toml")
    old = 'act = "withdraw referral"\n'
    assert old in text
    with pytest.raises(ProcedureErrors) as wrong:
        reader.read(text.replace(old, old + 'needs = ["action overdue by 3 months"]\n', 1), base)
    assert "it is about one action, so only a step of an act on actions can need it" in str(wrong.value)

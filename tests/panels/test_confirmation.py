"""A chair's word that goes with a recommendation below the criteria (BEX-14)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from panels.acts.recommending import _confirmed
from panels.forms import RecommendForm
from partnerships.refusals import ActRefused
from procedures.model import ReviewType

OPENLY = "It will be looked into openly."


def doing(met: bool):
    return SimpleNamespace(state=SimpleNamespace(statutory={"child": met}))


@pytest.mark.parametrize(
    ("when", "met", "asked"),
    [("", True, True), ("", False, True), ("not met", False, True), ("not met", True, False), ("met", True, True),
     ("met", False, False)],
)  # fmt: skip
def test_it_is_asked_for_only_where_the_text_says(when, met, asked):
    kind = ReviewType(name="audit", title="Audit", confirm=OPENLY, confirm_when=when)
    assert _confirmed(kind, doing(met), True) == (OPENLY if asked else "")
    if asked:
        with pytest.raises(ActRefused) as refused:
            _confirmed(kind, doing(met), False)
        assert refused.value.about == "confirmed"
    else:
        assert _confirmed(kind, doing(met), False) == ""


def test_the_box_stands_on_the_page_only_where_a_type_asks_for_it():
    assert "confirmed" not in RecommendForm(types=[("a", "A")]).fields
    assert RecommendForm(types=[("a", "A")], confirms=[OPENLY]).fields["confirmed"].label == f"I confirm: {OPENLY}"

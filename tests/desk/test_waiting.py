"""What stands under "Waiting for you" without a date of its own."""

from __future__ import annotations

import pytest

from cases import acts
from desk.queries import waiting_for
from partnerships.scope import tenant
from tests.cases.deciding import given
from tests.factories import NOW, a_case, a_partnership, an_actor, the_procedure
from tests.reviews.test_publication import SIGNED, Life


@pytest.fixture
def bhr(db):
    with tenant(a_partnership("bhr", "2020.toml")) as partnership:
        yield partnership


# BHR-9
def test_a_dispute_waits_for_those_who_may_settle_it_until_it_is_settled(bhr):
    office = an_actor("Olga Office", "secretariat")
    partner = an_actor("Stella Strategic", "bhr-strategic-partner")
    case = a_case(office, pathway="child")

    def waits(actor) -> list[str]:
        rows = waiting_for(actor, the_procedure(), at=NOW)
        return [row.href for row in rows if row.text == f"{case.reference}: a dispute waits for your answer"]

    assert waits(partner) == []
    acts.raise_dispute(case=case, answers=given(what="It takes too long.", whose="The police"), actor=office, at=NOW)
    assert (waits(partner), waits(office)) == ([f"/bhr/cases/{case.reference}/decide-dispute/"], [])
    answers = given(decision="agreed with", reasons="It does.", next="A day is set.")
    acts.decide_dispute(case=case, answers=answers, actor=partner, at=NOW)
    assert waits(partner) == []


# DAR-17
def test_a_report_waits_for_each_who_signs_it_and_then_for_the_decision(db):
    with tenant(a_partnership("darlington", "dsp1.4.toml")):
        life = Life(signed=False)
        review = life.review

        def waits(actor) -> list[str]:
            rows = waiting_for(actor, the_procedure(), at=SIGNED)
            return [row.text.partition(": ")[2] for row in rows if row.text.startswith(f"{review.reference}: ")]

        assert (waits(life.partner), waits(life.scrutineer)) == ([], [])
        life.run.draft(SIGNED)
        assert (waits(life.partner), waits(life.scrutineer)) == (["the report waits for your signature"], [])
        life.sign(life.partner)
        assert (waits(life.partner), waits(life.scrutineer)) == ([], ["the report waits for your signature"])
        life.sign(life.scrutineer)
        both = ["the decision on publication waits for you"]
        assert (waits(life.partner), waits(life.scrutineer)) == (both, both)
        life.decide(life.partner)
        assert (waits(life.partner), waits(life.scrutineer)) == ([], both)
        life.decide(life.scrutineer)
        assert (waits(life.partner), waits(life.scrutineer)) == ([], [])

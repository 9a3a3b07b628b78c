"""What several people do each for themselves: only those who have not done it are waited for, by name."""

from __future__ import annotations

import pytest

from cases import acts, chasing
from cases.models import Case
from cases.queries import possible_acts
from cases.queries.steps import next_steps, still_to_do
from cases.state import state_of
from deadlines.models import Deadline, Reminder
from deadlines.queries import due_for
from deadlines.sweep import sweep
from partnerships.scope import tenant
from tests.cases.deciding import given
from tests.factories import a_member, a_partnership, acting_as, an_actor, london, the_procedure
from tests.procedures.test_lives import referred

AT = london(2026, 9, 1, 12)
VIEW = {**given(view="The criteria are met."), "first-view": {"view-serious-incident": "yes"}}


@pytest.fixture
def bexley(db):
    with tenant(a_partnership("bexley", "2019.toml")) as partnership:
        yield partnership


def mine(actor) -> list[str]:
    rows = due_for(actor, procedure=the_procedure(), cases=Case.objects.all(), today=AT)
    return [row.clock for row in rows if row.clock == "first-view"]


# BEX-22
def test_a_first_view_is_asked_only_of_those_who_have_not_given_theirs(bexley):
    three = {agency: acting_as(a_member(f"{agency.title()} Lead", "key-partner", agency=agency))
             for agency in ("council", "icb", "police")}  # fmt: skip
    case = referred("serious-incident")
    office = an_actor("Olga Office", "secretariat")
    acts.give_view(case=case, answers=VIEW, actor=three["council"], at=AT)
    assert {agency: mine(actor) for agency, actor in three.items()} == {
        "council": [], "icb": ["first-view"], "police": ["first-view"],
    }  # fmt: skip
    (owed,) = [row for row in chasing.outstanding(office, at=AT, case=case) if row.deadline.clock == "first-view"]
    assert owed.names == ["Icb Lead", "Police Lead"]
    procedure = the_procedure()
    (step,) = procedure.steps_for("give_view", case.pathway)
    assert still_to_do(case, step, procedure) == ["Icb Lead", "Police Lead"]
    rows = {row.title: row.who for row in next_steps(case, state_of(case, version=procedure.version))}
    assert rows["Give your first view"] == "Icb Lead, Police Lead"
    main = {actor: next(each.main for each in possible_acts(case, three[actor]) if each.act == "give_view")
            for actor in ("council", "icb")}  # fmt: skip
    assert main == {"council": False, "icb": True}
    due = Deadline.objects.get(clock="first-view")
    sweep(london(due.due_on.year, due.due_on.month, due.due_on.day, 9))
    reminded = Reminder.objects.filter(deadline=due, copy=False).values_list("recipient__name", flat=True)
    assert sorted(reminded) == ["Icb Lead", "Police Lead"]
    for agency in ("icb", "police"):
        acts.give_view(case=case, answers=VIEW, actor=three[agency], at=AT)
    assert "Give your first view" not in {row.title for row in next_steps(case, state_of(case, version="2019"))}
    (owed,) = [row for row in chasing.outstanding(office, at=AT, case=case) if row.deadline.clock == "first-view"]
    assert owed.names == []

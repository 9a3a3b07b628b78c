"""Every body of every shipped text can be quorate, vote and be answered (C-12, C-13, RED-3, RED-9)."""

from __future__ import annotations

import datetime as dt

import pytest

from panels.acts.questions import options_for
from panels.queries.room import members_of, titles
from panels.queries.together import rule_for
from panels.rules import Ballot, Presence, quorum, tally
from procedures import library

AT = dt.datetime(2026, 9, 8, 9, tzinfo=dt.UTC)
TEXTS = [library.from_file(path) for path in library.shipped_files()]
BODIES = [(text, body) for text in TEXTS for body in text.bodies if body.decides != "does not vote"]


def named(pair) -> str:
    return f"{pair[0].slug} {pair[0].version} {pair[1].name}"


def everybody(procedure, body) -> list[Presence]:
    """One person of each member agency, one for each role that is a seat, and somebody in the chair."""
    members = members_of(procedure, body)
    people = [
        Presence(person=n, name=f"P{n}", agency=m.slug, agency_title=m.title, sector=m.sector, arrived_at=AT)
        for n, m in enumerate(members)
    ]
    roles = {role.name for role in procedure.roles}
    for seat in body.quorum.seats:
        held = frozenset(set(seat) & roles)
        if held:
            people.append(Presence(person=100 + len(people), name="Seat", roles=held, arrived_at=AT))
    people.append(Presence(person=999, name="Chair", part="chair", arrived_at=AT))
    return people


@pytest.mark.parametrize("pair", BODIES, ids=named)
def test_a_full_room_is_quorate_and_an_empty_one_is_not(pair):
    procedure, body = pair
    members = members_of(procedure, body)
    full = quorum(body.quorum, everybody(procedure, body), members, titles=titles(procedure))
    assert (full.met, full.verdict) == (True, "Quorate for this item.")
    empty = quorum(body.quorum, [], members, titles=titles(procedure))
    assert empty.met is (not full.slots)


@pytest.mark.parametrize("pair", BODIES, ids=named)
def test_when_all_agree_it_is_carried_and_when_nobody_votes_it_is_not(pair):
    procedure, body = pair
    agencies = [m.slug for m in members_of(procedure, body)]
    rule = {
        "decides": body.decides, "tie": body.tie, "options": {"a": "A", "b": "B"}, "entitled": agencies,
        "seats": [list(names) for names in (*body.quorum.sectors, *body.quorum.seats)],
    }  # fmt: skip
    if body.decides != "majority of named seats" and agencies:
        assert tally(**rule, ballots=[Ballot(agency=a, option="a") for a in agencies]).carried == "a"
    assert tally(**rule, ballots=[]).carried == ""


@pytest.mark.parametrize("procedure", TEXTS, ids=lambda text: f"{text.slug} {text.version}")
def test_what_can_be_asked_can_be_voted_on_and_answered(procedure):
    names = {role.name for role in procedure.roles}
    for pathway in procedure.pathways:
        if procedure.steps_for("put_question", pathway.name):
            assert len(options_for(procedure, pathway.name)) > 1, pathway.name
        rule = rule_for(procedure, pathway.body, pathway.name) if pathway.body else None
        if procedure.steps_for("ratify_recommendation", pathway.name) and rule is not None:
            assert set(rule.by) <= names
            assert "ratified" in rule.answers

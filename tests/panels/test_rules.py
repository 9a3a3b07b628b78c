"""Quorum, electorate, count and what follows, as tables and as laws that hold for any room full of people."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panels.rules import (
    ABSTAIN,
    Ballot,
    Member,
    Presence,
    answers_in_order,
    electorate,
    here_at,
    monthly,
    path_of_recommendation,
    quorum,
    stands_in_the_way,
    tally,
)
from procedures.model import Quorum

NINE = dt.datetime(2026, 9, 8, 9, 0, tzinfo=dt.UTC)
FIVE_SECTORS = Quorum(sectors=(("health",), ("children",), ("adults",), ("community",), ("police",)))
MEMBERS = [
    Member(slug="icb", title="ICB", sector="health"),
    Member(slug="trust", title="The trust", sector="health"),
    Member(slug="csc", title="Children's social care", sector="children"),
    Member(slug="asc", title="Adult social care", sector="adults"),
    Member(slug="cs", title="Community safety", sector="community"),
    Member(slug="police", title="Police", sector="police"),
    Member(slug="legal", title="Legal services", sector="legal"),
]
SECTOR = {member.slug: member.sector for member in MEMBERS}
TITLE = {member.slug: member.title for member in MEMBERS}


def person(number, agency, **more):
    return Presence(
        person=number, name=f"Person {number}", agency=agency, agency_title=TITLE.get(agency, agency),
        sector=more.pop("sector", SECTOR.get(agency, "")), arrived_at=more.pop("arrived_at", NINE), **more,
    )  # fmt: skip


def room(*agencies, **more):
    return [person(number, agency, **more) for number, agency in enumerate(agencies, start=1)]


FULL = ("icb", "csc", "asc", "cs", "police")


# RED-3, C-12: by sector, not by head count
@pytest.mark.parametrize(
    ("people", "met"),
    [
        (room(*FULL), True),
        (room("icb", "csc", "asc", "cs"), False),
        (room("icb", "trust", "csc", "asc", "cs", "legal", "legal", "legal"), False),
        (room("trust", "csc", "asc", "cs", "police"), True),
        ([*room("icb", "csc", "asc", "cs"), person(9, "police", part="adviser")], False),
        ([*room("icb", "csc", "asc", "cs"), person(9, "police", part="observer")], False),
        ([*room("icb", "csc", "asc", "cs"), person(9, "police", part="notes")], False),
        ([*room("icb", "csc", "asc", "cs"), person(9, "police", part="apologies", arrived_at=None)], False),
        ([*room("icb", "csc", "asc", "cs"), person(9, "police", part="chair")], True),
        ([*room("icb", "csc", "asc", "cs"), person(9, "police", conflicted=True)], False),
        ([*room(*FULL), person(9, "police", conflicted=True)], True),
    ],
)
def test_quorum_by_sector(people, met):
    assert quorum(FIVE_SECTORS, here_at(people, NINE), MEMBERS).met is met


def test_quorum_says_who_fills_each_place_and_what_is_missing():
    people = [*room("icb", "csc", "asc"), person(9, "police", conflicted=True)]
    result = quorum(FIVE_SECTORS, people, MEMBERS, titles={"community": "Community safety", "police": "Police"})
    assert [(slot.title, slot.filled_by, slot.missing) for slot in result.slots] == [
        ("health", "Person 1 (ICB)", ""),
        ("children", "Person 2 (Children's social care)", ""),
        ("adults", "Person 3 (Adult social care)", ""),
        ("Community safety", "", "nobody is here for Community safety"),
        ("Police", "", "Police has only people with a conflict of interest"),
    ]
    assert result.verdict == (
        "Not quorate for this item: nobody is here for Community safety; "
        "Police has only people with a conflict of interest."
    )


def test_one_person_fills_one_place():
    rule = Quorum(sectors=(("health", "adults"), ("adults",)))
    alone = [person(1, "asc")]
    assert quorum(rule, alone, MEMBERS).met is False
    # The only adult worker must be given to the second place although the first was asked for before it.
    assert quorum(rule, [*alone, person(2, "icb")], MEMBERS).met is True
    assert [s.filled_by for s in quorum(rule, [*alone, person(2, "icb")], MEMBERS).slots] == [
        "Person 2 (ICB)", "Person 1 (Adult social care)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "people", "met"),
    [
        (Quorum(number=3), room("icb", "csc", "asc"), True),
        (Quorum(number=3), room("icb", "icb", "asc"), False),
        (Quorum(number=2), [person(1, "icb"), person(2, "guest")], False),
        (Quorum(fraction=(1, 2)), room("icb", "csc", "asc"), False),  # half of 7 is 4, rounded up
        (Quorum(fraction=(1, 2)), room("icb", "csc", "asc", "cs"), True),
        (Quorum(fraction=(2, 3)), room(*FULL), True),
        (Quorum(chair=True), room(*FULL), False),
        (Quorum(chair=True), room(*FULL, part="chair"), True),
        (Quorum(chair=True), room("icb", part="chair", conflicted=True), False),
        (Quorum(seats=(("asc",), ("vice-chair",))), room("asc", roles=frozenset({"vice-chair"})), False),
        (
            Quorum(seats=(("asc",), ("vice-chair",))),
            [person(1, "asc"), person(2, "legal", roles=frozenset({"vice-chair"}))],
            True,
        ),
        (Quorum(), [], True),
    ],
)
def test_other_quorums(rule, people, met):
    assert quorum(rule, people, MEMBERS).met is met


def test_coming_and_going():
    late = person(1, "icb", arrived_at=NINE + dt.timedelta(minutes=10))
    gone = person(2, "csc", left_at=NINE + dt.timedelta(minutes=5))
    there = [(m, [p.person for p in here_at([late, gone], NINE + dt.timedelta(minutes=m))]) for m in (0, 5, 10)]
    assert there == [(0, [2]), (5, []), (10, [1])]


def test_electorate_is_by_agency():
    people = [
        person(1, "icb"), person(2, "icb"), person(3, "asc", conflicted=True),
        person(4, "csc", conflicted=True), person(5, "csc"), person(6, "guest"), person(7, "legal", part="observer"),
    ]  # fmt: skip
    found = electorate(people, MEMBERS)
    assert [m.slug for m in found.present] == ["icb", "csc"]
    assert [m.slug for m in found.conflicted] == ["asc"]
    assert [m.slug for m in found.absent] == ["trust", "cs", "police", "legal"]
    assert [m.slug for m in found.without_vote] == ["guest"]
    assert found.entitles("icb") and not found.entitles("asc") and not found.entitles("guest")
    assert [m.slug for m in electorate(people, MEMBERS, invited_vote=True).present] == ["icb", "csc", "guest"]


YES_NO = {"a": "A review", "b": "No review", "c": "Another way"}


def count(decides, votes, tie="goes up", chairs_choice="", entitled=None, seats=()):
    ballots = [Ballot(agency=str(index), option=option) for index, option in enumerate(votes)]
    entitled = entitled or [str(index) for index in range(len(votes))]
    return tally(
        decides=decides, tie=tie, options=YES_NO, ballots=ballots, entitled=entitled, seats=seats,
        chairs_choice=chairs_choice,
    )  # fmt: skip


# C-13, RED-4
@pytest.mark.parametrize(
    ("decides", "votes", "more", "verdict", "carried"),
    [
        ("majority", "aaab", {}, "carried", "a"),
        ("majority", "aabb", {}, "goes up", ""),
        ("majority", "aabc", {}, "goes up", ""),
        ("majority", "aaabc", {}, "carried", "a"),
        ("majority", "aab-", {}, "carried", "a"),
        ("majority", "a---", {}, "carried", "a"),
        ("majority", "----", {}, "goes up", ""),
        ("majority", "", {}, "goes up", ""),
        ("majority", "aabb", {"tie": "not carried"}, "not carried", ""),
        ("majority", "aabb", {"tie": "chair's casting vote", "chairs_choice": "b"}, "carried", "b"),
        ("majority", "aabb", {"tie": "chair's casting vote", "chairs_choice": "c"}, "goes up", ""),
        ("majority", "aabb", {"tie": "chair's casting vote"}, "goes up", ""),
        ("majority", "aaabbbc", {"tie": "chair's casting vote", "chairs_choice": "a"}, "goes up", ""),
        ("unanimous", "aaa", {}, "carried", "a"),
        ("unanimous", "aa-", {}, "carried", "a"),
        ("unanimous", "aab", {}, "goes up", ""),
        ("unanimous else majority", "aab", {}, "carried", "a"),
        ("majority else chair", "aabb", {"chairs_choice": "b"}, "carried", "b"),
        ("majority else chair", "aabb", {}, "goes up", ""),
        ("majority else chair", "aabb", {"chairs_choice": "c"}, "goes up", ""),
        ("majority of named seats", "aab", {"seats": [["0"], ["1"], ["2"]]}, "carried", "a"),
        ("majority of named seats", "ab", {"seats": [["0"], ["1"], ["7"]]}, "goes up", ""),
        ("majority of named seats", "a", {"seats": [["0"], ["1"], ["2"]]}, "goes up", ""),
        ("majority of named seats", "aabbb", {"seats": [["0"], ["1"], ["2"]]}, "carried", "a"),
        ("jointly", "aaa", {}, "carried", "a"),
        ("jointly", "aa-", {}, "goes up", ""),
        ("each in order", "aab", {}, "goes up", ""),
    ],
)
def test_tally(decides, votes, more, verdict, carried):
    outcome = count(decides, [ABSTAIN if vote == "-" else vote for vote in votes], **more)
    assert (outcome.verdict, outcome.carried) == (verdict, carried)


def test_tally_in_words():
    assert count("majority", "aaab").why == "“A review” was carried by 3 of 4 agencies voting."
    assert count("majority", "aabb").why == "A tie between “A review” and “No review”, 2 each."
    assert count("unanimous", "aab").why == "No option had the votes of every agency."
    assert count("majority", "").why == "No agency voted for an option."


def test_two_ballots_of_one_agency_are_never_counted():
    ballots = [Ballot(agency="icb", option="a"), Ballot(agency="icb", option="b")]
    with pytest.raises(ValueError, match="two ballots of icb"):
        tally(decides="majority", tie="goes up", options=YES_NO, ballots=ballots, entitled=["icb"])


def test_a_vote_of_an_agency_that_lost_its_right_is_left_out():
    assert count("majority", "aab", entitled=["2"]).carried == "b"


@pytest.mark.parametrize(
    ("verdict", "carried", "chosen", "goes_up"),
    [
        ("carried", "a", "a", False),
        ("carried", "a", "b", True),
        ("goes up", "", "a", True),
        ("not carried", "", "a", True),
        ("", "", "a", False),
    ],
)
def test_path_of_recommendation(verdict, carried, chosen, goes_up):
    path = path_of_recommendation(verdict=verdict, carried=carried, chosen=chosen, carried_label="A")
    assert path.goes_up is goes_up
    assert bool(path.why) is goes_up


def test_bodies_answer_in_order():
    assert answers_in_order(["one", "two"], []) == "one"
    assert answers_in_order(["one", "two"], ["one"]) == "two"
    assert answers_in_order(["one", "two"], ["two", "one"]) == ""


# RED-2
def test_what_stands_in_the_way_of_cancelling():
    both = ("no new referral", "no critical decision pending")
    assert stands_in_the_way(both, new=[], critical=[]) == ()
    assert stands_in_the_way(both, new=["RED-2026-0001"], critical=["RED-2026-0002", "RED-2026-0003"]) == (
        "New referrals wait for this meeting: RED-2026-0001.",
        "Running cases need a decision: RED-2026-0002, RED-2026-0003.",
    )
    assert stands_in_the_way((), new=["RED-2026-0001"], critical=[]) == ()


def test_a_monthly_series_keeps_its_weekday():
    assert monthly(dt.date(2026, 9, 8), 5) == [
        dt.date(2026, 9, 8), dt.date(2026, 10, 13), dt.date(2026, 11, 10), dt.date(2026, 12, 8),
        dt.date(2027, 1, 12),
    ]  # fmt: skip
    assert monthly(dt.date(2026, 9, 30), 3) == [
        dt.date(2026, 9, 30),
        dt.date(2026, 10, 28),
        dt.date(2026, 11, 25),
    ]
    assert monthly(dt.date(2026, 9, 8), 2, every=2) == [dt.date(2026, 9, 8), dt.date(2026, 11, 10)]


people_strategy = st.lists(
    st.builds(
        lambda agency, part, conflicted: (agency, part, conflicted),
        st.sampled_from([*SECTOR, "guest"]),
        st.sampled_from(["voting", "chair", "adviser", "observer", "notes"]),
        st.booleans(),
    ),
    max_size=9,
).map(lambda rows: [person(i, a, part=p, conflicted=c) for i, (a, p, c) in enumerate(rows)])
slots_strategy = st.lists(
    st.lists(st.sampled_from(sorted(set(SECTOR.values()))), min_size=1, max_size=3, unique=True).map(tuple),
    max_size=4,
).map(tuple)


@given(people_strategy, slots_strategy)
def test_the_best_way_to_fill_the_places_is_found(people, sectors):
    """Against the plain definition: some way of giving different people to all the places exists."""
    able = [p.sector for p in people if p.counts]
    exists = any(
        all(sector in slot for sector, slot in zip(chosen, sectors, strict=True))
        for chosen in permutations(able, len(sectors))
    )
    assert quorum(Quorum(sectors=sectors), people, MEMBERS).met is exists


@given(people_strategy, slots_strategy, st.integers(min_value=0, max_value=6))
def test_somebody_more_never_loses_the_quorum_and_a_conflict_never_gains_it(people, sectors, index):
    rule = Quorum(sectors=sectors)
    before = quorum(rule, people, MEMBERS).met
    assert not before or quorum(rule, [*people, person(99, MEMBERS[index].slug)], MEMBERS).met
    assert before or not quorum(rule, [*people, person(99, MEMBERS[index].slug, conflicted=True)], MEMBERS).met


@given(people_strategy)
def test_every_member_agency_is_in_exactly_one_list(people):
    found = electorate(people, MEMBERS)
    slugs = [m.slug for m in (*found.present, *found.conflicted, *found.absent)]
    assert sorted(slugs) == sorted(SECTOR)


votes_strategy = st.lists(st.sampled_from(["a", "b", "c", ABSTAIN]), max_size=14)


@given(votes_strategy)
def test_a_majority_is_more_than_half_of_those_voting(votes):
    outcome = count("majority", votes)
    voting = [vote for vote in votes if vote != ABSTAIN]
    winners = [option for option in YES_NO if voting.count(option) > len(voting) / 2]
    assert [outcome.carried] == (winners or [""])
    assert outcome.voting + outcome.abstained == len(votes)


@given(votes_strategy, st.sampled_from(["a", "b", "c"]))
def test_the_chairs_word_never_overrules_votes_that_carried(votes, choice):
    plain = count("majority", votes)
    for decides, tie in (("majority else chair", "goes up"), ("majority", "chair's casting vote")):
        led = count(decides, votes, tie=tie, chairs_choice=choice)
        assert not plain.carried or led.carried == plain.carried

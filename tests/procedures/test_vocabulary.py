"""The closed vocabulary: every word has one meaning, and no word is two things."""

from __future__ import annotations

import pytest

from cases import conditions
from cases.rules import STANDING
from procedures import vocabulary as v
from procedures.sentences import parse_sentence, say, starts_of

TRUTHS_OF_OTHER_ROOMS = {
    "quorate", "tie", "role_held", "action_overdue", "action_overdue_days", "no_open_action", "no_new_referral",
    "no_critical_decision",
}  # fmt: skip


def test_a_start_is_an_act_or_a_fact_never_both():
    assert set(v.PAST.values()).isdisjoint(v.FACTS)
    assert len(set(v.PAST.values())) == len(v.ACTS)
    assert set(v.ACTS).isdisjoint(fact.slug for fact in v.FACTS.values())


@pytest.mark.parametrize("phrase", v.starts())
def test_every_start_can_stand_in_a_clock_sentence(phrase):
    sentence = parse_sentence(f"5 working days after {phrase}")
    assert starts_of(sentence) == (phrase,)
    assert say(sentence) == f"5 working days after {phrase}"
    assert v.start_phrase(v.start_slug(phrase)) == phrase


def test_facts_are_stated_by_acts_that_exist():
    assert {act for fact in v.FACTS.values() for act in fact.stated_by} <= set(v.ACTS)


def test_everything_has_a_meaning():
    assert all(act.means for act in v.ACTS.values())
    assert all(fact.means for fact in v.FACTS.values())
    assert all(condition.means for condition in v.CONDITIONS)


def test_the_words_of_an_act_are_its_slug():
    assert v.act_slug("submit return") == "submit_return"
    with pytest.raises(KeyError):
        v.act_slug("submit_return")


@pytest.mark.parametrize(
    ("text", "slug", "slots"),
    [
        ("criteria answered", "criteria_answered", {}),
        ("all returns in or limit passed", "returns_in_or_late", {}),
        ("all returns in", "all_returns_in", {}),
        ("age under 18", "age_under", {"number": "18"}),
        ("age 18 to 24", "age_between", {"low": "18", "high": "24"}),
        ("track adult at on-agenda", "track_at", {"track": "adult", "stage": "on-agenda"}),
        ("track adult not open", "track_not_open", {"track": "adult"}),
        ("test domestic homicide is met", "test_met", {"test": "domestic homicide"}),
        ("test child is not met", "test_not_met", {"test": "child"}),
        ("answer died is yes", "answer_is", {"field": "died", "value": "yes"}),
        ("answer died is known", "answer_known", {"field": "died"}),
        ("action overdue by 3 months", "action_overdue", {"number": "3"}),
        ("action overdue by 10 working days", "action_overdue_days", {"number": "10"}),
        ("borough is north", "borough_is", {"borough": "north"}),
        ("received before 2026-06-01", "received_before", {"date": "2026-06-01"}),
    ],
)
def test_a_condition_is_taken_apart(text, slug, slots):
    assert v.condition(text) == (slug, slots)


@pytest.mark.parametrize("text", ["", "age under eighteen", "track adult", "criteria  answered", "import os", "1 == 1"])
def test_other_words_are_no_condition(text):
    with pytest.raises(v.UnknownCondition):
        v.condition(text)


def test_every_condition_is_known_to_the_engine():
    assert {each.slug for each in v.CONDITIONS} - set(conditions.TESTS) <= TRUTHS_OF_OTHER_ROOMS


def test_acts_the_engine_allows_everywhere_are_standing_acts():
    assert set(STANDING) <= {act.slug for act in v.ACTS.values() if act.standing}

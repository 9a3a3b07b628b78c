"""Clock sentences: every form, every word with one function, and errors that name the wrong word."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from procedures.sentences import (
    LONGEST_TEXT,
    NUMBER_WORDS,
    Earliest,
    LastOf,
    Latest,
    Meeting,
    Moved,
    NotBefore,
    Period,
    SentenceError,
    Start,
    Unit,
    bodies_of,
    normal_name,
    parse_sentence,
    say,
    starts_of,
)
from procedures.vocabulary import FACTS, PAST

RECEIVED = Start("referral received")
DAYS = Unit.WORKING_DAYS

FORMS = {
    "10 working days after information requested": Period(10, DAYS, Start("information requested")),
    "1 working day after referral received": Period(1, DAYS, RECEIVED),
    "7 working days before planned publication": Period(7, DAYS, Start("planned publication"), before=True),
    "15 working days after referral received, referral received counting as day 1": Period(
        15, DAYS, RECEIVED, same_day=True
    ),
    "6 calendar months after decision to review": Period(6, Unit.CALENDAR_MONTHS, Start("decision to review")),
    "2 weeks after incident": Period(2, Unit.WEEKS, Start("incident")),
    "28 days after incident": Period(28, Unit.DAYS, Start("incident")),
    "5 clear days before meeting": Period(5, Unit.CLEAR_DAYS, Start("meeting"), before=True),
    "1 year after report published": Period(1, Unit.YEARS, Start("report published")),
    "the day of incident": Start("incident"),
    "the last of return submitted": LastOf("return submitted"),
    "2 working days after the last of return submitted or its limit": Period(
        2, DAYS, LastOf("return submitted", or_limit=True)
    ),
    "the next meeting of One Panel after criteria answered": Meeting("one panel", Start("criteria answered")),
    "before the next meeting of One Panel after information requested": Meeting(
        "one panel", Start("information requested"), eve=True
    ),
    "5 working days before the next meeting of one-panel after referral received": Period(
        5, DAYS, Meeting("one panel", RECEIVED), before=True
    ),
    "the earlier of 3 working days after meeting held and 13 working days after referral received, "
    "referral received counting as day 1": Earliest(
        (Period(3, DAYS, Start("meeting held")), Period(13, DAYS, RECEIVED, same_day=True))
    ),
    "the later of the day of incident and the day of death and the day of authority aware": Latest(
        (Start("incident"), Start("death"), Start("authority aware"))
    ),
    "10 working days after referral received, not before 6 working days after referral received": NotBefore(
        Period(10, DAYS, RECEIVED), Period(6, DAYS, RECEIVED)
    ),
    "1 calendar month after board told, moved to the next working day": Moved(
        Period(1, Unit.CALENDAR_MONTHS, Start("board told"))
    ),
    "1 calendar month after board told, moved to the previous working day": Moved(
        Period(1, Unit.CALENDAR_MONTHS, Start("board told")), forwards=False
    ),
}


@pytest.mark.parametrize("text", FORMS)
def test_each_form_is_read_and_said_back_in_the_same_words(text):
    assert parse_sentence(text) == FORMS[text]
    assert say(parse_sentence(text)) == text


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("Ten working days after the Information Requested.", "10 working days after information requested"),
        (
            "five days after incident, that day counting as day one",
            "5 days after incident, incident counting as day 1",
        ),
        (
            "the earlier of incident and death",
            "the earlier of the day of incident and the day of death",
        ),
        ("3 days after one panel outcome", "3 days after one_panel-outcome"),
    ],
)
def test_other_spellings_mean_the_same(text, same_as):
    assert parse_sentence(text) == parse_sentence(same_as)


@pytest.mark.parametrize("number", range(1, 21))
def test_numbers_up_to_twenty_may_be_words(number):
    assert parse_sentence(f"{NUMBER_WORDS[number - 1]} weeks after incident") == Period(
        number, Unit.WEEKS, Start("incident")
    )


def test_counting_as_day_one_belongs_to_the_nearest_period_of_an_inner_sentence():
    found = parse_sentence("2 working days after 3 working days after incident, incident counting as day 1")
    assert found == Period(2, DAYS, Period(3, DAYS, Start("incident"), same_day=True))


def test_a_body_may_have_and_in_its_name():
    found = parse_sentence("the next meeting of Learning and Development sub-group after threshold decided")
    assert bodies_of(found) == ("learning and development sub group",)
    assert starts_of(found) == ("threshold decided",)


def test_starts_and_bodies_are_listed_once_in_the_order_of_the_text():
    found = parse_sentence(
        "the later of the next meeting of LfPG after incident and 3 days after the last of return submitted "
        "and 2 days after incident, not before the next meeting of Executive after death"
    )
    assert starts_of(found) == ("incident", "return submitted", "death")
    assert bodies_of(found) == ("lfpg", "executive")


@pytest.mark.parametrize("name", sorted({*FACTS, *PAST.values()}))
def test_every_fact_and_act_of_the_vocabulary_can_be_a_start(name):
    assert starts_of(parse_sentence(f"the earlier of 1 day after {name} and 2 days before {name}")) == (
        normal_name(name),
    )


WRONG = {
    "10 wokring days after incident": ("wokring", "working days"),
    "10 months after incident": ("months", "calendar months"),
    "10 calendar days after incident": ("calendar", "days"),
    "0 days after incident": ("0", "a whole number from 1 to 10,000"),
    "-3 days after incident": ("-3", "a whole number from 1 to 10,000"),
    "1.5 days after incident": ("1.5", "a whole number from 1 to 10,000"),
    "² days after incident": ("²", "a whole number from 1 to 10,000"),
    "99999999999 days after incident": ("99999999999", "a whole number from 1 to 10,000"),
    "3 days of incident": ("of", "after"),
    "3 days": ("", "after"),
    "3 days after": ("", "the name of an act or fact, such as “referral submitted” or “incident”"),
    "incident": ("incident", "the day of"),
    "within 3 days of incident": ("within", "a number"),
    "3 weeks after incident, incident counting as day 1": ("counting", "working days"),
    "3 days after incident, death counting as day 1": ("death", "incident"),
    "3 days after incident, incident counting as day 2": ("counting", "counting as day 1"),
    "3 days after incident and death": ("and", "the end of the sentence"),
    "3 days after incident or death": ("or", "the end of the sentence"),
    "3 days after incident, moved to Monday": ("moved", "the end of the sentence"),
    "the earlier of 3 days after incident": ("", "and"),
    "the earlier of 3 days after incident, 4 days after death": (",", "and"),
    "the next meeting of after incident": ("after", "the name of a body"),
    "the next meeting of Panel": ("", "after"),
    "3 days after before incident": (
        "before",
        "the name of an act or fact, without words that clock sentences use themselves",
    ),
    "3 days after <b>": (
        "<b>",
        "the name of an act or fact, without words that clock sentences use themselves",
    ),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_named_with_what_is_possible_there(text):
    with pytest.raises(SentenceError) as refused:
        parse_sentence(text)
    word, possible = WRONG[text]
    assert refused.value.word == word
    assert possible in refused.value.possible


def test_the_message_says_where_the_wrong_word_stands():
    with pytest.raises(SentenceError) as refused:
        parse_sentence("10 wokring days after incident")
    assert str(refused.value) == (
        "“wokring” cannot stand after “10”. Possible here: working days; calendar months; weeks; days; "
        "clear days; years."
    )


@pytest.mark.parametrize("text", ["", "   ", None, 7, "1 day after " * 200])
def test_no_sentence_at_all_is_refused(text):
    with pytest.raises(SentenceError):
        parse_sentence(text)


names = st.sampled_from(["incident", "referral received", "authority aware", "meeting held"])
starts = names.map(Start)


def _larger(inner):
    amounts = st.integers(1, 10_000)
    return st.one_of(
        st.builds(Period, amounts, st.sampled_from(Unit), inner, st.booleans()),
        st.builds(Period, amounts, st.sampled_from([Unit.DAYS, DAYS]), starts, st.booleans(), st.just(True)),
        st.builds(Meeting, st.sampled_from(["one panel", "executive"]), inner, st.booleans()),
    )


sentences = st.recursive(starts | st.builds(LastOf, names, st.booleans()), _larger, max_leaves=4)
combined = st.lists(sentences, min_size=2, max_size=3).map(tuple)
whole = sentences | combined.map(Earliest) | combined.map(Latest)
whole = st.recursive(
    whole, lambda s: st.builds(Moved, s, st.booleans()) | st.builds(NotBefore, s, sentences), max_leaves=2
)


@given(whole)
def test_what_is_said_is_read_back_as_the_same_value(sentence):
    assume(len(say(sentence)) <= LONGEST_TEXT)
    assert parse_sentence(say(sentence)) == sentence


@given(st.text(max_size=80) | st.lists(st.sampled_from("the of after 3 days and , incident".split())).map(" ".join))
def test_any_text_is_read_or_refused_in_words(text):
    try:
        sentence = parse_sentence(text)
    except SentenceError as refused:
        assert str(refused)
    else:
        assert parse_sentence(say(sentence)) == sentence

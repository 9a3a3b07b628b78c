"""Letters: strict {names}, no code, no personal details in an e-mail (C-30)."""

import pytest

from documents.letters import LetterError, fill, fill_email, framed, names_in, problems
from procedures.model import Letter


def a_letter(*paragraphs, subject="About {reference}", **more) -> Letter:
    return Letter(name="outcome", title="Outcome", to="referrer", subject=subject, paragraphs=paragraphs, **more)


VALUES = {"reference": "NOR-2026-0001", "recipient": "O'Brien & Co <x>", "outcome": "A review", "link": ""}


def test_values_are_put_in_as_they_are():
    filled = fill(a_letter("Dear {recipient}", "{link}", "Outcome: {outcome}."), VALUES)
    assert filled.subject == "About NOR-2026-0001"
    assert filled.body == "Dear O'Brien & Co <x>\n\nOutcome: A review.\n"


def test_a_subject_is_one_line():
    filled = fill(a_letter("x", subject="{outcome}"), {"outcome": "A\r\nBcc: x@example.org"})
    assert filled.subject == "A Bcc: x@example.org"


@pytest.mark.parametrize("name", ["reference.__class__", "reference[0]", "reference!r", "0", "", "secret"])
def test_only_names_of_the_vocabulary_are_read(name):
    with pytest.raises(LetterError) as error:
        fill(a_letter(f"{{{name}}}"), {**VALUES, name: "x"})
    assert str(error.value) == f"letter “outcome”: there is no value called “{{{name}}}”"


def test_a_value_that_looks_like_a_name_stays_as_typed():
    assert fill(a_letter("{outcome}"), {**VALUES, "outcome": "{reference}"}).paragraphs == ("{reference}",)


def test_a_missing_value_is_an_error_and_in_a_preview_a_gap():
    with pytest.raises(LetterError):
        fill(a_letter("{meeting_on}"), VALUES)
    assert fill(a_letter("On {meeting_on}."), VALUES, missing="[…]").paragraphs == ("On […].",)


def test_an_email_carries_nothing_personal():
    with pytest.raises(LetterError):
        fill_email(a_letter("x", personal=True), VALUES)
    with pytest.raises(LetterError):
        fill_email(a_letter("{subject_name}"), {**VALUES, "subject_name": "Arthur Vale"})
    assert fill_email(a_letter("{outcome}"), VALUES).paragraphs == ("A review",)


def test_problems_name_the_word():
    assert problems(a_letter("{nonsense} {reasons}")) == [
        "letter “outcome”: there is no value called “{nonsense}”",
        "letter “outcome”: “{reasons}” is personal, and an e-mail carries no personal details",
    ]
    assert names_in(a_letter("{outcome} {reference}")) == ("reference", "outcome")


@pytest.mark.parametrize(
    ("body", "leaves"),
    [
        ("One thing is due.\n", "Hello,\n\nOne thing is due.\n\nRedbridge One Panel\n"),
        ("Hello Ada,\n\nWelcome.\n", "Hello Ada,\n\nWelcome.\n\nRedbridge One Panel\n"),
        ("Due.\n\nRedbridge One Panel\n", "Hello,\n\nDue.\n\nRedbridge One Panel\n"),
    ],
)
def test_an_email_greets_and_says_who_writes_once_each(body, leaves):
    assert framed(body, "Redbridge One Panel") == leaves


def test_a_value_that_ends_its_own_sentence_gets_no_second_stop():
    letter = a_letter("It looks at this: {focus}.", "And {focus}, too.")
    assert fill(letter, {**VALUES, "focus": "What changed."}).paragraphs == (
        "It looks at this: What changed.", "And What changed., too.")  # fmt: skip
    assert fill(letter, {**VALUES, "focus": "What changed"}).paragraphs[0] == "It looks at this: What changed."

"""Every kind of mistake gives its sentence: which block, which word, and what was probably meant (DESIGN §2)."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from procedures.errors import ProcedureErrors
from procedures.reader import LARGEST, read, read_file

from .anytown import ANYTOWN, BASE, problems_of, sound, with_change

# What stands in the text, what somebody writes instead, and all that the reader says.
MISTAKES = tomllib.loads((Path(__file__).parent / "mistakes.toml").read_text(encoding="utf-8"))["mistake"]

AS_TEXT = "save it as plain text with the encoding UTF-8"


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["becomes"][:40])
def test_a_mistake_is_said_in_plain_words(mistake):
    assert problems_of(with_change(mistake["was"], mistake["becomes"])) == mistake["said"]


def test_the_smallest_text_is_sound():
    assert sound().slug == "anytown"


def test_a_missing_secretariat_is_said_before_what_follows_from_it():
    said = problems_of(with_change('name = "secretariat"\ntitle', 'name = "office"\ntitle'))
    assert said[0] == "[[roles]]: a role named “secretariat” is missing; every partnership has one"


def test_every_mistake_is_said_not_only_the_first():
    text = with_change("10 working days", "10 workng days").replace('sector = "police"', "sector = 1")
    assert len(problems_of(text)) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty."),
        ("  \n\n", "The file is empty."),
        (b"\xff\xfe\x00", "The file is saved as UTF-16 (“Unicode”): save it as plain text with the encoding UTF-8."),
        (b"\x89PNG\r\n\x1a\n", f"The file is not plain UTF-8 text (byte 1): {AS_TEXT}."),
        ("hello", "Line 1: a = is missing between the key and what it says. The line: hello"),
        (
            "a = [1,",
            "Line 1: a list has one comma between two parts, and each text stands in quotes. The line: a = [1,",
        ),
        ("a = " + "[" * 4000, "The brackets are nested too deep."),
        ("a = '" + "x" * 6000 + "'", "Line 1 has 6006 characters; at most 5,000 are read."),
        ("x" * (LARGEST + 1), "The text is too long: at most 1,000,000 characters are read."),
        (b"x" * (LARGEST + 1), "The file is too large: at most 1,000,000 bytes are read."),
    ],
)
def test_what_is_no_text_gets_one_sentence(text, said):
    assert problems_of(text) == [said]


def test_a_byte_order_mark_does_no_harm():
    assert problems_of(("\ufeff" + ANYTOWN).encode()) == []


def test_a_base_nobody_has_is_said(tmp_path):
    file = tmp_path / "text.toml"
    file.write_text(ANYTOWN.replace('base = "england"', 'base = "../redbridge/1.5"'), encoding="utf-8")
    with pytest.raises(ProcedureErrors) as errors:
        read_file(file)
    assert errors.value.problems == ("[version]: base says “../redbridge/1.5”, but I know only england",)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(ProcedureErrors) as errors:
        read_file(tmp_path / "none.toml")
    assert errors.value.problems == (f"{tmp_path / 'none.toml'} cannot be read: No such file or directory.",)


def test_a_folder_is_no_text(tmp_path):
    with pytest.raises(ProcedureErrors) as errors:
        read_file(tmp_path)
    assert errors.value.problems == (f"{tmp_path} cannot be read: Is a directory.",)


def test_a_block_of_the_text_replaces_the_base_whole():
    own = (
        ANYTOWN
        + '\n[[letters]]\nname = "reminder"\ntitle = "Ours"\nto = "secretariat"\nsubject = "x"\nparagraphs = ["y"]\n'
    )
    procedure = read(own, BASE)
    assert procedure.find("letters", "reminder").title == "Ours"
    assert sound().find("letters", "reminder").title == "Reminder"


def test_a_track_of_the_base_comes_only_when_something_opens_it():
    assert [track.name for track in sound().tracks] == ["case"]
    opening = '\n[[steps]]\nact = "commission review"\ntitle = "Commission"\nby = ["partner"]\nopens = ["review"]\n'
    procedure = read(ANYTOWN + opening, BASE)
    assert [track.name for track in procedure.tracks] == ["case", "review"]
    assert {clock.name for clock in procedure.clocks} == {
        "scoping-return", "review-published", "report-sent", "report-public", "safety-action", "action-due",
    }  # fmt: skip


def test_a_step_for_several_tracks_is_one_step_on_each():
    text = with_change(
        'track = "case"\nfrom = ["asking"]\nfor_each', 'track = ["case", "case"]\nfrom = ["asking"]\nfor_each'
    )
    assert len([step for step in read(text, BASE).steps if step.act == "submit_return"]) == 2


def test_words_of_the_base_are_kept_where_the_text_has_none():
    text = ANYTOWN + '\n[words]\npanel = "Review Panel"\n'
    words = read(text, BASE).words
    assert (words["panel"], words["secretariat"]) == ("Review Panel", "secretariat")

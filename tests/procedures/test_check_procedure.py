"""The command a secretary runs before sending a text: exit 0 with a summary, or 1 with every mistake."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from procedures import library, saying
from procedures.reader import TEXTS

from .anytown import ANYTOWN, sound


def test_a_sound_text_is_summed_up(tmp_path):
    path = tmp_path / "anytown.toml"
    path.write_text(ANYTOWN, encoding="utf-8")
    out = StringIO()
    call_command("check_procedure", str(path), stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "Anytown Safeguarding Partnership, Procedure, version 1: nothing wrong found."
    assert lines[3:6] == [
        "Bodies",
        "  Review Panel: majority; quorum: somebody of Health; somebody of Police or Health; 2 agencies; "
        "a tie goes up to Partners.",
        "  Partners: majority; quorum: 1 of every 2 member agencies, rounded up; a tie not carried.",
    ]
    assert lines[-3] == "  Agencies answer: limit 10 working days after information requested, for each agency (Member)"


def test_mistakes_are_counted_and_the_exit_is_one(tmp_path):
    path = tmp_path / "anytown.toml"
    path.write_text(ANYTOWN.replace("order = 1", "order = true"), encoding="utf-8")
    errors = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("check_procedure", str(path), stderr=errors)
    assert stopped.value.code == 1
    assert errors.getvalue().splitlines() == [
        "[[tracks]] “case”: order must be a whole number from 0 to 10,000, not true",
        f"1 mistake in {path}.",
    ]


@pytest.mark.parametrize("path", sorted(TEXTS.glob("[!b]*/*.toml")) + sorted(TEXTS.glob("b[!a]*/*.toml")), ids=str)
def test_every_text_that_comes_with_the_product_is_sound_and_can_be_said(path):
    procedure = library.from_file(path)
    assert procedure.slug == path.parent.name
    assert len(saying.summary(procedure)) > len(procedure.clocks)


def test_without_a_database_the_texts_that_come_with_the_product_answer():
    assert [each.version for each in library.shipped("redbridge")] == ["earlier", "1.5"]
    assert library.shipped("../redbridge") == []


def test_who_must_act_in_words():
    procedure = sound()
    assert saying.who_in_words(procedure.clocks[0], procedure) == "Member"

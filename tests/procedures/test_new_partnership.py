"""docs/new-partnership.md: its examples make a partnership that works, and the check finds what a reader mistypes."""

from __future__ import annotations

import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from cases.models import Case
from partnerships.models import Partnership
from partnerships.scope import tenant
from procedures.reader import BLOCKS
from tests.factories import the_procedure
from tests.procedures.guide import EXAMPLES, PAGE, RIVERBANK, changed, said_of
from tests.referrals.filling import begun, filled, submitted

MISTAKES = tomllib.loads((Path(__file__).parent / "lay_mistakes.toml").read_text(encoding="utf-8"))["mistake"]


def test_the_examples_of_the_page_are_a_sound_text():
    assert said_of(RIVERBANK) == []
    assert len(EXAMPLES) == 12


def test_the_page_shows_every_kind_of_block_that_a_text_of_its_own_must_have():
    shown = set(tomllib.loads(RIVERBANK))
    assert set(BLOCKS) - shown == {
        "boroughs", "outside_bodies", "methodologies", "reviewer_checks", "themes", "letters", "notices",
    }  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["name"])
def test_a_mistake_of_a_lay_person_is_said_in_plain_words(mistake):
    assert said_of(changed(mistake["was"], mistake["becomes"])) == mistake["said"]


def test_what_the_table_at_the_end_promises_is_what_the_check_says():
    promised = [line.split("|")[2].strip() for line in PAGE.split("## What the check finds")[1].splitlines()[4:13]]
    said = " ".join(text for mistake in MISTAKES for text in mistake["said"])
    parts = [part.strip() for line in promised for part in line.replace("…", "|").split("|") if len(part.strip()) > 4]
    assert [part for part in parts if part.strip("“”?; ") not in said] == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04\x14\x00", "This is the file of another program, not plain text: save it as plain text (UTF-8)."),
        (b"{\\rtf1\\ansi", "This is the file of another program, not plain text: save it as plain text (UTF-8)."),
        (
            "[partnership]".encode("utf-16"),
            "The file is saved as UTF-16 (“Unicode”): save it as plain text with the encoding UTF-8.",
        ),
        (b"\xef\xbb\xbf", "The file is empty."),
    ],
    ids=["Word", "rich text", "UTF-16", "nothing but a mark"],
)
def test_a_file_of_another_program_is_recognised(tmp_path, data, said):
    file = tmp_path / "riverbank.toml"
    file.write_bytes(data)
    errors = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_procedure", str(file), stderr=errors)
    assert errors.getvalue().splitlines()[0] == said


def test_tabs_and_windows_line_ends_are_no_mistakes():
    assert said_of(RIVERBANK.replace("\n", "\r\n")) == []
    assert said_of("".join(f"\t{line}\n" for line in RIVERBANK.splitlines())) == []


def test_a_referral_can_be_made_under_it(client, db, tmp_path):
    file = tmp_path / "riverbank.toml"
    file.write_text(RIVERBANK, encoding="utf-8")
    call_command("load_procedure", str(file), verbosity=0)
    partnership = Partnership.objects.get(slug="riverbank")
    with tenant(partnership):
        form = the_procedure().find("forms", "referral")
        token = begun(client, partnership, "adult")
        filled(client, partnership, token, "adult", form)
        submitted(client, partnership, token)
        assert Case.objects.get().reference.startswith("RIV-")

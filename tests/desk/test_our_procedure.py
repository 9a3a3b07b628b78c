"""“Our procedure”: all that the text says stands on the page, for every partnership and edition (C-29, C-50)."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from desk.procedure_page import CONTENTS, describe
from partnerships.scope import tenant
from procedures import library
from procedures.sentences import say
from tests.factories import a_member, a_partnership

FIFTH = Path(__file__).parent.parent / "procedures" / "fifth" / "glenmoray.toml"
TEXTS = [*library.shipped_files(), FIFTH]
EVERY = pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}-{path.stem}")


@EVERY
def test_nothing_of_the_text_is_left_out(path):
    procedure = library.from_file(path)
    sections = describe(procedure)
    assert [item.title for item in sections["roles"]] == [role.title for role in procedure.roles]
    assert [item.title for item in sections["bodies"]] == [body.title for body in procedure.bodies]
    assert [item.title for item in sections["forms"]] == [form.title for form in procedure.forms]
    assert [item.title for item in sections["tests"]] == [aid.title for aid in procedure.aids]
    assert [row.title for row in sections["clocks"]] == [clock.title for clock in procedure.clocks]
    assert [row.limit for row in sections["clocks"]] == [say(c.limit) if c.limit else "" for c in procedure.clocks]
    drawn = [step.title for track in sections["tracks"] for step in track.steps]
    assert sorted(drawn) == sorted(step.title for step in procedure.steps)


@EVERY
def test_every_gate_of_the_text_is_listed(path):
    procedure = library.from_file(path)
    listed = {title for title, _ in describe(procedure)["gates"]}
    assert {step.title for step in procedure.steps if step.force == "must" and step.needs} <= listed


@EVERY
def test_names_of_the_file_are_not_shown_to_people(path):
    """A condition or a list speaks in titles: no “track rapid-review at arranging”."""
    procedure = library.from_file(path)
    sections = describe(procedure)
    needs = [words for track in sections["tracks"] for step in track.steps for words in step.needs]
    names = {track.name for track in procedure.tracks if "-" in track.name}
    assert [words for words in needs if any(name in words for name in names)] == []


@pytest.fixture
def darlington(db):
    made = a_partnership("darlington", "dsp1.4.toml")
    with tenant(made):
        yield made


def test_the_page_as_a_member_reads_and_prints_it(client, darlington):
    """C-50: the edition's own review date stands at the top; menus and links inside the page are left out on paper."""
    member = a_member("Mo Member", "agency-representative", agency="police")
    client.force_login(member.user)
    page = html.unescape(client.get("/darlington/our-procedure/").content.decode())
    assert re.findall(r'<h2 class="govuk-heading-m" id="([^"]+)"', page) == [
        *[name for name, _ in CONTENTS if name != "agencies"][:8],
        "methodologies",
        "themes",
        *["ratifications", "forms", "told", "agencies"],
    ]
    assert "1 May 2023" in page
    assert '<nav class="app-no-print"' in page
    assert "redbridge" not in page.lower()
    assert "bexley" not in page.lower()

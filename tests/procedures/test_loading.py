"""Editions in the database: kept as written, published once, never changed (C-29)."""

from __future__ import annotations

import datetime as dt
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from partnerships.models import Agency, Partnership
from partnerships.scope import tenant
from procedures import library
from procedures.models import ProcedureVersion

from .anytown import ANYTOWN, sound

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "anytown.toml"
    path.write_text(ANYTOWN, encoding="utf-8")
    return path


def load(path) -> str:
    out = StringIO()
    call_command("load_procedure", str(path), stdout=out)
    return out.getvalue().strip()


def version_two(path, **changes):
    text = ANYTOWN.replace('version = "1"', 'version = "2"').replace("2026-01-01", "2026-07-01")
    for old, new in changes.values():
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def editions() -> list[tuple[str, str]]:
    partnership = Partnership.objects.get(slug="anytown")
    with tenant(partnership):
        rows = ProcedureVersion.objects.filter(partnership=partnership).order_by("version")
        return [(row.version, row.state) for row in rows]


def test_a_new_partnership_is_set_up_by_one_file(file):
    assert load(file) == "Anytown Safeguarding Partnership: version 1 is in force."
    partnership = Partnership.objects.get(slug="anytown")
    with tenant(partnership):
        assert sorted(Agency.objects.values_list("slug", flat=True)) == ["constabulary", "hospital"]
    assert library.in_force("anytown") == sound()


def test_loading_twice_changes_nothing(file):
    load(file)
    assert load(file) == "Anytown Safeguarding Partnership: version 1 is there already."
    assert editions() == [("1", "published")]


def test_a_published_text_is_not_changed_under_its_version(file):
    load(file)
    file.write_text(ANYTOWN.replace("10 working days", "9 working days"), encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        load(file)
    assert str(refusal.value) == (
        "Version 1 of Anytown Safeguarding Partnership is published and cannot be changed. "
        "Give the new text a version of its own."
    )
    assert library.in_force("anytown") == sound()


def test_a_new_version_supersedes_the_one_before(file):
    load(file)
    load(version_two(file))
    assert editions() == [("1", "superseded"), ("2", "published")]
    assert library.in_force("anytown").version == "2"
    assert library.in_force("anytown", dt.date(2026, 6, 30)).version == "1"
    assert library.in_force("anytown", dt.date(2026, 7, 1)).version == "2"
    assert library.version("anytown", "1") == sound()


def test_an_agency_the_new_version_leaves_out_stays_but_is_no_member(file):
    load(file)
    left_out = (
        '[[agencies]]\nname = "constabulary"\ntitle = "Anytown Constabulary"\nsector = "police"\n',
        '[[agencies]]\nname = "force"\ntitle = "Anytown Police"\nsector = "police"\n',
    )
    load(version_two(file, agency=left_out, partners=('"constabulary"]', '"force"]')))
    with tenant(Partnership.objects.get(slug="anytown")):
        assert dict(Agency.objects.values_list("slug", "member")) == {
            "hospital": True, "constabulary": False, "force": True
        }  # fmt: skip


def test_a_superseded_version_is_kept_beside_the_one_in_force(file):
    load(file)
    older = ANYTOWN.replace('version = "1"', 'version = "0"\nsuperseded_by = "1"').replace(
        "in_force_from = 2026-01-01", ""
    )
    file.write_text(older, encoding="utf-8")
    assert load(file) == "Anytown Safeguarding Partnership: version 0 is kept as superseded."
    assert editions() == [("0", "superseded"), ("1", "published")]
    assert library.in_force("anytown").version == "1"
    assert library.in_force("anytown", dt.date(2020, 1, 1)).version == "0"


def test_a_wrong_text_changes_nothing_and_exits_with_one(file):
    file.write_text(ANYTOWN.replace("10 working days", "10 workng days"), encoding="utf-8")
    errors = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("load_procedure", str(file), stderr=errors)
    assert stopped.value.code == 1
    assert errors.getvalue().startswith("[[clocks]] “scoping-return”: limit says")
    assert not Partnership.objects.filter(slug="anytown").exists()


def refused(path) -> str:
    with pytest.raises(CommandError) as refusal:
        load(path)
    return str(refusal.value)


def test_a_copied_text_does_not_take_over_the_partnership_it_was_copied_from(file):
    """The slug left as it was, or the code: the partnership that has it keeps its name, members and procedure."""
    load(file)
    code = re.search(r'^code = "(.+)"$', ANYTOWN, re.M)[1]
    file.write_text(ANYTOWN.replace(f'code = "{code}"', 'code = "OTHER"').replace("Anytown Safeg", "Othertown Safeg"))
    assert refused(file) == (
        f"“anytown” is Anytown Safeguarding Partnership already, and its case numbers begin with {code}, not OTHER. "
        "Give a new partnership a slug of its own; of an existing one the code never changes."
    )
    file.write_text(ANYTOWN.replace('slug = "anytown"', 'slug = "othertown"'))
    assert refused(file) == (
        f"The case numbers of Anytown Safeguarding Partnership begin with {code} already. Choose another code."
    )
    assert [one.title for one in Partnership.objects.all()] == ["Anytown Safeguarding Partnership"]
    assert editions() == [("1", "published")]


def test_a_version_is_loaded_on_its_first_day(file, time_machine):
    """C-29: before that day nobody may be governed by it, and its members are not the members yet."""
    time_machine.move_to(dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC))
    load(file)
    version_two(file)
    assert refused(file) == (
        "Version 2 is in force from 1 July 2026. Load it on that day; until then the version before it stays in force."
    )
    assert (editions(), library.in_force("anytown").version) == ([("1", "published")], "1")
    time_machine.move_to(dt.datetime(2026, 7, 1, 0, 1, tzinfo=dt.timezone(dt.timedelta(hours=1))))
    assert load(file) == "Anytown Safeguarding Partnership: version 2 is in force."


@pytest.mark.parametrize("field", ["text", "base_text", "sha256", "version"])
def test_the_database_refuses_to_change_a_published_edition(file, field):
    """Also by a query that goes past every model."""
    load(file)
    partnership = Partnership.objects.get(slug="anytown")
    with tenant(partnership), pytest.raises(IntegrityError), transaction.atomic():
        ProcedureVersion.objects.filter(partnership=partnership).update(**{field: "other"})


def test_the_database_refuses_to_unpublish(file):
    load(file)
    partnership = Partnership.objects.get(slug="anytown")
    with tenant(partnership), pytest.raises(IntegrityError), transaction.atomic():
        ProcedureVersion.objects.filter(partnership=partnership).update(state="draft")


def test_one_query_tells_what_is_in_force_once_it_has_been_read(file):
    load(file)
    with tenant(Partnership.objects.get(slug="anytown")):
        library.in_force("anytown")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            library.in_force("anytown")
    assert len(queries) == 1


def test_asking_leaves_the_wall_as_it_was(file):
    load(file)
    library._by_hash.clear()
    library.in_force("anytown")
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.partnership_id', true), '')")
        assert cursor.fetchone() == ("",)


def test_an_unknown_partnership_has_no_procedure():
    with pytest.raises(library.NoProcedure) as error:
        library.in_force("nowhere")
    assert str(error.value) == "“nowhere” has no procedure in force"


def test_what_is_kept_as_plain_values_is_text_and_base_together(file):
    load(file)
    partnership = Partnership.objects.get(slug="anytown")
    with tenant(partnership):
        edition = ProcedureVersion.objects.get(partnership=partnership)
    assert edition.parsed["version"]["in_force_from"] == "2026-01-01"
    assert [row["name"] for row in edition.parsed["bodies"]] == ["panel", "partners"]
    assert "home-office" in [row["name"] for row in edition.parsed["outside_bodies"]]
    assert library.of_version(edition) == sound()


def test_every_text_that_comes_with_the_product_is_loaded():
    out = StringIO()
    call_command("load_procedures", stdout=out)
    said = []
    for each in map(library.from_file, library.shipped_files()):
        how = "kept as superseded" if each.superseded_by else "in force"
        said.append(f"{each.partnership_title}: version {each.version} is {how}.")
    assert out.getvalue().splitlines() == said
    call_command("load_procedures", stdout=StringIO())
    assert Partnership.objects.count() == 4
    assert library.in_force("redbridge").version == "1.5"
    assert library.version("redbridge", "earlier").superseded_by == "1.5"

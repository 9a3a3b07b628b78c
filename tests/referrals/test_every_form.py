"""Every referral form of every partnership, through the web: every question answered, from the first page to the
reference (C-1; BEX-1, BEX-11, BHR-1, BHR-11, DAR-1, DAR-2, RED-15)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from cases.models import Case, Person
from partnerships.models import Partnership
from partnerships.scope import tenant
from procedures import library, reader
from tests.factories import a_partnership
from tests.referrals.filling import begun, filled, submitted

FIFTH = Path(__file__).parent.parent / "procedures" / "fifth" / "glenmoray.toml"
FILES = [path for path in sorted(reader.TEXTS.glob("*/*.toml")) if path.parent.name != "base"]
DOORS = [
    (path, pathway.name)
    for path in (*FILES, FIFTH)
    for procedure in [library.from_file(path)]
    for pathway in procedure.pathways
    if pathway.form and not procedure.superseded_by and procedure.find("forms", pathway.form).public
]


def opened(path: Path) -> Partnership:
    if path == FIFTH:
        call_command("load_procedure", str(path), verbosity=0)
        return Partnership.objects.get(slug=library.from_file(path).slug)
    return a_partnership(path.parent.name, path.name)


@pytest.mark.parametrize(("path", "pathway"), DOORS, ids=lambda part: part if isinstance(part, str) else part.stem)
def test_from_the_first_page_to_the_reference(client, db, path, pathway):
    procedure = library.from_file(path)
    partnership = opened(path)
    with tenant(partnership):
        form = procedure.find("forms", procedure.find("pathways", pathway).form)
        token = begun(client, partnership, pathway, procedure.boroughs[0].name if procedure.boroughs else "")
        asked = filled(client, partnership, token, pathway, form)
        page = client.get(submitted(client, partnership, token)).content.decode()
        case = Case.objects.get()
        assert case.reference in page
        assert case.pathway == pathway
        assert Person.objects.filter(kind="subject").count() == 1
        own = [section.name for section in form.sections if section.by == "referrer"]
        assert {name for name in own if name not in asked} == set()

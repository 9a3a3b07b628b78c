"""Every referral form that comes with the product can be opened, and blank pages say only what is required."""

from __future__ import annotations

import pytest

from cases.sheets.engine import Sheet
from cases.sheets.pages import pages_of
from cases.sheets.summary import Names, summary
from procedures import library, reader
from tests.factories import a_partnership
from tests.referrals import factories as make
from tests.referrals import steps

FILES = sorted(path for path in reader.TEXTS.glob("*/*.toml") if path.parent.name != "base")


def forms_of(path):
    return [form for form in library.from_file(path).forms if form.use == "referral"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_page_of_every_form_can_be_drawn_and_judged(path):
    for form in forms_of(path):
        for page in pages_of(form):
            common = {"form": form, "answers": {}, "around": make.AROUND}
            blank = Sheet(page, data=make.post(), files=make.no_files(), **common)
            required = [q for group in blank.groups for q in group.form.questions if q.required]
            assert len(blank.problems) <= len(required), (form.name, page.name)
            assert Sheet(page, **common).problems == []
        names = Names({}, {}, make.TODAY)
        assert [part.title for part in summary(form, {}, names)] == [
            s.title for s in form.sections if s.by == "referrer" and not s.shown_when
        ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_referral_can_be_begun(client, db, path):
    partnership = a_partnership(path.parent.name, path.name)
    procedure = library.from_file(path)
    begin = f"/{partnership.slug}/refer/begin/"
    if procedure.superseded_by or not [form for form in forms_of(path) if form.public]:
        return
    page = client.get(begin)
    assert page.status_code == 200
    import uuid

    pathway = next(p for p in procedure.pathways if p.form in {f.name for f in forms_of(path) if f.public})
    boxes = {"form_token": str(uuid.uuid4()), "pathway": pathway.name, "email": steps.EMAIL}
    if procedure.boroughs:
        boxes["borough"] = procedure.boroughs[0].name
    begun = client.post(begin, boxes)
    assert (begun.status_code, steps.messages(begun) if begun.status_code == 200 else []) == (302, [])
    tasks = begun["Location"].removesuffix("link/")
    html = client.get(tasks).content.decode()
    import re

    for address in set(re.findall(rf'href="({re.escape(tasks)}form/[^"]+)"', html)):
        assert client.get(address).status_code == 200, address
    assert client.get(f"{tasks}check/").status_code == 200

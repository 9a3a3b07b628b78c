"""A briefing note for practitioners: one page, no names, looked at before it goes (BEX-2, BEX-11, C-37)."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from documents import pdf
from documents.models import OutboxMessage, PrintJob
from partnerships.refusals import ActRefused
from reviews.acts import brief_practitioners, record_good_practice, write_briefing
from reviews.gates import may_read_briefing
from reviews.models import Briefing
from reviews.queries import briefings as queries
from reviews.rules.briefings import MOST_LETTERS, lines, names_in, room_taken
from tests.factories import a_member, acting_as, london

from .plans import START, in_darlington
from .test_pages import address, client_of, posted, words

AUTUMN = london(2026, 10, 5)
VALUES = {"title": "When a parent stops answering", "about": "A baby was hurt at home.",
          "learnt": "Missed visits were each explained away.\nNobody added them up.",
          "differently": "Say the second missed visit aloud.", "good": "", "questions": "", "more": ""}  # fmt: skip


@pytest.fixture
def scene(darlington):
    return in_darlington()


def refusal(act, **kwargs) -> str:
    with pytest.raises(ActRefused) as refused:
        act(**kwargs)
    return str(refused.value)


def test_what_fits_on_a_page_and_whose_name_stands_in_it():
    assert lines(" One \n\n two") == ("One", "two")
    assert room_taken(["x" * 91, "y\nz"]) == 360
    assert names_in("Ada was Greyer than grey", ["Ada", "Grey", "Al"]) == ["Ada"]


def test_a_briefing_names_nobody_fits_on_its_page_and_goes_once(scene):
    common = {"case": scene.case, "actor": scene.secretary, "at": START}
    named = {**VALUES, "about": "Ada Grey was hurt."}
    assert refusal(write_briefing, **common, values=named) == "“Ada” is a name of this case. A briefing names nobody."
    long = {**VALUES, "learnt": "word " * (MOST_LETTERS // 5)}
    assert refusal(write_briefing, **common, values=long).startswith("This is too long for one page")
    draft = write_briefing(**common, values=VALUES)
    stale = {**common, "values": VALUES, "briefing": draft, "version": 0}
    assert refusal(write_briefing, **stale).startswith("Somebody else changed the briefing")
    full = {**VALUES, "learnt": "\n".join(["A point of learning that takes a whole line of the page."] * 26)}
    draft = write_briefing(**{**stale, "values": full, "version": 1})
    paper = queries.briefing_paper(draft, _procedure(scene), at=AUTUMN)
    assert len(PdfReader(BytesIO(pdf.render_paper("practitioner-briefing", paper))).pages) == 1
    sent = brief_practitioners(briefing=draft, actor=scene.secretary, at=AUTUMN)
    assert (sent.sent_at, sent.event.act) == (AUTUMN, "brief_practitioners")
    told = set(OutboxMessage.objects.filter(kind="practitioner-briefing").values_list("to_name", flat=True))
    assert told == {"Olive Owner"}
    again = {"briefing": sent, "actor": scene.secretary, "at": AUTUMN}
    assert refusal(brief_practitioners, **again) == "This briefing has been sent already."


def _procedure(scene):
    from cases.queries import procedure_of

    return procedure_of(scene.case)


def test_the_office_writes_looks_and_sends_and_everybody_reads_what_was_sent(scene):
    record_good_practice(case=scene.case, wording="The nurse rang again.", actor=scene.secretary, at=START)
    office, member = client_of(scene.secretary), client_of(a_member("Pia", "agency-representative", agency="police"))
    page = address("brief_practitioners", scene, reference=scene.case.reference)
    assert "The nurse rang again." in office.get(page).content.decode()
    wrong = posted(office, page, **{**VALUES, "learnt": ""}, version=0)
    assert wrong.status_code == 200 and VALUES["about"] in wrong.content.decode()
    assert posted(office, page, **VALUES, version=0).status_code == 302
    row = Briefing.objects.get()
    one, change, out, send = (
        address(name, scene, briefing=row.pk)
        for name in ("briefing", "change_briefing", "print_briefing", "send_briefing")
    )
    assert member.get(one).status_code == 404
    assert posted(office, change, **{**VALUES, "title": "Add them up"}, version=1).status_code == 302
    shown = words(office.get(one))
    assert "Add them up" in shown and "What will be sent" in shown and "Olive Owner" in shown
    assert office.post(out).status_code == 302
    assert PrintJob.objects.get().payload["differently"] == ["Say the second missed visit aloud."]
    assert office.post(send).status_code == 302
    assert "Add them up" in words(member.get(one))
    assert [office.get(change).status_code, office.post(send).status_code] == [404, 404]
    row.refresh_from_db()
    file = type("File", (), {"about": f"briefing:{row.pk}", "partnership_id": row.partnership_id})()
    assert may_read_briefing(file, acting_as(scene.owner)) is True

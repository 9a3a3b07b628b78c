"""Papers: tagged, titled, with embedded fonts; hostile text stays text (RELIABILITY.md B.6)."""

import dataclasses
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pytest
from django.conf import settings
from pypdf import PdfReader

from documents import papers, pdf
from documents.payloads import PaperError, from_payload, to_payload
from tests.documents.papers import EVERY_KIND, LONG, chronology, decision_letter


def read(kind, paper) -> PdfReader:
    return PdfReader(BytesIO(pdf.render(kind, to_payload(kind, paper))))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_every_kind_has_a_template_and_an_example():
    templates = {one.stem for one in (settings.BASE_DIR / "templates/documents/pdf").glob("[!_]*.html")}
    assert templates == set(papers.KINDS) == set(EVERY_KIND)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_each_paper_can_be_read_by_everybody(kind):
    paper = EVERY_KIND[kind]()
    reader = read(kind, paper)
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    assert reader.metadata.title == paper.title
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert all("/FontFile2" in one or "/FontFile3" in one for one in fonts)
    pages = len(reader.pages)
    for number, page in enumerate(reader.pages, 1):
        text = " ".join(page.extract_text().split())
        assert ("Official – sensitive" in text, f"Page {number} of {pages}" in text) == (True, True)


def test_a_paper_is_the_same_after_it_was_kept_as_json():
    for kind, make in EVERY_KIND.items():
        assert from_payload(kind, json.loads(json.dumps(to_payload(kind, make())))) == make()


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"partnership": "P"}, "referral lacks “title”"),
        ({**to_payload("referral", EVERY_KIND["referral"]()), "colour": "red"}, "referral has no “colour”"),
        ({**to_payload("referral", EVERY_KIND["referral"]()), "title": 3}, "referral.title must be str, not int"),
        ({**to_payload("referral", EVERY_KIND["referral"]()), "sections": "x"}, "referral.sections must be a list"),
    ],
)
def test_what_is_no_such_paper_says_where(payload, said):
    with pytest.raises(PaperError) as error:
        from_payload("referral", payload)
    assert str(error.value) == said


def test_the_decision_letter_holds_what_a_decision_must():
    text = words(read("decision-letter", decision_letter()))
    said = ("A mandatory Safeguarding Adult Review will be carried out", "17 June 2026", "Reasons", LONG.split("\n")[0])
    assert [one in text for one in said] == [True] * 4


class Trap(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.visits.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture
def trap():
    server = HTTPServer(("127.0.0.1", 0), Trap)
    server.visits = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_hostile_text_is_printed_and_fetches_nothing(trap, tmp_path):
    (tmp_path / "secret.txt").write_text("the secret")
    here = f"http://127.0.0.1:{trap.server_address[1]}"
    hostile = (
        f'<img src="{here}/a.png"><style>@import url({here}/b.css)</style>{{{{ 7 * 7 }}}}'
        f'<link rel=attachment href="file://{tmp_path}/secret.txt"><a href="{here}">x</a></p></body>\x00\u2028&amp;'
    )
    reader = read("decision-letter", decision_letter(outcome=hostile, reasons=(hostile,), recipient=hostile))
    assert trap.visits == []
    assert reader.attachments == {}
    assert "{{ 7 * 7 }}" in words(reader) and "<style>@import" in words(reader)


def test_what_gets_past_the_escaping_is_still_not_fetched(trap, tmp_path):
    from weasyprint import HTML

    (tmp_path / "secret.txt").write_text("the secret")
    here = f"http://127.0.0.1:{trap.server_address[1]}"
    page = (
        f'<img src="{here}/a.png"><link rel=stylesheet href="{here}/b.css"><img src="file:///etc/hostname">'
        f'<a rel=attachment href="file://{tmp_path}/secret.txt">x</a><img src="font:../../../etc/passwd">'
        f"<style>@font-face{{font-family:x;src:url({here}/f.woff2)}}"
        f" p{{font-family:x;background:url({here}/c.png)}}</style><p>x"
    )
    content = HTML(string=page, url_fetcher=pdf.make_fetcher(), base_url="font:").write_pdf()
    assert trap.visits == []
    assert PdfReader(BytesIO(content)).attachments == {}


def test_very_long_text_without_a_space_is_printed_whole():
    long = "x" * 20_000
    reader = read("decision-letter", decision_letter(reasons=(long,)))
    assert sum(page.extract_text().count("x") for page in reader.pages) >= 20_000


def test_a_long_chronology_repeats_its_heading():
    paper = dataclasses.replace(EVERY_KIND["chronology"](), rows=chronology(60))
    reader = read("chronology", paper)
    assert all("What happened" in page.extract_text() for page in reader.pages[1:])


def test_headings_and_points_of_what_somebody_wrote_stand_in_a_bundle_as_in_a_letter():
    """No raw marks on paper, and nothing of it is taken for markup."""
    written = "Dear Ann\n\n## What we <do>\n- One\n- Two\n\nYours"
    sheet = EVERY_KIND["disclosure-sheet"]()
    answers = (papers.Pair(label="The letter", value=written),)
    section = papers.FormSection(title="", groups=(papers.FormGroup(answers=answers),))
    page = pdf.page_of(
        "disclosure-sheet", to_payload("disclosure-sheet", dataclasses.replace(sheet, sections=(section,)))
    )
    assert "<p>Dear Ann</p><h3>What we &lt;do&gt;</h3><ul><li>One</li><li>Two</li></ul><p>Yours</p>" in page

"""What is taken out is gone (C-33): looked for in the text, in the streams and in the pictures of what is given."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from documents.redaction import TAKEN_OUT, Box, CannotBeRedacted, Plan, redact_pdf, without

SECRET = "Xanthippe Quill"


def a_pdf(*pages: str) -> bytes:
    """A PDF with living text: one line at the top left of each page."""
    writer = PdfWriter()
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    for text in pages:
        page = writer.add_blank_page(400, 200)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 18 Tf 20 160 Td ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    writer.add_metadata({"/Subject": SECRET})
    writer.add_attachment("note.txt", SECRET.encode())
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def dark(content: bytes, page: int = 0) -> list[bool]:
    """Whether the left and the right half of the first line are painted."""
    picture = pypdfium2.PdfDocument(content)[page].render(scale=1).to_pil().convert("L").resize((400, 200))
    return [sum(picture.getpixel((x, 34)) < 60 for x in range(start, start + 60)) > 50 for start in (22, 300)]


def test_words_are_gone_from_the_file_and_painted_over():
    content = a_pdf(f"{SECRET} came in", "Nothing here")
    assert SECRET in text_of(content)
    done = redact_pdf(content, Plan(words=("xanthippe  quill",)))
    assert done.found == {"xanthippe  quill": 1}
    assert done.pages_kept == 2
    assert text_of(done.content).strip() == ""
    assert b"Xanthippe" not in done.content
    assert PdfReader(BytesIO(done.content)).attachments == {}
    assert dark(done.content) == [True, False]
    assert dark(done.content, 1) == [False, False]


def test_a_name_is_one_bar_that_shows_no_outline_of_its_letters():
    """C-33: capitals, tall and long letters and the gap between two names are as high as one another."""
    done = redact_pdf(a_pdf("Billy Quigley came in"), Plan(words=("Billy", "Quigley")))
    picture = pypdfium2.PdfDocument(done.content)[0].render(scale=2).to_pil().convert("L")
    black = [
        [y for y in range(picture.height) if picture.getpixel((x, y)) < 60]
        for x in range(60, 140)  # from within the first name into the second
    ]
    assert {(min(column), max(column)) for column in black if column} == {(min(black[0]), max(black[0]))}
    assert all(len(column) == max(column) - min(column) + 1 > 30 for column in black)


def test_pages_are_left_out_and_nothing_of_them_stays():
    done = redact_pdf(a_pdf("Page one", SECRET, "Page three"), Plan(pages=frozenset({2})))
    assert done.pages_kept == len(PdfReader(BytesIO(done.content)).pages) == 2
    assert b"Xanthippe" not in done.content


def test_an_area_is_painted_over_on_its_page_only():
    done = redact_pdf(a_pdf("Quiet words", "Quiet words"), Plan(boxes=(Box(1, 70, 10, 30, 20),)))
    assert [dark(done.content, n) for n in (0, 1)] == [[False, True], [False, False]]
    assert text_of(done.content).strip() == ""


@pytest.mark.parametrize("content, plan, said", [
    (b"%PDF-1.7 broken", Plan(words=("x",)), "this PDF cannot be opened. It may have a password."),
    (a_pdf("one"), Plan(pages=frozenset({1})), "no page of it is left. Leave the whole file out instead."),
])  # fmt: skip
def test_what_cannot_be_redacted_is_said(content, plan, said):
    with pytest.raises(CannotBeRedacted) as refused:
        redact_pdf(content, plan)
    assert str(refused.value) == said


def test_our_own_words_lose_every_form_of_a_name():
    text = "XANTHIPPE\nquill and Xanthippe Quillon; xanthippe alone."
    assert without(text, [SECRET, "xanthippe"]) == f"{TAKEN_OUT} and {TAKEN_OUT}on; {TAKEN_OUT} alone."
    assert without(text, ["", "  "]) == text

"""Which pages of a PDF no search can read: scans, photographs, letters drawn as lines (C-21, C-33)."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter, Transformation

from documents.pictures import CannotBeLookedAt, unsearchable, which
from tests.documents.test_redaction import a_pdf


def a_scan(*words: str) -> bytes:
    """A PDF each page of which is a picture of some words."""
    sheets = []
    for word in words:
        sheet = Image.new("RGB", (827, 1169), "white")
        ImageDraw.Draw(sheet).text((100, 100), word, fill="black")
        sheets.append(sheet)
    out = BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=100)
    return out.getvalue()


def on_one(text: str, *, share: float) -> bytes:
    """A page of text with a picture over `share` of it: a letter with a badge, a report with a photograph."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(a_pdf(text))))
    page, picture = writer.pages[0], PdfReader(BytesIO(a_scan("x"))).pages[0]
    wide = share * float(page.mediabox.width) / float(picture.mediabox.width)
    high = float(page.mediabox.height) / float(picture.mediabox.height)
    page.merge_transformed_page(picture, Transformation().scale(wide, high))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def drawn_only() -> bytes:
    """Lines without a letter of text, as when letters are saved as outlines."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(a_pdf("x"))))
    content = writer.pages[0]["/Contents"].get_object()
    content.set_data(b"10 10 m 100 100 l 50 20 l f")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def blank() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(400, 200)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (a_pdf("One", "Two"), []), (a_scan("One", "Two"), [1, 2]), (on_one("A letter", share=0.1), []),
        (on_one("A report", share=0.4), [1]), (drawn_only(), [1]), (blank(), []),
    ],
)  # fmt: skip
def test_pages_that_cannot_be_searched(content, pages):
    assert unsearchable(content) == pages


@pytest.mark.parametrize("content", [b"%PDF-1.7 nonsense", b""])
def test_a_broken_file_is_no_searched_file(content):
    with pytest.raises(CannotBeLookedAt):
        unsearchable(content)


def test_which_pages_in_words():
    assert which([2]) == "page 2 is a picture"
    assert which([2, 5]) == "pages 2 and 5 are pictures"
    assert which(list(range(1, 10))) == "pages 1, 2, 3, 4, 5, 6 and 3 more are pictures"

"""A letter as a Word file, from the same plain values as its PDF (BEX-11). Built by python-docx, nothing is taken over
as markup: whatever the values hold is text."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from docx import Document
from docx.shared import Pt

from . import pdf
from .papers import CaseLetter
from .payloads import from_payload, to_payload

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONG_AGO = dt.datetime(2026, 1, 1)  # the same letter gives the same file, whenever it is made


def letter_docx(letter: CaseLetter) -> bytes:
    """The letter as .docx."""
    paper = from_payload("case-letter", pdf.clean(to_payload("case-letter", letter)))
    assert isinstance(paper, CaseLetter)
    document = Document()
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.title, document.core_properties.author = paper.title, paper.sender
    document.core_properties.created = document.core_properties.modified = LONG_AGO
    document.core_properties.language = "en-GB"
    for line in (paper.partnership, paper.sender, *paper.sender_lines, paper.contact_email):
        if line:
            document.add_paragraph(line).paragraph_format.space_after = Pt(0)
    document.add_paragraph()
    for line in (paper.recipient, *paper.recipient_lines):
        if line:
            document.add_paragraph(line).paragraph_format.space_after = Pt(0)
    document.add_paragraph()
    document.add_paragraph(f"{paper.date}\nOur reference: {paper.reference}")
    if paper.salutation:
        document.add_paragraph(paper.salutation)
    document.add_heading(paper.title, level=1)
    styles = {"point": "List Bullet", "words": None}
    for block in paper.blocks:
        if block.kind == "heading":
            document.add_heading(block.text, level=2)
        else:
            document.add_paragraph(block.text, style=styles[block.kind])
    document.add_paragraph(paper.closing)
    document.add_paragraph("\n".join(line for line in (paper.signed_by, paper.signed_role) if line))
    document.sections[0].footer.paragraphs[0].text = paper.marking
    out = BytesIO()
    document.save(out)
    return out.getvalue()

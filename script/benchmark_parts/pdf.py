"""A two-page letter in a warm worker, beside the plainest letter that the same library can make (PERFORMANCE §4)."""

from __future__ import annotations

from io import BytesIO
from time import perf_counter

from . import Row

TEXT = (
    "The panel looked at everything that eleven agencies had told it, at the chronology put together from their "
    "records, and at what earlier reviews had found. Three agencies held part of the picture; none of them had "
    "the whole of it, and the plan made in February was not looked at again after he moved."
)
LETTER = {
    "partnership": "Northmoor Safeguarding Partnership",
    "title": "Outcome of your referral",
    "sender": "Review Panel Secretariat",
    "sender_lines": ["Northmoor Town Hall", "High Road, Northmoor NM1 1AA"],
    "contact_email": "reviews@northmoor.example",
    "recipient": "Ms J. Carter",
    "recipient_lines": ["Community Health Trust", "12 Mill Lane", "Northmoor NM2 4BB"],
    "date": "18 June 2026",
    "reference": "NOR-2026-0001",
    "paragraphs": [TEXT, TEXT],
    "outcome": "A mandatory Safeguarding Adult Review will be carried out",
    "decided_by": "the Independent Chair of the Safeguarding Adults Board",
    "decided_on": "17 June 2026",
    "reasons": [TEXT, TEXT, TEXT],
    "criteria": [{"label": "Safeguarding Adult Review", "value": "Met"}],
    "next_steps": ["The board appoints an independent reviewer.", "We tell the family."],
    "signed_by": "R. Osei",
}


def run(runs: int = 15) -> list[Row]:
    """The rows of the table: the letter, and the same words without design, tags or fonts of ours."""
    from documents import pdf

    first = _seconds(lambda: pdf.render("decision-letter", LETTER))
    pages = _pages(pdf.render("decision-letter", LETTER))
    ours = min(_seconds(lambda: pdf.render("decision-letter", LETTER)) for _ in range(runs))
    floor = min(_seconds(_bare) for _ in range(runs))
    return [
        Row(f"a letter of {pages} pages, warm", ours, "s", floor, "at most 0.15 s", ours <= 0.15 and pages == 2),
        Row("the first letter of a worker", first, "s", None, "for comparison", True),
    ]


def _bare() -> bytes:
    from weasyprint import HTML

    words = "".join(f"<p>{TEXT}</p>" for _ in range(12))
    return HTML(string=f"<title>Letter</title><h1>Outcome</h1>{words}").write_pdf()


def _seconds(what) -> float:
    begun = perf_counter()
    what()
    return perf_counter() - begun


def _pages(content: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(content)).pages)

"""Agencies answer on their own partnership's form, on a small telephone (RED-7, BEX-15, BEX-23, DAR-5, BHR-11);
the office hears of it, reads it and prints it."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from . import answering
from .people import address, letter, sign_in

# partnership -> what its form asks of an agency
ASKED = {
    "bexley": {"Short account of your involvement": "Four calls in a year."},
    "darlington": {
        "Which child or children was your agency involved with?": "The subject",
        "Dates of involvement": "March 2024 to now",
        "Name of the person completing this": "PC Oak",
        "What did your agency do for the child and family, and which safeguarding issues did you know of?": "Five",
        "What facts does your agency know about the incident at this time?": "We were called at 9pm.",
    },
    "bhr": {"What your agency did for the child and family": "Four calls in a year."},
}


@pytest.mark.parametrize("slug", ASKED)
def test_an_agency_answers_on_its_partnerships_form(visitor, stack, tmp_path, slug):
    said = ASKED[slug]
    police = sign_in(visitor, address("agency-representative", "police", slug), viewport={"width": 320, "height": 700})
    police.goto(f"/{slug}/information-requests/")
    police.fits()
    request = police.page.get_by_role("main").get_by_role("row").filter(has_text="Outstanding").first
    reference = request.get_by_role("link").first.inner_text()
    police.follow(reference, within=request)
    police.fits()
    answering.answer_form(police, said)
    if slug == "bexley":
        _only_the_file(police, tmp_path)
    police.fits()
    answering.send(police)
    police.fits()
    office = sign_in(visitor, address("secretariat", partnership=slug))
    mail = letter(stack, address("secretariat", partnership=slug), f"{reference}: ", "has answered")
    assert [answer for answer in said.values() if answer in mail] == []
    office.goto(police.page.url)
    for question, answer in said.items():
        office.reads(question)
        office.reads(answer)
    office.press("Print this return (PDF)")
    expect(office.page.get_by_role("button", name="Download the PDF")).to_be_visible(timeout=60_000)


def _only_the_file(police, folder) -> None:
    """The agency's own table: what cannot be read is said by row and column; then only the file goes along (BEX-15)."""
    book = Workbook()
    for row in (
        ["Date", "Significant event", "Source"],
        ["12/03/24", "Called to the address", "CAD"],
        ["soon", "", ""],
    ):
        book.active.append(row)
    book.save(folder / "own.xlsx")
    police.follow("Chronology")
    police.press("Upload a file")
    police.page.get_by_label("Your chronology").set_input_files(folder / "own.xlsx")
    police.press("Upload")
    police.reads("Row 3, Date: “soon” is not a date, like 12/03/2024, March 2024 or 2024")
    police.fits()
    police.page.get_by_label("Why do its entries not go into the chronology?").fill("The last row is not settled yet.")
    police.press("Keep only the file")
    police.reads("The file goes with your answer as it is.")
    police.follow("Back to the answer")

"""Sheets made once and bound for each reader: pages keep their numbers, bookmarks, tags, the reader's name."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter

from documents import acts, papers, pdf, printing
from documents.files import CheckedFile, keep_file
from documents.models import PrintJob
from documents.office import EXCEL, WORD
from documents.stamping import SIGNS
from partnerships.actors import SYSTEM
from partnerships.scope import tenant
from tests.documents.papers import agenda_pack, case_sheet, pack_attachment
from tests.factories import NOW, a_partnership, an_actor

READER = "Copy for Zofia Łęcka, Police"


def words(reader: PdfReader, number: int) -> str:
    return " ".join(reader.pages[number].extract_text().split())


@pytest.fixture
def here(db):
    partnership = a_partnership()
    with tenant(partnership):
        yield partnership


def sheet_job(actor, **changes) -> PrintJob:
    paper = case_sheet(**{"bound": True, "returns": (), "tests": (), "text": ("Short.",), **changes})
    return acts.ask_for_print(kind="pack-sheet", about="meeting:1:sheet", payload=paper, actor=actor, at=NOW)


def item(number: str, *jobs: PrintJob, withheld: bool = False) -> papers.PackItem:
    if withheld:
        parts = tuple(papers.PackPart(job=job.pk, number=number) for job in jobs)
        return papers.PackItem(number=number, withheld=True, parts=parts)
    parts = tuple(
        papers.PackPart(job=j.pk, number=f"{number}{x}", title=f"Sheet {x}") for j, x in zip(jobs, "ABC", strict=False)
    )
    return papers.PackItem(number=number, title=f"Matter {number}", reference=f"NOR-2026-000{number}", parts=parts)


def bound(actor, *items: papers.PackItem) -> PdfReader:
    pack = agenda_pack(reader=READER, items=items)
    job = acts.ask_for_print(kind="agenda-pack", about="meeting:1:pack:1", payload=pack, actor=actor, at=NOW)
    made = printing.make(job.partnership_id, job.pk, clock=lambda: NOW)
    assert (made.state, made.error) == ("done", "")
    return PdfReader(BytesIO(bytes(made.file.content)))


def test_a_pack_is_bound_for_each_reader_from_sheets_made_once(here):
    actor = an_actor("Sam Secretary", "secretariat")
    one = sheet_job(actor, number="1A", text=("First matter.",))
    two = sheet_job(actor, number="2A", text=("Second matter: nobody else reads this.",), chronology=())
    more = sheet_job(actor, number="2B", rows=60)
    three = sheet_job(actor, number="3A", text=("Third matter.",))
    whole = bound(actor, item("1", one), item("2", two, more), item("3", three))
    assert PrintJob.objects.filter(kind="pack-sheet", state="done", attempts=1).count() == 4
    last = len(whole.pages) - 3  # front of two pages
    assert last > 4
    second = [f"2-{n}" for n in range(1, last)]
    assert list(whole.page_labels) == ["i", "ii", "1-1", *second, "3-1"]
    feet = ["Page 1-1 of 1", *(f"Page {label} of {len(second)}" for label in second), "Page 3-1 of 1"]
    for number, foot in enumerate(feet, start=2):
        said = words(whole, number)
        assert [foot in said, "Official – sensitive" in said] == [True, True]
        assert said.count(READER) == 2  # across the page, and in clear at its foot
        assert "0123456789" not in said
    assert (
        "1A Sheet A 1-1 2 NOR-2026-0002 Matter 2 2A Sheet A 2-1 2B Sheet B 2-2 "
        "3 NOR-2026-0003 Matter 3 3A Sheet A 3-1" in words(whole, 1)
    )
    titles = [x.title if not isinstance(x, list) else [y.title for y in x] for x in whole.outline]
    assert titles == [
        "Agenda and papers", "Contents", "1 NOR-2026-0001", ["1A Sheet A"], "2 NOR-2026-0002",
        ["2A Sheet A", "2B Sheet B"], "3 NOR-2026-0003", ["3A Sheet A"],
    ]  # fmt: skip
    jumps = [note.get_object()["/Dest"][0].get_object() for note in whole.pages[1]["/Annots"]]
    assert {whole.get_page_number(jump) for jump in jumps} == {2, 3, 4, last + 2}

    without = bound(actor, item("1", one), item("2", two, more, withheld=True), item("3", three))
    everything = " ".join(words(without, n) for n in range(len(without.pages)))
    assert ("nobody else reads this" in everything, "NOR-2026-0002" in everything, "Matter 2" in everything) == (
        False, False, False,
    )  # fmt: skip
    assert list(without.page_labels) == ["i", "ii", "1-1", "2–", "3-1"]
    assert "Item withheld: you do not take part in it" in words(without, 1)
    assert "Page 3-1 of 1" in words(without, 4)  # the same page number in every copy
    shorter = bound(actor, item("1", one), item("2", two, withheld=True), item("3", three))
    assert [words(shorter, n) for n in range(5)] == [words(without, n) for n in range(5)]  # nothing tells its length
    assert PrintJob.objects.filter(kind="pack-sheet", attempts=1).count() == 4
    root = without.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/PageMode"]) == ("en-GB", True, "/UseOutlines")
    sections = root["/StructTreeRoot"]["/K"][0].get_object()["/K"]
    assert len(sections) == 3  # front, first and third sheet
    keys = [int(page["/StructParents"]) for page in without.pages]
    assert len(set(keys)) == len(keys)


def an_attachment(actor, name: str, content_type: str, content: bytes) -> PrintJob:
    kept = keep_file(CheckedFile(name, content_type, content), kind="case-paper", at=NOW, actor=SYSTEM)
    paper = replace(pack_attachment(), file=kept.pk, bound=True)
    job = acts.ask_for_print(kind="pack-attachment", about="meeting:1:sheet:1", payload=paper, actor=actor, at=NOW)
    return printing.make(job.partnership_id, job.pk, clock=lambda: NOW)


def test_attached_files_become_sheets_and_what_cannot_says_why(here):
    actor = an_actor("Sam Secretary", "secretariat")
    wide = pdf.render_paper("pack-sheet", case_sheet(20))
    count = len(PdfReader(BytesIO(wide)).pages)
    made = an_attachment(actor, "letter.pdf", "application/pdf", wide)
    pages = PdfReader(BytesIO(bytes(made.file.content))).pages
    assert [f"page {n} of {count}" in " ".join(p.extract_text().split()) for n, p in enumerate(pages, 1)] == [
        True
    ] * count
    assert "Why it was referred" in pages[0].extract_text()
    text = an_attachment(actor, "note.txt", "text/plain", b"<b>Rang</b> the GP.")
    assert "<b>Rang</b> the GP." in PdfReader(BytesIO(bytes(text.file.content))).pages[0].extract_text()
    locked = PdfWriter(clone_from=BytesIO(wide))
    locked.encrypt("secret")
    out = BytesIO()
    locked.write(out)
    said = "3D Letter of the practice: this PDF cannot be opened. It may have a password."
    for content in (out.getvalue(), b"%PDF-1.7 nothing more"):
        failed = an_attachment(actor, "x.pdf", "application/pdf", content)
        assert (failed.state, failed.error) == ("failed", said)
    sheet = sheet_job(actor, number="1A")
    pack = agenda_pack(items=(item("1", sheet, failed),))
    job = acts.ask_for_print(kind="agenda-pack", about="meeting:1:pack:1", payload=pack, actor=actor, at=NOW)
    made = printing.make(job.partnership_id, job.pk, clock=lambda: NOW)
    assert (made.state, made.error) == (
        "failed", "One of its sheets could not be made. Leave it out and prepare the papers again.",
    )  # fmt: skip


def test_word_and_excel_files_become_readable_sheets(here):
    actor = an_actor("Sam Secretary", "secretariat")
    letter = Document()
    letter.add_heading("What we saw", level=1)
    letter.add_paragraph("<b>Rang</b> the school twice.")
    table = letter.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "4 May", "Visit"
    made = an_attachment(actor, "letter.docx", WORD, saved(letter))
    said = " ".join(PdfReader(BytesIO(bytes(made.file.content))).pages[0].extract_text().split())
    assert "What we saw <b>Rang</b> the school twice. 4 May Visit" in said
    book = Workbook()
    book.active.title = "Calls"
    book.active.append(["Day", None, "Calls"])
    book.active.append([dt.datetime(2026, 5, 4), None, 3.0])
    made = an_attachment(actor, "calls.xlsx", EXCEL, saved(book))
    said = " ".join(PdfReader(BytesIO(bytes(made.file.content))).pages[0].extract_text().split())
    assert "Calls Day Calls 4 May 2026 3" in said
    for content_type in (WORD, EXCEL):
        failed = an_attachment(actor, "x", content_type, b"PK nothing")
        assert (failed.state, failed.error) == (
            "failed", "3D Letter of the practice: this file cannot be opened.",
        )  # fmt: skip


def saved(document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_the_signs_of_the_stamp_are_those_a_page_number_needs():
    assert set("Page of 0123456789- ivxl") <= set(SIGNS)


@pytest.mark.parametrize("number", [9, 40])
def test_the_cover_of_a_pack_is_one_page_however_many_are_expected(number):
    """Where there is much on it, it is set closer; where there is too much, who is expected stands with the agenda."""
    expected = tuple(f"Barking and Redbridge University Hospitals NHS Trust {count}" for count in range(number))
    paper = agenda_pack(members=expected, quorum="One representative of health. " * 7)
    reader = PdfReader(BytesIO(pdf.render_paper("agenda-pack", paper)))
    on = [place for place in (0, 1) if "NHS Trust 8" in words(reader, place)]
    assert (words(reader, 1).startswith("Agenda No."), on) == (True, [0 if number == 9 else 1])

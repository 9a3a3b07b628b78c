"""A chronology in the agency's own format, and who hears that an agency has answered."""

import csv
from io import BytesIO, StringIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from deadlines.models import Deadline
from documents.files import CheckedFile
from documents.models import OutboxMessage, PrintJob, StoredFile
from documents.reading import NotReadable
from information import acts, drafts, lists, returns, uploaded
from information.kept import may_read_paper
from information.models import ChronologyRow
from information.pasting import as_text
from partnerships.refusals import ActRefused
from procedures.model import Form
from tests.factories import london
from tests.information.factories import (
    ASKED,
    ICB,
    POLICE,
    a_case_in_scoping,
    a_chair,
    a_secretary,
    ask,
    from_health,
    from_police,
    return_of,
    write,
)
from tests.information.test_pages import at, errors, text, user

HEADINGS = ["Author comments", "Significant event", "Date dd/mm/yy", "Time"]
ROWS = [["Late", "Visit, no answer", "12/03/24", "14:30"], ["", "Call", "March 2024", ""]]
WHAT = [("2024-03-12", "Visit, no answer", "Late"), ("2024-03-01", "Call", "")]


@pytest.fixture
def sam(redbridge):
    return a_secretary()


@pytest.fixture
def case(sam):
    found = a_case_in_scoping(sam, a_chair())
    ask(found, sam)
    return found


def as_csv(rows, delimiter=","):
    out = StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def as_excel(rows):
    book, out = Workbook(), BytesIO()
    book.active.append(["Notes of ours"])
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def as_word(rows):
    paper, out = docx.Document(), BytesIO()
    paper.add_paragraph("Our chronology")
    table = paper.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    paper.save(out)
    return out.getvalue()


def attached(row, actor, content=b"x", name="own.pdf"):
    return drafts.attach_own(
        scoping_return=row, checked=CheckedFile(name, "application/pdf", content), actor=actor, at=ASKED
    )


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.csv", as_csv), ("b.csv", lambda rows: as_csv(rows, ";")), ("c.xlsx", as_excel), ("d.docx", as_word)],
)
def test_a_table_is_read_and_checked_before_it_is_added(client, case, name, make):
    """BEX-15: the file is kept as it came; its entries are added when somebody has looked at them."""
    from_police()
    client.force_login(user("pat.police"))
    row, content = return_of(case, POLICE), make([HEADINGS, *ROWS])
    moved = client.post(at("upload_chronology", case, row), {"file": SimpleUploadedFile(name, content)})
    (kept,) = return_of(case, POLICE).own_files
    assert bytes(StoredFile.objects.get(pk=kept["id"]).content) == content
    page = client.get(moved.headers["Location"])
    assert "2 entries can be added." in text(page) and not ChronologyRow.objects.exists()
    posted = {"rows": as_text(uploaded.lines_of(name, content))}
    assert client.post(moved.headers["Location"], posted).headers["Location"] == at("return_chronology", case, row)
    rows = ChronologyRow.objects.order_by("-happened_on")
    assert [(one.happened_on.isoformat(), one.event, one.comment) for one in rows] == WHAT
    assert return_of(case, POLICE).own_files[0]["entries"] == 2


def test_what_cannot_be_read_is_said_and_can_be_put_right_there(client, case):
    from_police()
    client.force_login(user("pat.police"))
    row = return_of(case, POLICE)
    content = as_csv([["Date", "What happened"], ["soon", "x"]])
    page = client.post(
        at("upload_chronology", case, row), {"file": SimpleUploadedFile("a.csv", content)}, follow=True
    )  # fmt: skip
    assert errors(page) == [
        "1 cell cannot be read. Nothing has been added yet: put right what is said below and try again"
    ]
    assert "Row 2, Date: “soon” is not a date" in text(page) and "soon\tx" in page.content.decode()


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b"%PDF"), ("b.xlsx", b"PK"), ("c.csv", b"\n\n")])
def test_a_file_without_a_table_says_so(name, content):
    with pytest.raises(NotReadable):
        uploaded.lines_of(name, content)


def test_only_the_file_with_a_reason_counts_where_the_text_lets_it(case):
    """BEX-15: the text of this partnership asks for entries all the same (RED-7)."""
    pat = from_police()
    row = write(return_of(case, POLICE), pat)
    ChronologyRow.objects.all().delete()
    number = attached(row, pat)
    with pytest.raises(ActRefused) as refusal:
        drafts.keep_own_only(scoping_return=row, paper=number, why=" ", actor=pat, at=ASKED)
    assert (str(refusal.value), refusal.value.about) == ("Say why only the file is kept.", "why")
    row = drafts.keep_own_only(scoping_return=row, paper=number, why="Forty pages.", actor=pat, at=ASKED)
    assert returns.missing_in(row, at=ASKED) == ["a chronology"]
    own = Form(name="x", title="X", use="return", chronology="required", own_chronology=True)
    assert [returns.own_will_do(row, form) for form in (own, returns.USUAL)] == [True, False]
    row = drafts.remove_paper(scoping_return=row, paper=number, actor=pat, at=ASKED)
    assert (row.own_files, returns.own_will_do(row, own)) == ([], False)


def test_an_own_file_is_its_agencys_until_the_answer_is_sent(case, sam):
    pat, hana = from_police(), from_health()
    row = write(return_of(case, POLICE), pat)
    file = StoredFile.objects.get(pk=attached(row, pat))
    assert [may_read_paper(file, who) for who in (pat, sam, hana)] == [True, False, False]
    acts.submit_return(scoping_return=return_of(case, POLICE), actor=pat, at=london(2026, 9, 4))
    assert [may_read_paper(file, who) for who in (pat, sam, hana)] == [True, True, False]


def test_the_template_has_our_headings(client, case):
    from_police()
    client.force_login(user("pat.police"))
    row = return_of(case, POLICE)
    table = client.get(at("chronology_template", case, row, kind="csv")).content.decode("utf-8-sig")
    assert table.strip() == (
        'Date,Time,What happened,Record it comes from,Who was involved,"Decision, action or outcome",Seen and heard,'
        "Comment"
    )
    assert client.get(at("chronology_template", case, row, kind="xlsx")).status_code == 200
    assert client.get(at("chronology_template", case, row, kind="pdf")).status_code == 404


def test_a_return_is_printed_and_a_printed_draft_stays_its_agencys(client, case, sam):
    pat = from_police()
    row = write(return_of(case, POLICE), pat)
    client.force_login(user("pat.police"))
    client.post(at("print_return", case, row))
    acts.submit_return(scoping_return=row, actor=pat, at=london(2026, 9, 4))
    client.force_login(user("sam.secretary"))
    client.post(at("print_return", case, row))
    draft, sent = PrintJob.objects.order_by("pk")
    assert [(job.about, list(job.payload["notes"])) for job in (draft, sent)] == [
        (f"return-draft:{row.pk}", ["A draft: it has not been sent yet."]), (f"return:{row.pk}", []),
    ]  # fmt: skip
    papers = [
        StoredFile(case=case, kind="agency-return", about=job.about, partnership=case.partnership)
        for job in (draft, sent)
    ]  # fmt: skip
    assert [[may_read_paper(paper, who) for who in (pat, sam)] for paper in papers] == [[True, False], [True, True]]


# --- Who hears of it -----------------------------------------------------------------------------------------------


def told():
    mail = OutboxMessage.objects.filter(kind__in=["agency-answered", "all-returns-in"]).order_by("pk")
    return [(one.kind, one.to_email, one.subject) for one in mail]


def test_the_office_hears_of_each_answer_once_and_of_the_last(case, sam):
    """Nothing personal in it (C-30)."""
    pat, hana = from_police(), from_health()
    office = "sam.secretary@redbridge.example"
    acts.submit_return(scoping_return=write(return_of(case, POLICE), pat), actor=pat, at=london(2026, 9, 3))
    first = ("agency-answered", office, f"{case.reference}: East Area BCU MPS has answered")
    assert told() == [first]
    acts.return_not_known(scoping_return=return_of(case, ICB), actor=hana, at=london(2026, 9, 4))
    assert told() == [
        first,
        ("all-returns-in", office, f"{case.reference}: every agency has answered"),
        ("agency-answered", office, f"{case.reference}: NEL NHS ICB has answered"),
    ]
    bodies = " ".join(OutboxMessage.objects.filter(to_email=office).values_list("body", flat=True))
    assert "Ada" not in bodies and "Visits were not joined up" not in bodies


def test_what_is_asked_without_a_clock_is_on_the_chasing_page(client, case, sam):
    assert lists.undated([case.pk]) == []
    Deadline.objects.filter(case=case).exclude(agency=None).update(state="superseded", ended_at=ASKED)
    owed = lists.undated([case.pk])
    assert sorted((row.who, row.href) for row in owed) == [
        ("East Area BCU MPS", at("agency_return", case, return_of(case, POLICE))),
        ("NEL NHS ICB", at("agency_return", case, return_of(case, ICB))),
    ]
    client.force_login(user("sam.secretary"))
    for page in (reverse("outstanding", kwargs={"partnership": "redbridge"}), at("send_reminder", case)):
        assert "Asked without a date" in text(client.get(page))

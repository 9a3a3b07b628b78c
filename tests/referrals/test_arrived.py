"""What already arrives: an e-mail or a filled Word form begins a draft; nothing is submitted by itself."""

import datetime as dt
import re

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.models import Case
from documents.models import StoredFile
from documents.reading import Line
from referrals.arrived import match
from referrals.models import Referral
from tests.documents.outlook import message
from tests.documents.test_reading import mail, saved, word
from tests.factories import a_member
from tests.referrals import steps
from tests.referrals.factories import AROUND, question, referral_form, section
from tests.referrals.factories import form as a_form


def rows(*pairs):
    return [Line(tuple(pair)) for pair in pairs]


def test_questions_are_found_by_their_words_whatever_their_case_and_numbers():
    read = match(
        referral_form(), rows(("1. FIRST:", "Ada"), ("b) Last", "Grey"), ("NHS Number", "943 476 5919")), AROUND
    )
    assert read.answers == {"subject": {"first": "Ada", "last": "Grey", "nhs": "9434765919"}}
    assert read.filled == [("Subject", "First"), ("Subject", "Last"), ("Subject", "NHS number")]


def test_what_cannot_be_kept_or_placed_is_left_for_a_person():
    lines = rows(("Born", "spring 1950"), ("NHS number", "12"), ("Shoe size", "7"), ("Died", "____"), ("Last", "Grey"))
    read = match(referral_form(), lines, AROUND)
    assert (read.answers, read.left) == (
        {"subject": {"last": "Grey"}},
        [("Born", "spring 1950"), ("NHS number", "12"), ("Shoe size", "7")],
    )


def test_dates_in_the_usual_ways():
    for text in ("02/03/1950", "2 March 1950", "1950-03-02", "2.3.1950"):
        assert match(referral_form(), rows(("Born", text)), AROUND).answers == {"subject": {"born": "1950-03-02"}}
    assert match(referral_form(), rows(("Other born", "March 1950")), AROUND).answers == {
        "others": [{"_row": "1", "other-born": "1950-03"}]
    }


def test_a_table_of_people_and_people_one_under_another():
    """C-27: several people on one case."""
    table = rows(
        ("Other name", "Relation", "Other born"), ("Bea Grey", "Sister", "1948"), ("", "", ""), ("Cyd", "", "x")
    )
    assert match(referral_form(), table, AROUND).answers["others"] == [
        {"_row": "1", "other-name": "Bea Grey", "relation": "Sister", "other-born": "1948"},
        {"_row": "2", "other-name": "Cyd"},
    ]
    under = rows(("Other name", "Bea"), ("Relation", "Sister"), ("Other name", "Cyd"), ("Relation", "Brother"))
    assert match(referral_form(), under, AROUND).answers["others"] == [
        {"_row": "1", "other-name": "Bea", "relation": "Sister"},
        {"_row": "2", "other-name": "Cyd", "relation": "Brother"},
    ]  # fmt: skip


def test_subject_and_others_stand_side_by_side():
    read = match(referral_form(), rows(("Status", "At risk", "None")), AROUND)
    assert read.answers == {"involvement": {"subject": {"status": "At risk"}, "others": {"status": "None"}}}


def test_a_heading_says_whose_first_name_it_is():
    first, second = question("a", label="First name"), question("b", label="First name")
    two = a_form(section("child", first), section("parent", second))
    read = match(two, rows(("Parent",), ("First name", "Bea"), ("Child",), ("First name", "Ada")), AROUND)
    assert read.answers == {"parent": {"b": "Bea"}, "child": {"a": "Ada"}}
    unnamed = match(two, rows(("First name", "Ada"), ("First name", "Bea")), AROUND)
    assert unnamed.answers == {"child": {"a": "Ada"}, "parent": {"b": "Bea"}}


def test_ticked_boxes_and_choices():
    form = a_form(section(
        "s", question("harm", "yes/no", label="Harmed?"), question("kind", "one of", choices=("red", "blue")),
        question("many", "several of", choices=("one", "two", "three")), question("by", "agency"),
    ))  # fmt: skip
    lines = rows(("Harmed?", "☐ Yes ☒ No"), ("Kind", "Blue"), ("Many", "☒ One ☐ Two ☒ Three"), ("By", "City Hospital"))
    assert match(form, lines, AROUND).answers == {
        "s": {"harm": "no", "kind": "blue", "many": ["one", "three"], "by": "hospital"}
    }


def test_an_answer_of_several_paragraphs_under_its_question():
    lines = rows(("Reason",), ("A neighbour found her.",), ("Nobody had rung.",), ("First", "Ada"))
    read = match(referral_form(), lines, AROUND)
    assert read.answers["context"] == {"reason": "A neighbour found her.\nNobody had rung."}


# --- In the browser ------------------------------------------------------------------------------------------------


@pytest.fixture
def sam(redbridge, client):
    member = a_member("Sam Secretary", "secretariat")
    client.force_login(member.user)
    return member


FORM = (
    ("First name", "Ada"), ("Last name", "Grey"), ("Date of birth", "2 March 1950"), ("NHS number", "943 476 5919"),
)  # fmt: skip


def send(client, name, content, **more):
    page = client.get(steps.at("receive_paper"))
    token = re.search(r'name="form_token"[^>]* value="([^"]+)"', page.content.decode())[1]
    boxes = {"form_token": token, "pathway": "adult", "file": SimpleUploadedFile(name, content), **more}
    return client.post(steps.at("receive_paper"), boxes)


def test_a_word_form_is_kept_and_filled_in_for_checking(client, sam):
    answer = send(client, "referral.docx", word(*FORM))
    row = Referral.objects.get()
    assert answer["Location"] == steps.at("draft", referral=row.pk)
    assert {name: row.answers["subject"][name] for name in ("first-name", "last-name", "born-on", "nhs-number")} == {
        "first-name": "Ada", "last-name": "Grey", "born-on": "1950-03-02", "nhs-number": "9434765919",
    }  # fmt: skip
    assert (row.state, row.finished_sections, Case.objects.count()) == ("draft", [], 0)
    kept = StoredFile.objects.get()
    assert (kept.name, kept.about, bytes(kept.content)[:2]) == ("referral.docx", f"referral:{row.pk}", b"PK")
    page = client.get(answer["Location"]).content.decode()
    assert "4 answers were filled in from it." in page
    assert client.get(steps.at("download_file", file=kept.pk)).status_code == 200


def test_an_e_mail_says_who_refers_and_since_when(client, sam):
    """C-51: received when it was sent, not when somebody typed it."""
    made = mail(text="First name: Ada\nLast name: Grey\nShoe size: 7\nKind regards")
    made.add_attachment(word(("NHS number", "9434765919")), maintype="application", subtype="x", filename="form.docx")
    made.add_attachment(b"MZ", maintype="application", subtype="x", filename="virus.exe")
    answer = send(client, "mail.eml", made.as_bytes())
    row = Referral.objects.get()
    assert (row.referrer_name, row.referrer_email, row.received_how, row.received_at) == (
        "Rosa", "rosa@hospital.example", "e-mail", min(timezone.now(), dt.datetime(2026, 9, 1, 9, 30, tzinfo=dt.UTC)),
    )  # fmt: skip
    assert row.answers["subject"]["nhs-number"] == "9434765919"
    assert sorted(StoredFile.objects.values_list("name", flat=True)) == ["form.docx", "mail.eml"]
    page = client.get(answer["Location"]).content.decode()
    assert "“virus.exe” cannot be accepted." in page
    assert "Shoe size" in page


def test_an_outlook_message_begins_a_draft_too(client, sam):
    content = message(
        subject="Referral", body="First name: Ada", sender="Rosa <rosa@hospital.example>",
        sent_at=dt.datetime(2026, 9, 1, 9, 30, tzinfo=dt.UTC),
    )  # fmt: skip
    send(client, "mail.msg", content)
    row = Referral.objects.get()
    assert (row.referrer_email, row.answers["subject"]["first-name"]) == ("rosa@hospital.example", "Ada")


def test_the_original_goes_with_the_case(client, sam):
    send(client, "referral.docx", word(*FORM))
    row = Referral.objects.get()
    for page, answers in steps.PAGES.items():
        address = steps.at("draft_section", referral=row.pk, page=page)
        assert client.post(address, {**answers, "seen": steps.seen(client, address)}).status_code == 302, page
    client.post(steps.at("draft_check", referral=row.pk), {"confirm": "on"})
    case = Case.objects.get()
    assert StoredFile.objects.get().case_id == case.pk
    assert "referral.docx" in client.get(steps.at("referral", reference=case.reference)).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("form.docm", b"PK", "“form.docm” can contain macros, which are not accepted. Save it as .docx, .xlsx or PDF."),
        ("form.docx", b"MZ not a document", "“form.docx” is not a Word document, although its name says so. Save it "
         "again and choose it once more."),
        ("form.doc", b"x", "“form.doc” cannot be accepted. Choose a PDF, Word (.docx), Excel (.xlsx), picture (.png or "
         ".jpg), text (.txt or .csv) or e-mail (.eml or .msg) file."),
        ("big.eml", b"From: a@b.c\nDate: x\n" + b"a" * 50 * 1024 * 1024, "“big.eml” is 50.0 MB. A file can be at most "
         "10 MB."),
        ("page.pdf", b"%PDF-1.7", "Only an e-mail (.eml, .msg) or a Word form (.docx) can be read. Enter the referral "
         "by hand and attach other files there"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_so_and_nothing_is_begun(client, sam, name, content, sentence):
    answer = send(client, name, content)
    assert (answer.status_code, steps.messages(answer)) == (200, [sentence])
    assert (Referral.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_broken_document_says_so_beside_the_file(client, sam):
    made = docx.Document()
    made.add_paragraph("x")
    content = saved(made)
    broken = content.replace(b"word/document.xml", b"word/document.xmx", 1)
    answer = send(client, "form.docx", broken)
    assert answer.status_code == 200
    assert len(steps.messages(answer)) == 1
    assert Referral.objects.count() == 0


def test_sent_twice_it_begins_one_draft(client, sam):
    page = client.get(steps.at("receive_paper"))
    token = re.search(r'name="form_token"[^>]* value="([^"]+)"', page.content.decode())[1]
    for _ in range(2):
        send(client, "referral.docx", word(*FORM), form_token=token)
    assert (Referral.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_only_the_secretariat_receives_papers(client, redbridge):
    client.force_login(a_member("Pat Police", "agency-representative", agency="east-area-police").user)
    assert client.get(steps.at("receive_paper")).status_code == 403

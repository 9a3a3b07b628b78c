"""Words of e-mails and Word documents; broken and hostile files become one clear sentence."""

import datetime as dt
import io
import zipfile
from email.message import EmailMessage

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from documents.files import check_upload
from documents.reading import Line, NotReadable, lines_of_text, read_mail, read_word, words_of_html
from tests.documents.outlook import message

SENT = dt.datetime(2026, 9, 1, 9, 30, tzinfo=dt.UTC)


def word(*rows, paragraphs=()) -> bytes:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    for cells in rows:
        table = made.add_table(rows=1, cols=len(cells))
        for cell, text in zip(table.rows[0].cells, cells, strict=True):
            cell.text = text
    return saved(made)


def saved(made) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def mail(**more) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"], made["Date"] = "Rosa <rosa@hospital.example>", "A referral", SENT
    made.set_content(more.get("text", "First name: Ada\nThank you"))
    return made


def test_paragraphs_and_rows_come_in_order():
    content = word(("First name", "Ada"), ("Notes", "Line one\nLine two"), paragraphs=["Part 1", ""])
    assert read_word("a.docx", content) == [
        Line(("Part 1",)), Line(("First name", "Ada")), Line(("Notes", "Line one\nLine two")),
    ]  # fmt: skip


def test_what_stands_in_content_controls_is_read():
    made = docx.Document()
    paragraph = made.add_paragraph("Born: ")._p
    control, inside, run, text = (OxmlElement(f"w:{name}") for name in ("sdt", "sdtContent", "r", "t"))
    text.text = "2 March 1950"
    run.append(text)
    inside.append(run)
    control.append(inside)
    paragraph.append(control)
    assert read_word("a.docx", saved(made)) == [Line(("Born: 2 March 1950",))]


@pytest.mark.parametrize(("value", "box"), [("1", "☒"), ("0", "☐")])
def test_the_boxes_of_old_forms_are_ticked_or_not(value, box):
    made = docx.Document()
    paragraph = made.add_paragraph("")
    check, state = OxmlElement("w:checkBox"), OxmlElement("w:checked")
    state.set(qn("w:val"), value)
    check.append(state)
    paragraph._p.insert(0, check)
    paragraph.add_run("Yes")
    assert read_word("a.docx", saved(made)) == [Line((f"{box} Yes",))]


def test_an_e_mail_gives_sender_date_subject_words_and_attachments():
    made = mail()
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="form.pdf")
    read = read_mail("a.eml", made.as_bytes())
    assert (read.from_name, read.from_email, read.sent_at, read.subject, read.text) == (
        "Rosa", "rosa@hospital.example", SENT, "A referral", "First name: Ada\nThank you",
    )  # fmt: skip
    assert [(each.name, each.content) for each in read.attached] == [("form.pdf", b"%PDF-1.7")]


def test_an_outlook_message_gives_the_same():
    content = message(subject="A referral", body="First name: Ada", sender="Rosa <rosa@hospital.example>", sent_at=SENT)
    read = read_mail("a.msg", content)
    assert (read.from_name, read.from_email, read.sent_at, read.subject, read.text) == (
        "Rosa", "rosa@hospital.example", SENT, "A referral", "First name: Ada",
    )  # fmt: skip


def test_of_an_html_e_mail_only_the_words_are_left():
    text = "<style>p{}</style><p>First name: Ada<script>steal()</script></p><table><tr><td>Born<td>1950</table>"
    assert words_of_html(text) == "First name: Ada\nBorn1950"


def test_a_question_and_its_answer_on_one_line():
    assert lines_of_text("Hello\nFirst name: Ada\nTime: 10:30\nEmpty:") == [
        Line(("Hello",)), Line(("First name", "Ada")), Line(("Time", "10:30")), Line(("Empty:",)),
    ]  # fmt: skip


def packed(**parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>&c;</w:body></w:document>'
)


@pytest.mark.parametrize(
    "content",
    [
        b"not a zip", b"", packed(word__document_xml="<not closed"), packed(word__document_xml=ENTITIES),
        word(("a", "b"))[:-200], packed(other_xml="x"),
    ],
)  # fmt: skip
def test_a_broken_word_document_is_one_sentence(content):
    with pytest.raises(NotReadable) as wrong:
        read_word("form.docx", content)
    assert str(wrong.value) == (
        "“form.docx” cannot be read as a Word document. Save it again, or enter the referral by hand and attach the "
        "file."
    )


def test_a_document_that_grows_far_too_large_is_not_read():
    with pytest.raises(NotReadable) as wrong:
        read_word("form.docx", packed(word__document_xml=b"a" * 30_000_000))
    assert str(wrong.value) == "“form.docx” holds far more text than a form does, so it is not read."


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2000, b"nothing", b""])
def test_a_broken_outlook_message_is_one_sentence(content):
    with pytest.raises(NotReadable) as wrong:
        read_mail("mail.msg", content)
    assert str(wrong.value).startswith("“mail.msg” cannot be read as an e-mail.")


def test_an_e_mail_nested_thousandfold_does_no_harm():
    content = b"From: a@b.example\r\nSubject: x\r\n"
    for number in range(3_000):
        content += f'Content-Type: multipart/mixed; boundary="{number}"\r\n\r\n--{number}\r\n'.encode()
    try:
        assert read_mail("mail.eml", content).from_email == "a@b.example"
    except NotReadable as wrong:
        assert str(wrong).startswith("“mail.eml” cannot be read as an e-mail.")


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FULL = "“form.docx” holds far more text than a form does, so it is not read."


def document(inside: str, **parts) -> bytes:
    return packed(word__document_xml=f'<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>', **parts)


def test_only_the_part_with_the_words_is_parsed():
    broken = "<not closed" * 1000
    content = document("<w:p><w:r><w:t>Ada</w:t></w:r></w:p>", word__styles_xml=broken, word__numbering_xml=broken)
    assert read_word("form.docx", content) == [Line(("Ada",))]


@pytest.mark.parametrize("inside", ["<w:p/>" * 700_000, "<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" * 40_000
                                    + "</w:tc></w:tr></w:tbl>" * 60])  # fmt: skip
def test_a_document_of_far_too_many_elements_is_not_read(inside):
    with pytest.raises(NotReadable) as wrong:
        read_word("form.docx", document(inside))
    assert str(wrong.value) == FULL


def nested(kind: bytes, depth: int) -> bytes:
    start = b"From: a@b.example\r\nSubject: x\r\n"
    if kind == b"message":
        return start + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"\r\nhi\r\n"
    return start + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth)
    )


@pytest.mark.parametrize(
    "content",
    [nested(b"multipart", 2_000), nested(b"message", 3_000), nested(b"multipart", 90) + b"\r\n" * 100_000,
     b"From: a@b.example\r\nDate: x\r\nSubject: " + b"(" * 5_000 + b"\r\n\r\nhi",
     b"From: a@b.example\r\nSubject: x\r\nContent-Type: text/plain;\r\n" + b" a=b;\r\n" * 2_000 + b"\r\nhi"],
    ids=["parts in parts", "mails in mails", "many lines in many parts", "a long subject", "a long type"],
)  # fmt: skip
def test_an_e_mail_made_to_be_slow_is_one_sentence(content):
    with pytest.raises(NotReadable) as wrong:
        read_mail("a.eml", content)
    assert str(wrong.value) == (
        "“a.eml” cannot be read as an e-mail. Save it again, or enter the referral by hand and attach the file."
    )


@pytest.mark.parametrize("kind", [b"multipart", b"message"])
def test_the_check_of_an_upload_looks_at_an_e_mails_own_headers_alone(kind):
    content = nested(kind, 3_000)
    assert check_upload(SimpleUploadedFile("a.eml", content)).content == content

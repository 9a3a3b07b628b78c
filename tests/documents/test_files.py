"""What may be handed in: the content is what the name says, small enough packed and unpacked (ASVS 5.2)."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image

from documents.filenames import attachment, clean_name
from documents.files import LARGEST, TYPES, check_upload, keep_file
from documents.models import StoredFile
from partnerships.actors import SYSTEM
from tests.factories import NOW


def picture(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (20, 10), "red").save(out, kind)
    return out.getvalue()


def office(part: str, *more: str, content: bytes = b"<x/>") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("[Content_Types].xml", part, *more):
            packed.writestr(name, content)
    return out.getvalue()


def workbook() -> bytes:
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


def flood() -> bytes:
    """A small PNG that says it has 400 million points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "__properties_version1.0".encode("utf-16-le")
MAIL = b"From: a@example.org\r\nDate: Tue, 1 Sep 2026 10:00:00 +0100\r\nSubject: x\r\n\r\nHello\r\n"
GOOD = {
    "report.pdf": b"%PDF-1.7\n...",
    "report.docx": office("word/document.xml"),
    "table.xlsx": workbook(),
    "scan.png": picture("PNG"),
    "scan.jpg": picture("JPEG"),
    "scan.jpeg": picture("JPEG"),
    "notes.txt": "Notizen – ä".encode(),
    "rows.csv": b"Date,What\n1 May 2026,A visit",
    "mail.eml": MAIL,
    "mail.msg": OUTLOOK,
}
BAD = {
    "report.pdf": "is not a PDF",
    "report.docx": "is not a Word document",
    "table.xlsx": "is not an Excel workbook",
    "scan.png": "is not a PNG picture",
    "scan.jpg": "is not a JPEG picture",
    "mail.eml": "is not an e-mail",
    "mail.msg": "is not an Outlook message",
}


def upload(name: str, content: bytes):
    return SimpleUploadedFile(name, content)


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        check_upload(upload(name, content))
    return error.value.messages[0]


def test_every_kind_that_is_accepted_has_an_example():
    assert {name.rpartition(".")[2] for name in GOOD} == set(TYPES)


@pytest.mark.parametrize("name", GOOD)
def test_what_is_what_it_says_is_accepted(name):
    checked = check_upload(upload(name, GOOD[name]))
    assert (checked.name, checked.content, checked.content_type) == (name, GOOD[name], TYPES[name.rpartition(".")[2]])


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize(
    "content", [b"MZ\x90\0 a program", b"<html><script>alert(1)</script>", GOOD["report.pdf"][::-1]]
)
def test_what_is_not_what_it_says_is_refused(name, content):
    assert BAD[name] in refusal(name, content)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.pdf", b"", "“empty.pdf” is empty."),
        ("notes.txt", b"a\0b", "“notes.txt” is not plain text, although its name says so."),
        ("run.exe", b"MZ", "“run.exe” cannot be accepted."),
        ("noending", b"%PDF-", "“noending” cannot be accepted."),
        ("page.svg", b"<svg/>", "“page.svg” cannot be accepted."),
        ("macro.docm", office("word/document.xml"), "“macro.docm” can contain macros, which are not accepted."),
        (
            "m.docx",
            office("word/document.xml", "word/vbaProject.bin"),
            "“m.docx” contains macros, which are not accepted.",
        ),
        ("scan.png", flood(), "“scan.png” has too many points."),
        ("bomb.docx", office("word/document.xml", content=b"\0" * 60_000_000), "“bomb.docx” grows far too large"),
        ("scan.jpg", picture("PNG"), "“scan.jpg” is not a JPEG picture"),
        ("table.xlsx", office("word/document.xml"), "“table.xlsx” is not an Excel workbook"),
    ],
)
def test_what_is_refused_says_why(name, content, said):
    assert refusal(name, content).startswith(said)


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    assert refusal("big.pdf", b"%PDF-" + b"x" * LARGEST) == "“big.pdf” is 10.0 MB. A file can be at most 10 MB."


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\report.pdf", "report.pdf"),
        ('a"b;\r\nX: y.pdf', "ab;X y.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("  .. ", "file"),
        ("x" * 300 + ".pdf", "x" * 110 + ".pdf"),
        ("Bericht für Ö.pdf", "Bericht für Ö.pdf"),
    ],
)
def test_names_are_cleaned(name, clean):
    assert clean_name(name) == clean


def test_a_download_is_never_shown_in_our_pages():
    response = attachment(b"x", 'a"b.pdf', "application/pdf")
    assert response["Content-Disposition"] == 'attachment; filename="ab.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_kept_file_has_its_bytes_and_its_hash(redbridge):
    kept = keep_file(check_upload(upload("a.txt", b"abc")), kind="upload", at=NOW, actor=SYSTEM)
    found = StoredFile.objects.get(pk=kept.pk)
    assert (bytes(found.content), found.size, found.sha256[:8]) == (b"abc", 3, "ba7816bf")

"""Files that people hand in: what is accepted, and why not, in plain words; and how they are kept.

The content must match the ending (ASVS 5.2.2); sizes are limited packed and unpacked (5.2.3), pictures by their
number of points (5.2.6). Nothing is ever unpacked, run or shown in our pages.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import zipfile
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image, UnidentifiedImageError

from .filenames import clean_name
from .models import StoredFile
from .virus import NotScanned, infection

log = logging.getLogger("safeguarding.documents")

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
LARGEST_UNPACKED = 100 * MEGABYTE
MOST_PARTS = 3000
MOST_POINTS = 40_000_000
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
    "csv": "text/csv",
    "eml": "message/rfc822",
    "msg": "application/vnd.ms-outlook",
}
WITH_MACROS = {"docm", "xlsm", "dotm", "xltm", "xlam", "pptm", "xlsb"}
ACCEPTED = "PDF, Word (.docx), Excel (.xlsx), picture (.png or .jpg), text (.txt or .csv) or e-mail (.eml or .msg)"


@dataclass(frozen=True)
class CheckedFile:
    """A file that passed every check, ready to be kept."""

    name: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def check_upload(uploaded) -> CheckedFile:
    """The uploaded file (Django's) checked; ValidationError in plain words when it is not acceptable."""
    name = clean_name(uploaded.name or "")
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if uploaded.size > LARGEST:
        raise ValidationError(f"“{name}” is {uploaded.size / MEGABYTE:.1f} MB. A file can be at most 10 MB.")
    if ending in WITH_MACROS:
        raise ValidationError(f"“{name}” can contain macros, which are not accepted. Save it as .docx, .xlsx or PDF.")
    if ending not in TYPES:
        raise ValidationError(f"“{name}” cannot be accepted. Choose a {ACCEPTED} file.")
    content = uploaded.read()
    if not content:
        raise ValidationError(f"“{name}” is empty.")
    CHECKS[ending](name, content)
    if settings.CLAMD_URL:
        _check_for_viruses(name, content)
    return CheckedFile(name, TYPES[ending], content)


def keep_file(checked: CheckedFile, *, kind: str, at: dt.datetime, actor, case=None, about: str = "") -> StoredFile:
    """Keep a checked (or printed) file in the partnership that is open. `kind` decides who may download it."""
    return StoredFile.objects.create(
        case=case,
        name=checked.name,
        content_type=checked.content_type,
        size=len(checked.content),
        sha256=checked.sha256,
        content=checked.content,
        kind=kind,
        about=about,
        made_at=at,
        made_by=actor.label,
    )


def _check_for_viruses(name: str, content: bytes) -> None:
    try:
        found = infection(content, settings.CLAMD_URL)
    except NotScanned as error:
        log.warning("a file could not be checked for viruses")
        raise ValidationError(
            f"“{name}” could not be checked for viruses just now. Try again in a few minutes."
        ) from error
    if found:
        log.warning("a file was refused: %s", found)
        raise ValidationError(f"“{name}” contains a virus, so it is not accepted. Tell your IT help desk.")


def _not_what_it_says(name: str, what: str) -> ValidationError:
    return ValidationError(f"“{name}” is not {what}, although its name says so. Save it again and choose it once more.")


def _check_pdf(name: str, content: bytes) -> None:
    if not content.startswith(b"%PDF-"):
        raise _not_what_it_says(name, "a PDF")


def _check_office(part: str, what: str):
    def check(name: str, content: bytes) -> None:
        try:
            with zipfile.ZipFile(BytesIO(content)) as packed:
                parts = packed.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise _not_what_it_says(name, what) from error
        names = {one.filename.lower() for one in parts}
        if "[content_types].xml" not in names or part not in names:
            raise _not_what_it_says(name, what)
        # The sizes come from the file's own list; a list that lies fails when somebody opens the file, not here.
        if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_UNPACKED:
            raise ValidationError(f"“{name}” grows far too large when it is opened, so it is not accepted.")
        if any(one.endswith("vbaproject.bin") for one in names):
            raise ValidationError(
                f"“{name}” contains macros, which are not accepted. Save it without macros or as PDF."
            )

    return check


def _check_picture(kind: str, what: str):
    def check(name: str, content: bytes) -> None:
        try:
            with Image.open(BytesIO(content), formats=[kind]) as picture:
                width, height = picture.size
                if width * height <= MOST_POINTS:
                    picture.verify()
        except Image.DecompressionBombError:
            width, height = MOST_POINTS, 2
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise _not_what_it_says(name, what) from error
        if width * height > MOST_POINTS:
            raise ValidationError(
                f"“{name}” has too many points. Make the picture smaller, to 40 million points at most."
            )

    return check


def _check_text(name: str, content: bytes) -> None:
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _not_what_it_says(name, "plain text")


def _check_email(name: str, content: bytes) -> None:
    message = BytesHeaderParser().parsebytes(content)  # parts inside parts inside parts are no matter of this check
    if (
        b"\x00" in content
        or not (message["From"] or message["Received"])
        or not (message["Date"] or message["Subject"])
    ):
        raise _not_what_it_says(name, "an e-mail")


def _check_outlook(name: str, content: bytes) -> None:
    # Word and Excel of old begin alike; a message alone has these two streams.
    streams = ("__properties_version1.0".encode("utf-16-le"), "__nameid_version1.0".encode("utf-16-le"))
    if not content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") or not any(one in content for one in streams):
        raise _not_what_it_says(name, "an Outlook message")


CHECKS = {
    "pdf": _check_pdf,
    "docx": _check_office("word/document.xml", "a Word document"),
    "xlsx": _check_office("xl/workbook.xml", "an Excel workbook"),
    "png": _check_picture("PNG", "a PNG picture"),
    "jpg": _check_picture("JPEG", "a JPEG picture"),
    "jpeg": _check_picture("JPEG", "a JPEG picture"),
    "txt": _check_text,
    "csv": _check_text,
    "eml": _check_email,
    "msg": _check_outlook,
}

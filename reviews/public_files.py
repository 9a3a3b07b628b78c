"""A file on its way to the public: one PDF, without what it says of its author, and its text to be looked through."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, NameObject

from documents.files import CheckedFile
from documents.pictures import CannotBeLookedAt, unsearchable
from partnerships.refusals import ActRefused

MOST_PAGES = 400
ENCLOSING = ("/FileAttachment", "/Sound", "/Movie", "/RichMedia", "/Screen", "/3D")  # notes that hold files


@dataclass(frozen=True)
class PublicFile:
    """`content`: what the public gets; `pages`: the text of each page with that of its notes and links; `more`: that of
    bookmarks; `pictures`: pages that no search can read; `sha256`: of the file as it was chosen."""

    content: bytes
    pages: tuple[str, ...]
    name: str
    sha256: str
    more: str = ""
    pictures: tuple[int, ...] = ()


def one_file(uploads: Sequence[tuple[str, str, str, list]], question: str) -> CheckedFile | None:
    """The one document of a question; ActRefused where there are several."""
    found = [each for _section, _group, name, checked in uploads if name == question for each in checked]
    if len(found) > 1:
        raise ActRefused("Choose one file.", about=question)
    return found[0] if found else None


def for_the_public(checked: CheckedFile, *, about: str) -> PublicFile:
    """Raises ActRefused (about the question `about`) for what is no PDF, or is locked."""
    if not checked.name.lower().endswith(".pdf"):
        raise ActRefused("Choose a PDF. A Word file keeps what was deleted from it, and who wrote it.", about=about)
    try:
        reader = PdfReader(io.BytesIO(checked.content))
        if reader.is_encrypted:
            raise ActRefused("The PDF is locked by a password. Save it without one.", about=about)
        if len(reader.pages) > MOST_PAGES:
            raise ActRefused(f"The PDF has more than {MOST_PAGES} pages, which cannot be looked through.", about=about)
        texts = tuple(f"{page.extract_text()}\n{_beside(page)}" for page in reader.pages)
        more = "\n".join(_bookmarks(reader.outline))
        pictures = tuple(unsearchable(checked.content))
        _without_hidden_things(reader)
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None
        writer.xmp_metadata = None
        out = io.BytesIO()
        writer.write(out)
    except (PyPdfError, CannotBeLookedAt, ValueError, KeyError, TypeError, RecursionError, OSError) as error:
        raise ActRefused("The PDF cannot be read. Save it again and choose it once more.", about=about) from error
    return PublicFile(out.getvalue(), texts, checked.name, checked.sha256, more, pictures)


def _without_hidden_things(reader: PdfReader) -> None:
    """Before anything is copied, so that no loose end of it is copied either."""
    for hidden in ("/Names", "/AF", "/OpenAction", "/AA", "/PieceInfo"):
        reader.root_object.pop(NameObject(hidden), None)
    for page in reader.pages:
        for hidden in ("/AF", "/AA", "/PieceInfo"):
            page.pop(NameObject(hidden), None)
        notes = [each for each in page.get("/Annots") or () if each.get_object().get("/Subtype") not in ENCLOSING]
        if "/Annots" in page:
            page[NameObject("/Annots")] = ArrayObject(notes)


def _beside(page) -> str:
    """What stands in notes, form fields and links of a page: readers of the file see it, though it is no text of it."""
    said = []
    for each in page.get("/Annots") or ():
        note = each.get_object()
        link = note.get("/A")
        uri = link.get_object().get("/URI", "") if link is not None else ""
        said += [str(note.get(key, "")) for key in ("/Contents", "/T", "/Subj", "/V", "/TU")] + [str(uri)]
    return "\n".join(each for each in said if each)


def _bookmarks(outline: list) -> list[str]:
    found: list[str] = []
    for entry in outline:
        found += _bookmarks(entry) if isinstance(entry, list) else [str(entry.title)]
    return found

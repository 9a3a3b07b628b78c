"""A file on its way to the public: one PDF, without what it says of its author, and its text to be looked through."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from documents.files import CheckedFile
from partnerships.refusals import ActRefused

MOST_PAGES = 400


@dataclass(frozen=True)
class PublicFile:
    """`content`: what the public gets; `pages`: the text of each page; `sha256`: of the file as it was chosen."""

    content: bytes
    pages: tuple[str, ...]
    name: str
    sha256: str


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
        texts = [page.extract_text() for page in reader.pages[:MOST_PAGES]]
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None
        writer.xmp_metadata = None
        out = io.BytesIO()
        writer.write(out)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError) as error:
        raise ActRefused("The PDF cannot be read. Save it again and choose it once more.", about=about) from error
    return PublicFile(out.getvalue(), tuple(texts), checked.name, checked.sha256)

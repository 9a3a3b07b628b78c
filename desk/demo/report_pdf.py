"""An invented report as a PDF: a few lines of text on one page, marked as a demonstration, made in a moment."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

MARK = "DEMONSTRATION ONLY - an invented report about nobody"


def report_pdf(title: str, lines: Sequence[str]) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(595, 842)
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"), NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
    })  # fmt: skip
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
    )
    content = DecodedStreamObject()
    content.set_data(_written([(10, MARK), (18, title), *((11, line) for line in lines)]))
    page[NameObject("/Contents")] = writer._add_object(content)
    writer.add_metadata({"/Title": title, "/Author": "Somebody"})
    writer.write(out)
    return out.getvalue()


def _written(lines: Sequence[tuple[int, str]]) -> bytes:
    parts, place = [], 780
    for size, text in lines:
        safe = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        parts.append(f"BT /F1 {size} Tf 60 {place} Td ({safe}) Tj ET")
        place -= size + 12
    return "\n".join(parts).encode("cp1252", "replace")

"""Laying one stamp over every page, and the page's own number in the stamp's own typeface, without laying out anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, IndirectObject, NameObject

# What the template `_stamp` has on a second page that is never laid on anything, so that
# its typeface holds every sign a page number needs.
SIGNS = "Page 0123456789- of ivxl"
SIZE, RIGHT, BASE = 8.5, 532.9, 29.9  # points: of the number, where it ends, and its line
COLOUR = "0.29 0.341 0.329 rg"
ONE = re.compile(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>")


@dataclass(frozen=True)
class Face:
    """A typeface of the stamp: how its signs are written in a page, and how wide they are."""

    name: str
    glyphs: dict[str, int]
    widths: dict[int, float]

    def line(self, text: str) -> bytes:
        """The text as a piece of a page, ending at RIGHT."""
        codes = [self.glyphs[sign] for sign in text]
        wide = sum(self.widths.get(code, 500.0) for code in codes) * SIZE / 1000
        written = "".join(f"{code:04x}" for code in codes)
        return f"BT {COLOUR} {self.name} {SIZE} Tf {RIGHT - wide:.2f} {BASE} Td <{written}> Tj ET".encode()


def face_of(page) -> Face:
    """The typeface on the stamp that has every sign of SIGNS."""
    for name, reference in page["/Resources"]["/Font"].items():
        font = reference.get_object()
        glyphs = _glyphs(font["/ToUnicode"].get_data().decode("latin-1"))
        if set(SIGNS) <= set(glyphs):
            return Face(name, glyphs, _widths(font["/DescendantFonts"].get_object()[0].get_object()))
    raise ValueError("the stamp has no typeface for the page numbers")


def _glyphs(table: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, sign in ONE.findall(block):
            found.setdefault(chr(int(sign, 16)), int(code, 16))
    return found


def _widths(descendant) -> dict[int, float]:
    found: dict[int, float] = {}
    row = list(descendant["/W"].get_object())
    while row:
        first, second = int(row.pop(0)), row.pop(0)
        if isinstance(second, ArrayObject):
            found.update({first + place: float(wide) for place, wide in enumerate(second)})
        else:
            found.update(dict.fromkeys(range(first, int(second) + 1), float(row.pop(0))))
    return found


def stamp(writer: PdfWriter, reader: PdfReader, labels: Sequence[str]) -> None:
    """Lays the first page of `reader` and each page's label over the pages, as no part of what is read aloud."""
    page = reader.pages[0]
    face, shape = face_of(reader.pages[1]), _shape(writer, page)
    font = shape.get_object()["/Resources"]["/Font"].raw_get(face.name)
    begin = writer._add_object(_stream(b"q\n"))
    for target, label in zip(writer.pages, labels, strict=True):
        resources = target["/Resources"].get_object()
        _put(resources, "/XObject", "/PackStamp", shape)
        _put(resources, "/Font", "/PackFont", font)
        text = face.line(label).replace(face.name.encode(), b"/PackFont") if label else b""
        end = b"\nQ\n/Artifact <</Type /Pagination>> BDC q /PackStamp Do Q q " + text + b" Q EMC\n"
        inner = target["/Contents"]
        mine = list(inner) if isinstance(inner, ArrayObject) else [target.raw_get("/Contents")]
        target[NameObject("/Contents")] = ArrayObject([begin, *mine, writer._add_object(_stream(end))])


def _put(resources, kind: str, name: str, what: IndirectObject) -> None:
    there = resources.setdefault(NameObject(kind), DictionaryObject()).get_object()
    there[NameObject(name)] = what


def _shape(writer: PdfWriter, page) -> IndirectObject:
    """A page as a shape to be drawn on other ones."""
    shape = _stream(page.get_contents().get_data())
    shape[NameObject("/Type")], shape[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    shape[NameObject("/BBox")] = ArrayObject(page.mediabox)
    shape[NameObject("/Resources")] = page["/Resources"].get_object().clone(writer)
    return writer._add_object(shape)


def _stream(data: bytes) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream

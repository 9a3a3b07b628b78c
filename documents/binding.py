"""Binding sheets that were made before into one PDF for one reader; plain bytes in, bytes out.

The sheets are rendered once and never again: a copy costs only its front, the stamps and copying pages. Pages are
numbered within their item ("3-2 of 7"), so that everybody at the table means the same page by its number, and what a
reader does not get leaves one sheet that says so and nothing that tells how long it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)

from .stamping import stamp
from .tagging import Tags

ROMAN = {"l": 50, "xl": 40, "x": 10, "ix": 9, "v": 5, "iv": 4, "i": 1}
LINK = "pack:"


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One sheet as the pack has it. `content` is None when the reader does not get it."""

    name: str  # "part-12": what a link in the front leads to
    title: str  # of its bookmark
    pages: int
    content: bytes | None
    under: str = ""  # the bookmark it stands below: "3 RED-2026-0004"

    @property
    def item(self) -> str:
        """The number of its item, which its page numbers begin with."""
        return self.under.partition(" ")[0]


def roman(number: int) -> str:
    """The pages of a front are few: “i”, “ii” …"""
    found = ""
    for sign, value in ROMAN.items():
        found += sign * (number // value)
        number %= value
    return found


def starts_of(leaves: Sequence[Leaf]) -> dict[str, int]:
    """On which page of its item each sheet begins."""
    found, page = {}, {}
    for leaf in leaves:
        found[leaf.name] = page.get(leaf.item, 1)
        page[leaf.item] = found[leaf.name] + leaf.pages
    return found


def labels_of(front: int, leaves: Sequence[Leaf], withheld: Sequence[str]) -> list[str]:
    """What stands at the foot of each page of a copy, in its order: the front in Roman figures."""
    labels, starts = [f"Page {roman(n)}" for n in range(1, front + 1)], starts_of(leaves)
    long: dict[str, int] = {}
    for leaf in leaves:
        long[leaf.item] = long.get(leaf.item, 0) + leaf.pages
    shown: set[str] = set()
    for leaf in leaves:
        if leaf.content is not None:
            first, whole = starts[leaf.name], long[leaf.item]
            labels += [f"Page {leaf.item}-{n} of {whole}" for n in range(first, first + leaf.pages)]
        elif leaf.under in withheld and leaf.under not in shown:
            shown.add(leaf.under)
            labels.append("")
    return labels


def bind(front: bytes, leaves: Sequence[Leaf], stamped: bytes, *, withheld: Sequence[str], title: str) -> bytes:
    """The copy: front, sheets in order, a sheet in place of each withheld item, bookmarks, page labels, stamps.

    The last pages of `front` are those sheets, one for each name in `withheld`. `stamped`: one page,
    laid over each with the number of that page. Structure tags of all
    sheets are kept, so that the copy can be read aloud in order.
    """
    writer, tags = PdfWriter(), Tags()
    opening = PdfReader(BytesIO(front))
    before = len(opening.pages) - len(withheld)
    _add(writer, tags, opening, range(before))
    writer.add_outline_item(title=title, page_number=0)
    writer.add_outline_item(title="Contents", page_number=min(1, before - 1))
    targets, labels, parents = {}, [(0, "r", 1, "")], {}
    starts, placed = starts_of(leaves), 0
    for leaf in leaves:
        page = len(writer.pages)
        if leaf.content is None:
            if leaf.under in withheld and leaf.under not in parents:
                _add(writer, tags, opening, range(before + placed, before + placed + 1))
                placed += 1
                parents[leaf.under] = writer.add_outline_item(title=f"{leaf.under} Item withheld", page_number=page)
                targets[f"withheld-{leaf.under}"] = page
                labels.append((page, "", 1, f"{leaf.item}–"))
            continue
        _add(writer, tags, PdfReader(BytesIO(leaf.content)))
        labels.append((page, "D", starts[leaf.name], f"{leaf.item}-"))
        targets[leaf.name] = page
        if leaf.under and leaf.under not in parents:
            parents[leaf.under] = writer.add_outline_item(title=leaf.under, page_number=page)
        writer.add_outline_item(title=leaf.title, page_number=page, parent=parents.get(leaf.under))
    stamp(writer, PdfReader(BytesIO(stamped)), labels_of(before, leaves, withheld))
    _link(writer, range(before), targets)
    _label(writer, labels)
    tags.close(writer)
    _about(writer, title)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _add(writer: PdfWriter, tags: Tags, reader: PdfReader, pages: range | None = None) -> None:
    first = len(writer.pages)
    wanted = range(len(reader.pages)) if pages is None else pages
    for number in wanted:
        writer.add_page(reader.pages[number])
    tags.add(reader, list(enumerate(wanted, first)))


def _link(writer: PdfWriter, front: range, targets: dict[str, int]) -> None:
    """Links of the contents to sheets (“pack:part-12”) become jumps within the file."""
    for number in front:
        for reference in writer.pages[number].get("/Annots", ArrayObject()).get_object():
            note = reference.get_object()
            action = note.get("/A", DictionaryObject()).get_object()
            address = str(action.get("/URI", ""))
            if not address.startswith(LINK):
                continue
            del note["/A"]
            page = targets.get(address.removeprefix(LINK))
            if page is not None:
                target = writer.pages[page].indirect_reference
                note[NameObject("/Dest")] = ArrayObject(
                    [target, NameObject("/XYZ"), NullObject(), NullObject(), NullObject()]
                )


def _label(writer: PdfWriter, labels: list[tuple[int, str, int, str]]) -> None:
    """What a viewer shows in its page box: the numbers printed at the foot."""
    numbers = ArrayObject()
    for page, style, start, before in labels:
        entry = DictionaryObject()
        if style:
            entry[NameObject("/S")], entry[NameObject("/St")] = NameObject(f"/{style}"), NumberObject(start)
        if before:
            entry[NameObject("/P")] = TextStringObject(before)
        numbers.extend([NumberObject(page), entry])
    writer.root_object[NameObject("/PageLabels")] = DictionaryObject({NameObject("/Nums"): numbers})


def _about(writer: PdfWriter, title: str) -> None:
    writer.add_metadata({"/Title": title, "/Producer": ""})
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject("en-GB")
    wishes = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    root[NameObject("/ViewerPreferences")] = wishes
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")

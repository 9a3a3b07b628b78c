"""The structure tags of several PDFs joined into one tree, so that what is bound can still be read aloud in order."""

from __future__ import annotations

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, IndirectObject, NameObject, NumberObject


class Tags:
    """Collects the trees while pages are added; `close` hangs them into the file."""

    def __init__(self) -> None:
        self.tops: list[IndirectObject] = []
        self.parents: dict[int, object] = {}
        self.next = 0
        self.added: list[tuple[PdfReader, list[tuple[int, int]]]] = []

    def add(self, reader: PdfReader, pages: list[tuple[int, int]]) -> None:
        """`pages`: where they now stand -> which page of `reader` they are.

        Its tree is read at the end, when all its pages are there.
        """
        for known, there in self.added:
            if known is reader:
                there.extend(pages)
                return
        self.added.append((reader, pages))

    def _take(self, writer: PdfWriter, reader: PdfReader, pages: list[tuple[int, int]]) -> None:
        root = reader.root_object.get("/StructTreeRoot")
        if root is None:
            return
        root = root.get_object()
        shift, numbers = self.next, _numbers(root.get("/ParentTree"))
        self.next += max(numbers, default=-1) + 1
        kids = root.get("/K")
        kids = kids.get_object() if kids is not None else ArrayObject()
        # What was copied with a page before is not copied again: the tree points at the pages of the new file.
        for kid in kids if isinstance(kids, ArrayObject) else [root.raw_get("/K")]:
            self.tops.append(kid.clone(writer))
        for number, value in numbers.items():
            self.parents[number + shift] = value.clone(writer)
        for number, was in pages:
            page, before = writer.pages[number], reader.pages[was]
            if "/StructParents" in before:  # left behind when the page was copied
                page[NameObject("/StructParents")] = NumberObject(int(before["/StructParents"]) + shift)
            for note in page.get("/Annots", ArrayObject()).get_object():
                _shift(note.get_object(), "/StructParent", shift)

    def close(self, writer: PdfWriter) -> None:
        """Hangs one tree into the file; a file of sheets without tags gets none."""
        for reader, pages in self.added:
            self._take(writer, reader, pages)
        if not self.tops:
            return
        tree = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
        whole = DictionaryObject({NameObject("/Type"): NameObject("/StructElem")})
        whole[NameObject("/S")] = NameObject("/Document")
        root, top = writer._add_object(tree), writer._add_object(whole)
        whole[NameObject("/P")], whole[NameObject("/K")] = root, ArrayObject(self.tops)
        for kid in self.tops:
            kid.get_object()[NameObject("/P")] = top
        numbers = ArrayObject()
        for number in sorted(self.parents):
            numbers.extend([NumberObject(number), self.parents[number]])
        tree[NameObject("/K")] = ArrayObject([top])
        parents = DictionaryObject({NameObject("/Nums"): numbers})
        tree[NameObject("/ParentTree")] = writer._add_object(parents)
        tree[NameObject("/ParentTreeNextKey")] = NumberObject(self.next)
        writer.root_object[NameObject("/StructTreeRoot")] = root
        writer.root_object[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})


def _shift(holder, key: str, by: int) -> None:
    if key in holder:
        holder[NameObject(key)] = NumberObject(int(holder[key]) + by)


def _numbers(tree) -> dict[int, object]:
    """A number tree as a dictionary of its raw values."""
    if tree is None:
        return {}
    node = tree.get_object()
    found: dict[int, object] = {}
    listed = node.get("/Nums")
    if listed is not None:
        row = listed.get_object()
        for place in range(0, len(row) - 1, 2):
            found[int(row[place])] = list.__getitem__(row, place + 1)
    for kid in node.get("/Kids", ArrayObject()).get_object():
        found.update(_numbers(kid))
    return found

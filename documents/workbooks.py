"""The cells of an Excel workbook that somebody handed in: values only, read row by row as they stand in the file.

Nothing else in a workbook is looked at: no links, drawings, validations, headers or formulas. Of a formula the result
counts that was saved with it; a file that no spreadsheet program has ever worked out has none, which is said. A library
that reads them does work that a few bytes can make endless (a row that says it is the five millionth). Here the work is
bounded by what the `Meter` lets out of the file, and no row is made up: whoever reads counts the rows that come.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat

from .unpacking import Meter, NotReadable, chunks_of, whole_part

BOOK = "xl/workbook.xml"
MOST_SHEETS = 20
LAST_ROW = 1_048_576
MOST_CELLS = 16_384  # of a row
LONGEST_CELL = 32_767  # Excel's own limit
LONGEST_FORMAT = 255
MOST_FORMATS = 500
LONGEST_NUMBER = 64
UNWORKED = "(a formula without a result)"
Rows = Iterator[tuple[int, list]]


def sheets_in(content: bytes, meter: Meter, *, most_columns: int, most_text: int) -> Iterator[tuple[str, Rows]]:
    """(name, its rows) of the first `MOST_SHEETS` sheets: (number, values) of every row that is there, empty or not.

    `most_text`: the letters that all cells together may hold; one text may stand in many. Raises NotReadable when it
    is too much; whatever else is wrong raises what the libraries raise.
    """
    with zipfile.ZipFile(BytesIO(content)) as packed:
        book = _Book(packed, meter)
        strings = _Strings.read(packed, book.part("sharedStrings"), meter) if book.part("sharedStrings") else []
        dates = _Styles.read(packed, book.part("styles"), meter) if book.part("styles") else {}
        values = _Values(strings, dates, since_1904=book.since_1904, most_text=most_text, says=meter.says)
        for name, part in book.sheets[:MOST_SHEETS]:
            sheet = _Sheet(values, most_columns)
            yield name, sheet.rows(chunks_of(packed, part, meter))


class _Xml:
    """An XML part as starts and ends of elements without their namespaces; no tree is built, no DTD is accepted."""

    def __init__(self):
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = lambda tag, given: self.start(tag.rpartition(" ")[2], given)
        self.parser.EndElementHandler = lambda tag: self.end(tag.rpartition(" ")[2])
        self.parser.StartDoctypeDeclHandler = self._no_doctype
        self.words: list[str] = []

    def _no_doctype(self, *given) -> None:
        raise ValueError("a workbook has no document type")

    def listen(self, on: bool) -> None:
        """Whether the letters that come are kept."""
        self.words = []
        self.parser.CharacterDataHandler = self.words.append if on else None

    def start(self, tag: str, given: dict) -> None: ...

    def end(self, tag: str) -> None: ...

    def whole(self, content: bytes) -> None:
        self.parser.Parse(content, True)


class _Book(_Xml):
    """Which sheets there are, and in which parts they and the shared texts and styles lie."""

    def __init__(self, packed: zipfile.ZipFile, meter: Meter):
        super().__init__()
        self.named: list[tuple[str, str]] = []
        self.since_1904 = False
        self.whole(whole_part(packed, BOOK, meter))
        related = _Related()
        related.whole(whole_part(packed, "xl/_rels/workbook.xml.rels", meter))
        self.parts = {kind: part for kind, part in related.found.values() if kind in ("sharedStrings", "styles")}
        there = set(packed.namelist())
        found = ((name, related.found.get(ref, ("", ""))) for name, ref in self.named)
        self.sheets = [(name, part) for name, (kind, part) in found if kind == "worksheet" and part in there]
        self.parts = {kind: part for kind, part in self.parts.items() if part in there}

    def part(self, kind: str) -> str:
        return self.parts.get(kind, "")

    def start(self, tag: str, given: dict) -> None:
        if tag == "workbookPr":
            self.since_1904 = given.get("date1904", "") in ("1", "true", "on")
        elif tag == "sheet":
            ref = next((value for key, value in given.items() if key.endswith(" id")), "")
            self.named.append((given.get("name", ""), ref))


class _Related(_Xml):
    """id -> (kind, part) of what belongs to the workbook."""

    def __init__(self):
        super().__init__()
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, tag: str, given: dict) -> None:
        if tag == "Relationship":
            part = posixpath.normpath(posixpath.join("/xl", given.get("Target", ""))).lstrip("/")
            self.found[given.get("Id", "")] = (given.get("Type", "").rpartition("/")[2], part)


class _Strings(_Xml):
    """The texts that cells share, runs of different type put together, readings of Japanese left out."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []
        self.runs: list[str] = []
        self.reading = 0

    @classmethod
    def read(cls, packed: zipfile.ZipFile, part: str, meter: Meter) -> list[str]:
        made = cls()
        for chunk in chunks_of(packed, part, meter):
            made.parser.Parse(chunk, False)
        made.parser.Parse(b"", True)
        return made.found

    def start(self, tag: str, given: dict) -> None:
        if tag == "si":
            self.runs = []
        elif tag == "rPh":
            self.reading += 1
        elif tag == "t" and not self.reading:
            self.listen(True)

    def end(self, tag: str) -> None:
        if tag == "si":
            self.found.append("".join(self.runs)[:LONGEST_CELL])
        elif tag == "rPh":
            self.reading -= 1
        elif tag == "t" and not self.reading:
            self.runs += self.words
            self.listen(False)


class _Styles(_Xml):
    """Which styles of cells make a number a day or time ("date") or a length of time ("length")."""

    def __init__(self):
        super().__init__()
        self.formats: dict[str, str] = {}
        self.styles: list[str] = []
        self.of_cells = False

    @classmethod
    def read(cls, packed: zipfile.ZipFile, part: str, meter: Meter) -> dict[int, str]:
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format  # slow to import

        made = cls()
        made.whole(whole_part(packed, part, meter))
        known: dict[str, str] = {}
        for each in set(made.styles):
            code = made.formats.get(each) or (BUILTIN_FORMATS.get(int(each)) if each.isdigit() else "") or ""
            kind = "length" if is_timedelta_format(code) else "date" if is_date_format(code) else ""
            known[each] = kind
        return {number: known[each] for number, each in enumerate(made.styles) if known[each]}

    def start(self, tag: str, given: dict) -> None:
        if tag == "numFmt" and len(self.formats) < MOST_FORMATS:
            code = given.get("formatCode", "")
            self.formats[given.get("numFmtId", "")[:9]] = code if len(code) <= LONGEST_FORMAT else ""
        elif tag == "cellXfs":
            self.of_cells = True
        elif tag == "xf" and self.of_cells:
            self.styles.append(given.get("numFmtId", "0")[:9])

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self.of_cells = False


class _Values:
    """What a cell holds, from what its part of the file says."""

    def __init__(self, strings: list[str], dates: dict[int, str], *, since_1904: bool, most_text: int, says: str):
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, from_ISO8601  # slow to import

        self.strings, self.dates, self.text_left, self.says = strings, dates, most_text, says
        self.epoch = MAC_EPOCH if since_1904 else WINDOWS_EPOCH
        self.from_excel, self.from_iso = from_excel, from_ISO8601

    def of(self, kind: str, style: str, text: str, *, formula: bool = False):
        """A number, text, day, time or length of time; None when nothing is there, UNWORKED where only a formula is."""
        if not text:
            return UNWORKED if formula and kind != "str" else None  # an empty text may be what it came to
        if kind == "s":
            text = self.strings[int(text)]
        elif kind == "b":
            return text == "1"
        elif kind == "d":
            return self.from_iso(text[:LONGEST_NUMBER])
        elif kind == "n":
            return self._number(text[:LONGEST_NUMBER], self.dates.get(int(style or 0), ""))
        text = text[:LONGEST_CELL]
        self.text_left -= len(text)
        if self.text_left < 0:
            raise NotReadable(self.says)
        return text

    def _number(self, text: str, meant: str) -> float | int | str | dt.datetime | dt.date | dt.time | dt.timedelta:
        number = float(text) if set(text) & set(".eE") else int(text)
        if not meant:
            return number
        try:
            return self.from_excel(number, self.epoch, timedelta=meant == "length")
        except (OverflowError, ValueError):
            return "#VALUE!"


class _Sheet(_Xml):
    """The rows of one sheet, as they come."""

    def __init__(self, values: _Values, most_columns: int):
        super().__init__()
        self.values, self.most_columns = values, most_columns
        self.done: list[tuple[int, list]] = []
        self.number = self.column = self.reading = self.seen = 0
        self.cells: list = []
        self.kind = self.style = self.text = ""
        self.formula = False

    def rows(self, chunks: Iterator[bytes]) -> Rows:
        for chunk in chunks:
            self.parser.Parse(chunk, False)
            yield from self.done
            self.done.clear()
        self.parser.Parse(b"", True)
        yield from self.done

    def start(self, tag: str, given: dict) -> None:
        if tag == "c":
            self.column = _column(given["r"]) if "r" in given else self.column + 1
            self.kind, self.style, self.text, self.formula = given.get("t", "n"), given.get("s", ""), "", False
            self.seen += 1
            if self.seen > MOST_CELLS:
                raise ValueError("a row has fewer cells")
        elif tag == "row":
            number = int(given.get("r") or self.number + 1)
            if not self.number < number <= LAST_ROW:
                raise ValueError("the rows of a sheet stand in order")
            self.number, self.column, self.seen, self.cells = number, 0, 0, []
        elif tag == "f":
            self.formula = True
        elif tag == "rPh":
            self.reading += 1
        elif tag == "v" or (tag == "t" and not self.reading):
            self.listen(self.column <= self.most_columns)

    def end(self, tag: str) -> None:
        if tag == "row":
            self.done.append((self.number, self.cells))
        elif tag == "rPh":
            self.reading -= 1
        elif tag == "v" or (tag == "t" and not self.reading):
            self.text += "".join(self.words)
            self.listen(False)
        elif tag == "c" and 0 < self.column <= self.most_columns:
            self.cells += [None] * (self.column - len(self.cells))
            self.cells[self.column - 1] = self.values.of(self.kind, self.style, self.text, formula=self.formula)


def _column(place: str) -> int:
    """BC12 is of column 55; three letters at most."""
    found = 0
    for letter in place[:4].upper():
        if not "A" <= letter <= "Z":
            break
        found = found * 26 + ord(letter) - 64
    return found

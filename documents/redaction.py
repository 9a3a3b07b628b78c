"""Taking passages out so that they are gone (C-33): out of our own words before anything is printed, and out of a file
by turning its pages into pictures on which the passage is painted over, so that no living text lies below.

From a file with anything taken out not one page is handed on as it was: resources that pages share, notes, attachments
and hidden layers could carry what was removed. pypdfium2 (BSD/Apache, the engine of Chromium) draws the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO

TAKEN_OUT = "[taken out]"
SCALE = 150 / 72  # 150 dots an inch
MOST_PAGES = 300
MARGIN = 1.5  # points around a word, so that no edge of a letter shows
WIDE_SPACE = 0.6  # of the height of a line


class CannotBeRedacted(Exception):
    """A file that cannot be given with the passages taken out; the sentence says why, without quoting it."""


@dataclass(frozen=True)
class Box:
    """A part of one page to paint over, in percent of its width and height, from its upper left corner."""

    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Plan:
    """What is taken out of one file. `pages`: left out altogether, the first being 1."""

    pages: frozenset[int] = frozenset()
    words: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.pages or self.words or self.boxes)


@dataclass
class Done:
    """The file as it is given, and what was found of each word."""

    content: bytes
    found: dict[str, int] = field(default_factory=dict)
    pages_kept: int = 0


def pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Any of these, whatever the case of letters and however the lines broke; the longest first."""
    cleaned = sorted({" ".join(word.split()) for word in words if word.strip()}, key=len, reverse=True)
    if not cleaned:
        return None
    return re.compile("|".join(r"\s+".join(map(re.escape, word.split())) for word in cleaned), re.IGNORECASE)


def without(text: str, words: Sequence[str]) -> str:
    """Our own text with every one of the words gone."""
    return Remover(words)(text)


class Remover:
    """Takes the words out of texts and counts the places in `taken`."""

    def __init__(self, words: Sequence[str]):
        self._found, self.taken = pattern(words), 0

    def __call__(self, text: str) -> str:
        if self._found is None:
            return text
        text, places = self._found.subn(TAKEN_OUT, text)
        self.taken += places
        return text


def redact_pdf(content: bytes, plan: Plan) -> Done:
    """The PDF with the plan carried out; CannotBeRedacted for one that cannot be opened or has nothing left."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise CannotBeRedacted("this PDF cannot be opened. It may have a password.") from error
    try:
        return _pictures(document, plan)
    finally:
        document.close()


def _pictures(document, plan: Plan) -> Done:
    from PIL import Image

    if len(document) > MOST_PAGES:
        raise CannotBeRedacted(f"a file of {len(document)} pages is too long.")
    sheets: list[Image.Image] = []
    found = dict.fromkeys(plan.words, 0)
    for number in range(1, len(document) + 1):
        if number in plan.pages:
            continue
        page = document[number - 1]
        picture = page.render(scale=SCALE).to_pil().convert("RGB")
        _paint(picture, [*_of_words(page, plan.words, found), *_of_boxes(page, number, plan.boxes)])
        sheets.append(picture)
    if not sheets:
        raise CannotBeRedacted("no page of it is left. Leave the whole file out instead.")
    out = BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=150, quality=85)
    return Done(out.getvalue(), found, len(sheets))


Area = tuple[float, float, float, float]  # left, upper, right, lower, in dots of the picture


def _of_words(page, words: Sequence[str], found: dict[str, int]) -> list[Area]:
    """Where the words stand on the page: one bar for each line of a hit, as high as the font, so that no outline of a
    letter shows; bars with only a space between them are one."""
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    places: list[Area] = []
    for word in words:
        hits = list(match.finditer(text)) if (match := pattern([word])) else []
        found[word] += len(hits)
        for hit in hits:
            signs = (n for n in range(hit.start(), hit.end()) if not text[n].isspace())
            places += [_dots(page, text_page.get_charbox(n, loose=True)) for n in signs]
    return _bars(places)


def _bars(places: Iterable[Area]) -> list[Area]:
    """Areas on one line that touch, or are less than a wide space apart, as one; each as high as the highest of its
    line."""
    bars: list[Area] = []
    for left, upper, right, lower in sorted(places):
        gap = WIDE_SPACE * (lower - upper)
        near = next((n for n, bar in enumerate(bars) if _one_line(bar, (left, upper, right, lower)) and
                     left - bar[2] <= gap and bar[0] - right <= gap), None)  # fmt: skip
        if near is None:
            bars.append((left, upper, right, lower))
        else:
            bar = bars[near]
            bars[near] = (min(bar[0], left), min(bar[1], upper), max(bar[2], right), max(bar[3], lower))
    return bars


def _one_line(one: Area, other: Area) -> bool:
    """Whether they overlap by more than half of the lower of the two."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared > min(one[3] - one[1], other[3] - other[1]) / 2


def _dots(page, box: tuple[float, float, float, float]) -> Area:
    left, bottom, right, top = box
    height = page.get_height()
    return (
        (left - MARGIN) * SCALE, (height - top - MARGIN) * SCALE, (right + MARGIN) * SCALE,
        (height - bottom + MARGIN) * SCALE,
    )  # fmt: skip


def _of_boxes(page, number: int, boxes: Sequence[Box]) -> list[Area]:
    width, height = page.get_width() * SCALE / 100, page.get_height() * SCALE / 100
    return [
        (box.left * width, box.top * height, (box.left + box.width) * width, (box.top + box.height) * height)
        for box in boxes
        if box.page == number
    ]


def _paint(picture, areas: Iterable[Area]) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(picture)
    for area in areas:
        pen.rectangle(area, fill="black")

"""Pages of a PDF in which nobody can search for words: scans, photographs, letters drawn as lines (C-21, C-33).

Who looks a file through for names, by machine, has to say of these pages that it did not. pypdfium2 reads them.
"""

from __future__ import annotations

from config.filters import listing

SHARE = 0.25  # of a page: a letterhead's badge stays below, a photograph or a scan does not
POINTS = 400  # each way, of a picture inside a drawing, whose size on the page is not told


class CannotBeLookedAt(Exception):
    """A PDF that is broken or locked."""


def unsearchable(content: bytes) -> list[int]:
    """The pages, the first being 1, on which words may stand that the page's text does not tell of."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise CannotBeLookedAt from error
    try:
        return [number for number in range(1, len(document) + 1) if _pictured(document[number - 1])]
    except pdfium.PdfiumError as error:
        raise CannotBeLookedAt from error
    finally:
        document.close()


def _pictured(page) -> bool:
    from pypdfium2 import raw

    drawn, covered = False, 0.0
    for thing in page.get_objects():
        drawn = True
        if thing.type != raw.FPDF_PAGEOBJ_IMAGE:
            continue
        if thing.level:
            if min(thing.get_px_size()) >= POINTS:
                return True
            continue
        left, bottom, right, top = thing.get_bounds()
        covered += abs(right - left) * abs(top - bottom)
    if covered >= SHARE * page.get_width() * page.get_height():
        return True
    return drawn and not any(sign.isalnum() for sign in page.get_textpage().get_text_range())


def which(pages: list[int]) -> str:
    """ "page 2 is a picture", "pages 2 and 5 are pictures"."""
    shown = [str(number) for number in pages[:6]] + ([f"{len(pages) - 6} more"] if len(pages) > 6 else [])
    return f"page {shown[0]} is a picture" if len(pages) == 1 else f"pages {listing(shown)} are pictures"

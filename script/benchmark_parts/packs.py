"""The papers of a meeting: 60 pages for 12 readers, each sheet made once and bound for everybody under their own name.

Beside it the plainest way to the same, which makes all of it anew for each reader, and a bare joining of the sheets.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from time import perf_counter

from . import Row
from .pdf import TEXT

PAGES, READERS, ITEMS = 60, 12, 10
PARAGRAPHS = 72  # of a sheet, which makes it six pages long


def run(readers: int = READERS) -> list[Row]:
    """The rows of the table: all copies, one copy, and the sheets that they are bound from."""
    _sheets(items=1)  # the press is warm
    made, sheets = _timed(_sheets)
    copies = [_timed(_copy, made, reader) for reader in range(readers)]
    pages = {_pages(copy) for copy, _ in copies}
    assert len(pages) == 1 and min(pages) >= PAGES, f"the copies have {sorted(pages)} pages"
    ours = sheets + sum(seconds for _, seconds in copies)
    anew = sum(_timed(_anew, reader)[1] for reader in range(readers))
    one, bare = min(seconds for _, seconds in copies), min(_timed(_joined, made)[1] for _ in range(3))
    what = f"{min(pages)} pages for {readers} readers"
    return [
        Row(f"{what}, each sheet made once", ours, "s", anew, "at most a third of making all anew", ours <= anew / 3),
        Row("one reader\u2019s copy of it", one, "s", bare, "at most 2 s", one <= 2),
        Row("the same joined, with nothing on it", bare, "s", None, "for comparison", True),
        Row("its sheets, made once", sheets, "s", None, "for comparison", True),
    ]


def _sheets(items: int = 0) -> dict[int, bytes]:
    """One sheet for each item, or of the first `items`."""
    from documents import papers, pdf

    return {
        number: pdf.render_paper(
            "pack-sheet",
            papers.PackSheet(
                partnership="Northmoor Safeguarding Partnership", title=f"Matter {number}", bound=True,
                number=f"{number}A", body="Review Panel", date="9 June 2026", reference=f"NOR-2026-{number:04}",
                text=(TEXT,) * PARAGRAPHS,
            ),
        )
        for number in range(1, (items or ITEMS) + 1)
    }  # fmt: skip


def _copy(made: Mapping[int, bytes], reader: int) -> bytes:
    """What one person gets: a front, the sheets, their name and the page on each."""
    from documents import papers
    from documents.sheets import bound_copy

    items = tuple(
        papers.PackItem(
            number=str(number), title=f"Matter {number}", purpose="For decision", time="20 minutes",
            reference=f"NOR-2026-{number:04}",
            parts=(papers.PackPart(job=number, number=f"{number}A", title="Referral, people and criteria"),),
        )
        for number in made
    )  # fmt: skip
    pack = papers.AgendaPack(
        partnership="Northmoor Safeguarding Partnership", title="Review Panel, 9 June 2026",
        body="Review Panel", date="9 June 2026", reader=f"Copy for Person {reader}, Police", items=items,
    )  # fmt: skip
    return bound_copy(pack, made)


def _anew(reader: int) -> bytes:
    return _copy(_sheets(), reader)


def _joined(made: Mapping[int, bytes]) -> bytes:
    from pypdf import PdfWriter

    writer, out = PdfWriter(), BytesIO()
    for content in made.values():
        writer.append(BytesIO(content))
    writer.write(out)
    return out.getvalue()


def _pages(content: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(content)).pages)


def _timed(what, *given):
    """(what came of it, seconds)."""
    begun = perf_counter()
    made = what(*given)
    return made, perf_counter() - begun

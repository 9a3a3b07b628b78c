"""Making a bundle for disclosure: sheets, contents with page numbers, one PDF (C-33). In a worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader

from partnerships.scope import current_partnership

from . import papers, pdf
from .binding import Leaf, bind, starts_of
from .models import PrintJob, StoredFile
from .office import OFFICE
from .payloads import from_payload
from .redaction import TAKEN_OUT, Box, CannotBeRedacted, Plan, pattern, redact_pdf
from .sheets import CannotBeBound, in_our_frame
from .stamping import SIGNS


def bundle_of(job: PrintJob) -> bytes:
    """The bundle, or CannotBeBound in words for the office. That nothing taken out is in it is looked up last."""
    bundle = from_payload(job.kind, pdf.clean(job.payload))
    assert isinstance(bundle, papers.DisclosureBundle)
    leaves = [_leaf(bundle, item) for item in bundle.items]
    starts = starts_of(leaves)
    numbered = replace(
        bundle, bound=True, items=tuple(replace(one, page=str(starts[f"part-{one.number}"])) for one in bundle.items)
    )
    front = pdf.render_paper(job.kind, numbered)
    stamped = pdf.render_page("_stamp", paper=bundle, signs=SIGNS)
    content = bind(front, leaves, stamped, withheld=(), title=bundle.title)
    _refuse_what_must_not_be_there(content, bundle, leaves)
    return content


def _leaf(bundle: papers.DisclosureBundle, item: papers.DisclosureItem) -> Leaf:
    content = _of_file(bundle, item) if item.file else _of_words(bundle, item)
    pages = len(PdfReader(BytesIO(content)).pages)
    return Leaf(name=f"part-{item.number}", title=f"{item.number} {item.title}", pages=pages, content=content)


def _of_words(bundle: papers.DisclosureBundle, item: papers.DisclosureItem) -> bytes:
    sheet = papers.DisclosureSheet(
        partnership=bundle.partnership, title=item.title, marking=bundle.marking, demo=bundle.demo, bound=True,
        number=item.number, reference=bundle.reference, sections=item.sections,
    )  # fmt: skip
    return pdf.render_paper("disclosure-sheet", sheet)


def _of_file(bundle: papers.DisclosureBundle, item: papers.DisclosureItem) -> bytes:
    where = f"{item.number} {item.title}"
    file = StoredFile.objects.filter(partnership=current_partnership(), pk=item.file).first()
    if file is None:
        raise CannotBeBound(f"{where}: the file is no longer there.")
    content, kind = bytes(file.content), file.content_type
    plan = Plan(frozenset(item.pages_out), (*item.words, *bundle.never), tuple(map(_box, item.boxes)))
    if kind == "application/pdf" and not plan.empty:
        content = _redacted(content, plan, item, where)
    elif item.pages_out or item.boxes:
        raise CannotBeBound(f"{where}: pages and areas can be taken out of a PDF only. Leave the file out.")
    elif item.words and kind not in (*OFFICE, "text/plain"):
        raise CannotBeBound(f"{where}: words cannot be taken out of a picture. Leave the file out.")
    sheet = papers.PackAttachment(
        partnership=bundle.partnership, title=item.title, marking=bundle.marking, demo=bundle.demo, bound=True,
        number=item.number, reference=bundle.reference, file=item.file,
    )  # fmt: skip
    return in_our_frame(sheet, kind, content, without=(*item.words, *bundle.never))


def _redacted(content: bytes, plan: Plan, item: papers.DisclosureItem, where: str) -> bytes:
    try:
        done = redact_pdf(content, plan)
    except CannotBeRedacted as refusal:
        raise CannotBeBound(f"{where}: {refusal}") from refusal
    if any(done.found[word] == 0 for word in item.words):
        sentence = f"{where}: words you want taken out were not found. If the page is a picture, mark a box instead."
        raise CannotBeBound(sentence)
    return done.content


def _box(text: str) -> Box:
    page, *rest = text.split()
    return Box(int(page), *map(float, rest))


def _refuse_what_must_not_be_there(content: bytes, bundle: papers.DisclosureBundle, leaves: Sequence[Leaf]) -> None:
    """The last look: words to be taken out everywhere stand in no text of the finished file."""
    found = pattern(bundle.never)
    if found is None:
        return
    sheets = PdfReader(BytesIO(content)).pages
    front = len(sheets) - sum(leaf.pages for leaf in leaves)
    whose = ["the front of the bundle"] * front + [f"paper {leaf.title}" for leaf in leaves for _ in range(leaf.pages)]
    for where, page in zip(whose, sheets, strict=True):
        if found.search(page.extract_text()):
            sentence = f"Words that are to be taken out everywhere still stand in {found.sub(TAKEN_OUT, where)}."
            raise CannotBeBound(f"{sentence} Leave that paper out, or take the words out of it.")

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
from .payloads import from_payload
from .pictures import CannotBeLookedAt, unsearchable, which
from .redaction import TAKEN_OUT, Box, CannotBeRedacted, Plan, Remover, pattern, redact_pdf
from .sheets import PICTURES, CannotBeBound, in_our_frame
from .stamping import SIGNS


def bundle_of(job: PrintJob) -> bytes:
    """The bundle, or CannotBeBound in words for the office. That nothing taken out is in it is looked up last."""
    bundle = from_payload(job.kind, pdf.clean(job.payload))
    assert isinstance(bundle, papers.DisclosureBundle)
    taken: dict[str, int] = {}
    leaves = [_leaf(bundle, item, taken) for item in bundle.items]
    starts = starts_of(leaves)
    items = (replace(one, page=str(starts[f"part-{one.number}"]), taken=taken[one.number]) for one in bundle.items)
    numbered = replace(bundle, bound=True, items=tuple(items))
    front = pdf.render_paper(job.kind, numbered)
    stamped = pdf.render_page("_stamp", paper=bundle, signs=SIGNS)
    content = bind(front, leaves, stamped, withheld=(), title=bundle.title)
    _refuse_what_must_not_be_there(content, bundle, leaves)
    job.told = {"taken": taken}
    return content


def _leaf(bundle: papers.DisclosureBundle, item: papers.DisclosureItem, taken: dict[str, int]) -> Leaf:
    """One paper as it is given; `taken` is told how many places of it were taken out."""
    content, taken[item.number] = _of_file(bundle, item) if item.file else (_of_words(bundle, item), item.taken)
    pages = len(PdfReader(BytesIO(content)).pages)
    return Leaf(name=f"part-{item.number}", title=f"{item.number} {item.title}", pages=pages, content=content)


def _of_words(bundle: papers.DisclosureBundle, item: papers.DisclosureItem) -> bytes:
    sheet = papers.DisclosureSheet(
        partnership=bundle.partnership, title=item.title, marking=bundle.marking, demo=bundle.demo, bound=True,
        number=item.number, reference=bundle.reference, sections=item.sections,
    )  # fmt: skip
    return pdf.render_paper("disclosure-sheet", sheet)


def _of_file(bundle: papers.DisclosureBundle, item: papers.DisclosureItem) -> tuple[bytes, int]:
    where = f"{item.number} {item.title}"
    file = StoredFile.objects.filter(partnership=current_partnership(), pk=item.file).first()
    if file is None:
        raise CannotBeBound(f"{where}: the file is no longer there.")
    content, kind = bytes(file.content), file.content_type
    plan = Plan(frozenset(item.pages_out), (*item.words, *bundle.never), tuple(map(_box, item.boxes)))
    if not set(plan.words) <= set(item.looked_for):
        _refuse_what_cannot_be_searched(content, kind, plan, where)
    remover = Remover(plan.words)
    if kind == "application/pdf" and not plan.empty:
        content, remover.taken = _redacted(content, plan, item, where)
    elif item.pages_out or item.boxes:
        raise CannotBeBound(f"{where}: pages and areas can be taken out of a PDF only. Leave the file out.")
    elif item.words and kind in PICTURES:
        raise CannotBeBound(f"{where}: words cannot be taken out of a picture. Leave the file out.")
    sheet = papers.PackAttachment(
        partnership=bundle.partnership, title=item.title, marking=bundle.marking, demo=bundle.demo, bound=True,
        number=item.number, reference=bundle.reference, file=item.file,
    )  # fmt: skip
    return in_our_frame(sheet, kind, content, clear=remover), remover.taken


def _refuse_what_cannot_be_searched(content: bytes, kind: str, plan: Plan, where: str) -> None:
    """No search finds words in a scan or photograph: somebody looks at it and says so, or leaves it out."""
    ask = "Words cannot be looked for in it. Open the paper here, look at it, and say there what you found."
    if kind in PICTURES:
        raise CannotBeBound(f"{where} is a picture. {ask}")
    if kind != "application/pdf":
        return
    try:
        pages = [number for number in unsearchable(content) if number not in plan.pages]
    except CannotBeLookedAt as error:
        raise CannotBeBound(f"{where}: this PDF cannot be opened. It may have a password.") from error
    if pages:
        raise CannotBeBound(f"{where}: {which(pages)}. {ask}")


def _redacted(content: bytes, plan: Plan, item: papers.DisclosureItem, where: str) -> tuple[bytes, int]:
    try:
        done = redact_pdf(content, plan)
    except CannotBeRedacted as refusal:
        raise CannotBeBound(f"{where}: {refusal}") from refusal
    if any(done.found[word] == 0 for word in item.words):
        sentence = f"{where}: words you want taken out were not found. If the page is a picture, mark a box instead."
        raise CannotBeBound(sentence)
    return done.content, sum(done.found.values()) + len(plan.pages) + len(plan.boxes)


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

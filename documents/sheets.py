"""Papers that are made of files already there: a reader's pack, and an attached file within our frame. In a worker."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO

from celery.exceptions import SoftTimeLimitExceeded
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PdfReadError

from config.filters import datetime_long, listing
from partnerships.scope import current_partnership

from . import papers, pdf
from .binding import Leaf, bind, starts_of
from .models import PrintJob, StoredFile
from .office import LEFT_OUT, OFFICE, blocks_of
from .payloads import from_payload
from .reading import Mail, NotReadable, read_mail
from .stamping import SIGNS

MOST_PAGES = 300  # of one attached file
PICTURES = ("image/png", "image/jpeg")
TEXTS = ("text/plain", "text/csv")
MAILS = {"message/rfc822": "e-mail.eml", "application/vnd.ms-outlook": "e-mail.msg"}  # the ending tells the reader


class CannotBeBound(Exception):
    """A sheet that does not go into a pack; the sentence says which and why, without anything from inside it."""


def parts_of(job: PrintJob) -> list[int]:
    """The jobs whose papers this one is bound from."""
    return [part["job"] for item in job.payload.get("items", []) for part in item["parts"]]


def pack_of(job: PrintJob) -> bytes:
    """One reader's copy of a pack. Every sheet must have been made (`parts_of`)."""
    pack = from_payload(job.kind, pdf.clean(job.payload))
    assert isinstance(pack, papers.AgendaPack)
    return bound_copy(pack, _contents(parts_of(job)))


def bound_copy(pack: papers.AgendaPack, made: Mapping[int, bytes]) -> bytes:
    """The same from the papers made of its sheets: job -> PDF."""
    leaves = [leaf for item in pack.items for leaf in _leaves(item, made)]
    starts = starts_of(leaves)
    numbered = replace(pack, bound=True, items=tuple(_numbered(item, starts) for item in pack.items))
    front = pdf.render_paper("agenda-pack", numbered)
    withheld = [item.number for item in numbered.items if item.withheld and item.parts]
    stamped = pdf.render_page("_stamp", paper=pack, signs=SIGNS)
    return bind(front, leaves, stamped, withheld=withheld, title=pack.title)


def _contents(jobs: Sequence[int]) -> dict[int, bytes]:
    rows = PrintJob.objects.filter(partnership=current_partnership(), pk__in=jobs).select_related("file")
    found = {row.pk: bytes(row.file.content) for row in rows if row.file is not None}
    if len(found) < len(set(jobs)):
        raise CannotBeBound("One of its sheets could not be made. Leave it out and prepare the papers again.")
    return found


def _leaves(item: papers.PackItem, made: Mapping[int, bytes]) -> list[Leaf]:
    under = item.number if item.withheld else " ".join(x for x in (item.number, item.reference or item.title) if x)
    return [
        Leaf(
            name=f"part-{part.job}",
            title=" ".join((part.number, part.title)),
            pages=_pages(made[part.job]),
            content=None if item.withheld else made[part.job],
            under=under,
        )
        for part in item.parts
    ]


def _pages(content: bytes) -> int:
    return len(PdfReader(BytesIO(content)).pages)


def _numbered(item: papers.PackItem, starts: dict[str, int]) -> papers.PackItem:
    if item.withheld:
        return item
    pages = {part.job: f"{item.number}-{starts[f'part-{part.job}']}" for part in item.parts}
    return replace(item, parts=tuple(replace(part, page=pages[part.job]) for part in item.parts))


def attachment_of(job: PrintJob) -> bytes:
    """An attached file as sheets of a pack. Raises CannotBeBound for one that cannot be shown on paper."""
    paper = from_payload(job.kind, pdf.clean(job.payload))
    assert isinstance(paper, papers.PackAttachment)
    file = StoredFile.objects.filter(partnership=current_partnership(), pk=paper.file).first()
    if file is None:
        raise CannotBeBound(f"{paper.number} {paper.title}: the file is no longer there.")
    return in_our_frame(paper, file.content_type, bytes(file.content))


def in_our_frame(
    paper: papers.PackAttachment, content_type: str, content: bytes, *, clear: Callable[[str], str] = str
) -> bytes:
    """The content of a file as sheets of ours. `clear` takes words out of texts, e-mails, Word and Excel files."""
    kind = "pack-attachment"
    if content_type in PICTURES:
        picture = f"data:{content_type};base64,{base64.b64encode(content).decode()}"
        return pdf.render_paper(kind, replace(paper, picture=picture))
    if content_type in TEXTS:
        words = clear(pdf.clean(content.decode("utf-8-sig", "replace")))
        return pdf.render_paper(kind, replace(paper, words=words))
    if content_type in MAILS:
        words = clear(pdf.clean(_of_mail(paper, MAILS[content_type], content)))
        return pdf.render_paper(kind, replace(paper, words=words))
    if content_type in OFFICE:
        return pdf.render_paper(kind, replace(paper, blocks=_blocks(paper, content_type, content, clear)))
    return _framed(paper, kind, content)


def _of_mail(paper: papers.PackAttachment, name: str, content: bytes) -> str:
    """An e-mail's own words. Its attachments are named only: each goes into a pack or bundle as a paper of its own."""
    try:
        mail: Mail = read_mail(name, content)
    except NotReadable as refusal:
        raise CannotBeBound(f"{paper.number} {paper.title}: this e-mail cannot be read.") from refusal
    head = [
        f"From: {mail.from_name} {mail.from_email}".rstrip(),
        f"Sent: {datetime_long(mail.sent_at)}" if mail.sent_at else "",
        f"Subject: {mail.subject}",
        f"Attached, and not part of this sheet: {listing([each.name for each in mail.attached])}"
        if mail.attached else "",
    ]  # fmt: skip
    return "\n".join(line for line in head if line) + f"\n\n{mail.text}"


def _blocks(
    paper: papers.PackAttachment, content_type: str, content: bytes, clear: Callable[[str], str]
) -> tuple[papers.OfficeBlock, ...]:
    """A stranger's Word or Excel file can break its reader in any way, like a PDF."""
    try:
        found = blocks_of(content_type, content)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:
        raise CannotBeBound(f"{paper.number} {paper.title}: this file cannot be opened.") from error
    if not found:
        raise CannotBeBound(f"{paper.number} {paper.title}: there is nothing to read in this file.")
    return (papers.OfficeBlock(kind="note", text=LEFT_OUT), *(_clear(block, clear) for block in found))


def _clear(block: papers.OfficeBlock, clear: Callable[[str], str]) -> papers.OfficeBlock:
    rows = tuple(tuple(clear(cell) for cell in row) for row in block.rows)
    return replace(block, text=clear(block.text), rows=rows)


def _framed(paper: papers.PackAttachment, kind: str, content: bytes) -> bytes:
    """Each page of a PDF, a little smaller, within ours: nothing of it can be hidden by the stamp, nothing in it runs.

    A stranger's file can break a reader of PDFs in any way; the time limit of the worker is the only error let through.
    """
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        pages = _pages_of(content)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:
        cannot = f"{paper.number} {paper.title}: this PDF cannot be opened. It may have a password."
        raise CannotBeBound(cannot) from error
    if not 0 < len(pages) <= MOST_PAGES:
        raise CannotBeBound(f"{paper.number} {paper.title}: a file of {len(pages)} pages is too long for a pack.")
    frames = PdfReader(BytesIO(pdf.render_paper(kind, replace(paper, pages=len(pages)))))
    writer = PdfWriter(clone_from=frames)
    for sheet, page in zip(writer.pages, pages, strict=True):
        _place(sheet, page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _pages_of(content: bytes) -> list[PageObject]:
    """The pages, upright. Only what is drawn on them is taken over: no scripts, forms, links or attachments."""
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise PdfReadError("it has a password")
    pages = list(PdfWriter(clone_from=reader).pages)
    for page in pages:
        page.transfer_rotation_to_content()
        page.get_contents()
    return pages


# Where an attached page goes, in points: below the running head and its own line, above the stamped foot.
LEFT, BOTTOM, WIDTH, HEIGHT = 48.0, 64.0, 499.0, 690.0


def _place(sheet: PageObject, page: PageObject) -> None:
    """Puts `page` into the frame of `sheet`, as large as fits."""
    box = page.cropbox
    width, height = float(box.width), float(box.height)
    scale = min(WIDTH / width, HEIGHT / height, 1.0)
    x = LEFT + (WIDTH - width * scale) / 2 - float(box.left) * scale
    y = BOTTOM + (HEIGHT - height * scale) - float(box.bottom) * scale
    page.pop("/Annots", None)
    sheet.merge_transformed_page(page, Transformation().scale(scale).translate(x, y), expand=False)

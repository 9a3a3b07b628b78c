"""What can be read of an e-mail (.eml, .msg) or a Word document (.docx) that somebody sent instead of our form.

Only words come out: nothing in a file is run, fetched or shown as it is. Files are those that passed
`documents.files.check_upload`; whatever a library then stumbles over becomes one sentence (`NotReadable`).
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import email.utils
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from oxmsg import Message

from .unpacking import Meter, NotReadable, whole_part

LARGEST_WORDS = 10 * 1024 * 1024  # of a document's own words, unpacked; pictures lie elsewhere in the file
MOST_MARKS = 600_000  # “<” in them: some 300,000 elements, a book of 500 pages
MOST_WALKED = 500_000  # elements looked at; a table inside a table is looked at once for each around it
LONGEST = 100_000
MOST_LINES = 5_000
MOST_ATTACHMENTS = 20
MOST_NESTED = 100  # parts of an e-mail that hold other parts
MOST_COMPARED = 5_000_000  # lines of an e-mail times the parts that each may end
LONGEST_HEADER = 4_000
HEADER = re.compile(rb"^(?:content-[a-z-]+|from|date|subject):.*(?:\n[ \t].*)*", re.IGNORECASE | re.MULTILINE)
P, TBL, TR, TC, SDT, SDT_CONTENT, T, BR, CR, TAB, CHECKBOX = (
    qn(f"w:{tag}") for tag in ("p", "tbl", "tr", "tc", "sdt", "sdtContent", "t", "br", "cr", "tab", "checkBox")
)
TICKED, UNTICKED = "☒", "☐"


@dataclass(frozen=True)
class Line:
    """One paragraph, or one row of a table as the texts of its cells."""

    cells: tuple[str, ...]

    @property
    def is_row(self) -> bool:
        return len(self.cells) > 1


@dataclass(frozen=True)
class Attached:
    name: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """An e-mail's own words. `sent_at` is aware, or None where it does not say."""

    from_name: str
    from_email: str
    sent_at: dt.datetime | None
    subject: str
    text: str
    attached: tuple[Attached, ...] = ()


def _guarded(what: str, name: str, read: Callable):
    """Whatever goes wrong inside a library over a broken or hostile file is the same to us: it cannot be read."""
    try:
        return read()
    except NotReadable:
        raise
    except Exception as error:
        raise NotReadable(
            f"“{name}” cannot be read as {what}. Save it again, or enter the referral by hand and attach the file."
        ) from error


# --- Word ----------------------------------------------------------------------------------------------------------


def read_word(name: str, content: bytes) -> list[Line]:
    """Paragraphs and rows in order; what stands in content controls and ticked boxes too. Raises NotReadable."""
    return _guarded("a Word document", name, lambda: _lines(name, content))


def _lines(name: str, content: bytes) -> list[Line]:
    """Only the part with the document's words is unpacked and parsed: styles, headers and the rest say nothing here."""
    says = f"“{name}” holds far more text than a form does, so it is not read."
    with zipfile.ZipFile(BytesIO(content)) as packed:
        words = whole_part(packed, "word/document.xml", Meter(says, most_bytes=LARGEST_WORDS, most_marks=MOST_MARKS))
    root = parse_xml(words)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a Word document has no document type")
    found = []
    for line in _Walk(says).blocks(root.find(qn("w:body"))):
        if any(line.cells):
            found.append(line)
        if len(found) >= MOST_LINES:
            break
    return found


class _Walk:
    """From the elements of a document to its lines, in as many steps as a document needs and no more."""

    def __init__(self, says: str):
        self.says, self.left = says, MOST_WALKED

    def blocks(self, parent) -> Iterator[Line]:
        for child in parent:
            if child.tag == P:
                yield Line((self.words(child),))
            elif child.tag == TBL:
                for row in child.iter(TR):
                    yield Line(tuple(self.words(cell) for cell in _cells(row)))
            elif child.tag == SDT:
                content = child.find(SDT_CONTENT)
                yield from self.blocks(content) if content is not None else ()

    def words(self, element) -> str:
        """The text below an element: words, tabs, line ends between paragraphs, boxes ticked or not."""
        parts = []
        for each in element.iter():
            self.left -= 1
            if self.left < 0:
                raise NotReadable(self.says)
            tag = each.tag
            if tag == T:
                parts.append(each.text or "")
                self.left -= len(parts[-1]) // 100
            elif tag in (BR, CR) or (tag == P and parts):
                parts.append("\n")
            elif tag == TAB:
                parts.append(" ")
            elif tag == CHECKBOX:
                parts.append(f"{TICKED if _is_ticked(each) else UNTICKED} ")
        return tidy("".join(parts))


def _cells(row) -> list:
    """The cells of a row, also those a content control stands around; not the cells of tables inside."""
    found = []
    for child in row:
        inside = child.find(SDT_CONTENT) if child.tag == SDT else None
        found += [child] if child.tag == TC else list(inside) if inside is not None else []
    return [cell for cell in found if cell.tag == TC]


def _is_ticked(box) -> bool:
    state = box.find(qn("w:checked"))
    state = box.find(qn("w:default")) if state is None else state
    return state is not None and state.get(qn("w:val"), "1") in ("1", "true", "on")


def tidy(text: str) -> str:
    """Runs of space become one, empty lines go, nothing that a database cannot hold."""
    text = text.replace("\x00", "").replace("\u00a0", " ").replace("\r\n", "\n").replace("\r", "\n")
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)[:LONGEST]


# --- E-mail --------------------------------------------------------------------------------------------------------


def read_mail(name: str, content: bytes) -> Mail:
    """Sender, date, subject, words and attachments of an .eml or .msg file. Raises NotReadable."""
    outlook = name.lower().endswith(".msg")
    return _guarded("an e-mail", name, lambda: _outlook(content) if outlook else _internet(content))


def _modest(content: bytes) -> bool:
    """Whether the parser's work stays small: it compares each line with every part around it, and headers are slow."""
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    small = content.lower()
    nested = min(small.count(b"multipart/"), small.count(b"boundary")) + small.count(b"message/rfc822")
    if nested > MOST_NESTED or (nested + 1) * content.count(b"\n") > MOST_COMPARED:
        return False
    return all(len(found[0]) <= LONGEST_HEADER for found in HEADER.finditer(content))


def _internet(content: bytes) -> Mail:
    if not _modest(content):
        raise ValueError("an e-mail made to be slow")
    message = email.message_from_bytes(content, policy=email.policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    text = "" if body is None else str(body.get_content())
    if body is not None and body.get_content_subtype() == "html":
        text = words_of_html(text)
    attached = [
        Attached(part.get_filename() or "attachment", part.get_payload(decode=True) or b"")
        for part in message.iter_attachments()
        if not part.is_multipart()
    ]
    who, address = email.utils.parseaddr(str(message["From"] or ""))
    return Mail(
        from_name=tidy(who), from_email=address[:254], sent_at=_moment(str(message["Date"] or "")),
        subject=tidy(str(message["Subject"] or ""))[:500], text=tidy(text), attached=tuple(attached[:MOST_ATTACHMENTS]),
    )  # fmt: skip


def _moment(text: str) -> dt.datetime | None:
    try:
        found = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _outlook(content: bytes) -> Mail:
    message = Message.load(BytesIO(content))
    headers = {key.lower(): value for key, value in (message.message_headers or {}).items()}
    who, address = email.utils.parseaddr(headers.get("from") or message.sender or "")
    text = message.body or words_of_html(message.html_body or "")
    sent = message.sent_date or _moment(headers.get("date", ""))
    attached = [
        Attached(each.file_name or "attachment", each.file_bytes or b"")
        for each in message.attachments[:MOST_ATTACHMENTS]
        if each.attached_by_value
    ]
    return Mail(
        from_name=tidy(who), from_email=address[:254], subject=tidy(message.subject or "")[:500], text=tidy(text),
        sent_at=sent if sent is None or sent.tzinfo else sent.replace(tzinfo=dt.UTC), attached=tuple(attached),
    )  # fmt: skip


class _Words(HTMLParser):
    """The words of an HTML e-mail; scripts, styles and everything else left behind."""

    BREAKS = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "table"})
    UNSEEN = frozenset({"script", "style", "head", "title"})

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag, attrs):
        if tag in self.UNSEEN:
            self.unseen += 1
        if tag in self.BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag):
        if tag in self.UNSEEN and self.unseen:
            self.unseen -= 1
        self.parts.append("\t" if tag in ("td", "th") else "")

    def handle_data(self, data):
        if not self.unseen:
            self.parts.append(data)


def words_of_html(text: str) -> str:
    """Plain words of an HTML body, a line for each block."""
    reader = _Words()
    reader.feed(text[: 20 * LONGEST])
    return tidy("".join(reader.parts))


def lines_of_text(text: str) -> list[Line]:
    """The lines of an e-mail; “Question: answer” becomes a row of two."""
    return [_line(line) for line in text.split("\n")[:MOST_LINES] if line.strip()]


def _line(text: str) -> Line:
    before, colon, after = text.partition(":")
    return Line((before.strip(), after.strip())) if colon and after.strip() and len(before) <= 200 else Line((text,))

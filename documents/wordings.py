"""A partnership's own wording of its letters: reading it, checking it, and what it looks like filled (BEX-11).

The procedure text stays as it is (C-29): the newest wording of the partnership, if any, stands in for the letter's own
subject and paragraphs. Values in braces are the closed list `LETTER_VALUES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from partnerships.scope import current_partnership
from procedures.errors import nearest
from procedures.model import Letter, Procedure
from procedures.vocabulary import LETTER_VALUES, PERSONAL_LETTER_VALUES

from .letters import NAME, Filled, fill
from .models import LetterWording
from .papers.letters import LetterBlock

# Put together for everybody at once by the sweep, which reads the texts alone.
FIXED = ("reminder",)
EMPTY_LINE = re.compile(r"\n\s*\n")
# What a preview shows: nobody and nothing of it exists.
INVENTED = {
    "reference": "ABC-2026-0001", "partnership": "Anytown Safeguarding Partnership", "service": "this service",
    "secretariat": "Partnership office", "contact_email": "office@anytown.example", "recipient": "Sam Example",
    "referrer_name": "Robin Sample", "agency": "Anytown Community Health", "received_on": "4 May 2026",
    "sent_on": "18 May 2026", "due_on": "1 June 2026", "target_on": "27 May 2026",
    "what_is_due": "Answer the request for information", "questions": "Who else lived in the household?",
    "request": "what your agency knew of the family", "window": "1 May 2024 to 3 May 2026",
    "meeting_on": "Tuesday 9 June 2026", "meeting_at": "10am", "meeting_place": "Town hall, room 2",
    "body": "Review Panel", "missing": "police", "stage": "The panel is looking at it",
    "outcome": "there will be a review", "reasons": "No service had the whole picture.",
    "review_type": "Local review", "methodology": "A learning event with those who were involved",
    "focus": "how services shared what they knew", "decided_on": "12 May 2026", "decided_by": "the Review Panel",
    "next_steps": "A reviewer will be appointed.", "link": "https://service.example/a-page",
    "link_until": "15 June 2026", "count": "2 things", "subject_name": "Alex Example",
    "subject_born_on": "1 January 2015", "incident_on": "1 May 2026", "person": "Alex",
    "answers_by": "3 June 2026", "asked_for": "the agency reports", "writer": "Jo Sample, Partnership office",
}  # fmt: skip


@dataclass(frozen=True)
class Worded:
    """A letter as it now reads here. `wording`: the partnership's own, None where the text's words count."""

    letter: Letter
    wording: LetterWording | None

    @property
    def body(self) -> str:
        return "\n\n".join(self.letter.paragraphs)


def paragraphs_of(body: str) -> tuple[str, ...]:
    """Paragraphs of what somebody typed: an empty line begins a new one, and so does a heading or a point."""
    found: list[str] = []
    for block in EMPTY_LINE.split(body.replace("\r\n", "\n").strip()):
        lines: list[str] = []
        for line in block.split("\n"):
            if line.startswith(("## ", "- ")):
                found += ["\n".join(lines)] if lines else []
                found.append(line.strip())
                lines = []
            else:
                lines.append(line.rstrip())
        found += ["\n".join(lines).strip()] if lines else []
    return tuple(part for part in found if part)


def blocks_of(paragraphs: tuple[str, ...]) -> tuple[LetterBlock, ...]:
    """The paragraphs as they stand on paper: headings, points, words."""
    kinds = (("## ", "heading"), ("- ", "point"))
    found = []
    for text in paragraphs:
        mark, kind = next(((mark, kind) for mark, kind in kinds if text.startswith(mark)), ("", "words"))
        found.append(LetterBlock(kind=kind, text=text.removeprefix(mark)))
    return tuple(found)


def worded(letter: Letter) -> Letter:
    """The letter in the words that count here."""
    row = LetterWording.objects.filter(partnership=current_partnership(), letter=letter.name).order_by("-id").first()
    return _laid_over(letter, row)


def wordings() -> Callable[[Letter], Letter]:
    """As `worded`, asked once for many letters."""
    newest = _newest()
    return lambda letter: _laid_over(letter, newest.get(letter.name))


def _newest() -> dict[str, LetterWording]:
    rows = LetterWording.objects.filter(partnership=current_partnership()).order_by("letter", "-id")
    return {row.letter: row for row in rows.distinct("letter")}


def _laid_over(letter: Letter, row: LetterWording | None) -> Letter:
    if row is None or row.back:
        return letter
    return replace(letter, subject=row.subject, paragraphs=paragraphs_of(row.body))


def every_letter(procedure: Procedure) -> list[Worded]:
    """Every letter of the text as it now reads, in the order of their titles."""
    newest = _newest()
    found = [_found(letter, newest.get(letter.name)) for letter in procedure.letters]
    return sorted(found, key=lambda each: each.letter.title.casefold())


def _found(letter: Letter, row: LetterWording | None) -> Worded:
    return Worded(_laid_over(letter, row), None if row is None or row.back else row)


def one_letter(procedure: Procedure, name: str) -> Worded | None:
    """The letter of that name, None when the text has none."""
    letter = next((each for each in procedure.letters if each.name == name), None)
    if letter is None:
        return None
    rows = LetterWording.objects.filter(partnership=current_partnership(), letter=name).order_by("-id")
    return _found(letter, rows.first())


def history_of(name: str) -> list[LetterWording]:
    """Every wording this partnership has given a letter, newest first."""
    return list(LetterWording.objects.filter(partnership=current_partnership(), letter=name).order_by("-id"))


def mistakes_in(letter: Letter, subject: str, body: str) -> list[str]:
    """What is wrong with a new wording, each in a sentence; empty when it can be kept (C-30)."""
    said = []
    for name in dict.fromkeys(NAME.findall(f"{subject}\n{body}")):
        if name not in LETTER_VALUES:
            said.append(f"There is no value called {{{name[:60]}}}{nearest(name, LETTER_VALUES).rstrip('?')}.")
        elif name in PERSONAL_LETTER_VALUES and not letter.personal and letter.use == "message":
            said.append(f"{{{name}}} is personal, and this letter goes by e-mail, which carries nothing personal.")
    rest = NAME.sub("", f"{subject}\n{body}")
    if "{" in rest or "}" in rest:
        said.append("A bracket is left open: write each value like {reference}, with both brackets.")
    return said


def missing_words() -> dict[str, str]:
    """What stands in a draft where a value is not known: “[the day of the meeting]”."""
    return {name: f"[{words[:1].lower()}{words[1:].rstrip('.')}]" for name, words in LETTER_VALUES.items()}


def preview(letter: Letter, values: Mapping[str, str] = INVENTED) -> Filled:
    """The letter filled with invented values."""
    return fill(letter, values)


def left_open(text: str) -> list[str]:
    """The places of a draft that nobody has filled in."""
    return [mark for mark in missing_words().values() if mark in text]


def in_braces(text: str) -> list[str]:
    """The values that a written letter still names instead of saying them."""
    return [name for name in NAME.findall(text) if name in LETTER_VALUES]

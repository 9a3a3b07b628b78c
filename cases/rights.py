"""Everything held on one person across the cases of a partnership, for that person's own right to see it.

Found by NHS number, or by name and date of birth. A conflict of interest closes a case to whoever looks; a restricted
case is searched only by somebody named on it (C-52), and the page says so always, whether there is one or not.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import count

from django.db.models import Exists, OuterRef, Q, QuerySet
from docx import Document

from config.filters import date_long, datetime_long, one_stop, plural
from documents.filenames import clean_name
from documents.models import StoredFile
from documents.wordings import blocks_of, paragraphs_of
from partnerships.actors import Actor
from partnerships.scope import current_partnership

from .disclosure import Passages, Source, sources_of
from .models import Case, CasePermission, Conflict, Person

LARGEST = 80 * 1024 * 1024  # of the files in one export


@dataclass(frozen=True)
class Sought:
    """Who is looked for: by number, or by last name with a first name or a date of birth."""

    nhs_number: str = ""
    first_name: str = ""
    last_name: str = ""
    born_on: dt.date | None = None


def searched_cases(actor: Actor) -> QuerySet[Case]:
    """Cases whose people somebody may look for in answer to a request."""
    here = {"partnership": current_partnership()}
    if actor.membership is None:
        return Case.objects.none()
    conflicted = Conflict.objects.filter(**here, case=OuterRef("pk"), membership=actor.membership, withdrawn_at=None)
    named = CasePermission.objects.filter(**here, content_object=OuterRef("pk"), user_id=actor.user_id)
    cases = Case.objects.filter(**here).filter(~Exists(conflicted)).filter(Q(restricted=False) | Exists(named))
    if actor.borough_ids is not None:
        cases = cases.filter(Q(borough=None) | Q(borough__in=actor.borough_ids))
    return cases


def find_people(actor: Actor, sought: Sought) -> list[Person]:
    """The entries about that person, the newest case first; those taken off a case included, for they are held."""
    rows = Person.objects.filter(partnership=current_partnership(), case__in=searched_cases(actor))
    if sought.nhs_number:
        rows = rows.filter(nhs_number=sought.nhs_number)
    elif sought.last_name and (sought.first_name or sought.born_on):
        rows = rows.filter(last_name__iexact=sought.last_name)
        rows = rows.filter(first_name__iexact=sought.first_name) if sought.first_name else rows
        if sought.born_on:  # parents and siblings are often on record without it: whoever looks chooses
            unknown = Q(born_on=None) if sought.first_name else Q(pk__in=[])
            rows = rows.filter(Q(born_on=sought.born_on) | unknown)
    else:
        return []
    return list(rows.select_related("case__procedure").order_by("-case__received_at", "pk")[:200])


def people_by(actor: Actor, keys: Sequence[int]) -> list[Person]:
    """The entries of these numbers that this person may export."""
    rows = Person.objects.filter(partnership=current_partnership(), case__in=searched_cases(actor), pk__in=keys)
    return list(rows.select_related("case__procedure").order_by("-case__received_at", "pk"))


def certain(person: Person, sought: Sought) -> bool:
    """Whether an entry that was found is surely about the person sought: by the number, or the date of birth."""
    return bool(sought.nhs_number) or (sought.born_on is not None and person.born_on == sought.born_on)


FIELDS = (
    ("First name", "first_name"), ("Last name", "last_name"), ("Other names", "other_names"),
    ("Relationship", "relationship"), ("Born", "born_on"), ("Died", "died_on"), ("Gender", "gender"),
    ("Ethnicity", "ethnicity"), ("NHS number", "nhs_number"),
)  # fmt: skip


# What a referral's form says of a person besides (`procedures.vocabulary.PERSON_ATTRIBUTES`).
LABELS = {
    "gp": "GP", "address": "Home address", "school": "School or college", "age": "Age",
    "legal_status": "Looked after, care leaver, other orders", "post_mortem": "Result of a post-mortem",
}  # fmt: skip


def called(name: str) -> str:
    """What a detail of a person is called on pages and in papers."""
    return LABELS.get(name) or name.replace("_", " ").capitalize()


def said_of(person: Person) -> list[tuple[str, str]]:
    """What the entry says, and what it said before."""
    rows = [("Part in the case", person.get_kind_display())]
    rows += [(label, _words(getattr(person, name))) for label, name in FIELDS if getattr(person, name)]
    rows += [(called(name), _words(value)) for name, value in person.details.items() if value]
    earlier = [
        f"{label}: {_words(getattr(old, name))}"
        for old in person.history.all()
        for label, name in FIELDS
        if getattr(old, name) and getattr(old, name) != getattr(person, name)
    ]
    return rows + [("Earlier", line) for line in dict.fromkeys(earlier)]


def _words(value) -> str:
    return date_long(value) if isinstance(value, dt.date) else str(value)


def passages_about(person: Person, source: Source, others: Sequence[Person] = ()) -> tuple[Passages, int]:
    """(of a subject everything; of anybody else only what names them, how many lines have only the last name).

    A last name that somebody else of the case (`others`) has as well says nothing of whose line it is: those lines are
    counted, for somebody to look at.
    """
    if person.kind == Person.Kind.SUBJECT:
        return source.content, 0
    shared = any(_same(other.last_name, person.last_name) for other in others if other.pk != person.pk)
    last = _naming([person.last_name])
    names = _naming([*_whole_names(person), *([] if shared else [person.last_name])])
    found: Passages = []
    alone = 0
    for heading, rows in source.content:
        mine = [[label, text] for label, text in rows if names.search(f"{label} {text}")]
        alone += sum(bool(last.search(f"{label} {text}")) for label, text in rows) if shared else 0
        alone -= sum(bool(last.search(f"{label} {text}")) for label, text in mine) if shared else 0
        if mine:
            found.append([heading, mine])
    return found, alone


def _same(one: str, other: str) -> bool:
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()


def _whole_names(person: Person) -> list[str]:
    first, last = person.first_name.strip(), person.last_name.strip()
    calling = first.split()[0] if first else ""
    whole = [f"{first} {last}", f"{calling} {last}", f"{last}, {first}", f"{last}, {calling}"] if first and last else []
    return [*whole, *(name for name in re.split(r"[,;\n]", person.other_names) if len(name.split()) > 1),
            person.nhs_number]  # fmt: skip


def _naming(names: Sequence[str]) -> re.Pattern:
    """Finds any of them as whole words, with any gap between; nothing where there are none."""
    spelled = [r"\s+".join(map(re.escape, name.split())) for name in names if len(name.strip()) > 1]
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})(?!\w)" if spelled else r"(?!)", re.IGNORECASE)


def export(people: Sequence[Person], *, reason: str, actor: Actor, at: dt.datetime) -> bytes:
    """A ZIP: one Word file with everything that is written, and the files of the cases that are about them.

    It is not kept: what is held stays where it is, and the record says that it was exported.
    """
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        document = Document()
        document.add_heading("Everything held on one person", 1)
        document.add_paragraph(
            one_stop(f"Made by {actor.label}, {datetime_long(at)}. Why: {reason.strip()}. Read it through before it is")
            + " given: it speaks of other people too, and some of it may be kept back by law."
        )
        size = 0
        for person in people:
            _write(document, person)
            size = _files(packed, document, person, size)
        written = BytesIO()
        document.save(written)
        packed.writestr("everything-held.docx", written.getvalue())
    return out.getvalue()


def _write(document, person: Person) -> None:
    case = person.case
    document.add_heading(f"{case.reference}, received {date_long(case.received_at)}", 2)
    for label, text in said_of(person):
        document.add_paragraph(f"{label}: {text}")
    others, to_see = list(case.people.filter(removed=False)), []
    for source in sources_of(case):
        passages, alone = passages_about(person, source, others)
        to_see += [(source.title, alone)] if alone else []
        if passages:
            document.add_heading(source.title, 3)
            _write_passages(document, passages)
    if to_see:
        document.add_heading(f"Only the last name {person.last_name}, which others of the case have too", 3)
        document.add_paragraph("These lines are not in this export. Look at them: some may be about this person.")
        for title, number in to_see:
            document.add_paragraph(f"{title}: {plural(number, 'line')}", style="List Bullet")


def _write_passages(document, passages: Passages) -> None:
    for heading, rows in passages:
        if heading:
            document.add_paragraph(heading, style="Intense Quote")
        for label, text in rows:
            _write_words(document, f"{label}: " if label else "", str(text))


def _write_words(document, label: str, text: str) -> None:
    """Words as a letter prints them: headings, points, each paragraph by itself."""
    blocks = blocks_of(paragraphs_of(text))
    if label and (not blocks or blocks[0].kind != "words"):
        document.add_paragraph(label.strip())
        label = ""
    for block in blocks:
        if block.kind == "heading":
            document.add_heading(block.text, 4)
        else:
            document.add_paragraph(label + block.text, style="List Bullet" if block.kind == "point" else None)
        label = ""


def _files(packed: zipfile.ZipFile, document, person: Person, size: int) -> int:
    """The files of a subject's case; of another person's they are named, for somebody to look through."""
    case = person.case
    keys = [source.file for source in sources_of(case) if source.file is not None]
    files = StoredFile.objects.filter(partnership=case.partnership_id, pk__in=keys).order_by("pk")
    for file in files.defer("content"):
        size += file.size
        if person.kind != Person.Kind.SUBJECT or size > LARGEST:
            document.add_paragraph(f"Not in this export, to be looked through by hand: {file.name}")
            continue
        packed.writestr(_free_name(packed, f"{case.reference} {file.name}"), bytes(file.content))
    return size


def _free_name(packed: zipfile.ZipFile, name: str) -> str:
    """A name that no file of the export has; the second of one name says so."""
    taken, name = set(packed.namelist()), clean_name(name)
    stem, dot, ending = name.rpartition(".")
    tries = (clean_name(f"{stem or ending} ({number}){dot}{ending if dot else ''}") for number in count(2))
    return name if name not in taken else next(each for each in tries if each not in taken)

"""What a bundle for disclosure may hold, and what becomes of it (C-33): sources of a case, and the bundle as a paper.

Later rooms say what papers of theirs a case has: they add a function to `SOURCES`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from config.filters import date_long, datetime_long, plural
from documents import papers, redaction
from documents.models import StoredFile
from documents.office import EXCEL, WORD

from .models import Bundle, BundleItem, Case, Event
from .queries import act_words, procedure_of

Passages = list[list]  # [heading, [[label, text], …]]
KINDS_OF_FILES = {"application/pdf": "PDF", WORD: "Word", EXCEL: "Excel", "text/plain": "plain text"}
LEFT_OUT_KINDS = ("disclosure-bundle", "agenda-pack", "pack-sheet", "pack-attachment", "case-brief")


@dataclass(frozen=True)
class Source:
    """One paper of a case: our own words as passages, or a file. `hint`: what tells it from others of its title, for
    whoever chooses; it goes nowhere else."""

    key: str
    title: str
    group: str
    content: Passages = field(default_factory=list)
    file: int | None = None
    hint: str = ""


SOURCES: list[Callable[[Case], list[Source]]] = []


def sources_of(case: Case) -> list[Source]:
    """Everything that may be asked for, in the order of a bundle: what rooms have, the record, the files."""
    found = [one for each in SOURCES for one in each(case)]
    return [*found, *_record(case), *_files(case)]


def _record(case: Case) -> list[Source]:
    """Entries of one day with the same words, such as votes, are told apart by who made them."""
    events = Event.objects.filter(partnership=case.partnership_id, case=case, annuls=None, annulled_by=None)
    titles = {event: f"{act_words(event.act)}, {date_long(event.at)}" for event in events.order_by("at", "id")}
    often = Counter(titles.values())
    return [
        Source(f"event:{event.pk}", f"{title}, {event.actor_label}" if often[title] > 1 else title, "The record",
               _said(event), hint=f"{datetime_long(event.at)}. {event.actor_label}: {event.summary}"[:200])
        for event, title in titles.items()
    ]  # fmt: skip


def _said(event: Event) -> Passages:
    rows = [["When", datetime_long(event.at)], ["Who", event.actor_label], ["What", event.summary]]
    if event.reason:
        rows.append(["Reasons", event.reason])
    written = "\n\n".join(event.data.get("paragraphs", [])) if event.act == "write_letter" else ""
    rows += [["The letter", written]] if written else []
    note = getattr(event, "note", None) if event.act == "add_note" else None
    rows += [["Note", note.text]] if note is not None else []
    said = [[title, [list(pair) for pair in pairs]] for title, pairs in event.data.get("said", [])]
    return [["", rows], *said]


def _files(case: Case) -> list[Source]:
    files = StoredFile.objects.filter(partnership=case.partnership_id, case=case).exclude(kind__in=LEFT_OUT_KINDS)
    return [
        Source(
            f"file:{file.pk}",
            file.name,
            "Files",
            file=file.pk,
            hint=f"Kept on {datetime_long(file.made_at)}, {KINDS_OF_FILES.get(file.content_type, 'a file')}, "
            f"number {file.pk}",
        )
        for file in files.defer("content").order_by("made_at", "id")
    ]


def passages_of(item: BundleItem) -> list[tuple[int, str, str, str]]:
    """(number, heading, label, text) of each passage of our own words."""
    found, number = [], 0
    for heading, rows in item.content:
        for label, text in rows:
            number += 1
            found.append((number, heading, label, text))
    return found


def given_words(item: BundleItem, everywhere: list[str]) -> tuple[papers.FormSection, ...]:
    """Our own words without what is taken out: nothing of it is left in what this gives."""
    words = [*everywhere, *(item.words if item.choice == BundleItem.Choice.PART else [])]
    out = set(item.passages_out) if item.choice == BundleItem.Choice.PART else set()
    sections, number = [], 0
    for heading, rows in item.content:
        pairs = []
        for label, text in rows:
            number += 1
            value = redaction.TAKEN_OUT if number in out else redaction.without(str(text), words)
            pairs.append(papers.Pair(label=redaction.without(str(label), words), value=value))
        group = papers.FormGroup(answers=tuple(pairs))
        sections.append(papers.FormSection(title=redaction.without(str(heading), words), groups=(group,)))
    return tuple(sections)


def record_of_bundle(bundle: Bundle) -> list[tuple[str, str, str]]:
    """(paper, what was left out, why) of everything that is not given whole, and of what was taken out everywhere."""
    rows = []
    if bundle.words:
        what = plural(len(bundle.words), "word or name", "words or names")
        rows.append(("Every paper in which they stand", what, bundle.words_reason))
    for item in bundle.items.all():
        if item.choice != BundleItem.Choice.WHOLE:
            rows.append((item.title, _what(item), item.reason))
    return rows


def _what(item: BundleItem) -> str:
    if item.choice == BundleItem.Choice.OUT:
        return "The whole paper"
    labels = [label or heading or "words" for number, heading, label, _ in passages_of(item)
              if number in set(item.passages_out)]  # fmt: skip
    areas = sorted({int(box.split()[0]) for box in item.boxes})
    parts = (
        f"{plural(len(labels), 'passage')} ({'; '.join(labels)})" if labels else "",
        plural(len(item.words), "word or name", "words or names") if item.words else "",
        f"{'page' if len(item.pages_out) == 1 else 'pages'} {', '.join(map(str, item.pages_out))}"
        if item.pages_out else "",
        f"{plural(len(item.boxes), 'marked area')} on page {', '.join(map(str, areas))}" if areas else "",
    )  # fmt: skip
    return ", ".join(part for part in parts if part)


def paper_of_bundle(bundle: Bundle, *, at: dt.datetime) -> papers.DisclosureBundle:
    """What the worker prints. The words that are taken out of our own papers are in no part of it."""
    case, words = bundle.case, list(bundle.words)
    procedure = procedure_of(case)
    kept = [item for item in bundle.items.all() if item.choice != BundleItem.Choice.OUT]
    asked = bundle.request.data["answers"]["recorded"].get("act-what", "")
    return papers.DisclosureBundle(
        partnership=procedure.partnership_title, title=redaction.without(bundle.title, words),
        demo=case.partnership.is_demo, reference=case.reference, made_for=redaction.without(bundle.made_for, words),
        asked=redaction.without(asked, words), made_on=date_long(at),
        secretariat=procedure.words.get("secretariat", "Secretariat"), contact_email=procedure.contact_email,
        items=tuple(_item(item, number, words) for number, item in enumerate(kept, 1)),
        record=_given_record(bundle, words) if bundle.with_record else (), never=tuple(words),
    )  # fmt: skip


def _given_record(bundle: Bundle, words: list[str]) -> tuple[papers.Pair, ...]:
    """With the bundle goes only what kind of paper was left out, and the reason: a title may say too much."""
    return tuple(
        papers.Pair(label=redaction.without(f"{title}: {what}", words), value=redaction.without(why, words))
        for title, what, why in record_of_bundle(bundle)
    )


def _item(item: BundleItem, number: int, words: list[str]) -> papers.DisclosureItem:
    own = list(item.words) if item.choice == BundleItem.Choice.PART else []
    part = item.choice == BundleItem.Choice.PART
    return papers.DisclosureItem(
        number=str(number),
        title=redaction.without(item.title, [*words, *own]),
        sections=() if item.file_id else given_words(item, words),
        file=item.file_id or 0,
        words=tuple(own) if item.file_id else (),
        pages_out=tuple(item.pages_out) if part else (),
        boxes=tuple(item.boxes) if part else (),
        looked_for=tuple(item.looked_for),
        taken=_places(item, [*words, *own]),
    )


def _places(item: BundleItem, words: list[str]) -> int:
    """At how many places something is taken out of our own words."""
    out = set(item.passages_out) if item.choice == BundleItem.Choice.PART else set()
    remover = redaction.Remover(words)
    for number, _heading, _label, text in passages_of(item):
        if number not in out:
            remover(str(text))
    return remover.taken + len(out)

"""What the papers of a meeting are made of: sheets of each item, what is new since the last edition, cover."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import string
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass

from cases.discussed import to_discuss
from cases.models import Case
from cases.queries import people_of, why_referred
from cases.telling import REFERRAL_SAYS
from config.filters import date_long
from documents import papers
from documents.access import may_read
from information.papers import chronology_lines, return_lines
from partnerships.actors import Actor

from ..models import AgendaItem, Meeting, Pack, PackPart
from .agenda import numbers_of
from .briefs import brief_of
from .lists import quorum_words
from .pack_files import attached_to
from .papers import (
    case_details,
    case_title,
    chair_words,
    conflicted_names,
    head,
    items_of,
    paragraphs,
    person_line,
    tests_of,
)
from .room import body_at, members_of, procedure_at

IN_FULL = 400  # chronology rows of one case in a pack; longer ones are read on the case's own page
BRIEF, CASE, RETURNS, CHRONOLOGY, FILE = "brief", "case", "returns", "chronology", "file"
TITLES = {
    BRIEF: "In brief",
    CASE: "Referral, people and criteria",
    RETURNS: "What agencies returned",
    CHRONOLOGY: "Chronology",
}
# What says when and for which meeting a sheet was made, not what it holds; sending the papers itself ends a deadline.
NOT_CONTENT = {
    "deadlines",
    "number",
    "body",
    "date",
    "made_on",
    "meta",
    "demo",
    "bound",
    "marking",
    "reader",
    "partnership",
}


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A sheet as it would be made now. `usual`: goes in unless the secretariat leaves it out."""

    item: AgendaItem
    kind: str
    title: str
    print_kind: str
    paper: papers.Sheet
    sha256: str
    usual: bool = True
    origin: str = ""  # of a document: what it came with

    @property
    def label(self) -> str:
        return f"{self.title} ({self.origin})" if self.origin else self.title

    @property
    def key(self) -> str:
        return f"{self.item.pk}:{self.kind}"


def editions(meeting: Meeting) -> list[Pack]:
    """The frozen editions, the pack first."""
    rows = Pack.objects.filter(partnership=meeting.partnership_id, meeting=meeting, frozen_at__isnull=False)
    return list(rows.order_by("number"))


def draft_of(meeting: Meeting) -> Pack | None:
    """What was prepared and not sent yet."""
    return Pack.objects.filter(partnership=meeting.partnership_id, meeting=meeting, frozen_at=None).first()


def parts_of(packs: Iterable[Pack]) -> list[PackPart]:
    """The sheets of these editions, the earliest first, with item and case."""
    packs = list(packs)
    if not packs:
        return []
    rows = PackPart.objects.filter(partnership=packs[0].partnership_id, pack__in=packs)
    return list(
        rows.select_related("item__case", "pack", "job").defer("job__payload").order_by("pack__number", "position")
    )


def edition_title(number: int) -> str:
    return f"Supplement {number}" if number else "Papers"


def held_numbers(packs: Iterable[Pack]) -> dict[int, int]:
    """Item -> the number it has in these editions."""
    return {int(item): number for pack in packs for item, number in pack.cover["numbers"].items()}


def planned_sheets(meeting: Meeting, *, at: dt.datetime) -> list[Planned]:
    """Every sheet that could be made now, in the order of the agenda. Other business has no sheet of its own."""
    common = _common(meeting)
    items = [item for item in items_of(meeting) if item.case is not None and item.state == AgendaItem.State.LISTED]
    return [sheet for item in items for sheet in [*_of_case(item, common, at), *_files(item, common)]]


def _common(meeting: Meeting) -> dict:
    values = head(meeting)
    return {name: values[name] for name in ("partnership", "demo", "body", "date")} | {"number": "", "bound": True}


def _of_case(item: AgendaItem, common: Mapping, at: dt.datetime) -> list[Planned]:
    case = item.case
    assert case is not None
    common = {**common, "reference": case.reference}
    meta = tuple(each for each in (_purpose(item), item.presenter, minutes(item)) if each)
    sheet = {**common, "meta": meta}
    returns = return_lines(case)
    rows = chronology_lines(case)[:IN_FULL]
    found = [
        _planned(item, BRIEF, "case-brief", brief_of(case, meeting=item.meeting, at=at, **common)),
        _planned(item, CASE, "pack-sheet", _case_sheet(case, sheet)),
    ]
    if returns:
        paper = papers.PackSheet(**sheet, title=TITLES[RETURNS], returns=returns)
        found.append(_planned(item, RETURNS, "pack-sheet", paper))
    if rows:
        paper = papers.PackSheet(**sheet, title=TITLES[CHRONOLOGY], chronology=rows)
        found.append(_planned(item, CHRONOLOGY, "pack-sheet", paper))
    return found


def minutes(item: AgendaItem) -> str:
    return f"{item.minutes_planned} minutes" if item.minutes_planned else ""


def _case_sheet(case: Case, common: Mapping) -> papers.PackSheet:
    return papers.PackSheet(
        **common,
        title=case_title(case),
        details=case_details(case),
        text=paragraphs(why_referred(case)),
        referral=tuple(section for say in REFERRAL_SAYS for section in say(case)),
        people=tuple(person_line(person, case) for person in people_of(case)),
        tests=tests_of(case),
        conflicts=tuple(f"{name} has a conflict of interest and takes no part." for name in conflicted_names(case)),
    )


def _planned(item: AgendaItem, kind: str, print_kind: str, paper: papers.Sheet) -> Planned:
    content = {name: value for name, value in asdict(paper).items() if name not in NOT_CONTENT}
    written = json.dumps(content, sort_keys=True, ensure_ascii=False)
    sha256 = hashlib.sha256(written.encode()).hexdigest()
    return Planned(item=item, kind=kind, title=TITLES[kind], print_kind=print_kind, paper=paper, sha256=sha256)


def _files(item: AgendaItem, common: Mapping) -> list[Planned]:
    case = item.case
    assert case is not None
    return [
        Planned(
            item=item, kind=f"{FILE}:{one.file.pk}", title=one.file.name, print_kind="pack-attachment",
            paper=papers.PackAttachment(**common, reference=case.reference, title=one.file.name, file=one.file.pk),
            sha256=one.file.sha256, usual=one.usual, origin=one.origin,
        )
        for one in attached_to(case)
    ]  # fmt: skip


def readable(sheets: Iterable[Planned], actor: Actor) -> list[Planned]:
    """Those a member of the office may choose: no file that is closed to them."""
    sheets = list(sheets)
    cases = {sheet.item.case_id: sheet.item.case for sheet in sheets if sheet.kind.startswith(FILE)}
    known = [one.file for case in cases.values() for one in attached_to(case)]
    files = {f"{FILE}:{file.pk}" for file in known if may_read(file, actor)}
    return [sheet for sheet in sheets if not sheet.kind.startswith(FILE) or sheet.kind in files]


def new_ones(sheets: Iterable[Planned], sent: Iterable[PackPart]) -> list[Planned]:
    """The sheets that no edition has yet, or has as they no longer are."""
    known = {(part.item_id, part.kind): part.sha256 for part in sent}
    return [sheet for sheet in sheets if known.get((sheet.item.pk, sheet.kind)) != sheet.sha256]


def letters_of(chosen: Iterable[Planned], sent: Iterable[PackPart], numbers: Mapping[int, int]) -> dict[str, str]:
    """Sheet -> "3", "3A", "3B" …: the same sheet has the same letter in every edition."""
    found = {f"{part.item_id}:{part.kind}": part.number for part in sent}
    taken: dict[int, set[str]] = {}
    for key, number in found.items():
        taken.setdefault(int(key.partition(":")[0]), set()).add(number)
    for sheet in chosen:
        if sheet.key in found:
            continue
        number, mine = numbers[sheet.item.pk], taken.setdefault(sheet.item.pk, set())
        free = str(number) if sheet.kind == BRIEF else next(x for x in _numbers(number) if x not in mine)
        found[sheet.key] = free
        mine.add(free)
    return found


def _numbers(number: int) -> Iterable[str]:
    letters = string.ascii_uppercase
    yield from (f"{number}{letter}" for letter in letters)
    yield from (f"{number}{first}{second}" for first in letters for second in letters)


def cover_of(meeting: Meeting, packs: list[Pack], *, at: dt.datetime) -> dict:
    """Cover and agenda as plain values, without any reader: kept with the edition."""
    procedure, body = procedure_at(meeting), body_at(meeting)
    items, number, on = items_of(meeting), len(packs), date_long(meeting.starts_at)
    numbers = numbers_of(items, held_numbers(packs))
    return {
        "head": {
            **head(meeting),
            "title": f"{edition_title(number)} to the papers for {on}" if number else f"{body.title}: papers for {on}",
            "edition": edition_title(number) if number else "Agenda",
            "chair": chair_words(meeting),
            "secretariat": procedure.words.get("secretariat", ""),
            "contact_email": procedure.contact_email,
            "prepared_on": date_long(at),
            "members": [] if number else [member.title for member in members_of(procedure, body)],
            "quorum": "" if number else quorum_words(meeting),
            "notice": [
                "These papers hold personal details. Read them only where nobody else can, and do not forward them.",
                "If you know any of the people, or have another conflict of interest, say so before the meeting.",
            ],
            "notes": _gone(items, packs),
        },
        "numbers": {str(item): place for item, place in numbers.items()},
        "items": [_line(item, numbers[item.pk]) for item in items],
    }


def _purpose(item: AgendaItem) -> str:
    if item.case is None:
        return "" if item.standing else "For information"
    return "For discussion" if to_discuss(item.case) else "For decision"


def _line(item: AgendaItem, number: int) -> dict:
    case = item.case
    return {
        "id": item.pk,
        "case": item.case_id,
        "number": str(number),
        "title": case_title(case) if case is not None else item.title,
        "purpose": _purpose(item),
        "presenter": item.presenter,
        "time": minutes(item),
        "reference": case.reference if case is not None else "",
    }


def _gone(items: list[AgendaItem], packs: list[Pack]) -> list[str]:
    """What an earlier edition had and the agenda no longer has: by number only, for readers of every copy."""
    here = {item.pk for item in items if item.state != AgendaItem.State.DEFERRED}
    gone = sorted(number for item, number in held_numbers(packs).items() if item not in here)
    return [f"Item {number} is no longer on the agenda." for number in gone]


def copy_of(pack: Pack, parts: Collection[PackPart], closed: Collection[int], reader: str) -> papers.AgendaPack:
    """The front and the list of sheets of one reader's copy: nothing of the cases in `closed` but the number."""
    by_item: dict[int, list[PackPart]] = {}
    for part in parts:
        by_item.setdefault(part.item_id, []).append(part)
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in pack.cover["head"].items()}
    lines = [line for line in pack.cover["items"] if not pack.number or line["id"] in by_item]
    lines.sort(key=lambda line: int(line["number"]))
    return papers.AgendaPack(
        **values, reader=reader, items=tuple(_item(line, by_item.get(line["id"], []), closed) for line in lines)
    )


def _item(line: Mapping, parts: list[PackPart], closed: Collection[int]) -> papers.PackItem:
    if line["case"] in closed:
        hidden = tuple(papers.PackPart(job=part.job_id, number=line["number"]) for part in parts)
        return papers.PackItem(number=line["number"], withheld=True, parts=hidden)
    sheets = tuple(papers.PackPart(job=part.job_id, number=part.number, title=part.title) for part in parts)
    return papers.PackItem(**{name: value for name, value in line.items() if name not in {"id", "case"}}, parts=sheets)

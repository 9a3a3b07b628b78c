"""The agenda as a reader may see it, and the numbers its items keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.queries import visible_cases
from partnerships.actors import Actor

from ..models import AgendaItem, Meeting, Pack
from .papers import items_of
from .room import actor_at


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """An item as a reader may see it: a case that is not theirs to see shows nothing but its place."""

    number: int
    item: AgendaItem
    title: str
    hidden: bool
    current: bool


def agenda_numbers(meeting: Meeting, items: Iterable[AgendaItem]) -> dict[int, int]:
    """Item -> its number, the same that it has in the papers that went out."""
    if meeting.papers_frozen_at is None:
        return numbers_of(items, {})
    sent = Pack.objects.filter(partnership=meeting.partnership_id, meeting=meeting, frozen_at__isnull=False)
    held: dict[int, int] = {}
    for numbers in sent.order_by("number").values_list("cover__numbers", flat=True):
        held.update({int(item): number for item, number in numbers.items()})
    return numbers_of(items, held)


def numbers_of(items: Iterable[AgendaItem], held: Mapping[int, int]) -> dict[int, int]:
    """Once papers are out an item keeps the number it `held` there, whatever is taken off or moved."""
    following = iter(range(max(held.values(), default=0) + 1, 10_000))
    return {item.pk: held.get(item.pk) or next(following) for item in items}


def items_for(meeting: Meeting, actor: Actor) -> list[ItemRow]:
    """The agenda in order; a case the reader may not see keeps its place and says no more (C-52)."""
    rows = items_of(meeting)
    wanted = [row.case_id for row in rows if row.case_id]
    seen = set(visible_cases(actor_at(actor, meeting)).filter(pk__in=wanted).values_list("pk", flat=True))
    found = []
    numbers = agenda_numbers(meeting, rows)
    for row in rows:
        hidden = row.case_id is not None and row.case_id not in seen
        title = "An item you do not take part in" if hidden else row.title or f"Case {row.case.reference}"
        found.append(
            ItemRow(number=numbers[row.pk], item=row, title=title, hidden=hidden, current=row.pk == meeting.current_id)
        )
    return found


def current_item(meeting: Meeting, rows: list[ItemRow]) -> ItemRow | None:
    """The item the meeting has turned to, else the first one still open."""
    chosen = next((row for row in rows if row.current), None)
    return chosen or next((row for row in rows if row.item.state == AgendaItem.State.LISTED), None)

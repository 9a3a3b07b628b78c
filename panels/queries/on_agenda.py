"""On which agendas a case is now, for the pages of other rooms: with the papers of the meeting, once they went out."""

from __future__ import annotations

from cases.discussed import OnAgenda
from cases.models import Case
from cases.queries import procedure_of
from config.filters import date_long
from config.links import address
from partnerships.actors import Actor

from ..models import AgendaItem, Meeting, PackPart
from .lists import visible_meetings
from .room import body_at, without_texts

FILE = "file:"  # then the id of the document: the kind of its sheet in a pack


def agendas_of(case: Case, actor: Actor) -> list[OnAgenda]:
    """Meetings to come, soonest first; a case that is decided in writing is on no agenda."""
    rows = AgendaItem.objects.filter(
        partnership=case.partnership_id, case=case, state=AgendaItem.State.LISTED,
        meeting__state__in=[Meeting.State.PLANNED, Meeting.State.OPEN],
    ).exclude(meeting__kind="correspondence")  # fmt: skip
    rows = rows.select_related("meeting__procedure").defer(*without_texts("meeting__procedure"))
    items = list(rows.order_by("meeting__starts_at", "pk"))
    if not items:
        return []
    procedure = procedure_of(case)
    mine = visible_meetings(actor, procedure).filter(pk__in=[item.meeting_id for item in items])
    opens = set(mine.values_list("pk", flat=True))
    return [_on_agenda(item, item.meeting_id in opens, procedure.slug) for item in items]


def _on_agenda(item: AgendaItem, opens: bool, slug: str) -> OnAgenda:
    kinds = PackPart.objects.filter(
        partnership=item.partnership_id, item=item, pack__frozen_at__isnull=False
    ).values_list("kind", flat=True)  # fmt: skip
    numbers = [kind.removeprefix(FILE) for kind in kinds if kind.startswith(FILE)]
    meeting = item.meeting
    return OnAgenda(
        f"{body_at(meeting).title} of {date_long(meeting.starts_at)}",
        address("meeting", partnership=slug, meeting=meeting.pk) if opens else "",
        bool(kinds), frozenset(int(number) for number in numbers if number.isdigit()),
    )  # fmt: skip

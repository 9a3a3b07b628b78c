"""The letters that were written on a case."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from documents.models import StoredFile
from partnerships.actors import Actor

from ..models import Case, Event


@dataclass(frozen=True)
class WrittenLetter:
    """A letter as it was sent. `files`: (words, number) of its Word file and, once a worker has made it, its PDF."""

    id: int
    title: str
    subject: str
    recipient: str
    how: str
    by: str
    at: dt.datetime
    struck_out: bool
    files: list[tuple[str, int]] = field(default_factory=list)
    waiting: bool = False


def written_letters(case: Case, actor: Actor, *, everything: bool) -> list[WrittenLetter]:
    """Newest first. `everything`: for those who run the case; others see the letters to their own agency."""
    rows = Event.objects.filter(partnership=case.partnership_id, case=case, act="write_letter", annuls=None)
    if not everything:
        if actor.agency_id is None:
            return []
        rows = rows.filter(agency_id=actor.agency_id)
    events = list(rows.select_related("annulled_by").order_by("-at", "-id"))
    files = StoredFile.objects.filter(partnership=case.partnership_id, case=case, kind="case-letter").defer("content")
    by_event: dict[str, list[StoredFile]] = {}
    for file in files.order_by("id"):
        by_event.setdefault(file.about, []).append(file)
    return [_row(event, by_event.get(f"event:{event.pk}", [])) for event in events]


def _row(event: Event, files: list[StoredFile]) -> WrittenLetter:
    from ..writing import HOWS

    data = event.data
    found = [("PDF" if file.content_type == "application/pdf" else "Word", file.pk) for file in files]
    return WrittenLetter(
        id=event.pk, title=data["title"], subject=data["subject"], recipient=data["recipient"],
        how=HOWS[data["how"]].partition(":")[0], by=event.actor_label, at=event.at,
        struck_out=hasattr(event, "annulled_by"), files=sorted(found),
        waiting=not any(words == "PDF" for words, _ in found),
    )  # fmt: skip

"""What was asked for and what became of it: carried out, in part, not at all and why, under way (C-46, DAR-11)."""

from __future__ import annotations

from dataclasses import dataclass

from panels.models import ActionPoint
from partnerships.scope import current_partnership
from reviews.queries.implementing import (
    IMPLEMENTED,
    NO_ACTION,
    NOT_IMPLEMENTED,
    PARTLY,
    UNANSWERED,
    UNDER_WAY,
    implementation,
)

from ..rules.periods import Period
from .cases import instants


@dataclass(frozen=True, kw_only=True)
class NotDone:
    """`partly`: some of it was done."""

    what: str
    owner: str
    why: str
    partly: bool = False


@dataclass(frozen=True, kw_only=True)
class Findings:
    """Of one source (reviews and cases, meetings), in a period. `running`: under way at its end;
    `waiting`: accepted or not answered yet, with no action at its end."""

    source: str
    done: int
    partly: int
    not_done: tuple[NotDone, ...]
    running: int
    waiting: int = 0
    good_practice: tuple[str, ...] = ()

    @property
    def refused(self) -> int:
        return sum(not one.partly for one in self.not_done)


def findings_of(period: Period) -> list[Findings]:
    """One for each source that has any. A handful of queries, whatever their number."""
    return [one for one in (_of_reviews(period), _of_meetings(period)) if one is not None]


def _of_reviews(period: Period) -> Findings | None:
    """Recommendations of reviews, and actions that follow from a case or from what others learnt."""
    found = implementation(current_partnership(), period.since, period.until)
    if not (found.findings or found.good_practice):
        return None
    not_done = [
        NotDone(what=one.text, owner=one.agency, why="; ".join(one.reasons) or "No reason was given.",
                partly=state == PARTLY)
        for state in (NOT_IMPLEMENTED, PARTLY) for one in found.of(state)
    ]  # fmt: skip
    return Findings(
        source="Findings of reviews and cases", done=len(found.of(IMPLEMENTED)), partly=len(found.of(PARTLY)),
        not_done=tuple(not_done), running=len(found.of(UNDER_WAY)),
        waiting=len(found.of(NO_ACTION)) + len(found.of(UNANSWERED)),
        good_practice=tuple(wording for _, wording in found.good_practice),
    )  # fmt: skip


def _of_meetings(period: Period) -> Findings | None:
    """What meetings asked of somebody by the way. One query."""
    since, before = instants(period)
    rows = ActionPoint.objects.filter(partnership=current_partnership(), recorded_at__lt=before)
    known = list(rows.exclude(ended_at__lt=since).select_related("agency"))
    ended = [row for row in known if row.ended_at is not None and row.ended_at < before]
    dropped = tuple(
        NotDone(what=row.text, owner=row.agency.title if row.agency else row.owner, why=row.outcome)
        for row in ended
        if row.state == ActionPoint.State.DROPPED
    )
    if not known:
        return None
    return Findings(
        source="Points that meetings asked for", done=len(ended) - len(dropped), partly=0, not_done=dropped,
        running=len(known) - len(ended),
    )  # fmt: skip

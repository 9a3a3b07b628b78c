"""What was asked for and what became of it: done, not done and why (C-46, DAR-11).

What meetings asked for is here. What reviews asked for is theirs to say; it joins in `findings_of`.
"""

from __future__ import annotations

from dataclasses import dataclass

from panels.models import ActionPoint
from partnerships.scope import current_partnership

from ..rules.periods import Period
from .cases import instants


@dataclass(frozen=True, kw_only=True)
class NotDone:
    what: str
    owner: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Findings:
    """Of one source (meetings, reviews), in a period. `running`: still to be done at its end."""

    source: str
    done: int
    not_done: tuple[NotDone, ...]
    running: int


def findings_of(period: Period) -> list[Findings]:
    """One for each source that has any. One query."""
    since, before = instants(period)
    rows = ActionPoint.objects.filter(partnership=current_partnership(), recorded_at__lt=before)
    ended = [row for row in rows.exclude(ended_at__lt=since).select_related("agency")]
    here = [row for row in ended if row.ended_at is not None and row.ended_at < before]
    dropped = [row for row in here if row.state == ActionPoint.State.DROPPED]
    found = Findings(
        source="Asked for by meetings", done=sum(row.state == ActionPoint.State.DONE for row in here),
        not_done=tuple(NotDone(what=row.text, owner=row.agency.title if row.agency else row.owner, why=row.outcome)
                       for row in dropped), running=len(ended) - len(here),
    )  # fmt: skip
    return [found] if ended else []

"""What is still open on a case that somebody is about to close: what ends with it and what goes on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from deadlines.acts import outlives_its_case
from deadlines.queries import Shown, shown_of_case

from ..models import Case, Track
from .facts import procedure_of


@dataclass(frozen=True)
class LeftOpen:
    """`tracks`: "Review, at Draft report"; `ends` and `goes_on`: deadlines that run now."""

    tracks: list[str]
    ends: list[Shown]
    goes_on: list[Shown]

    @property
    def nothing(self) -> bool:
        return not (self.tracks or self.ends or self.goes_on)


def left_open(case: Case, *, at: dt.datetime) -> LeftOpen:
    """Shown before a case is closed, so that nothing ends unseen."""
    procedure = procedure_of(case)
    last = {clock.name for clock in procedure.clocks if outlives_its_case(clock)}
    running = [row for row in shown_of_case(case, today=at, procedure=procedure) if row.state == "open"]
    tracks = Track.objects.filter(partnership=case.partnership_id, case=case, closed_at=None).order_by("id")
    return LeftOpen(
        tracks=[_words(procedure, track) for track in tracks],
        ends=[row for row in running if row.clock not in last],
        goes_on=[row for row in running if row.clock in last],
    )


def _words(procedure, track: Track) -> str:
    title = procedure.find("tracks", track.name).title
    return f"{title}, at “{procedure.stage(track.name, track.stage).title}”"

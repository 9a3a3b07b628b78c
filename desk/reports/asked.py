"""Who asks for a report, of what time and place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from cases.queries.sight import SEES_ALL
from config.filters import day_of
from partnerships.actors import Actor
from procedures.model import Procedure

from .rules.periods import Period, month_called, start_of_year
from .shape import Ref, Report


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`borough`: (its number, its title), or None for all of them. `title`: what the period is called."""

    actor: Actor
    procedure: Procedure
    period: Period
    at: dt.datetime
    title: str = ""
    borough: tuple[int, str] | None = None

    @property
    def today(self) -> dt.date:
        return day_of(self.at)

    @property
    def begins(self) -> int:
        """The month in which this partnership's years begin."""
        return month_called(self.procedure.reporting.year_begins)

    @property
    def year(self) -> int:
        """The reporting year in which the period ends."""
        return start_of_year(self.period.until, self.begins)

    @property
    def place(self) -> int | None:
        return self.borough[0] if self.borough else None

    @property
    def about(self) -> str:
        words = f"{self.title}: {self.period.words}" if self.title else self.period.words
        return f"{words}. {self.borough[1]}" if self.borough else words

    @cached_property
    def reviews(self) -> frozenset[str]:
        """The types of the text that are reviews."""
        return frozenset(kind.name for kind in self.procedure.review_types if kind.is_review)

    @cached_property
    def kinds(self) -> dict[str, str]:
        return {pathway.name: pathway.title for pathway in self.procedure.pathways}

    def kind(self, pathway: str) -> str:
        return self.kinds.get(pathway, pathway)

    def ref(self, reference: str) -> Ref:
        """A reference, with a link for those who see every case anyway."""
        return Ref(reference, self.actor.holds(*SEES_ALL))


Make = Callable[[Asked], Report]

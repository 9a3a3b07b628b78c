"""The parts of script/benchmark: each module has a `run` that gives rows, every figure beside its floor."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


def load_now() -> float:
    """How many processes wanted the processors in the last minute: beside every figure, because machines are shared."""
    return os.getloadavg()[0]


@dataclass(frozen=True)
class Row:
    """One line of the table; `floor` is the plainest way to the same, measured in the same run."""

    what: str
    figure: float
    unit: str
    floor: float | None
    aim: str
    met: bool
    load: float = field(default_factory=load_now)

    @property
    def ratio(self) -> float | None:
        return self.figure / self.floor if self.floor else None

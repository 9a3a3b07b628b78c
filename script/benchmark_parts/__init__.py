"""The parts of script/benchmark: each module has `run() -> list[Row]`, every figure beside its floor."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One line of the table; `floor` is the plainest way to the same, measured in the same run."""

    what: str
    figure: float
    unit: str
    floor: float | None
    aim: str
    met: bool

    @property
    def ratio(self) -> float | None:
        return self.figure / self.floor if self.floor else None

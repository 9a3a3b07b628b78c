"""What a report is made of: plain values, the same for the page, the PDF and the workbook."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from config.filters import date_short

HIDDEN = "*"  # a number that is too small to be shown, or that would give one away


@dataclass(frozen=True)
class Ref:
    """A case's reference; `opens`: whether the reader may open the case itself."""

    reference: str
    opens: bool = False

    def __str__(self) -> str:
        return self.reference


@dataclass(frozen=True)
class Tagged:
    """A word that stands out: red for late, green for in time."""

    words: str
    colour: str = ""

    def __str__(self) -> str:
        return self.words


Cell = str | int | float | dt.date | Ref | Tagged | None


@dataclass(frozen=True, kw_only=True)
class Column:
    title: str
    number: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """`total`: the last row sums the others up. `empty` is said when there is no row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: bool = False
    empty: str = "Nothing to show for this period."
    sheet: str = ""  # the name of its sheet in a workbook; empty: its caption


@dataclass(frozen=True, kw_only=True)
class Bar:
    label: str
    value: int


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Bars, one for each label. The table beside it says the same; `description` says it in a sentence."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    upright: bool = False  # columns side by side, for months


@dataclass(frozen=True, kw_only=True)
class Figure:
    number: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a report under a heading of its own. `warning`: said in a frame before everything else."""

    title: str
    paragraphs: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    chart: Chart | None = None
    tables: tuple[Table, ...] = ()
    warning: str = ""
    notes: tuple[str, ...] = ()
    said: str = ""  # the board's own words


@dataclass(frozen=True, kw_only=True)
class Report:
    """`about`: for what time it speaks. `notes` stand at its end and say how the figures were counted."""

    name: str
    title: str
    about: str
    lead: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for part in self.parts for table in part.tables)


def columns(*titles: str) -> tuple[Column, ...]:
    """Columns by their titles; one that begins with # holds numbers."""
    return tuple(Column(title=title.removeprefix("#"), number=title.startswith("#")) for title in titles)


def words(value: Cell) -> str:
    """A cell as it is read."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return date_short(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.1f}".removesuffix(".0")
    return str(value)

"""Reports for boards: text, figures, charts and tables, part by part. Nobody is named in them (RED-11, BHR-8)."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import Pair, Paper


@dataclass(frozen=True, kw_only=True)
class ReportTable:
    """`numbers`: one letter for each column, n where it holds numbers. `total`: the last row sums the others up.
    `sheet`: its short name in a workbook; empty: its caption."""

    caption: str
    columns: tuple[str, ...]
    numbers: str
    rows: tuple[tuple[str, ...], ...] = ()
    total: bool = False
    empty: str = ""
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportBar:
    label: str
    value: int


@dataclass(frozen=True, kw_only=True)
class ReportChart:
    title: str
    description: str
    bars: tuple[ReportBar, ...]
    upright: bool = False  # columns side by side, for months


@dataclass(frozen=True, kw_only=True)
class ReportFigure:
    number: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ReportPart:
    title: str
    paragraphs: tuple[str, ...] = ()
    figures: tuple[ReportFigure, ...] = ()
    chart: ReportChart | None = None
    tables: tuple[ReportTable, ...] = ()
    warning: str = ""
    notes: tuple[str, ...] = ()
    said: str = ""  # the board's own words, in paragraphs


@dataclass(frozen=True, kw_only=True)
class BoardReport(Paper):
    about: str  # for what time
    lead: str = ""
    made_on: str
    parts: tuple[ReportPart, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnnualReport(BoardReport):
    """With a cover and contents. `state`: “Draft”, or when and by whom it was made final."""

    state: str
    facts: tuple[Pair, ...] = ()

"""A report as a paper, and as the sheets of a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from config.filters import date_long
from documents import papers
from documents.tables import Named
from partnerships.models import Partnership

from .shape import Cell, Part, Ref, Report, Table, Tagged, words

MOST_ON_PAPER = 1_000  # rows of one table; all of them are in the workbook


def paper_of(report: Report, partnership: Partnership, at: dt.datetime) -> papers.BoardReport:
    """The values of its PDF."""
    return papers.BoardReport(
        partnership=partnership.title,
        title=report.title,
        marking="Official",
        demo=partnership.is_demo,
        about=report.about,
        lead=report.lead,
        made_on=date_long(at),
        parts=tuple(part_of(part) for part in report.parts),
        notes=report.notes,
    )


def part_of(part: Part) -> papers.ReportPart:
    chart = part.chart
    return papers.ReportPart(
        title=part.title,
        paragraphs=part.paragraphs,
        figures=tuple(papers.ReportFigure(number=each.number, text=each.text) for each in part.figures),
        chart=papers.ReportChart(
            title=chart.title, description=chart.description, upright=chart.upright,
            bars=tuple(papers.ReportBar(label=bar.label, value=bar.value) for bar in chart.bars),
        ) if chart else None,
        tables=tuple(_table(table) for table in part.tables),
        warning=part.warning,
        notes=part.notes + tuple(_cut(table) for table in part.tables if len(table.rows) > MOST_ON_PAPER),
        said=part.said,
    )  # fmt: skip


def _cut(table: Table) -> str:
    return f"“{table.caption}” has {len(table.rows):,} rows: {MOST_ON_PAPER:,} are here, all are in the workbook."


def _table(table: Table) -> papers.ReportTable:
    rows = table.rows if len(table.rows) <= MOST_ON_PAPER else table.rows[:MOST_ON_PAPER]
    return papers.ReportTable(
        caption=table.caption,
        columns=tuple(column.title for column in table.columns),
        numbers="".join("n" if column.number else "t" for column in table.columns),
        rows=tuple(tuple(words(cell) for cell in row) for row in rows),
        total=table.total and len(rows) == len(table.rows),
        empty=table.empty,
        sheet=table.sheet,
    )


def sheets_of(report: Report, partnership: Partnership, at: dt.datetime) -> Iterator[tuple[Named, list, list]]:
    """First what the report is, then each table as it is, numbers as numbers and dates as dates."""
    about = [("Report", report.title), ("For", partnership.title), ("Time", report.about), ("Made on", date_long(at))]
    yield Named("About"), ["About", ""], [*about, *(("Note", note) for note in report.notes)]
    for table in report.tables:
        header = [column.title for column in table.columns]
        yield Named(table.sheet, table.caption), header, [[_plain(cell) for cell in row] for row in table.rows]


def sheets_of_paper(paper: papers.BoardReport, partnership: Partnership) -> Iterator[tuple[Named, list, list]]:
    """The same of a report that was kept as its paper: what was printed as a number is one again."""
    about = [("Report", paper.title), ("For", partnership.title), ("Time", paper.about), ("Made on", paper.made_on)]
    yield Named("About"), ["About", ""], [*about, *(("Note", note) for note in paper.notes)]
    for table in (table for part in paper.parts for table in part.tables):
        kinds = table.numbers.ljust(len(table.columns), "t")
        rows = [[_number(cell) if kind == "n" else cell for kind, cell in zip(kinds, row, strict=False)]
                for row in table.rows]  # fmt: skip
        yield Named(table.sheet, table.caption), list(table.columns), rows


def _number(cell: str) -> int | float | str:
    text = cell.replace(",", "")
    try:
        return int(text) if text.lstrip("-").isdecimal() else float(text)
    except ValueError:
        return cell


def _plain(cell: Cell):
    return str(cell) if isinstance(cell, (Ref, Tagged)) else cell

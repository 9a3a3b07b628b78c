"""Papers for boards and for those outside, with fictional content: letters of the office, bundles, reports."""

from __future__ import annotations

from documents import papers

WHO = {"partnership": "Northmoor Safeguarding Partnership", "demo": True}


def case_letter() -> papers.CaseLetter:
    return papers.CaseLetter(
        **WHO, title="Letter to the family", sender="Secretariat", recipient="Ms M Vale", date="21 May 2026",
        reference="NOR-2026-0001", paragraphs=(), signed_by="Sam Secretary",
        blocks=(
            papers.LetterBlock(kind="words", text="We are sorry for your loss."),
            papers.LetterBlock(kind="heading", text="What happens now"),
            papers.LetterBlock(kind="point", text="We ask each agency what it knows."),
            papers.LetterBlock(kind="point", text="We write to you again by 30 June."),
        ),
    )  # fmt: skip


def _said(text: str) -> tuple[papers.FormSection, ...]:
    group = papers.FormGroup(answers=(papers.Pair(label="What was said", value=text),))
    return (papers.FormSection(title="Record", groups=(group,)),)


def disclosure_bundle() -> papers.DisclosureBundle:
    return papers.DisclosureBundle(
        **WHO, title="Papers for the coroner", reference="NOR-2026-0001", made_for="HM Coroner", made_on="21 May 2026",
        asked="The minutes of the panel", secretariat="Secretariat",
        items=(papers.DisclosureItem(number="1", title="Minutes of 4 May", sections=_said("Agreed."), page="3"),),
        record=(papers.Pair(label="1, page 2", value="A name of somebody not concerned."),),
    )  # fmt: skip


def disclosure_sheet() -> papers.DisclosureSheet:
    return papers.DisclosureSheet(
        **WHO, title="Minutes of 4 May", number="1", reference="NOR-2026-0001", sections=_said("[taken out] agreed.")
    )


def _parts() -> tuple[papers.ReportPart, ...]:
    bars = (papers.ReportBar(label="April", value=3), papers.ReportBar(label="May", value=0))
    chart = papers.ReportChart(title="Referrals", description="Three in April, none in May.", bars=bars, upright=True)
    table = papers.ReportTable(
        caption="Referrals by month", columns=("Month", "Referrals"), numbers=" n",
        rows=(("April", "3"), ("May", "0"), ("All", "3")), total=True,
    )  # fmt: skip
    figures = (papers.ReportFigure(number="3", text="referrals"),)
    return (
        papers.ReportPart(title="Referrals", figures=figures, chart=chart, tables=(table,), said="A quiet year."),
        papers.ReportPart(title="Reviews", paragraphs=("One ended.",), warning="Too few to compare."),
    )


def board_report() -> papers.BoardReport:
    return papers.BoardReport(
        **WHO, title="How deadlines were kept", about="1 April 2025 to 31 March 2026", made_on="2 April 2026",
        parts=_parts(),
    )  # fmt: skip


def annual_report() -> papers.AnnualReport:
    return papers.AnnualReport(
        **WHO, title="Annual report", about="1 April 2025 to 31 March 2026", made_on="2 April 2026", state="Draft",
        facts=(papers.Pair(label="Referrals", value="3"),), parts=_parts(),
    )  # fmt: skip

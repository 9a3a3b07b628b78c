"""The reports of years."""

from __future__ import annotations

from partnerships.scope import current_partnership

from ..models import AnnualReport


def annual_reports() -> list[AnnualReport]:
    """Those that somebody has begun, the newest first."""
    return list(AnnualReport.objects.filter(partnership=current_partnership()).defer("paper"))


def annual_report_of(year: int) -> AnnualReport | None:
    return AnnualReport.objects.filter(partnership=current_partnership(), year=year).select_related("job").first()

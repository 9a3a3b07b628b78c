"""The review tracker's fields as columns of the log's export (C-48)."""

from __future__ import annotations

from collections.abc import Sequence

from partnerships.scope import current_partnership

from .models import Tracker

TRACKER_HEADER = (
    "Themes", "StEIS number", "Good practice", "Learning spread by", "Became a review", "Closed for the tracker",
)  # fmt: skip
NOT_TRACKED = ("",) * len(TRACKER_HEADER)


def tracker_rows(case_ids: Sequence[int]) -> dict[str, tuple[str, ...]]:
    """reference -> the columns, of those cases whose fields were filled in. One query."""
    rows = Tracker.objects.filter(partnership=current_partnership(), case__in=case_ids).select_related("case")
    return {row.case.reference: _columns(row) for row in rows}


def _columns(row: Tracker) -> tuple[str, ...]:
    themes = "; ".join(theme for theme in (row.theme_1, row.theme_2, row.theme_3) if theme)
    ended = ", ".join(
        part for part in (row.get_ended_display(), f"{row.ended_on:%d/%m/%Y}" if row.ended_on else "") if part
    )
    return (themes, row.steis_number, row.good_practice, row.dissemination, row.get_became_review_display(), ended)

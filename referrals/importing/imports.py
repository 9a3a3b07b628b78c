"""What pages ask about imports."""

from __future__ import annotations

from django.core.cache import cache
from django.http import Http404

from partnerships.scope import current_partnership

from ..models import LogImport

BUSY = (LogImport.State.CHECKING, LogImport.State.IMPORTING)


def imports() -> list[LogImport]:
    """The newest hundred."""
    rows = LogImport.objects.filter(partnership=current_partnership()).defer("problems", "headings")
    return list(rows.select_related("uploaded_by__user")[:100])


def find_import(pk: int) -> LogImport:
    """One import of this partnership, or 404."""
    rows = LogImport.objects.filter(partnership=current_partnership(), pk=pk).select_related("borough")
    row = rows.first()
    if row is None:
        raise Http404
    return row


def progress_key(partnership_id: int, pk: int) -> str:
    return f"log-import:{partnership_id}:{pk}"


def progress_of(row: LogImport) -> int:
    """How many rows are done: nothing of the one transaction can be seen before its end, so it stands in the cache."""
    return int(cache.get(progress_key(row.partnership_id, row.pk)) or 0)

"""Who may read the papers of reports."""

from __future__ import annotations

from config.access import REPORTS
from documents.models import StoredFile
from partnerships.actors import Actor


def may_read_report(file: StoredFile, actor: Actor) -> bool:
    """Whoever asked for it, as long as they may open reports: what a report lists depends on who asks.

    The annual report names no case that could be restricted: it is for all of them.
    """
    if not actor.holds(*REPORTS):
        return False
    job = getattr(file, "job", None)
    return file.kind == "annual-report" or (job is not None and job.asked_by_id == actor.user_id)

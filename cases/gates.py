"""What the documents room asks of cases: who may read a letter of a case, or a message about one."""

from __future__ import annotations

from django.db.models import Q

from documents.models import StoredFile
from partnerships.actors import Actor

from .queries import visible_cases


def may_read_letter(file: StoredFile, actor: Actor) -> bool:
    """Whoever sees the case now; a conflict of interest declared since then closes its letters too (C-52)."""
    return file.case_id is not None and visible_cases(actor).filter(pk=file.case_id).exists()


def message_wall(actor: Actor) -> Q:
    """Messages about cases this person sees."""
    return Q(case__in=visible_cases(actor))

"""What the documents room asks of this one: who may read evidence and printed plans."""

from __future__ import annotations

from documents.models import StoredFile
from partnerships.actors import Actor

from .queries.actions import visible_actions


def may_read_evidence(file: StoredFile, actor: Actor) -> bool:
    """Whoever sees the action now; a conflict of interest declared since closes its papers too (C-52)."""
    number = file.about.removeprefix("action:")
    return number.isdigit() and visible_actions(actor).filter(pk=int(number)).exists()


def may_read_plan(file: StoredFile, actor: Actor) -> bool:
    """Only who asked for it: it holds what that person sees."""
    return actor.membership is not None and file.about == f"plan:{actor.membership.pk}"

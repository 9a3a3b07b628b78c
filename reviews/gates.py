"""What the documents room asks of this one: who may read evidence and printed plans."""

from __future__ import annotations

from documents.models import StoredFile
from partnerships.actors import Actor

from .models import Briefing
from .queries.actions import visible_actions
from .queries.briefings import may_write
from .queries.running import OF_THE_PLAN
from .queries.sight import carries_it_out, visible_reviews


def may_read_evidence(file: StoredFile, actor: Actor) -> bool:
    """Whoever sees the action now; a conflict of interest declared since closes its papers too (C-52)."""
    number = file.about.removeprefix("action:")
    return number.isdigit() and visible_actions(actor).filter(pk=int(number)).exists()


def may_read_contact(file: StoredFile, act: str, actor: Actor) -> bool:
    """Papers of what a reviewer reads on the page of people, of the case whose review they carry out (C-23)."""
    entered = {name for register in OF_THE_PLAN for name in (register.act, register.end) if name}
    if act not in entered or file.case_id is None:
        return False
    return any(carries_it_out(review, actor) for review in visible_reviews(actor).filter(case=file.case_id))


def may_read_plan(file: StoredFile, actor: Actor) -> bool:
    """Only who asked for it: it holds what that person sees."""
    return actor.membership is not None and file.about == f"plan:{actor.membership.pk}"


def may_read_briefing(file: StoredFile, actor: Actor) -> bool:
    """A sent one everybody of the partnership; a draft only those who write it."""
    number = file.about.removeprefix("briefing:")
    row = Briefing.objects.filter(partnership=file.partnership_id, pk=int(number)).first() if number.isdigit() else None
    return row is not None and actor.membership is not None and (row.sent_at is not None or may_write(row, actor))


# Kind of file -> who may read it.
BY_KIND = {
    "action-evidence": may_read_evidence,
    "action-plan": may_read_plan,
    "practitioner-briefing": may_read_briefing,
}

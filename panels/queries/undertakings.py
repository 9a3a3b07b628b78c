"""Who has agreed to the confidentiality agreement, and for whom papers wait (C-25)."""

from __future__ import annotations

from cases.models import Case
from partnerships.actors import Actor
from partnerships.scope import current_partnership
from procedures.model import Procedure

from ..models import AgendaItem, Meeting, Undertaking
from .room import actor_at, body_at, procedure_at, runs, without_texts

BEFORE_PAPERS = "signed before papers"


def has_undertaken(procedure: Procedure, actor: Actor) -> bool:
    """Whether this person agreed to the words as they are in this version of the text."""
    return actor.membership is not None and undertaking_of(procedure, actor) is not None


def undertaking_of(procedure: Procedure, actor: Actor) -> Undertaking | None:
    rows = Undertaking.objects.filter(partnership=current_partnership(), membership=actor.membership)
    return rows.filter(version=procedure.agreement.version).first()


def undertaken(procedure: Procedure) -> dict[int, Undertaking]:
    """Membership -> its agreement to the version of this text."""
    rows = Undertaking.objects.filter(partnership=current_partnership(), version=procedure.agreement.version)
    return {row.membership_id: row for row in rows}


def asks_for_agreement(meeting: Meeting) -> bool:
    return bool(body_at(meeting).confidentiality)


def papers_wait_for(meeting: Meeting, actor: Actor) -> bool:
    """Whether the papers of this meeting are closed to this person until they agree.

    The secretariat, who make the papers, are not kept from them; the chair is, like every reader.
    """
    if body_at(meeting).confidentiality != BEFORE_PAPERS:
        return False
    me = actor_at(actor, meeting)
    if me.holds("secretariat") and runs(me, procedure_at(meeting), body_at(meeting)):
        return False
    return not has_undertaken(procedure_at(meeting), actor)


def meeting_that_waits(case: Case, actor: Actor) -> Meeting | None:
    """The meeting for whose papers about this case this person has to agree first; None when nothing waits."""
    rows = AgendaItem.objects.filter(partnership=case.partnership_id, case=case).exclude(state=AgendaItem.State.REMOVED)
    rows = rows.exclude(meeting__state=Meeting.State.CANCELLED).select_related("meeting__procedure")
    meetings = [row.meeting for row in rows.defer(*without_texts("meeting__procedure")).order_by("-meeting__starts_at")]
    return next((meeting for meeting in meetings if papers_wait_for(meeting, actor)), None)


def should_agree(meeting: Meeting, actor: Actor) -> bool:
    """Whether to ask this reader now: the text wants it and they have not yet."""
    return asks_for_agreement(meeting) and not has_undertaken(procedure_at(meeting), actor)

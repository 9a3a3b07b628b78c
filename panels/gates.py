"""Who may download the papers of a meeting. A conflict of interest declared after they were printed still counts."""

from __future__ import annotations

from cases.queries import visible_cases
from documents.models import StoredFile
from partnerships.actors import Actor
from partnerships.scope import current_partnership
from procedures import library

from .acts.papers import closed_cases, left_out
from .models import Meeting, PackCopy
from .queries.lists import visible_meetings
from .queries.papers import items_of
from .queries.room import actor_at
from .queries.undertakings import papers_wait_for


def hidden_cases(meeting: Meeting, actor: Actor) -> set[int]:
    """The cases on a meeting's agenda that this person may not see."""
    listed = {item.case_id for item in items_of(meeting) if item.case_id}
    seen = visible_cases(actor_at(actor, meeting)).filter(pk__in=listed).values_list("pk", flat=True)
    return listed - set(seen)


def meeting_of(about: str, actor: Actor) -> Meeting | None:
    """The meeting that a paper "meeting:12…" is about, if this person may open it."""
    number = about.split(":")[1] if about.startswith("meeting:") else ""
    if not number.isdigit() or actor.membership is None:
        return None
    procedure = library.in_force(current_partnership().slug)
    return visible_meetings(actor, procedure).filter(pk=int(number)).first()


def may_read_pack(file: StoredFile, actor: Actor) -> bool:
    """A reader's own copy, while it still leaves out every case that is closed to them (C-25 for the agreement)."""
    meeting = meeting_of(file.about, actor)
    if meeting is None or papers_wait_for(meeting, actor):
        return False
    mine = PackCopy.objects.filter(partnership=file.partnership_id, job__file=file, membership=actor.membership)
    copy = mine.select_related("pack__meeting__procedure").first()
    return copy is not None and closed_cases(copy.pack, actor) <= left_out(copy)


def may_read_minutes(file: StoredFile, actor: Actor) -> bool:
    """Minutes are one paper: whoever may not see one of its cases reads the page instead."""
    meeting = meeting_of(file.about, actor)
    return meeting is not None and not hidden_cases(meeting, actor)

"""Who may download the papers of a meeting. A conflict of interest declared after they were printed still counts."""

from __future__ import annotations

from cases.queries import visible_cases
from documents.models import StoredFile
from partnerships.actors import Actor
from partnerships.scope import current_partnership
from procedures import library

from .models import Meeting
from .queries.lists import visible_meetings
from .queries.papers import items_of
from .queries.room import actor_at


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
    """The edition that leaves out every case the reader may not see."""
    meeting = meeting_of(file.about, actor)
    if meeting is None:
        return False
    left_out = file.about.partition(":without:")[2]
    return hidden_cases(meeting, actor) <= {int(case) for case in left_out.split(",") if case}


def may_read_minutes(file: StoredFile, actor: Actor) -> bool:
    """Minutes are one paper: whoever may not see one of its cases reads the page instead."""
    meeting = meeting_of(file.about, actor)
    return meeting is not None and not hidden_cases(meeting, actor)

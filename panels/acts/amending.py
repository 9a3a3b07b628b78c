"""Minutes sent to those who were there, the amendments they ask for, and what became of each."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from config.filters import date_long
from partnerships.actors import Actor
from partnerships.models import Membership
from partnerships.refusals import ActRefused

from ..models import AgendaItem, Attendance, Meeting, MinutesComment, MinutesText
from .guard import State, holding, require_runs
from .letters import Sending, people_of, sending, write_to

LETTER = "draft-minutes"


def readers_of_minutes(meeting: Meeting, *, at: dt.datetime) -> list[Membership]:
    """The members of the body, and whoever else was recorded at the meeting."""
    found = {one.pk: one for one in people_of(meeting, at=at)}
    there = Attendance.objects.filter(partnership=meeting.partnership_id, meeting=meeting, membership__isnull=False)
    for row in there.select_related("membership__user", "membership__agency").order_by("name", "pk"):
        if row.membership.active and row.membership.user.is_active:
            found.setdefault(row.membership_id, row.membership)
    return list(found.values())


def sending_minutes(minutes: MinutesText, *, comments_by: dt.date, at: dt.datetime) -> Sending | None:
    """What would leave, for the page before the button."""
    people = readers_of_minutes(minutes.meeting, at=at)
    return sending(minutes.meeting, LETTER, at=at, people=people, more={"due_on": date_long(comments_by)})


def send_draft_minutes(*, minutes: MinutesText, comments_by: dt.date, actor: Actor, at: dt.datetime) -> int:
    """Sends the draft to those who were there or should have been; they may ask for amendments until `comments_by`
    (London, that day included). Sending it again tells everybody again. Returns how many e-mails were queued.
    """
    require_runs(minutes.meeting, actor)
    if comments_by < timezone.localdate(at):
        raise ActRefused("The last day for amendments has passed already.", about="comments_by")
    with holding(minutes.meeting, State.CLOSED) as meeting:
        locked = draft_of(minutes)
        locked.sent_at, locked.comments_by = at, comments_by
        locked.save()
        people, key = readers_of_minutes(meeting, at=at), f"{LETTER}:{minutes.pk}:{at.isoformat()}"
        return write_to(meeting, LETTER, people, key=key, at=at, more={"due_on": date_long(comments_by)})


def may_comment(minutes: MinutesText, actor: Actor, *, at: dt.datetime) -> bool:
    """While a draft that was sent waits for amendments, by whoever it was sent to."""
    if minutes.state == MinutesText.State.AGREED or minutes.sent_at is None or actor.membership is None:
        return False
    return any(one.pk == actor.membership.pk for one in readers_of_minutes(minutes.meeting, at=at))


def comment_on_minutes(
    *, minutes: MinutesText, item: AgendaItem | None, text: str, actor: Actor, at: dt.datetime
) -> MinutesComment:
    """Asks for an amendment, to the minute of one item or to the whole. After the last day it is still taken: the
    secretariat sees that it came late. Raises ActRefused once the minutes are agreed.
    """
    if not text.strip():
        raise ActRefused("Say what should read differently.", about="text")
    if not may_comment(minutes, actor, at=at):
        raise ActRefused("The minutes do not wait for amendments of yours.")
    with holding(minutes.meeting):
        locked = draft_of(minutes)
        return MinutesComment.objects.create(
            partnership_id=locked.partnership_id, minutes=locked, item=item, membership=actor.membership,
            by=actor.label, text=text.strip(), made_at=at,
        )  # fmt: skip


def answer_comment(
    *, comment: MinutesComment, taken: bool, answer: str = "", actor: Actor, at: dt.datetime
) -> MinutesComment:
    """Taken into the minutes (whose words the secretariat changes), or not, which needs a reason."""
    require_runs(comment.minutes.meeting, actor)
    if not taken and not answer.strip():
        raise ActRefused("Give the reason for leaving it out.", about="answer")
    with holding(comment.minutes.meeting):
        draft_of(comment.minutes)
        locked = MinutesComment.objects.select_for_update(of=("self",)).get(
            partnership=comment.partnership_id, pk=comment.pk
        )
        if locked.state != MinutesComment.State.OPEN:
            raise ActRefused(f"This was answered before: {locked.get_state_display().lower()}.")
        locked.state = MinutesComment.State.TAKEN if taken else MinutesComment.State.NOT_TAKEN
        locked.answer, locked.answered_by, locked.answered_at = answer.strip(), actor.label, at
        locked.save()
        return locked


def draft_of(minutes: MinutesText) -> MinutesText:
    """The row, locked; ActRefused once the minutes are agreed."""
    locked = MinutesText.objects.select_for_update(of=("self",)).get(partnership=minutes.partnership_id, pk=minutes.pk)
    if locked.state == MinutesText.State.AGREED:
        raise ActRefused("The minutes are agreed and no longer change.")
    return locked

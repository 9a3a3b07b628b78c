"""Reading messages, files and print jobs. Another partnership's thing is 404 in the same words as a missing one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from partnerships.actors import Actor
from partnerships.scope import current_partnership

from . import access
from .letters import framed
from .models import OutboxMessage, PrintJob, StoredFile

State = OutboxMessage.State
PAGE = 25
# The filters of the Messages page: value -> (words, states); "" is every message.
FILTERS = {
    "to-deal-with": "To deal with",
    "waiting": "Waiting",
    "sent": "Sent",
    "came-back": "Came back",
    "failed": "Could not be sent",
    "withdrawn": "Withdrawn",
}
_STATES = {
    "waiting": (State.QUEUED, State.SENDING),
    "sent": (State.SENT,),
    "came-back": (State.BOUNCED,),
    "failed": (State.FAILED,),
    "withdrawn": (State.WITHDRAWN,),
}


@dataclass(frozen=True)
class MessagePage:
    rows: list[OutboxMessage]
    number: int
    more: bool


def messages_of(actor: Actor) -> QuerySet[OutboxMessage]:
    """Every message of the partnership that this person may see."""
    return access.readable_messages(OutboxMessage.objects.filter(partnership=current_partnership()), actor)


def messages_to_deal_with(actor: Actor) -> QuerySet[OutboxMessage]:
    """Came back or could not be sent, and nobody has dealt with it; for the page of what is due, too."""
    return messages_of(actor).to_deal_with()


def message_page(actor: Actor, chosen: str, number: int) -> MessagePage:
    """One page of messages, newest first; an unknown filter shows all."""
    found = messages_of(actor)
    if chosen == "to-deal-with":
        found = found.to_deal_with()
    elif chosen in _STATES:
        found = found.filter(state__in=_STATES[chosen])
    first = (number - 1) * PAGE
    rows = list(found.defer("body").select_related("case").newest_first()[first : first + PAGE + 1])
    return MessagePage(rows[:PAGE], number, len(rows) > PAGE)


def find_message(pk: int, actor: Actor) -> OutboxMessage:
    message = messages_of(actor).select_related("case", "to_user", "again_of").filter(pk=pk).first()
    if message is None:
        raise Http404
    return message


def sent_again_as(message: OutboxMessage) -> OutboxMessage | None:
    return message.again.order_by("pk").last()


SECRET_LINK = re.compile(r"(?<!\S)\S*/(?:password/reset/key/\S+|(?:refer|answer)/[\w-]{30,}\S*)")


def shown_body(message: OutboxMessage) -> str:
    """The words as they were sent, without what opens a door to whoever has it: the one-time link of an invitation,
    the private link of a referrer (their draft, and later their outcome and letter), or of an agency's request."""
    return SECRET_LINK.sub("[a link for the person written to alone]", framed(message.body, message.partnership.title))


def find_file(pk: int, actor: Actor) -> StoredFile:
    """The file, when the room it belongs to lets this person read it now."""
    file = StoredFile.objects.filter(partnership=current_partnership(), pk=pk).select_related("case").first()
    if file is None or not access.may_read(file, actor):
        raise Http404
    return file


def find_job(pk: int, actor: Actor) -> PrintJob:
    """The print job, for the person who asked for it and nobody else."""
    job = (
        PrintJob.objects.filter(partnership=current_partnership(), pk=pk, asked_by_id=actor.user_id)
        .exclude(asked_by=None)
        .defer("payload")
        .select_related("case")
        .first()
    )
    if job is None:
        raise Http404
    return job

"""The e-mails of a meeting: invitation, papers, cancelled. No personal details: body, day, place, a link
(C-30).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cases.queries import body_of
from cases.spine import Doing
from config.filters import date_long, time_short
from documents.acts import queue_message
from documents.letters import fill_email, framed
from documents.wordings import worded
from partnerships.models import Membership
from partnerships.scope import current_partnership
from procedures.saying import body_called

from ..models import Meeting, Pack
from ..queries.reading import people_of
from ..queries.room import body_at, procedure_at

INVITATION, PAPERS, CANCELLED, MOVED = "invitation", "papers", "cancelled-meeting", "moved-meeting"


def name_the_body(doing: Doing) -> None:
    """Gives the letters of an act on a case the title of the body that considers it."""
    doing.letter_values["body"] = body_called(doing.procedure, body_of(doing.case))


def invite(meeting: Meeting, *, at: dt.datetime) -> int:
    """Invites everybody once; how many messages were queued."""
    return write_to(meeting, INVITATION, people_of(meeting, at=at), key=f"invitation:{meeting.pk}", at=at)


def send_papers(meeting: Meeting, people: list[Membership], *, number: int, at: dt.datetime) -> int:
    """Says that the papers are ready; `number` counts circulations, so that a supplement is told too."""
    return write_to(meeting, PAPERS, people, key=f"papers:{meeting.pk}:{number}", at=at)


def send_papers_again(pack: Pack, people: list[Membership], *, at: dt.datetime) -> int:
    """The same letter once more to those who have not opened an edition; at most one a day for each."""
    key = f"papers-again:{pack.pk}:{timezone.localdate(at):%Y%m%d}"
    return write_to(pack.meeting, PAPERS, people, key=key, at=at, first_words="A reminder: ")


def say_cancelled(meeting: Meeting, *, at: dt.datetime) -> int:
    return write_to(meeting, CANCELLED, people_of(meeting, at=at), key=f"cancelled:{meeting.pk}", at=at)


def say_moved(meeting: Meeting, *, number: int, at: dt.datetime) -> int:
    """Says when and where the meeting is now; `number` tells one move from the next."""
    return write_to(
        meeting, moved_letter(meeting), people_of(meeting, at=at), key=f"moved:{meeting.pk}:{number}", at=at
    )


def moved_letter(meeting: Meeting) -> str:
    """A text without words of its own for it sends the invitation again, with the new day."""
    names = {one.name for one in procedure_at(meeting).letters}
    return MOVED if MOVED in names else INVITATION


@dataclass(frozen=True)
class Sending:
    """What a button sends: one e-mail, to each of these people (name and address)."""

    people: tuple[str, ...]
    subject: str
    body: str


def sending(
    meeting: Meeting, name: str, *, at: dt.datetime, people: list[Membership] | None = None, more: Mapping | None = None
) -> Sending | None:
    """What would leave now, for the page before the button. A meeting not stored yet has no link to show."""
    people = people_of(meeting, at=at) if people is None else people
    letter = letter_of(meeting, name)
    if letter is None or not people:
        return None
    filled = fill_email(letter, {**values_of(meeting), **(more or {}), "recipient": "[name]"})
    body = framed(filled.body, current_partnership().title)
    return Sending(tuple(f"{m.user.name} <{m.user.email}>" for m in people), filled.subject, body)


def meeting_link(meeting: Meeting) -> str:
    if meeting.pk is None:
        return "[the address of the meeting]"
    slug = procedure_at(meeting).slug
    return settings.BASE_URL + reverse("meeting", kwargs={"partnership": slug, "meeting": meeting.pk})


def write_to(
    meeting: Meeting, name: str, people: list[Membership], *, key: str, at: dt.datetime, more: Mapping | None = None,
    first_words: str = "", case=None,
) -> int:  # fmt: skip
    """Queues the letter of that name to each, once for each `key`; how many.

    `more`: further values of it; `first_words` stand before its subject; `case`: whose record shows the letter.
    """
    letter = letter_of(meeting, name)
    if letter is None:
        return 0
    values = {**values_of(meeting), **(more or {})}
    for member in people:
        filled = fill_email(letter, {**values, "recipient": member.user.name})
        queue_message(
            key=f"{key}:{member.pk}",
            kind=name,
            to_email=member.user.email,
            to_name=member.user.name,
            to_user=member.user,
            case=case,
            subject=f"{first_words}{filled.subject}",
            body=filled.body,
            at=at,
        )
    return len(people)


def letter_of(meeting: Meeting, name: str):
    """The letter of that name in the text of the meeting, or None where it has none."""
    letter = next((one for one in procedure_at(meeting).letters if one.name == name), None)
    return worded(letter) if letter is not None else None


def values_of(meeting: Meeting) -> dict[str, str]:
    """What the letters of a meeting may say of it."""
    procedure = procedure_at(meeting)
    return {
        "partnership": procedure.partnership_title,
        "service": settings.SERVICE_NAME,
        "secretariat": procedure.words.get("secretariat", "secretariat"),
        "contact_email": procedure.contact_email,
        "body": body_at(meeting).title,
        "meeting_on": date_long(meeting.starts_at),
        "meeting_at": time_short(meeting.starts_at),
        "meeting_place": meeting.place or "place to be told",
        "link": meeting_link(meeting),
    }

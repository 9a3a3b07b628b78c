"""What people and rooms do with messages and papers. Messages leave after commit, through the outbox (DESIGN.md §1)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from partnerships.actors import Actor
from partnerships.acts import record_administration
from partnerships.letters import INVITATION
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures.model import Letter

from . import wordings
from .models import LetterWording, OutboxMessage, PrintJob
from .nudges import nudge_print, nudge_relay
from .papers import Paper
from .payloads import to_payload

State = OutboxMessage.State
NOT_IN_A_HEADER = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029]+")


def one_line(text: str, longest: int) -> str:
    """Text for a header: line ends and control characters become one space, so nothing can be smuggled in."""
    return NOT_IN_A_HEADER.sub(" ", text).strip()[:longest]


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


# What a later room says of who may hear of a case: function(case, user). No letter about it is written to others.
MAY_HEAR: list[Callable[[object, object], bool]] = []


def _may_hear(case, user) -> bool:
    return case is None or user is None or all(may(case, user) for may in MAY_HEAR)


def queue_message(
    *, key: str, kind: str, to_email: str, to_name: str, to_user=None, case=None, subject: str, body: str,
    at: dt.datetime, not_before: dt.datetime | None = None, again_of: OutboxMessage | None = None,
) -> OutboxMessage | None:  # fmt: skip
    """Write an e-mail into the outbox, in the caller's transaction; the relay sends it after commit.

    The same `key` in one partnership is one message, however often it is queued. An address that cannot be one
    makes a message that failed: something to do on the Messages page, never an act that breaks (C-30, issue §3).
    None, and nothing written, where the person may not hear of the case (C-52).
    """
    if not _may_hear(case, to_user):
        return None
    to_email = one_line(to_email, 254)
    good = _is_address(to_email)
    values = {"kind": kind, "case": case, "to_user": to_user, "queued_at": at, "not_before": not_before}
    message, made = OutboxMessage.objects.get_or_create(
        partnership=current_partnership(),
        key=key[:160],
        defaults={
            **values,
            "to_email": to_email,
            "to_name": one_line(to_name, 160),
            "subject": one_line(subject, 200),
            "body": body.replace("\x00", ""),
            "state": State.QUEUED if good else State.FAILED,
            "last_error": "" if good else "This is not an e-mail address.",
            "again_of": again_of,
        },
    )
    if made and good:
        nudge_relay()
    return message


def _locked(message: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.select_for_update(of=("self",)).get(partnership=current_partnership(), pk=message.pk)


@transaction.atomic
def withdraw_message(*, message: OutboxMessage, reason: str, actor: Actor, at: dt.datetime) -> OutboxMessage:
    """Keep a message from leaving. Refused once it has left or is leaving."""
    message = _locked(message)
    if message.state not in (State.QUEUED, State.FAILED):
        raise ActRefused("This message can no longer be withdrawn: it has left already.")
    message.state = State.WITHDRAWN
    _note(message, reason, actor, at)
    return message


@transaction.atomic
def mark_bounced(*, message: OutboxMessage, reason: str, at: dt.datetime) -> OutboxMessage:
    """A message came back. It becomes something to do for the secretariat; a second report changes nothing.

    Raises ActRefused when the message never left.
    """
    message = _locked(message)
    if message.state == State.BOUNCED:
        return message
    if message.state not in (State.SENT, State.SENDING):
        raise ActRefused("This message has not been sent, so it cannot have come back.")
    message.state, message.claim = State.BOUNCED, None
    message.last_error = one_line(reason, 200) or "The mail server gave no reason."
    message.save(update_fields=["state", "claim", "last_error"])
    return message


@transaction.atomic
def send_again(*, message: OutboxMessage, to_email: str, reason: str, actor: Actor, at: dt.datetime) -> OutboxMessage:
    """Send what came back (or failed) once more, to a corrected address; both messages stay on the record.

    Pressing twice sends once. Raises ActRefused when the message is neither, or was dealt with in another way.
    """
    message = _locked(message)
    if message.kind == INVITATION:
        raise ActRefused("An invitation holds a link for one person. Invite them again from the page People instead.")
    again = message.again.order_by("pk").last()
    if message.dealt_with_at is not None and again is not None:
        return again
    _refuse_unless_open(message)
    to_email = one_line(to_email, 254)
    if not _is_address(to_email):
        raise ActRefused("Enter an e-mail address in the right form, like name@example.org.")
    same_person = message.to_user is not None and message.to_user.email.lower() == to_email.lower()
    again = queue_message(
        key=f"again:{message.pk}",
        kind=message.kind,
        to_email=to_email,
        to_name=message.to_name,
        to_user=message.to_user if same_person else None,
        case=message.case,
        subject=message.subject,
        body=message.body,
        at=at,
        again_of=message,
    )
    if again is None:
        raise ActRefused(f"{message.to_name} has a conflict of interest in this case, so nothing is sent to them.")
    _note(message, f"Sent again to {to_email}. {reason}".strip(), actor, at)
    return again


@transaction.atomic
def deal_with_bounce(*, message: OutboxMessage, note: str, actor: Actor, at: dt.datetime) -> OutboxMessage:
    """Say what was done instead (rang them, wrote by post …), so that the message is no longer something to do."""
    message = _locked(message)
    _refuse_unless_open(message)
    _note(message, note, actor, at)
    return message


def _refuse_unless_open(message: OutboxMessage) -> None:
    if message.state not in (State.BOUNCED, State.FAILED):
        raise ActRefused("This message has not come back, so there is nothing to deal with.")
    if message.dealt_with_at is not None:
        raise ActRefused(f"{message.dealt_with_by} has already dealt with this message.")


def _note(message: OutboxMessage, note: str, actor: Actor, at: dt.datetime) -> None:
    if not note.strip():
        raise ActRefused("Say why, so that others know.")
    message.dealt_with_at, message.dealt_with_by, message.dealt_with_note = at, actor.label, note.strip()
    message.save(update_fields=["state", "dealt_with_at", "dealt_with_by", "dealt_with_note"])


@transaction.atomic
def ask_for_print(
    *, kind: str, about: str, payload: Paper | dict, case=None, soon: bool = True, actor: Actor, at: dt.datetime
) -> PrintJob:
    """Ask a worker for a PDF of plain values (`documents.papers`); the page `print_job` waits for it.

    Asking twice while the same paper of the same content is still being made gives the same job (double click).
    `soon`: somebody waits for it; otherwise it is made with what the tick finds waiting. Raises payloads.PaperError
    when the payload is no such paper.
    """
    plain = to_payload(kind, payload)
    waiting = PrintJob.objects.filter(
        partnership=current_partnership(), kind=kind, about=about, asked_by_id=actor.user_id, payload=plain
    )
    job = waiting.filter(state=PrintJob.State.WAITING, case=case).order_by("pk").last()
    if job is None:
        job = PrintJob.objects.create(
            kind=kind, about=about, case=case, payload=plain, asked_by_id=actor.user_id, asked_at=at
        )
    if soon:
        nudge_print(job)
    return job


WORDERS = ("secretariat", "administrator")


def _changed_meanwhile(letter: Letter, seen: int) -> None:
    """Two people word the same letter: the second is told, and loses nothing."""
    if letter.name in wordings.FIXED:
        raise ActRefused("This message is put together for everybody at once and keeps the words of the procedure.")
    newest = LetterWording.objects.filter(partnership=current_partnership(), letter=letter.name).order_by("-id").first()
    if (newest.pk if newest else 0) != seen:
        raise ActRefused("Somebody has changed this wording since you opened it. Open the page again and compare.")


@transaction.atomic
def word_letter(*, letter: Letter, subject: str, body: str, seen: int, actor: Actor, at: dt.datetime) -> LetterWording:
    """The partnership's own words for a letter of its text (BEX-11). `seen`: the wording that was changed, 0 for none.

    Raises ActRefused for a value that does not exist, and for a personal one in a letter that is e-mailed (C-30).
    """
    if not actor.holds(*WORDERS):
        raise ActRefused("Only the partnership’s office or an administrator words the letters.")
    _changed_meanwhile(letter, seen)
    subject, body = one_line(subject, 200), body.replace("\r\n", "\n").strip()
    if not subject or not body:
        raise ActRefused("A letter needs a subject and words.", about="body" if subject else "subject")
    if wrong := wordings.mistakes_in(letter, subject, body):
        raise ActRefused(" ".join(wrong), about="body")
    row = LetterWording.objects.create(
        letter=letter.name, subject=subject, body=body, worded_at=at, worded_by=actor.label
    )
    record_administration(act="word_letter", actor=actor, at=at, summary=f"The letter “{letter.title}” got new words.")
    return row


@transaction.atomic
def bring_back_letter(*, letter: Letter, seen: int, actor: Actor, at: dt.datetime) -> LetterWording:
    """The procedure text's own words count again; what was worded before stays to be read."""
    if not actor.holds(*WORDERS):
        raise ActRefused("Only the partnership’s office or an administrator words the letters.")
    _changed_meanwhile(letter, seen)
    row = LetterWording.objects.create(letter=letter.name, back=True, worded_at=at, worded_by=actor.label)
    summary = f"The letter “{letter.title}” has the words of the procedure text again."
    record_administration(act="bring_back_letter", actor=actor, at=at, summary=summary)
    return row

"""Reading delivery reports (RFC 3464) and finding the message each is about, whichever partnership sent it."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
import uuid
from dataclasses import dataclass

from partnerships.models import Partnership
from partnerships.refusals import ActRefused
from partnerships.scope import sweep_door, tenant

from .acts import mark_bounced
from .models import OutboxMessage
from .trouble import tell_of_trouble

OURS = re.compile(r"<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)


class NoSuchMessage(LookupError):
    """No message of ours has this Message-ID."""


@dataclass(frozen=True)
class Report:
    """What a delivery report says. `failed` is false for “still trying” and “delivered”."""

    message_id: str
    failed: bool
    reason: str


def read_report(raw: bytes) -> Report | None:
    """The report in an e-mail; None when it is no report about a message of ours."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    action, status, diagnosis, message_id = "", "", "", ""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for block in part.iter_parts() if part.is_multipart() else ():
                action = str(block.get("Action", action))
                status = str(block.get("Status", status))
                diagnosis = str(block.get("Diagnostic-Code", diagnosis))
        elif kind == "message/rfc822" and part.is_multipart():
            message_id = message_id or _own_id(str(next(iter(part.iter_parts())).get("Message-ID", "")))
        elif kind == "text/rfc822-headers":
            message_id = message_id or _own_id(part.get_content())
    message_id = message_id or _own_id(f"{mail.get('In-Reply-To', '')} {mail.get('References', '')}")
    if not message_id or not action:
        return None
    return Report(message_id, action.strip().lower() == "failed", " ".join(one for one in (status, diagnosis) if one))


def _own_id(text: str) -> str:
    found = OURS.search(text)
    return found[1].lower() if found else ""


def record_bounce(message_id: str, reason: str, at: dt.datetime) -> OutboxMessage:
    """Mark the message of a Message-ID as come back and tell the secretariat.

    Raises NoSuchMessage, or ActRefused when the message never left. Twice is once.
    """
    uid = _own_id(message_id if "@" in message_id else f"{message_id}@")
    if not uid:
        raise NoSuchMessage(message_id)
    with sweep_door():
        found = OutboxMessage.objects.filter(uid=uuid.UUID(uid)).values_list("pk", "partnership_id").first()
    if found is None:
        raise NoSuchMessage(message_id)
    with tenant(Partnership.objects.get(pk=found[1])):
        message = mark_bounced(message=OutboxMessage(pk=found[0]), reason=reason, at=at)
    tell_of_trouble([message], at)
    return message


def take_report(raw: bytes, at: dt.datetime) -> str:
    """Act on one e-mail of the bounce mailbox; returns one plain sentence about what came of it."""
    report = read_report(raw)
    if report is None:
        return "not a delivery report about a message of ours"
    if not report.failed:
        return "the mail server is still trying, or has delivered it: nothing to do"
    try:
        message = record_bounce(report.message_id, report.reason, at)
    except NoSuchMessage:
        return f"no message has the id {report.message_id}"
    except ActRefused as refusal:
        return str(refusal)
    return f"message {message.pk} came back: {message.last_error}"

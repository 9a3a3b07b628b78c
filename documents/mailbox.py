"""E-mail without a mail server, for the demo and a developer's machine: each message is one file in var/mail.

A file is named after its message's Message-ID, which the relay makes from the outbox row, so a message handed over
twice is still one file: here "sent once" is exactly true.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

NAME = re.compile(r"[0-9a-f]{32}")


class MailboxBackend(BaseEmailBackend):
    """Django's mail backend that writes files."""

    once = True  # the relay may mark a whole batch at a time, because a repeat changes nothing

    def send_messages(self, email_messages) -> int:
        """Write the messages and return how many; a file appears whole or not at all."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            built = message.message()
            name = hashlib.sha256(str(built["Message-ID"]).encode()).hexdigest()[:32]
            half = folder / f".{name}.{os.getpid()}"
            half.write_bytes(built.as_bytes(linesep="\n"))
            half.replace(folder / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True)
class Part:
    """A run of a body: words, or an address of this service that the demo page offers to open."""

    text: str
    link: bool


@dataclass(frozen=True)
class Mail:
    """An e-mail as a person reads it."""

    name: str
    at: dt.datetime
    sender: str
    to: str
    subject: str
    body: str

    @property
    def parts(self) -> list[Part]:
        address = rf"({re.escape(settings.BASE_URL)}/[^\s<>\"']*[^\s<>\"'.,;)])"
        return [Part(text, link=n % 2 == 1) for n, text in enumerate(re.split(address, self.body)) if text]


def newest(limit: int = 200) -> list[Mail]:
    """The newest e-mails in the mailbox; none when nothing was ever sent."""
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.eml"), key=lambda one: one.stat().st_mtime_ns, reverse=True)
    return [_read(one) for one in files[:limit]]


def one(name: str) -> Mail | None:
    """The e-mail of that name, or None; a name is 32 hexadecimal digits and nothing else."""
    path = Path(settings.EMAIL_FILE_PATH) / f"{name}.eml"
    return _read(path) if NAME.fullmatch(name) and path.exists() else None


def _read(path: Path) -> Mail:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    part = message.get_body(preferencelist=("plain", "html"))
    body = part.get_content() if part is not None else ""
    return Mail(
        name=path.stem,
        at=dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC),
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        body=body,
    )

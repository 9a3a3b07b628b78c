"""E-mail without a mail server: each message becomes one file, for the demo and for a developer's machine."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class FolderBackend(BaseEmailBackend):
    """Write every message to var/mail, named by time and recipient: a listing is in order of sending."""

    def send_messages(self, email_messages) -> int:
        """Write the messages and return how many; a file appears whole or not at all."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            to = re.sub(r"[^a-z0-9.@-]", "-", (message.recipients() or ["nobody"])[0].lower())[:80]
            name = f"{timezone.now():%Y%m%dT%H%M%S.%f}-{to}-{secrets.token_hex(2)}"
            half = folder / f".{name}"
            half.write_bytes(message.message().as_bytes(linesep="\n"))
            half.rename(folder / f"{name}.eml")
        return len(email_messages)

"""One sweep of all deadlines now (or as of an instant), and one run of the mail relay for what it queued."""

import datetime as dt
import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from deadlines.sweep import sweep
from documents.relay import relay


class Command(BaseCommand):
    help = "Make the reminders that are due, and send them. Safe to run again."

    def add_arguments(self, parser):
        parser.add_argument("--at", help="as of this instant (ISO 8601 with an offset or Z) instead of now")
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *, at=None, json: bool = False, **options):
        instant = _instant(at) if at else timezone.now()
        swept = sweep(instant)
        counts = relay(instant)
        plain = {**swept.as_plain(), "sent": counts["sent"]}
        if json:
            self.stdout.write(_json(plain))
            return
        self.stdout.write(
            f"{plain['due']} deadlines near, due or late; {plain['queued']} reminders queued in "
            f"{plain['messages']} e-mails; {plain['sent']} e-mails sent; {plain['already_sent']} reminders sent before."
        )


def _json(plain: dict) -> str:
    return json.dumps(plain)


def _instant(text: str) -> dt.datetime:
    try:
        found = parse_datetime(text.strip())
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise CommandError(f"--at must be an instant with an offset, like 2026-12-01T09:00:00Z, not “{text[:40]}”")
    return found

"""`record_bounce MESSAGE_ID`: somebody read that a message came back."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documents.bounces import NoSuchMessage, record_bounce
from partnerships.refusals import ActRefused


class Command(BaseCommand):
    help = "Mark the message of a Message-ID as come back and tell the secretariat."

    def add_arguments(self, parser):
        parser.add_argument("message_id")
        parser.add_argument("--reason", default="Reported by hand.")

    def handle(self, *, message_id: str, reason: str, **options):
        try:
            message = record_bounce(message_id, reason, timezone.now())
        except NoSuchMessage as error:
            raise CommandError(f"No message has the id {message_id}.") from error
        except ActRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Message {message.pk} came back: {message.last_error}")

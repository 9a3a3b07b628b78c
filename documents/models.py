"""What leaves the house and what comes in as files: the outbox, stored files, print jobs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnerships.scope import TenantModel


class OutboxMessage(TenantModel):
    """One e-mail to one address, written in the same transaction as the act that causes it, kept as sent."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to be sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"
        BOUNCED = "bounced", "Came back"
        WITHDRAWN = "withdrawn", "Withdrawn before it left"

    key = models.CharField(max_length=160, help_text="what it is for: the same thing is never queued twice")
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="messages")
    kind = models.SlugField(max_length=60)
    to_email = models.EmailField()
    to_name = models.CharField(max_length=160, blank=True)
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    dealt_with_at = models.DateTimeField(null=True, blank=True, help_text="somebody acted on the bounce")

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "key", name="queued_once"),
            models.CheckConstraint(condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent"), name="sent_when"),
        ]
        indexes = [
            models.Index("queued_at", name="outbox_waiting", condition=Q(state="queued")),
            models.Index("case", name="outbox_of_case"),
            models.Index("message_id", name="outbox_message_id"),
        ]


class StoredFile(TenantModel):
    """A file with its bytes, behind the same wall as every other row."""

    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    kind = models.SlugField(max_length=60, help_text="upload, agenda-pack, minutes, letter …")
    about = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=160, blank=True)


class PrintJob(TenantModel):
    """A PDF asked for on a page and made by a worker; the page polls this row."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DONE = "done", "Ready"
        FAILED = "failed", "Failed"

    kind = models.SlugField(max_length=60)
    about = models.CharField(max_length=80)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+")
    payload = models.JSONField(help_text="the plain values of the paper, as they were when it was asked for")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    file = models.OneToOneField(StoredFile, null=True, on_delete=models.PROTECT, related_name="job")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(state="done") | Q(file__isnull=False), name="done_has_file")]

"""What leaves the house and what comes in as files: the outbox, stored files, print jobs."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from partnerships.scope import TenantModel, scoped_manager


class OutboxQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-queued_at", "-id")

    def to_deal_with(self):
        """Came back or could not be sent, and nobody has done anything about it yet."""
        return self.filter(state__in=["bounced", "failed"], dealt_with_at=None)


class OutboxMessage(TenantModel):
    """One e-mail to one address, written in the same transaction as the act that causes it, kept as sent.

    The database has defaults of its own, because the reminder sweep writes rows by INSERT … SELECT.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"
        BOUNCED = "bounced", "Came back"
        WITHDRAWN = "withdrawn", "Withdrawn before it left"

    # What it is for: the same thing is never queued twice.
    key = models.CharField(max_length=160)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="messages")
    kind = models.SlugField(max_length=60)
    to_email = models.EmailField()
    to_name = models.CharField(max_length=160, blank=True, default="", db_default="")
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED, db_default="queued")
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0, db_default=0)
    last_error = models.CharField(max_length=200, blank=True, default="", db_default="")
    # What its Message-ID is made of, so that a copy sent twice is one e-mail and a bounce finds its row.
    uid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    claim = models.BigIntegerField(null=True, blank=True, help_text="the relay that is sending it now")
    try_after = models.DateTimeField(null=True, blank=True, help_text="no new attempt before")
    again_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="again")
    # What somebody did about a message that came back or could not be sent.
    dealt_with_at = models.DateTimeField(null=True, blank=True)
    dealt_with_by = models.CharField(max_length=160, blank=True, default="", db_default="")
    dealt_with_note = models.TextField(blank=True, default="", db_default="")

    objects = scoped_manager(OutboxQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "key", name="queued_once"),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_when"),
            models.CheckConstraint(
                condition=Q(state="sending", claim__isnull=False) | ~Q(state="sending") & Q(claim=None),
                name="sending_is_claimed",
            ),
            models.CheckConstraint(
                condition=Q(dealt_with_at=None) | ~Q(dealt_with_note=""), name="dealt_with_says_how"
            ),
        ]
        indexes = [
            models.Index("queued_at", name="outbox_waiting", condition=Q(state="queued")),
            models.Index("claim", name="outbox_claimed", condition=Q(state="sending")),
            models.Index("case", name="outbox_of_case"),
            models.Index(fields=["partnership", "-queued_at", "-id"], name="outbox_newest"),
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


class LetterWording(TenantModel):
    """A partnership's own words for a letter of its procedure text; the newest row of a letter counts.

    Rows are only ever added (walls.APPEND_ONLY), so that who worded what and when stays. `back`: from then on the
    text's own words count again.
    """

    letter = models.SlugField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True, help_text="paragraphs with an empty line between them")
    back = models.BooleanField(default=False)
    worded_at = models.DateTimeField()
    worded_by = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(back=True, subject="", body="") | Q(back=False) & ~Q(subject="") & ~Q(body=""),
                name="wording_has_words",
            )
        ]
        indexes = [models.Index(fields=["partnership", "letter", "-id"], name="wording_newest")]


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
    error = models.CharField(max_length=500, blank=True)
    told = models.JSONField(default=dict, help_text="what its maker tells of it: places taken out of each paper")
    file = models.OneToOneField(StoredFile, null=True, on_delete=models.PROTECT, related_name="job")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(state="done") | Q(file__isnull=False), name="done_has_file")]
        indexes = [models.Index("asked_at", name="print_waiting", condition=Q(state="waiting"))]

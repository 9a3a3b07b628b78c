"""Statutory notices to bodies outside, what they answer, outcome records of rapid reviews, the review tracker."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from partnerships.scope import TenantModel, scoped_manager


class NoticeQuerySet(models.QuerySet):
    def standing(self):
        """Prepared or sent, and not taken back."""
        return self.filter(withdrawn_at=None)

    def sent(self):
        return self.exclude(sent_at=None)


class Notice(TenantModel):
    """One notice to one body: prepared as a sheet, sent, acknowledged, or taken back with a reason (C-17, C-40)."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="notices")
    notice = models.SlugField(max_length=60, help_text="its name in the procedure text")
    body = models.SlugField(max_length=60)
    kind = models.SlugField(max_length=20)
    title = models.CharField(max_length=200, help_text="as the text called it when it was made")
    body_title = models.CharField(max_length=200)
    sheet = models.JSONField(default=dict, help_text="section -> question -> value, to copy into the national system")
    sheet_saved_at = models.DateTimeField(null=True, blank=True)
    sheet_saved_by = models.CharField(max_length=160, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="two people writing one sheet are told")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=200, blank=True)
    authority = models.CharField(max_length=200, blank=True, help_text="on whose behalf it was sent (C-53)")
    reference = models.CharField(max_length=200, blank=True, help_text="the outside body's number for it")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)
    history = HistoricalRecords()

    objects = scoped_manager(NoticeQuerySet)

    @property
    def about(self) -> str:
        return f"notice:{self.notice}.{self.body}"

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None and self.withdrawn_at is None

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "notice", "body", name="one_notice_stands", condition=Q(withdrawn_at=None)),
            models.CheckConstraint(condition=Q(sent_at=None) | ~Q(sent_by=""), name="notice_sent_by"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(sent_at__isnull=False), name="acknowledged_was_sent"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | (Q(sent_at__isnull=False) & ~Q(withdrawn_why="")),
                name="notice_withdrawn_why",
            ),
        ]
        ordering = ["id"]


class OutcomeQuerySet(models.QuerySet):
    def sent(self):
        """Those that left and that nobody struck out of the record, the newest first."""
        return self.exclude(sent_at=None).filter(event__annulled_by=None).order_by("-sent_at", "-id")


class Outcome(TenantModel):
    """The outcome record of a rapid review: a draft until it is sent, then kept as sent (BEX-7, DAR-12)."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="outcomes")
    notice = models.ForeignKey(Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes")
    form = models.SlugField(max_length=60)
    answers = models.JSONField(default=dict)
    checks = models.JSONField(default=list, help_text="[question, answer, why] as worked out when it was sent")
    version = models.PositiveIntegerField(default=1, help_text="two people writing one record are told")
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=160)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=160, blank=True)
    event = models.OneToOneField("cases.Event", null=True, on_delete=models.PROTECT, related_name="outcome_record")
    history = HistoricalRecords()

    objects = scoped_manager(OutcomeQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint("case", name="one_outcome_draft", condition=Q(sent_at=None)),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(event__isnull=False, notice__isnull=False),
                name="outcome_sent_is_recorded",
            ),
        ]


class Reply(TenantModel):
    """What a body outside answered, and our answer to that (C-31)."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="replies")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="replies")
    answer = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    received_at = models.DateTimeField()
    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="outside_reply")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=160, blank=True)
    our_answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answered_at=None) | ~Q(our_answer=""), name="reply_answered_how")
        ]
        ordering = ["-received_at", "-id"]


class Tracker(TenantModel):
    """What the national review tracker wants to know of a case (C-48). Edited by hand, so it keeps field history."""

    class Became(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"

    class Ended(models.TextChoices):
        PUBLISHED = "published", "Published"
        EMBARGOED = "embargoed", "Embargoed"
        SIGNED_OFF = "signed-off", "Signed off"

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="tracker")
    theme_1 = models.CharField(max_length=120, blank=True)
    theme_2 = models.CharField(max_length=120, blank=True)
    theme_3 = models.CharField(max_length=120, blank=True)
    steis_number = models.CharField(max_length=40, blank=True)
    good_practice = models.TextField(blank=True)
    dissemination = models.TextField(blank=True)
    became_review = models.CharField(max_length=3, blank=True, choices=Became.choices)
    ended = models.CharField(max_length=10, blank=True, choices=Ended.choices)
    ended_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ended_on=None) | ~Q(ended=""), name="tracker_ended_how")]

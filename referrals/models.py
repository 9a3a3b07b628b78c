"""The way in: a referral as it is written, sent, asked about and sent again."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from partnerships.scope import TenantModel


class Referral(TenantModel):
    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        SUBMITTED = "submitted", "Submitted"
        SENT_BACK = "sent-back", "Sent back with questions"
        WITHDRAWN = "withdrawn", "Withdrawn"

    procedure = models.ForeignKey("procedures.ProcedureVersion", on_delete=models.PROTECT, related_name="+")
    form = models.SlugField(max_length=60)
    pathway = models.SlugField(max_length=60, blank=True)
    borough = models.ForeignKey(
        "partnerships.Borough", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answers = models.JSONField(
        default=dict, help_text="section -> field -> value, or a list of them when it repeats"
    )
    finished_sections = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    entered_by = models.ForeignKey(
        "partnerships.Membership", null=True, on_delete=models.PROTECT, related_name="+"
    )
    referrer_name = models.CharField(max_length=160, blank=True)
    referrer_email = models.EmailField(blank=True)
    submission_key = models.UUIDField(default=uuid.uuid4, help_text="a form posted twice leaves one referral")
    case = models.OneToOneField("cases.Case", null=True, on_delete=models.PROTECT, related_name="referral")
    version = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "submission_key", name="submitted_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(case__isnull=False, submitted_at__isnull=False),
                name="submitted_has_case",
            ),
        ]


class ReferralQuestion(TenantModel):
    """What the secretariat asked the referrer, and the answer."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    event = models.ForeignKey("cases.Event", on_delete=models.PROTECT, related_name="+")

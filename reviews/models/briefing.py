"""A briefing note for practitioners: one page of what was learnt, without anybody's name (BEX-2, BEX-11, C-37)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from partnerships.scope import TenantModel


class Briefing(TenantModel):
    """Written by the office, looked at as PDF, then sent to the agencies; from then on it does not change."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="briefings")
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="briefings"
    )
    title = models.CharField(max_length=120)
    about = models.TextField(help_text="what it is about, in two or three sentences, without anybody's name")
    learnt = models.TextField(help_text="a line for each point")
    differently = models.TextField(help_text="what to do differently, a line for each")
    good = models.TextField(blank=True)
    questions = models.TextField(blank=True, help_text="for a team meeting")
    more = models.TextField(blank=True, help_text="where to read on, whom to ask")
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=160)
    sent_at = models.DateTimeField(null=True, blank=True)
    event = models.OneToOneField("cases.Event", null=True, on_delete=models.PROTECT, related_name="briefing")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, event__isnull=True) | Q(sent_at__isnull=False, event__isnull=False),
                name="briefing_sent_on_record",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(learnt="") & ~Q(differently=""), name="briefing_says_something"
            ),
        ]

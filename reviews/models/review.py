"""A review: ordered once on a decision, of one type of the text, until it is published or ends unpublished."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from partnerships.scope import TenantModel, scoped_manager


class ReviewQuerySet(models.QuerySet):
    def standing(self):
        """Those whose order nobody struck out of the record."""
        return self.exclude(ended_how=Review.STRUCK_OUT)

    def running(self):
        return self.filter(ended_at=None)

    def ended(self):
        return self.standing().exclude(ended_at=None)


class Review(TenantModel):
    """One commissioned review (RED-10, BEX-2). Its stage while it runs is that of the case's track of reviews; when
    the track ends, `ended_how` keeps the stage it ended at, because a later review of the case begins the track anew.
    """

    STRUCK_OUT = "struck-out"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="reviews")
    key = models.CharField(max_length=12, help_text="in the address of its pages; says nothing of anybody")
    number = models.PositiveIntegerField(help_text="the first, second … of the case")
    reference = models.CharField(max_length=32, help_text="the case's reference and /R1")
    review_type = models.SlugField(max_length=60)
    review_type_title = models.CharField(max_length=160)
    methodology = models.SlugField(max_length=60, blank=True)
    methodology_title = models.CharField(max_length=160, blank=True)
    focus = models.TextField()
    body = models.SlugField(max_length=60, help_text="the body of the text that commissions it")
    body_title = models.CharField(max_length=200)
    commissioned_at = models.DateTimeField()
    commissioned_by = models.CharField(max_length=200, help_text="person and role as they were then")
    decision = models.ForeignKey("cases.Decision", on_delete=models.PROTECT, related_name="reviews")
    recommendation = models.ForeignKey(
        "panels.Recommendation", null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    lead_process = models.CharField(max_length=40, blank=True, help_text="the statutory test whose process leads")
    duties = models.JSONField(default=list, help_text="the statutory tests that this one review serves (C-47)")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.SlugField(max_length=60, blank=True, help_text="the last stage, or struck-out")
    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="review")
    history = HistoricalRecords()

    objects = scoped_manager(ReviewQuerySet)

    def __str__(self):
        return self.reference

    @property
    def about(self) -> str:
        """What the case's events about this review say they are about."""
        return f"review:{self.number}"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None

    class Meta:
        ordering = ["-commissioned_at", "-id"]
        constraints = [
            models.UniqueConstraint("partnership", "key", name="review_key_once"),
            models.UniqueConstraint("partnership", "reference", name="review_reference_once"),
            models.UniqueConstraint("case", "number", name="review_number_once"),
            models.UniqueConstraint("case", name="one_running_review", condition=Q(ended_at=None)),
            models.UniqueConstraint("decision", name="one_review_a_decision", condition=~Q(ended_how="struck-out")),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_how="") | (Q(ended_at__isnull=False) & ~Q(ended_how="")),
                name="review_ended_how",
            ),
            models.CheckConstraint(condition=~Q(focus="") & ~Q(body=""), name="review_has_focus_and_body"),
        ]
        indexes = [models.Index(fields=["partnership", "-commissioned_at"], name="review_newest")]

"""What is decided on publication, who got the report beforehand and what they said, and what is public.

`PublishedReport` is the one table of a partnership that may be read without its data being open: whoever looks for
published reports sees what stands there and nothing else (`partnerships.walls`). It holds its own copy of the file.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from partnerships.scope import TenantModel, scoped_manager

from .report import ReportVersion
from .review import Review


class Publication(TenantModel):
    """A decision on publication. Where several decide, a proposal until each of them said the same."""

    class Outcome(models.TextChoices):
        FULL = "in full", "The report in full"
        LEARNING = "learning only", "Only what was learnt"
        NOT = "not published", "Nothing is published"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="publications")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reasons = models.TextField(help_text="the justification where less than the whole is published (C-21)")
    planned_on = models.DateField(null=True, blank=True)
    embargo_until = models.DateField(null=True, blank=True)
    embargo_why = models.TextField(blank=True)
    agreed_by = models.JSONField(default=list, help_text="[{place, title, by, at}] in the order they decided")
    decided_at = models.DateTimeField(null=True, blank=True, help_text="when the last of them decided")
    superseded = models.BooleanField(default=False)
    event = models.ForeignKey("cases.Event", on_delete=models.PROTECT, related_name="publications")

    @property
    def is_embargoed(self) -> bool:
        return bool(self.embargo_why)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                "review", name="one_publication_proposed", condition=Q(decided_at=None, superseded=False)
            ),
            models.CheckConstraint(condition=~Q(reasons="") | Q(outcome="in full"), name="publication_says_why_less"),
            models.CheckConstraint(
                condition=Q(outcome="not published", planned_on=None)
                | ~Q(outcome="not published") & (Q(planned_on__isnull=False) | ~Q(embargo_why="")),
                name="publication_has_its_day",
            ),
        ]


class ReportSending(TenantModel):
    """A body outside got a version of the report ahead of publication (C-20)."""

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="sendings")
    body = models.SlugField(max_length=60)
    body_title = models.CharField(max_length=160)
    sent_at = models.DateTimeField()
    how = models.CharField(max_length=200, blank=True)
    sent_by = models.CharField(max_length=200)
    event = models.ForeignKey("cases.Event", on_delete=models.PROTECT, related_name="report_sendings")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint("version", "body", name="report_sent_once")]


class OutsideComment(TenantModel):
    """What a body outside says on publication, and what was decided and answered (C-38)."""

    class Decision(models.TextChoices):
        FOLLOWED = "followed", "It is followed"
        PARTLY = "followed in part", "It is followed in part"
        NOT = "not followed", "It is not followed"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="outside_comments")
    body = models.SlugField(max_length=60)
    body_title = models.CharField(max_length=160)
    text = models.TextField()
    received_at = models.DateTimeField()
    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="outside_comment")
    decision = models.CharField(max_length=20, choices=Decision.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="", decision="")
                | (Q(answered_at__isnull=False) & ~Q(answer="") & ~Q(decision="")),
                name="outside_comment_answered",
            )
        ]


class PublishedReportQuerySet(models.QuerySet):
    def standing(self):
        """What is public now."""
        return self.filter(taken_down_at=None)


class PublishedReport(TenantModel):
    """A report or briefing that the public reads, in one edition. Taken down, its file is emptied at once."""

    class Kind(models.TextChoices):
        REPORT = "report", "Report"
        LEARNING = "learning", "What was learnt"
        BRIEFING = "briefing", "Briefing note"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="published")
    key = models.CharField(max_length=12, help_text="in the address of its public page; the same for all editions")
    edition = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    briefing = models.ForeignKey(
        "reviews.Briefing", null=True, blank=True, on_delete=models.PROTECT, related_name="published",
        help_text="of a briefing note that was published by itself",
    )  # fmt: skip
    title = models.CharField(max_length=200)
    review_type_title = models.CharField(max_length=160)
    summary = models.TextField()
    reviewer = models.CharField(max_length=200, blank=True, help_text="empty only on a note published by itself")
    press_statement = models.TextField(blank=True)
    published_on = models.DateField(help_text="the first day on which it was public")
    corrected_on = models.DateField(null=True, blank=True)
    public_since = models.DateTimeField(help_text="moved on by the time for which it was taken down")
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    taken_down_at = models.DateTimeField(null=True, blank=True)

    objects = scoped_manager(PublishedReportQuerySet)
    # The narrow door: outside a partnership the database shows what is public of every one, and nothing else.
    everywhere = models.Manager.from_queryset(PublishedReportQuerySet)()

    def __str__(self):
        return self.title

    class Meta:
        ordering = ["-published_on", "-id"]
        constraints = [
            models.UniqueConstraint("partnership", "key", "edition", name="published_edition_once"),
            models.UniqueConstraint(
                "partnership", "key", name="published_standing_once", condition=Q(taken_down_at=None)
            ),
            models.CheckConstraint(
                condition=~Q(title="") & (~Q(reviewer="") | Q(kind="briefing")), name="published_names_its_reviewer"
            ),
            models.CheckConstraint(condition=Q(taken_down_at=None) | Q(content=b""), name="taken_down_keeps_no_file"),
        ]

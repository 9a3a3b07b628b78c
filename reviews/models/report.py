"""A review's report on its way: versions as they were handed in, comments on them, who signed which one off."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnerships.scope import TenantModel

from .review import Review


class ReportVersion(TenantModel):
    """One draft as it was handed in; never changed (a new draft is a new version)."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.OneToOneField("documents.StoredFile", on_delete=models.PROTECT, related_name="report_version")
    note = models.TextField(blank=True, help_text="what is new in it")
    handed_in_at = models.DateTimeField()
    handed_in_by = models.CharField(max_length=200)
    on_behalf_of = models.CharField(max_length=160, blank=True, help_text="whose draft it is, if the office enters it")
    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="report_version")

    def __str__(self):
        return f"Version {self.number}"

    @property
    def about(self) -> str:
        """What the case's events about this version say they are about."""
        return f"{self.review.about}:version:{self.number}"

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint("review", "number", name="report_version_once")]


class DraftComment(TenantModel):
    """What a body or agency says on a version, and what became of it."""

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="comments")
    whose = models.CharField(max_length=200)
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200, help_text="who put it on record")
    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="draft_comment")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="draft_comment_answered",
            )
        ]


class SignOff(TenantModel):
    """One of those who sign a report off did so, for the place (agency and role) that they hold."""

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="sign_offs")
    place = models.CharField(max_length=130, help_text="role, or role.agency")
    place_title = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    remark = models.TextField(blank=True)
    checked = models.JSONField(default=list, help_text="[title, [[question, answer], …]] of the quality checklist")
    event = models.ForeignKey("cases.Event", on_delete=models.PROTECT, related_name="report_sign_offs")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint("version", "place", name="signed_off_once")]

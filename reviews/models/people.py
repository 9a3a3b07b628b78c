"""Who carries reviews out: the approved list, the checks of C-22, appointments, who may open which review."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from guardian.models import UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from partnerships.scope import TenantModel, scoped_manager

from .review import Review


class ReviewerQuerySet(models.QuerySet):
    def approved(self):
        """Those who are on the list today."""
        return self.filter(removed_at=None)


class Reviewer(TenantModel):
    """Somebody on the approved list (BEX-9). Edited by hand, so it keeps field history."""

    name = models.CharField(max_length=160)
    email = models.EmailField()
    organisation = models.CharField(max_length=160, blank=True)
    independent = models.BooleanField(default=True, help_text="of the agencies here; a peer or colleague is not")
    experience = models.TextField(help_text="what they have done and know")
    found_by = models.CharField(max_length=200, blank=True, help_text="how they came onto the list (DAR-15)")
    membership = models.ForeignKey(
        "partnerships.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="reviewer_entries"
    )
    approved_at = models.DateTimeField()
    approved_by = models.CharField(max_length=160)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_why = models.TextField(blank=True)
    history = HistoricalRecords()

    objects = scoped_manager(ReviewerQuerySet)

    def __str__(self):
        return self.name

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                "partnership", Lower("email"), name="reviewer_once_on_the_list", condition=Q(removed_at=None)
            ),
            models.CheckConstraint(condition=Q(removed_at=None) | ~Q(removed_why=""), name="reviewer_removed_why"),
        ]


class SuitabilityCheck(TenantModel):
    """The checks made on one reviewer for one review (C-22). A later look is a new row."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="checks")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="checks")
    answers = models.JSONField(help_text="[{name, title, answer, remark, good}] as they were asked")
    suitable = models.BooleanField(help_text="every answer is the good one")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="suitability_check")

    class Meta:
        ordering = ["-id"]


class AppointmentQuerySet(models.QuerySet):
    def standing(self):
        """Not ended, and not struck out of the record."""
        return self.filter(ended_at=None, event__annulled_by=None)


class Appointment(TenantModel):
    """A reviewer carries out a review, from a day to a day of the contract."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="appointments")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="appointments")
    check_made = models.ForeignKey(SuitabilityCheck, on_delete=models.PROTECT, related_name="appointments")
    contract_from = models.DateField()
    contract_to = models.DateField()
    in_spite = models.TextField(blank=True, help_text="why, although not every check was met")
    told = models.JSONField(default=list, help_text="outside bodies that were told the name (C-34)")
    appointed_at = models.DateTimeField()
    appointed_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.TextField(blank=True)
    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="appointment")

    objects = scoped_manager(AppointmentQuerySet)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("review", "reviewer", name="appointed_once", condition=Q(ended_at=None)),
            models.CheckConstraint(condition=Q(contract_to__gte=F("contract_from")), name="contract_ends_after_start"),
            models.CheckConstraint(condition=Q(ended_at=None) | ~Q(ended_why=""), name="appointment_ended_why"),
        ]


class ReviewPermission(UserObjectPermissionBase, TenantModel):
    """The one exception of a review, by django-guardian with a direct key: its named reviewer (DESIGN §4)."""

    content_object = models.ForeignKey(Review, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False

"""While a review runs: terms of reference by version, written requests for progress, pauses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from partnerships.scope import TenantModel, scoped_manager

from .review import Review


class TermsQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(event__annulled_by=None)


class Terms(TenantModel):
    """One version of the terms of reference, governance group and media strategy (BEX-4, DAR-9)."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="terms")
    version = models.PositiveIntegerField()
    methodology = models.SlugField(max_length=60, blank=True)
    methodology_title = models.CharField(max_length=160, blank=True)
    answers = models.JSONField(default=dict, help_text="section -> question -> answer, to start the next version from")
    said = models.JSONField(default=list, help_text="[title, [[question, answer]]] in words, as it was asked")
    changed = models.TextField(blank=True, help_text="what this version changes and why")
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=200)
    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="terms")

    objects = scoped_manager(TermsQuerySet)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint("review", "version", name="terms_version_once"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(changed=""), name="later_terms_say_what_changed"),
        ]


class ProgressRequest(TenantModel):
    """The reviewer is asked in writing how far the work is, and answers in writing (C-43)."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="progress_requests")
    asked = models.TextField()
    answer_by = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="progress_request")

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(asked=""), name="progress_asks_something"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="progress_answered_with_words",
            ),
        ]


class PauseQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(event__annulled_by=None)


class Pause(TenantModel):
    """A review rests, with the reason that is passed on (C-19). It moves no limit: it is why one was missed."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="pauses")
    reason = models.TextField()
    waits_for = models.CharField(max_length=300, blank=True, help_text="another process, as it was entered")
    expected_on = models.DateField(null=True, blank=True, help_text="when it should go on")
    told = models.JSONField(default=list, help_text="outside bodies that were told the reason")
    began_at = models.DateTimeField()
    began_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_why = models.TextField(blank=True)
    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="pause")

    objects = scoped_manager(PauseQuerySet)

    class Meta:
        ordering = ["began_at", "id"]
        constraints = [
            models.UniqueConstraint("review", name="one_running_pause", condition=Q(ended_at=None)),
            models.CheckConstraint(condition=~Q(reason=""), name="paused_with_a_reason"),
        ]

"""What agencies know: scoping requests, each agency's return, chronology rows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from partnerships.scope import TenantModel, scoped_manager

OPEN = ("outstanding", "draft")
ANSWERED = ("returned", "not-known")


class ScopingRequest(TenantModel):
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="scoping_requests")
    track = models.SlugField(max_length=60, blank=True)
    wording = models.TextField(help_text="what the agencies are asked")
    window_from = models.DateField(null=True, blank=True)
    window_to = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField()
    supplement = models.BooleanField(default=False, help_text="more asked of one agency that had answered")
    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="scoping_request")


class ScopingReturnQuerySet(models.QuerySet):
    def standing(self):
        """Those whose request nobody struck out of the record."""
        return self.filter(request__event__annulled_by=None)

    def open(self):
        """Not answered yet and not withdrawn."""
        return self.filter(state__in=OPEN)

    def answered(self):
        return self.filter(state__in=ANSWERED)


class ScopingReturn(TenantModel):
    """One agency's answer to one request; made outstanding with the request."""

    class State(models.TextChoices):
        OUTSTANDING = "outstanding", "Outstanding"
        DRAFT = "draft", "Being written"
        RETURNED = "returned", "Returned"
        NOT_KNOWN = "not-known", "Not known to us"
        WITHDRAWN = "withdrawn", "Withdrawn"

    request = models.ForeignKey(ScopingRequest, on_delete=models.PROTECT, related_name="returns")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="scoping_returns")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="scoping_returns")
    state = models.CharField(max_length=12, choices=State.choices, default=State.OUTSTANDING)
    analysis = models.TextField(blank=True, help_text="what happened and why (RED-7)")
    involvement = models.TextField(blank=True)
    records_searched = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, help_text="two people editing one return are told")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    returned_by_label = models.CharField(max_length=160, blank=True)
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_by_label = models.CharField(max_length=160, blank=True)
    changed_by_label = models.CharField(
        max_length=160, blank=True, help_text="who saved last, for whoever else is writing"
    )
    history = HistoricalRecords()

    objects = scoped_manager(ScopingReturnQuerySet)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    class Meta:
        constraints = [
            models.UniqueConstraint("request", "agency", name="one_return_an_agency"),
            models.UniqueConstraint(
                "case", "agency", name="one_open_return_an_agency", condition=Q(state__in=["outstanding", "draft"])
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "not-known"]) | Q(returned_at__isnull=False),
                name="returned_when",
            ),
        ]


class ChronologyRow(TenantModel):
    """One significant event as an agency's records tell it. The date may be known in part."""

    scoping_return = models.ForeignKey(ScopingReturn, on_delete=models.CASCADE, related_name="chronology")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="chronology")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    happened_on = models.DateField(help_text="the first day it may have been, when known in part")
    precision = models.CharField(
        max_length=5, choices=[("day", "day"), ("month", "month"), ("year", "year")], default="day"
    )
    happened_time = models.TimeField(null=True, blank=True)
    event = models.TextField()
    source_record = models.CharField(max_length=200, blank=True)
    who_was_involved = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    subject_seen = models.TextField(blank=True, help_text="was the child or adult seen, and what did they say")
    comment = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, help_text="two people editing one entry are told")
    history = HistoricalRecords()

    class Meta:
        ordering = ["happened_on", "happened_time", "id"]
        indexes = [models.Index("case", "happened_on", name="chronology_of_case")]

"""What agencies know: scoping requests, each agency's return, chronology rows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from partnerships.scope import TenantModel, scoped_manager

OPEN = ("outstanding", "draft", "awaiting")  # not in yet
WRITABLE = ("outstanding", "draft")
ANSWERED = ("returned", "not-known")


class ScopingRequest(TenantModel):
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="scoping_requests")
    track = models.SlugField(max_length=60, blank=True)
    wording = models.TextField(help_text="what the agencies are asked")
    window_from = models.DateField(null=True, blank=True)
    window_to = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField()
    supplement = models.BooleanField(default=False, help_text="more asked of one agency that had answered")
    form = models.CharField(
        max_length=60, blank=True, help_text="the procedure's form that is answered; none: the usual questions"
    )
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
        AWAITING = "awaiting", "Awaiting sign-off"
        RETURNED = "returned", "Returned"
        NOT_KNOWN = "not-known", "Not known to us"
        WITHDRAWN = "withdrawn", "Withdrawn"

    request = models.ForeignKey(ScopingRequest, on_delete=models.PROTECT, related_name="returns")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="scoping_returns")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="scoping_returns")
    state = models.CharField(max_length=12, choices=State.choices, default=State.OUTSTANDING)
    answers = models.JSONField(default=dict, blank=True, help_text="section of the form -> question -> answer (RED-7)")
    own_files = models.JSONField(
        default=list, blank=True, help_text="chronologies in the agency's own format, as it sent them (BEX-15)"
    )
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
    writers = models.JSONField(default=dict, help_text="answer -> [who wrote it last, when]: authors see one another")
    written_by = models.CharField(
        max_length=6, blank=True, choices=[("agency", "its own people"), ("office", "the office for it")],
        help_text="whose draft it is: until it is sent an agency's own is nobody else's to read",
    )  # fmt: skip
    proposed = models.CharField(
        max_length=12, blank=True, help_text="what waits for the lead's signature: returned or not-known"
    )
    history = HistoricalRecords()

    objects = scoped_manager(ScopingReturnQuerySet)

    @property
    def is_open(self) -> bool:
        """Still owed."""
        return self.state in OPEN

    @property
    def is_writable(self) -> bool:
        """Still owed, and not waiting for the lead's signature."""
        return self.state in WRITABLE

    @property
    def is_sent(self) -> bool:
        return self.state in ANSWERED

    class Meta:
        constraints = [
            models.UniqueConstraint("request", "agency", name="one_return_an_agency"),
            models.UniqueConstraint(
                "case", "agency", name="one_open_return_an_agency", condition=Q(state__in=list(OPEN))
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
    changed_by_label = models.CharField(max_length=160, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["happened_on", "happened_time", "id"]
        indexes = [models.Index("case", "happened_on", name="chronology_of_case")]


class ReturnLink(TenantModel):
    """Who outside may answer one request without an account, and until when. The secrets themselves are
    `partnerships.PrivateLink` rows; each e-mail carries one of its own, all of them end together."""

    scoping_return = models.ForeignKey(ScopingReturn, on_delete=models.CASCADE, related_name="links")
    name = models.CharField(max_length=160)
    email = models.EmailField()
    until = models.DateField(help_text="the last day on which it opens")
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=160)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_label = models.CharField(max_length=160, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True, help_text="when it was used last")

    class Meta:
        constraints = [
            models.UniqueConstraint("scoping_return", name="one_link_a_return", condition=Q(ended_at=None)),
        ]

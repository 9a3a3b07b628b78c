"""The way in: a referral as it is written, sent, asked about and sent again."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from partnerships.scope import TenantModel, scoped_manager


class ReferralQuerySet(models.QuerySet):
    def being_written(self):
        return self.filter(state="draft")

    def by_the_office(self):
        return self.exclude(entered_by=None)

    def last_saved_first(self):
        return self.order_by("-saved_at", "-id")


class Referral(TenantModel):
    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        SUBMITTED = "submitted", "Submitted"
        SENT_BACK = "sent-back", "Sent back with questions"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class How(models.TextChoices):
        FORM = "form", "By the form on this site"
        TELEPHONE = "telephone", "By telephone"
        EMAIL = "e-mail", "By e-mail"
        LETTER = "letter", "By letter"
        IN_PERSON = "in person", "In person"

    procedure = models.ForeignKey("procedures.ProcedureVersion", on_delete=models.PROTECT, related_name="+")
    form = models.SlugField(max_length=60)
    pathway = models.SlugField(max_length=60, blank=True)
    borough = models.ForeignKey(
        "partnerships.Borough", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answers = models.JSONField(default=dict, help_text="section -> field -> value, or a list of them when it repeats")
    typed = models.JSONField(
        default=dict, help_text="page -> boxes as typed, where something could not be kept as an answer"
    )
    arrived = models.JSONField(
        default=dict, blank=True, help_text="the e-mail or Word form it began from, and what was read of it"
    )
    finished_sections = models.JSONField(default=list, help_text="pages left by “save and continue”")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    entered_by = models.ForeignKey("partnerships.Membership", null=True, on_delete=models.PROTECT, related_name="+")
    referrer_name = models.CharField(max_length=160, blank=True)
    referrer_email = models.EmailField(blank=True)
    received_at = models.DateTimeField(
        null=True, blank=True, help_text="when it reached the office; empty: when it is submitted (C-51)"
    )
    received_how = models.CharField(max_length=10, choices=How.choices, default=How.FORM)
    submission_key = models.UUIDField(default=uuid.uuid4, help_text="a form posted twice leaves one referral")
    case = models.OneToOneField("cases.Case", null=True, on_delete=models.PROTECT, related_name="referral")
    version = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=160, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    objects = scoped_manager(ReferralQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "submission_key", name="submitted_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(case__isnull=False, submitted_at__isnull=False),
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

    class Meta:
        ordering = ["id"]


class LogImport(TenantModel):
    """A spreadsheet of past referrals on its way into the log: read, checked whole, then taken over all or nothing."""

    class State(models.TextChoices):
        READ = "read", "To say what its columns are"
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked"
        IMPORTING = "importing", "Being imported"
        DONE = "done", "Imported"
        FAILED = "failed", "Could not be imported"
        DISCARDED = "discarded", "Discarded"

    file = models.ForeignKey("documents.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField(max_length=120)
    heading_row = models.PositiveIntegerField()
    sheets = models.JSONField(default=list, help_text="the names of the sheets of the file")
    headings = models.JSONField(default=list, help_text="[letter, heading, first value] of each column")
    mapping = models.JSONField(default=dict, help_text="our column -> its letter in the file")
    remembered = models.JSONField(default=dict, help_text="our column -> its heading in plain words, for the next time")
    words = models.JSONField(default=dict, help_text="column -> plain words of the log -> the name of ours they mean")
    unknown = models.JSONField(default=list, help_text="[column, words, rows] that we do not know, once checked")
    kind = models.SlugField(max_length=60, blank=True, help_text="the pathway of all rows, where no column says it")
    borough = models.ForeignKey("partnerships.Borough", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.READ)
    rows = models.PositiveIntegerField(default=0, help_text="of the file, once checked: past cases and wrong ones")
    good = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0, help_text="how many problems there are; the first are kept")
    problems = models.JSONField(default=list, help_text="[row, letter, column, what is wrong]")
    notes = models.JSONField(default=list, help_text="what was left out or kept as words")
    error = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey("partnerships.Membership", null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    asked_at = models.DateTimeField(help_text="when the worker was last asked for something")
    ended_by = models.CharField(max_length=160, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True, help_text="how long the import took")

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.UniqueConstraint("partnership", "sha256", name="log_imported_once", condition=Q(state="done")),
            models.CheckConstraint(
                condition=~Q(state__in=["importing", "done"]) | Q(wrong=0, good__gt=0), name="imported_without_problems"
            ),
            models.CheckConstraint(condition=~Q(state="done") | Q(ended_at__isnull=False), name="import_done_when"),
        ]

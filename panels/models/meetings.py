"""Meetings of the bodies that decide: agenda, who came, minutes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from partnerships.scope import TenantModel


class Meeting(TenantModel):
    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        OPEN = "open", "In session"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Cancelled"

    body = models.SlugField(max_length=60, help_text="name of the body in the procedure text")
    borough = models.ForeignKey(
        "partnerships.Borough",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="of a body that each borough has for itself",
    )
    procedure = models.ForeignKey("procedures.ProcedureVersion", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, default="meeting", help_text="meeting, virtual, correspondence")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.TextField(blank=True)
    short_notice_why = models.TextField(blank=True, help_text="why its members were called later than the text says")
    held_already_why = models.TextField(blank=True, help_text="why it was entered only after its day had passed")
    papers_frozen_at = models.DateTimeField(null=True, blank=True)
    answers_by = models.DateTimeField(null=True, blank=True, help_text="of a decision in writing: until when")
    current = models.ForeignKey(
        "panels.AgendaItem",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the item being dealt with now",
    )
    version = models.PositiveIntegerField(default=1, help_text="every change counts: live pages poll it")
    history = HistoricalRecords()

    class Meta:
        indexes = [models.Index("partnership", "starts_at", name="meeting_when")]
        constraints = [
            models.UniqueConstraint(
                "partnership",
                "body",
                "borough",
                "starts_at",
                name="one_meeting_at_a_time",
                condition=~Q(state="cancelled"),
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=~Q(state="cancelled") | ~Q(cancelled_why=""), name="cancelled_why"),
            models.CheckConstraint(
                condition=Q(answers_by=None) | Q(kind="correspondence"), name="answers_by_of_a_vote_in_writing"
            ),
        ]


class AgendaItem(TenantModel):
    class State(models.TextChoices):
        LISTED = "listed", "On the agenda"
        DONE = "done", "Dealt with"
        DEFERRED = "deferred", "Deferred"
        REMOVED = "removed", "Taken off"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey("cases.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items")
    title = models.CharField(max_length=200, blank=True, help_text="of an item that is no case")
    standing = models.CharField(
        max_length=6, blank=True, choices=[("before", "Before the cases"), ("after", "After the cases")],
        help_text="of an item that is on every agenda",
    )  # fmt: skip
    position = models.PositiveIntegerField()
    minutes_planned = models.PositiveIntegerField(null=True, blank=True)
    presenter = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.LISTED)
    discussion = models.TextField(blank=True, help_text="the minute of the discussion")
    outcome = models.CharField(max_length=300, blank=True, help_text="what came of it, in one sentence")
    criteria_recalled_at = models.DateTimeField(null=True, blank=True)
    criteria_recalled_by = models.CharField(
        max_length=160, blank=True, help_text="who recorded that they were read out"
    )
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(case__isnull=False) | ~Q(title=""), name="item_is_something"),
            models.UniqueConstraint(
                "meeting", "case", name="case_once_on_an_agenda", condition=Q(state__in=["listed", "done"])
            ),
        ]


class Attendance(TenantModel):
    """A person at a meeting: for which agency, in what part, from when to when."""

    class Part(models.TextChoices):
        VOTING = "voting", "Voting member"
        CHAIR = "chair", "Chair"
        ADVISER = "adviser", "Adviser, no vote"
        OBSERVER = "observer", "Observer"
        NOTES = "notes", "Note-taker"
        APOLOGIES = "apologies", "Apologies"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    membership = models.ForeignKey("partnerships.Membership", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    agency = models.ForeignKey("partnerships.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part.choices)
    deputy_for = models.CharField(max_length=160, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.CharField(max_length=160)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "meeting", "membership", name="here_once", condition=Q(membership__isnull=False, left_at=None)
            ),
            models.UniqueConstraint(
                "meeting",
                "name",
                "agency",
                name="guest_here_once",
                condition=Q(membership=None, left_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at")), name="left_after_arriving"
            ),
            models.CheckConstraint(condition=~Q(part="voting") | Q(agency__isnull=False), name="voting_for_an_agency"),
        ]


class MinutesText(TenantModel):
    """The minutes of a meeting: drafted from what was recorded, then edited by the secretariat."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        AGREED = "agreed", "Agreed"

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    text = models.TextField(help_text="the opening paragraphs; what was said on an item is kept with the item")
    paper = models.JSONField(null=True, help_text="the minutes as agreed: from then on nothing changes them")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True, help_text="to those who were there, for amendments")
    comments_by = models.DateField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="that agreed them"
    )
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(agreed_at__isnull=False, paper__isnull=False),
                name="agreed_minutes_are_kept",
            )
        ]

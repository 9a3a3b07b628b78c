"""Due dates as rows: computed from a case's starts, the calendar and the procedure's clocks; never counted down."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from partnerships.scope import TenantModel, scoped_manager


class NonWorkingDay(TenantModel):
    """A day that does not count, or (working) one that does although the library says otherwise.

    Kept as rows, so that a past answer can be explained.
    """

    class Source(models.TextChoices):
        BANK_HOLIDAY = "bank-holiday", "Bank holiday"
        PROCLAIMED = "proclaimed", "Bank holiday proclaimed later"
        CLOSURE = "closure", "Closure day of the partnership"
        WORKING = "working", "Counts as a working day"

    on = models.DateField()
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=14, choices=Source.choices)
    entered_by = models.CharField(max_length=160, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("partnership", "on", name="day_once")]
        ordering = ["on"]


class MeetingDay(TenantModel):
    """When a body meets, for "before the next meeting of …"; the panels room keeps it in step with its meetings."""

    body = models.SlugField(max_length=60, help_text="its name in the procedure text")
    borough = models.ForeignKey(
        "partnerships.Borough", null=True, on_delete=models.PROTECT, related_name="+",
        help_text="of a body that each borough has for itself",
    )  # fmt: skip
    on = models.DateField()
    meeting = models.BigIntegerField(help_text="id of the meeting; by number, because panels come after this room")

    class Meta:
        constraints = [models.UniqueConstraint("partnership", "meeting", name="meeting_day_once")]
        indexes = [models.Index("partnership", "body", "on", name="meeting_days")]


class DeadlineQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=Deadline.State.OPEN)


class Deadline(TenantModel):
    class State(models.TextChoices):
        OPEN = "open", "Open"
        MET = "met", "Met"
        MISSED = "missed", "Not done"
        WITHDRAWN = "withdrawn", "Withdrawn"
        SUPERSEDED = "superseded", "Superseded"
        NOT_APPLICABLE = "na", "Does not apply"

    case = models.ForeignKey("cases.Case", null=True, on_delete=models.CASCADE, related_name="deadlines")
    clock = models.SlugField(max_length=80)
    round = models.PositiveIntegerField(default=1, help_text="which time this clock ran: a question asked again is 2")
    title = models.CharField(max_length=160)
    track = models.SlugField(max_length=60, blank=True)
    about = models.CharField(max_length=80, blank=True, help_text="agency:12, action:7 …; empty: the case")
    agency = models.ForeignKey("partnerships.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        "partnerships.Membership", null=True, on_delete=models.PROTECT, related_name="+",
        help_text="one person who must act, before anybody else of the agency or the role",
    )  # fmt: skip
    role = models.SlugField(max_length=60, help_text="role of the text that must act")
    borough = models.ForeignKey("partnerships.Borough", null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    target_on = models.DateField(null=True)
    due_on = models.DateField(help_text="the last day that is in time")
    done_by = ArrayField(
        models.BigIntegerField(),
        default=list,
        help_text="users who have done their part: only the others are waited for",
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    ended_at = models.DateTimeField(null=True, help_text="when it was met, from when the thing happened")
    ended_by = models.ForeignKey("cases.Event", null=True, on_delete=models.PROTECT, related_name="+")
    provisional = models.BooleanField(default=False, help_text="a part of the rule is not known yet")
    explanation = models.JSONField(
        default=dict, help_text="start, counted, skipped, rule, clause, version; of limit and target"
    )
    permanence = models.BooleanField(default=False, help_text="lasting until then is good; nobody is reminded")
    reason_late = models.TextField(blank=True)
    computed_at = models.DateTimeField(auto_now=True)

    objects = scoped_manager(DeadlineQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "clock", "about", name="one_open_deadline", condition=Q(state="open")),
            models.UniqueConstraint("case", "clock", "about", "round", name="one_deadline_a_round"),
            models.CheckConstraint(condition=~Q(state="met") | Q(ended_at__isnull=False), name="met_when"),
        ]
        indexes = [
            models.Index("due_on", name="deadline_due", condition=Q(state="open")),
            models.Index("partnership", "due_on", name="deadline_due_here", condition=Q(state="open")),
            models.Index("case", "due_on", name="deadline_of_case"),
        ]


class Reminder(TenantModel):
    """One row for each deadline, occasion and recipient: what makes a reminder go out exactly once."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="reminders")
    occasion = models.CharField(max_length=40, help_text="before-2, on-day, overdue-1 …, recomputed-<date>")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    copy = models.BooleanField(default=False)
    for_day = models.DateField()
    queued_at = models.DateTimeField()
    message = models.ForeignKey(
        "documents.OutboxMessage", null=True, on_delete=models.PROTECT, related_name="reminders"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("deadline", "occasion", "recipient", name="reminded_once"),
        ]
        indexes = [models.Index("partnership", "recipient", name="reminder_unsent", condition=Q(message=None))]


class Chase(TenantModel):
    """Somebody was reminded by hand of one deadline, at most once a day; how often says who hears next."""

    class Rung(models.TextChoices):
        LEAD = "lead", "whoever must act"
        DEPUTY = "deputy", "the deputy too"
        SENIOR = "senior", "the agency’s senior lead too"

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="chases")
    event = models.ForeignKey("cases.Event", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()
    rung = models.CharField(max_length=6, choices=Rung.choices)
    to_label = models.CharField(max_length=300, help_text="the names of those written to")

    class Meta:
        constraints = [models.UniqueConstraint("deadline", "on", name="chased_once_a_day")]

"""After a meeting: amendments asked for, and what it asked others to do."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from partnerships.scope import TenantModel

from .meetings import AgendaItem, MinutesText


class MinutesComment(TenantModel):
    """An amendment that somebody who was at the meeting asks for, and what became of it."""

    class State(models.TextChoices):
        OPEN = "open", "To be answered"
        TAKEN = "taken", "Taken in"
        NOT_TAKEN = "not-taken", "Not taken in"

    minutes = models.ForeignKey(MinutesText, on_delete=models.PROTECT, related_name="comments")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=200, help_text="person and agency as they were then")
    text = models.TextField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=160, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    @property
    def came_late(self) -> bool:
        last = self.minutes.comments_by
        return last is not None and timezone.localdate(self.made_at) > last

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(condition=~Q(state="not-taken") | ~Q(answer=""), name="not_taken_with_a_reason"),
        ]


class ActionPoint(TenantModel):
    """What a meeting asked an agency or a person to do, until it is done or no longer needed."""

    class State(models.TextChoices):
        OPEN = "open", "To do"
        DONE = "done", "Done"
        DROPPED = "dropped", "No longer needed"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(max_length=500)
    agency = models.ForeignKey("partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.CharField(max_length=160, blank=True, help_text="a person or office, where it is no agency's")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    outcome = models.TextField(blank=True, help_text="what was done, or why it is no longer needed")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=160)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=160, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="action_says_something"),
            models.CheckConstraint(condition=Q(agency__isnull=False) | ~Q(owner=""), name="action_has_an_owner"),
            models.CheckConstraint(
                condition=Q(state="open") | (~Q(outcome="") & Q(ended_at__isnull=False)), name="action_ended_with_words"
            ),
        ]

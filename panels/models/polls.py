"""Dates that are offered for a meeting, and who can come on each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from partnerships.scope import TenantModel

from .meetings import Meeting


class DatePoll(TenantModel):
    """The office asks the members of a body which of several dates suits them; one becomes the meeting."""

    class State(models.TextChoices):
        OPEN = "open", "Asked"
        CHOSEN = "chosen", "A date is chosen"
        WITHDRAWN = "withdrawn", "Withdrawn"

    body = models.SlugField(max_length=60)
    borough = models.ForeignKey("partnerships.Borough", null=True, on_delete=models.PROTECT, related_name="+")
    procedure = models.ForeignKey("procedures.ProcedureVersion", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    place = models.CharField(max_length=200)
    case = models.ForeignKey(
        "cases.Case", null=True, on_delete=models.PROTECT, related_name="date_polls", help_text="whose deadlines count"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answers_by = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=160)
    ended_at = models.DateTimeField(null=True, blank=True)
    meeting = models.OneToOneField(Meeting, null=True, on_delete=models.PROTECT, related_name="date_poll")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="chosen", meeting__isnull=False) | (~Q(state="chosen") & Q(meeting=None)),
                name="chosen_is_a_meeting",
            )
        ]


class PollDate(TenantModel):
    poll = models.ForeignKey(DatePoll, on_delete=models.CASCADE, related_name="dates")
    starts_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.UniqueConstraint("poll", "starts_at", name="date_once_in_a_poll")]


class PollAnswer(TenantModel):
    """What one person says of one date; said again, it takes the place of what they said before."""

    class Answer(models.TextChoices):
        YES = "yes", "Can come"
        MAYBE = "maybe", "If need be"
        NO = "no", "Cannot come"

    date = models.ForeignKey(PollDate, on_delete=models.CASCADE, related_name="answers")
    membership = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=6, choices=Answer.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("date", "membership", name="one_answer_a_date")]

"""A learning event of a review: who is invited, who came, what they thought of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from partnerships.scope import TenantModel, scoped_manager

from .review import Review


class LearningEventQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(event__annulled_by=None)


class LearningEvent(TenantModel):
    """Practitioners and leads reflect together on what happened (BEX-3, DAR-13, RED-33)."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="learning_events")
    title = models.CharField(max_length=160)
    purpose = models.TextField(help_text="what the invited read behind their link")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    convened_at = models.DateTimeField()
    convened_by = models.CharField(max_length=160)
    held_at = models.DateTimeField(null=True, blank=True, help_text="when it was recorded as held")
    held_by = models.CharField(max_length=160, blank=True)
    learnt = models.TextField(blank=True, help_text="what came of it, in the words of the office")
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_why = models.TextField(blank=True, help_text="for the office; the invited read that it is not held")
    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="learning_event")

    objects = scoped_manager(LearningEventQuerySet)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(held_at=None) | ~Q(learnt=""), name="learning_event_says_what_came"),
            models.CheckConstraint(
                condition=Q(called_off_at=None) | Q(held_at=None) & ~Q(called_off_why=""),
                name="learning_event_called_off_why",
            ),
        ]


class Invitation(TenantModel):
    """One person who is invited, by a private link of their own."""

    class Answer(models.TextChoices):
        NONE = "", "Not answered"
        COMING = "coming", "Coming"
        NOT_COMING = "not-coming", "Not coming"

    learning_event = models.ForeignKey(LearningEvent, on_delete=models.PROTECT, related_name="invitations")
    name = models.CharField(max_length=160)
    email = models.EmailField()
    invited_at = models.DateTimeField()
    answer = models.CharField(max_length=10, blank=True, choices=Answer.choices)
    answered_at = models.DateTimeField(null=True, blank=True)
    came = models.BooleanField(null=True)
    evaluated_at = models.DateTimeField(null=True, blank=True, help_text="that they evaluated; not what they wrote")

    class Meta:
        ordering = [Lower("name"), "id"]
        constraints = [models.UniqueConstraint("learning_event", Lower("email"), name="invited_once")]


class Evaluation(TenantModel):
    """What somebody thought of the event. It is not kept whose it is."""

    learning_event = models.ForeignKey(LearningEvent, on_delete=models.PROTECT, related_name="evaluations")
    useful = models.PositiveSmallIntegerField(help_text="1 not at all … 5 very")
    change = models.TextField(blank=True, help_text="what they will do differently")
    better = models.TextField(blank=True, help_text="what should be better next time")

    class Meta:
        # In no order of time: the order would say who was first.
        ordering = ["-useful", "change", "better"]
        constraints = [models.CheckConstraint(condition=Q(useful__gte=1, useful__lte=5), name="useful_one_to_five")]

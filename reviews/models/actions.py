"""What somebody is to do because of a case, a review or what others learnt, and everything said about it (C-37)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from partnerships.scope import TenantModel, scoped_manager

from .learning import LearningEntry, ReviewRecommendation


class ActionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=Action.State.OPEN)


class Action(TenantModel):
    """It belongs to a case, with or without a review and a review recommendation, or to an entry of the learning log.

    `due_on` moves when it gets more time; `original_due_on` never does (DAR-10).
    """

    class State(models.TextChoices):
        OPEN = "open", "To do"
        DONE = "done", "Done"
        DROPPED = "dropped", "Given up"

    class Origin(models.TextChoices):
        ITSELF = "itself", "It was decided by itself"
        MEETING = "meeting", "A meeting asked for it"
        REVIEW = "review", "A review led to it"
        LEARNING = "learning", "Learning from elsewhere led to it"

    case = models.ForeignKey("cases.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    learning = models.ForeignKey(LearningEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    recommendation = models.ForeignKey(
        ReviewRecommendation, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    number = models.PositiveIntegerField(help_text="counted within the case or the entry of the log")
    what = models.TextField()
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        "partnerships.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    owner_name = models.CharField(max_length=160, blank=True, help_text="a person or post without an account")
    due_on = models.DateField()
    original_due_on = models.DateField()
    measure = models.TextField(help_text="what would show that it worked")
    origin = models.CharField(max_length=10, choices=Origin.choices)
    origin_words = models.CharField(max_length=200, blank=True, help_text="which meeting, which finding")
    agreed_by = models.CharField(max_length=200, blank=True, help_text="the body that agreed it")
    agreed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    outcome = models.TextField(blank=True, help_text="what was done and what shows it, or why it was given up")
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(help_text="when it was decided")
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    objects = scoped_manager(ActionQuerySet)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint("case", "number", name="plan_action_of_case_once"),
            models.UniqueConstraint("learning", "number", name="plan_action_of_learning_once"),
            models.CheckConstraint(
                condition=Q(case__isnull=False, learning__isnull=True) | Q(case__isnull=True, learning__isnull=False),
                name="plan_action_belongs_somewhere",
            ),
            models.CheckConstraint(condition=~Q(what="") & ~Q(measure=""), name="plan_action_says_what_and_measure"),
            models.CheckConstraint(condition=Q(due_on__gte=F("original_due_on")), name="plan_action_day_only_later"),
            models.CheckConstraint(
                condition=Q(state="open") | (~Q(outcome="") & Q(ended_at__isnull=False)), name="plan_action_ended_why"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index("partnership", "due_on", name="plan_action_due", condition=Q(state="open")),
            models.Index("partnership", "agency", "due_on", name="plan_action_of_agency"),
        ]

    @property
    def label(self) -> str:
        return f"action {self.number}"

    @property
    def about(self) -> str:
        """What its entries on the record and its deadlines are about."""
        return f"action:{self.pk}"

    @property
    def reference(self) -> str:
        """Of what it follows from: a case, or an entry of the learning log."""
        return self.case.reference if self.case_id else self.learning.reference

    @property
    def owner_words(self) -> str:
        """ "Nia Lee, NEL NHS ICB"."""
        name = self.owner.user.name if self.owner_id else self.owner_name
        return ", ".join(part for part in (name, self.agency.title) if part)


class ActionEntry(TenantModel):
    """One thing that was done or said about an action, in the order it was recorded. Only ever added to.

    Of an action of a case it stands beside the entry of the case's record; struck out there, it no longer counts.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="entries")
    act = models.SlugField(max_length=60)
    event = models.OneToOneField("cases.Event", null=True, on_delete=models.PROTECT, related_name="action_entry")
    summary = models.TextField()
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    by = models.CharField(max_length=160)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index("action", "id", name="entry_of_action")]

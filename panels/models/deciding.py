"""What a meeting decides: questions, votes, recommendation, dissent, ratification."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from partnerships.scope import TenantModel

from .meetings import AgendaItem


class Question(TenantModel):
    """What the chair puts to the vote; the electorate is frozen when it closes."""

    class State(models.TextChoices):
        OPEN = "open", "Voting is open"
        CLOSED = "closed", "Closed"
        ABANDONED = "abandoned", "Abandoned"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="questions")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="questions")
    wording = models.TextField()
    options = models.JSONField(help_text="list of {value, label}")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    put_at = models.DateTimeField()
    put_by = models.CharField(max_length=160)
    closed_at = models.DateTimeField(null=True, blank=True)
    electorate = models.JSONField(null=True, help_text="at closing: entitled, present, voted, conflicted, quorum")
    result = models.JSONField(null=True, help_text="counts, carried option or why it goes up")

    class Meta:
        constraints = [
            models.UniqueConstraint("item", name="one_open_question", condition=Q(state="open")),
            models.CheckConstraint(
                condition=~Q(state="closed")
                | Q(closed_at__isnull=False, electorate__isnull=False, result__isnull=False),
                name="closed_with_electorate",
            ),
        ]


class Vote(TenantModel):
    """One agency's answer. One row for each question and agency, whoever casts it (C-11)."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="votes")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    option = models.CharField(max_length=80, help_text="an option's value, or 'abstain'")
    reason = models.TextField(blank=True)
    cast_by = models.ForeignKey("partnerships.Membership", null=True, on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(
        "partnerships.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="whose voice it is, whoever entered it; empty for a guest without an account",
    )  # fmt: skip
    cast_by_name = models.CharField(max_length=160)
    entered_by = models.CharField(max_length=160, blank=True, help_text="secretariat, for a paper vote")
    cast_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    @property
    def voice_id(self) -> int | None:
        """Whose conflict of interest makes it void, and who may change it (C-11)."""
        return self.given_by_id or self.cast_by_id

    class Meta:
        constraints = [
            models.UniqueConstraint("question", "agency", name="one_vote_an_agency"),
            models.CheckConstraint(
                condition=Q(cast_by=None) | Q(given_by=None) | Q(given_by=models.F("cast_by")),
                name="cast_by_its_giver",
            ),
        ]


class Recommendation(TenantModel):
    """What a body advises: review type, focus, methodology, reasons (RED-10). Kept apart from the vote."""

    class State(models.TextChoices):
        OPEN = "open", "Waiting for ratification"
        RATIFIED = "ratified", "Ratified"
        RETURNED = "returned", "Returned"
        REPLACED = "replaced", "Replaced"
        ESCALATED = "escalated", "With the deciding body"
        WITHDRAWN = "withdrawn", "Withdrawn"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="recommendations")
    body = models.SlugField(max_length=60)
    question = models.ForeignKey(Question, null=True, on_delete=models.PROTECT, related_name="recommendations")
    review_type = models.SlugField(max_length=60)
    review_type_title = models.CharField(max_length=160)
    focus = models.TextField()
    methodology = models.SlugField(max_length=60, blank=True)
    methodology_title = models.CharField(max_length=160, blank=True)
    reasons = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    recommended_at = models.DateTimeField()
    recommended_by = models.CharField(max_length=160)
    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="recommendation")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "case", name="one_open_recommendation", condition=Q(state__in=["open", "escalated"])
            ),
            models.CheckConstraint(condition=~Q(reasons="") & ~Q(focus=""), name="recommended_with_reasons"),
        ]


class Ratification(TenantModel):
    """The named role's answer to one recommendation; once for each role."""

    class Answer(models.TextChoices):
        RATIFIED = "ratified", "Ratified"
        RETURNED = "returned", "Returned"
        REPLACED = "replaced", "Replaced"

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="ratifications")
    role = models.SlugField(max_length=60)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    reasons = models.TextField()
    replaced_by = models.JSONField(null=True, help_text="review type, focus and methodology put in its place")
    by = models.CharField(max_length=200, help_text="person and role as they were then")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="ratification")

    class Meta:
        constraints = [
            models.UniqueConstraint("recommendation", "role", name="one_answer_a_role"),
            models.CheckConstraint(condition=~Q(reasons=""), name="ratified_with_reasons"),
        ]


class BodyAnswer(TenantModel):
    """What one member of a body that decides together answers, for itself; the body's rule makes the decision (BEX-4).

    `settled_at`: from then on it is part of the past, because the body decided or the question was taken from it.
    """

    class Answer(models.TextChoices):
        RATIFIED = "ratified", "Ratify"
        RETURNED = "returned", "Send it back"
        REPLACED = "replaced", "Decide otherwise"
        DECIDED = "decided", "Decide"
        NO_PART = "no-part", "Takes no part"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="body_answers")
    recommendation = models.ForeignKey(
        Recommendation, null=True, blank=True, on_delete=models.PROTECT, related_name="body_answers"
    )
    body = models.SlugField(max_length=60)
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    choice = models.JSONField(null=True, help_text="review type, methodology, focus and title, of a decision")
    reasons = models.TextField()
    given_by = models.CharField(max_length=160)
    entered_by = models.CharField(max_length=160, blank=True, help_text="a colleague, where it was told them")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    event = models.ForeignKey("cases.Event", on_delete=models.PROTECT, related_name="body_answers")
    settled_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "agency", name="one_answer_a_member", condition=Q(settled_at=None)),
            models.CheckConstraint(condition=~Q(reasons=""), name="body_answer_with_reasons"),
            models.CheckConstraint(
                condition=Q(answer__in=["replaced", "decided"], choice__isnull=False)
                | Q(answer__in=["ratified", "returned", "no-part"], choice=None),
                name="body_answer_with_its_choice",
            ),
        ]


class Dissent(TenantModel):
    """A member's recorded disagreement and its way up (RED-5)."""

    class State(models.TextChoices):
        RECORDED = "recorded", "With the agency's lead"
        PASSED_ON = "passed-on", "With the chair"
        RECONVENED = "reconvened", "Panel reconvened"
        ESCALATED = "escalated", "With the deciding body"
        DECIDED = "decided", "Decided"
        WITHDRAWN = "withdrawn", "Withdrawn"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="dissents")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="dissents")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    rationale = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECORDED)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=160)
    outcome = models.TextField(blank=True)
    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="dissent")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(rationale=""), name="dissent_with_rationale")]

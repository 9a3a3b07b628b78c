"""What was learnt: review recommendations and good practice of our own cases, and what others learnt (C-28, C-32)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import GeneratedField, Q
from simple_history.models import HistoricalRecords

from partnerships.scope import TenantModel

ENGLISH = "english"


def _themes() -> ArrayField:
    return ArrayField(models.SlugField(max_length=60), default=list, blank=True)


class ReviewRecommendation(TenantModel):
    """A recommendation of a review, or good practice that it found: an entry of its own kind.

    What is asked of whom, by when, and what would show that it worked (BEX-10, DAR §14.3); accepted or not, and why.
    """

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", "Recommendation"
        GOOD_PRACTICE = "good-practice", "Good practice"

    class Answer(models.TextChoices):
        NONE = "", "Not answered yet"
        ACCEPTED = "accepted", "Accepted"
        PARTLY = "partly", "Accepted in part"
        NOT_ACCEPTED = "not-accepted", "Not accepted"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="review_recommendations")
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="review_recommendations"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.RECOMMENDATION)
    number = models.PositiveIntegerField(help_text="counted by kind within the case")
    wording = models.TextField()
    agency = models.ForeignKey("partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.CharField(max_length=160, blank=True, help_text="the person or post that answers for it")
    by_on = models.DateField(null=True, blank=True)
    measure = models.TextField(blank=True, help_text="what would show that it worked")
    themes = _themes()
    answer = models.CharField(max_length=12, choices=Answer.choices, default=Answer.NONE, blank=True)
    why = models.TextField(blank=True, help_text="why it is accepted, in part or not at all")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    event = models.OneToOneField("cases.Event", on_delete=models.PROTECT, related_name="review_recommendation")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    search = GeneratedField(
        expression=SearchVector("wording", "measure", config=ENGLISH), output_field=SearchVectorField(), db_persist=True
    )
    history = HistoricalRecords(excluded_fields=["search"])

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint("case", "kind", "number", name="recommendation_number_once"),
            models.CheckConstraint(condition=~Q(wording=""), name="recommendation_says_something"),
            models.CheckConstraint(
                condition=Q(kind="good-practice") | (Q(agency__isnull=False, by_on__isnull=False) & ~Q(measure="")),
                name="recommendation_has_who_when_and_measure",
            ),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False), name="recommendation_answered_when"
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=["partly", "not-accepted"]) | ~Q(why=""), name="recommendation_refused_with_why"
            ),
        ]
        indexes = [GinIndex("search", name="recommendation_search"), GinIndex("themes", name="recommendation_themes")]

    @property
    def words(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class LearningEntry(TenantModel):
    """Learning that is no case of ours: a national review, another area's, LeDeR, deaths by drugs or fire (C-32)."""

    class Kind(models.TextChoices):
        NATIONAL = "national", "National review"
        OTHER_AREA = "other-area", "Another area’s review"
        LEDER = "leder", "LeDeR: deaths of people with a learning disability or autism"
        DRUGS = "drugs", "Drug-related death"
        FIRE = "fire", "Fire death"
        CHILD_DEATH = "child-death", "Child death overview"
        NEAR_MISS = "near-miss", "Near miss"
        GOOD_PRACTICE = "good-practice", "Good practice seen elsewhere"
        OTHER = "other", "Something else"

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    title = models.CharField(max_length=200)
    whose = models.CharField(max_length=160, help_text="who learnt it: the body or the area")
    published_on = models.DateField(null=True, blank=True)
    link = models.URLField(max_length=500, blank=True)
    says = models.TextField(help_text="what was learnt, in our words")
    themes = _themes()
    considered_by = models.CharField(max_length=160, blank=True, help_text="the body that looked at it here")
    considered_on = models.DateField(null=True, blank=True)
    implications = models.TextField(blank=True, help_text="what it means here, or why nothing follows")
    logged_at = models.DateTimeField()
    logged_by = models.CharField(max_length=160)
    version = models.PositiveIntegerField(default=1)
    search = GeneratedField(
        expression=SearchVector("title", "says", "implications", config=ENGLISH),
        output_field=SearchVectorField(), db_persist=True,
    )  # fmt: skip
    history = HistoricalRecords(excluded_fields=["search"])

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint("partnership", "number", name="learning_number_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(says=""), name="learning_says_something"),
            models.CheckConstraint(
                condition=Q(considered_on__isnull=True) | (~Q(implications="") & ~Q(considered_by="")),
                name="learning_considered_with_implications",
            ),
        ]
        indexes = [GinIndex("search", name="learning_search"), GinIndex("themes", name="learning_themes")]

    @property
    def reference(self) -> str:
        return f"Learning {self.number}"

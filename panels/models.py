"""Meetings of the bodies that decide: agenda, attendance, questions, votes, recommendation, dissent,
ratification.
"""

from __future__ import annotations

from django.conf import settings
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
    papers_frozen_at = models.DateTimeField(null=True, blank=True)
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
    cast_by_name = models.CharField(max_length=160)
    entered_by = models.CharField(max_length=160, blank=True, help_text="secretariat, for a paper vote")
    cast_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint("question", "agency", name="one_vote_an_agency")]


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
    agreed_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(agreed_at__isnull=False, paper__isnull=False),
                name="agreed_minutes_are_kept",
            )
        ]

"""The spine: a case, its people, tracks, events, facts and decisions. Every other room hangs on these."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, GeneratedField, Q
from guardian.models import UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from partnerships.scope import TenantModel, scoped_manager


class CaseCounter(TenantModel):
    """The last number given in a year: locked while a reference is made, so that none is lost or given twice."""

    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("partnership", "year", name="one_counter_a_year")]


class CaseQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-received_at", "-id")

    def open(self):
        return self.filter(closed_at=None)


class Case(TenantModel):
    reference = models.CharField(max_length=24)
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    procedure = models.ForeignKey("procedures.ProcedureVersion", on_delete=models.PROTECT, related_name="+")
    pathway = models.SlugField(max_length=60)
    borough = models.ForeignKey(
        "partnerships.Borough", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField()
    referring_agency = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    referrer_name = models.CharField(max_length=160, blank=True)
    referrer_email = models.EmailField(blank=True)
    stage = models.SlugField(max_length=60, help_text="computed from the tracks: stage name of the leading one")
    stage_track = models.SlugField(max_length=60)
    stage_title = models.CharField(max_length=120, help_text="as the procedure pinned to the case names it")
    lead_process = models.SlugField(max_length=60, blank=True)
    restricted = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="counts events; live pages ask whether it changed")
    search_text = models.TextField(blank=True, help_text="reference and the subjects' names, for the log's search")
    search = GeneratedField(
        expression=SearchVector("search_text", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = scoped_manager(CaseQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "reference", name="case_reference_once"),
            models.UniqueConstraint("partnership", "year", "number", name="case_number_once"),
        ]
        indexes = [
            models.Index(F("partnership"), F("received_at").desc(), F("id").desc(), name="case_newest"),
            models.Index(F("partnership"), F("stage"), F("received_at").desc(), name="case_by_stage"),
            GinIndex("search", name="case_search"),
        ]

    def __str__(self):
        return self.reference


class Track(TenantModel):
    """Where a case is on one of its tracks. Tracks run side by side (DESIGN.md §2)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tracks")
    name = models.SlugField(max_length=60)
    stage = models.SlugField(max_length=60)
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("case", "name", name="one_track_of_a_name")]


class Event(TenantModel):
    """The record that an act was done: the legal record of the case. Append-only by grant; annulled, never edited.

    `at` is when it happened, `recorded_at` when it was typed (C-51).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    act = models.SlugField(max_length=60)
    track = models.SlugField(max_length=60, blank=True)
    from_stage = models.SlugField(max_length=60, blank=True)
    to_stage = models.SlugField(max_length=60, blank=True)
    about = models.CharField(max_length=80, blank=True, help_text="what it is about within the case: agency:12")
    agency = models.ForeignKey("partnerships.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField(help_text="one plain sentence for the record page")
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_label = models.CharField(max_length=160)
    on_behalf_of = models.CharField(max_length=160, blank=True, help_text="an outside body that never signs in (C-53)")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    annuls = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="annulled_by")

    class Meta:
        indexes = [
            models.Index("case", "at", "id", name="event_of_case"),
            models.Index("case", "act", name="event_act"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(annuls=None) | ~Q(reason=""), name="annulling_needs_a_reason")
        ]


WITHDRAWN = "withdrawn"  # the value of a fact that takes back what was stated before


class Fact(TenantModel):
    """A date or value that somebody stated, for clocks and conditions. The newest one not annulled counts.

    One with the value `WITHDRAWN` says that nothing stated before it holds any more (a day that is given up).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="facts")
    name = models.SlugField(max_length=60)
    about = models.CharField(max_length=80, blank=True)
    happened_at = models.DateTimeField(null=True)
    value = models.JSONField(null=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="facts")

    class Meta:
        indexes = [models.Index(fields=["case", "name", "-id"], name="fact_of_case")]


class Person(TenantModel):
    """A subject or another relevant person of a case (C-27). Edited by hand, so it keeps field history."""

    class Kind(models.TextChoices):
        SUBJECT = "subject", "Subject"
        RELEVANT = "relevant", "Relevant person"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="people")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    first_name = models.CharField(max_length=120, blank=True)
    last_name = models.CharField(max_length=120, blank=True)
    other_names = models.CharField(max_length=200, blank=True)
    relationship = models.CharField(max_length=120, blank=True)
    born_on = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=60, blank=True)
    ethnicity = models.CharField(max_length=120, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    details = models.JSONField(default=dict, help_text="label -> value of the form's further answers")
    removed = models.BooleanField(default=False, help_text="taken off by an annulling event; kept for the record")
    history = HistoricalRecords()

    class Meta:
        indexes = [
            models.Index("partnership", "nhs_number", name="person_nhs", condition=~Q(nhs_number="")),
            models.Index("partnership", "born_on", name="person_born", condition=~Q(born_on=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(died_on=None) | Q(born_on=None) | Q(died_on__gte=F("born_on")),
                name="death_after_birth",
            )
        ]
        ordering = ["id"]

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.first_name, self.last_name) if part) or "Name not known"


class CriteriaAnswers(TenantModel):
    """The answers to one decision aid, kept with the case; a later look is a new row (C-10, C-14)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="criteria_answers")
    aid = models.SlugField(max_length=60)
    test = models.CharField(max_length=40)
    answers = models.JSONField(help_text="question name -> {answer, remark}")
    result = models.SlugField(max_length=60)
    result_title = models.CharField(max_length=200)
    met = models.BooleanField()
    reasons = models.TextField()
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="criteria_answers")


class Decision(TenantModel):
    """A decision with its reasons: who, when, why, or it cannot be stored (C-14)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    kind = models.SlugField(max_length=60, help_text="the act that decided: check_referral, ratify_recommendation …")
    outcome = models.CharField(max_length=120)
    reasons = models.TextField()
    decided_by = models.CharField(max_length=200, help_text="person and role as they were then")
    decided_at = models.DateTimeField()
    data = models.JSONField(default=dict)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="decision")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reasons="") & ~Q(outcome=""), name="decision_has_outcome_and_reasons")
        ]


class Conflict(TenantModel):
    """A person may not see or decide this case. It wins over every role, list, search, paper and download."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conflicts")
    membership = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, related_name="conflicts")
    reason = models.TextField()
    declared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "membership", name="one_open_conflict", condition=Q(withdrawn_at=None))
        ]


class Note(TenantModel):
    """A telephone call, advice given or a file note, with the time it happened (C-51)."""

    class Kind(models.TextChoices):
        CALL = "call", "Telephone call"
        ADVICE = "advice", "Advice"
        NOTE = "note", "File note"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    with_whom = models.CharField(max_length=160, blank=True)
    text = models.TextField()
    happened_at = models.DateTimeField()
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="note")


class CaseLink(TenantModel):
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="linked_from")
    why = models.TextField()
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("case", "other", name="linked_once")]


class AgencyAccess(TenantModel):
    """Why an agency's people may see a case (C-52): asked for information, on its agenda, invited."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="agency_access")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="case_access")
    why = models.CharField(max_length=120)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("case", "agency", name="agency_access_once")]


class CaseOpened(TenantModel):
    """Who looked at which case, page and day: one row for each, counted, so that reads can be audited."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="openings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=60)
    on = models.DateField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint("case", "user", "page", "on", name="opened_once_a_day")]


class CasePermission(UserObjectPermissionBase, TenantModel):
    """The exceptions of one case, by django-guardian with a direct key: invited people, restricted cases by name."""

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class Bundle(TenantModel):
    """Papers put together for somebody outside who asked for them (C-33). Once given it never changes."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="bundles")
    request = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="bundles")
    title = models.CharField(max_length=160)
    made_for = models.CharField(max_length=160)
    words = models.JSONField(default=list, help_text="taken out wherever they stand")
    words_reason = models.TextField(blank=True, help_text="why they are taken out of every paper")
    with_record = models.BooleanField(default=False, help_text="what was left out and why goes with the bundle")
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=160)
    job = models.ForeignKey("documents.PrintJob", null=True, on_delete=models.PROTECT, related_name="+")
    given = models.OneToOneField(Event, null=True, on_delete=models.PROTECT, related_name="bundle_given")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(given=None) | Q(job__isnull=False), name="given_was_made"),
        ]


class BundleItem(TenantModel):
    """One paper that could go into a bundle: given whole, in part, or left out, with the reason."""

    class Choice(models.TextChoices):
        WHOLE = "whole", "Given whole"
        PART = "part", "Given in part"
        OUT = "out", "Left out"

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=60, help_text="where it comes from: event:12, file:3, return:4")
    title = models.CharField(max_length=240)
    content = models.JSONField(default=list, help_text="our own words as they were: [heading, [[label, text], …]]")
    file = models.ForeignKey("documents.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=8, choices=Choice.choices)
    reason = models.TextField(blank=True)
    words = models.JSONField(default=list)
    passages_out = models.JSONField(default=list, help_text="numbers of the passages left out, the first being 1")
    pages_out = models.JSONField(default=list)
    boxes = models.JSONField(default=list)
    looked_for = models.JSONField(
        default=list, help_text="words that somebody looked for on its pages that are pictures"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("bundle", "position", name="one_paper_a_place"),
            models.CheckConstraint(condition=Q(choice="whole") | ~Q(reason=""), name="left_out_with_a_reason"),
        ]


class LegalHold(TenantModel):
    """While it stands the case is not disposed of: an inquiry, a claim, a request (with the reason, by whom)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    reason = models.TextField()
    put_at = models.DateTimeField()
    put_by = models.CharField(max_length=160)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=160, blank=True)
    lifted_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("case", name="one_open_hold", condition=Q(lifted_at=None)),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | ~Q(lifted_by="") & ~Q(lifted_why=""), name="hold_lifted_by_somebody"
            ),
        ]


class Disposal(TenantModel):
    """A case is to be destroyed: proposed by one person, confirmed by another. It goes with the case."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="disposal")
    rule = models.CharField(max_length=160, help_text="the retention rule of the text, in words")
    due_on = models.DateField()
    reason = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_label = models.CharField(max_length=160)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_label = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")), name="disposed_of_by_two"
            ),
        ]
        indexes = [models.Index("confirmed_at", name="disposal_waiting")]


class DisposedCase(TenantModel):
    """What is left of a case: for counting, with nothing by which anybody could be known. Only ever added to."""

    year = models.PositiveIntegerField()
    pathway = models.SlugField(max_length=60)
    review_type = models.SlugField(max_length=60, blank=True)
    borough = models.ForeignKey("partnerships.Borough", null=True, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=120)
    disposed_year = models.PositiveIntegerField()


class AnnualReport(TenantModel):
    """The board's own words in the report of one year, and the report as it was made final (RED-11, DAR-11, C-46).

    It belongs to no case. `paper` is what was printed then: figures change when a record is put right, a report that
    boards have accepted does not.
    """

    year = models.PositiveIntegerField(help_text="the calendar year in which the reporting year began")
    narrative = models.JSONField(default=dict, help_text="section -> the board's own words")
    places_read = models.JSONField(
        default=dict,
        blank=True,
        help_text="what may point to somebody of a case, and who read it",
    )
    version = models.PositiveIntegerField(default=1, help_text="two people writing one report are told")
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=160)
    final_at = models.DateTimeField(null=True, blank=True)
    final_by = models.CharField(max_length=160, blank=True)
    paper = models.JSONField(null=True, blank=True)
    job = models.ForeignKey("documents.PrintJob", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords(excluded_fields=["paper", "job"])

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint("partnership", "year", name="one_annual_report_a_year"),
            models.CheckConstraint(
                condition=Q(final_at=None, paper=None)
                | (Q(final_at__isnull=False, paper__isnull=False) & ~Q(final_by="")),
                name="annual_report_final_as_printed",
            ),
        ]

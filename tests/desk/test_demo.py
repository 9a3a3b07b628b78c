"""The demo goes through the same acts as the real thing, for whatever partnerships are loaded.

Seeding takes a minute: looked at is the demo that `manage.py prepare --demo` has just seeded for the journeys.
"""

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases.models import AnnualReport, Bundle, Case, Conflict, Decision, Event, LegalHold
from cases.queries import record_rows
from deadlines.models import Deadline
from desk.demo.past import ROWS
from desk.demo.reports import TITLE
from information.models import ScopingReturn
from panels.models import AgendaItem, DatePoll, PollAnswer, Question
from panels.queries.polls import asked_of
from partnerships.actors import actor_of
from partnerships.models import Partnership
from partnerships.queries import holders_of_kind
from partnerships.scope import tenant
from procedures import library
from reviews.models import Review
from reviews.queries import (
    acts_on,
    appointments_of,
    public_reports,
    reads_material,
    reports_of,
    stage_of,
    terms_of,
    visible_reviews,
)
from reviews.queries.actions import mine as actions_of
from tests.isolation.database import working_as

EVERY_STAGE = {
    "received", "acknowledged", "sent-back", "not-taken-forward", "scoping", "on-agenda", "more-information",
    "recommended", "escalated", "decided", "under-way",
}  # fmt: skip


OTHERS = {
    "bexley": {
        ("referral", "received"), ("referral", "acknowledged"), ("referral", "sent-back"),
        ("rapid-review", "arranging"), ("rapid-review", "on-agenda"), ("rapid-review", "recommended"),
        ("review", "under-way"),
        ("rapid-review", "told"), ("learning", "on-agenda"),
    },
    "darlington": {
        ("referral", "received"), ("referral", "with-partners"), ("referral", "sent-back"), ("referral", "told"),
        ("rapid-review", "arranging"), ("rapid-review", "on-agenda"), ("rapid-review", "recommended"),
        ("review", "under-way"), ("rapid-review", "told"), ("learning", "on-agenda"),
    },
    "bhr": {
        ("referral", "received"), ("referral", "sent-back"), ("rapid-review", "gathering"),
        ("rapid-review", "on-agenda"),
        ("rapid-review", "recommended"), ("review", "under-way"), ("rapid-review", "told"),
        ("local-action", "on-agenda"),
    },
}  # fmt: skip


@pytest.fixture
def seeded(prepared, django_db_blocker):
    """Queries go to the freshly seeded database, as the worker that seeded it."""
    with django_db_blocker.unblock(), working_as("worker", prepared.environment["DATABASE_WORKER_URL"]):
        yield


def test_seeding_fills_every_partnership_and_runs_again(seeded):
    before = _stages()
    assert {stage for _, stage in before["redbridge"]} >= EVERY_STAGE
    assert {slug: OTHERS[slug] - set(before[slug]) for slug in OTHERS} == {slug: set() for slug in OTHERS}
    for slug in OTHERS:
        _something_of_everything(slug)
        _a_past_to_report_on(slug)
        _papers(slug)
    _two_answers_before_it_is_decided()
    _between_two_meetings()
    _reports_in_each_state()
    for partnership in Partnership.objects.all():
        _work_for_the_reviewer_and_the_owner(partnership)
    call_command("seed_demo", verbosity=0)
    assert _stages() == before


def _something_of_everything(slug: str) -> None:
    """A restricted case, a conflict of interest, late agencies, a case that is closed, three boroughs if there are."""
    with tenant(Partnership.objects.get(slug=slug)):
        cases = Case.objects.all()
        assert (cases.filter(restricted=True).count(), Conflict.objects.count()) == (1, 1)
        assert cases.filter(closed_at__isnull=False).count() >= 1
        assert ScopingReturn.objects.filter(state="outstanding").count() >= 2
        assert Deadline.objects.filter(state="open", due_on__lt=timezone.localdate()).exists()
        assert len({case.borough_id for case in cases}) == (3 if slug == "bhr" else 1)


def _a_past_to_report_on(slug: str) -> None:
    """A past log came in by the import, so that the reports of the year are not empty."""
    with tenant(Partnership.objects.get(slug=slug)):
        assert Event.objects.filter(act="import_case").count() == ROWS
        assert AnnualReport.objects.get().final_at is None


def _between_two_meetings() -> None:
    """RED-8, RED-2: a question in writing that some have answered, dates asked for, an agenda in full."""
    with tenant(Partnership.objects.get(slug="redbridge")):
        question = Question.objects.get(state="open", item__meeting__kind="correspondence")
        assert question.item.meeting.answers_by > timezone.now() and question.votes.count() >= 3
        poll = DatePoll.objects.get(state="open")
        assert poll.case_id and poll.answers_by > timezone.localdate()
        answered = set(PollAnswer.objects.values_list("membership", flat=True))
        assert 0 < len(answered) < len(asked_of(poll, at=timezone.now()))
        coming = AgendaItem.objects.filter(meeting__state="planned", meeting__kind="meeting").order_by("position")
        assert list(coming.values_list("standing", flat=True)) == ["before"] * 3 + [""] * 2 + ["after"] * 2


def _reports_in_each_state() -> None:
    """C-21: one published, one waiting for its day, one in draft, one just begun; the public reads the invented one."""
    stages = {}
    for partnership in Partnership.objects.all():
        with tenant(partnership):
            stages[partnership.slug] = [stage_of(row).name for row in Review.objects.order_by("commissioned_at")]
            assert [row.title for row in public_reports(partnership=partnership)] == [TITLE]
    assert stages == {
        slug: ["published", "signed-off", "draft", "under-way"] for slug in ("bexley", "bhr", "darlington", "redbridge")
    }


def _work_for_the_reviewer_and_the_owner(partnership: Partnership) -> None:
    """C-6, C-7: whoever signs in as one of them finds what waits; the review was ordered on a decision made here."""
    now = timezone.now()
    with tenant(partnership):
        procedure = library.in_force(partnership.slug)
        reviewer, owner = (
            actor_of(holders_of_kind(kind, procedure=procedure, on=now.date())[0], procedure, now.date())
            for kind in ("reviewer", "action-owner")
        )
        mine = visible_reviews(reviewer).order_by("commissioned_at")
        assert [stage_of(row).name for row in mine] == ["signed-off", "draft", "under-way"]
        review = mine.last()
        assert review.decision.event.act == "ratify_recommendation" and review.recommendation_id is not None
        assert [row.reviewer.membership for row in appointments_of(review)] == [reviewer.membership]
        assert [row.version for row in terms_of(review)] == [1]
        reports = reports_of(review)
        assert sorted((row.state, row.readable) for row in reports) == [("Outstanding", False), ("Returned", True)]
        assert reads_material(review, reviewer)
        assert "submit_draft" in [each.act for each in acts_on(review, reviewer)]
        own, _ = actions_of(owner, at=now)
        assert [row.standing.late for row in own] == [True]


def _papers(slug: str) -> None:
    """C-33, BEX-11: a letter without gaps, a request for papers with its bundle, a legal hold on a closed case."""
    with tenant(Partnership.objects.get(slug=slug)):
        letters = Event.objects.filter(act="write_letter")
        assert [("[" in " ".join(each.data["paragraphs"])) for each in letters] == [False]
        bundle = Bundle.objects.get()
        assert (bundle.request.act, bundle.items.exclude(choice="out").count()) == ("log_disclosure", 6)
        assert LegalHold.objects.get().case.closed_at is not None


def _two_answers_before_it_is_decided() -> None:
    """DAR-6: after the partners' answer the case waits for the Scrutineer's; only that decides."""
    with tenant(Partnership.objects.get(slug="darlington")):
        case = Review.objects.latest("commissioned_at").case
        answers = Event.objects.filter(case=case, act="ratify_recommendation").order_by("id")
        assert [event.to_stage for event in answers] == ["", "", "decided"]  # a partner, the partners, the Scrutineer
        assert Decision.objects.filter(case=case, kind="ratify_recommendation").count() == 1
        titles = [row.title for row in record_rows(case) if row.act == "ratify_recommendation"]
        assert titles == ["Recommendation ratified", *["Recommendation ratified (one of several steps)"] * 2]


def _stages() -> dict:
    found = {}
    for partnership in Partnership.objects.all():
        with tenant(partnership):
            found[partnership.slug] = sorted(Case.objects.values_list("stage_track", "stage"))
    return found

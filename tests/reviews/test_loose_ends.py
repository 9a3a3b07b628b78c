"""Nothing is lost at the edges: a day given up, a case closed, an order that waits, a note without a report."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.acts import close_case, reopen_case
from cases.models import Event, Fact
from cases.queries import left_open, next_steps, possible_acts, procedure_of
from cases.state import state_of
from cases.telling import who_commissions
from deadlines.models import Deadline
from desk.queries import waiting_for
from documents.models import PrintJob, StoredFile
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from reviews import queries
from reviews.acts import brief_practitioners, publish_briefing, report_progress, write_briefing
from reviews.models import PublishedReport, Review
from tests.factories import a_member, a_partnership, acting_as, london, the_procedure

from .plans import START, in_darlington
from .reports import a_pdf, under_way
from .scenes import commissioned, decided
from .test_briefings import VALUES
from .test_publication import FULL, OUT, PLANNED, SIGNED, Life

EMBARGO = {"outcome": "in full", "embargo_why": "The trial."}


def states(clock: str) -> list[str]:
    return list(Deadline.objects.filter(clock=clock).order_by("id").values_list("state", flat=True))


def test_c_20_a_planned_day_that_is_given_up_leaves_no_day_to_send_by(darlington):
    life = Life()
    life.decided(**FULL)
    assert states("report-sent") == ["open"]
    life.decided(**EMBARGO)
    assert states("report-sent") == ["superseded"]
    life.decided(**{**FULL, "planned_on": (PLANNED + dt.timedelta(days=30)).isoformat()})
    assert states("report-sent").count("open") == 1


def test_c_21_what_is_not_published_is_no_longer_due_to_be(darlington):
    """The review is finished once that is decided; the six months do not run on for ever."""
    life = Life()
    Fact.objects.create(
        case=life.run.case, name="decision_to_review", happened_at=START, event=life.review.event, value=None
    )
    life.decided(**FULL)
    assert states("review-published") == ["open"]
    life.decided(outcome="not published", reasons="A sibling would be recognised.")
    assert states("review-published") == ["met"]
    assert states("report-sent") == ["superseded"]


def test_c_37_actions_outlive_the_case_and_are_shown_before_it_is_closed(darlington):
    scene = in_darlington()
    left = left_open(scene.case, at=START)
    assert {row.clock for row in left.goes_on} == {"action-due", "action-to-head-of-service", "action-to-chief-officer"}
    assert left.tracks and not left.nothing
    close_case(case=scene.case, reasons="Everything is decided.", actor=scene.secretary, at=START)
    assert set(Deadline.objects.filter(about=scene.action.about).values_list("state", flat=True)) == {"open"}
    assert not Deadline.objects.filter(case=scene.case, state="open").exclude(about=scene.action.about).exists()
    report_progress(action=scene.action, how_far="under way", text="Half.", actor=scene.me, at=START)


def test_a_review_ends_with_its_case_and_goes_on_with_it(redbridge):
    found = commissioned()
    at = london(2026, 10, 1)
    close_case(case=found.case, reasons="A mistake.", actor=found.secretary, at=at)
    found.review.refresh_from_db()
    assert (found.review.ended_at, found.review.ended_how) == (at, "commissioned")
    reopen_case(case=found.case, reasons="Not closed after all.", actor=found.secretary, at=at)
    found.review.refresh_from_db()
    assert found.review.is_running
    assert found.case.tracks.get(name="review").closed_at is None


def test_red_10_an_order_waits_for_whoever_commissions_until_it_is_given(redbridge):
    found = decided()
    words = f"{found.case.reference}: the review that was decided on waits to be commissioned"

    def waits(actor) -> bool:
        return words in [row.text for row in waiting_for(actor, the_procedure(), at=OUT)]

    assert (waits(found.ratifier), waits(found.secretary)) == (True, True)
    assert queries.cases_to_commission(found.secretary) == [found.case]


def test_who_commissions_hears_of_the_decision(darlington):
    assert who_commissions(the_procedure(), "serious-incident") == ("statutory-partner",)


def test_the_way_says_what_comes_next_and_who_does_it(darlington):
    """Done, now, later, in the order of a review; what quality assurance sends back is done anew."""
    life = Life()
    review = life.review
    procedure = procedure_of(review.case)

    def way() -> dict[str, str]:
        kind, state = queries.type_of(review, procedure), state_of(review.case, version=procedure.version)
        found = queries.way_of(review, kind, procedure, state, due=(), urls={"send_report": "/send/"})
        return {each.title: each.status for each in found}

    publication = "Decide on publication in full or of the learning only"
    assert (way()["Sign off the final report"], way()[publication], way()["Publish the report, with a press statement"]
            ) == ("done", "now", "later")  # fmt: skip
    life.decided(outcome="not published", reasons="A sibling.")
    assert way()[publication] == "done" and not any(title.startswith(("Send", "Publish")) for title in way())


def _printed(briefing, text: str) -> None:
    paper = a_pdf(text)
    file = StoredFile.objects.create(
        name="briefing.pdf", content_type="application/pdf", size=len(paper.content), sha256="0" * 64,
        content=paper.content, kind="practitioner-briefing", about=f"briefing:{briefing.pk}", made_at=OUT,
    )  # fmt: skip
    PrintJob.objects.create(
        kind="practitioner-briefing", about=f"briefing:{briefing.pk}", payload={}, asked_at=OUT, state="done", file=file
    )


def test_bex_2_a_briefing_is_published_by_itself_where_no_report_is(db):
    with tenant(a_partnership("bexley", "2019.toml")):
        run = under_way("learning", "partnership-review")
        note = write_briefing(case=run.case, values=VALUES, actor=run.office, at=SIGNED)
        common = {"briefing": note, "summary": "Missed visits.", "checked_by": "Nia Reader", "actor": run.office}

        def refused() -> str:
            with pytest.raises(ActRefused) as found:
                publish_briefing(**common, at=OUT)
            return str(found.value)

        assert refused() == "Send it to the agencies first."
        brief_practitioners(briefing=note, actor=run.office, at=OUT)
        assert refused() == "Print it first: the page that was read is the page that is published."
        _printed(note, "Say the second missed visit aloud.")
        row = publish_briefing(**common, at=OUT)
        assert (row.kind, row.title, row.reviewer) == ("briefing", VALUES["title"], "")
        assert refused() == "It is public already."
        assert list(PublishedReport.objects.standing()) == [row]


def test_a_briefing_waits_for_the_report_of_a_type_that_publishes_one(darlington):
    life = Life()
    note = write_briefing(case=life.run.case, values=VALUES, actor=life.office, at=SIGNED)
    brief_practitioners(briefing=note, actor=life.office, at=OUT)
    with pytest.raises(ActRefused) as refused:
        publish_briefing(briefing=note, summary="It.", checked_by="Nia", actor=life.office, at=OUT)
    assert str(refused.value) == "The report of this review is still to be published. The note is published with it."


def test_red_10_an_order_that_waits_is_what_comes_next_on_the_case(db):
    """Bexley's text has the order for when it is needed; once a review is decided on, it is."""
    with tenant(a_partnership("bexley", "2019.toml")):
        run = under_way("learning", "local-review")
        chair = acting_as(a_member("Lee Chair", "lfpg-chair"), START)

        def says():
            state = state_of(run.case, version=the_procedure().version)
            main = [act.act for act in possible_acts(run.case, chair) if act.main]
            return "commission_review" in main, [row.title for row in next_steps(run.case, state)][:1]

        assert says()[0] is False
        Event.objects.create(
            case=run.case,
            act="annul_event",
            summary="Wrong.",
            reason="x",
            at=START,
            actor_label="Sam",
            annuls=run.review.event,
        )
        Review.objects.update(ended_at=START, ended_how=Review.STRUCK_OUT)
        run.case.tracks.filter(name="review").update(closed_at=START)
        assert says() == (True, ["Commission the review or audit"])

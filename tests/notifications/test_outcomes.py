"""The outcome of a rapid review and what the national panel answers; the Home Office and its answer; the tracker."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.conditions import holds
from cases.models import Decision, Event
from deadlines.calendar import england
from deadlines.models import Deadline
from desk.listing import EXPORT_HEADER, Chosen, export_rows
from documents import pdf
from documents.models import OutboxMessage, PrintJob
from notifications import acts, drafts, queries, rules
from notifications.models import Outcome, Tracker
from partnerships.refusals import ActRefused
from tests.factories import london, rule_out_the_other_tests, the_procedure

from . import scenes
from .scenes import SENT, days, hours, said, somebody

OFFICE = "secretariat"
SERIOUS = {"who": "a child under 18, not looked after", "abuse": "yes", "harm": "yes", "also-in-care": "no"}
TO_THE_REPORT = (
    ("decide_threshold", "statutory-partner", "child", "criteria met"),
    ("open_track", "head-of-safeguarding", "", ""),
    ("compile_chronology", OFFICE, "rapid-review", ""),
    ("recommend", "rscp-scrutineer", "rapid-review", ""),
    ("ratify_recommendation", "statutory-partner", "rapid-review", ""),
)
ELEVEN = {
    "against-criteria", "safety", "facts", "criteria", "grounds", "national-review", "national-why", "learnt",
    "to-learn", "nothing-more", "agencies", "decided-by", "identifying", "local-review",
}  # fmt: skip


def outcome_form(name: str = "rapid-review-outcome"):
    return the_procedure().find("forms", name)


def notified(case, role="local-authority"):
    return acts.record_notification(
        case=case, notice="serious-incident", body="national-panel", answers=SENT, actor=somebody(role), at=hours(3)
    )


def decided(case, review_type="local-review") -> None:
    scenes.done(case, "add_agenda_item", OFFICE, at=hours(4), track="rapid-review")
    scenes.done(case, "recommend", "lfpg-chair", at=hours(4), track="rapid-review", body="rapid-review-meeting")
    scenes.done(case, "send_recommendation", OFFICE, at=hours(5), track="rapid-review")
    scenes.done(
        case, "ratify_recommendation", "key-partner", at=hours(6), track="rapid-review", review_type=review_type
    )


def send(case, *, at=None, version=0, **more):
    values = scenes.full(outcome_form(_form_of(case)), **more)
    return acts.send_outcome(case=case, answers=values, version=version, actor=somebody(OFFICE), at=at or days(2))


def _form_of(case) -> str:
    (step,) = the_procedure().steps_for("send_outcome", case.pathway)
    return step.form


def test_no_outcome_before_the_notification(bexley):
    """C-40: tried, not only listed; nor after it was withdrawn."""
    case = scenes.bexley_opened()
    decided(case)
    with pytest.raises(ActRefused):
        send(case)
    row = notified(case)
    acts.withdraw_notification(
        row=row, answers=said(why="Not met."), uploads=scenes.PROOF, actor=somebody("local-authority"), at=days(1)
    )
    with pytest.raises(ActRefused):
        send(case)
    assert (Outcome.objects.count(), PrintJob.objects.count()) == (0, 0)


def test_the_outcome_record_asks_eleven_things(bexley):
    """BEX-7: why nothing more is to be learnt is asked only when no local review follows."""
    fields = {field.name: field for section in outcome_form().sections for field in section.fields}
    assert ELEVEN <= set(fields)
    assert {name for name in ELEVEN if not fields[name].required} == {"nothing-more"}
    assert fields["nothing-more"].required_when == ("local-review is no",)
    assert {field.see for name, field in fields.items() if name in ELEVEN} == {"P3 2.3"}
    assert outcome_form().reconstructed


@pytest.mark.parametrize("missing", sorted(ELEVEN))
def test_nothing_that_is_required_may_be_missing_when_it_is_sent(bexley, missing):
    """BEX-7."""
    case = scenes.bexley_opened()
    notified(case)
    decided(case, "no-review")
    values = scenes.full(outcome_form(), local_review="no")
    for section in values.values():
        section.pop(missing, None)
    with pytest.raises(ActRefused):
        acts.send_outcome(case=case, answers=values, version=0, actor=somebody(OFFICE), at=days(2))
    assert Outcome.objects.count() == 0


def test_the_record_repeats_what_was_decided(bexley):
    """BEX-7: the national panel is not told "no" of a review that the Executive decided on."""
    case = scenes.bexley_opened()
    notified(case)
    decided(case)
    Decision.objects.create(
        case=case, partnership=bexley, kind="ratify_recommendation", outcome="Ratified", reasons="Agreed.",
        decided_by="Kay Keypartner", decided_at=hours(6), data={"review_type": "local-review"},
        event=case.events.get(act="ratify_recommendation"),
    )  # fmt: skip
    with pytest.raises(ActRefused) as refusal:
        send(case, local_review="no")
    assert str(refusal.value) == "By the decision on record the answer is yes. If it has changed, record that first."
    assert refusal.value.about == "q-local-review"
    assert send(case).sent_at == days(2)


def test_nothing_is_dated_before_its_turn(bexley):
    """C-51, C-40: an outcome has neither gone before the decision nor before the notification that it answers."""
    case = scenes.bexley_opened()
    row = notified(case)
    decided(case)
    with pytest.raises(ActRefused) as refusal:
        send(case, at=hours(5))
    assert str(refusal.value) == (
        "Needed first: the recommendation is ratified or replaced. On 1 September 2026 at 3pm that was still to come."
    )
    assert refusal.value.about == "happened_at"
    row.sent_at = days(1)
    row.save()
    with pytest.raises(ActRefused) as refusal:
        send(case, at=hours(8))
    assert str(refusal.value).startswith("The notification was sent on 2 September 2026 at ")
    assert Outcome.objects.count() == 0


def test_with_a_review_nobody_is_asked_why_nothing_more_is_to_be_learnt(bexley):
    """BEX-7, BEX-27, C-18: kept as sent, with its paper; grid day 15 is met."""
    case = scenes.bexley_opened()
    notified(case)
    decided(case)
    values = scenes.full(outcome_form(), local_review="yes")
    del values["decision"]["nothing-more"]
    row = acts.send_outcome(case=case, answers=values, version=0, actor=somebody(OFFICE), at=days(2))
    assert (row.sent_at, row.answers["facts"]["facts"], row.notice.body) == (days(2), "Some words.", "national-panel")
    (clock,) = Deadline.objects.filter(clock="outcome-to-national-panel")
    assert (clock.due_on, clock.state) == (dt.date(2026, 9, 21), "met")
    (job,) = PrintJob.objects.filter(kind="outcome-record")
    assert pdf.render(job.kind, job.payload)[:5] == b"%PDF-"
    assert job.payload["reconstructed"] is False  # what leaves the house says nothing of how we came by the form
    assert "outcome" not in {key for key in Event.objects.get(act="send_outcome").data}


def test_no_review_also_leaves_a_record_and_waits_for_a_reply(bexley):
    """C-31, C-45's twin for children: the national panel hears of a decision not to review too."""
    case = scenes.bexley_opened()
    notified(case)
    decided(case, "no-review")
    send(case, local_review="no")
    (sent,) = queries.sent_notices(case, the_procedure())
    assert (sent.state, sent.waits) == ("Waiting for an answer", True)
    assert [row.answers["decision"]["local-review"] for row in queries.outcomes_of(case)] == ["no"]


def test_the_report_is_copied_to_the_three_key_partners_whatever_the_outcome(bexley):
    """BEX-8, C-30."""
    scenes.people_of_bexley()
    case = scenes.bexley_opened()
    notified(case)
    decided(case, "no-review")
    OutboxMessage.objects.all().delete()
    row = send(case, local_review="no")
    assert [m.to_email for m in OutboxMessage.objects.all()] == ["kay.keypartner@bexley.example"]
    assert queries.copies_of_outcome(case, row) == ["Kay Keypartner"]


def test_a_draft_is_put_aside_and_two_writers_are_told(bexley):
    case = scenes.bexley_opened()
    notified(case)
    decided(case)
    kept = {"case": case, "form": "rapid-review-outcome", "actor": somebody(OFFICE), "at": hours(7)}
    row = drafts.keep_outcome(answers={"facts": {"facts": "So far."}}, version=0, **kept)
    assert (row.sent_at, row.version, queries.outcomes_of(case)) == (None, 1, [])
    with pytest.raises(ActRefused):
        drafts.keep_outcome(answers={}, version=0, **kept)
    assert send(case, version=1).pk == row.pk
    assert queries.outcome_draft(case) is None


@pytest.mark.parametrize(
    ("answer", "stage"),
    [("agrees", "replied"), ("wants a national review", "replied"), ("suggests a local review", "replied"),
     ("wants more information", "acknowledged")],
)  # fmt: skip
def test_the_panels_reply_is_recorded_and_acted_on(bexley, answer, stage):
    """C-31, C-53: "wants more information" leads back, and the outcome can be sent again."""
    case = scenes.bexley_opened()
    row = notified(case)
    decided(case)
    send(case)
    reply = acts.record_reply(
        row=row, answers=said(outcome=answer, words="We have read it."), actor=somebody(OFFICE), at=days(4)
    )
    assert case.tracks.get(name="notification").stage == stage
    assert Event.objects.get(act="record_reply").on_behalf_of == "Child Safeguarding Practice Review Panel"
    state = queries.state_of_case(case, the_procedure())
    assert holds(state, f"reply is {answer}")
    assert queries.sent_notices(case, the_procedure())[0].state == f"Answered: {answer}"
    acts.answer_reply(reply=reply, answers=said(answer="Here it is."), actor=somebody(OFFICE), at=days(5))
    with pytest.raises(ActRefused):
        acts.answer_reply(reply=reply, answers=said(answer="Again."), actor=somebody(OFFICE), at=days(5))
    if stage == "acknowledged":
        send(case, at=days(6))
        assert len(queries.outcomes_of(case)) == 2


def redbridge_notified():
    """A child's case whose rapid review report is approved, the national panel notified."""
    case = scenes.a_case("child")
    scenes.met(case, "serious-incident", role="statutory-partner", answers=SERIOUS)
    for number, (act, role, track, outcome) in enumerate(TO_THE_REPORT):
        scenes.done(case, act, role, at=hours(3 + number / 10), track=track, outcome=outcome)
    return case, notified(case, role="head-of-safeguarding")


def test_a_report_goes_by_its_own_track_and_a_question_leads_back(redbridge):
    """RED-20, C-18, C-31: more information wanted opens the rapid review again."""
    case, row = redbridge_notified()
    with pytest.raises(ActRefused):
        acts.record_reply(row=row, answers=said(outcome="agrees"), actor=somebody(OFFICE), at=days(2))
    send(case)
    assert Deadline.objects.get(clock="rapid-review-sent").state == "met"
    acts.record_reply(row=row, answers=said(outcome="wants more information"), actor=somebody(OFFICE), at=days(3))
    stages = {track.name: track.stage for track in case.tracks.all()}
    assert (stages["notification"], stages["rapid-review"]) == ("acknowledged", "information")


# Darlington's appendix 5


def dates(**days_of) -> dict:
    return {name.replace("_", " "): london(2026, 9, day) for name, day in days_of.items()}


@pytest.mark.parametrize(
    ("when", "answers"),
    [
        (dates(incident=1, notification_sent=8, meeting_held=29, outcome_sent=29), ["Yes", "Yes", "Yes"]),
        (dates(incident=1, notification_sent=9, meeting_held=30, outcome_sent=30), ["No", "Yes", "Yes"]),
        (dates(incident=1, notification_sent=8, meeting_held=30, outcome_sent=30), ["Yes", "No", "No"]),
        (dates(incident=1, notification_sent=8), ["Yes", "Not known yet", "Not known yet"]),
        (dates(notification_sent=8, meeting_held=9), ["Not known yet", "Yes", "Not known yet"]),
    ],
)
def test_the_three_quality_checks_are_worked_out_from_the_dates(darlington, when, answers):
    """DAR-12: notified within 5 working days of the incident; held, and sent, within 15 of the notification."""
    checks = the_procedure().find("forms", "rapid-review-record").checks
    found = rules.checked(checks, when, england(), str)
    assert [each.answer for each in found] == answers
    assert [check.assumed for check in checks] == [False, False, True]


def test_the_checks_of_the_day_are_kept_with_the_record(darlington):
    """DAR-12, DAR-27, appendix 5."""
    case = scenes.darlington_opened()
    row = notified(case)
    acts.record_acknowledgement(row=row, answers=said(), actor=somebody(OFFICE), at=days(1))
    scenes.done(case, "add_agenda_item", OFFICE, at=days(1), track="rapid-review")
    scenes.done(case, "recommend", "rapid-review-chair", at=days(2), track="rapid-review", body="rapid-review-panel")
    scenes.done(case, "ratify_recommendation", "statutory-partner", at=days(3), track="rapid-review",
                review_type="local-review")  # fmt: skip
    sent = send(case, at=days(7))
    assert [check["answer"] for check in sent.checks] == ["Yes", "Not known yet", "Yes"]
    job = PrintJob.objects.get(kind="outcome-record")
    assert [pair["value"].split(".")[0] for pair in job.payload["checks"]] == ["Yes", "Not known yet", "Yes"]


# The Home Office


def homicide():
    """A domestic homicide in Redbridge, received and accepted."""
    case = scenes.a_case("domestic-homicide", born=dt.date(1980, 1, 1))
    scenes.done(case, "acknowledge_referral", OFFICE, at=hours(1))
    scenes.done(case, "check_referral", "panel-chair", at=hours(1), outcome="fit")
    return case


def no_review(case) -> None:
    """One Panel advised against a review, and the CSP agreed."""
    scenes.done(case, "add_agenda_item", OFFICE, at=hours(2), track="domestic-homicide")
    scenes.met(case, "domestic-homicide", answers={"aged-16": "yes", "violence": "yes", "by-whom": "yes"}, at=hours(2))
    rule_out_the_other_tests(case, somebody(OFFICE), hours(2), but=("domestic-homicide",))
    scenes.done(case, "recommend", "panel-chair", at=hours(3), track="domestic-homicide")
    scenes.done(
        case, "ratify_recommendation", "csp-chair", at=hours(4), track="domestic-homicide", review_type="no-review"
    )


def test_the_home_office_hears_of_no_review_too_and_may_direct_one(redbridge):
    """RED-22, RED-24, C-45: also when it is "no"; an answer is waited for."""
    case = homicide()
    state = queries.state_of_case(case, the_procedure())
    assert queries.still_to_notify(case, the_procedure(), state, at=hours(2)) == []
    no_review(case)
    state = queries.state_of_case(case, the_procedure())
    (still,) = queries.still_to_notify(case, the_procedure(), state, at=hours(9))
    assert (still.body, still.deadline.due_on) == ("home-office", dt.date(2026, 9, 8))
    row = acts.record_notification(
        case=case, notice="domestic-homicide-decision", body="home-office", answers=SENT,
        actor=somebody("csp-chair"), at=days(1),
    )  # fmt: skip
    assert Deadline.objects.get(clock="home-office-told").state == "met"
    (sent,) = queries.sent_notices(case, the_procedure())
    assert (sent.state, sent.waits) == ("Waiting for an answer", True)
    with pytest.raises(ActRefused):
        acts.record_reply(row=row, answers=said(outcome="suggests a local review"), actor=somebody(OFFICE), at=days(2))
    reply = acts.record_reply(row=row, answers=said(outcome="directs a review"), actor=somebody(OFFICE), at=days(2))
    assert (reply.answer, queries.sent_notices(case, the_procedure())[0].state) == (
        "directs a review", "Answered: directs a review",
    )  # fmt: skip


# The review tracker


def test_the_tracker_keeps_what_the_national_one_asks_and_the_export_has_it(bexley):
    """C-48: themes, StEIS number, good practice, dissemination, became a review, how it was closed."""
    office = scenes.people_of_bexley().office
    case = scenes.bexley_opened()
    values = {
        "theme_1": "Neglect", "theme_2": "Sharing", "theme_3": "", "steis_number": "2026/123",
        "good_practice": "A home visit.", "dissemination": "Briefing.", "became_review": "yes", "ended": "embargoed",
        "ended_on": dt.date(2026, 9, 3),
    }  # fmt: skip
    acts.record_tracker(case=case, values=values, version=0, actor=office, at=days(3))
    with pytest.raises(ActRefused):
        acts.record_tracker(case=case, values=values, version=0, actor=office, at=days(3))
    with pytest.raises(ActRefused):
        acts.record_tracker(case=case, values={**values, "ended": ""}, version=1, actor=office, at=days(3))
    assert Tracker.objects.get().theme_1 == "Neglect"
    (row,) = export_rows(office, Chosen(), the_procedure(), today=dt.date(2026, 9, 4))
    found = dict(zip(EXPORT_HEADER, row, strict=True))
    assert (found["Themes"], found["StEIS number"], found["Became a review"], found["Closed for the tracker"]) == (
        "Neglect; Sharing", "2026/123", "Yes", "Embargoed, 03/09/2026",
    )  # fmt: skip

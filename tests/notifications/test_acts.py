"""Notices to bodies outside: recorded for them with time, sender, reference and paper; taken back with proof."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.acts import annul_event
from cases.conditions import holds
from cases.models import Event, Fact
from deadlines.models import Deadline
from documents.models import OutboxMessage, StoredFile
from notifications import acts, queries
from notifications.known import starting
from notifications.models import Notice
from partnerships.refusals import ActRefused
from tests.factories import the_procedure

from . import scenes
from .scenes import PROOF, SENT, days, hours, said, somebody

AUTHORITY = "local-authority"


def notified(case, *, role=AUTHORITY, notice="serious-incident", body="national-panel", at=None, answers=SENT):
    return acts.record_notification(
        case=case, notice=notice, body=body, answers=answers, actor=somebody(role), at=at or hours(3)
    )


def state(case):
    return queries.state_of_case(case, the_procedure())


def due(case) -> list[tuple[str, str]]:
    found = queries.still_to_notify(case, the_procedure(), state(case), at=hours(4))
    return [(each.notice, each.body) for each in found]


def ended(clock: str) -> list[tuple[str, str]]:
    rows = Deadline.objects.filter(clock=clock).order_by("about")
    return list(rows.values_list("about", "state"))


def stage(case) -> str:
    return case.tracks.get(name="notification").stage


def test_a_notice_is_recorded_with_time_sender_authority_reference_and_paper(bexley):
    """C-17, C-53, BEX-20: the clock is met when the notice left, however late it is typed."""
    case = scenes.bexley_opened()
    row = acts.record_notification(
        case=case, notice="serious-incident", body="national-panel", answers=SENT,
        uploads=[("recorded", "", "act-papers", [scenes.PAPER])], actor=somebody(AUTHORITY), at=hours(3),
    )  # fmt: skip
    assert (row.sent_at, row.sent_by, row.authority, row.reference) == (
        hours(3), "Lee Authority", "The council", "CSI-77",
    )  # fmt: skip
    event = Event.objects.get(act="record_notification")
    assert (event.on_behalf_of, event.about, event.at) == (
        "The council",
        "notice:serious-incident.national-panel",
        hours(3),
    )
    assert [paper["name"] for paper in event.data["papers"]] == ["proof.pdf"]
    assert StoredFile.objects.get().case_id == case.pk
    assert ended("notify-national-panel") == [("notice:serious-incident.national-panel", "met")]
    assert Fact.objects.get(name="notification_sent").happened_at == hours(3)
    assert (stage(case), holds(state(case), "notified")) == ("notified", True)


def test_the_same_notice_is_not_sent_twice_and_only_by_whom_the_text_names(bexley):
    case = scenes.bexley_opened()
    with pytest.raises(ActRefused):
        notified(case, role="agency-representative")
    notified(case)
    with pytest.raises(ActRefused):
        notified(case)
    with pytest.raises(ActRefused):
        notified(case, body="home-office")
    assert Notice.objects.count() == 1


def test_what_is_required_may_not_be_missing(bexley):
    case = scenes.bexley_opened()
    with pytest.raises(ActRefused):
        notified(case, answers=said(sent_by="Lee Authority"))
    assert Notice.objects.count() == 0


def test_a_looked_after_childs_death_is_due_to_two_bodies_each_with_its_own_day(bexley):
    """C-17 (b), BHR-21: whether or not abuse is suspected; the first one told leaves the second outstanding."""
    case = scenes.a_case("serious-incident", status="Looked after")
    wanted = [("looked-after-death", "secretary-of-state"), ("looked-after-death", "ofsted")]
    assert due(case) == wanted
    limits = Deadline.objects.filter(clock="looked-after-death").order_by("about")
    assert [(row.due_on, row.state) for row in limits] == [(dt.date(2026, 9, 7), "open")] * 2
    assert [row.title.rpartition(": ")[2] for row in limits] == ["Ofsted", "Secretary of State for Education"]
    notified(case, notice="looked-after-death", body="ofsted")
    assert due(case) == [("looked-after-death", "secretary-of-state")]
    assert ended("looked-after-death") == [
        ("notice:looked-after-death.ofsted", "met"), ("notice:looked-after-death.secretary-of-state", "open"),
    ]  # fmt: skip
    assert not holds(state(case), "notified")
    assert holds(state(case), "notice looked-after-death sent")


def test_the_notice_of_a_death_does_not_stand_for_the_incident(bexley):
    """C-40: the gate is the serious incident notification, not any letter to Ofsted."""
    case = scenes.bexley_opened()
    person = case.people.get()
    person.details = {"legal_status": "Looked after"}
    person.save()
    notified(case, notice="looked-after-death", body="ofsted")
    assert ended("notify-national-panel") == [("notice:serious-incident.national-panel", "open")]
    assert stage(case) == "to-notify"


def test_a_care_leavers_death_is_told_without_a_rapid_review(redbridge):
    """C-17 (c): up to and including 24; to the Secretary of State for Education and Ofsted."""
    case = scenes.a_case("child", status="Care leaver", born=dt.date(2001, 9, 10))
    wanted = [("care-leaver-death", "secretary-of-state"), ("care-leaver-death", "ofsted")]
    assert due(case) == wanted
    notified(case, role="head-of-safeguarding", notice="care-leaver-death", body="ofsted")
    assert due(case) == wanted[:1]
    older = scenes.a_case("child", status="Care leaver", born=dt.date(2001, 8, 20))
    assert due(older) == []


def test_a_notice_that_is_not_due_needs_a_reason(bexley):
    case = scenes.bexley_opened()
    with pytest.raises(ActRefused):
        notified(case, notice="looked-after-death", body="ofsted")
    more = {"recorded": {**SENT["recorded"], "act-why": "Placed here by another authority."}}
    notified(case, notice="looked-after-death", body="ofsted", answers=more)
    assert Event.objects.get(act="record_notification").reason == "Placed here by another authority."


def test_the_acknowledgement_starts_the_clocks_that_count_from_it(darlington):
    """DAR-26, DAR-27: 15 working days from when the national panel said so, not from when it was typed."""
    case = scenes.darlington_opened()
    row = notified(case)
    assert not Deadline.objects.filter(clock="rapid-review-panel").exists()
    with pytest.raises(ActRefused):
        acts.record_acknowledgement(row=row, answers=said(), actor=somebody("secretariat"), at=hours(2.5))
    row = acts.record_acknowledgement(
        row=row, answers=said(reference="CSI-78"), actor=somebody("secretariat"), at=days(1)
    )
    assert (row.acknowledged_at, row.reference, stage(case)) == (days(1), "CSI-78", "acknowledged")
    meets = Deadline.objects.get(clock="rapid-review-panel")
    assert (meets.target_on, meets.due_on) == (dt.date(2026, 9, 16), dt.date(2026, 9, 23))
    assert Deadline.objects.get(clock="decision-to-national-panel").due_on == dt.date(2026, 9, 23)
    with pytest.raises(ActRefused):
        acts.record_acknowledgement(row=row, answers=said(), actor=somebody("secretariat"), at=days(2))


def test_a_notification_is_withdrawn_with_reason_and_proof_and_stays_on_record(bexley):
    """C-40: once notified a rapid review is required unless it is later found not to meet the criteria."""
    case = scenes.bexley_opened()
    row = notified(case)
    with pytest.raises(ActRefused):
        acts.withdraw_notification(row=row, answers=said(why="Not met."), actor=somebody(AUTHORITY), at=days(1))
    row = acts.withdraw_notification(
        row=row, answers=said(why="An accident after all."), uploads=PROOF, actor=somebody(AUTHORITY), at=days(1)
    )
    assert (row.withdrawn_at, row.withdrawn_why, stage(case)) == (days(1), "An accident after all.", "withdrawn")
    assert holds(state(case), "notification withdrawn")
    assert not holds(state(case), "notified")
    assert ended("outcome-to-national-panel") == [("notice:serious-incident.national-panel", "withdrawn")]
    assert due(case) == []


def test_whoever_gets_a_copy_is_told_that_it_is_there_and_the_e_mail_carries_nothing_of_it(bexley):
    """BEX-8, C-30: all notifications are copied to the three key partners."""
    people = scenes.people_of_bexley()
    case = scenes.bexley_opened()
    OutboxMessage.objects.all().delete()
    acts.record_notification(
        case=case, notice="serious-incident", body="national-panel", answers=SENT, actor=people.authority, at=hours(3)
    )
    (message,) = OutboxMessage.objects.filter(kind="copy-for-partners")
    assert message.to_email == "kay.keypartner@bexley.example"
    assert not {"Bea", "Brown", "Found at home", "CSI-77"} & set(f"{message.subject} {message.body}".split())
    (sent,) = queries.sent_notices(case, the_procedure())
    assert sent.copies == ("Kay Keypartner",)


def test_a_struck_out_entry_takes_its_notice_back(bexley):
    """The row follows the record: the latest entry first, then the one before."""
    case = scenes.bexley_opened()
    row = notified(case)
    acts.record_acknowledgement(row=row, answers=said(), actor=somebody("secretariat"), at=hours(5))
    sent, acknowledged = (
        Event.objects.get(act=act) for act in ("record_notification", "record_acknowledgement")
    )  # fmt: skip
    office = somebody("secretariat")
    with pytest.raises(ActRefused):
        annul_event(case=case, event_id=sent.pk, reason="Wrong case.", actor=office, at=hours(6))
    annul_event(case=case, event_id=acknowledged.pk, reason="Wrong case.", actor=office, at=hours(6))
    annul_event(case=case, event_id=sent.pk, reason="Wrong case.", actor=office, at=hours(6))
    row.refresh_from_db()
    assert (row.sent_at, row.acknowledged_at, row.sent_by) == (None, None, "")
    assert ended("notify-national-panel") == [("notice:serious-incident.national-panel", "open")]
    assert ("serious-incident", "national-panel") in due(case)


def test_the_sheet_knows_what_the_case_knows_and_is_kept_half_done(bexley):
    """C-53: prefilled from referral and case, editable, required answers may still be missing."""
    case = scenes.bexley_opened()
    form = the_procedure().find("forms", "national-notification")
    known = starting(form, case)
    assert known["children"]["names"] == "Bea Brown"
    assert (known["incident"]["happened-on"], known["incident"]["died-on"]) == ("2026-08-28", "2026-08-28")
    assert known["who-notifies"]["aware-on"] == "2026-08-31"
    assert known["incident"]["account"] == "Found at home."
    values = {**known, "incident": {**known["incident"], "account": "Found at home by a neighbour."}}
    keep = {"case": case, "notice": "serious-incident", "body": "national-panel", "actor": somebody(AUTHORITY)}
    row = acts.prepare_notification(answers=values, version=0, at=hours(3), **keep)
    assert row.sheet["incident"]["account"] == "Found at home by a neighbour."
    assert (row.sent_at, stage(case)) == (None, "to-notify")
    with pytest.raises(ActRefused):
        acts.prepare_notification(answers=known, version=0, at=hours(3), **keep)
    assert notified(case).pk == row.pk


def test_a_local_review_is_told_as_soon_as_it_is_decided_and_again_with_the_reviewers_name(bexley):
    """C-34: to the national panel, Ofsted and the Department for Education."""
    case = scenes.bexley_opened()
    assert ("local-review-decided", "dfe") not in due(case)
    _decided(case, "local-review")
    wanted = [("local-review-decided", body) for body in ("national-panel", "ofsted", "dfe")]
    assert [each for each in due(case) if each[0] == "local-review-decided"] == wanted


def _decided(case, review_type: str) -> None:
    scenes.done(case, "add_agenda_item", "secretariat", at=hours(3), track="rapid-review")
    scenes.done(case, "recommend", "lfpg-chair", at=hours(4), track="rapid-review", body="rapid-review-meeting")
    scenes.done(case, "send_recommendation", "secretariat", at=hours(5), track="rapid-review")
    scenes.done(
        case, "ratify_recommendation", "key-partner", at=hours(6), track="rapid-review", review_type=review_type
    )


def test_several_boroughs_notify_for_their_own_authority(bhr):
    """BHR-20, BHR-21, BHR-22: 15 working days run from when the notification left; copy to the Partnership Manager."""
    case = scenes.a_case("child", status="Looked after", borough="havering")
    scenes.met(case, "child-test")
    scenes.done(case, "decide_threshold", "local-authority", at=hours(2), outcome="met")
    known = starting(the_procedure().find("forms", "national-notification"), case)
    assert known["who-notifies"]["authority"] == "London Borough of Havering, Children's Services"
    notified(case)
    assert Deadline.objects.get(clock="rapid-review-to-national-panel").due_on == dt.date(2026, 9, 22)
    assert due(case) == [("looked-after-death", "secretary-of-state"), ("looked-after-death", "ofsted")]

"""The life of an action: created without a report, reported on, late, told up, given more time, ended (C-7, C-37)."""

from __future__ import annotations

import datetime as dt
import html

import pytest

from cases.acts import PersonValues, add_person, annul_event, declare_conflict
from cases.acts.naming import READ
from deadlines.models import Deadline
from desk.queries import waiting_for
from documents.files import CheckedFile
from documents.models import OutboxMessage, StoredFile
from partnerships.refusals import ActRefused
from reviews.acts import (
    ask_extension,
    change_owner,
    complete_action,
    create_action,
    decline_extension,
    drop_action,
    escalate_action,
    escalate_action_further,
    explain_delay,
    extend_action,
    reopen_action,
    report_progress,
    seek_explanation,
)
from reviews.gates import may_read_evidence
from reviews.models import Action, ActionEntry
from reviews.queries import actions as queries
from reviews.queries import implementation
from tests.factories import a_case, a_member, acting_as, an_agency, london, the_procedure

from .plans import DUE, START, in_darlington, wanted
from .test_pages import client_of, of_action, words

AUTUMN = london(2026, 10, 5)
LATE = london(2026, 12, 14)
MARCH = london(2027, 3, 1)
JUNE = london(2027, 6, 1)
PROOF = CheckedFile("audit.pdf", "application/pdf", b"%PDF-1.7 audit")


@pytest.fixture
def scene(darlington):
    return in_darlington()


def refusal(act, **kwargs) -> str:
    with pytest.raises(ActRefused) as refused:
        act(**kwargs)
    return str(refused.value)


def deadlines(action) -> dict:
    rows = Deadline.objects.filter(about=action.about).order_by("clock", "round")
    return {(row.clock, row.round): (row.due_on, row.state) for row in rows}


def told(kind) -> set:
    return set(OutboxMessage.objects.filter(kind=kind).values_list("to_name", flat=True))


def test_c_37_an_action_without_a_report_has_an_owner_a_day_and_its_measure(scene):
    action = scene.action
    assert (action.number, action.original_due_on, action.reference) == (1, DUE, scene.case.reference)
    assert deadlines(action) == {
        ("action-due", 1): (DUE, "open"),
        ("action-to-head-of-service", 1): (dt.date(2027, 3, 1), "open"),
        ("action-to-chief-officer", 1): (dt.date(2027, 6, 1), "open"),
    }
    own, up = (Deadline.objects.get(clock=name) for name in ("action-due", "action-to-head-of-service"))
    assert (own.owner_id, own.agency_id, own.title) == (scene.owner.pk, scene.agency.pk, "To do by this day: action 1")
    assert (up.owner_id, up.agency_id, up.role) == (None, None, "ld-chair")  # who stands above it, not its owner
    assert told("action-given") == {"Olive Owner"}
    mail = OutboxMessage.objects.get(kind="action-given")
    assert action.what not in mail.body and f"/actions/{action.pk}/" in mail.body  # C-30
    second = create_action(case=scene.case, wanted=wanted(scene.agency), actor=scene.secretary, at=AUTUMN)
    assert (second.number, second.owner_words) == (2, scene.agency.title)


def test_what_an_action_needs(scene):
    common = {"case": scene.case, "actor": scene.secretary, "at": AUTUMN}
    assert refusal(create_action, **common, wanted=wanted(scene.agency, what=" ")) == "Say what is to be done."
    no_measure = wanted(scene.agency, measure="")
    assert refusal(create_action, **common, wanted=no_measure) == "Say what would show that it worked."
    past = wanted(scene.agency, due_on=dt.date(2026, 10, 4))
    assert refusal(create_action, **common, wanted=past) == "The day must not be before the day it was decided."
    foreign = wanted(an_agency("police"), scene.owner)
    assert refusal(create_action, **common, wanted=foreign).startswith("Olive Owner does not belong to")
    assert Action.objects.count() == 1


def test_c_7_the_owner_reports_with_evidence_and_barriers_from_their_own_list(scene):
    action = scene.action
    own, others = queries.mine(scene.me, at=AUTUMN)
    assert ([row.action.pk for row in own], others) == ([action.pk], [])
    blank = {"action": action, "how_far": "held up", "text": "We wrote to every team.", "at": AUTUMN}
    assert refusal(report_progress, **blank, actor=scene.me) == "Say what stands in the way."
    report_progress(**blank, barriers="Two posts are empty.", files=[PROOF], actor=scene.me)
    row = queries.row_of(action, scene.me, at=AUTUMN)
    assert (row.how_far, row.barriers, row.standing.words) == ("Held up", "Two posts are empty.", "Held up")
    said = queries.history_of(action)[0]
    assert (said.title, said.files[0]["name"]) == ("Progress reported", "audit.pdf")
    file = StoredFile.objects.get(kind="action-evidence")
    stranger = acting_as(a_member("Pia Police", "agency-representative", agency="police"))
    assert [may_read_evidence(file, one) for one in (scene.me, scene.secretary, stranger)] == [True, True, False]
    assert refusal(report_progress, **{**blank, "how_far": "under way"}, actor=stranger) == (
        "Your role does not include this."
    )
    assert queries.offers(action, stranger, at=AUTUMN) == []
    assert queries.offers(action, scene.me, at=AUTUMN) == ["report_progress", "complete_action", "ask_extension"]


def test_dar_10_a_late_action_is_asked_about_and_goes_up_in_two_steps(scene):
    action = scene.action
    asking = {"action": action, "question": "What is missing?"}
    assert refusal(seek_explanation, **asking, actor=scene.chair, at=AUTUMN) == (
        "This action is not late: it is due on 1 December 2026."
    )
    assert refusal(seek_explanation, **asking, actor=scene.secretary, at=LATE) == "Your role does not include this."
    seek_explanation(**asking, actor=scene.chair, at=LATE)
    assert told("action-explanation") == {"Olive Owner"}
    explain_delay(action=action, text="Sickness.", steps="A colleague.", actor=scene.me, at=LATE)
    assert queries.row_of(action, None, at=LATE).why_late == "Sickness."
    early = {"action": action, "question": "What will be done?", "actor": scene.chair, "at": LATE}
    assert refusal(escalate_action, **early) == "This is due on 1 March 2027. Give the reason for doing it before."
    escalate_action(**{**early, "at": MARCH})
    assert told("action-late") == {"Hana Head"}  # of the owner's agency alone
    assert deadlines(action)["action-to-head-of-service", 1] == (dt.date(2027, 3, 1), "met")
    assert "escalate_action" not in queries.offers(action, scene.chair, at=MARCH)
    escalate_action_further(**{**early, "at": JUNE})
    assert told("action-late") == {"Hana Head", "Cleo Chief"}
    row = queries.row_of(action, None, at=JUNE)
    assert (row.standing.words, row.next_up) == ("Late, escalated further", None)
    assert [name for entry in row.up for name in entry.data["told"]] == [
        "Hana Head (Head of Service)", "Cleo Chief (Chief Officer)",
    ]  # fmt: skip


def test_dar_10_nobody_to_tell_is_said_and_another_agencys_head_is_never_told(scene):
    police = create_action(
        case=scene.case, wanted=wanted(an_agency("police")), actor=scene.secretary, at=START
    )  # fmt: skip
    asking = {"action": police, "question": "What will be done?", "actor": scene.chair, "at": MARCH}
    assert refusal(escalate_action, **asking).startswith("Durham Constabulary has no Head of Service here")
    assert told("action-late") == set()


def test_dar_10_more_time_only_when_the_chief_officer_asks_and_the_first_day_stays(scene):
    action, until = scene.action, dt.date(2027, 1, 31)
    common = {"action": action, "until": until, "reason": "The computer system is replaced."}
    assert refusal(extend_action, **common, actor=scene.chair, at=AUTUMN).startswith(
        "More time is given only when the Chief Officer of"
    )
    ask_extension(**common, actor=scene.me, at=AUTUMN)  # the owner's wish alone is not the Chief Officer's
    assert "Say who asked" in refusal(extend_action, **common, actor=scene.chair, at=AUTUMN)
    ask_extension(**common, actor=acting_as(scene.chief), at=AUTUMN)
    extend_action(**common, actor=scene.chair, at=AUTUMN)
    assert (action.due_on, action.original_due_on) == (until, DUE)
    assert deadlines(action) == {
        ("action-due", 1): (until, "open"),
        ("action-to-head-of-service", 1): (dt.date(2027, 4, 30), "open"),
        ("action-to-chief-officer", 1): (dt.date(2027, 6, 1), "open"),
    }
    again = {**common, "until": dt.date(2027, 2, 28), "actor": scene.chair, "at": AUTUMN}
    assert "Say who asked" in refusal(extend_action, **again)  # one request, one extension
    extend_action(**again, asked_by="Cleo Chief, by letter of 2 October")
    earlier = {**common, "until": until, "actor": scene.chair, "at": AUTUMN}
    assert refusal(extend_action, **earlier, asked_by="Cleo") == "More time means a later day than the one it has now."


def test_dar_10_more_time_is_declined_with_a_reason_that_the_owner_hears(scene):
    """The day stays; what was asked for stands on the form of whoever gives it, and is answered once."""
    action, until = scene.action, dt.date(2027, 1, 31)
    common = {"action": action, "actor": scene.secretary, "at": AUTUMN}
    assert refusal(decline_extension, **common, reason="No.") == "Nobody asks for more time for this action now."
    assert "decline_extension" not in queries.offers(action, scene.secretary, at=AUTUMN)
    ask_extension(action=action, until=until, reason="New staff.", actor=scene.me, at=AUTUMN)
    assert "decline_extension" in queries.offers(action, scene.secretary, at=AUTUMN)
    given = words(client_of(scene.chair).get(of_action("extend_action", scene)))
    assert ("31 January 2027" in given, "New staff." in given, "now has until 31 January 2027" in given) == (True,) * 3
    assert refusal(decline_extension, **common, reason=" ").startswith("Give the reason")
    assert (
        refusal(decline_extension, **{**common, "actor": scene.me}, reason="No.") == "Your role does not include this."
    )
    decline_extension(**common, reason="It must be done before the inquest.")
    assert (action.due_on, told("action-no-more-time")) == (DUE, {"Olive Owner"})
    assert "decline_extension" not in queries.offers(action, scene.secretary, at=AUTUMN)


def test_what_goes_into_reports_names_nobody_of_the_case(scene):
    """C-30, DAR-11: an action's wording and the reason for giving it up are printed for boards."""
    child = {"kind": "subject", "first_name": "Callum", "last_name": "Tolland"}
    add_person(case=scene.case, values=PersonValues(**child), actor=scene.secretary, at=START)
    common = {"case": scene.case, "actor": scene.secretary, "at": AUTUMN}
    named = wanted(scene.agency, what="Train staff in the home of Callum Tolland.")
    assert "names somebody of the case" in refusal(create_action, **common, wanted=named)
    drop = of_action("drop_action", scene)
    office = client_of(scene.secretary)
    page = office.post(drop, {"reason": "The Tolland family refused."}).content.decode()
    mark = page.partition('name="read-places"')[2].partition('value="')[2].partition('"')[0]
    assert ("“Tolland” in the reason." in html.unescape(page), "The Tolland family refused." in page) == (True, True)
    action = Action.objects.get(pk=scene.action.pk)
    assert (action.state, len(mark)) == ("open", 20)
    assert office.post(drop, {"reason": "The Tolland family refused.", "read-places": mark}).status_code == 302
    entry = ActionEntry.objects.get(action=action, act="drop_action")
    assert entry.data["said"] == [["", [[READ, "“Tolland” in the reason"]]]]


def test_an_action_told_up_and_then_extended_is_told_up_again(scene):
    action = scene.action
    escalate_action(action=action, question="What now?", actor=scene.chair, at=MARCH)
    extend_action(
        action=action, until=dt.date(2027, 4, 1), reason="Agreed.", asked_by="Cleo Chief", actor=scene.chair, at=MARCH
    )
    found = deadlines(action)
    assert found["action-to-head-of-service", 1][1] == "met"
    assert found["action-to-head-of-service", 2] == (dt.date(2027, 7, 1), "open")
    assert found["action-to-chief-officer", 1] == (dt.date(2027, 6, 1), "open")
    assert "escalate_action" in queries.offers(action, scene.chair, at=london(2027, 7, 1))


def test_dar_11_an_action_ends_with_what_shows_it_or_with_the_reason(scene):
    action = scene.action
    common = {"action": action, "actor": scene.me, "at": AUTUMN}
    assert refusal(complete_action, **common, text="Done.", proof="") == "Say what shows that it worked."
    complete_action(**common, text="All teams ask.", proof="The audit of May.", files=[PROOF])
    assert (action.state, action.ended_at) == ("done", AUTUMN)
    assert {state for _, state in deadlines(action).values()} == {"met"}
    assert refusal(report_progress, **common, how_far="under way", text="More") == "This action has ended: done."
    reopen_action(action=action, reason="The audit was of others.", actor=scene.secretary, at=LATE)
    found = deadlines(action)
    assert (action.state, found["action-due", 2]) == ("open", (DUE, "open"))
    drop_action(action=action, reason="The service has closed.", actor=scene.secretary, at=MARCH)
    assert (action.state, action.outcome) == ("dropped", "The service has closed.")
    assert deadlines(action)["action-due", 2] == (DUE, "withdrawn")  # given up is not done in time
    report = implementation(scene.case.partnership, dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    assert [(one.words, one.state, one.reasons) for one in report.findings] == [
        ("Action 1", "not implemented", ("The service has closed.",))
    ]
    assert implementation(scene.case.partnership, dt.date(2027, 4, 1), dt.date(2027, 12, 31)).findings == ()
    earlier = implementation(scene.case.partnership, dt.date(2026, 9, 1), dt.date(2026, 12, 31))
    assert [(one.state, one.late) for one in earlier.findings] == [("under way", 1)]


def test_a_wrong_entry_that_is_struck_out_gives_the_action_back(scene):
    action = scene.action
    done = complete_action(action=action, text="Done.", proof="Seen.", actor=scene.me, at=AUTUMN)
    wrong = {"case": scene.case, "reason": "Another action.", "actor": scene.secretary, "at": LATE}
    annul_event(**wrong, event_id=done.event_id)
    action.refresh_from_db()
    assert (action.state, deadlines(action)["action-due", 1]) == ("open", (DUE, "open"))
    assert [said.entry.act for said in queries.history_of(action)] == ["create_action"]
    born = ActionEntry.objects.get(action=action, act="create_action")
    assert refusal(annul_event, **wrong, event_id=born.event_id).startswith("An action is not struck out")


def test_c_7_another_owner_is_told_and_reminded_instead(scene):
    other = a_member("Nina New", "agency-representative", agency="ccg")
    common = {"action": scene.action, "agency": scene.agency, "reason": "Olive leaves.", "at": AUTUMN}
    assert refusal(change_owner, **common, owner=other, actor=scene.me) == "Your role does not include this."
    change_owner(**common, owner=other, actor=scene.secretary)
    assert Deadline.objects.get(clock="action-due").owner_id == other.pk
    assert told("action-given") == {"Olive Owner", "Nina New"}
    assert refusal(change_owner, **common, owner=other, actor=scene.secretary) == "This is the owner it has already."


def test_c_52_a_conflict_of_interest_closes_an_action_to_its_owner(scene):
    assert queries.visible_actions(scene.me).count() == 1
    declare_conflict(
        case=scene.case, membership=scene.owner, reason="A cousin.", actor=scene.secretary, at=AUTUMN
    )  # fmt: skip
    assert queries.visible_actions(scene.me).count() == 0
    assert refusal(
        report_progress, action=scene.action, how_far="under way", text="Begun", actor=scene.me, at=AUTUMN
    ) == "You have a conflict of interest in this case."  # fmt: skip


def test_a_plan_shows_what_is_late_first_and_the_exceptions_with_their_reasons(scene):
    common = {"case": scene.case, "actor": scene.secretary, "at": START}
    soon = create_action(**common, wanted=wanted(scene.agency, due_on=dt.date(2026, 9, 20)))
    given_up = create_action(**common, wanted=wanted(an_agency("police"), due_on=dt.date(2026, 9, 30)))
    drop_action(action=given_up, reason="No longer needed.", actor=scene.secretary, at=AUTUMN)
    other = a_case(scene.secretary, pathway="serious-incident", received_at=START)
    create_action(**{**common, "case": other}, wanted=wanted(scene.agency))
    rows = queries.plan(scene.secretary, queries.Chosen(), at=AUTUMN)
    assert [row.standing.words for row in rows] == ["Late", "To do", "To do", "Given up"]
    assert [row.action.pk for row in queries.of_case(scene.case, scene.secretary, at=AUTUMN)] == [
        soon.pk, scene.action.pk, given_up.pk,
    ]  # fmt: skip
    police = queries.Chosen(agency=given_up.agency_id)
    assert [row.action.pk for row in queries.plan(scene.secretary, police, at=AUTUMN)] == [given_up.pk]
    found = queries.exceptions(scene.secretary, since=dt.date(2026, 9, 1), until=dt.date(2026, 10, 31), at=AUTUMN)
    assert {name: [row.action.pk for row in rows] for name, rows in found.items()} == {
        "late": [soon.pk], "extended": [], "dropped": [given_up.pk],
    }  # fmt: skip
    assert found["dropped"][0].reasons == ["No longer needed."]


def test_dar_10_whoever_is_asked_finds_it_waiting_until_the_agency_has_explained_it(scene):
    """The owner is asked why, the Head of Service what will be done; nobody of another agency, and not the asker."""
    action, common = scene.action, {"action": scene.action, "question": "What now?", "actor": scene.chair, "at": MARCH}
    head, chief = acting_as(scene.head), acting_as(scene.chief)
    stranger = acting_as(a_member("Petra Police", "head-of-service", agency="police"))

    def waits() -> list[list[str]]:
        people = (scene.me, head, chief, stranger, scene.chair)
        return [[one.text for one in waiting_for(each, the_procedure(), at=MARCH) if "late" in one.text]
                for each in people]  # fmt: skip

    why = f"{action.reference}: action 1 is late, and you are asked why"
    done = f"{action.reference}: action 1 of {action.agency.title} is late, and you are asked what will be done"
    assert waits() == [[], [], [], [], []]
    seek_explanation(**common)
    assert waits() == [[why], [], [], [], []]
    escalate_action(**common)
    assert waits() == [[why], [done], [], [], []]
    explain_delay(action=action, text="Sickness.", steps="A colleague.", actor=head, at=MARCH)
    assert waits() == [[], [], [], [], []]
    escalate_action_further(**common, reason="It cannot wait.")
    assert waits() == [[why], [], [done], [], []]


def test_dar_10_the_order_of_going_up_is_held_by_the_act_and_by_its_page(scene):
    action, common = scene.action, {"action": scene.action, "question": "What now?", "actor": scene.chair}
    first = "First: Tell the Head of Service of a late action and ask what will be done."
    assert refusal(escalate_action_further, **common, at=JUNE) == first
    page = words(client_of(scene.chair).get(of_action("escalate_action_further", scene)))
    assert (first in page, "<form" in page.partition("<main")[2]) == (True, False)
    escalate_action(**common, at=JUNE)
    assert refusal(escalate_action_further, **common, at=MARCH, reason="Now.") == (
        "It cannot have gone further up before the step below was taken."
    )
    escalate_action_further(**common, at=JUNE)
    assert [entry.act for entry in queries.up_since(action)] == ["escalate_action", "escalate_action_further"]


def test_dar_10_only_the_agency_that_has_it_and_the_office_say_why_it_is_late(scene):
    own = {"explain_delay", "ask_extension"}
    for actor, has in ((scene.me, own), (acting_as(scene.head), own), (scene.secretary, own), (scene.chair, set())):
        assert own & set(queries.offers(scene.action, actor, at=MARCH)) == has
    refused = refusal(explain_delay, action=scene.action, text="So.", steps="So.", actor=scene.chair, at=MARCH)
    assert refused == f"Only {scene.agency.title} or the office can do this."

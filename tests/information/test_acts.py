"""Asking agencies and their answers: who, for whom, once, and what it does to clocks, access and e-mail."""

import datetime as dt

import pytest

from cases.acts import annul_event
from cases.models import AgencyAccess, Event, Fact
from deadlines.models import Deadline
from documents.models import OutboxMessage, PrintJob
from information import acts, drafts, lists, queries, returns
from information.models import ChronologyRow, ScopingReturn
from partnerships.refusals import ActRefused
from tests.factories import ADA, NOW, an_actor, an_agency, london
from tests.information.factories import (
    ASKED,
    ICB,
    INVOLVEMENT,
    POLICE,
    ROW,
    WHY,
    a_case_in_scoping,
    a_chair,
    a_secretary,
    ask,
    from_health,
    from_police,
    return_of,
    save,
    write,
)  # fmt: skip


@pytest.fixture
def secretary(redbridge):
    return a_secretary()


@pytest.fixture
def case(secretary):
    return a_case_in_scoping(secretary, a_chair())


def clocks(case):
    rows = Deadline.objects.filter(
        case=case, clock__in=[c.name for c in queries.return_clocks(_procedure(case), "adult")]
    )
    return sorted(rows.values_list("agency__slug", "round", "state", "due_on"))


def _procedure(case):
    from cases.queries import procedure_of

    return procedure_of(case)


def test_asking_makes_one_event_and_for_each_agency_a_return_a_clock_and_sight_of_the_case(case, secretary):
    ask(case, secretary)
    event = Event.objects.get(case=case, act="request_information")
    assert (event.about, event.track, event.data["agencies_newly_shown"]) == (
        "", "adult", [an_agency(POLICE).pk, an_agency(ICB).pk],
    )  # fmt: skip
    assert [(row.agency.slug, row.state) for row in queries.returns_of(case)] == [
        (POLICE, "outstanding"), (ICB, "outstanding"),
    ]  # fmt: skip
    # RED-21: ten working days after the request
    assert clocks(case) == [
        (POLICE, 1, "open", dt.date(2026, 9, 16)), (ICB, 1, "open", dt.date(2026, 9, 16)),
    ]  # fmt: skip
    assert sorted(AgencyAccess.objects.filter(case=case).values_list("agency__slug", flat=True)) == [POLICE, ICB]


def test_each_agencys_people_get_one_e_mail_with_the_date_and_nothing_personal(case, secretary):
    from_police("Pat Police"), from_police("Petra Police"), from_health()
    ask(case, secretary)
    letters = OutboxMessage.objects.filter(kind="request-for-information").order_by("to_email")
    assert [letter.to_name for letter in letters] == ["Hana Health", "Pat Police", "Petra Police"]
    assert [letter.subject for letter in letters] == [
        f"{case.reference}: screening request, answer by 16 September 2026"
    ] * 3
    assert letters[1].body.count("East Area BCU MPS") == 2
    for word in (ADA.first_name, ADA.last_name, ADA.nhs_number, "What do you know?"):
        assert not any(word in letter.body + letter.subject for letter in letters)


def test_an_agency_that_owes_an_answer_is_not_asked_again(case, secretary):
    ask(case, secretary, POLICE)
    with pytest.raises(ActRefused) as refusal:
        ask(case, secretary, POLICE, ICB)
    assert str(refusal.value) == (
        "East Area BCU MPS has been asked already and not answered yet. "
        "Send a reminder, or take the earlier request back first."
    )
    assert ScopingReturn.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"agencies": []}, "Choose at least one agency."),
        ({"wording": " \n"}, "Say what the agencies are asked."),
        (
            {"window_from": dt.date(2026, 1, 2), "window_to": dt.date(2026, 1, 1)},
            "The time asked about ends before it begins.",
        ),
    ],
)
def test_an_unclear_request_is_refused(case, secretary, change, sentence):
    given = {"agencies": [an_agency(POLICE)], "wording": "What?", **change}
    with pytest.raises(ActRefused) as refusal:
        acts.request_information(case=case, actor=secretary, at=ASKED, **given)
    assert str(refusal.value) == sentence


def test_only_the_secretariat_asks(case):
    for actor in (a_chair_again(), from_police()):
        with pytest.raises(ActRefused) as refusal:
            ask(case, actor)
        assert str(refusal.value) == "Only the One Panel Secretariat can do this."
    assert not ScopingReturn.objects.exists()


def a_chair_again():
    return an_actor("Cleo Chair", "panel-chair")


# C-3
def test_an_agency_answers_for_itself_and_its_clock_alone_is_met(case, secretary):
    ask(case, secretary)
    pat = from_police()
    row = write(return_of(case, POLICE), pat)
    event = acts.submit_return(scoping_return=row, actor=pat, at=london(2026, 9, 8))
    row.refresh_from_db()
    assert (row.state, row.returned_at, row.returned_by_id) == ("returned", london(2026, 9, 8), pat.user_id)
    assert (event.agency.slug, event.about, event.on_behalf_of) == (POLICE, f"agency:{row.agency_id}", "")
    assert clocks(case) == [
        (POLICE, 1, "met", dt.date(2026, 9, 16)), (ICB, 1, "open", dt.date(2026, 9, 16)),
    ]  # fmt: skip
    assert not Fact.objects.filter(case=case, name="all_returns_in").exists()


def test_nobody_answers_for_another_agency(case, secretary):
    ask(case, secretary)
    hana = from_health()
    for act in (acts.submit_return, acts.return_not_known):
        with pytest.raises(ActRefused) as refusal:
            act(scoping_return=return_of(case, POLICE), actor=hana, at=ASKED)
        assert str(refusal.value) == "You can answer only for your own agency."
    with pytest.raises(ActRefused):
        save(return_of(case, POLICE), {"why-it-happened": "x"}, hana)


# RED-7
def test_a_return_without_account_analysis_and_chronology_is_not_sent(case, secretary):
    ask(case, secretary)
    pat, said = from_police(), []
    for values in ({}, {"why-it-happened": WHY}, {"involvement-summary": INVOLVEMENT}):
        row = save(return_of(case, POLICE), values, pat)
        with pytest.raises(ActRefused) as refusal:
            acts.submit_return(scoping_return=row, actor=pat, at=ASKED)
        said.append(str(refusal.value).removeprefix("Before this can be sent, give "))
    assert said == [
        "“Your agency's involvement”, “Analysis: what happened and why” and a chronology.",
        "“Your agency's involvement” and a chronology.",
        "a chronology.",
    ]


# RED-7, RED-21
def test_not_known_is_one_act_and_the_last_answer_states_that_all_are_in(case, secretary):
    ask(case, secretary)
    pat, hana = from_police(), from_health()
    acts.submit_return(scoping_return=write(return_of(case, POLICE), pat), actor=pat, at=london(2026, 9, 10))
    acts.return_not_known(
        scoping_return=return_of(case, ICB), records_searched="Rio, EMIS", actor=hana, at=london(2026, 9, 9)
    )
    row = return_of(case, ICB)
    assert (row.state, row.records_searched) == ("not-known", "Rio, EMIS")
    assert {state for _, _, state, _ in clocks(case)} == {"met"}
    # The police answered last, although the other answer was typed last.
    assert Fact.objects.get(case=case, name="all_returns_in").happened_at == london(2026, 9, 10)
    assert queries.truths(case, at=london(2026, 9, 10)) == {"all_returns_in": True, "return_limit_passed": False}


def test_not_known_is_refused_once_something_is_written(case, secretary):
    ask(case, secretary)
    pat = from_police()
    write(return_of(case, POLICE), pat)
    with pytest.raises(ActRefused):
        acts.return_not_known(scoping_return=return_of(case, POLICE), actor=pat, at=ASKED)


# C-51, C-53
def test_a_late_return_is_entered_with_its_own_time_on_behalf_of_the_agency(case, secretary):
    ask(case, secretary)
    row = write(return_of(case, POLICE), secretary)
    event = acts.submit_return(scoping_return=row, actor=secretary, at=london(2026, 9, 16, 17))
    assert (event.on_behalf_of, event.at) == ("East Area BCU MPS", london(2026, 9, 16, 17))
    met = Deadline.objects.get(case=case, agency=row.agency, state="met")
    assert (met.ended_at, met.due_on) == (london(2026, 9, 16, 17), dt.date(2026, 9, 16))


def test_an_answer_cannot_come_before_the_request(case, secretary):
    ask(case, secretary)
    with pytest.raises(ActRefused) as refusal:
        acts.return_not_known(scoping_return=return_of(case, POLICE), actor=secretary, at=NOW)
    assert str(refusal.value) == "The answer cannot have come before the request."


def test_a_second_request_is_a_new_round_with_its_own_clock(case, secretary):
    ask(case, secretary, POLICE)
    pat = from_police()
    acts.return_not_known(scoping_return=return_of(case, POLICE), actor=pat, at=london(2026, 9, 3))
    ask(case, secretary, POLICE, at=london(2026, 9, 21))
    assert clocks(case) == [
        (POLICE, 1, "met", dt.date(2026, 9, 16)), (POLICE, 2, "open", dt.date(2026, 10, 5)),
    ]  # fmt: skip
    assert queries.truths(case, at=london(2026, 9, 22)) == {"all_returns_in": False, "return_limit_passed": False}
    assert queries.truths(case, at=london(2026, 10, 6)) == {"all_returns_in": False, "return_limit_passed": True}


# RED-8
def test_more_is_asked_of_one_agency_and_what_it_sent_stays(case, secretary):
    ask(case, secretary)
    pat = from_police()
    acts.submit_return(scoping_return=write(return_of(case, POLICE), pat), actor=pat, at=london(2026, 9, 3))
    police = an_agency(POLICE)
    acts.ask_supplement(case=case, agency=police, wording="And in 2018?", actor=secretary, at=london(2026, 9, 4))
    states = list(ScopingReturn.objects.filter(agency=police).order_by("pk").values_list("state", flat=True))
    assert states == ["returned", "outstanding"]
    more = drafts.save_part(
        scoping_return=return_of(case, POLICE), part="answer", values={"answer": "Nothing in 2018."}, seen=None,
        actor=pat, at=london(2026, 9, 5),
    )  # fmt: skip
    acts.submit_return(scoping_return=more, actor=pat, at=london(2026, 9, 7))
    assert [entry.event for entry in queries.merged_chronology(case)] == ["Home visit, no answer."]
    assert [row[:3] for row in clocks(case) if row[0] == POLICE] == [(POLICE, 1, "met"), (POLICE, 2, "met")]


def test_more_is_not_asked_of_an_agency_that_has_not_answered(case, secretary):
    ask(case, secretary)
    with pytest.raises(ActRefused) as refusal:
        acts.ask_supplement(case=case, agency=an_agency(POLICE), wording="More?", actor=secretary, at=ASKED)
    assert str(refusal.value) == "East Area BCU MPS has not answered yet. Send a reminder instead."


def test_a_request_taken_back_ends_the_clock_and_a_mistake_ends_the_sight_of_the_case(case, secretary):
    ask(case, secretary)
    acts.withdraw_request(
        scoping_return=return_of(case, POLICE), reason="Wrong agency.", by_mistake=True, actor=secretary, at=ASKED
    )
    acts.return_not_known(scoping_return=return_of(case, ICB), actor=secretary, at=london(2026, 9, 4))
    assert [row[:3] for row in clocks(case)] == [(POLICE, 1, "withdrawn"), (ICB, 1, "met")]
    assert list(AgencyAccess.objects.values_list("agency__slug", flat=True)) == [ICB]
    assert Fact.objects.filter(case=case, name="all_returns_in").count() == 1


def test_the_last_request_taken_back_completes_the_others(case, secretary):
    ask(case, secretary)
    acts.return_not_known(scoping_return=return_of(case, ICB), actor=secretary, at=london(2026, 9, 4))
    acts.withdraw_request(
        scoping_return=return_of(case, POLICE), reason="Not involved.", actor=secretary, at=london(2026, 9, 7)
    )
    assert Fact.objects.get(case=case, name="all_returns_in").happened_at == london(2026, 9, 4)


def test_a_return_opened_again_can_be_changed_and_is_chased(case, secretary):
    ask(case, secretary)
    pat = from_police()
    acts.submit_return(scoping_return=write(return_of(case, POLICE), pat), actor=pat, at=london(2026, 9, 3))
    with pytest.raises(ActRefused):
        drafts.save_row(scoping_return=return_of(case, POLICE), values={**ROW, "event": "x"}, actor=pat, at=ASKED)
    acts.reopen_return(scoping_return=return_of(case, POLICE), reason="A date.", actor=secretary, at=london(2026, 9, 7))
    row = return_of(case, POLICE)
    kept = row.answers["involvement"]["involvement-summary"]
    assert (row.state, kept, lists.label_of(row)) == ("draft", INVOLVEMENT, "Being changed")
    assert queries.merged_chronology(case) == []
    acts.submit_return(scoping_return=row, actor=pat, at=london(2026, 9, 8))
    assert [row[:3] for row in clocks(case) if row[0] == POLICE] == [(POLICE, 1, "met"), (POLICE, 2, "met")]


def test_the_agencys_lead_stands_behind_the_return_once(case, secretary):
    ask(case, secretary)
    pat = from_police()
    lead = an_actor("Lena Lead", "agency-lead", agency=POLICE)
    other = an_actor("Otto Lead", "agency-lead", agency=ICB)
    acts.submit_return(scoping_return=write(return_of(case, POLICE), pat), actor=pat, at=london(2026, 9, 3))
    with pytest.raises(ActRefused):
        acts.sign_off_return(scoping_return=return_of(case, POLICE), actor=other, at=london(2026, 9, 4))
    acts.sign_off_return(scoping_return=return_of(case, POLICE), actor=lead, at=london(2026, 9, 4))
    assert return_of(case, POLICE).signed_off_by_label == lead.label
    with pytest.raises(ActRefused):
        acts.sign_off_return(scoping_return=return_of(case, POLICE), actor=lead, at=london(2026, 9, 5))


# RED-1
def test_an_agency_from_elsewhere_is_invited_before_it_is_asked(case, secretary):
    with pytest.raises(ActRefused) as refusal:
        acts.request_information(case=case, agencies=[_stranger(secretary)], wording="What?", actor=secretary, at=ASKED)
    assert str(refusal.value) == "Havering Housing must be invited for this case first."
    agency = acts.invite_agency(
        case=case, agency=_stranger(secretary), contact_email="housing@havering.example", reason="Lived there.",
        actor=secretary, at=ASKED,
    )  # fmt: skip
    ask(case, secretary, agency.slug)
    message = OutboxMessage.objects.get(kind="request-by-link")
    assert (message.to_email, message.to_user) == ("housing@havering.example", None)
    assert not agency.member


def _stranger(secretary):
    from partnerships.acts import invite_agency_to_partnership

    return invite_agency_to_partnership(
        slug="havering-housing", title="Havering Housing", sector="housing", actor=secretary, at=NOW
    )


def test_a_new_agency_is_invited_by_its_name_and_a_member_is_not(case, secretary):
    agency = acts.invite_agency(
        case=case, title="Essex Police", sector="police", reason="Neighbour.", actor=secretary, at=ASKED
    )
    assert (agency.slug, agency.member, AgencyAccess.objects.get(case=case).agency) == ("essex-police", False, agency)
    with pytest.raises(ActRefused) as refusal:
        acts.invite_agency(case=case, agency=agency, reason="Again.", actor=secretary, at=ASKED)
    assert str(refusal.value) == "Essex Police has been invited already."
    with pytest.raises(ActRefused) as refusal:
        acts.invite_agency(case=case, agency=an_agency(POLICE), reason="x", actor=secretary, at=ASKED)
    assert str(refusal.value) == "East Area BCU MPS is a member and need not be invited."


# --- The record put right ------------------------------------------------------------------------------------------


def strike_out(case, secretary, event, at=london(2026, 9, 20)):  # noqa: B008
    return annul_event(case=case, event_id=event.pk, reason="Typed on the wrong line.", actor=secretary, at=at)


def test_an_answer_struck_out_is_outstanding_again(case, secretary):
    ask(case, secretary, POLICE)
    event = acts.return_not_known(scoping_return=return_of(case, POLICE), actor=secretary, at=london(2026, 9, 3))
    strike_out(case, secretary, event)
    assert (return_of(case, POLICE).state, clocks(case)) == (
        "outstanding", [(POLICE, 1, "open", dt.date(2026, 9, 16))],
    )  # fmt: skip
    assert queries.truths(case, at=ASKED)["all_returns_in"] is False


def test_a_request_struck_out_leaves_no_clock_no_return_and_no_sight_of_the_case(case, secretary):
    request = ask(case, secretary)
    strike_out(case, secretary, request.event)
    assert (queries.returns_of(case), AgencyAccess.objects.count()) == ([], 0)
    assert {row[2] for row in clocks(case)} == {"superseded"}
    ask(case, secretary, at=london(2026, 9, 21))
    assert [row.state for row in queries.returns_of(case)] == ["outstanding", "outstanding"]


def test_a_request_that_was_answered_cannot_be_struck_out(case, secretary):
    request = ask(case, secretary)
    acts.return_not_known(scoping_return=return_of(case, POLICE), actor=secretary, at=london(2026, 9, 3))
    with pytest.raises(ActRefused) as refusal:
        strike_out(case, secretary, request.event)
    assert str(refusal.value) == (
        "An agency has answered this request already. Take it back for the others one by one."
    )


def test_an_answer_reopened_since_cannot_be_struck_out(case, secretary):
    ask(case, secretary, POLICE)
    event = acts.return_not_known(scoping_return=return_of(case, POLICE), actor=secretary, at=london(2026, 9, 3))
    acts.reopen_return(scoping_return=return_of(case, POLICE), reason="Found.", actor=secretary, at=london(2026, 9, 4))
    with pytest.raises(ActRefused) as refusal:
        strike_out(case, secretary, event)
    assert str(refusal.value) == "The agency’s return has changed since. Strike out the later entry first."


# --- Drafts --------------------------------------------------------------------------------------------------------


def test_two_people_of_an_agency_are_told_and_the_second_sees_what_is_stored(case, secretary):
    ask(case, secretary)
    pat, petra = from_police(), from_police("Petra Police")
    opened = return_of(case, POLICE)
    seen = returns.seen_of(opened, "analysis")
    save(opened, {"why-it-happened": "Pat’s view"}, pat, seen=seen)
    save(opened, {"involvement-summary": "Another part is no quarrel"}, petra, seen=seen)
    with pytest.raises(drafts.ChangedMeanwhile) as changed:
        save(opened, {"why-it-happened": "Petra’s view"}, petra, seen=seen)
    assert changed.value.now.answers["analysis"] == {"why-it-happened": "Pat’s view"}
    assert return_of(case, POLICE).answers == {
        "analysis": {"why-it-happened": "Pat’s view"},
        "involvement": {"involvement-summary": "Another part is no quarrel"},
    }


def test_saving_the_same_twice_is_no_quarrel(case, secretary):
    ask(case, secretary)
    pat = from_police()
    opened = return_of(case, POLICE)
    for _ in range(2):
        save(opened, {"why-it-happened": "A"}, pat, seen=returns.seen_of(opened, "analysis"))
        try:
            drafts.save_row(scoping_return=opened, values=ROW, actor=pat, at=ASKED)
        except ActRefused as refusal:
            assert str(refusal) == "The same entry is in the chronology already."
    assert ChronologyRow.objects.count() == 1


def test_an_entry_changed_by_two_is_told(case, secretary):
    ask(case, secretary)
    pat = from_police()
    row = drafts.save_row(scoping_return=return_of(case, POLICE), values=ROW, actor=pat, at=ASKED)
    changes = {"scoping_return": return_of(case, POLICE), "row": row, "version": 1, "actor": pat, "at": ASKED}
    drafts.save_row(values={**ROW, "event": "First"}, **changes)
    with pytest.raises(drafts.ChangedMeanwhile) as changed:
        drafts.save_row(values={**ROW, "event": "Second"}, **changes)
    assert changed.value.now.event == "First"
    drafts.remove_row(row=row, actor=pat, at=ASKED)
    drafts.remove_row(row=row, actor=pat, at=ASKED)
    assert not ChronologyRow.objects.exists()


def test_what_was_looked_at_is_what_is_sent(case, secretary):
    from information.state import fingerprint

    ask(case, secretary)
    pat = from_police()
    row = write(return_of(case, POLICE), pat)
    seen = fingerprint(row)
    drafts.save_row(scoping_return=row, values={**ROW, "event": "One more"}, actor=pat, at=ASKED)
    with pytest.raises(ActRefused) as refusal:
        acts.submit_return(scoping_return=row, seen=seen, actor=pat, at=ASKED)
    assert str(refusal.value) == f"{pat.label} has changed this return since you looked. Look at it again."
    acts.submit_return(scoping_return=row, seen=fingerprint(row), actor=pat, at=ASKED)


# --- The paper -----------------------------------------------------------------------------------------------------


def test_the_chronology_is_put_together_and_printed_once(case, secretary):
    ask(case, secretary)
    pat = from_police()
    acts.submit_return(scoping_return=write(return_of(case, POLICE), pat), actor=pat, at=london(2026, 9, 3))
    job = acts.compile_chronology(case=case, actor=secretary, at=london(2026, 9, 4))
    assert (job.kind, job.case) == ("chronology", case)
    assert [(row["when"], row["agency"], row["event"]) for row in job.payload["rows"]] == [
        ("12 March 2026, 2:30pm", "East Area BCU MPS", "Home visit, no answer.")
    ]
    assert [(row["agency"], row["state"]) for row in job.payload["returns"]] == [
        ("East Area BCU MPS", "Returned"), ("NEL NHS ICB", "Outstanding"),
    ]  # fmt: skip
    assert job.payload["notes"] == ("1 agency has not answered yet; this chronology is not complete.",)
    assert PrintJob.objects.count() == 1


def test_before_anybody_was_asked_a_chronology_needs_a_reason(case, secretary):
    with pytest.raises(ActRefused):
        acts.compile_chronology(case=case, actor=secretary, at=ASKED)
    acts.compile_chronology(case=case, reason="Sent by post.", actor=secretary, at=ASKED)


def test_a_draft_is_on_no_paper(case, secretary):
    from documents.papers import ReturnLine
    from information.papers import chronology_lines, return_lines

    ask(case, secretary)
    write(return_of(case, POLICE), from_police())
    assert (return_lines(case), chronology_lines(case)) == (
        (
            ReturnLine(agency="East Area BCU MPS", state="Outstanding"),
            ReturnLine(agency="NEL NHS ICB", state="Outstanding"),
        ),
        (),
    )

"""Safety, family, other processes, requests for papers, authorities: kept from a case's first day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases import acts
from cases.conditions.who import parallel_process
from cases.entries import registers_of
from cases.models import Fact
from cases.state import state_of
from deadlines.models import Deadline
from documents.models import StoredFile
from partnerships.refusals import ActRefused
from tests import factories as make
from tests.factories import london

LATER = make.NOW + dt.timedelta(hours=2)
NEEDED = {"kind": "safety", "what": "Check the brother.", "agency": "nelft", "owner": "Nia", "by_when": "2026-09-02"}
TRIAL = {"kind": "criminal investigation or trial", "who": "DI Cole, East Area"}


@pytest.fixture
def office(redbridge):
    return make.an_actor("Oona Office", "secretariat")


@pytest.fixture
def case(office):
    return make.a_case(office)


def given(**answers) -> dict:
    return {"recorded": {f"act-{name.replace('_', '-')}": value for name, value in answers.items()}}


def entries(case, name, at=LATER):
    return next(rows for register, rows in registers_of(case, at=at) if register.name == name)


def test_c_36_something_needed_now_has_an_agency_an_owner_and_a_day(case, office):
    with pytest.raises(ActRefused) as refused:
        acts.log_safety_action(case=case, answers=given(**{**NEEDED, "owner": ""}), actor=office, at=LATER)
    assert (str(refused.value), refused.value.about) == (
        "Enter an answer to “Who in that agency?”",
        "id_q-recorded-act-owner",
    )
    event = acts.log_safety_action(case=case, answers=given(**NEEDED), actor=office, at=LATER)
    assert (event.summary, event.about) == ("Needed now, by 2 September 2026: Check the brother.", "safety:1")
    assert event.agency.slug == "nelft"
    assert Fact.objects.get(name="safety_action_due").happened_at == london(2026, 9, 2, 0)
    assert [(row.due_on, row.late, row.ended) for row in entries(case, "safety")] == [
        (dt.date(2026, 9, 2), False, None)
    ]
    assert [row.late for row in entries(case, "safety", at=london(2026, 9, 3))] == [True]


def test_c_37_it_ends_once_and_a_second_one_is_told(case, office):
    begun = acts.log_safety_action(case=case, answers=given(**NEEDED), actor=office, at=LATER)
    ending = {"case": case, "entry": begun.pk, "answers": given(result="done", how="Seen today."), "actor": office}
    acts.complete_safety_action(**ending, at=LATER)
    assert [row.ended.summary for row in entries(case, "safety")] == ["What was needed at once ended: done."]
    other = acts.log_safety_action(case=case, answers=given(**NEEDED), actor=office, at=LATER)
    assert list(Deadline.objects.filter(clock="safety-action").order_by("about").values_list("about", "state")) == [
        ("safety:1", "met"), (other.about, "open"),
    ]  # fmt: skip
    with pytest.raises(ActRefused) as refused:
        acts.complete_safety_action(**ending, at=LATER)
    assert str(refused.value) == "This has been recorded as ended already, or was struck out."


def test_a_struck_out_entry_no_longer_counts(case, office):
    begun = acts.log_safety_action(case=case, answers=given(**NEEDED), actor=office, at=LATER)
    acts.annul_event(case=case, event_id=begun.pk, reason="Wrong case.", actor=office, at=LATER)
    assert entries(case, "safety") == []
    with pytest.raises(ActRefused):
        acts.complete_safety_action(
            case=case, entry=begun.pk, answers=given(result="done", how="x"), actor=office, at=LATER
        )


def test_c_23_a_family_that_was_not_asked_needs_a_reason(case, office):
    with pytest.raises(ActRefused) as refused:
        acts.record_involvement(
            case=case, answers=given(part="family", who="The mother", agrees="not asked"), actor=office, at=LATER
        )
    assert str(refused.value) == "Enter an answer to “If they have not been asked, or said no: why?”"
    acts.record_involvement(
        case=case, actor=office, at=LATER,
        answers=given(part="family", who="The mother", agrees="yes", how="Two visits.", by_whom="The reviewer"),
    )  # fmt: skip
    assert [row.summary for row in entries(case, "family")] == ["Involvement recorded: The mother."]


def test_c_23_the_next_contact_lies_ahead_of_the_one_that_is_entered(case, office):
    spoke = {"who": "Her sister", "how": "telephone", "by": "Sam"}
    early, same = (given(**spoke, next=day) for day in ("2020-01-01", LATER.date().isoformat()))
    with pytest.raises(ActRefused) as refused:
        acts.record_contact(case=case, answers=early, actor=office, at=LATER)
    assert (str(refused.value), refused.value.about) == (
        "The day on which they hear from us next is before this contact.", "act-next",
    )  # fmt: skip
    acts.record_contact(case=case, answers=same, actor=office, at=LATER)
    assert len(entries(case, "contacts")) == 1


def test_c_24_a_case_knows_whether_another_process_is_running(case, office):
    """DAR-8: every kind of review and investigation that the texts name may be entered."""

    def running():
        return parallel_process(state_of(case, version="1.5"))

    assert running() is False
    first = acts.record_process(case=case, answers=given(**TRIAL), actor=office, at=LATER)
    second = acts.record_process(case=case, answers=given(kind="inquest", who="The coroner"), actor=office, at=LATER)
    ended = given(ended="2026-08-30", result="No charge.")
    acts.end_process(case=case, entry=first.pk, answers=ended, actor=office, at=LATER)
    assert running() is True
    acts.end_process(case=case, entry=second.pk, answers=ended, actor=office, at=LATER)
    assert running() is False
    assert [row.id for row in entries(case, "processes")] == [second.pk, first.pk]


def test_c_33_a_request_for_papers_keeps_advice_answer_and_what_was_given(case, office):
    asked = acts.log_disclosure(
        case=case, answers=given(who="HM Coroner", what="The chronology, for the inquest."), actor=office, at=LATER
    )
    answer = {
        "advice": "Counsel: disclose.",
        "decision": "partly given",
        "by": "The board",
        "reasons": "Third parties.",
    }
    with pytest.raises(ActRefused) as refused:
        acts.answer_disclosure(case=case, entry=asked.pk, answers=given(**answer), actor=office, at=LATER)
    assert str(refused.value) == "Enter an answer to “If papers are given: which, and to whom?”"
    acts.answer_disclosure(
        case=case, entry=asked.pk, answers=given(**answer, given="Pages 1 to 4."), actor=office, at=LATER
    )
    [entry] = entries(case, "disclosure")
    assert entry.ended.summary == "The request for papers was answered: partly given."


def test_c_41_which_authority_leads_and_which_is_home(case, office):
    acts.name_authorities(case=case, answers=given(leads="Redbridge", home="Essex"), actor=office, at=LATER)
    assert [row.summary for row in entries(case, "authorities")] == [
        "Leading authority: Redbridge. Home authority: Essex."
    ]


def test_an_agency_that_was_asked_does_not_read_the_registers(client, case, office):
    """C-52: neither the tab, nor the words on the record, nor the papers by their number."""
    paper = SimpleUploadedFile("advice.txt", b"Counsel says so.", content_type="text/plain")
    client.force_login(office.membership.user)
    home = f"/redbridge/cases/{case.reference}"
    posted = {"q-recorded-act-who": "HM Coroner", "q-recorded-act-what": "The chronology.",
              "q-recorded-act-papers": paper}  # fmt: skip
    answer = client.post(f"{home}/log-disclosure/", posted)
    assert (answer.status_code, answer.get("Location")) == (302, f"{home}/safety-and-family/")
    file = StoredFile.objects.get(kind="case-paper")
    assert "advice.txt" in client.get(f"{home}/safety-and-family/").content.decode()
    assert client.get(f"/redbridge/files/{file.pk}/").status_code == 200
    member = make.a_member("Mo Member", "agency-representative", agency="nelft")
    acts.give_agency_access(case=case, agency=member.agency, why="Asked.", at=LATER)
    client.force_login(member.user)
    record = client.get(f"{home}/record/")
    assert (record.status_code, "HM Coroner" in record.content.decode()) == (200, False)
    assert client.get(f"{home}/safety-and-family/").status_code == 403
    assert client.get(f"/redbridge/files/{file.pk}/").status_code == 404


def test_what_was_typed_stays_when_something_is_missing(client, case, office):
    client.force_login(office.membership.user)
    page = client.post(f"/redbridge/cases/{case.reference}/record-process/", {"q-recorded-act-who": "DI Cole"})
    words = page.content.decode()
    assert (page.status_code, "There is a problem" in words, 'value="DI Cole"' in words) == (200, True, True)

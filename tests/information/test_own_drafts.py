"""An unfinished answer is its agency's alone; the lead signs where the text says so; authors see one another."""

import pytest

from cases.models import Event
from documents.models import OutboxMessage
from information import acts, drafts, queries, sight
from information.models import ChronologyRow, ScopingReturn
from partnerships.refusals import ActRefused
from procedures.models import ProcedureVersion
from tests.factories import an_actor, london
from tests.information.factories import (
    ICB,
    POLICE,
    a_case_in_scoping,
    a_chair,
    a_secretary,
    ask,
    from_health,
    from_police,
    return_of,
    save,
    write,
)
from tests.information.test_pages import WRITING, at, hidden, part_of, text, user

SECRET = "Visits were not joined up."
LATER = london(2026, 9, 4)


@pytest.fixture
def people(redbridge):
    return {"sam": a_secretary(), "chris": a_chair(), "pat": from_police()}


@pytest.fixture
def case(people):
    case = a_case_in_scoping(people["sam"], people["chris"])
    ask(case, people["sam"])
    return case


@pytest.mark.parametrize("who", ["sam.secretary", "chris.chair"])
def test_the_office_does_not_read_what_an_agency_is_still_writing(client, case, people, who):
    """C-52: until it is sent, not even the secretariat and the chair read it."""
    row = write(return_of(case, POLICE), people["pat"])
    client.force_login(user(who))
    page = client.get(at("agency_return", case, row))
    assert page.status_code == 200
    assert "The agency is writing its answer. You can read it once it is sent." in text(page)
    for address in [at(name, case, row) for name in ("agency_return", *WRITING)]:
        for answer in (client.get(address, follow=True), client.post(address, {"seen": "x"}, follow=True)):
            assert SECRET not in answer.content.decode(), address
            assert "Home visit, no answer." not in answer.content.decode(), address


def test_the_office_neither_changes_nor_sends_an_agencys_own_draft(case, people):
    row = write(return_of(case, POLICE), people["pat"])
    sentence = "East Area BCU MPS has begun its own answer. Only its people can read it and send it."
    sam = people["sam"]
    for act in (
        lambda: save(row, {"why-it-happened": "x"}, sam, LATER),
        lambda: drafts.remove_row(row=ChronologyRow.objects.get(), actor=sam, at=LATER),
        lambda: acts.submit_return(scoping_return=row, actor=sam, at=LATER),
        lambda: acts.return_not_known(scoping_return=row, actor=sam, at=LATER),
    ):
        with pytest.raises(ActRefused) as refusal:
            act()
        assert str(refusal.value) == sentence


def test_what_the_office_began_for_an_agency_the_agency_takes_over(case, people):
    row = write(return_of(case, ICB), people["sam"])
    assert (row.written_by, sight.may_write(row, people["sam"])) == ("office", True)
    hana = from_health()
    row = save(row, {"involvement-summary": "Ours."}, hana, LATER)
    assert (row.written_by, sight.may_write(row, people["sam"]), sight.may_read(row, people["sam"])) == (
        "agency", False, False,
    )  # fmt: skip


def test_authors_of_one_agency_see_who_wrote_what_last(client, case, people):
    row = write(return_of(case, POLICE), people["pat"])
    petra = from_police("Petra Police")
    save(row, {"why-it-happened": "Better now."}, petra, LATER)
    client.force_login(user("pat.police"))
    words = "".join(text(client.get(part_of(case, row, part))) for part in ("involvement", "analysis"))
    assert "Last written by Pat Police, Agency representative, East Area BCU MPS, 2 Sep 2026, 9am" in words
    assert "Last written by Petra Police, Agency representative, East Area BCU MPS, 4 Sep 2026, 10am" in words
    row.refresh_from_db()
    assert {part: who.split(",")[0] for part, (who, _) in row.writers.items()} == {
        "involvement": "Pat Police", "analysis": "Petra Police", "chronology": "Pat Police",
    }  # fmt: skip


# --- The lead's signature ------------------------------------------------------------------------------------------


@pytest.fixture
def must_sign(redbridge, monkeypatch):
    """The same text with the sign-off as a must."""
    edition = ProcedureVersion.objects.get(state="published")
    before = edition.text
    head, step, rest = before.partition('act = "sign off return"')
    text_now = head + step + rest.replace("optional = true\n", "", 1)
    assert text_now != before
    from procedures import library, reader

    procedure = reader.read(text_now, edition.base_text)
    monkeypatch.setattr(library, "of_version", lambda row: procedure)
    monkeypatch.setattr("cases.queries.facts.library.of_version", lambda row: procedure)
    return procedure


def a_lead():
    return an_actor("Lena Lead", "agency-lead", agency="east-area-police")


def test_where_the_text_makes_it_a_must_the_lead_signs_before_it_is_sent(client, must_sign, case, people):
    """RED-7: the agency assures the quality of what it sends. Its clock runs on until the signature."""
    row, lena = write(return_of(case, POLICE), people["pat"]), a_lead()
    with pytest.raises(ActRefused) as refusal:
        acts.submit_return(scoping_return=row, actor=people["pat"], at=LATER)
    assert str(refusal.value) == "Lena Lead signs this off before it is sent. Put it before them."
    row = drafts.ask_sign_off(scoping_return=row, actor=people["pat"], at=LATER)
    assert (row.state, Event.objects.filter(case=case, act="submit_return").count()) == ("awaiting", 0)
    message = OutboxMessage.objects.get(to_email="lena.lead@redbridge.example")
    assert SECRET not in message.body + message.subject
    client.force_login(user("sam.secretary"))
    seen = client.get(at("agency_return", case, row))
    assert "Awaiting sign-off" in text(seen) and SECRET not in seen.content.decode()
    with pytest.raises(ActRefused):
        save(row, {"why-it-happened": "x"}, people["pat"], LATER)
    acts.sign_off_return(scoping_return=row, actor=lena, at=london(2026, 9, 7))
    row.refresh_from_db()
    assert (row.state, row.returned_at, row.returned_by_label, row.signed_off_by_label) == (
        "returned", london(2026, 9, 7), people["pat"].label, lena.label,
    )  # fmt: skip
    assert [e.act for e in Event.objects.filter(case=case, about=f"agency:{row.agency_id}").order_by("pk")] == [
        "submit_return", "sign_off_return",
    ]  # fmt: skip


def test_the_signature_in_the_browser(client, must_sign, case, people):
    row = write(return_of(case, POLICE), people["pat"])
    a_lead()
    client.force_login(user("pat.police"))
    page = client.get(at("submit_return", case, row))
    assert "Put it before your lead" in text(page)
    client.post(at("submit_return", case, row), {"seen": hidden(page, "seen")})
    row.refresh_from_db()
    assert row.state == "awaiting"
    client.force_login(user("lena.lead"))
    assert "Sign off and send" in client.get(at("agency_return", case, row)).content.decode()
    client.post(at("sign_off_return", case, row))
    row.refresh_from_db()
    assert row.state == "returned"


def test_what_waits_for_a_signature_can_be_taken_back(must_sign, case, people):
    row = write(return_of(case, POLICE), people["pat"])
    a_lead()
    row = drafts.ask_sign_off(scoping_return=row, actor=people["pat"], at=LATER)
    with pytest.raises(ActRefused):
        drafts.take_back_to_write(scoping_return=row, actor=people["sam"], at=LATER)
    assert drafts.take_back_to_write(scoping_return=row, actor=people["pat"], at=LATER).state == "draft"


def test_an_agency_without_a_lead_is_not_kept_from_answering(must_sign, case, people):
    row = write(return_of(case, POLICE), people["pat"])
    acts.submit_return(scoping_return=row, actor=people["pat"], at=LATER)
    assert ScopingReturn.objects.get(pk=row.pk).state == "returned"


def test_not_known_waits_for_the_lead_too(must_sign, case, people):
    row, lena = return_of(case, POLICE), a_lead()
    row = drafts.ask_sign_off(scoping_return=row, not_known=True, actor=people["pat"], at=LATER)
    assert queries.outstanding(case) != []
    acts.sign_off_return(scoping_return=row, actor=lena, at=LATER)
    assert ScopingReturn.objects.get(pk=row.pk).state == "not-known"


# --- A supplementary question --------------------------------------------------------------------------------------


def test_more_is_asked_and_only_that_is_answered(client, case, people):
    """RED-8: the earlier answer stands and is shown; the page asks for the answer to the new question alone."""
    first = write(return_of(case, POLICE), people["pat"])
    acts.submit_return(scoping_return=first, actor=people["pat"], at=LATER)
    acts.ask_supplement(case=case, agency=first.agency, wording="And in 2018?", actor=people["sam"], at=LATER)
    row = return_of(case, POLICE)
    client.force_login(user("pat.police"))
    page = client.get(part_of(case, row, "answer"))
    assert "And in 2018?" in text(page) and SECRET in text(page)
    assert client.get(part_of(case, row, "analysis")).status_code == 404
    sly = {"q-analysis-why-it-happened": "Sly.", "q-answer-why-it-happened": "Sly."}
    client.post(part_of(case, row, "answer"), {"q-answer-answer": "Nothing in 2018.", **sly})
    row.refresh_from_db()
    assert row.answers == {"answer": {"answer": "Nothing in 2018."}}
    acts.submit_return(scoping_return=row, actor=people["pat"], at=london(2026, 9, 8))
    first.refresh_from_db()
    assert (first.state, first.answers["analysis"]["why-it-happened"]) == ("returned", SECRET)
    client.force_login(user("sam.secretary"))
    assert "Nothing in 2018." in text(client.get(at("agency_return", case, row)))

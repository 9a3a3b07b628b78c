"""A school or care home without an account answers one request by a private link that ends on a date (RED-1, C-30)."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.acts import send_reminder
from cases.acts.naming import ToBeRead, refuse_names, workers_of
from cases.models import Event
from cases.reminding import remind_outside
from deadlines.models import Deadline
from documents.models import OutboxMessage
from documents.queries import shown_body
from information import acts, links, queries
from information.models import ReturnLink, ScopingReturn
from partnerships.models import PrivateLink
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from tests.factories import ADA, a_member, a_partnership, london, the_procedure
from tests.information.factories import ASKED, POLICE, a_case_in_scoping, a_chair, a_secretary, from_police, return_of
from tests.information.test_pages import ENTRY, at, errors, hidden, text, user

PAGES = (
    "answer_return", "answer_part", "answer_chronology", "answer_add_entry", "answer_paste", "answer_upload",
    "answer_submit",
)  # fmt: skip
HEAD = links.Contact("Una Head", "una.head@oakschool.example")
WROTE = "She was seen at school every day."


@pytest.fixture
def sam(redbridge):
    return a_secretary()


@pytest.fixture
def case(sam):
    return a_case_in_scoping(sam, a_chair())


@pytest.fixture
def school(case, sam):
    return acts.invite_agency(
        case=case, title="Oak School", sector="education", reason="The daughter’s school.", actor=sam, at=ASKED
    )


def ask_school(case, sam, school, contact=HEAD):
    acts.request_information(
        case=case, agencies=[school], wording="What do you know of Ada Grey?", contacts={school.pk: contact}, actor=sam,
        at=ASKED,
    )  # fmt: skip
    return return_of(case, school.slug)


def token_of(message):
    return re.search(r"/answer/([\w-]+)/", message.body)[1]


def sent_token(kind="request-by-link"):
    return token_of(OutboxMessage.objects.filter(kind=kind).latest("pk"))


def by_link(name, token, **more):
    if name == "answer_part":
        more.setdefault("part", "involvement")
    return reverse(name, kwargs={"partnership": "redbridge", "token": token, **more})


def test_a_named_person_is_asked_by_e_mail_with_a_link_and_nothing_personal(case, sam, school):
    row = ask_school(case, sam, school)
    message = OutboxMessage.objects.get(kind="request-by-link")
    assert (message.to_name, message.to_email, message.to_user) == ("Una Head", "una.head@oakschool.example", None)
    for word in (ADA.first_name, ADA.last_name, ADA.nhs_number, "daughter"):
        assert word not in message.body + message.subject
    link = ReturnLink.objects.get(scoping_return=row)
    assert link.until == timezone.localdate() + dt.timedelta(days=30)
    assert token_of(message) not in shown_body(message)
    assert not PrivateLink.objects.filter(token_hash=token_of(message)).exists()


def test_an_agency_with_people_who_sign_in_gets_no_link(case, sam):
    from_police()
    acts.request_information(
        case=case, agencies=[queries.askable(case)[0], return_agency(POLICE)], wording="What?", actor=sam, at=ASKED,
        contacts={return_agency(POLICE).pk: HEAD},
    )  # fmt: skip
    assert not ReturnLink.objects.filter(scoping_return__agency__slug=POLICE).exists()


def return_agency(slug):
    from tests.factories import an_agency

    return an_agency(slug)


def test_the_school_answers_in_the_browser_and_comes_back(client, case, sam, school):
    row, token = ask_school(case, sam, school), sent_token()
    assert {client.get(by_link(name, token)).status_code for name in PAGES[:6]} == {200}
    client.post(by_link("answer_part", token), {"q-involvement-involvement-summary": WROTE})
    again = client.get(by_link("answer_part", token))
    assert WROTE in again.content.decode()
    why = {"q-analysis-why-it-happened": "We rang, nobody answered."}
    client.post(by_link("answer_part", token, part="analysis"), why)
    client.post(by_link("answer_add_entry", token), ENTRY)
    client.post(by_link("answer_paste", token), {"rows": "13/03/2026\t\tRang home"})
    check = client.get(by_link("answer_submit", token))
    sent = client.post(by_link("answer_submit", token), {"seen": hidden(check, "seen")}, follow=True)
    assert "Thank you. What you wrote has been sent." in text(sent)
    row.refresh_from_db()
    assert (row.state, row.returned_by_id, row.returned_by_label, row.chronology.count()) == (
        "returned", None, "Una Head, Oak School (by private link)", 2,
    )  # fmt: skip
    assert workers_of(case) == ["Rosa Referrer", "Una Head"]  # C-21: their names point to the case
    with pytest.raises(ToBeRead, match="“Una Head” in the title"):
        refuse_names(case, [("in the title", "What Una Head wrote", "title")])
    client.force_login(user("sam.secretary"))
    assert WROTE in text(client.get(at("agency_return", case, row)))
    assert Event.objects.get(case=case, act="submit_return").actor_label == "Una Head, Oak School (by private link)"


def test_not_known_to_the_school_is_one_button(client, case, sam, school):
    row, token = ask_school(case, sam, school), sent_token()
    client.post(by_link("answer_not_known", token), {"not-known-records_searched": "Register"})
    row.refresh_from_db()
    assert (row.state, row.records_searched) == ("not-known", "Register")


def test_the_link_shows_the_request_and_nothing_else_of_the_case(client, case, sam, school):
    """C-52: no stage, no other agency, no way on into the case."""
    from cases.acts import add_note

    add_note(case=case, kind="call", text="Coroner rang.", actor=sam, at=ASKED)
    acts.request_information(case=case, agencies=[return_agency(POLICE)], wording="Police only?", actor=sam, at=ASKED)
    ask_school(case, sam, school)
    token = sent_token()
    for name in PAGES[:5]:
        page = client.get(by_link(name, token))
        body = page.content.decode()
        assert page["Cache-Control"] == "no-store, private"
        for word in ("Coroner rang", "Police", case.stage_title, "The daughter", f"/cases/{case.reference}"):
            assert word not in body, (name, word)
    assert "What do you know of Ada Grey?" in client.get(by_link("answer_return", token)).content.decode()
    pages = [at(name, case) for name in ("case", "case_information", "merged_chronology")]
    assert {client.get(address).status_code for address in pages} == {302}


@pytest.mark.parametrize("name", PAGES)
def test_a_wrong_link_says_so_kindly(client, case, name):
    answer = client.get(by_link(name, "x" * 43))
    assert answer.status_code == 404
    assert "We do not know this link" in text(answer)


@pytest.mark.parametrize("name", PAGES)
def test_an_ended_link_says_so_kindly_and_shows_nothing(client, case, sam, school, name):
    row, token = ask_school(case, sam, school), sent_token()
    PrivateLink.objects.update(expires_at=timezone.now())
    ReturnLink.objects.update(until=dt.date(2026, 9, 30))
    answer = client.get(by_link(name, token))
    assert answer.status_code == 410
    assert "This link has ended" in text(answer) and "This one opened until 30 September 2026." in text(answer)
    assert "Ada" not in answer.content.decode()
    posted = client.post(by_link("answer_part", token), {"q-involvement-involvement-summary": "Late."})
    row.refresh_from_db()
    assert (posted.status_code, row.answers) == (410, {})


def test_the_office_ends_a_link_with_a_reason(client, case, sam, school):
    row, token = ask_school(case, sam, school), sent_token()
    client.force_login(user("sam.secretary"))
    assert len(errors(client.post(at("end_link", case, row), {"reason": ""}))) == 1
    client.post(at("end_link", case, row), {"reason": "Sent to the wrong school."})
    client.logout()
    assert client.get(by_link("answer_return", token)).status_code == 410
    event = Event.objects.get(case=case, act="end_link")
    assert (event.summary, event.reason) == (
        "The private link of Una Head at Oak School was ended.", "Sent to the wrong school.",
    )  # fmt: skip


def test_a_renewed_link_goes_to_somebody_else_and_the_old_one_ends(client, case, sam, school):
    row, old = ask_school(case, sam, school), sent_token()
    until = timezone.localdate() + dt.timedelta(days=5)
    client.force_login(user("sam.secretary"))
    client.post(at("renew_link", case, row), {
        "name": "Bo Deputy", "email": "bo@oakschool.example", "until-day": until.day, "until-month": until.month,
        "until-year": until.year,
    })  # fmt: skip
    client.logout()
    message = OutboxMessage.objects.filter(kind="request-by-link").latest("pk")
    assert (message.to_name, message.to_email) == ("Bo Deputy", "bo@oakschool.example")
    assert client.get(by_link("answer_return", old)).status_code == 410
    assert client.get(by_link("answer_return", token_of(message))).status_code == 200
    assert ReturnLink.objects.get(ended_at=None).until == until


def test_a_request_taken_back_closes_its_link(client, case, sam, school):
    row, token = ask_school(case, sam, school), sent_token()
    acts.withdraw_request(scoping_return=row, reason="Wrong school.", actor=sam, at=london(2026, 9, 3))
    assert client.get(by_link("answer_return", token)).status_code == 410


def test_a_return_opened_again_gives_the_school_a_new_link(client, case, sam, school):
    row, token = ask_school(case, sam, school), sent_token()
    client.post(by_link("answer_not_known", token), {})
    acts.reopen_return(
        scoping_return=ScopingReturn.objects.get(pk=row.pk), reason="Another name.", actor=sam, at=timezone.now()
    )
    fresh = sent_token("return-reopened-by-link")
    assert fresh != token
    assert client.get(by_link("answer_part", fresh)).status_code == 200
    assert client.get(by_link("answer_return", token)).status_code == 410
    assert OutboxMessage.objects.latest("pk").kind == "return-reopened-by-link"
    assert "Another name." not in OutboxMessage.objects.latest("pk").body  # the reason stands on the page alone
    assert "Another name." in client.get(by_link("answer_return", fresh)).content.decode()


def test_a_link_can_be_ended_when_the_answer_was_sent(client, case, sam, school):
    row, token = ask_school(case, sam, school), sent_token()
    client.post(by_link("answer_not_known", token), {})
    client.force_login(user("sam.secretary"))
    page = client.get(f"/redbridge/cases/{case.reference}/returns/{row.pk}/").content.decode()
    assert f"/redbridge/cases/{case.reference}/returns/{row.pk}/end-link/" in page
    acts.end_link(scoping_return=ScopingReturn.objects.get(pk=row.pk), reason="Answered.", actor=sam, at=timezone.now())
    assert client.get(by_link("answer_return", token)).status_code == 410


def test_a_link_of_another_partnership_is_unknown_here(client, case, sam, school):
    ask_school(case, sam, school)
    token = sent_token()
    with tenant(a_partnership("bexley", "2019.toml")):
        a_member("Bex Secretary", "secretariat")
    answer = client.get(reverse("answer_return", kwargs={"partnership": "bexley", "token": token}))
    assert answer.status_code == 404
    assert "Ada" not in answer.content.decode()


def test_a_link_is_only_sent_where_nobody_can_sign_in(case, sam):
    from_police()
    acts.request_information(case=case, agencies=[return_agency(POLICE)], wording="What?", actor=sam, at=ASKED)
    with pytest.raises(ActRefused) as refusal:
        acts.renew_link(
            scoping_return=return_of(case, POLICE), name="X", email="x@y.example", until=dt.date(2026, 12, 1),
            actor=sam, at=ASKED,
        )  # fmt: skip
    assert str(refusal.value) == "People of East Area BCU MPS can sign in and answer there."


def test_the_form_of_a_request_names_the_person(client, case, sam, school):
    client.force_login(user("sam.secretary"))
    page = client.get(at("request_information", case))
    assert "Named person at Oak School" in text(page)
    form = {"agencies": [str(school.pk)], "wording": "What?", f"name-{school.pk}": "Una Head", f"email-{school.pk}": ""}
    assert errors(client.post(at("request_information", case), form)) == [
        "Enter the e-mail address of Una Head at Oak School"
    ]
    client.post(at("request_information", case), {**form, f"email-{school.pk}": HEAD.email})
    assert ReturnLink.objects.get().name == "Una Head"


REMINDED = ("reminder-by-link", "una.head@oakschool.example")


def reminded(day, hour=9):
    """What the sweep of a day writes to whoever has no account; run twice, as a worker may."""
    now = london(2026, 9, day, hour)
    return sum(remind_outside(the_procedure(), at=now) for _ in range(2))


def test_a_school_is_reminded_by_itself_with_a_new_link_until_it_answers(client, case, sam, school):
    """C-16, C-30: due on 16 September: two working days before, on the day, and each working day after it."""
    first = sent_link(case, sam, school)
    assert [reminded(day) for day in (11, 14, 15, 16, 17, 18, 19)] == [0, 1, 0, 1, 1, 1, 0]
    rows = OutboxMessage.objects.filter(kind="reminder-by-link").order_by("pk")
    assert {(row.kind, row.to_email) for row in rows} == {REMINDED}
    tokens = [token_of(row) for row in rows]
    assert len({first, *tokens}) == 5
    assert {client.get(by_link("answer_return", token)).status_code for token in tokens} == {200}
    for word in (ADA.first_name, ADA.last_name, ADA.nhs_number, "daughter"):
        assert word not in rows[0].subject + rows[0].body
    client.post(by_link("answer_not_known", tokens[-1]), {})
    assert reminded(21) == 0


def test_no_reminder_after_the_last_day_of_a_link(case, sam, school):
    sent_link(case, sam, school)
    ReturnLink.objects.update(until=dt.date(2026, 9, 15))
    assert [reminded(14), reminded(16)] == [1, 0]


def test_no_reminder_by_an_ended_link_or_on_a_day_of_a_reminder_by_hand(case, sam, school):
    """The one by hand counts for the day; in the night the e-mail waits for the morning."""
    sent_link(case, sam, school)
    (deadline,) = Deadline.objects.open().filter(case=case, agency=school)
    send_reminder(case=case, deadlines=[deadline.pk], actor=sam, at=london(2026, 9, 16, 8))
    assert [reminded(16), reminded(17, hour=2)] == [0, 1]
    assert OutboxMessage.objects.latest("pk").not_before == london(2026, 9, 17, 7)
    acts.end_link(
        scoping_return=return_of(case, school.slug), reason="Answers by telephone.", actor=sam, at=timezone.now()
    )
    assert reminded(18) == 0


def sent_link(case, sam, school):
    ask_school(case, sam, school)
    ReturnLink.objects.update(until=dt.date(2080, 12, 1))
    return sent_token()

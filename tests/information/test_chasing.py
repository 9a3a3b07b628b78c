"""Who is outstanding, reminded in one click, at most once a day each, up the ladder of the text."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.urls import reverse

from cases import chasing
from cases.acts import declare_conflict, restrict_case, send_reminder, send_reminders
from cases.forms import ChaseForm
from cases.models import Event
from deadlines.models import Chase, Deadline
from documents.models import OutboxMessage
from information import acts
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from procedures.errors import ProcedureErrors
from procedures.model import Chasing
from procedures.reader import TEXTS, read, texts_of
from tests.factories import a_member, a_partnership, an_actor, an_agency, london
from tests.information.factories import (
    ASKED,
    ICB,
    POLICE,
    a_case_in_scoping,
    a_chair,
    a_secretary,
    ask,
    from_health,
    from_police,
    return_of,
)
from tests.information.test_links import HEAD, token_of
from tests.information.test_pages import at, errors, text, user

MONDAY = london(2026, 9, 14)
DAY = dt.timedelta(days=1)


@pytest.fixture
def sam(redbridge):
    return a_secretary()


@pytest.fixture
def case(sam):
    case = a_case_in_scoping(sam, a_chair())
    ask(case, sam)
    return case


def waiting(sam, slug, *, at=MONDAY):
    return next(owed for owed in chasing.outstanding(sam, at=at) if owed.deadline.agency == an_agency(slug))


def remind(case, sam, slug, at=MONDAY):
    return send_reminder(case=case, deadlines=[waiting(sam, slug, at=at).id], actor=sam, at=at)


def test_everybody_who_owes_something_is_listed_and_the_office_is_not(case, sam):
    pat = from_police()
    found = chasing.outstanding(sam, at=MONDAY)
    assert [(owed.deadline.agency.slug, owed.names) for owed in found if owed.deadline.agency_id] == [
        (POLICE, [pat.membership.user.name]), (ICB, []),
    ]  # fmt: skip
    assert not {"secretariat"} & {owed.deadline.role for owed in found if not owed.deadline.agency_id}
    acts.return_not_known(scoping_return=return_of(case, POLICE), actor=pat, at=london(2026, 9, 4))
    assert POLICE not in {o.deadline.agency.slug for o in chasing.outstanding(sam, at=MONDAY) if o.deadline.agency_id}


def test_the_record_says_who_was_reminded_of_what(case, sam):
    from_police(), from_health()
    event = remind(case, sam, POLICE)
    owed = waiting(sam, POLICE)
    assert event.summary == f"Reminded: East Area BCU MPS of “{owed.shown.title}” (Pat Police)."
    message = OutboxMessage.objects.get(kind="reminder")
    assert (message.to_name, message.to_email, message.case_id) == (
        "Pat Police", "pat.police@redbridge.example", case.pk,
    )  # fmt: skip
    assert f"{case.reference}: {owed.shown.title}, due 16 September 2026" in message.body
    assert "Ada" not in message.body + message.subject
    assert (owed.times, owed.last_on, owed.last_to, owed.today) == (1, MONDAY.date(), "Pat Police", True)


def test_nobody_is_reminded_twice_on_a_day(case, sam):
    from_police()
    remind(case, sam, POLICE)
    with pytest.raises(ActRefused) as refusal:
        remind(case, sam, POLICE, at=MONDAY + dt.timedelta(hours=5))
    assert str(refusal.value) == "East Area BCU MPS was reminded today already. Once a day is enough."
    assert OutboxMessage.objects.filter(kind="reminder").count() == 1
    remind(case, sam, POLICE, at=MONDAY + DAY)
    assert OutboxMessage.objects.filter(kind="reminder").count() == 2


def test_the_ladder_lead_then_deputy_then_senior_lead(case, sam):
    """As the shared text says: the second reminder to the deputy too, the fourth to the agency's lead too."""
    from_police()
    an_actor("Dora Deputy", "agency-deputy", agency=POLICE)
    an_actor("Lena Lead", "agency-lead", agency=POLICE)
    an_actor("Other Lead", "agency-lead", agency=ICB)
    told = []
    for day in range(4):
        owed = waiting(sam, POLICE, at=MONDAY + day * DAY)
        told.append((str(owed.rung), owed.names))
        remind(case, sam, POLICE, at=MONDAY + day * DAY)
    assert told == [
        ("lead", ["Pat Police"]),
        ("deputy", ["Pat Police", "Dora Deputy"]),
        ("deputy", ["Pat Police", "Dora Deputy"]),
        ("senior", ["Pat Police", "Dora Deputy", "Lena Lead"]),
    ]
    assert [chase.rung for chase in Chase.objects.order_by("on")] == ["lead", "deputy", "deputy", "senior"]


def test_where_there_is_no_lead_the_deputy_is_written_to_at_once(case, sam):
    an_actor("Dora Deputy", "agency-deputy", agency=POLICE)
    assert (str(waiting(sam, POLICE).rung), waiting(sam, POLICE).names) == ("deputy", ["Dora Deputy"])


def test_with_nobody_to_write_to_it_says_so(case, sam):
    with pytest.raises(ActRefused) as refusal:
        remind(case, sam, ICB)
    assert str(refusal.value) == "There is nobody to write to for NEL NHS ICB. Ring them."


def test_a_conflict_of_interest_and_a_restriction_keep_people_out(case, sam):
    pat = from_police()
    from_police("Petra Police")
    declare_conflict(case=case, membership=pat.membership, reason="Sister.", actor=pat, at=ASKED)
    assert waiting(sam, POLICE).names == ["Petra Police"]
    restrict_case(case=case, restricted=True, reason="Staff.", actor=sam, at=ASKED)
    assert waiting(sam, POLICE).names == []


def test_whoever_has_a_private_link_gets_a_new_one_that_ends_on_the_same_day(client, case, sam):
    school = acts.invite_agency(case=case, title="Oak School", sector="education", reason="x", actor=sam, at=ASKED)
    acts.request_information(
        case=case, agencies=[school], wording="What?", contacts={school.pk: HEAD}, actor=sam, at=ASKED
    )
    remind(case, sam, "oak-school")
    message = OutboxMessage.objects.get(kind="reminder-by-link")
    assert message.to_name == "Una Head"
    page = client.get(reverse("answer_return", kwargs={"partnership": "redbridge", "token": token_of(message)}))
    assert page.status_code == 200


def test_a_thing_of_another_case_is_refused(case, sam):
    other = a_case_in_scoping(sam, a_chair_too())
    ask(other, sam)
    from_police()
    stranger = Deadline.objects.filter(case=other, agency=an_agency(POLICE), state="open").first()
    with pytest.raises(ActRefused) as refusal:
        send_reminder(case=case, deadlines=[stranger.pk], actor=sam, at=MONDAY)
    assert str(refusal.value) == "Something you chose is no longer waited for. Look at the list again."
    assert not Chase.objects.exists()


def a_chair_too():
    return an_actor("Cleo Chair", "panel-chair")


def test_one_click_reminds_on_every_case(case, sam):
    other = a_case_in_scoping(sam, a_chair_too())
    ask(other, sam)
    from_police(), from_health()
    everything = [owed.id for owed in chasing.outstanding(sam, at=MONDAY)]
    done = send_reminders(deadlines=everything, actor=sam, at=MONDAY)
    assert (done.reminded, done.refused) == (Chase.objects.count(), ())
    assert set(Event.objects.filter(act="send_reminder").values_list("case", flat=True)) == {case.pk, other.pk}
    (letter,) = OutboxMessage.objects.filter(kind="reminder", to_name="Pat Police")
    assert (letter.case, [f"- {each.reference}: " in letter.body for each in (case, other)]) == (None, [True, True])
    assert send_reminders(deadlines=everything, actor=sam, at=MONDAY).reminded == 0


def test_c_52_what_is_owed_on_a_case_closed_to_somebody_has_an_email_of_its_own(case, sam):
    other = a_case_in_scoping(sam, a_chair_too())
    ask(other, sam)
    from_police()
    petra = from_police("Petra Police")
    declare_conflict(case=other, membership=petra.membership, reason="Sister.", actor=petra, at=ASKED)
    send_reminders(deadlines=[owed.id for owed in chasing.outstanding(sam, at=MONDAY)], actor=sam, at=MONDAY)
    told = OutboxMessage.objects.filter(kind="reminder").order_by("to_name", "case__reference")
    assert [(one.to_name, one.case_id) for one in told if "Police" in one.to_name] == [
        ("Pat Police", case.pk), ("Pat Police", other.pk), ("Petra Police", case.pk),
    ]  # fmt: skip


def test_the_first_button_is_for_what_is_late_or_due_soon(case, sam):
    from_police()
    form = lambda day, **sent: ChaseForm(QueryDict("&".join(sent)), rows=chasing.outstanding(sam, at=day))  # noqa: E731
    late, early = form(MONDAY, pressing=1), form(ASKED, pressing=1)
    assert [one.is_valid() for one in (late, early)] == [True, True]
    mine = waiting(sam, POLICE).id
    assert (late.chosen, early.chosen, form(ASKED, all=1).chosen) == ([mine], [], [mine])


def test_the_pages(client, case, sam):
    from_police()
    client.force_login(user("sam.secretary"))
    here = reverse("outstanding", kwargs={"partnership": "redbridge"})
    assert "Who is outstanding" in text(client.get(here))
    assert errors(client.post(here, {})) == ["Tick what you want to remind of"]
    assert f"Nobody to write to: NEL NHS ICB ({case.reference})" in text(client.get(here))
    from_health()
    assert client.post(here, {"pressing": "1"}).status_code == 302
    assert "Everybody who can be written to was reminded today." in text(client.get(here))
    of_case = at("send_reminder", case)
    assert "1 time, last Pat Police" in text(client.get(of_case))
    assert client.post(here, {"deadlines": "x"}).status_code == 200


def test_the_list_asks_the_same_number_of_questions_however_long(client, case, sam):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from_police()
    client.force_login(user("sam.secretary"))
    here = reverse("outstanding", kwargs={"partnership": "redbridge"})
    client.get(here)
    with CaptureQueriesContext(connection) as few:
        client.get(here)
    for name in ("Cora Chair", "Cleo Chair"):
        ask(a_case_in_scoping(sam, an_actor(name, "panel-chair")), sam)
    with CaptureQueriesContext(connection) as many:
        client.get(here)
    assert len(many) == len(few)


def test_only_the_office_chases(client, case):
    from_police()
    client.force_login(user("pat.police"))
    here = reverse("outstanding", kwargs={"partnership": "redbridge"})
    assert (client.get(here).status_code, client.get(at("send_reminder", case)).status_code) == (403, 403)


def test_another_partnerships_office_sees_nothing_of_it(client, case, sam):
    from_police()
    mine = waiting(sam, POLICE).id
    with tenant(a_partnership("bexley", "2019.toml")):
        bex = a_member("Bex Secretary", "secretariat")
    client.force_login(bex.user)
    here = reverse("outstanding", kwargs={"partnership": "bexley"})
    assert "Nobody is outstanding." in text(client.get(here))
    client.post(here, {"deadlines": [mine]})
    assert not Chase.objects.exists()


def test_the_ladder_is_data_of_the_text():
    text_, base = texts_of(TEXTS / "redbridge" / "1.5.toml")
    assert read(text_, base).chasing == Chasing(deputy_after=1, senior_lead_after=3, senior_lead=(), link_days=30)
    own = "[chasing]\ndeputy_after = 2\nsenior_lead_after = 0\nsenior_lead = ['panel-chair']\nlink_days = 14\n"
    assert read(f"{text_}\n{own}", base).chasing == Chasing(
        deputy_after=2, senior_lead_after=0, senior_lead=("panel-chair",), link_days=14
    )
    wrong = "[chasing]\nlink_days = 900\ndeputy_after = 101\nsenior_lead = ['nobody']\n"
    with pytest.raises(ProcedureErrors) as found:
        read(f"{text_}\n{wrong}", base)
    assert found.value.problems == (
        "[chasing]: deputy_after must be a number of reminders from 0 (never) to 100",
        "[chasing]: link_days must be a number of days from 1 to 366",
    )

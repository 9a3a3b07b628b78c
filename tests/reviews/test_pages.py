"""The pages of actions as people open them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.models import PrintJob
from reviews.acts import drop_action, extend_action
from reviews.models import Action
from tests.factories import a_member, acting_as

from .plans import in_darlington

NOW = timezone.now()


@pytest.fixture
def scene(darlington):
    return in_darlington()


def client_of(actor_or_member) -> Client:
    client = Client()
    member = getattr(actor_or_member, "membership", None) or actor_or_member
    client.force_login(member.user)
    return client


def address(name, scene, **more) -> str:
    return reverse(name, kwargs={"partnership": scene.case.partnership.slug, **more})


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def of_action(name, scene) -> str:
    return address(name, scene, plan_action=scene.action.pk)


def posted(client, url, **values):
    return client.post(url, values)


def day(name: str, on: dt.date) -> dict:
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


def test_the_owner_finds_an_action_on_their_list_and_reports_with_a_file(scene):
    """C-7: an owner who sees nothing else of the case."""
    owner = client_of(scene.owner)
    listed = owner.get(address("my_actions", scene))
    assert scene.action.what in words(listed) and of_action("action", scene) in listed.content.decode()
    assert owner.get(address("case", scene, reference=scene.case.reference)).status_code == 404
    home = owner.get(address("home", scene)).content.decode()
    assert of_action("action", scene) in home and "To do by this day: action 1" in home
    assert "Report how far it is" in words(owner.get(of_action("action", scene)))
    page = of_action("report_progress", scene)
    wrong = posted(owner, page, how_far="held up", text="We wrote to all.", barriers="")
    assert "Say what stands in the way." in words(wrong) and "We wrote to all." in wrong.content.decode()
    paper = SimpleUploadedFile("audit.pdf", b"%PDF-1.7 audit", "application/pdf")
    sent = posted(owner, page, how_far="under way", text="We wrote to all.", barriers="", files=[paper])
    assert sent.status_code == 302
    shown = owner.get(of_action("action", scene))
    assert "audit.pdf" in words(shown) and "under way." in words(shown).lower()
    file = re.search(r'href="([^"]*/files/[^"]*)"', shown.content.decode()).group(1)
    assert owner.get(file).status_code == 200
    stranger = client_of(a_member("Pia Police", "agency-representative", agency="police"))
    assert [stranger.get(url).status_code for url in (of_action("action", scene), page, file)] == [404, 404, 404]


def test_an_action_is_created_on_a_case_and_stands_on_its_plan(scene):
    office = client_of(scene.secretary)
    page = address("create_action", scene, reference=scene.case.reference)
    assert office.get(page).status_code == 200
    due = timezone.localdate() + dt.timedelta(days=60)
    values = {
        "what": "Write a one-page guide.", "agency": scene.agency.pk, "owner": scene.owner.pk, "owner_name": "",
        "measure": "It is used in supervision.", "origin": "meeting", "origin_words": "Sub-group, 3 May",
        **day("due_on", due),
    }  # fmt: skip
    missing = posted(office, page, **{**values, "measure": ""})
    assert missing.status_code == 200 and "Write a one-page guide." in missing.content.decode()
    assert posted(office, page, **values).status_code == 302
    plan = words(office.get(address("case_actions", scene, reference=scene.case.reference)))
    assert "Write a one-page guide." in plan and "Action plan" in plan
    made = Action.objects.get(what="Write a one-page guide.")
    assert (made.number, made.origin, made.due_on) == (2, "meeting", due)


def test_the_plan_leaves_as_pdf_and_excel_and_names_its_exceptions(scene):
    chair, office = client_of(scene.chair), client_of(scene.secretary)
    page = of_action("extend_action", scene)
    until = scene.action.due_on + dt.timedelta(days=40)
    asked = chair.get(page)
    assert "more time is given only when the Chief Officer asks for it" in words(asked)
    refused = posted(chair, page, reason="New system", asked_by="", **day("until", until))
    assert "Say who asked, and how." in words(refused)
    given = posted(chair, page, reason="New system", asked_by="Cleo Chief, by letter", **day("until", until))
    assert given.status_code == 302
    drop = of_action("drop_action", scene)
    assert posted(office, drop, reason="The service has closed.").status_code == 302
    report = words(office.get(address("action_exceptions", scene)))
    assert report.count("New system") == 2 and report.count("The service has closed.") == 2
    assert words(office.get(address("action_plan", scene) + "?state=dropped")).count(scene.action.what) == 1
    assert "No action matches." in words(office.get(address("action_plan", scene) + "?state=done"))
    for name in ("action_plan_xlsx", "action_exceptions_xlsx"):
        assert office.get(address(name, scene)).content[:2] == b"PK"
    for name in ("print_action_plan", "print_exceptions"):
        assert office.post(address(name, scene)).status_code == 302
    case = {"reference": scene.case.reference}
    assert office.post(address("print_case_actions", scene, **case)).status_code == 302
    assert office.get(address("case_actions_xlsx", scene, **case)).content[:2] == b"PK"
    titles = [job.payload["title"] for job in PrintJob.objects.order_by("id")]
    assert titles == ["Action plan", "Exception report on actions", "Action plan"]
    line = PrintJob.objects.order_by("id").first().payload["groups"][0]["lines"][0]
    assert (line["standing"], line["notes"][-1]["value"]) == ("Given up", "New system\nThe service has closed.")


def test_every_page_of_an_action_opens_for_whoever_may_do_it(scene):
    late = ("seek_explanation", "escalate_action", "escalate_action_further")
    for name in late:
        assert client_of(scene.chair).get(of_action(name, scene)).status_code == 200
    for name in ("complete_action", "ask_extension", "explain_delay"):
        assert client_of(scene.owner).get(of_action(name, scene)).status_code == 200
    office = client_of(scene.secretary)
    assert office.get(of_action("change_owner", scene)).status_code == 200
    drop_action(action=scene.action, reason="Closed.", actor=scene.secretary, at=NOW)
    assert "Open it again" in words(office.get(of_action("action", scene)))
    assert posted(office, of_action("reopen_action", scene), reason="It goes on.").status_code == 302
    assert Action.objects.get(pk=scene.action.pk).state == "open"


@pytest.mark.parametrize("number", [1, 3])
def test_a_plan_of_many_asks_as_much_as_one_of_few(scene, number, django_assert_max_num_queries):
    """Lists are read with a fixed number of statements."""
    from reviews.acts import create_action
    from reviews.queries import actions as queries

    from .plans import START, wanted

    for _ in range(number - 1):
        made = create_action(case=scene.case, wanted=wanted(scene.agency), actor=scene.secretary, at=START)
        extend_action(
            action=made, until=made.due_on + dt.timedelta(days=9), reason="More.", asked_by="Cleo", actor=scene.chair,
            at=START,
        )  # fmt: skip
    with django_assert_max_num_queries(6):
        rows = queries.of_case(scene.case, acting_as(scene.secretary.membership), at=NOW)
    assert len(rows) == number

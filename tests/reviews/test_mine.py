"""What a reviewer enters on the review that they carry out: contacts, and what they recommend (C-6, C-23, BEX-10)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.models import Event
from cases.queries import find_case
from desk.queries import waiting_for
from partnerships.refusals import ActRefused
from reviews.acts import answer_recommendation, create_action, enter_contact, put_forward
from reviews.acts.actions import Wanted
from reviews.acts.learning import Asked
from reviews.models import Action, ReviewRecommendation
from reviews.named import settle_all, settle_sight
from reviews.queries import implementation
from reviews.queries.learning import shown
from tests.factories import a_member, acting_as, an_agency, london, the_procedure

from .scenes import LATER
from .test_running import appointed, client_of, on, words

DURING = london(2026, 11, 2, 10)
AFTER = london(2027, 4, 1, 10)
CONTACT = {"act-who": "Ada’s mother", "act-how": "visit", "act-by": "Rena Reed", "act-told": "How we work.",
           "act-said": "She wants to read it first."}  # fmt: skip
SAID = {"wording": "Ward staff ring the social worker before a discharge.", "by_on": dt.date(2027, 6, 1),
        "measure": "An audit of fifty discharges."}  # fmt: skip


def sent(values: dict) -> dict:
    return {f"q-recorded-{name}": value for name, value in values.items()}


@pytest.fixture
def running(redbridge):
    """A review with its reviewer at work, and their actor."""
    found, rena = appointed()
    settle_sight(found.review, at=DURING)
    return found, rena, acting_as(rena.membership, DURING)


def test_c_23_a_reviewer_enters_a_contact_with_its_papers_and_reads_them(running):
    """They belong to the case's one family plan; whoever does not carry the review out is not offered the page."""
    found, rena, _ = running
    client, office = client_of(rena.membership), client_of(found.secretary.membership)
    here = on(found, "review_contact")
    assert here in words(client.get(on(found, "review_people")))
    empty = client.post(here, sent(CONTACT | {"act-how": ""}))
    assert (empty.status_code, "There is a problem" in words(empty)) == (200, True)
    paper = SimpleUploadedFile("letter.txt", b"Dear Ms Example")
    done = client.post(here, {**sent(CONTACT), "q-recorded-act-papers": paper})
    assert (done.status_code, done.headers.get("Location")) == (302, on(found, "review_people"))
    entry = Event.objects.get(case=found.case, act="record_contact")
    (kept,) = entry.data["papers"]
    download = reverse("download_file", kwargs={"partnership": "redbridge", "file": kept["id"]})
    assert entry.actor == rena.membership.user
    other = client_of(a_member("Ola Other", "agency-representative", agency="community-safety"))
    stranger = client_of(a_member("Rex Reviewer", "reviewer"))
    assert [each.get(download).status_code for each in (client, office, other, stranger)] == [200, 200, 404, 404]
    assert [each.get(here).status_code for each in (office, other, stranger)] == [403, 403, 404]
    page = words(client.get(on(found, "review_people")))
    assert [text in page for text in ("Contact with Ada’s mother", download, "record-contact/")] == [True, True, False]


def test_c_6_after_the_contract_nothing_more_is_entered_and_the_papers_are_closed(running):
    found, rena, actor = running
    paper = SimpleUploadedFile("letter.txt", b"Dear Ms Example")
    client = client_of(rena.membership)
    client.post(on(found, "review_contact"), {**sent(CONTACT), "q-recorded-act-papers": paper})
    (kept,) = Event.objects.get(case=found.case, act="record_contact").data["papers"]
    settle_all(AFTER)
    for act, given in ((enter_contact, {"answers": {"recorded": CONTACT}}), (put_forward, {"asked": Asked(**SAID)})):
        with pytest.raises(ActRefused) as refused:
            act(review=found.review, actor=actor, at=AFTER, **given)
        assert str(refused.value).startswith("Only the reviewer who carries this review out")
    download = reverse("download_file", kwargs={"partnership": "redbridge", "file": kept["id"]})
    pages = [on(found, "review_contact"), on(found, "review_recommendations"), download]
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]


def waits(actor, found) -> list[str]:
    ours = (each.text for each in waiting_for(actor, the_procedure(), at=timezone.now()))
    return [text.removeprefix(f"{found.case.reference}: ") for text in ours if found.case.reference in text]


def test_bex_10_a_reviewer_puts_forward_and_the_partnership_answers(running):
    """Put forward, it waits for an answer; accepted without an action, it waits for the office and is no work under
    way; with an action it is."""
    found, rena, _ = running
    client = client_of(rena.membership)
    day = {"by_on-day": 1, "by_on-month": 6, "by_on-year": 2027}
    given = {"wording": SAID["wording"], "measure": SAID["measure"], "agency": an_agency("nel-icb").pk, **day}
    wrong = client.post(on(found, "review_recommend"), {**given, "measure": ""})
    assert (wrong.status_code, SAID["wording"] in words(wrong)) == (200, True)
    done = client.post(on(found, "review_recommend"), given)
    assert (done.status_code, done.headers.get("Location")) == (302, on(found, "review_recommendations"))
    row = ReviewRecommendation.objects.get(case=found.case)
    assert (row.review, row.event.actor, row.answer) == (found.review, rena.membership.user, "")
    assert "Not answered yet" in words(client.get(on(found, "review_recommendations")))
    case = find_case(found.case.reference, found.secretary)

    def stands() -> tuple[str, list[str], list[str]]:
        row.refresh_from_db()
        became = implementation(case.partnership, dt.date(2026, 1, 1), timezone.localdate())
        return shown([row])[0].became, [one.state for one in became.findings], waits(found.secretary, found)

    assert stands() == ("Not answered yet", ["not answered"], ["recommendation 1 waits for an answer"])
    row.case = case
    answer_recommendation(
        recommendation=row, answer="accepted", body="The board", actor=found.secretary, at=timezone.now()
    )
    assert stands() == (
        "Accepted, no action yet", ["no action yet"], ["recommendation 1 is accepted and has no action yet"],
    )  # fmt: skip
    client_office = client_of(found.secretary.membership)
    way = words(client_office.get(on(found, "review")))
    assert "1 accepted recommendation has no action yet" in way
    answered = words(client.get(on(found, "review_recommendations")))
    assert ["Accepted" in answered, "The board" in answered] == [True, True]
    wanted = Wanted(
        what="Write it into the ward's own steps.", agency=row.agency, owner_name="Head of nursing",
        due_on=timezone.localdate() + dt.timedelta(days=30), measure="An audit.", origin=Action.Origin.REVIEW,
        recommendation=row,
    )  # fmt: skip
    create_action(case=case, wanted=wanted, actor=found.secretary, at=timezone.now())
    assert stands() == ("Under way", ["under way"], [])


def test_good_practice_is_entered_and_nobody_elses_review_is_open_to_them(running):
    found, rena, _ = running
    client = client_of(rena.membership)
    done = client.post(on(found, "review_good_practice"), {"wording": "The school nurse rang again.", "agency": ""})
    assert done.status_code == 302
    row = ReviewRecommendation.objects.get(case=found.case)
    assert (row.kind, row.words, row.event.at >= LATER) == ("good-practice", "Good practice 1", True)
    tabs = words(client.get(on(found, "review")))
    assert "Your recommendations" in tabs
    assert "Your recommendations" not in words(client_of(found.secretary.membership).get(on(found, "review")))

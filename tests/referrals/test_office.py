"""The office enters a referral for somebody, and the acts on the case, through the web."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from cases.models import Case
from cases.queries import next_steps, procedure_of
from cases.state import state_of
from deadlines.queries import calendar_of
from documents.models import OutboxMessage, PrintJob
from referrals import acts
from referrals.models import Referral
from tests.factories import a_member, acting_as
from tests.referrals import steps
from tests.referrals.test_acts import ROSA, a_submitted


@pytest.fixture
def sam(redbridge, client):
    member = a_member("Sam Secretary", "secretariat")
    client.force_login(member.user)
    return member


def new(client, **more):
    key = re.search(r'name="form_token"[^>]* value="([^"]+)"', client.get(steps.at("new_referral")).content.decode())[1]
    boxes = {
        "form_token": key,
        "pathway": "adult",
        "referrer_name": "Rosa Referrer",
        "received_how": "telephone",
        **more,
    }
    return client.post(steps.at("new_referral"), boxes)


def at_yesterday_ten_past_four():
    day = timezone.localdate() - timezone.timedelta(days=1)
    return {"received_at-day": day.day, "received_at-month": day.month, "received_at-year": day.year,
            "received_at-time": "4:10pm"}, day  # fmt: skip


def test_a_telephone_call_of_yesterday_becomes_a_case(client, sam):
    boxes, day = at_yesterday_ten_past_four()
    begun = new(client, **boxes)
    row = Referral.objects.get()
    assert begun["Location"] == steps.at("draft", referral=row.pk)
    assert client.get(begun["Location"]).status_code == 200
    for page, answers in steps.PAGES.items():
        address = steps.at("draft_section", referral=row.pk, page=page)
        saved = client.post(address, {**answers, "seen": steps.seen(client, address)})
        assert saved.status_code == 302, (page, steps.messages(saved))
    assert client.get(steps.at("drafts")).status_code == 200
    check = steps.at("draft_check", referral=row.pk)
    assert steps.messages(client.get(check)) == []
    answers = [client.post(check, {"confirm": "on"})["Location"] for _ in range(2)]
    case = Case.objects.get()
    assert answers == [steps.at("case", reference=case.reference)] * 2
    received = timezone.localtime(case.received_at)
    assert (received.date(), received.hour, received.minute) == (day, 16, 10)


def test_it_cannot_have_reached_us_later_today(client, sam):
    now = timezone.localtime()
    later = {"received_at-day": now.day, "received_at-month": now.month, "received_at-year": now.year,
             "received_at-time": "23:59"}  # fmt: skip
    answer = new(client, **later)
    assert (answer.status_code, len(steps.messages(answer))) == (200, 1)


def test_how_it_reached_us_can_be_put_right(client, sam):
    new(client)
    row = Referral.objects.get()
    address = steps.at("draft_receipt", referral=row.pk)
    assert client.get(address).status_code == 200
    boxes, day = at_yesterday_ten_past_four()
    client.post(address, {"referrer_name": "Rosa R", "email": steps.EMAIL, "received_how": "letter", **boxes})
    row.refresh_from_db()
    assert (row.referrer_name, row.received_how, row.received_at.date()) == ("Rosa R", "letter", day)
    assert row.answers["referrer"]["referrer-name"] == "Rosa R"


def test_a_referrers_own_draft_is_not_the_offices_to_open(client, sam):
    steps.begin(client)
    row = Referral.objects.get()
    for name in ("draft", "draft_check", "draft_receipt", "discard_draft"):
        assert client.get(steps.at(name, referral=row.pk)).status_code == 404
    assert b"Rosa" not in client.get(steps.at("drafts")).content


def test_a_draft_given_up_leaves_the_list(client, sam):
    new(client)
    row = Referral.objects.get()
    assert client.get(steps.at("discard_draft", referral=row.pk)).status_code == 200
    client.post(steps.at("discard_draft", referral=row.pk))
    assert client.get(steps.at("draft", referral=row.pk))["Location"] == steps.at("drafts")


def test_the_tab_shows_every_answer_and_prints(client, sam):
    case = a_submitted()
    html = client.get(steps.at("referral", reference=case.reference)).content.decode()
    assert [word for word in ("Ada", "Bea Grey", "Found by a neighbour.", "2 March 1950") if word not in html] == []
    printed = client.post(steps.at("print_referral", reference=case.reference))
    job = PrintJob.objects.get()
    assert (printed["Location"], job.kind) == (steps.at("print_job", job=job.pk), "referral")
    assert job.payload["sections"][0]["groups"][0]["answers"][2] == {
        "label": "Summary of the reason for the referral",
        "value": "Found by a neighbour.",
    }


def test_acknowledging_shows_what_leaves_and_may_be_dated_back(client, sam):
    case = a_submitted()
    page = client.get(steps.at("acknowledge_referral", reference=case.reference)).content.decode()
    assert (steps.EMAIL in page, "What will be sent" in page) == (True, True)
    answer = client.post(steps.at("acknowledge_referral", reference=case.reference))
    assert answer["Location"] == steps.at("case", reference=case.reference)
    case.refresh_from_db()
    assert case.stage == "acknowledged"
    again = client.post(steps.at("acknowledge_referral", reference=case.reference))
    assert (again.status_code, len(steps.messages(again))) == (200, 1)
    assert OutboxMessage.objects.filter(kind="acknowledgement").count() == 1


def test_questions_go_out_and_answers_come_back(client, sam):
    token = steps.begin(client)
    steps.fill_in(client, token)
    steps.submit(client, token)
    case = Case.objects.get()
    page = steps.at("send_back_referral", reference=case.reference)
    day = re.search(r'name="answer_by-day"[^>]*value="(\d+)"', client.get(page).content.decode())[1]
    assert int(day) == calendar_of(case.partnership).after(timezone.localdate(), 5).day  # never a Saturday (C-16)
    boxes = {"question-count": "1", "question-0-text": "Which hospital?"}
    more = client.post(page, {**boxes, "question-add": "1"}).content.decode()
    assert ("Which hospital?" in more, 'name="question-1-text"' in more) == (True, True)
    day = timezone.localdate() + timezone.timedelta(days=7)
    by = {"answer_by-day": day.day, "answer_by-month": day.month, "answer_by-year": day.year}
    assert client.post(page, {**boxes, **by}).status_code == 302
    state = state_of(case, version=procedure_of(case).version)
    assert [step.title for step in next_steps(case, state)] == ["Answer the questions"]
    client.logout()
    standing = client.get(steps.at("refer_tasks", token=token)).content.decode()
    assert "1 question" in standing
    asked = steps.at("refer_questions", token=token)
    assert "Which hospital?" in client.get(asked).content.decode()
    number = Referral.objects.get().questions.get().pk
    empty = client.post(asked, {})
    assert len(steps.messages(empty)) == 1
    changed = steps.save(client, token, "subject", {**steps.PAGES["subject"], "q-gender": "Female"})
    assert changed.status_code == 302
    for _ in range(2):
        assert client.post(asked, {f"reply-{number}": "The General"}).status_code == 302
    row = Referral.objects.get()
    assert (row.state, row.questions.get().answer) == ("submitted", "The General")
    case.refresh_from_db()
    assert case.stage == "acknowledged"


def test_the_office_types_in_what_the_referrer_said(client, sam):
    case = a_submitted()
    actor = acting_as(sam)
    import datetime as dt

    from tests.factories import NOW

    asked = acts.send_back_referral(
        case=case, questions=["Since when?"], answer_by=dt.date(2026, 9, 8), actor=actor, at=NOW
    )
    page = steps.at("resubmit_referral", reference=case.reference)
    assert client.get(page).status_code == 200
    assert client.post(page, {f"reply-{asked[0].pk}": "Since May"}).status_code == 302


def test_the_chair_looks_first_with_the_tests_beside(client, sam):
    case = a_submitted()
    client.post(steps.at("acknowledge_referral", reference=case.reference))
    refused = client.post(steps.at("check_referral", reference=case.reference), {"outcome": "fit", "reasons": "why"})
    assert len(steps.messages(refused)) == 1
    client.force_login(a_member("Chris Chair", "panel-chair", agency="east-area-police").user)
    page = client.get(steps.at("check_referral", reference=case.reference)).content.decode()
    assert "Safeguarding Adult Review" in page
    done = client.post(steps.at("check_referral", reference=case.reference), {"outcome": "fit", "reasons": "Serious."})
    assert done.status_code == 302
    case.refresh_from_db()
    assert case.stage_track == "adult"


def test_withdrawing_by_link_and_by_the_office(client, sam):
    case = a_submitted()
    page = steps.at("withdraw_referral", reference=case.reference)
    assert client.get(page).status_code == 200
    assert len(steps.messages(client.post(page, {}))) == 1
    assert client.post(page, {"reason": "Referred twice."}).status_code == 302
    case.refresh_from_db()
    assert case.stage == "withdrawn"


def test_the_referrer_reads_the_outcome_only_when_told(client, sam):
    from cases.models import Decision, Event
    from tests.factories import NOW

    token = steps.begin(client)
    steps.fill_in(client, token)
    steps.submit(client, token)
    case = Case.objects.get()
    event = Event.objects.create(case=case, act="check_referral", summary="x", actor_label="Chris", at=NOW)
    Decision.objects.create(case=case, kind="check_referral", outcome="Not fit", reasons="No abuse was found.",
                            decided_by="Chris", decided_at=NOW, event=event)  # fmt: skip
    assert "No abuse was found." not in client.get(steps.at("refer_tasks", token=token)).content.decode()
    assert client.get(steps.at("refer_letter", token=token)).status_code == 404
    Event.objects.create(case=case, act="tell_outcome", summary="x", actor_label="Sam", at=NOW)
    assert "No abuse was found." in client.get(steps.at("refer_tasks", token=token)).content.decode()


def test_the_private_address_in_letters_opens_the_referral(client, redbridge):
    from referrals.gates import referrers_address
    from tests.factories import NOW

    case = a_submitted()
    path = re.sub(r"^https?://[^/]+", "", referrers_address(case, NOW))
    assert client.get(path).status_code == 200
    assert ROSA.label == "Rosa Referrer"


def test_the_list_of_drafts_asks_no_more_for_three_than_for_one(client, sam):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (1, 2):
        for _ in range(more):
            new(client)
        with CaptureQueriesContext(connection) as seen:
            client.get(steps.at("drafts"))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_printed_referral_is_a_pdf_with_every_answer(redbridge):
    import io

    from pypdf import PdfReader

    from documents.payloads import to_payload
    from documents.pdf import render
    from referrals import queries
    from referrals.paper import referral_paper
    from referrals.views.writing import names_of
    from tests.factories import NOW

    case = a_submitted()
    row = Referral.objects.get()
    paper = referral_paper(row, case, names_of(None, queries.around(row, NOW)))
    content = render("referral", to_payload("referral", paper))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert [word for word in ("RED-2026-0001", "Ada", "Bea Grey", "2 March 1950") if word not in text] == []

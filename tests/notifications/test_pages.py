"""The pages: what is still to be told, a sheet, recording, the outcome record, who may open them."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from documents.models import PrintJob, StoredFile
from documents.printing import make
from notifications import acts, queries
from notifications.models import Notice, Outcome, Tracker
from tests.factories import an_actor, the_procedure

from . import scenes
from .scenes import SENT, hours, said, somebody
from .test_outcomes import decided, notified, outcome_form

PDF = b"%PDF-1.7 a paper"


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(actor.membership.user)
    return client


def address(case, rest: str) -> str:
    return f"/bexley/cases/{case.reference}/{rest}"


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def posted(form, **more) -> dict:
    """The boxes of a whole form of the text, filled in."""
    boxes: dict = {}
    for section, values in scenes.full(form, **more).items():
        for name, value in values.items():
            field = next(f for s in form.sections for f in s.fields if f.name == name)
            if field.kind == "date":
                year, month, day = value.split("-")
                parts = {"year": year, "month": month, "day": day}
                boxes |= {f"q-{section}-{name}-{part}": text for part, text in parts.items()}
            else:
                boxes[f"q-{section}-{name}"] = value
    return boxes


def own(**answers) -> dict:
    return {f"q-recorded-act-{name.replace('_', '-')}": value for name, value in answers.items()}


@pytest.fixture
def people(bexley):
    return scenes.people_of_bexley()


def test_the_tab_says_who_is_still_to_be_told_and_by_when(people):
    """C-17: with the day of the clock and whose duty it is."""
    case = scenes.bexley_opened()
    page = text_of(signed_in(people.office).get(address(case, "notifications/")))
    page = page.partition("Child Safeguarding Practice Review Panel ")[2]
    assert page.startswith("Serious incident notification (procedure: part 1 section 1.5)")
    assert "Local authority lead for notifications" in page
    assert "No notice has been sent." in page


def test_a_notice_is_recorded_on_its_page_with_its_paper(people):
    """C-53: what is missing is said beside the question and nothing typed is lost."""
    case = scenes.bexley_opened()
    client = signed_in(people.office)
    plain = address(case, "record-notification/")
    listed = text_of(client.get(plain))
    assert "Not due by what is on record" in listed
    assert listed.index("Not due by") < listed.index("Ofsted: Death of a looked-after child")
    here = f"{plain}serious-incident/national-panel/"
    first = client.get(here)
    assert 'value="London Borough of Bexley, Children&#39;s Social Care"' in first.content.decode()
    again = client.post(here, own(sent_by="", authority="Bexley", reference="CSI-9"))
    assert "Enter an answer to “Who sent it?”" in text_of(again)
    assert 'value="CSI-9"' in again.content.decode()
    paper = SimpleUploadedFile("notice.pdf", PDF, "application/pdf")
    done = client.post(
        here, {**own(sent_by="Lee", authority="Bexley", reference="CSI-9"), "q-recorded-act-papers": paper}
    )
    assert (done.status_code, done.url) == (302, address(case, "notifications/"))
    row = Notice.objects.get()
    assert (row.sent_by, row.authority, row.reference) == ("Lee", "Bexley", "CSI-9")
    page = text_of(signed_in(people.partner).get(address(case, f"notifications/{row.pk}/")))
    assert "notice.pdf" in page
    file = StoredFile.objects.get()
    assert signed_in(people.partner).get(f"/bexley/files/{file.pk}/").status_code == 200


def test_a_sheet_is_kept_and_printed(people):
    case = scenes.bexley_opened()
    client = signed_in(people.office)
    here = address(case, "prepare-notification/serious-incident/national-panel/")
    assert "Bea Brown" in client.get(here).content.decode()
    form = the_procedure().find("forms", "national-notification")
    boxes = posted(form, names="Bea Brown")
    boxes["q-who-notifies-notifier"] = ""
    done = client.post(here, {**boxes, "version": "0"})
    row = Notice.objects.get()
    assert (done.status_code, done.url) == (302, address(case, f"notifications/{row.pk}/"))
    assert "Name, post and contact of whoever sends it" in text_of(client.get(done.url))
    printed = client.post(address(case, f"notifications/{row.pk}/print/"))
    job = PrintJob.objects.get(kind="notification-sheet")
    assert printed.url == f"/bexley/papers/{job.pk}/"
    made = make(case.partnership_id, job.pk, clock=lambda: hours(5))
    assert bytes(made.file.content)[:5] == b"%PDF-"
    assert signed_in(people.partner).get(f"/bexley/files/{made.file_id}/").status_code == 200
    stale = client.post(here, {**boxes, "version": "0"})
    assert "has saved or sent this since you opened the page" in text_of(stale)


def test_the_outcome_is_put_aside_then_sent_and_opened_by_a_partner(people):
    """BEX-7, BEX-8: the copy is a document behind sign-in."""
    case = scenes.bexley_opened()
    client = signed_in(people.office)
    here = address(case, "send-outcome/")
    assert "The case is at “To be notified”." in text_of(client.get(here))
    notified(case)
    decided(case, "no-review")
    boxes = posted(outcome_form(), local_review="no")
    aside = client.post(here, {**own(), "q-facts-facts": "So far.", "version": "0", "aside": "1"})
    assert (aside.status_code, Outcome.objects.get().sent_at) == (302, None)
    boxes["q-decision-nothing-more"] = ""
    asked = sorted({name for section in outcome_form().sections for name in [f.name for f in section.fields]})
    missing = client.post(here, {**boxes, "asked": asked, "version": "1"})
    assert "Enter an answer to “Why is nothing more to be learnt?”" in text_of(missing)
    boxes["q-decision-nothing-more"] = "All of it is known."
    sent = client.post(here, {**boxes, "asked": asked, "version": "1"})
    row = Outcome.objects.get()
    assert (sent.status_code, sent.url) == (302, address(case, f"outcomes/{row.pk}/"))
    page = text_of(signed_in(people.partner).get(sent.url))
    assert "All of it is known." in page
    assert "Told that a copy is here Kay Keypartner" in page


def test_withdrawing_acknowledging_and_answering_have_their_pages(people):
    """C-31, C-40, DAR-26: each leads straight to the only notice that it can be about."""
    case = scenes.bexley_opened()
    client, row = signed_in(people.office), notified(case)
    for act in ("record-acknowledgement", "withdraw-notification"):
        assert client.get(address(case, f"{act}/")).url == address(case, f"{act}/{row.pk}/")
    client.post(address(case, f"record-acknowledgement/{row.pk}/"), own(reference="CSI-77"))
    row.refresh_from_db()
    assert row.acknowledged_at is not None
    decided(case)
    acts.send_outcome(
        case=case, answers=scenes.full(outcome_form()), version=0, actor=somebody("secretariat"), at=timezone.now()
    )
    page = client.get(address(case, f"record-reply/{row.pk}/"))
    assert "Wants more information" in text_of(page)
    client.post(address(case, f"record-reply/{row.pk}/"), own(outcome="wants more information", words="By Friday."))
    (reply,) = queries.replies_of(case)
    client.post(address(case, f"answer-reply/{reply.pk}/"), own(answer="Here it is."))
    assert "Here it is." in text_of(client.get(address(case, "notifications/")))
    proof = SimpleUploadedFile("proof.pdf", PDF, "application/pdf")
    client.post(address(case, f"withdraw-notification/{row.pk}/"),
                {**own(why="Not met after all."), "q-recorded-act-proof": proof})  # fmt: skip
    row.refresh_from_db()
    assert row.withdrawn_why == "Not met after all."


def test_the_trackers_fields_are_filled_in(people):
    """C-48."""
    case = scenes.bexley_opened()
    client = signed_in(people.office)
    values = {"theme_1": "Neglect", "became_review": "no", "ended": "signed-off", "version": "0"}
    done = client.post(address(case, "record-tracker/"), values)
    assert (done.status_code, Tracker.objects.get().ended) == (302, "signed-off")
    assert "Signed off" in text_of(client.get(address(case, "notifications/")))


def test_an_agency_that_was_only_asked_does_not_open_notices(people):
    """C-52."""
    case = scenes.bexley_opened()
    row = notified(case)
    member = signed_in(an_actor("Mo Member", "agency-representative", agency="housing"))
    for rest in ("notifications/", f"notifications/{row.pk}/", "send-outcome/"):
        assert member.get(address(case, rest)).status_code in (403, 404)
    other = scenes.bexley_opened()
    office = signed_in(people.office)
    assert office.get(address(other, f"notifications/{row.pk}/")).status_code == 404
    assert SENT["recorded"]["act-reference"] not in text_of(office.get(address(other, "notifications/")))
    assert said() == {"recorded": {}}

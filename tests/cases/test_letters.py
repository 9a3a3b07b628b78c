"""Letters written on a case (BEX-11, C-30, C-35): drafted from the case, changed, kept exactly as sent."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from cases import acts, gates, writing
from cases.acts import give_agency_access
from cases.models import Event
from cases.queries import written_letters
from documents import printing
from documents.models import OutboxMessage, PrintJob, StoredFile
from partnerships.refusals import ActRefused
from tests import factories as make

LATER = make.NOW + dt.timedelta(hours=2)


@pytest.fixture
def office(redbridge):
    return make.an_actor("Oona Office", "secretariat")


@pytest.fixture
def case(office):
    return make.a_case(office)


def words(**changed) -> dict:
    return {
        "letter": "family-letter", "to": "free", "recipient": "Mary Grey", "address": "1 High Street\n\nIlford",
        "salutation": "Dear Mary", "subject": "About Ada", "body": "We are very sorry.\n## Next\n- We will ring you.",
        "signed_by": "Oona Office", "how": "post", **changed,
    }  # fmt: skip


def test_the_draft_has_what_the_case_knows_and_says_what_it_does_not(case, office):
    involved = {"act-part": "family", "act-who": "Mary, her mother", "act-agrees": "not asked", "act-why-not": "Later."}
    event = acts.record_involvement(case=case, answers={"recorded": involved}, actor=office, at=LATER)
    whom = writing.addressees(case, at=LATER)
    assert [one.key for one in whom][:2] == ["referrer", f"involved-{event.pk}"]
    assert whom[-1].key == "free"
    letter = make.the_procedure().find("letters", "family-letter")
    draft = writing.draft(case, letter, whom[1], writer=office, at=LATER)
    assert (draft.recipient, draft.salutation) == ("Mary, her mother", "Dear Mary, her mother")
    assert draft.body.startswith("I am writing to you about Ada.")
    assert "What we call it is: [the kind of review]." in draft.body


@pytest.mark.parametrize("changed, said, about", [
    ({"body": "It is [the kind of review]."},
     "Fill in or take out what stands in square brackets: [the kind of review]", "body"),
    ({"body": "About {subject_name}."},
     "Write the words themselves: {subject_name} is filled in only in the wording of a letter.", "body"),
    ({"salutation": "Dear [the kind of review]"},
     "Fill in or take out what stands in square brackets: [the kind of review]", "salutation"),
    ({"recipient": " "}, "Enter whom the letter is to.", "recipient"),
    ({"how": "sign-in"}, "Only an agency’s people can sign in to read it. Choose another way for this letter.", "how"),
    ({"letter": "acknowledgement"}, "Choose a letter and whom it is to.", ""),
    ({"to": "agency-police"}, "Choose a letter and whom it is to.", ""),
])  # fmt: skip
def test_an_unfinished_letter_does_not_leave(case, office, changed, said, about):
    with pytest.raises(ActRefused) as refused:
        acts.write_letter(case=case, **words(**changed), actor=office, at=LATER)
    assert (str(refused.value), refused.value.about or "") == (said, about)
    assert not Event.objects.filter(act="write_letter").exists()


def test_whom_it_is_to_is_asked_once_and_nobody_is_greeted_as_somebody_else(case, office):
    letter = make.the_procedure().find("letters", "family-letter")
    whom = writing.addressee(case, "free", at=LATER)
    drafted = writing.draft(case, letter, whom, writer=office, at=LATER)
    assert drafted.salutation == "Dear [who the letter is to]"
    changed = {"salutation": drafted.salutation, "body": "We wrote to [who the letter is to]."}
    event = acts.write_letter(case=case, **words(**changed), actor=office, at=LATER)
    assert event.data["salutation"] == "Dear Mary Grey"
    assert event.data["paragraphs"] == ["We wrote to Mary Grey."]


def test_it_is_kept_exactly_as_sent_as_word_and_pdf(case, office):
    event = acts.write_letter(case=case, **words(), actor=office, at=LATER)
    assert event.summary == "A letter was written: Letter to the family. By post."
    assert event.data["paragraphs"] == ["We are very sorry.", "## Next", "- We will ring you."]
    assert event.data["address"] == ["1 High Street", "Ilford"]
    printing.make(case.partnership_id, PrintJob.objects.get().pk, clock=lambda: LATER)
    word, pdf = StoredFile.objects.filter(kind="case-letter").order_by("id")
    read = [each.text for each in Document(BytesIO(bytes(word.content))).paragraphs]
    printed = " ".join(PdfReader(BytesIO(bytes(pdf.content))).pages[0].extract_text().split())
    for said in ("Mary Grey", "We are very sorry.", "We will ring you."):
        assert said in read
        assert said in printed
    row = written_letters(case, office, everything=True)[0]
    assert (row.recipient, row.how, [words for words, _ in row.files], row.waiting) == (
        "Mary Grey", "By post", ["PDF", "Word"], False,
    )  # fmt: skip
    assert OutboxMessage.objects.filter(kind="letter-waits").count() == 0


def test_c_30_an_agency_gets_only_a_notice_and_reads_its_own_letter_behind_sign_in(case, office):
    police = make.an_actor("Pat Police", "agency-representative", agency="east-area-police")
    health = make.an_actor("Hal Health", "agency-representative", agency="nel-icb")
    for actor in (police, health):
        give_agency_access(case=case, agency=actor.membership.agency, why="Asked", at=LATER)
    acts.write_letter(
        case=case, actor=office, at=LATER,
        **words(letter="covering-letter-to-agencies", to="agency-east-area-police", how="sign-in", recipient="Police"),
    )  # fmt: skip
    mail = OutboxMessage.objects.get(kind="letter-waits")
    assert mail.to_email == "pat.police@redbridge.example"
    assert [word for word in ("Ada", "Grey", "sorry") if word in mail.subject + mail.body] == []
    file = StoredFile.objects.get(kind="case-letter")
    assert [gates.may_read_written(file, who) for who in (office, police, health)] == [True, True, False]
    assert len(written_letters(case, police, everything=False)) == 1
    assert written_letters(case, health, everything=False) == []


def test_the_pages_choose_show_refuse_and_keep(case, office):
    """A walk through the pages: a mistake loses nothing; the list names the letter and whom it went to."""
    client = Client()
    client.force_login(office.membership.user)
    base = f"/redbridge/cases/{case.reference}"
    assert "No letter has been written" in client.get(f"{base}/letters/").content.decode()
    chosen = client.post(f"{base}/write-letter/", {"letter": "family-letter", "to": "referrer"})
    assert chosen.url == f"{base}/write-letter/family-letter/?to=referrer"
    assert "Rosa Referrer" in client.get(chosen.url).content.decode()
    said = {name: value for name, value in words().items() if name not in {"letter", "to"}}
    shown = client.post(chosen.url, {**said, "preview": "1"}).content.decode()
    assert "We will ring you." in shown
    wrong = client.post(chosen.url, {**said, "subject": "", "body": "Kept words"}).content.decode()
    assert "Enter subject" in wrong
    assert "Kept words" in wrong
    assert client.post(chosen.url, said).status_code == 302
    listed = client.get(f"{base}/letters/").content.decode()
    assert "Mary Grey" in listed
    assert "The PDF is being made." in listed
    assert client.get(f"{base}/write-letter/acknowledgement/").status_code == 404

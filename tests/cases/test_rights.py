"""Everything held on one person, exported by the administrator with a reason; the export is on the record."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from cases import acts, rights
from cases.acts import PersonValues
from cases.models import Event
from documents.files import CheckedFile, keep_file
from partnerships.models import AdministrationEvent
from partnerships.refusals import ActRefused
from tests import factories as make

LATER = make.NOW + dt.timedelta(hours=2)
MOTHER = PersonValues(kind="relevant", first_name="Mary", last_name="Quince", born_on=dt.date(1970, 1, 2))


@pytest.fixture
def office(redbridge):
    return make.an_actor("Oona Office", "secretariat")


@pytest.fixture
def admin(redbridge):
    return make.an_actor("Ali Admin", "administrator")


@pytest.fixture
def case(office):
    case = make.a_case(office, people=(make.ADA, MOTHER))
    acts.add_note(case=case, kind="note", text="Mrs Quince rang.", actor=office, at=LATER)
    acts.add_note(case=case, kind="note", text="The neighbour rang.", actor=office, at=LATER)
    note = CheckedFile("scan.txt", "text/plain", b"A scan.")
    keep_file(note, kind="case-paper", at=LATER, actor=office, case=case)
    return case


def found(admin, **sought) -> list[str]:
    return [person.full_name for person in rights.find_people(admin, rights.Sought(**sought))]


def opened(content: bytes) -> tuple[list[str], str]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        text = Document(BytesIO(packed.read("everything-held.docx")))
        return sorted(packed.namelist()), "\n".join(each.text for each in text.paragraphs)


def test_somebody_without_a_date_of_birth_on_record_is_found_by_name_and_chosen_by_hand(office, admin):
    father = PersonValues(kind="relevant", first_name="Robin", last_name="Quince")
    make.a_case(office, people=(make.ADA, father))
    sought = rights.Sought(first_name="Robin", last_name="Quince", born_on=dt.date(1969, 5, 6))
    [person] = rights.find_people(admin, sought)
    assert (person.full_name, rights.certain(person, sought)) == ("Robin Quince", False)
    client = Client()
    client.force_login(admin.membership.user)
    shown = client.post("/redbridge/rights/", {"first_name": "Robin", "last_name": "Quince"}).content.decode()
    assert "No date of birth on record" in shown
    assert "checked" not in shown


def test_found_by_number_or_by_name_and_birth_and_by_nothing_less(case, admin):
    assert found(admin, nhs_number="9434765919") == ["Ada Grey"]
    assert found(admin, last_name="quince", born_on=dt.date(1970, 1, 2)) == ["Mary Quince"]
    assert found(admin, last_name="quince", first_name="Ann", born_on=dt.date(1970, 1, 2)) == []
    assert found(admin, last_name="Quince", first_name="mary") == ["Mary Quince"]
    assert found(admin, last_name="Quince") == found(admin, nhs_number="9434765870") == []


def test_c_52_a_restricted_case_and_a_conflict_close_it_to_whoever_looks(case, office, admin):
    acts.restrict_case(case=case, restricted=True, reason="A relative.", actor=office, at=LATER)
    assert found(admin, nhs_number="9434765919") == []
    acts.give_person_access(case=case, user=admin.membership.user)
    assert found(admin, nhs_number="9434765919") == ["Ada Grey"]
    acts.declare_conflict(case=case, membership=admin.membership, reason="A cousin.", actor=admin, at=LATER)
    assert found(admin, nhs_number="9434765919") == []


def test_of_a_subject_everything_and_of_others_only_what_names_them(case, admin):
    ada, mary = rights.find_people(admin, rights.Sought(nhs_number="9434765919")) + rights.find_people(
        admin, rights.Sought(last_name="Quince", born_on=dt.date(1970, 1, 2))
    )
    names, text = opened(rights.export([ada], reason="She asked.", actor=admin, at=LATER))
    assert len(names) == 2
    assert names[0].endswith("scan.txt")
    assert all(words in text for words in ("The neighbour rang.", "NHS number: 9434765919", "Why: She asked."))
    assert ".." not in text
    names, text = opened(rights.export([mary], reason="She asked", actor=admin, at=LATER))
    assert names == ["everything-held.docx"]
    assert "Mrs Quince rang." in text
    assert "The neighbour rang." not in text
    assert "9434765919" not in text
    assert "Not in this export, to be looked through by hand: scan.txt" in text


def test_a_last_name_that_others_of_the_case_have_too_pulls_in_nobody_elses_lines(office, admin):
    """A mother's export is not the whole of what is written about her child: those lines are counted, to be looked at.
    What was written with headings and points reads as in a letter."""
    child = PersonValues(kind="subject", first_name="Callum", last_name="Tolland")
    mother = PersonValues(kind="relevant", first_name="Robin", last_name="Tolland", born_on=dt.date(1990, 1, 2))
    case = make.a_case(office, people=(child, mother))
    written = ("Callum Tolland was seen at school.", "Mrs Tolland rang.",
               "## What was said\n- Robin  Tolland moved in May\n- She asked for help\n\nTolland, Robin: no answer.",
               "It was mistolland.")  # fmt: skip
    for text in written:
        acts.add_note(case=case, kind="note", text=text, actor=office, at=LATER)
    [robin] = rights.find_people(admin, rights.Sought(last_name="Tolland", born_on=dt.date(1990, 1, 2)))
    content = rights.export([robin], reason="She asked", actor=admin, at=LATER)
    with zipfile.ZipFile(BytesIO(content)) as packed:
        lines = [
            (each.style.name, each.text) for each in Document(BytesIO(packed.read("everything-held.docx"))).paragraphs
        ]
    text = "\n".join(words for _, words in lines)
    assert ("seen at school" in text, "Mrs Tolland rang" in text, "mistolland" in text) == (False, False, False)
    at = lines.index(("Heading 4", "What was said"))
    assert lines[at - 1 : at + 4] == [
        ("Normal", "Note:"), ("Heading 4", "What was said"), ("List Bullet", "Robin  Tolland moved in May"),
        ("List Bullet", "She asked for help"), ("Normal", "Tolland, Robin: no answer."),
    ]  # fmt: skip
    seen = lines.index(("Heading 3", "Only the last name Tolland, which others of the case have too"))
    assert [style for style, _ in lines[seen + 2 : seen + 4]] == ["List Bullet", "List Bullet"]
    assert all(words.endswith(": 1 line") for _, words in lines[seen + 2 : seen + 4])


def test_what_is_held_reads_in_words_and_files_have_their_own_names(office, admin):
    """No names of fields, no bare numbers: it is given to the person themselves."""
    who = PersonValues(kind="subject", first_name="Ida", last_name="Marsh", born_on=dt.date(1950, 1, 2),
                       details={"gp": "The Park Surgery", "housing_tenure": "Rented"})  # fmt: skip
    case = make.a_case(office, people=(who,))
    for text in (b"One.", b"Two."):
        file = CheckedFile("scan.txt", "text/plain", text)
        keep_file(file, kind="case-paper", at=LATER, actor=office, case=case)
    [ida] = rights.find_people(admin, rights.Sought(last_name="Marsh", first_name="Ida"))
    names, text = opened(rights.export([ida], reason="She asked", actor=admin, at=LATER))
    assert "GP: The Park Surgery\nHousing tenure: Rented" in text
    assert names == [
        f"{case.reference} scan (2).txt", f"{case.reference} scan.txt", "everything-held.docx",
    ]  # fmt: skip


def test_only_the_administrator_with_a_reason_and_it_is_on_the_record(case, office, admin):
    key = case.people.get(first_name="Ada").pk
    for who, why, said in (
        (admin, " ", "Say who asked and how you know that it is them."),
        (office, "x", ""),
    ):
        with pytest.raises(ActRefused) as refused:
            acts.export_person(people=[key], reason=why, actor=who, at=LATER)
        if who is admin:
            assert str(refused.value) == said
    assert not Event.objects.filter(act="export_person").exists()
    acts.export_person(people=[key], reason="Her letter of 1 May; passport seen.", actor=admin, at=LATER)
    event = Event.objects.get(act="export_person")
    assert (event.summary, event.reason) == (
        "What is held on one person was exported.", "Her letter of 1 May; passport seen.",
    )  # fmt: skip
    written = AdministrationEvent.objects.get(act="export_person")
    assert (written.summary, written.actor_label) == ("What is held on one person in 1 case was exported.", admin.label)


def test_the_pages_look_ask_again_and_give_the_file(case, admin):
    client = Client()
    client.force_login(admin.membership.user)
    nothing = client.post("/redbridge/rights/", {"last_name": "Kept"}).content.decode()
    assert "Enter an NHS number, or a last name with a first name or a date of birth" in nothing
    assert "Kept" in nothing
    shown = client.post("/redbridge/rights/", {"nhs_number": "943 476 5919"}).content.decode()
    assert f"{case.reference}: Ada Grey, subject" in shown
    key = str(case.people.get(first_name="Ada").pk)
    again = client.post("/redbridge/rights/export-person/", {"people": [key], "reason": ""}).content.decode()
    assert "Enter an answer to “Who asked, and how do you know that it is them?”" in again
    given = client.post("/redbridge/rights/export-person/", {"people": [key], "reason": "Her letter."})
    assert given["Content-Type"] == "application/zip"
    assert len(opened(given.content)[0]) == 2
    foreign = client.post("/redbridge/rights/export-person/", {"people": ["999999"], "reason": "x"})
    assert foreign.status_code == 200
    assert "Look for the person first." in foreign.content.decode()

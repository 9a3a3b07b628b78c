"""A past log from the upload to the cases, in the pages and by the worker (RED-12, C-28, C-48)."""

from __future__ import annotations

import csv
import datetime as dt
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.models import Case, Event, Person
from deadlines.models import Deadline
from documents.models import OutboxMessage, StoredFile
from notifications.models import Tracker
from partnerships.models import AdministrationEvent
from referrals.forms import word_field
from referrals.importing import running
from referrals.importing.imports import progress_of
from referrals.models import LogImport
from tests.factories import NOW, a_member

pytestmark = pytest.mark.django_db
HEAD = "Ref No,Date received,Type,Name,DOB,Gender,Ethnicity,Referred by,Panel date,Outcome,Review?,Themes\n"
ROWS = (
    "RP/19/1,12/03/2019,Adult,Ada Grey,02/03/1950,Female,White British,Made-up Trust,01/04/2019,Advice given,No,\n"
    "RP/19/2,13/03/2019,Adult,Bo Lane,,M,,Made-up Trust,,Safeguarding Adult Review (mandatory),Yes,Neglect; Housing\n"
)
HERE = "/redbridge/log/import/"


@pytest.fixture
def client(redbridge):
    client = Client()
    client.force_login(a_member("Sam Secretary", "secretariat").user)
    return client


def upload(client, text: str, name="past.csv"):
    return client.post(f"{HERE}upload/", {"file": SimpleUploadedFile(name, text.encode(), "text/csv")})


def the_import() -> LogImport:
    return LogImport.objects.order_by("pk").last()


def mapped(client, **more):
    row = the_import()
    return client.post(f"{HERE}{row.pk}/columns/", {**row.mapping, **more})


def worked(redbridge) -> LogImport:
    return running.work(redbridge.pk, the_import().pk, clock=lambda: NOW)


def test_a_log_becomes_past_cases_of_the_log(client, redbridge):
    assert upload(client, HEAD + ROWS).status_code == 302
    assert the_import().mapping == {
        "old_reference": "A", "received_on": "B", "kind": "C", "name": "D", "born_on": "E", "sex": "F",
        "ethnicity": "G", "referred_by": "H", "panel_on": "I", "outcome": "J", "review": "K", "themes": "L",
    }  # fmt: skip
    assert "RP/19/1" in client.get(f"{HERE}{the_import().pk}/columns/").content.decode()
    assert mapped(client).status_code == 302
    assert "Every row is being checked" in client.get(f"{HERE}{the_import().pk}/").content.decode()
    worked(redbridge)
    page = client.get(f"{HERE}{the_import().pk}/").content.decode()
    assert "Nothing is wrong. 2 past cases can be imported." in page
    assert "1 agency not ours, kept as words: Made-up Trust." in page
    client.post(f"{HERE}{the_import().pk}/import/")
    client.post(f"{HERE}{the_import().pk}/import/")  # pressed twice
    assert client.get(f"{HERE}{the_import().pk}/?while=importing-0").status_code == 204
    worked(redbridge)
    assert worked(redbridge) is None
    assert (progress_of(the_import()), the_import().seconds > 0) == (2, True)
    one, two = Case.objects.order_by("number")
    assert (one.reference, two.reference) == ("RED-2019-0001", "RED-2019-0002")
    assert (one.pathway, one.closed_at.date(), one.stage_title) == ("adult", dt.date(2019, 4, 1), "Past case")
    assert (one.stage, two.stage) == ("not-taken-forward", "accepted")  # no review, and a review; never "merged"
    event = Event.objects.get(case=two)
    assert (event.act, event.data["old_reference"], event.data["review"]) == ("import_case", "RP/19/2", True)
    assert [(p.full_name, p.gender, p.history.count()) for p in Person.objects.all()] == [
        ("Ada Grey", "Female", 1), ("Bo Lane", "M", 1),
    ]  # fmt: skip
    assert Tracker.objects.get(case=two).theme_2 == "Housing"
    assert (Deadline.objects.exclude(case=None).count(), OutboxMessage.objects.count()) == (0, 0)
    assert AdministrationEvent.objects.get(act="import_log").summary == "Imported 2 past cases from “past.csv”."
    assert client.get(f"/redbridge/cases/{two.reference}/").status_code == 200
    note = {"kind": "note", "text": "The file is in the archive.", "happened_at_0": ""}
    client.post(f"/redbridge/cases/{two.reference}/add-note/", note)
    two.refresh_from_db()
    assert two.stage_title == "Past case"  # whatever is recorded on it later
    assert client.get(f"/redbridge/cases/{two.reference}/record/").status_code == 200
    found = client.get("/redbridge/log/?q=RP%2F19%2F2").content.decode()
    assert (two.reference in found, one.reference in found) == (True, False)


def test_the_same_file_twice_is_told_and_so_is_each_of_its_rows(client, redbridge):
    upload(client, HEAD + ROWS)
    mapped(client)
    worked(redbridge)
    client.post(f"{HERE}{the_import().pk}/import/")
    worked(redbridge)
    again = upload(client, HEAD + ROWS).content.decode()
    assert "This file was imported already, on 1 September 2026 by Sam Secretary" in again
    upload(client, HEAD + ROWS + "RP/19/3,14/03/2019,Adult,,,,,,,,,\n")
    mapped(client)
    assert worked(redbridge).wrong == 2
    assert Case.objects.count() == 2


def test_one_wrong_row_keeps_all_of_them_out_and_is_listed(client, redbridge):
    upload(client, HEAD + ROWS + "RP/19/2,soon,Cat,,,,,,,,,\n=cmd,14/03/2019,Adult,,1/1/2050,,,,,,,\n")
    mapped(client)
    worked(redbridge)
    row = the_import()
    page = client.get(f"{HERE}{row.pk}/").content.decode()
    assert "Nothing was imported" in page
    client.post(f"{HERE}{row.pk}/import/")
    assert (the_import().state, Case.objects.count()) == ("checked", 0)
    told = list(csv.reader(StringIO(client.get(f"{HERE}{row.pk}/problems.csv").content.decode("utf-8-sig"))))
    assert told[1:] == [
        ["4", "A", "Old reference", "“RP/19/2” stands in row 3 already"],
        ["4", "B", "Date received", "“soon” is not a date, like 12/03/2024, March 2024 or 2024"],
        ["4", "C", "Kind of case", "“Cat” is none of our kinds of case"],
        ["5", "E", "Date of birth", "“1/1/2050” is in the future"],
    ]
    client.post(f"{HERE}{row.pk}/discard/")
    assert (the_import().state, the_import().problems, StoredFile.objects.count()) == ("discarded", [], 0)


def test_the_logs_own_words_are_asked_about_once_and_known_from_then_on(client, redbridge):
    strange = "".join(f"Z{n},12/03/2019,Grown-ups,,,,,Made up trust,,,,\n" for n in range(12))
    upload(client, HEAD + strange + "Z99,12/03/2019,Pets,,,,,The council,,,,\n")
    mapped(client)
    row = worked(redbridge)
    assert row.unknown == [
        ["kind", "Grown-ups", 12], ["kind", "Pets", 1], ["referred_by", "Made up trust", 12],
        ["referred_by", "The council", 1],
    ]  # fmt: skip
    page = client.get(f"{HERE}{row.pk}/").content.decode()
    assert "2, 3, 4, 5, 6, 7, 8, 9 and 4 more" in page  # one line for one problem
    asked = client.get(f"{HERE}{row.pk}/words/").content.decode()
    assert ("Kind of case: “Grown-ups”" in asked, "Referring agency: “The council”" in asked) == (True, True)
    grown, pets, council = (word_field(*words[:2]) for words in (row.unknown[0], row.unknown[1], row.unknown[3]))
    wrong = client.post(f"{HERE}{row.pk}/words/", {grown: "nonsense"})
    assert (wrong.status_code, the_import().state) == (200, "checked")
    client.post(f"{HERE}{row.pk}/words/", {grown: "adult", pets: "adult", council: "adult-social-care"})
    row = worked(redbridge)
    assert (row.wrong, row.good, row.unknown) == (0, 13, [["referred_by", "Made up trust", 12]])
    client.post(f"{HERE}{row.pk}/import/")
    worked(redbridge)
    told = Case.objects.get(events__data__old_reference="Z99")
    assert (told.pathway, told.referring_agency.slug) == ("adult", "adult-social-care")
    upload(client, HEAD + "Z100,12/03/2020,PETS,,,,,,,,,\n")
    mapped(client)
    assert (worked(redbridge).wrong, the_import().good) == (0, 1)


def test_what_is_chosen_is_checked_and_remembered(client, redbridge):
    upload(client, "Code,Came in,Result\nX1,1/2/2020,NFA\n")
    assert "Select old reference" in mapped(client).content.decode()
    twice = mapped(client, old_reference="A", received_on="A", all_kind="adult").content.decode()
    assert "Column A is “Old reference” already" in twice
    assert "Say of which kind all cases are" in mapped(client, old_reference="A", received_on="B").content.decode()
    assert mapped(client, old_reference="A", received_on="B", outcome="C", all_kind="adult").status_code == 302
    upload(client, "Came in,Code,Result\n3/2/2020,X2,NFA\n")
    assert the_import().mapping == {"old_reference": "B", "received_on": "A", "outcome": "C"}


def test_a_file_that_is_no_log_is_refused_in_words(client):
    assert "No table with headings was found" in upload(client, "hello\n").content.decode()
    refused = client.post(f"{HERE}upload/", {"file": SimpleUploadedFile("a.txt", b"hello", "text/plain")})
    assert "Choose an Excel (.xlsx) or CSV (.csv) file." in refused.content.decode()


def test_headings_in_another_row_are_read_where_they_are(client):
    upload(client, "Ref,Date received\n,\nCode,When\nX1,1/2/2020\n")
    address = f"{HERE}{the_import().pk}/sheet/"
    assert "is empty" in client.post(address, {"sheet": "Table", "heading_row": "2"}).content.decode()
    assert client.post(address, {"sheet": "Table", "heading_row": "3"}).status_code == 302
    assert [each[1] for each in the_import().headings] == ["Code", "When"]


def test_an_import_whose_worker_keeps_dying_is_given_up(client, redbridge, monkeypatch):
    """The attempt is counted before the file is touched, so it can never kill one worker after the other."""
    upload(client, HEAD + ROWS)
    mapped(client)
    LogImport.objects.update(attempts=3)
    assert running.waiting(NOW + dt.timedelta(days=9999)) == [(redbridge.pk, the_import().pk)]
    assert worked(redbridge) is None
    assert (the_import().state, the_import().error) == ("failed", running.GIVEN_UP)

"""The annual report: drawn from the record with the board's own words, then kept as printed."""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from cases.acts import PersonValues, close_case, report_annually, write_annual_report
from cases.acts.naming import ToBeRead
from cases.models import AnnualReport
from deadlines.models import Deadline
from deadlines.own_dates import keep_own_dates
from desk.reports.asked import Asked
from desk.reports.made import annual
from desk.reports.rules.periods import year_from
from documents import pdf, printing
from documents.models import PrintJob
from partnerships.models import AdministrationEvent
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership, tenant
from reviews.acts import drop_action
from tests.factories import NOW, a_case, a_member, a_partnership, acting_as, london, the_procedure
from tests.reviews.plans import in_darlington

pytestmark = pytest.mark.django_db
LATER = london(2027, 4, 20)
HERE = "/redbridge/reports/annual/2026/"


@pytest.fixture
def redbridge():
    partnership = a_partnership()
    with tenant(partnership):
        yield partnership


@pytest.fixture
def chair(redbridge):
    return a_member("Cleo Chair", "panel-chair")


@pytest.fixture
def secretary(redbridge):
    return a_member("Sam Secretary", "secretariat")


def client_of(membership) -> Client:
    client = Client()
    client.force_login(membership.user)
    return client


def asked(membership) -> Asked:
    return Asked(actor=acting_as(membership, LATER), procedure=the_procedure(), period=year_from(2026, 4), at=LATER)


def test_from_the_draft_to_the_final_report(redbridge, secretary, chair, time_machine):
    """RED-11, DAR-11, C-46: concluded, ongoing, carried out, not and why; final by the chair, kept as printed."""
    case = a_case(acting_as(secretary))
    close_case(case=case, reasons="Nothing more.", actor=acting_as(secretary), at=NOW)
    keep_own_dates(at=NOW)
    time_machine.move_to(london(2027, 3, 20))
    client = client_of(secretary)
    page = client.get(HERE).content.decode()
    assert "Still to be written." in page
    words = "A year of change.\n## What came\n- More of it"
    client.post(f"{HERE}write/", {"version": "0", "foreword": words, "findings": "The rest waits."})
    page = client.get(HERE).content.decode()
    assert ("A year of change." in page, "The rest waits." in page) == (True, True)
    assert '<h3 class="govuk-heading-s">What came</h3>' in page and "<li>More of it</li>" in page
    client.post(f"{HERE}print/")
    job = PrintJob.objects.get()
    assert "<h3>What came</h3><ul><li>More of it</li></ul>" in pdf.page_of("annual-report", job.payload)
    assert printing.make(redbridge.pk, job.pk, clock=lambda: LATER).state == "done"
    ready = client.get(f"/redbridge/papers/{job.pk}/").content.decode()
    assert ("Your paper is ready" in ready, "It names people" in ready) == (True, False)
    stale = client.post(f"{HERE}write/", {"version": "0", "foreword": "Mine."}).content.decode()
    assert ("Somebody else saved this report" in stale, "Mine." in stale) == (True, True)
    early = client_of(chair).get(f"{HERE}final/", follow=True)  # no form that could not be sent: why not
    assert early.redirect_chain == [(HERE, 302)]
    assert "it can be made final from the day after 31 March 2027" in early.content.decode()
    time_machine.move_to(london(2027, 4, 1, 1))
    client = client_of(secretary)
    refused = client.post(f"{HERE}final/", {"version": "1", "read": "on"}).content.decode()
    assert "The report is made final by the" in refused
    assert client_of(chair).post(f"{HERE}final/", {"version": "1", "read": "on"}).status_code == 302
    row = AnnualReport.objects.get()
    assert (row.final_by, row.paper["title"]) == ("Cleo Chair, Panel Chair", "Annual report of case reviews 2026–27")
    assert printing.make(redbridge.pk, row.job_id, clock=lambda: LATER).state == "done"
    a_case(acting_as(secretary))  # what comes later changes nothing of it
    assert "Download the PDF" in client.get(HERE).content.decode()
    assert row.paper == AnnualReport.objects.get().paper
    book = load_workbook(BytesIO(client.get(f"{HERE}export.xlsx").content))
    months = {line[0]: line[1] for line in book["Months"].values}
    assert (months["September 2026"], months["All"]) == (1, 1)  # as kept: numbers, and none that came later
    met, running = Deadline.objects.filter(clock="annual-report").order_by("round")
    assert (met.state, running.state) == ("met", "open")
    assert AdministrationEvent.objects.get(act="report_annually").summary == (
        "Made final: Annual report of case reviews 2026–27."
    )
    with pytest.raises(ActRefused):
        write_annual_report(year=2026, narrative={}, version=1, actor=acting_as(secretary), at=LATER)


def test_the_boards_own_words_name_nobody_of_any_case(redbridge, secretary, chair, time_machine):
    """RED-11, C-21: refused beside the box with nothing typed lost; what may point to somebody is read first, and names
    are looked for once more when it is made final."""
    known = {"kind": "subject", "born_on": dt.date(2017, 8, 10)}
    old = PersonValues(first_name="Callum", last_name="Tolland", **known)
    gone = a_case(acting_as(secretary), received_at=london(2019, 5, 1), people=(old,))
    close_case(case=gone, reasons="Done.", actor=acting_as(secretary), at=london(2019, 9, 1))
    a_case(acting_as(secretary), people=(PersonValues(first_name="Marlowe", last_name="Askew", **known),))
    time_machine.move_to(london(2027, 4, 20))
    client, write = client_of(secretary), f"{HERE}write/"
    said = {"version": "0", "foreword": "Callum Tolland taught us.", "ahead": "More of it."}
    page = client.post(write, said).content.decode()
    assert "names somebody of a case: “Callum Tolland” in the foreword. It goes to the boards: take it out." in page
    assert ("Callum Tolland taught us." in page, "More of it." in page) == (True, True)
    said |= {"foreword": "We are grateful to the Askew family, to the Tolland ward, and to Cleo Chair."}
    page = client.post(write, said).content.decode()
    mark = re.search(r'name="read-places" type="checkbox" value="(\w+)"', page)[1]
    assert "This may say who a case is about: “Askew” in the foreword." in page  # that of 2019 is closed
    assert client.post(write, {**said, "read-places": mark}).status_code == 302
    assert (AnnualReport.objects.get().places_read["places"], AnnualReport.objects.get().version) == (
        "“Askew” in the foreword", 1)  # fmt: skip
    assert "Read by Sam Secretary" in client.get(HERE).content.decode()
    # Meanwhile a name comes onto a case that stands in the words already; somebody here is called as a mother is.
    a_case(acting_as(secretary), people=(PersonValues(kind="relevant", first_name="Cleo", last_name="Chair"),))
    final, sent = f"{HERE}final/", {"version": "1", "read": "on"}
    page = client_of(chair).post(final, sent).content.decode()
    assert "This may say who a case is about: “Cleo Chair” in the foreword and “Askew” in the foreword." in page
    a_case(acting_as(secretary), people=(PersonValues(kind="subject", first_name="Askew", last_name="Family"),))
    page = client_of(chair).post(final, sent).content.decode()
    assert "This names somebody of a case: “Askew Family” in the foreword." in page
    assert AnnualReport.objects.get().final_at is None


def test_what_was_read_is_not_asked_again_when_it_is_made_final(redbridge, secretary, chair):
    a_case(acting_as(secretary), people=(PersonValues(kind="subject", first_name="Marlowe", last_name="Askew"),))
    words = {"foreword": "The Askew family."}
    with pytest.raises(ToBeRead) as asked_for:
        write_annual_report(year=2026, narrative=words, version=0, actor=acting_as(secretary), at=LATER)
    write_annual_report(year=2026, narrative=words, version=0, read=asked_for.value.mark, actor=acting_as(secretary),
                        at=LATER)  # fmt: skip
    question = asked(chair)
    paper = annual.paper_of_year(annual.make(question, words), question, redbridge, state="Final")
    row = report_annually(year=2026, title="", paper=paper, version=1, procedure=the_procedure(),
                          actor=acting_as(chair), at=LATER)  # fmt: skip
    assert (row.places_read["by"], row.final_by) == (acting_as(secretary).label, acting_as(chair).label)


def test_nothing_is_final_without_a_foreword(redbridge, chair):
    question = asked(chair)
    paper = annual.paper_of_year(annual.make(question, {}), question, redbridge, state="Draft")
    with pytest.raises(ActRefused, match="Write at least the foreword first"):
        report_annually(year=2026, title="", paper=paper, version=0, procedure=the_procedure(),
                        actor=acting_as(chair), at=LATER)  # fmt: skip


def test_what_it_says_of_the_year(redbridge, secretary):
    a_case(acting_as(secretary))
    a_case(acting_as(secretary), received_at=london(2026, 3, 31))  # of the year before
    report = annual.make(asked(secretary), {})
    assert [part.title for part in report.parts] == [
        "Foreword", "The year in figures", "What became of the referrals", "Reviews", "What was done, and what was not",
        "Was it in time?", "A look for bias", "Themes that come back", "The year ahead",
    ]  # fmt: skip
    assert [each.number for each in report.parts[1].figures] == ["1", "0", "0", "0"]
    assert report.parts[1].tables[0].rows[-1] == ("All", 1)
    assert [bar.label for bar in report.parts[1].chart.bars][:2] == ["Apr", "May"]
    running = Asked(
        actor=acting_as(secretary, NOW), procedure=the_procedure(), period=year_from(2026, 4), at=NOW,
    )  # fmt: skip
    months = [bar.label for bar in annual.make(running, {}).parts[1].chart.bars]
    assert months == ["Apr", "May", "Jun", "Jul", "Aug", "Sep"]  # those to come are not drawn as empty
    assert "Who referred" not in {table.caption for table in report.tables}  # small numbers are hidden elsewhere


@pytest.mark.parametrize("folder", [("darlington", "dsp1.4.toml"), ("bexley", "2019.toml"), ("bhr", "2020.toml")])
def test_every_partnership_has_one_and_who_makes_it_final_follows_from_its_text(folder):
    """DAR-11, BHR-8: without a clock in the text the chair, the secretariat or the administrator makes it final."""
    with tenant(a_partnership(*folder)):
        secretary = acting_as(a_member("Sam Secretary", "secretariat"))
        question = Asked(actor=secretary, procedure=the_procedure(), period=year_from(2026, 4), at=LATER)
        report = annual.make(question, {"foreword": "Ours."})
        write_annual_report(year=2026, narrative={"foreword": "Ours."}, version=0, actor=secretary, at=LATER)
        paper = annual.paper_of_year(report, question, current_partnership(), state="Final")
        row = report_annually(year=2026, title=report.title, paper=paper, version=1, procedure=the_procedure(),
                              actor=secretary, at=LATER)  # fmt: skip
        assert row.final_at == LATER


def test_a_year_to_come_has_no_report(redbridge, secretary):
    assert client_of(secretary).get("/redbridge/reports/annual/2090/").status_code == 404


def test_what_was_not_implemented_stands_there_with_its_reason():
    """C-46, DAR-11, Care Act 2014 schedule 2."""
    with tenant(a_partnership("darlington", "dsp1.4.toml")):
        scene = in_darlington()
        drop_action(action=scene.action, reason="The service has closed.", actor=scene.secretary, at=london(2027, 3, 1))
        question = Asked(
            actor=scene.secretary, procedure=the_procedure(), period=year_from(2026, 4), at=LATER, title="2026–27"
        )
        part = next(p for p in annual.make(question, {}).parts if p.title.startswith("What was done"))
        assert part.tables[0].rows == (("Findings of reviews and cases", 0, 0, 1, 0, 0),)
        assert [row[2:] for row in part.tables[1].rows] == [("No", "The service has closed.")]

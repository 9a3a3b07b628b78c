"""Reports as people open them: the page, the paper and the workbook say the same."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from cases.acts import PersonValues, close_case, restrict_case
from desk.reports.asked import Asked
from desk.reports.made import KINDS
from desk.reports.rules.periods import year_from
from documents import printing
from documents.models import PrintJob
from partnerships.scope import tenant
from tests.factories import NOW, a_case, a_member, a_partnership, acting_as, london, the_procedure

pytestmark = pytest.mark.django_db
LATER = london(2026, 10, 1)


@pytest.fixture
def redbridge():
    partnership = a_partnership()
    with tenant(partnership):
        yield partnership


@pytest.fixture
def people(redbridge):
    return {
        "secretary": a_member("Sam Secretary", "secretariat"),
        "scrutineer": a_member("Rita Ratifier", "rscp-scrutineer"),
        "member": a_member("Moe Member", "agency-representative", agency="east-area-police"),
    }


def client_of(membership) -> Client:
    client = Client()
    client.force_login(membership.user)
    return client


def asked(membership, at=LATER, **more) -> Asked:
    return Asked(
        actor=acting_as(membership, at), procedure=the_procedure(), period=year_from(2026, 4), at=at, title="2026–27",
        **more,
    )  # fmt: skip


def test_the_log_has_every_referral_with_its_end_and_counts_what_it_does_not_list(people):
    """RED-12, C-2: also those that went nowhere; C-52: a restricted one is counted, not listed."""
    secretary = acting_as(people["secretary"])
    one, two, three = (a_case(secretary, received_at=NOW + dt.timedelta(hours=n)) for n in range(3))
    a_case(secretary, received_at=london(2026, 3, 31))  # the year before
    close_case(case=two, reasons="Passed to the coroner.", actor=secretary, at=NOW + dt.timedelta(days=2))
    restrict_case(case=three, restricted=True, reason="A relative works here.", actor=secretary, at=NOW)
    report = KINDS["referral-log"].make(asked(people["scrutineer"]))
    listed = report.tables[1]
    assert [(str(row[0]), row[0].opens, row[1], row[4], row[6]) for row in listed.rows] == [
        (one.reference, False, dt.date(2026, 9, 1), "Open: Received", None),
        (two.reference, False, dt.date(2026, 9, 1), "Closed: Received", dt.date(2026, 9, 3)),
    ]
    assert report.tables[0].rows[-1] == ("All", 3)
    assert report.parts[1].notes == (
        "1 case is counted but not listed: restricted, or you have a conflict of interest.",
    )


def test_the_tracker_marks_what_is_late_and_what_has_nothing_due(people):
    """BHR-8, RED-14: nothing lost, all in time."""
    secretary = acting_as(people["secretary"])
    case = a_case(secretary)
    report = KINDS["tracker"].make(asked(people["secretary"]))
    row = next(row for table in report.tables for row in table.rows if str(row[0]) == case.reference)
    assert (row[0].opens, row[3], row[6].colour) == (True, "Received", "red")
    assert [each.number for each in report.parts[0].figures] == ["0", "1", "1", "0"]


def test_deadlines_are_counted_by_clock_and_withdrawn_ones_are_not(people):
    secretary = acting_as(people["secretary"])
    a_case(secretary)
    gone = a_case(secretary)
    close_case(case=gone, reasons="Sent twice.", actor=secretary, at=NOW)
    table = next(
        t for t in KINDS["deadlines"].make(asked(people["secretary"])).tables if t.caption.startswith("Deadlines,")
    )
    assert {row[3] for row in table.rows} == {1}  # one open and late of each: the closed case's do not count


def test_a_year_of_few_referrals_is_not_looked_at_in_groups(people):
    """RED-11: a group of one is a person."""
    a_case(acting_as(people["secretary"]))
    report = KINDS["fairness"].make(asked(people["secretary"]))
    assert report.parts[0].warning.startswith("Fewer than 10 cases were referred in the year.")
    assert [row for table in report.tables for row in table.rows] == []


def test_groups_without_anybody_have_a_row_so_that_no_row_tells_that_somebody_is_in_it(people):
    """RED-11. Of a look whose numbers are all hidden there is no table, only the sentence."""
    for number in range(12):
        who = PersonValues(kind="subject", first_name="Ada", last_name="Grey", gender=("Female", "Male")[number % 2])
        a_case(acting_as(people["secretary"]), people=(who,))
    report = KINDS["fairness"].make(asked(people["secretary"]))
    sexes = next(table for table in report.tables if table.sheet == "Sex")
    assert [row[0] for row in sexes.rows] == ["Female", "Male", "Another answer", "Not known", "All"]
    assert [(part.paragraphs, part.tables) for part in report.parts if part.title == "Area"] == [
        (("Too few were referred in this year to show them in groups.",), ()),
    ]
    shown = [cell for table in report.tables if table.sheet not in ("All", "Themes") for row in table.rows
             for cell in row[1:]]  # fmt: skip
    assert [cell for cell in shown if isinstance(cell, int) and 0 < cell < 5] == []
    assert report.parts[0].tables[0].rows[-2:] == (("Still open, before a panel", 12), ("All", 12))
    assert sexes.rows[-1] == ("All", 0, 0, 0, 12, 12)  # as any other report says it: totals are no secret
    titles = [part.title for part in report.parts]
    assert titles[1:3] == ["Age, cases of children", "Age, other cases"]  # how many there are of each is known


@pytest.mark.parametrize("name", KINDS)
def test_every_report_is_a_page_a_paper_and_a_workbook(people, redbridge, name):
    a_case(acting_as(people["secretary"]))
    client = client_of(people["scrutineer"])
    page = client.get(f"/redbridge/reports/{name}/")
    assert page.status_code == 200, page.content
    assert KINDS[name].title in page.content.decode()
    book = load_workbook(BytesIO(client.get(f"/redbridge/reports/{name}/export.xlsx").content))
    assert book.sheetnames[0] == "About"
    assert "Ada" not in page.content.decode()
    answer = client.post(f"/redbridge/reports/{name}/print/")
    job = PrintJob.objects.get(partnership=redbridge)
    assert answer.status_code == 302
    made = printing.make(redbridge.pk, job.pk, clock=lambda: NOW)
    assert (made.state, made.error) == ("done", "")
    assert client.get(f"/redbridge/files/{made.file_id}/").status_code == 200
    assert client_of(people["secretary"]).get(f"/redbridge/files/{made.file_id}/").status_code == 404


def test_any_two_dates_and_what_is_wrong_with_them(people):
    client = client_of(people["secretary"])
    address = "/redbridge/reports/referral-log/?period=dates&since-day=1&since-month=5&since-year=2026"
    right = client.get(f"{address}&until-day=31&until-month=5&until-year=2026").content.decode()
    assert "1 May 2026 to 31 May 2026" in right
    assert (
        "To must be the same day as From or later"
        in client.get(f"{address}&until-day=1&until-month=4&until-year=2026").content.decode()
    )
    assert "Enter the day it ends" in client.get(address).content.decode()


def test_members_have_no_reports(people):
    assert client_of(people["member"]).get("/redbridge/reports/").status_code == 403
    assert client_of(people["secretary"]).get("/redbridge/reports/nothing/").status_code == 404


@pytest.mark.parametrize("name", KINDS)
def test_more_cases_cost_no_more_queries(people, name, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    secretary = acting_as(people["secretary"])
    question = asked(people["secretary"])
    a_case(secretary)
    KINDS[name].make(question)  # what is kept in the process is read once
    with CaptureQueriesContext(
        connection,
    ) as one:
        KINDS[name].make(question)
    for _ in range(2):
        a_case(secretary)
    with CaptureQueriesContext(connection) as three:
        KINDS[name].make(question)
    assert (len(three), len(one) < 8) == (len(one), True)

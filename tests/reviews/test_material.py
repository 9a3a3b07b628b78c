"""What agencies bring to a review: a report signed off by their lead, and one chronology (DAR app. 3, 6, BEX-2)."""

from __future__ import annotations

import datetime as dt
import io

from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.acts import give_agency_access
from cases.models import Event
from config.filters import date_long
from deadlines.models import Deadline
from desk.queries import waiting_for
from information import drafts
from information.acts import compile_chronology, request_information, sign_off_return, submit_return
from information.models import ChronologyRow, ScopingRequest, ScopingReturn
from information.papers import chronology_lines, return_lines
from information.queries import expected_dates
from partnerships.refusals import ActRefused
from reviews.queries import reports_of
from tests.factories import a_member, acting_as, an_agency, london, the_procedure

from .scenes import COMMISSIONED, LATER
from .test_running import appointed, client_of, on, words

IMR = {
    "imr-author": {"imr-author": "Una, matron", "imr-sources": "Records."},
    "imr-involvement": {"imr-summary": "We saw her twice."},
    "imr-analysis": {"imr-why": "We were few."},
    "imr-learning": {"imr-learnt": "=To ask"},
}
SENT = london(2026, 10, 20)


def asked():
    """A report asked of the health board for a review under way, its lead and its representative."""
    found, rena = appointed()
    agency = an_agency("nel-icb")
    lead = acting_as(a_member("Lea Lead", "agency-lead", agency="nel-icb"))
    rep = acting_as(a_member("Rae Rep", "agency-representative", agency="nel-icb"))
    made = request_information(
        case=found.case, agencies=[agency], wording="Write your report.", track="review", actor=found.secretary,
        at=LATER,
    )  # fmt: skip
    return found, rena, made.returns.get(), rep, lead


def written(row: ScopingReturn, rep) -> ScopingReturn:
    for part, values in IMR.items():
        drafts.save_part(scoping_return=row, part=part, values=values, seen=None, actor=rep, at=SENT)
    for day in (1, 9):
        drafts.save_row(scoping_return=row, values={"happened_on": dt.date(2024, day, 5), "event": "=1+1"}, actor=rep,
                        at=SENT)  # fmt: skip
    row.refresh_from_db()
    return row


def test_a_report_is_asked_on_the_reviews_own_form_and_counts_once_its_lead_has_signed(redbridge):
    """DAR app. 3: signed off by the chief officer, here the agency's lead; its own clock, not the screening's."""
    found, _, row, rep, lead = asked()
    assert row.request.form == "agency-review-report"
    clocks = Deadline.objects.filter(case=found.case, state="open", agency=row.agency).values_list("clock", flat=True)
    assert list(clocks) == ["review-reports"]
    row = written(row, rep)
    try:
        submit_return(scoping_return=row, actor=rep, at=SENT)
    except ActRefused as refusal:
        assert "signs this off before it is sent" in str(refusal)
    else:
        raise AssertionError("a report was sent without its lead's signature")
    drafts.ask_sign_off(scoping_return=row, actor=rep, at=SENT)
    row.refresh_from_db()
    sign_off_return(scoping_return=row, actor=lead, at=SENT)
    (report,) = reports_of(found.review)
    assert (report.state, report.readable, report.row.signed_off_by_label) == ("Returned", True, lead.label)
    met = Deadline.objects.get(case=found.case, clock="review-reports")
    assert (met.state, met.ended_at) == ("met", SENT)


def test_the_reviewer_reads_reports_and_chronology_and_takes_them_along(redbridge):
    """DAR app. 6: nine columns, gaps made visible, a picture that leads to its entries; a workbook without formulas."""
    found, rena, row, rep, lead = asked()
    client = client_of(rena.membership)
    assert "Outstanding" in words(client.get(on(found, "review_reports")))
    hidden = client.get(on(found, "review_report", agency_report=row.pk))
    drafts.ask_sign_off(scoping_return=written(row, rep), actor=rep, at=SENT)
    row.refresh_from_db()
    sign_off_return(scoping_return=row, actor=lead, at=SENT)
    shown = words(client.get(on(found, "review_report", agency_report=row.pk)))
    assert (hidden.status_code, "We saw her twice." in shown) == (404, True)
    page = words(client.get(on(found, "review_chronology")))
    first = row.chronology.first().pk
    assert [each in page for each in (f'href="#entry-{first}"', f'id="entry-{first}"', "No entry for 8 months")] == [
        True, True, True,
    ]  # fmt: skip
    drawn = page.partition('viewBox="0 0 960')[2].partition("</svg>")[0]
    assert (len(drawn) > 500, "style=" in drawn) == (True, False)
    narrow = {"since-day": 1, "since-month": 8, "since-year": 2024}
    closer = words(client.get(on(found, "review_chronology"), narrow))
    assert [f'id="entry-{each.pk}"' in closer for each in row.chronology.all()] == [False, True]
    wrong = client.get(on(found, "review_chronology"), {"since-day": 40, "since-month": 8, "since-year": 2024})
    assert (wrong.status_code, "There is a problem" in words(wrong)) == (200, True)
    table = client.get(on(found, "review_chronology_table", kind="xlsx"))
    sheet = load_workbook(io.BytesIO(b"".join(table) if table.streaming else table.content)).active
    rows = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert (len(rows[0]), rows[0][2], rows[1][0], rows[1][3]) == (
        9,
        "Significant event",
        "2024-01-05",
        row.agency.title,
    )
    assert sheet["C2"].data_type == "s"


def test_a_member_of_an_agency_does_not_read_what_the_others_bring(redbridge):
    """C-52."""
    found, _, _, rep, _ = asked()
    client = client_of(rep.membership)
    assert [client.get(on(found, name)).status_code for name in ("review_reports", "review_chronology")] == [403, 403]


def test_what_was_sent_for_a_review_is_read_by_nobody_else_at_any_address(redbridge):
    """C-52: the case was before a meeting, so members read one another's answers for it; what came for the review
    follows the review's own rule on the case's pages, its tables, prints and the papers of a later meeting."""
    found, _, row, rep, lead = asked()
    drafts.ask_sign_off(scoping_return=written(row, rep), actor=rep, at=SENT)
    row.refresh_from_db()
    sign_off_return(scoping_return=row, actor=lead, at=SENT)
    other = acting_as(a_member("Ola Other", "agency-representative", agency="community-safety"))
    place = {"partnership": found.case.partnership.slug, "reference": found.case.reference}

    def opens(actor) -> dict:
        client = client_of(actor.membership)
        page = client.get(reverse("agency_return", kwargs={**place, "scoping_return": row.pk})).status_code
        table = client.get(reverse("chronology_table", kwargs={**place, "kind": "csv"}))
        entries = (b"".join(table) if table.streaming else table.content).decode()
        listed = words(client.get(reverse("case_information", kwargs=place)))
        return {"page": page, "in the table": "=1+1" in entries, "listed": reverse(
            "agency_return", kwargs={**place, "scoping_return": row.pk}) in listed}  # fmt: skip

    shown = {"page": 200, "in the table": True, "listed": True}
    assert {name: opens(who) for name, who in (("other", other), ("own", rep), ("office", found.secretary))} == {
        "other": {"page": 404, "in the table": False, "listed": False}, "own": shown, "office": shown,
    }  # fmt: skip
    assert [len(chronology_lines(found.case, part=part)) for part in ("review", "")] == [2, 0]
    assert [[line.agency for line in return_lines(found.case, part=part)] for part in ("review", "")] == [
        [row.agency.title], []
    ]  # fmt: skip


def test_the_paper_of_a_review_holds_what_was_asked_for_it_and_that_of_the_case_the_rest(redbridge):
    """DAR app. 6, RED-21: an agency that answered "not known" to the screening and reports for the review stands on
    each paper once, with the answer to what that paper is about."""
    found, rena, row, rep, lead = asked()
    drafts.ask_sign_off(scoping_return=written(row, rep), actor=rep, at=SENT)
    row.refresh_from_db()
    sign_off_return(scoping_return=row, actor=lead, at=SENT)
    screening = ScopingRequest.objects.create(
        case=found.case, track="adult", wording="Screening", asked_at=COMMISSIONED - dt.timedelta(days=30),
        event=Event.objects.filter(case=found.case).first(),
    )  # fmt: skip
    ScopingReturn.objects.create(
        request=screening, case=found.case, agency=row.agency, state="not-known", returned_at=COMMISSIONED,
        returned_by_label="Rae Rep", records_searched="All",
    )  # fmt: skip
    late = an_agency("community-safety")
    outstanding = ScopingReturn.objects.create(request=screening, case=found.case, agency=late)
    papers = {
        track: compile_chronology(case=found.case, track=track, reason="Now.", actor=found.secretary, at=SENT).payload
        for track in ("review", "")
    }
    assert {track: paper["title"] for track, paper in papers.items()} == {
        "review": "Merged chronology: review", "": "Merged chronology",
    }  # fmt: skip
    assert {t: [(line["agency"], line["state"]) for line in paper["returns"]] for t, paper in papers.items()} == {
        "review": [(row.agency.title, "Returned")],
        "": [(late.title, "Outstanding"), (row.agency.title, "Not known to us. Searched: All")],
    }  # fmt: skip
    assert {track: (len(paper["rows"]), len(paper["notes"])) for track, paper in papers.items()} == {
        "review": (2, 0), "": (0, 1),
    }  # fmt: skip
    page = words(client_of(found.secretary.membership).get(on(found, "review_chronology")))
    assert "compile-chronology/?for=review" in page
    place = {"partnership": "redbridge", "reference": found.case.reference}
    form = words(client_of(found.secretary.membership).get(reverse("compile_chronology", kwargs=place) + "?for=review"))
    assert ["2 entries" in form, "for the review, and of nothing else" in form, "Not complete" in form] == [
        True, True, False,
    ]  # fmt: skip
    assert client_of(rena.membership).get(on(found, "review_chronology")).status_code == 200
    ScopingReturn.objects.filter(pk=outstanding.pk).update(
        state="returned", returned_at=COMMISSIONED, returned_by_label="Cas"
    )
    ChronologyRow.objects.create(
        case=found.case, scoping_return=outstanding, agency=late, event="A call.", happened_on=dt.date(2026, 1, 2)
    )  # fmt: skip
    paper = compile_chronology(case=found.case, track="review", reason="Now.", actor=found.secretary, at=SENT).payload
    said = "Left out: 1 entry that they sent on the case for something else"
    form = words(client_of(found.secretary.membership).get(reverse("compile_chronology", kwargs=place) + "?for=review"))
    assert (len(paper["rows"]), [said in note for note in paper["notes"]], said in form) == (2, [True], True)


def test_the_form_for_asking_names_the_day_of_the_review(redbridge):
    """The page and the e-mail beside it say what the act will set: 30 working days for a review's report, not the
    shorter time of the screening."""
    found, _ = appointed()
    an_agency("nel-icb")
    a_member("Rae Rep", "agency-representative", agency="nel-icb")
    place = {"partnership": found.case.partnership.slug, "reference": found.case.reference}
    page = words(
        client_of(found.secretary.membership).get(f"{reverse('request_information', kwargs=place)}?for=review")
    )
    procedure = the_procedure()
    on_review, on_case = (
        expected_dates(found.case, procedure, track=track, at=timezone.now()).due_on for track in ("review", "adult")
    )
    assert (on_review > on_case, page.count(date_long(on_review)) >= 2, date_long(on_case) in page) == (
        True, True, False,
    )  # fmt: skip


def test_what_waits_for_the_leads_signature_is_said_and_its_address_leads_to_the_page(redbridge):
    """DAR app. 3: under “Waiting for you”; whoever opens the address of the button is led to where it stands."""
    found, _, row, rep, lead = asked()

    def waits(actor) -> list[str]:
        return [each.text for each in waiting_for(actor, the_procedure(), at=SENT) if found.case.reference in each.text]

    words_of_it = f"{found.case.reference}: what your agency sends waits for your signature"
    assert (waits(lead), waits(rep)) == ([], [])
    drafts.ask_sign_off(scoping_return=written(row, rep), actor=rep, at=SENT)
    assert (waits(lead), waits(rep)) == ([words_of_it], [])
    place = {"partnership": "redbridge", "reference": found.case.reference, "scoping_return": row.pk}
    page = client_of(lead.membership).get(reverse("sign_off_return", kwargs=place))
    assert (page.status_code, page["Location"]) == (302, reverse("agency_return", kwargs=place))
    offered = words(client_of(found.secretary.membership).get(reverse("review", args=["redbridge", found.review.key])))
    assert [each in offered for each in ("withdraw-request/?for=review", "ask-supplement/", "reopen-return/")] == [
        True, False, False,
    ]  # fmt: skip
    other = acting_as(a_member("Ola Other", "agency-representative", agency="community-safety"))
    give_agency_access(case=found.case, agency=an_agency("community-safety"), why="Asked", at=SENT)
    page = words(client_of(other.membership).get(reverse("review", args=["redbridge", found.review.key])))
    assert [each in page for each in ("submit-return/", "return-not-known/")] == [False, False]

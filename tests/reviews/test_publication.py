"""What is published, when, to whom it goes before, and off again (C-20, C-21, C-38, C-45, DAR-16)."""

from __future__ import annotations

import datetime as dt
import html
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from cases.acts.naming import READ, ToBeRead
from cases.conditions import holds
from cases.models import Event, Fact
from cases.queries import procedure_of
from cases.state import state_of
from deadlines.models import Deadline
from desk.queries import waiting_for
from documents.files import CheckedFile, check_upload
from documents.models import OutboxMessage
from information.acts import request_information
from information.lists import my_requests
from notifications.queries import report_ended, still_to_notify
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from reviews import acts, rules
from reviews.models import OutsideComment, Publication, PublishedReport, ReportSending, ReportVersion
from reviews.queries import decided as decided_by
from reviews.queries import down_of, public_reports, stage_of, type_of, way_of
from tests.documents.test_pictures import a_scan
from tests.factories import a_member, a_partnership, acting_as, an_agency, london

from .reports import a_locked_pdf, a_pdf, said, under_way, upload
from .test_running import client_of

DRAFTED, SIGNED = london(2026, 11, 2), london(2026, 11, 9)
PLANNED = dt.date(2026, 12, 1)
OUT = london(2026, 12, 1, 11)
BODIES = ["national-panel", "secretary-of-state", "ofsted"]
FULL = {"outcome": "in full", "planned_on": PLANNED.isoformat()}
PUBLIC = {"title": "Child A", "summary": "What agencies knew.", "reviewer": "Rita Reviewer",
          "press": "Why, what, and what now.", "checked_by": "Nia Reader", "checked": True,
          "other_file_why": "Names were taken out, as the partners agreed."}  # fmt: skip
BACK = {name: PUBLIC[name] for name in ("title", "summary", "reviewer", "press", "checked_by", "checked")}
BACK["changed"] = "The school."


@pytest.fixture
def darlington(db):
    partnership = a_partnership("darlington", "dsp1.4.toml")
    with tenant(partnership):
        yield partnership


def person(name, *roles, agency=""):
    return acting_as(a_member(name, *roles, agency=agency), SIGNED)


class Life:
    """A local review in Darlington, signed off, with the partners who decide."""

    def __init__(self, signed=True):
        self.run = under_way("serious-incident", "local-review")
        self.review, self.office = self.run.review, self.run.office
        self.partner = person("P council", "statutory-partner", agency="council")
        self.scrutineer = person("Sue Scrutineer", "scrutineer")
        if signed:
            self.draft_and_sign()

    def draft_and_sign(self, at=SIGNED):
        self.run.draft(at)
        for who in (self.partner, self.scrutineer):
            self.sign(who, at)

    def sign(self, who, at=SIGNED):
        last = said(vacant_why="Nobody holds it.") if who is self.scrutineer else said()
        acts.sign_off_report(review=self.review, answers=last, actor=who, at=at)

    def decide(self, who, at=SIGNED, **answers):
        return acts.decide_publication(review=self.review, answers=said(**(answers or FULL)), actor=who, at=at)

    def decided(self, **answers):
        self.decide(self.partner, **answers)
        return self.decide(self.scrutineer, **answers)

    def send(self, *bodies, at=SIGNED, **more):
        return acts.send_report(
            review=self.review, answers=said(sent_to=list(bodies or BODIES), how="e-mail", **more), actor=self.office,
            at=at,
        )  # fmt: skip

    def publish(self, file=None, at=OUT, read="", **changed):
        return acts.publish_report(
            review=self.review, answers=said(**{**PUBLIC, **changed}),
            uploads=upload("act-report", file or a_pdf("Nobody is named.")), actor=self.office, at=at, read=read,
        )  # fmt: skip

    def take_down(self, ground="identified", at=OUT + dt.timedelta(days=10)):
        return acts.take_down_report(
            review=self.review, answers=said(ground=ground, why="A school is named."), actor=self.partner, at=at
        )

    def put_back(self, at, read="", **changed):
        return acts.put_back_report(
            review=self.review, uploads=upload("act-report", a_pdf("Corrected.")), actor=self.office, at=at, read=read,
            answers=said(**{**BACK, **changed}),
        )  # fmt: skip


def why_not(act, **given) -> str:
    with pytest.raises(ActRefused) as found:
        act(**given)
    return str(found.value)


def due(life, clock):
    return Deadline.objects.get(case=life.run.case, clock=clock, state="open").due_on


def test_it_counts_once_all_have_decided_the_same(darlington):
    """DAR-9: partners and scrutineer decide; another answer is another proposal."""
    life = Life()
    life.decide(life.partner)
    assert not Deadline.objects.filter(clock="report-sent").exists()
    other = {"outcome": "learning only", "reasons": "A sibling.", "planned_on": PLANNED.isoformat()}
    life.decide(life.scrutineer, **other)
    assert list(Publication.objects.order_by("id").values_list("outcome", "superseded", "decided_at")) == [
        ("in full", True, None), ("learning only", False, None)]  # fmt: skip
    final = life.decide(life.partner, **other)
    assert [each["title"] for each in final.agreed_by] == [
        "Independent Scrutineer/Chair",
        "Darlington Borough Council, Children's Services",
    ]
    assert Event.objects.order_by("-id").first().summary == (
        "Decided: only what was learnt is published, planned for 1 December 2026."
    )
    assert due(life, "report-sent") == dt.date(2026, 11, 20)  # C-20, DAR-28: 7 working days before


def test_a_decision_says_why_and_when(darlington):
    """C-21: a decision not to publish needs its justification."""
    life = Life()
    for wrong, about in (
        ({"outcome": "not published"}, "act-reasons"), ({"outcome": "in full"}, "act-planned-on"),
        ({"outcome": "in full", "planned_on": "2026-11-01"}, "act-planned-on"),
        ({**FULL, "embargo_until": "2027-01-04"}, "act-embargo-why"),
        ({**FULL, "embargo_why": "A trial.", "embargo_until": "2027-01-04"}, "act-planned-on"),
    ):  # fmt: skip
        with pytest.raises(ActRefused) as refused:
            life.decide(life.partner, **wrong)
        assert refused.value.about == about
    life.decided(outcome="not published", reasons="A child would be recognised.")
    assert (stage_of(life.review).name, life.review.ended_how) == ("not-published", "not-published")
    case = life.review.case
    told = still_to_notify(case, procedure_of(case), state_of(case, version=procedure_of(case).version), at=OUT)
    assert {(each.notice, each.body) for each in told if each.notice == "nothing-published"} == {
        ("nothing-published", "national-panel"), ("nothing-published", "secretary-of-state"),
    }  # fmt: skip
    state = state_of(case, version=procedure_of(case).version)
    clock = procedure_of(case).find("clocks", "review-published")
    assert [holds(state, words) for words in clock.when][-1] is False  # the clock of publication applies no more


def test_a_review_that_is_not_published_waits_for_no_publication(darlington):
    """Its clocks end with it: nothing that would meet them can be done any more."""
    life = Life()
    Fact.objects.create(case=life.run.case, name="decision_to_review", happened_at=DRAFTED, event=life.review.event)
    nothing = {"outcome": "not published", "reasons": "A child would be recognised."}
    life.decide(life.partner, **nothing)
    started = Deadline.objects.filter(case=life.run.case, track="review", state="open")
    waiting = set(started.values_list("clock", flat=True))
    life.decide(life.scrutineer, **nothing)
    rows = Deadline.objects.filter(case=life.run.case, track="review", clock__in=waiting)
    assert (bool(waiting), "open" in {row.state for row in rows}) == (True, False)


def test_each_body_that_gets_it_beforehand_is_recorded(darlington):
    """C-20, DAR-28: the clock stops once the last of them has it; nothing is published before."""
    life = Life()
    life.decided()
    life.send("ofsted")
    with pytest.raises(ActRefused):
        life.publish()
    assert due(life, "report-sent") == dt.date(2026, 11, 20)
    life.send("national-panel", "secretary-of-state")
    assert [row.body for row in ReportSending.objects.order_by("id")] == ["ofsted", "national-panel",
                                                                        "secretary-of-state"]  # fmt: skip
    assert Deadline.objects.get(clock="report-sent").state == "met"
    with pytest.raises(ActRefused):
        life.send("ofsted")


def test_comments_from_outside_are_answered_before_anything_is_published(darlington):
    """C-38: recorded, answered, decided on."""
    life = Life()
    life.decided()
    life.send()
    comment = acts.record_comments(
        review=life.review,
        answers=said(body="national-panel", text="Say more of health."),
        actor=life.office,
        at=SIGNED,
    )
    with pytest.raises(ActRefused, match="Answer the comments"):
        life.publish()
    acts.answer_comments(
        comment=comment,
        answers=said(decision="followed in part", answer="A page is added."),
        actor=life.partner,
        at=SIGNED,
    )
    assert (OutsideComment.objects.get().decision, life.publish().title) == ("followed in part", "Child A")


def test_what_may_not_go_out_is_refused(darlington):
    """C-21, DAR-16: not early, not under embargo, not without statement and check, not with a name in it."""
    life = Life()
    life.decided()
    life.send()
    word = check_upload(SimpleUploadedFile("a.txt", b"Words"))
    for changed, about in (
        ({"at": london(2026, 11, 30)}, ""), ({"press": ""}, "id_q-recorded-act-press"),
        ({"checked": False}, "id_q-recorded-act-checked"), ({"file": word}, "act-report"),
        ({"file": a_locked_pdf()}, "act-report"), ({"file": a_pdf("It was Ada Example who")}, "act-report"),
        ({"file": CheckedFile("x.pdf", "application/pdf", b"%PDF-1.7 nonsense")}, "act-report"),
    ):  # fmt: skip
        with pytest.raises(ActRefused) as refused:
            life.publish(**changed)
        assert (refused.value.about or "", PublishedReport.objects.count()) == (about, 0), changed
    life.decided(**FULL, embargo_why="A trial.")
    assert report_ended(life.run.case) == ("embargoed", SIGNED.date())
    with pytest.raises(ActRefused, match="embargo"):
        life.publish()


def test_from_published_to_taken_down_and_back(darlington):
    """C-21, DAR-31: a year, which rests while the report is down; the old file's address is gone for good."""
    life = Life()
    assert report_ended(life.run.case) == ("signed-off", SIGNED.date())  # C-48
    life.decided()
    life.send()
    first = life.publish(a_pdf("Nobody is named."))
    assert (life.review.ended_how, stage_of(life.review).title) == ("published", "Published")
    assert report_ended(life.run.case) == ("published", OUT.date())
    assert due(life, "report-public") == dt.date(2027, 12, 1)
    assert PdfReader(io.BytesIO(first.content)).metadata in (None, {})  # nothing of who wrote it
    client, slug = Client(), darlington.slug
    page = reverse("published_report", args=[slug, first.key])
    file = reverse("published_file", args=[slug, first.key, 1])
    assert [client.get(where).status_code for where in (page, file)] == [200, 200]
    with pytest.raises(ActRefused) as refused:
        life.take_down("time over")
    assert refused.value.about == "act-ground"
    with pytest.raises(ActRefused, match="Only the"):
        acts.take_down_report(review=life.review, answers=said(), actor=life.office, at=OUT)
    life.take_down()
    assert [client.get(where).status_code for where in (page, file)] == [404, 404]
    assert bytes(PublishedReport.objects.get().content) == b""
    assert not Deadline.objects.filter(clock="report-public", state="open").exists()
    assert way_at_the_end(life) == [
        ("done", "1 December 2026, taken down since 11 December 2026"),
        ("now", "Business Manager"),
    ]
    waits = f"{life.review.reference}: the published report is taken down, and the corrected one is not out yet"
    at = OUT + dt.timedelta(days=12)
    assert [waits in [row.text for row in waiting_for(who, procedure_of(life.run.case), at=at)]
            for who in (life.office, life.partner)] == [True, False]  # fmt: skip
    shown = client_of(life.office.membership).get(reverse("review", args=[slug, life.review.key])).content.decode()
    assert ("Published, taken down" in shown, "That is for the Business Manager" in shown) == (True, True)
    second = life.put_back(OUT + dt.timedelta(days=13))
    assert (second.key, second.edition, second.corrected_on) == (first.key, 2, dt.date(2026, 12, 14))
    assert due(life, "report-public") == dt.date(2027, 12, 4)  # three days down
    new = reverse("published_file", args=[slug, first.key, 2])
    assert [client.get(where).status_code for where in (page, file, new)] == [200, 404, 200]
    assert way_at_the_end(life) == [("done", "1 December 2026")]
    life.take_down("time over", at=london(2027, 12, 6))
    assert client.get(page).status_code == 404
    assert way_at_the_end(life) == [("done", "1 December 2026, taken down on 6 December 2027: its time is over")]
    assert waiting_for(life.office, procedure_of(life.run.case), at=london(2027, 12, 7)) == []


def way_at_the_end(life) -> list[tuple[str, str]]:
    """Of the way of the review, what is said of publishing and of publishing again."""
    review, procedure = life.review, procedure_of(life.run.case)
    state = state_of(life.run.case, version=procedure.version)
    down = down_of(review, procedure, state, life.office)
    way = way_of(review, type_of(review, procedure), procedure, state, due=(), urls={}, down=down)
    return [(each.status, each.remark) for each in way if each.title.startswith("Publish")]


def test_the_public_sees_what_stands_of_all_partnerships_and_nothing_else(darlington):
    """DESIGN §4: the published reports are read without any partnership’s data being open."""
    life = Life()
    life.decided()
    life.send()
    row = life.publish()
    other = a_partnership("bexley", "2019.toml")
    with tenant(other):
        seen = [(each.title, each.partnership.slug) for each in public_reports()]
        assert (seen, list(public_reports(partnership=other)), PublishedReport.objects.count()) == (
            [("Child A", "darlington")], [], 0)  # fmt: skip
        assert [len(public_reports(words)) for words in ("agencies knew", "rita", "knew nothing")] == [1, 1, 0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.partnership_id', '', false)")
        counts = []
        for table in ("reviews_publishedreport", "reviews_review", "reviews_publication"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts.append(cursor.fetchone()[0])
        cursor.execute("UPDATE reviews_publishedreport SET title = 'x'")
        assert (counts, cursor.rowcount) == ([1, 0, 0], 0)
        cursor.execute("SELECT set_config('app.partnership_id', %s, false)", [str(darlington.pk)])
    client = Client()
    for where, status in (
        (reverse("published", args=["darlington"]), True), (reverse("published", args=["bexley"]), False),
        (reverse("published_everywhere"), True), (reverse("published_everywhere") + "?words=Child+a", True),
        (reverse("published_everywhere") + "?words=nobody", False),
    ):  # fmt: skip
        page = client.get(where)
        assert (page.status_code, row.title in page.content.decode()) == (200, status), where
    assert client.get(reverse("published_report", args=["bexley", row.key])).status_code == 404
    got = client.get(reverse("published_file", args=["darlington", row.key, 1]))
    assert (got.content, got["Content-Disposition"], got["Cache-Control"]) == (
        bytes(row.content), f'attachment; filename="darlington-report-{row.key}.pdf"', "no-store, private")  # fmt: skip


def test_a_domestic_homicide_report_waits_for_quality_assurance(db):
    """C-45, RED-22: sent, changes required, signed off and sent again, cleared; only then published."""
    partnership = a_partnership()
    with tenant(partnership):
        run = under_way("domestic-homicide", "dardr")
        chair, office, review = person("Cy Chair", "csp-chair"), run.office, run.review

        def sign(at):
            run.draft(at)
            acts.sign_off_report(review=review, answers=said(), actor=chair, at=at)

        def assured(outcome, **more):
            acts.send_to_quality_assurance(review=review, answers=said(how="e-mail"), actor=office, at=SIGNED)
            acts.record_quality_assurance(review=review, answers=said(outcome=outcome, **more), actor=office, at=SIGNED)

        def publish():
            return acts.publish_report(
                review=review, answers=said(**PUBLIC), uploads=upload("act-report", a_pdf()), actor=office, at=OUT
            )

        sign(SIGNED)
        acts.decide_publication(review=review, answers=said(**FULL), actor=office, at=SIGNED)
        with pytest.raises(ActRefused):
            publish()
        assured("changes required", words="Protect the sister.")
        assert stage_of(review).name == "draft"
        with pytest.raises(ActRefused):
            acts.sign_off_report(review=review, answers=said(), actor=chair, at=SIGNED)
        sign(SIGNED)
        with pytest.raises(ActRefused):
            publish()
        assured("cleared")
        assert (publish().title, stage_of(review).name) == ("Child A", "published")


def test_the_rules_of_the_day():
    plan = rules.Plan("in full", PLANNED, None, False)
    words = {PLANNED: "1 December 2026"}
    assert rules.why_not_now(plan, PLANNED, words) == ""
    assert rules.why_not_now(plan, dt.date(2026, 11, 30), words).startswith("Publication is planned for 1 December")
    assert rules.why_not_now(None, PLANNED, {}) == "It is not decided yet what is published."


def test_less_than_seven_working_days_needs_a_reason_that_stays_in_sight(darlington):
    """C-20: a planned day that leaves too little time, and publishing sooner after the sending, are said beforehand."""
    life = Life()
    soon = {**FULL, "planned_on": "2026-11-16"}
    with pytest.raises(ActRefused, match=r"had to be sent by 5 November 2026\. It has not been sent to") as refused:
        life.decide(life.partner, **soon)
    assert refused.value.about == "act-soon-why"
    life.decided(**soon, soon_why="The trial ends then.")
    assert Publication.objects.exclude(decided_at=None).get().soon_why == "The trial ends then."
    life.send(at=london(2026, 11, 12))
    early = london(2026, 11, 16, 11)
    with pytest.raises(ActRefused) as refused:
        life.publish(at=early)
    assert refused.value.about == "id_q-recorded-act-soon-why"
    life.publish(at=early, soon_why="The trial ended today.")
    page = " ".join(client_of(life.office.membership).get(
        reverse("report_of_review", args=["darlington", life.review.key])).content.decode().split())  # fmt: skip
    assert "The last day to send the report was 5 November 2026; it was sent on 12 November 2026." in page
    assert "Why: The trial ended today." in page


def test_what_was_signed_is_what_goes_out_or_somebody_says_what_is_different(darlington):
    """DAR-17."""
    life = Life()
    life.decided()
    life.send()
    with pytest.raises(ActRefused, match="not the file that was signed off") as refused:
        life.publish(other_file_why="")
    assert refused.value.about == "act-other-file-why"
    signed = ReportVersion.objects.get().file
    same = CheckedFile("signed.pdf", signed.content_type, bytes(signed.content))
    assert life.publish(same, other_file_why="").title == "Child A"


def test_nothing_the_public_reads_names_anybody_of_the_case(darlington):
    """C-21: the words on the page, the file and its name; a correction brings words of its own."""
    life = Life()
    life.decided()
    life.send()
    for changed, about in (
        ({"title": "Review of Ada Example"}, "act-title"), ({"summary": "It was Example, Ada."}, "act-summary"),
        ({"press": "Ada  EXAMPLE died."}, "act-press"), ({"file": a_pdf("Words", "Ada Example.pdf")}, "act-report"),
    ):  # fmt: skip
        with pytest.raises(ActRefused, match="names somebody of the case") as refused:
            life.publish(**changed)
        assert (refused.value.about, PublishedReport.objects.count()) == (about, 0)
    with pytest.raises(ToBeRead) as refused:
        life.publish(summary="The Example family; the child was born on 1 April 2015.")
    assert refused.value.places == "“Example” in the summary and “1 April 2015” in the summary"
    with pytest.raises(ToBeRead):
        life.publish(summary="The Example family.", read=refused.value.mark)
    row = life.publish(summary="The Example family; the child was born on 1 April 2015.", read=refused.value.mark)
    kept = Event.objects.get(act="publish_report").data["said"][-1]
    assert (kept, row.summary[:18]) == (["", [[READ, refused.value.places]]], "The Example family")
    life.take_down()
    with pytest.raises(ActRefused, match="names somebody"):
        life.put_back(OUT + dt.timedelta(days=13), title="Ada Example")
    back = life.put_back(OUT + dt.timedelta(days=13), title="Child B", summary="What was learnt.")
    assert (back.title, back.summary, back.key) == ("Child B", "What was learnt.", row.key)


def test_a_scan_is_read_by_a_person_before_it_goes_out(darlington):
    """C-21: no machine finds a name in a picture, so somebody looks, of exactly this file."""
    life = Life()
    life.decided()
    life.send()
    one, other = (CheckedFile("scan.pdf", "application/pdf", a_scan(words)) for words in ("Ada Example", "Nobody"))
    with pytest.raises(ToBeRead) as refused:
        life.publish(one)
    said = "in the file, page 1 is a picture, and nothing but a person can look for names in pictures"
    assert refused.value.places == said
    with pytest.raises(ToBeRead):
        life.publish(other, read=refused.value.mark)
    life.publish(one, read=refused.value.mark)
    assert Event.objects.get(act="publish_report").data["said"][-1] == ["", [[READ, said]]]


def test_notes_bookmarks_and_attachments_of_a_file_tell_nothing(darlington):
    """C-21: notes and bookmarks are looked through like the words; attachments do not go out at all."""
    life = Life()
    life.decided()
    life.send()
    note = {"/Type": "/Annot", "/Subtype": "/Text", "/Rect": [0, 0, 20, 20], "/Contents": "Ask Ada Example"}
    for where, change in (
        ("in a bookmark of the file", lambda writer: writer.add_outline_item(title="Ada Example", page_number=0)),
        ("in the file, page 1", lambda writer: writer.add_annotation(0, plain_note(note))),
    ):
        with pytest.raises(ActRefused, match="names somebody of the case") as refused:
            life.publish(with_more(change))
        assert where in str(refused.value)
    row = life.publish(with_more(lambda writer: writer.add_attachment("notes.txt", b"Ada Example")))
    assert (dict(PdfReader(io.BytesIO(bytes(row.content))).attachments), b"Ada Example" in bytes(row.content)) == (
        {}, False,
    )  # fmt: skip


def plain_note(values: dict) -> DictionaryObject:
    return DictionaryObject({
        NameObject(key): ArrayObject(map(NumberObject, value)) if isinstance(value, list)
        else NameObject(value) if value.startswith("/") else TextStringObject(value)
        for key, value in values.items()
    })  # fmt: skip


def with_more(change) -> CheckedFile:
    """A report of plain words to which something was added that is no text of a page."""
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(a_pdf("Nobody is named.").content))), io.BytesIO()
    change(writer)
    writer.write(out)
    return CheckedFile("report.pdf", "application/pdf", out.getvalue())


def test_the_page_asks_for_places_to_be_read_and_keeps_what_was_typed(darlington):
    life = Life()
    life.decided(**{**FULL, "planned_on": timezone.localdate().isoformat()}, soon_why="Today.")
    life.send(at=timezone.now())
    client, where = client_of(life.office.membership), reverse("publish_report", args=["darlington", life.review.key])
    typed = {f"q-recorded-act-{name.replace('_', '-')}": value for name, value in {
        **PUBLIC, "summary": "The Example family.", "soon_why": "Today.", "checked": "yes"}.items()}  # fmt: skip

    def send(**more):
        file = SimpleUploadedFile("report.pdf", a_pdf("Nobody is named.").content)
        return client.post(where, {**typed, "q-recorded-act-report": file, **more})

    page = send().content.decode()
    mark = page.partition('name="read-places"')[2].partition('value="')[2].partition('"')[0]
    assert ("The Example family." in page, "“Example” in the summary." in html.unescape(page), len(mark)) == (
        True, True, 20,
    )  # fmt: skip
    assert (PublishedReport.objects.count(), send(**{"read-places": mark}).status_code) == (0, 302)
    assert PublishedReport.objects.count() == 1


def test_c_21_that_nothing_is_published_is_decided_again_with_the_reason_and_the_clocks_follow(darlington):
    """The first decision stays on record; its deadlines end and run again; bodies outside are no longer due to hear
    that nothing is published, and get the report instead. Only those who decide take it up, and once."""
    life = Life()
    Fact.objects.create(
        case=life.run.case, name="decision_to_review", happened_at=DRAFTED, event=life.review.event, value=None
    )
    review, case, nothing = life.review, life.run.case, {"outcome": "not published", "reasons": "A sibling is known."}
    for who, message in ((life.partner, "What you propose is on record."), (life.scrutineer, "The decision on")):
        here = reverse("decide_publication", args=["darlington", review.key])
        given = {f"q-recorded-act-{name}": value for name, value in nothing.items()}
        shown = client_of(who.membership).post(here, given, follow=True)
        assert message in shown.content.decode()
    later = SIGNED + dt.timedelta(days=20)
    procedure = procedure_of(case)

    def state():
        return state_of(case, version=procedure.version)

    def notice() -> set[str]:
        return {each.body for each in still_to_notify(case, procedure, state(), at=later)
                if each.notice == "nothing-published"}  # fmt: skip

    def clock() -> str:
        return Deadline.objects.get(case=case, clock="review-published").state

    assert (clock(), notice()) == ("met", {"national-panel", "secretary-of-state"})
    page = reverse("reconsider_publication", args=["darlington", review.key])
    reader, decider = client_of(life.office.membership), client_of(life.partner.membership)
    report = reverse("report_of_review", args=["darlington", review.key])
    assert [page in html.unescape(who.get(report).content.decode()) for who in (reader, decider)] == [False, True]
    refused = html.unescape(reader.get(page).content.decode())
    said_so = "Only those who decide on publication can take it up again." in refused
    assert (said_so, "q-recorded-act-why" in refused) == (True, False)
    why = {"answers": said(why="The trial is over and the family asks for it."), "at": later}
    assert why_not(acts.reconsider_publication, review=review, actor=life.office, **why) == (
        "Only those who decide on publication can take it up again."
    )
    bad = decider.post(page, {"q-recorded-act-why": ""})
    assert (bad.status_code, "There is a problem" in bad.content.decode()) == (200, True)
    acts.reconsider_publication(review=review, actor=life.partner, **why)
    review.refresh_from_db()
    told = OutboxMessage.objects.filter(kind="publication-waits").order_by("id").values_list("to_name", flat=True)
    assert list(told)[1:] == ["Sue Scrutineer"]  # the first time the partner; now who did not take it up themselves
    assert (review.is_running, stage_of(review).title, decided_by(review)) == (True, "Signed off", None)
    assert (clock(), notice(), holds(state(), "publication decided")) == ("open", set(), False)
    assert why_not(acts.reconsider_publication, review=review, actor=life.partner, **why).startswith(
        "This is only for a review of which nothing is published"
    )
    refused = decider.get(page).content.decode()
    said_so = "is not decided on yet: that is done from the page of the report." in refused
    assert (said_so, "q-recorded-act-why" in refused, report in refused) == (True, False, True)
    life.decide(life.partner, at=later, outcome="in full", planned_on="2027-01-20")
    life.decide(life.scrutineer, at=later, outcome="in full", planned_on="2027-01-20")
    assert (due(life, "report-sent"), decided_by(review).outcome) == (dt.date(2027, 1, 11), "in full")
    assert list(Publication.objects.order_by("id").values_list("outcome", "superseded")) == [
        ("not published", True), ("in full", False),
    ]  # fmt: skip
    assert [row.reason for row in Event.objects.filter(case=case, act="reconsider_publication")] == [
        "The trial is over and the family asks for it."
    ]


def test_c_21_once_it_is_taken_up_again_no_earlier_plan_stands_either(darlington):
    """To publish, then not to, then to think again: nothing is decided, and everybody decides anew."""
    life = Life()
    life.decided()
    life.decided(outcome="not published", reasons="A sibling would be recognised.")
    assert decided_by(life.review).outcome == "not published"
    later = SIGNED + dt.timedelta(days=20)
    acts.reconsider_publication(
        review=life.review, actor=life.partner, answers=said(why="The trial is over."), at=later
    )
    assert decided_by(life.review) is None
    assert set(Publication.objects.values_list("outcome", "superseded")) == {("in full", True), ("not published", True)}


def test_an_agencys_report_is_waited_for_no_longer_once_the_review_has_ended(darlington):
    """DAR app. 3: what an agency still owes ends with the review; it neither runs on nor counts as met, whatever is
    asked on other tracks of the case; the agency hears of it, and its work list is empty."""
    life = Life(signed=False)
    agency = an_agency("council")
    lead = acting_as(a_member("Rae Rep", "agency-representative", agency="council"), SIGNED)
    made = request_information(
        case=life.run.case, agencies=[agency], wording="Write.", track="review", actor=life.office, at=DRAFTED
    )
    row = made.returns.get()
    life.draft_and_sign()
    life.decided()
    life.send()
    running = Deadline.objects.get(case=life.run.case, clock="review-reports")
    assert (running.state, [each.open for each in my_requests(lead, at=SIGNED)]) == ("open", [True])
    life.publish(at=OUT)
    running.refresh_from_db()
    row.refresh_from_db()
    assert (running.state, running.ended_at, row.state) == ("withdrawn", None, "withdrawn")
    assert my_requests(lead, at=OUT) == []
    told = OutboxMessage.objects.filter(case=life.run.case, kind="withdrawn-request").values_list("to_email", flat=True)
    assert list(told) == [lead.membership.user.email]

"""From draft to signed off: versions, comments, who signs in which order (DAR-17, BEX-10, RED-21 to RED-23)."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cases.models import Event
from documents.access import may_read
from documents.files import check_upload
from documents.models import OutboxMessage
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from reviews import acts
from reviews.models import DraftComment, ReportVersion, SignOff
from reviews.queries import acts_on, discussed_at, latest_version, report_page, stage_of
from reviews.queries.report import Discussed
from tests.factories import a_member, a_partnership, acting_as, london, the_procedure

from .reports import a_pdf, said, under_way, upload
from .test_running import appointed, client_of, on

DAY = london(2026, 11, 2, 10)
LATER = london(2026, 11, 9, 10)
QUALITY = {
    name: "yes" for name in ("overview", "why", "together", "in-general", "differently", "learning", "improvements",
                            "systemic", "who-when")
}  # fmt: skip


@pytest.fixture
def darlington(db):
    partnership = a_partnership("darlington", "dsp1.4.toml")
    with tenant(partnership):
        yield partnership


@pytest.fixture
def bexley(db):
    partnership = a_partnership("bexley", "2019.toml")
    with tenant(partnership):
        yield partnership


def person(name, *roles, agency=""):
    return acting_as(a_member(name, *roles, agency=agency), LATER)


def signs(run, actor, at=LATER, version=None, **answers):
    return acts.sign_off_report(review=run.review, answers=answers or said(), version=version, actor=actor, at=at)


def test_drafts_are_kept_as_they_came_and_each_is_a_version(darlington):
    """DAR-17: the reviewer's draft, then another; what was handed in is never changed."""
    run = under_way("serious-incident", "local-review")
    first = run.draft(DAY)
    second = run.draft(LATER, "Second draft", "second.pdf")
    assert [(row.number, row.on_behalf_of) for row in ReportVersion.objects.order_by("id")] == [
        (1, "Rita Reviewer"), (2, "Rita Reviewer")]  # fmt: skip
    assert latest_version(run.review) == second
    assert (first.file.name, bytes(first.file.content)) == ("Ada Example draft.pdf", a_pdf("First draft").content)
    assert stage_of(run.review).name == "draft"
    assert Event.objects.get(pk=second.event_id).summary == "Version 2 of the report was handed in."


def test_what_is_no_draft_is_refused_beside_its_question(darlington):
    run = under_way("serious-incident", "local-review")
    text = check_upload(SimpleUploadedFile("a.txt", b"Words"))
    for files in ([text], [], [a_pdf(), a_pdf("Again")]):
        with pytest.raises(ActRefused) as refused:
            acts.submit_draft(
                review=run.review, answers=said(), uploads=upload("act-file", *files), actor=run.office, at=DAY
            )
        assert (refused.value.about.endswith("act-file"), ReportVersion.objects.count()) == (True, 0)


def test_comments_are_recorded_for_a_body_and_answered_once(darlington):
    """DAR-17: the sub-group comments; what became of it stands beside it."""
    run = under_way("serious-incident", "local-review")
    run.draft(DAY)
    chair = person("Lee Chair", "ld-chair")
    comment = acts.comment_on_draft(
        review=run.review, answers=said(whose="Learning and Development", text="Say more."), actor=chair, at=LATER
    )
    with pytest.raises(ActRefused) as refused:
        acts.answer_draft_comment(comment=comment, answers=said(answer="Said."), actor=run.office, at=DAY)
    assert refused.value.about == "happened_at"
    acts.answer_draft_comment(comment=comment, answers=said(answer="Said."), actor=run.office, at=LATER)
    row = DraftComment.objects.get()
    assert (row.whose, row.answer, row.version.number) == ("Learning and Development", "Said.", 1)
    with pytest.raises(ActRefused):
        acts.answer_draft_comment(comment=comment, answers=said(answer="Anew."), actor=run.office, at=LATER)


def test_partners_sign_first_and_the_scrutineer_after_them(darlington):
    """DAR-17: statutory partners and scrutineer sign off, each for their own place, in the order of the text."""
    run = under_way("serious-incident", "local-review")
    council, police = (person(f"P {a}", "statutory-partner", agency=a) for a in ("council", "police"))
    scrutineer = person("Sue Scrutineer", "scrutineer")
    with pytest.raises(ActRefused):
        signs(run, council)
    run.draft(DAY)
    with pytest.raises(ActRefused, match="first"):
        signs(run, scrutineer)
    assert signs(run, council).place == "statutory-partner.council"
    with pytest.raises(ActRefused, match="already"):
        signs(run, council)
    assert stage_of(run.review).name == "draft"
    signs(run, police)
    with pytest.raises(ActRefused) as refused:
        signs(run, scrutineer)
    assert refused.value.about == "id_q-recorded-act-vacant-why"  # nobody holds the place of the third partner
    signs(run, scrutineer, **said(vacant_why="Between two people."))
    assert [row.place for row in SignOff.objects.order_by("id")] == [
        "statutory-partner.council", "statutory-partner.police", "scrutineer"]  # fmt: skip
    assert stage_of(run.review).name == "signed-off"
    last = Event.objects.filter(act="sign_off_report").order_by("-id").first()
    assert (last.reason, last.data.get("partly")) == ("Between two people.", None)


def test_only_those_who_work_on_it_read_a_draft_before_it_is_signed_off(darlington):
    """DAR-17, C-52: only then the wider partnership, and then only what was signed: no earlier draft, no comment."""
    run = under_way("serious-incident", "local-review")
    never = run.draft(DAY).file
    acts.comment_on_draft(review=run.review, answers=said(whose="Council", text="Say less."), actor=run.office, at=DAY)
    file = run.draft(DAY, "Second draft").file
    from cases.acts import give_agency_access
    from tests.factories import an_agency

    give_agency_access(case=run.case, agency=an_agency("hospitals"), why="Asked", at=DAY)
    member = person("Hal Hospital", "agency-representative", agency="hospitals")
    chair = person("Lee Chair", "ld-chair", agency="council")
    procedure = the_procedure()

    def reads():
        page = report_page(run.review, procedure, member, at=LATER)
        seen = [row.number for row in page.versions or ()]
        return may_read(file, member), may_read(never, member), seen, page.drafts

    assert (reads(), may_read(file, run.office)) == ((False, False, [], False), True)
    council = person("P council", "statutory-partner", agency="council")
    scrutineer = person("Sue Scrutineer", "scrutineer")
    signs(run, council)
    assert reads() == (False, False, [], False)
    signs(run, scrutineer, **said(vacant_why="Nobody else."))
    assert reads() == (True, False, [2], False)
    shown = client_of(member.membership).get(address_of(run, "report_of_review")).content.decode()
    assert ("Version 2:" in shown, "Version 1" in shown, "Say less." in shown) == (True, False, False)
    assert chair is not None


def test_the_quality_checklist_is_asked_of_whoever_signs_first(bexley):
    """BEX-10: six things, improvements, systemic analysis, who and by when; a “no” needs its reason."""
    run = under_way("learning", "local-review")
    run.draft(DAY)
    council = person("P council", "key-partner", agency="council")
    police = person("P police", "key-partner", agency="police")
    with pytest.raises(ActRefused):
        signs(run, council)
    with pytest.raises(ActRefused) as refused:
        signs(run, council, **said(), quality={**QUALITY, "systemic": "no"})
    assert refused.value.about == "id_q-quality-what-is-missing"
    signs(run, council, **said(), quality={**QUALITY, "systemic": "no", "what-is-missing": "It follows in March."})
    checked = SignOff.objects.get().checked
    assert [title for title, _ in checked] == ["Is it a good report?"]
    assert [answer for _, answer in checked[0][1]].count("Yes") == 8
    signs(run, police, **said(vacant_why="The third is on leave."))
    assert (SignOff.objects.count(), stage_of(run.review).name) == (2, "signed-off")


def test_signatures_and_versions_are_never_changed(darlington):
    """What was signed is the record."""
    run = under_way("serious-incident", "local-review")
    run.draft(DAY)
    person("P police", "statutory-partner", agency="police")
    signs(run, person("P council", "statutory-partner", agency="council"))
    row = SignOff.objects.get()
    same = {f.attname: getattr(row, f.attname) for f in SignOff._meta.concrete_fields if f.attname != "id"}
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.create(**same)
    with connection.cursor() as cursor:
        for table in ("reviews_signoff", "reviews_reportversion"):
            cursor.execute("SELECT has_table_privilege('safeguarding_web', %s, 'UPDATE, DELETE')", [table])
            assert cursor.fetchone() == (False,)


def test_the_draft_goes_to_a_meeting_and_is_dealt_with_once_discussed(redbridge):
    """RED-20 to RED-23: the final draft comes to the One Panel, which discusses it; no vote is needed to end it."""
    from panels import acts as panels
    from panels.queries.lists import meetings_for_case, waiting_cases
    from tests.panels.scenes import FIVE, a_meeting, the_people

    run = under_way("adult", "sar-mandatory")
    scene = the_people(*FIVE)
    meeting = a_meeting(scene, london(2026, 11, 17))
    with pytest.raises(ActRefused):
        panels.add_agenda_item(meeting=meeting, case=run.case, actor=run.office, at=DAY)
    run.draft(DAY)
    assert (waiting_cases(run.office), meetings_for_case(run.case, run.office, at=DAY)) == ([], [meeting])
    offered = [act.act for act in report_page(run.review, the_procedure(), run.office, at=DAY).acts]
    assert "add_agenda_item" in offered
    item = panels.add_agenda_item(meeting=meeting, case=run.case, actor=run.office, at=DAY)
    opened = london(2026, 11, 17, 10, 5)
    panels.open_meeting(meeting=meeting, actor=scene.chair, at=opened)
    with pytest.raises(ActRefused, match="Still on the agenda"):
        panels.close_meeting(meeting=meeting, actor=scene.chair, at=opened)
    item.refresh_from_db()
    panels.record_discussion(item=item, text="It was read.", version=item.version, actor=run.office, at=opened)
    panels.close_meeting(meeting=meeting, actor=scene.chair, at=opened)
    item.refresh_from_db()
    assert (item.state, item.outcome, stage_of(run.review).name) == ("done", "Discussed", "draft")


def test_dar_17_the_draft_goes_to_the_sub_group_that_the_text_names_with_its_papers(darlington):
    """§16.1: on an agenda of the Learning and Development sub-group and of no other body; the newest draft goes in
    with the papers unless somebody takes it out, and they go out."""
    from panels import acts as panels
    from panels.queries.briefs import DISCUSS, brief_of
    from panels.queries.lists import meetings_for_case
    from panels.queries.packs import planned_sheets
    from tests.panels.scenes import Scene, a_meeting

    run = under_way("serious-incident", "local-review")
    scene = Scene(run.office, person("Lee Chair", "ld-chair"))
    police = a_member("Pat Police", "agency-representative", agency="police")
    sub_group = a_meeting(scene, london(2026, 11, 17), "learning-and-development")
    a_meeting(scene, london(2026, 11, 18), "rapid-review-panel")
    run.draft(DAY, text="First words")
    run.draft(DAY, text="Second words", name="Second draft.pdf")
    assert meetings_for_case(run.case, run.office, at=DAY) == [sub_group]
    panels.add_agenda_item(meeting=sub_group, case=run.case, actor=run.office, at=DAY)
    files = [(sheet.title, sheet.usual, sheet.origin) for sheet in planned_sheets(sub_group, at=DAY)
             if sheet.kind.startswith("file")]  # fmt: skip
    assert files == [("Second draft.pdf", True, "Draft of the report, version 2, 2 November 2026")]
    title = "Learning and Development sub-group of 17 November 2026"
    where = reverse("meeting", args=["darlington", sub_group.pk])
    member, stranger = acting_as(police, DAY), person("Rita Reviewer", "reviewer")
    assert [discussed_at(run.review, who) for who in (member, stranger)] == [
        [Discussed(title, url, "The papers have not gone out yet.")] for url in (where, "")]  # fmt: skip
    on_page = report_page(run.review, the_procedure(), run.office, at=DAY).acts
    offered = {each.act for each in (*on_page, *acts_on(run.review, run.office, at=DAY))}
    assert ("comment_on_draft" in offered, "add_agenda_item" in offered) == (True, False)
    panels.prepare_papers(meeting=sub_group, actor=run.office, at=DAY)
    pack = panels.circulate_papers(meeting=sub_group, ahead=False, actor=run.office, at=DAY)
    assert "Second draft.pdf" in [part.title for part in pack.parts.all()]
    assert discussed_at(run.review, member) == [Discussed(title, where, "Its papers hold version 2 of the draft.")]
    shown = client_of(police).get(address_of(run, "report_of_review")).content.decode()
    assert (f'href="{where}"' in shown, "Drafts are read by those who work on them" in shown) == (True, True)
    said = "Draft of the report, version 2, 2 November 2026"
    brief = brief_of(run.case, meeting=sub_group, at=DAY)
    assert (brief.asked, brief.tests, brief.missing) == ((DISCUSS, f"{said}."), (), ())
    assert [line["purpose"] for line in pack.cover["items"] if line["case"] == run.case.pk] == ["For discussion"]
    item = sub_group.items.get(case=run.case)
    where = reverse("agenda_item", kwargs={"partnership": "darlington", "meeting": sub_group.pk, "item": item.pk})
    page = client_of(run.office.membership).get(where).content.decode()
    assert (said in page, "The criteria" in page, "To be discussed" in page) == (True, False, True)
    told = OutboxMessage.objects.filter(to_user=police.user_id).values_list("kind", flat=True)
    assert (stage_of(run.review).name, "papers" in list(told)) == ("draft", True)
    run.draft(DAY, text="Third words")
    assert [each.papers for each in discussed_at(run.review, member)] == [
        "Its papers hold version 2 of the draft, not version 3."]  # fmt: skip


def address_of(run, name, **more):
    slug = run.case.partnership.slug
    return reverse(name, kwargs={"partnership": slug, "review": run.review.key, **more})


def test_a_signature_and_a_comment_are_about_the_version_that_was_read(bexley):
    """A version that came in meanwhile is said first; what was typed stays, and the next press is about the new one."""
    run = under_way("learning", "local-review")
    run.draft(DAY)
    council = person("P council", "key-partner", agency="council")
    sign, comment = address_of(run, "sign_off_report"), address_of(run, "comment_on_draft")
    assert 'id="id_version" value="1"' in client_of(council.membership).get(sign).content.decode()
    run.draft(LATER, "Second draft")
    for who, where in ((council, sign), (run.office, comment)):
        page = client_of(who.membership).post(
            where, {"version": "1", "q-recorded-act-remark": "Well done", "q-recorded-act-text": "Well done"}
        )
        shown = page.content.decode()
        assert [each in shown for each in ("Version 2 has come in", "Well done", 'id="id_version" value="2"')] == [
            True, True, True,
        ]  # fmt: skip
    with pytest.raises(ActRefused, match="Version 2 has come in"):
        signs(run, council, **said(), quality=QUALITY, version=1)
    with pytest.raises(ActRefused, match="Version 2 has come in"):
        acts.comment_on_draft(
            review=run.review, answers=said(whose="Council", text="Less."), version=1, actor=run.office, at=LATER
        )
    assert (SignOff.objects.count(), DraftComment.objects.count()) == (0, 0)


def test_the_reviewer_hands_in_drafts_and_answers_what_is_said_on_them(redbridge):
    """C-6: by the service, with a sign-in that shows their review and nothing else; of another's review nothing."""
    found, rena = appointed()
    client = client_of(rena.membership)
    page = client.post(on(found, "submit_draft"), {
        "q-recorded-act-note": "The first.", "q-recorded-act-file": SimpleUploadedFile("d.pdf", a_pdf().content),
    })  # fmt: skip
    row = ReportVersion.objects.get()
    assert (page.status_code, row.handed_in_by, row.note) == (302, "Rena Reed, Reviewer", "The first.")
    comment = acts.comment_on_draft(
        review=found.review, answers=said(whose="Council", text="Say more."), actor=found.secretary,
        at=row.handed_in_at,
    )  # fmt: skip
    shown = client.get(on(found, "report_of_review")).content.decode()
    assert ("Say more." in shown, "Version 1:" in shown) == (True, True)
    answer = on(found, "answer_draft_comment", comment=comment.pk)
    assert client.post(answer, {"q-recorded-act-answer": "Done."}).status_code == 302
    comment.refresh_from_db()
    assert comment.answer == "Done."
    file = reverse("download_file", kwargs={"partnership": "redbridge", "file": row.file_id})
    assert client.get(file).status_code == 200
    other = client_of(a_member("Otto Other", "reviewer"))
    assert [other.get(each).status_code for each in (file, on(found, "report_of_review"), answer)] == [404, 404, 404]
    with pytest.raises(ActRefused):
        acts.submit_draft(
            review=found.review, answers=said(), uploads=upload("act-file", a_pdf()),
            actor=acting_as(a_member("Olga Other", "reviewer")), at=LATER,
        )  # fmt: skip


def test_what_is_still_open_is_said_to_whoever_signs(bexley):
    """Terms, family, comments without an answer: said before the signature, and nobody is hindered."""
    run = under_way("learning", "local-review")
    run.draft(DAY)
    acts.comment_on_draft(review=run.review, answers=said(whose="Council", text="Less."), actor=run.office, at=DAY)
    council = person("P council", "key-partner", agency="council")
    page = " ".join(client_of(council.membership).get(address_of(run, "sign_off_report")).content.decode().split())
    assert [each in page for each in (
        "No terms of reference have been set.", "1 comment on a draft waits for an answer.", "Read it first:",
        "Nothing is on record of how family and practitioners are involved.", "Not in yet",
    )] == [True, True, True, True, False]  # fmt: skip

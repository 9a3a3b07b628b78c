"""The papers of a meeting: prepared, looked at, frozen, read by each in their own copy, chased, supplemented (C-25)."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from cases.acts import add_note, answer_criteria, declare_conflict
from cases.models import CaseOpened, Event
from cases.registers import BY_ACT
from cases.rules import act_title
from config.filters import date_long
from documents import printing
from documents.files import CheckedFile, keep_file
from documents.models import OutboxMessage, PrintJob
from panels import gates
from panels.acts import (
    add_other_item,
    circulate_papers,
    prepare_papers,
    read_papers,
    remind_to_read,
    remove_agenda_item,
)
from panels.models import Meeting, Pack, PackOpened, PackPart, Undertaking
from panels.queries.packs import draft_of, editions, planned_sheets
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from tests.factories import a_partnership, acting_as, london

from .scenes import CONVENED, MEETING, SAR_MET, a_meeting, accepted_case, listed, on_the_agenda, the_people
from .test_pages import at_meeting, client_of, on_case, who, words

LATER = london(2026, 9, 3, 10)
AGREEMENT = """
[agreement]
title = "Keeping it to ourselves"
version = "2"
paragraphs = ["I tell nobody.", "I lock the papers away."]

[[clocks]]
name = "papers"
"""


def refusal(act, **given) -> str:
    with pytest.raises(ActRefused) as refused:
        act(**given)
    return str(refused.value)


def made(job: PrintJob) -> PrintJob:
    return job if job.file_id else printing.make(job.partnership_id, job.pk, clock=lambda: LATER)


def text_of(job: PrintJob) -> str:
    reader = PdfReader(BytesIO(bytes(made(job).file.content)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def numbers(pack: Pack) -> list[str]:
    return [f"{part.number} {part.title}" for part in PackPart.objects.filter(pack=pack)]


def two_cases():
    """Two cases on one agenda; the community safety representative has a conflict in the second."""
    scene = on_the_agenda()
    scene.other = accepted_case(scene)
    scene.other_item = listed(scene, scene.other, scene.meeting)
    scene.out = scene.people["community-safety"]
    declare_conflict(
        case=scene.other, membership=scene.out, reason="Family", actor=scene.member("community-safety"), at=CONVENED
    )
    return scene


def test_a_pack_is_frozen_once_and_read_by_each_in_their_own_copy(redbridge):
    scene = two_cases()
    act = {"meeting": scene.meeting, "actor": scene.secretary, "at": CONVENED}
    pack = circulate_papers(**act)
    sheets = ["In brief", "Referral, people and criteria"]
    assert numbers(pack) == [
        f"{n} {title}" for item in (1, 2) for n, title in zip((f"{item}", f"{item}A"), sheets, strict=True)
    ]
    told = set(OutboxMessage.objects.filter(kind="papers").values_list("to_name", flat=True))
    assert told == {"Chris Chair", *(person.user.name for person in scene.people.values())}
    assert "Ada" not in OutboxMessage.objects.filter(kind="papers").first().body
    recorded = Event.objects.get(act="circulate_papers", case=scene.case)
    hashes = dict(PackPart.objects.filter(item=scene.item).values_list("number", "sha256"))
    assert (recorded.data["sheets"], recorded.data["edition"]) == (hashes, 0)

    health, safety = scene.member("nel-icb"), scene.member("community-safety")
    whole = read_papers(pack=pack, actor=health, at=LATER)
    assert read_papers(pack=pack, actor=health, at=LATER) == whole
    said = text_of(whole)
    other = scene.other.reference
    assert (f"1 {scene.case.reference}" in said or scene.case.reference in said, other in said) == (True, True)
    assert "Copy for Rep Nel-Icb, NEL NHS ICB" in said
    mine = read_papers(pack=pack, actor=safety, at=LATER)
    assert mine.payload["items"][1] == {
        "number": "2", "title": "", "purpose": "", "presenter": "", "time": "", "reference": "", "withheld": True,
        "parts": mine.payload["items"][1]["parts"],
    }  # fmt: skip
    said = text_of(mine)
    assert (other in said, "Item withheld" in said, "Copy for Rep Community-Safety" in said) == (False, True, True)
    assert set(PrintJob.objects.exclude(kind="agenda-pack").values_list("attempts", flat=True)) == {1}

    # Each file is its reader's own, and a conflict declared afterwards closes it.
    whole, mine = (PrintJob.objects.get(pk=job.pk) for job in (whole, mine))
    may = [[gates.may_read_pack(job.file, actor) for job in (whole, mine)] for actor in (health, safety)]
    assert may == [[True, False], [False, True]]
    declare_conflict(case=scene.case, membership=scene.people["nel-icb"], reason="A neighbour", actor=health, at=LATER)
    assert gates.may_read_pack(whole.file, health) is False
    again = read_papers(pack=pack, actor=health, at=LATER)
    assert (again == whole, [item["withheld"] for item in again.payload["items"]]) == (False, [True, False])


def test_what_changed_since_is_prepared_again_or_goes_as_a_supplement(redbridge):
    scene = two_cases()
    act = {"meeting": scene.meeting, "actor": scene.secretary}
    draft = prepare_papers(**act, at=CONVENED)
    prepare_papers(**act, at=CONVENED)
    assert (Pack.objects.count(), Meeting.objects.get().papers_frozen_at) == (1, None)
    assert draft_of(scene.meeting).pk != draft.pk
    assert refusal(read_papers, pack=draft_of(scene.meeting), actor=scene.member("nel-icb"), at=CONVENED) == (
        "Only the Panel Chair or the One Panel Secretariat can do this."
    )
    answer_criteria(
        case=scene.case, aid="sar-tool", answers=SAR_MET, remarks={}, reasons="It is.", actor=scene.chair, at=CONVENED
    )
    assert refusal(circulate_papers, **act, at=CONVENED) == (
        "What these sheets show has changed since they were prepared: 1 In brief; 1A Referral, people and criteria. "
        "Prepare them again."
    )
    prepare_papers(**act, at=CONVENED)
    first = circulate_papers(**act, at=CONVENED)
    assert refusal(prepare_papers, **act, at=LATER) == "Nothing is new since the papers went out."
    add_note(case=scene.case, kind="note", text="Not for the panel.", actor=scene.secretary, at=LATER)
    assert refusal(prepare_papers, **act, at=LATER) == "Nothing is new since the papers went out."

    letter = keep_file(
        CheckedFile("gp letter.txt", "text/plain", b"Seen on Monday."), kind="case-paper", at=LATER,
        actor=scene.secretary, case=scene.other, about="act:add_note",
    )  # fmt: skip
    third = add_other_item(**act, title="Learning from a national review", at=LATER)
    remove_agenda_item(item=scene.item, reason="Withdrawn by the referrer", actor=scene.secretary, at=LATER)
    prepare_papers(**act, chosen={f"{scene.other_item.pk}:file:{letter.pk}"}, at=LATER)
    second = circulate_papers(**act, at=LATER)
    assert [pack.number for pack in editions(scene.meeting)] == [first.number, second.number] == [0, 1]
    assert numbers(second) == ["2B gp letter.txt"]
    assert second.cover["numbers"] == {str(scene.other_item.pk): 2, str(third.pk): 3}
    said = text_of(read_papers(pack=second, actor=scene.member("nel-icb"), at=LATER))
    for part in ("Supplement 1", "Item 1 is no longer on the agenda.", "Seen on Monday.", "Page 2-1 of 1"):
        assert part in said, part
    assert "In brief" not in said
    assert "Supplement 1 to the papers" in text_of(read_papers(pack=second, actor=acting_as(scene.out), at=LATER))
    assert [e.summary for e in Event.objects.filter(act="circulate_papers", case=scene.other).order_by("id")] == [
        "The papers for the meeting were circulated.", "Supplement 1 for the meeting was circulated.",
    ]  # fmt: skip


def test_papers_of_a_register_stay_out_of_the_pack_and_others_say_what_they_came_with(redbridge):
    """C-52: whoever is at the meeting reads the pack, and the registers of a case are the office's alone."""
    scene = two_cases()
    for act in ("add_note", *BY_ACT):
        keep_file(
            CheckedFile("zz.txt", "text/plain", act.encode()), kind="case-paper", at=CONVENED, actor=scene.secretary,
            case=scene.case, about=f"act:{act}",
        )  # fmt: skip
    offered = [sheet for sheet in planned_sheets(scene.meeting, at=CONVENED) if ":file:" in sheet.key]
    day = date_long(CONVENED)
    assert [(sheet.title, sheet.label) for sheet in offered] == [("zz.txt", f"zz.txt ({act_title('add_note')}, {day})")]
    page = words(client_of(who(scene, "secretary")).get(at_meeting(scene, "prepare_papers")))
    assert page.count("zz.txt") == page.count(offered[0].label) == 1


def test_there_are_no_papers_without_an_agenda(redbridge):
    scene = the_people("nelft")
    act = {"meeting": a_meeting(scene), "actor": scene.secretary, "at": CONVENED}
    assert refusal(prepare_papers, **act) == refusal(circulate_papers, **act) == "There is nothing on the agenda yet."
    assert Meeting.objects.get().papers_frozen_at is None


def test_the_office_chooses_looks_circulates_and_sees_who_opened(redbridge):
    scene = two_cases()
    office, reader = client_of(who(scene, "secretary")), client_of(scene.people["nel-icb"])
    keep_file(
        CheckedFile("gp letter.txt", "text/plain", b"Seen on Monday."), kind="case-paper", at=CONVENED,
        actor=scene.secretary, case=scene.case, about="act:add_note",
    )  # fmt: skip
    page = words(office.get(at_meeting(scene, "prepare_papers")))
    assert (page.count("gp letter.txt"), page.count("checked>")) == (1, 4)
    assert reader.get(at_meeting(scene, "prepare_papers")).status_code == 403
    chosen = [sheet.key for sheet in planned_sheets(scene.meeting, at=CONVENED) if sheet.item == scene.item]
    assert office.post(at_meeting(scene, "prepare_papers"), {f"item-{scene.item.pk}": chosen}).status_code == 302
    page = words(office.get(at_meeting(scene, "circulate_papers")))
    assert "1B gp letter.txt" in page and "Freeze and tell 6 people" in page
    assert (OutboxMessage.objects.filter(kind="papers").count(), scene.other.reference in page) == (0, False)
    pack = Pack.objects.get()
    look = office.post(at_meeting(scene, "meeting_papers"), {"pack": pack.pk})
    assert look["Location"].startswith("/redbridge/papers/")
    assert "Not yet circulated: Sam Secretary" in text_of(PrintJob.objects.get(kind="agenda-pack"))
    stale = office.post(at_meeting(scene, "circulate_papers"), {"pack": pack.pk - 1})
    assert "The papers were prepared again meanwhile." in words(stale)
    assert office.post(at_meeting(scene, "circulate_papers"), {"pack": pack.pk}).status_code == 302

    assert "Read the papers" in words(reader.get(at_meeting(scene, "meeting")))
    reader.post(at_meeting(scene, "meeting_papers"), {"pack": pack.pk})
    made(PrintJob.objects.filter(kind="agenda-pack").latest("pk"))
    file = reader.post(at_meeting(scene, "meeting_papers"), {"pack": pack.pk})["Location"]
    for _ in range(2):
        assert reader.get(file)["Content-Type"] == "application/pdf"
    assert office.get(file).status_code == 404
    assert set(PackOpened.objects.values_list("membership__user__name", flat=True)) == {"Rep Nel-Icb"}
    assert CaseOpened.objects.filter(page="papers", case=scene.case).get().times == 2
    page = words(office.get(at_meeting(scene, "papers_opened")))
    assert "1 of 6 readers has opened the papers." in page and "2 times, last" in page
    assert page.count("Not opened") == 5
    for _ in range(2):
        office.post(at_meeting(scene, "remind_to_read"))
    again = OutboxMessage.objects.filter(subject__startswith="A reminder: ")
    assert (again.count(), again.filter(to_name="Rep Nel-Icb").count()) == (5, 0)
    assert refusal(remind_to_read, pack=pack, actor=scene.member("nel-icb"), at=LATER) == (
        "Only the Panel Chair or the One Panel Secretariat can do this."
    )


def test_papers_wait_for_the_agreement_where_the_text_says_so(db):
    """C-25: closed to each reader until they agree; who agreed to which version is kept with the words."""
    old = '[[bodies]]\nname = "one-panel"\n'
    new = AGREEMENT.split("[[clocks]]", maxsplit=1)[0] + old + 'confidentiality = "signed before papers"\n'
    with tenant(a_partnership(old=old, new=new)):
        scene = on_the_agenda("nel-icb")
        pack = circulate_papers(meeting=scene.meeting, actor=scene.secretary, at=CONVENED)
        health, client = scene.member("nel-icb"), client_of(scene.people["nel-icb"])
        assert refusal(read_papers, pack=pack, actor=health, at=LATER) == (
            "Read and agree to the “Keeping it to ourselves” first. The papers are open to you from then on."
        )
        assert read_papers(pack=pack, actor=scene.secretary, at=LATER).state == "waiting"
        agree = at_meeting(scene, "sign_confidentiality")
        assert client.post(at_meeting(scene, "meeting_papers"), {"pack": pack.pk})["Location"] == agree
        assert "Read the papers" not in words(client.get(at_meeting(scene, "meeting")))
        item = at_meeting(scene, "agenda_item", item=scene.item.pk)
        assert client.get(item)["Location"] == client.get(on_case(scene, "case_brief"))["Location"] == agree
        assert "Tick the box if you agree" in words(client.post(agree, {"agreed": ""}))
        for _ in range(2):
            client.post(agree, {"agreed": "on"})
        kept = Undertaking.objects.get()
        assert (kept.name, kept.version) == ("Rep Nel-Icb", "2")
        assert kept.words == "Keeping it to ourselves\n\nI tell nobody.\n\nI lock the papers away."
        assert read_papers(pack=pack, actor=health, at=LATER).state == "waiting"
        assert client.get(item).status_code == 200
        office = words(client_of(who(scene, "secretary")).get(at_meeting(scene, "papers_opened")))
        assert (office.count(">Agreed<"), office.count("Not agreed")) == (1, 1)


def test_without_an_agreement_in_the_text_there_is_no_page_for_it(redbridge):
    scene = on_the_agenda("nel-icb")
    assert client_of(scene.people["nel-icb"]).get(at_meeting(scene, "sign_confidentiality")).status_code == 404
    assert MEETING > CONVENED

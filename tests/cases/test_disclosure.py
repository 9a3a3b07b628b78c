"""Papers for a coroner (C-33): chosen, redacted so that nothing is left, made with page numbers, given after advice."""

from __future__ import annotations

import datetime as dt
import json
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from docx import Document
from PIL import Image
from pypdf import PdfReader

from cases import acts, gates
from cases.acts.disclosure import TakenOut
from cases.disclosure import passages_of, record_of_bundle, sources_of
from cases.models import Bundle, BundleItem, Event
from documents import printing
from documents.files import CheckedFile, keep_file
from documents.models import PrintJob, StoredFile
from documents.office import WORD
from partnerships.refusals import ActRefused
from tests import factories as make
from tests.documents.test_pictures import a_scan
from tests.documents.test_redaction import a_pdf

LATER = make.NOW + dt.timedelta(hours=2)
SECRET, HIDDEN, SCAN = "Zebedee Marchbanks", "the blue door", "Ottoline Fry"


@pytest.fixture
def office(redbridge):
    return make.an_actor("Oona Office", "secretariat")


@pytest.fixture
def case(office):
    case = make.a_case(office)
    acts.add_note(
        case=case, kind="note", text=f"{SECRET} rang. She spoke of {HIDDEN}. The rest is plain.", actor=office, at=LATER
    )
    scan = CheckedFile("letter.pdf", "application/pdf", a_pdf(f"{SCAN} wrote", f"On page two: {SECRET}"))
    keep_file(scan, kind="case-paper", at=LATER, actor=office, case=case)
    return case


def asked(case, office) -> Event:
    answers = {"act-who": "HM Coroner", "act-what": f"Everything about {SECRET}"}
    return acts.log_disclosure(case=case, answers={"recorded": answers}, actor=office, at=LATER)


def answered(case, office, entry, decision="partly given"):
    answers = {
        "act-advice": "Counsel says so.", "act-decision": decision, "act-by": "The chair", "act-given": "A bundle",
        "act-reasons": "In the public interest.",
    }  # fmt: skip
    return acts.answer_disclosure(case=case, entry=entry.pk, answers={"recorded": answers}, actor=office, at=LATER)


def prepared(case, office, entry) -> Bundle:
    keys = [one.key for one in sources_of(case) if "note" in one.title.lower() or one.key.startswith("file")]
    return acts.prepare_bundle(
        case=case, entry=entry.pk, title="Papers", made_for="HM Coroner", keys=keys, reason="Not asked for.",
        actor=office, at=LATER,
    )  # fmt: skip


def made(bundle, office, *, words="", with_record=False) -> PrintJob:
    job = acts.make_bundle(
        bundle=bundle, words=words, words_reason="Nobody is named." if words else "", with_record=with_record,
        actor=office, at=LATER,
    )  # fmt: skip
    printing.make(bundle.partnership_id, job.pk, clock=lambda: LATER)
    job.refresh_from_db()
    bundle.refresh_from_db()
    return job


def redacted(bundle, office, key, **taken) -> BundleItem:
    item = next(each for each in bundle.items.all() if each.key.startswith(key) and each.choice == "whole")
    return acts.redact_item(item=item, taken=TakenOut(choice="part", reason="A third person.", **taken), actor=office,
                            at=LATER)  # fmt: skip


def test_what_was_taken_out_is_really_gone_and_the_rest_is_there_with_page_numbers(case, office):
    """The text of the finished PDF is read: names taken out everywhere, words of one paper, words of a file."""
    bundle = prepared(case, office, asked(case, office))
    whole = made(bundle, office)
    plain = "".join(page.extract_text() for page in PdfReader(BytesIO(bytes(whole.file.content))).pages)
    assert all(word in plain for word in (SECRET, HIDDEN, SCAN))
    redacted(bundle, office, "event", words=HIDDEN)
    redacted(bundle, office, "file", words=SCAN)
    job = made(bundle, office, words=SECRET, with_record=True)
    assert (job.state, job.error) == ("done", "")
    content = bytes(job.file.content)
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    text = " ".join(" ".join(pages).split())
    assert [word for word in (SECRET, HIDDEN, SCAN, "Zebedee", "Ottoline") if word in text] == []
    assert "[taken out] rang. She spoke of [taken out]. The rest is plain." in text
    assert "What was left out, and why" in text
    assert "A third person." in text
    assert "Page 1 of 3" in pages[-3]
    assert "Page 3 of 3" in pages[-1]
    payload = json.dumps(PrintJob.objects.get(pk=job.pk).payload)
    assert HIDDEN not in payload


def test_passages_and_whole_papers_are_left_out_and_the_record_says_why(case, office):
    bundle = prepared(case, office, asked(case, office))
    item = next(each for each in bundle.items.all() if each.key.startswith("event") and each.choice == "whole")
    note = next(number for number, _, label, _ in passages_of(item) if label == "Note")
    redacted(bundle, office, "event", passages=[note])
    file = bundle.items.get(key__startswith="file")
    acts.redact_item(item=file, taken=TakenOut(choice="out", reason="Privilege."), actor=office, at=LATER)
    job = made(bundle, office)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(bytes(job.file.content))).pages)
    assert [word for word in (SECRET + " rang", HIDDEN, SCAN, "Privilege", "left out, and why") if word in text] == []
    rows = record_of_bundle(bundle)
    assert ("letter.pdf", "The whole paper", "Privilege.") in rows
    assert [what for _, what, why in rows if why == "A third person."] == ["1 passage (Note)"]
    assert all(why for _, _, why in rows)


def test_words_are_taken_out_of_word_files_too(case, office):
    document = Document()
    document.add_paragraph(f"Dear {SECRET}")
    document.add_table(1, 1).cell(0, 0).text = f"About {SECRET} and {HIDDEN}"
    out = BytesIO()
    document.save(out)
    keep_file(CheckedFile("letter.docx", WORD, out.getvalue()), kind="case-paper", at=LATER, actor=office, case=case)
    bundle = prepared(case, office, asked(case, office))
    item = bundle.items.get(title="letter.docx")
    taken = TakenOut(choice="part", reason="A third person.", words=HIDDEN)
    acts.redact_item(item=item, taken=taken, actor=office, at=LATER)
    job = made(bundle, office, words=SECRET)
    assert (job.state, job.error) == ("done", "")
    text = " ".join(PdfReader(BytesIO(bytes(job.file.content))).pages[-1].extract_text().split())
    assert "Dear [taken out]" in text
    assert "About [taken out] and [taken out]" in text


def test_words_that_are_not_found_in_a_file_stop_the_bundle(case, office):
    """A scan has no words to find: an area has to be marked, and nobody is left believing otherwise."""
    bundle = prepared(case, office, asked(case, office))
    redacted(bundle, office, "file", words="Nobody At All")
    job = made(bundle, office)
    assert job.state == "failed"
    assert job.error.endswith("were not found. If the page is a picture, mark a box instead.")


def test_c_33_nothing_is_given_before_advice_and_decision_and_then_it_never_changes(case, office):
    entry = asked(case, office)
    bundle = prepared(case, office, entry)
    made(bundle, office)
    give = {"bundle": bundle, "to": "HM Coroner", "how": "By hand", "actor": office, "at": LATER}
    with pytest.raises(ActRefused) as refused:
        acts.give_bundle(**give)
    assert str(refused.value) == ("First enter the legal advice and the decision to give papers, in the register.")
    answered(case, office, entry)
    event = acts.give_bundle(**give)
    bundle.refresh_from_db()
    file = StoredFile.objects.get(kind="disclosure-bundle")
    assert (event.data["to"], event.data["file"], event.data["sha256"]) == ("HM Coroner", file.pk, file.sha256)
    for act in (
        lambda: acts.give_bundle(**give),
        lambda: acts.make_bundle(bundle=bundle, words="", with_record=False, actor=office, at=LATER),
        lambda: redacted(bundle, office, "event", words=HIDDEN),
    ):
        with pytest.raises(ActRefused) as refused:
            act()
        assert str(refused.value) == "This bundle was given and is kept as it was. Prepare another one."
    police = make.an_actor("Pat Police", "agency-representative", agency="east-area-police")
    acts.give_agency_access(case=case, agency=police.membership.agency, why="Asked", at=LATER)
    assert [gates.may_read_bundle(file, who) for who in (office, police)] == [True, False]


@pytest.mark.parametrize("taken, said", [
    (TakenOut(choice="part", reason=""), "Give the reason: it stays on the record."),
    (TakenOut(choice="part", reason="x"), "Say what is taken out of it, or give it whole."),
    (TakenOut(choice="part", reason="x", pages="two"), "“two” is no page. Write pages like 1, 4-6."),
    (TakenOut(choice="part", reason="x", boxes="1 2 3"),
     "“1 2 3” is no area. Write its page, then left, top, width and height in percent."),
    (TakenOut(choice="maybe"), "Choose what becomes of this paper."),
])  # fmt: skip
def test_a_mistake_is_said_in_words(case, office, taken, said):
    bundle = prepared(case, office, asked(case, office))
    with pytest.raises(ActRefused) as refused:
        acts.redact_item(item=bundle.items.get(key__startswith="file"), taken=taken, actor=office, at=LATER)
    assert str(refused.value) == said


def test_the_database_keeps_no_paper_left_out_without_a_reason(case, office):
    bundle = prepared(case, office, asked(case, office))
    with pytest.raises(IntegrityError), transaction.atomic():
        bundle.items.update(choice="out", reason="")


def test_the_pages_from_request_to_bundle(case, office):
    client = Client()
    client.force_login(office.membership.user)
    entry = asked(case, office)
    base = f"/redbridge/cases/{case.reference}"
    assert "Prepare a bundle of papers" in client.get(f"{base}/safety-and-family/").content.decode()
    where = f"{base}/prepare-bundle/{entry.pk}/"
    assert "HM Coroner" in client.get(where).content.decode()
    sources = sources_of(case)
    groups = list(dict.fromkeys(one.group for one in sources))
    every = {f"keys_{n}": [one.key for one in sources if one.group == group] for n, group in enumerate(groups)}
    keys = [one.key for one in sources]
    assert "Which papers? Files" in client.get(where).content.decode()
    wrong = client.post(where, {"title": "Kept title", "made_for": "HM Coroner", "keys_0": keys[:1]}).content.decode()
    assert "Say why the papers that you did not choose are left out." in wrong
    assert "Kept title" in wrong
    done = client.post(where, {"title": "Papers", "made_for": "HM Coroner", **every})
    bundle = Bundle.objects.get()
    assert done.url == f"{base}/bundles/{bundle.pk}/"
    sheet = bundle.items.get(key__startswith="file").pk
    taken = {"choice": "part", "reason": "A third person.", "pages": "2"}
    assert client.post(f"{done.url}redact-item/{sheet}/", taken).status_code == 302
    assert (
        client.post(f"{done.url}make-bundle/", {"words": SECRET, "words_reason": "Nobody is named."}).status_code == 302
    )
    shown = client.get(done.url).content.decode()
    assert "The bundle is being made." in shown
    assert "Given in part" in shown
    assert "Given, words that stand in it taken out" in shown
    assert "Nobody is named." in shown
    assert "Given whole" not in shown
    unsaid = client.post(f"{done.url}make-bundle/", {"words": SECRET}).content.decode()
    assert "Say why these words are taken out" in unsaid
    answered(case, office, entry)
    printing.make(case.partnership_id, Bundle.objects.get().job_id, clock=lambda: LATER)
    assert "Record that it was given" in client.get(done.url).content.decode()
    given = client.post(f"{done.url}give-bundle/", {"to": "HM Coroner", "how": "By hand"})
    assert given.status_code == 302
    assert "as it was given" in client.get(done.url).content.decode()


def kept(case, office, name: str, kind: str, content: bytes):
    keep_file(CheckedFile(name, kind, content), kind="case-paper", at=LATER, actor=office, case=case)


def looked_at(bundle, office, title: str, **taken):
    """As the office says on a paper's own page that it looked at the pictures."""
    item = bundle.items.get(title=title)
    taken = {"choice": "whole", "looked": True, **taken}
    return acts.redact_item(item=item, taken=TakenOut(**taken), actor=office, at=LATER)


LOOK = "Words cannot be looked for in it. Open the paper here, look at it, and say there what you found."


def test_a_scan_or_photograph_stops_the_words_taken_out_everywhere_until_somebody_looked_at_it(case, office):
    """C-33: the finished text says nothing of what a picture shows."""
    picture = BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    kept(case, office, "scan.pdf", "application/pdf", a_scan(f"{SECRET} was here", "Nothing"))
    kept(case, office, "photo.png", "image/png", picture.getvalue())
    bundle = prepared(case, office, asked(case, office))
    number = {item.title: place for place, item in enumerate(bundle.items.exclude(choice="out"), 1)}
    assert made(bundle, office).state == "done"  # nothing is taken out: nothing has to be looked for
    job = made(bundle, office, words=SECRET)
    assert (job.state, job.error) == ("failed", f"{number['scan.pdf']} scan.pdf: pages 1 and 2 are pictures. {LOOK}")
    looked_at(bundle, office, "scan.pdf", choice="part", reason="A third person.", pages="1")
    assert made(bundle, office, words=SECRET).error == f"{number['photo.png']} photo.png is a picture. {LOOK}"
    looked_at(bundle, office, "photo.png")
    job = made(bundle, office, words=SECRET)
    assert (job.state, job.error) == ("done", "")
    # Whoever takes out another word has to look again.
    assert made(bundle, office, words=f"{SECRET}\nSomebody Else").state == "failed"


def test_a_page_left_out_or_a_text_alone_needs_nobody_to_look(case, office):
    kept(case, office, "scan.pdf", "application/pdf", a_scan("One", "Two"))
    bundle = prepared(case, office, asked(case, office))
    item = bundle.items.get(title="scan.pdf")
    acts.redact_item(item=item, taken=TakenOut(choice="part", reason="No.", pages="2"), actor=office, at=LATER)
    assert ": page 1 is a picture. " in made(bundle, office, words=SECRET).error
    acts.redact_item(item=item, taken=TakenOut(choice="out", reason="No."), actor=office, at=LATER)
    assert made(bundle, office, words=SECRET).state == "done"


def test_the_bundle_tells_of_each_paper_at_how_many_places_something_was_taken_out(case, office):
    """C-33: what was removed, from which paper."""
    kept(case, office, "plain.txt", "text/plain", b"Nobody is named.")
    kept(case, office, "list.csv", "text/csv", f"{SECRET},1\n{SECRET},2".encode())
    mail = f"From: Jo <jo@a.example>\nSubject: {SECRET}\nContent-Type: text/plain\n\nOf {SECRET}, {SECRET}."
    kept(case, office, "mail.eml", "message/rfc822", mail.encode())
    bundle = prepared(case, office, asked(case, office))
    job = made(bundle, office, words=SECRET, with_record=True)
    assert (job.state, job.error) == ("done", "")
    titles = [item.title for item in bundle.items.exclude(choice="out")]
    taken = dict(zip(titles, (job.told["taken"][str(number)] for number in range(1, len(titles) + 1)), strict=True))
    (note,) = (title for title in titles if "note" in title.lower())
    assert taken == {note: 1, "letter.pdf": 1, "plain.txt": 0, "list.csv": 2, "mail.eml": 3}
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(bytes(job.file.content))).pages).split())
    assert SECRET not in text
    assert "list.csv 2 places taken out" in text
    assert "Every paper in which they stand" in text
    client = Client()
    client.force_login(office.membership.user)
    page = " ".join(client.get(f"/redbridge/cases/{case.reference}/bundles/{bundle.pk}/").content.decode().split())
    assert page.count("Given in part") == 4
    assert page.count("3 places taken out") == 1


@pytest.mark.parametrize("typed", [{"words": "Ada"}, {"pages": "1"}, {"boxes": "1 0 0 100 50"}, {"passages": [1]}])
def test_what_is_named_to_be_taken_out_is_never_given_whole(case, office, typed):
    bundle = prepared(case, office, asked(case, office))
    item = bundle.items.exclude(choice="out").first()
    with pytest.raises(ActRefused, match="You named something to take out") as refused:
        acts.redact_item(item=item, taken=TakenOut(choice="whole", **typed), actor=office, at=LATER)
    assert refused.value.about == "choice"
